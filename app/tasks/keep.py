"""Writing what was dropped or pasted as a file, in a thread: a folder or picture may be slow."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

_MOST_NAMES = 1000


class Keep:
    """Begins at once. Once `finished`, `path` is where it was written, or `trouble` why it was not;
    nothing is written over, a name that is taken gets a number."""

    def __init__(self, folder: Path, name: str, contents: Callable[[], bytes]) -> None:
        self.path: Path | None = None
        self.trouble = ""
        self._thread = threading.Thread(
            target=self._run, args=(folder, name, contents), name="keep", daemon=True
        )
        self._thread.start()

    @property
    def finished(self) -> bool:
        return not self._thread.is_alive()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self, folder: Path, name: str, contents: Callable[[], bytes]) -> None:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path = _write_new(folder, name, contents())
        except OSError as error:
            self.trouble = error.strerror or str(error)


def _write_new(folder: Path, name: str, contents: bytes) -> Path:
    """Whole or not at all. Raises OSError."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - a name, not yet a path
    for number in range(1, _MOST_NAMES):
        path = folder / (name if number == 1 else f"{stem} {number}{ending}")
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            continue
        try:
            with open(descriptor, "wb") as stream:  # noqa: PTH123 - it is open already
                stream.write(contents)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path
    raise FileExistsError(f"there are {_MOST_NAMES:,} files of that name")

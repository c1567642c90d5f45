"""What the core needs of rooms above it: handed in, never imported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from storage.readers.values import PageImage, Reading


class Readers(Protocol):
    """Reads untrusted files elsewhere, in processes with limits. Every call raises ReadError.

    `confinement` names what of the system holds those processes, such as "landlock 7, seccomp"."""

    @property
    def confinement(self) -> str: ...

    def look(self, path: Path) -> None: ...

    def read(self, path: Path) -> Reading: ...

    def page_image(
        self,
        path: Path,
        page: int,
        *,
        width_px: int | None,
        char_start: int | None = None,
        char_end: int | None = None,
    ) -> PageImage: ...

    def picture(self, path: Path, *, max_side: int) -> NDArray[np.uint8]: ...

    def sound(
        self,
        path: Path,
        *,
        start_s: float = 0.0,
        end_s: float | None = None,
        window_s: float = 30.0,
        track: int | None = None,
    ) -> Iterator[NDArray[np.int16]]: ...


class Control(Protocol):
    """Lets a long call be paused and cancelled from outside."""

    def cancelled(self) -> bool: ...

    def paused(self) -> bool: ...


class Uninterrupted:
    """A call nobody can interrupt."""

    def cancelled(self) -> bool:
        return False

    def paused(self) -> bool:
        return False

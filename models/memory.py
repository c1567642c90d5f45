"""How a process that computes holds its memory, on Linux with glibc; elsewhere nothing is done.

Models ask for large blocks and give them back many times a second. By default glibc returns each
to the system and gets it again filled with zeros, page by page: of the 0.71 s of a pass of
Whisper's encoder 0.30 s were that, and two threads waited for one another in it. Kept, the pass
took 0.41 s. Prompts, whose blocks are smaller, gained nothing that could be measured."""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

# numbers from glibc's malloc.h
_M_TRIM_THRESHOLD, _M_MMAP_MAX, _M_ARENA_MAX = -1, -4, -8
_NEVER = 2**31 - 1


def keep_freed_memory() -> None:
    """Let this process reuse the memory it frees instead of returning it.

    To be called before the process starts a thread: one started earlier has taken an arena of its
    own, in which large blocks are not kept."""
    libc = _glibc()
    if libc is None:
        return
    for option, value in ((_M_ARENA_MAX, 1), (_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, _NEVER)):
        libc.mallopt(option, value)


def release_freed_memory() -> None:
    """Return what is free now: for the end of a large piece of work."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


@cache
def _glibc() -> Any | None:
    if sys.platform != "linux":
        return None
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.gnu_get_libc_version  # noqa: B018  # another C library has other numbers
    except (OSError, AttributeError):
        return None
    return libc

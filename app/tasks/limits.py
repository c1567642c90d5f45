"""What a reader process may use, and what it may not do at all.

The child limits itself on POSIX (`limit_self`); on Windows the parent puts it into a job object
(`confine`). `forbid_side_effects` works everywhere."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

MAX_MEMORY_BYTES = 3 * 1024**3
MEMORY_STATUS = 77  # a reader's exit status when `watch_memory` ended it


def limit_self(max_memory_bytes: int = MAX_MEMORY_BYTES) -> None:
    """POSIX: no core files, no file may grow, few descriptors, a ceiling on memory."""
    if sys.platform == "win32":
        return
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, 128)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write then fails with EFBIG
    _lower(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "darwin":  # there the address space is not limited
        watch_memory(max_memory_bytes)
    else:
        _lower(resource.RLIMIT_AS, max_memory_bytes)


def _lower(which: int, value: int) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(which, (value, value))


def watch_memory(max_memory_bytes: int = MAX_MEMORY_BYTES) -> None:
    """Where the system limits no address space (macOS): a thread that ends this process with
    `MEMORY_STATUS` when its peak goes past the limit."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024

    def watch() -> None:
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < max_memory_bytes:
            time.sleep(0.25)
        os._exit(MEMORY_STATUS)

    threading.Thread(target=watch, name="memory watch", daemon=True).start()


class Alarm:
    """Ends this process from the kernel if a request outlives its parent's patience.

    The parent kills a late reader itself; this is for a reader whose parent is gone. Not on
    Windows, where the job object ends with the parent."""

    def __init__(self) -> None:
        self._works = hasattr(signal, "setitimer")
        if self._works:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    def set(self, seconds: float) -> None:
        """0 switches it off."""
        if self._works:
            signal.setitimer(signal.ITIMER_REAL, seconds)


def forbid_side_effects() -> None:
    """From here on this interpreter opens no connection, starts no program, changes no file.

    An audit hook cannot be taken away again. It does not bind native code: for that there are
    the resource limits and the demuxers' and decoders' own lists."""
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.startfile",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
    "os.setxattr",
    "os.removexattr",
    "os.kill",
    "shutil.",
    "ftplib.",
    "urllib.",
    "http.",
    "smtplib.",
    "tempfile.",
    "webbrowser.",
    "winreg.",
)
_WRITING = (
    os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
)  # any of these in the flags


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        flags = arguments[2] if len(arguments) > 2 else 0
        if isinstance(flags, int) and flags & _WRITING and arguments[0] != os.devnull:
            raise PermissionError("a reader changes no file")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not do this: {event}")


def resident_mb() -> float:
    """Memory of this process in use now (at its peak where the system tells no better)."""
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123 - one line, often
            n_pages = int(stream.read().split()[1])
        return n_pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError, AttributeError):
        pass
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def confine(child: subprocess.Popen[bytes], max_memory_bytes: int = MAX_MEMORY_BYTES) -> Any:
    """Windows: put the child into a job that limits its memory, lets it start no process and ends
    it with this one. Returns the job's handle, to be kept as long as the child; None elsewhere."""
    if sys.platform != "win32":
        return None
    from app.tasks import windows_job

    return windows_job.confine(int(child._handle), max_memory_bytes)

"""What the engine holds and what is connected, looked at now and then in a thread: asking the
system may take longer than the window may stand still."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Vital:
    """`n_bytes` of the engine and its readers; `connections` to other machines, the window's too.
    None where the system does not tell."""

    n_bytes: int | None = None
    connections: int | None = None


class Vitals:
    """`newest` may be read at any time; `pid` tells of the engine's process, None without one."""

    def __init__(self, pid: Callable[[], int | None], every_s: float = EVERY_S) -> None:
        self.newest = Vital()
        self._pid, self._every_s = pid, every_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vitals", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self.newest = look(self._pid())
            self._stopped.wait(self._every_s)


def look(pid: int | None) -> Vital:
    from app.connections import open_now

    # The engine is a child of this process, so its connections are counted with it.
    return Vital(memory_of(pid), open_now([os.getpid()]))


def memory_of(pid: int | None) -> int | None:
    """Bytes that a process and its children hold; None where the system does not tell."""
    if pid is None:
        return None
    import psutil

    try:
        process = psutil.Process(pid)
        held = process.memory_info().rss
        for child in process.children(recursive=True):
            held += child.memory_info().rss
    except psutil.Error:
        return None
    return int(held)

"""Watched folders, each looked at by a thread of its own: a drive that hangs holds up nobody else.

A thread looks at all of its folder at first, and then where the system says that something changed,
once it has come to rest: a file that is being written is waited for. Where the system tells of
nothing (network folders, too many folders) all is looked at again now and then. What was seen is
queued for whoever owns the library; nothing here touches it."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.intake.watch import Look, look_at
from storage.folders import file_number, is_there, left_out
from storage.records import WatchedFolder

log = logging.getLogger(__name__)

SETTLE_S = 1.0  # a path is looked at when nothing has happened to it for so long
LONGEST_WAIT_S = 600.0  # a file that never rests is taken as it is
RETRY_S = 4.0  # how often it is looked whether a folder is back
LOOK_AGAIN_S = 1800.0  # at all of it: what the system did not tell of
POLL_S = 60.0  # the same, where the system tells of nothing at all
_LEAVE_S = 0.8  # for all threads together to end
_TICK_MS = 300
_GROUP_MS = 300
_MOST_PLACES = 400  # beyond it looking at all of the folder is cheaper


class Followers:
    """Follows folders until it is closed. `wake` is called, from any thread, when there is
    something to take."""

    def __init__(self, library: Path, wake: Callable[[], None]) -> None:
        self._library = library
        self._wake = wake
        self._seen: queue.SimpleQueue[Look] = queue.SimpleQueue()
        self._threads: dict[WatchedFolder, _Follower] = {}

    def follow(self, folders: Iterable[tuple[WatchedFolder, bool]]) -> None:
        """Follow these from now on and no others. With each comes whether the library holds
        anything of it."""
        wanted = {folder: held for folder, held in folders if not folder.paused}
        for folder in self._threads.keys() - wanted.keys():
            self._threads.pop(folder).stop.set()
        for folder, held in wanted.items():
            if folder not in self._threads:
                self._threads[folder] = _Follower(folder, held, self._library, self._put)

    @property
    def waiting(self) -> bool:
        return not self._seen.empty()

    def next(self) -> Look | None:
        """What was seen first, None if nothing waits."""
        try:
            return self._seen.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        """The threads end by themselves; one that hangs in a file system ends with the process."""
        for follower in self._threads.values():
            follower.stop.set()
        deadline = time.monotonic() + _LEAVE_S
        for follower in self._threads.values():
            follower.thread.join(timeout=max(0.0, deadline - time.monotonic()))
        self._threads.clear()

    def _put(self, seen: Look) -> None:
        self._seen.put(seen)
        self._wake()


@dataclass(slots=True)
class _Pending:
    first: float
    last: float
    signature: tuple[int, int] | None


class Settling:
    """Paths at which something happened, until they have come to rest. Times in seconds of any
    steady clock."""

    def __init__(self) -> None:
        self._pending: dict[str, _Pending] = {}

    def note(self, paths: Iterable[str], now: float) -> None:
        for path in paths:
            before = self._pending.get(path)
            first = before.first if before else now
            self._pending[path] = _Pending(first, now, _signature(path))

    def settled(self, now: float) -> list[str]:
        """Those at rest, each once, in order; a file that has grown meanwhile goes on waiting."""
        ready = []
        for path, pending in list(self._pending.items()):
            if now - pending.last < SETTLE_S:
                continue
            signature = _signature(path)
            if signature != pending.signature and now - pending.first < LONGEST_WAIT_S:
                self._pending[path] = _Pending(pending.first, now, signature)
                continue
            del self._pending[path]
            ready.append(path)
        return sorted(ready)


class _Follower:
    def __init__(
        self, folder: WatchedFolder, held: bool, library: Path, put: Callable[[Look], None]
    ) -> None:
        self._folder = folder
        self._held = held
        self._library = library
        self._put = put
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, name="follow", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            while not self.stop.is_set():
                if is_there(self._folder.path) or not self._held:
                    self._follow()
                else:
                    self._look()
                    self._wait_until_there()
        except Exception:
            log.exception("a watched folder is no longer followed")

    def _wait_until_there(self) -> None:
        while not self.stop.wait(RETRY_S):
            if is_there(self._folder.path):
                return

    def _look(self, places: Sequence[str] | None = None) -> None:
        seen = look_at(self._folder, self._library, places, was_held=self._held)
        self._held = self._held or bool(seen.found)
        if not self.stop.is_set():
            self._put(seen)

    def _follow(self) -> None:
        """Until the folder is gone, or it is time to look at all of it again."""
        from watchfiles import watch

        root = self._folder.path
        number = file_number(root)
        settling = Settling()
        looked_at = 0.0
        try:
            changes = watch(
                root,
                watch_filter=None,
                debounce=_GROUP_MS,
                stop_event=self.stop,
                rust_timeout=_TICK_MS,
                yield_on_timeout=True,
                raise_interrupt=False,
                ignore_permission_denied=True,
            )
            for some in changes:
                now = time.monotonic()
                if not looked_at:  # the system tells of changes from here on
                    looked_at = now
                    self._look()
                settling.note(self._own(path for _, path in some), now)
                if not is_there(root) or file_number(root) != number:
                    if not self._held:
                        continue  # an empty folder that has always been empty
                    self._look()
                    return
                self._look_where(settling.settled(now))
                if now - looked_at > LOOK_AGAIN_S:
                    return
        except (OSError, RuntimeError) as error:
            log.info("the system tells of no changes in a watched folder: %s", error)
            began = time.monotonic()
            self._look()
            self.stop.wait(max(POLL_S, 20 * (time.monotonic() - began)))

    def _look_where(self, places: Sequence[str]) -> None:
        if len(places) > _MOST_PLACES:
            self._look()
        elif places:
            self._look(_outermost(places))

    def _own(self, paths: Iterable[str]) -> list[str]:
        """Paths as the folder was named (a system may tell its real name), without what the rules
        leave out and what is the library's own."""
        root, library = self._folder.path, str(self._library)
        real = os.path.realpath(root)
        named = [root + path[len(real) :] if path.startswith(real) else path for path in paths]
        return [
            path
            for path in named
            if (path == root or path.startswith(root.rstrip(os.sep) + os.sep))
            and path != library
            and not path.startswith(library + os.sep)
            and not left_out(root, path, ignore=self._folder.ignore)
        ]


def _outermost(places: Sequence[str]) -> list[str]:
    """Without those that lie in another; in order of path."""
    kept: list[str] = []
    for place in places:
        if not kept or not place.startswith(kept[-1] + os.sep):
            kept.append(place)
    return kept


def _signature(path: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns

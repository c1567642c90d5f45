"""A small pool of reader processes: every untrusted file is parsed in one of them.

A worker is replaced after `max_files`, after any failure, and when it has grown. A file that kills
or hangs its reader costs that reader only: the caller gets a ReadError with a reason."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from app.tasks import limits, sandbox, wire
from models.silence import ENVIRONMENT
from storage.errors import ReadError, Unsupported
from storage.readers.members import file_of
from storage.readers.opening import open_descriptor
from storage.readers.values import (
    Member,
    PageImage,
    Picture,
    Reading,
    Section,
    SoundHeader,
    TextDocument,
    TimedText,
)

_log = logging.getLogger(__name__)

FILES_VARIABLE = "TRIPTYCH_READER_FILES"  # the descriptor of the pair that brings files
CHILD_MODULE = "app.tasks.reader_child"
_S_PER_MB = 0.5  # a large file may take longer than `timeout_s` by this much
_MAX_TIMEOUT_S = 900.0
_STOPPED = "reading was stopped"

# Where the kernel can take a reader's rights away, it is handed the open file instead of a path.
HANDS_OVER = sandbox.landlock_version() > 0

# What a reader needs of the environment. The rest may hold keys and passwords.
_NEEDED_NAMES = (
    "PATH LANG LANGUAGE TZ TMPDIR TEMP TMP LD_LIBRARY_PATH PYTHONHOME SYSTEMROOT SYSTEMDRIVE "
    "WINDIR COMSPEC PATHEXT NUMBER_OF_PROCESSORS OPENBLAS_CORETYPE OPENBLAS_L2_SIZE"
)
_NEEDED = frozenset(_NEEDED_NAMES.split())

Frame = tuple[dict[str, Any], tuple[NDArray[Any], ...]]


class _ReaderEnded(ReadError):
    """The process ended without an answer, not because it was late."""


class ReaderPool:
    """Reads files in child processes. Safe to call from several threads.

    There are three lanes, so that looking never waits for adding: `n_workers` reads at a time,
    one more streams of sound (for the player), two pages or pictures to look at.
    Workers start when first needed (about 0.2 s) and stay warm."""

    def __init__(
        self,
        n_workers: int = 2,
        *,
        timeout_s: float = 60.0,
        max_files: int = 200,
        max_growth_mb: float = 400.0,
        child_module: str = CHILD_MODULE,
    ) -> None:
        self._n_workers = n_workers
        self._timeout_s = timeout_s
        self._max_files = max_files
        self._max_growth_mb = max_growth_mb
        self._child_module = child_module
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._closed = False
        self._reading = threading.BoundedSemaphore(n_workers)
        self._streaming = threading.BoundedSemaphore(n_workers + 1)
        self._looking = threading.BoundedSemaphore(2)

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def confinement(self) -> str:
        if HANDS_OVER:
            return f"landlock {sandbox.landlock_version()}, seccomp"
        return "job object" if sys.platform == "win32" else "limits of time and memory"

    def look(self, path: str | Path) -> None:
        """Tell by its first bytes whether `read` would take it. Raises as `read` does."""
        with self._reading:
            self._ask({"op": "look", "path": str(path)}, self._timeout_s)

    def read(self, path: str | Path, *, min_side: int = 448) -> Reading:
        """Read a file. Raises Unsupported (to be skipped) or ReadError, each with a reason."""
        with self._reading:
            request = {"op": "read", "path": str(path), "min_side": min_side}
            value, arrays = self._ask(request, self._patience_s(path))
        return build(value, arrays)

    def page_image(
        self,
        path: str | Path,
        page: int,
        *,
        width_px: int | None,
        char_start: int | None = None,
        char_end: int | None = None,
    ) -> PageImage:
        """Draw page `page` (from 1) `width_px` wide; the range counts in that page's own text."""
        request = {
            "op": "page_image",
            "path": str(path),
            "page": page,
            "width_px": width_px,
            "char_start": char_start,
            "char_end": char_end,
        }
        with self._looking:
            value, arrays = self._ask(request, self._timeout_s)
        boxes = tuple((box[0], box[1], box[2], box[3]) for box in value["boxes"])
        return PageImage(arrays[0], boxes)

    def picture(self, path: str | Path, *, max_side: int) -> NDArray[np.uint8]:
        """The picture as uint8 (height, width, 3), no side longer than `max_side`."""
        with self._looking:
            request = {"op": "picture", "path": str(path), "max_side": max_side}
            _, arrays = self._ask(request, self._timeout_s)
        return arrays[0]

    def sound(
        self,
        path: str | Path,
        *,
        start_s: float = 0.0,
        end_s: float | None = None,
        window_s: float = 30.0,
        track: int | None = None,
    ) -> Iterator[NDArray[np.int16]]:
        """Yield mono int16 at 16 kHz in windows of `window_s` seconds, the last one shorter.

        Close the generator (or exhaust it) to give its reader back."""
        request = {
            "op": "sound",
            "path": str(path),
            "start_s": start_s,
            "end_s": end_s,
            "window_s": window_s,
            "track": track,
        }
        with self._streaming:
            worker, answer = self._begin(request, self._patience_s(path))
            whole = False
            try:
                while True:
                    value, arrays = _value_of(answer)
                    if not value["more"]:
                        whole = True
                        return
                    yield arrays[0]
                    answer = worker.receive()
            except ReadError:
                whole = not worker.spent
                raise
            finally:
                self._give_back(worker, whole=whole)

    def close(self) -> None:
        """End all workers. A call that is still running fails with a ReadError."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = list(self._busy)
        for worker in idle:
            worker.end()
        for worker in busy:
            worker.kill()  # its caller sees the pipe close and gives it back

    def _patience_s(self, path: str | Path) -> float:
        try:
            size_mb = Path(file_of(str(path))).stat().st_size / 1e6
        except (OSError, ValueError):
            size_mb = 0.0
        allowed_s = self._timeout_s * (1 + size_mb * _S_PER_MB / 60)
        return min(allowed_s, max(_MAX_TIMEOUT_S, self._timeout_s))

    def _ask(self, request: dict[str, Any], timeout_s: float) -> Frame:
        worker, answer = self._begin(request, timeout_s)
        self._give_back(worker, whole=True)
        return _value_of(answer)

    def _begin(self, request: dict[str, Any], timeout_s: float) -> tuple[_Worker, Frame]:
        """Send the request to a worker and wait for its first answer.

        A warm worker that ends may have been hurt by an earlier file, or killed while idle: the
        file is tried once more in a fresh one before it gets the blame."""
        file = file_of(request["path"])  # a member is read from the file it lies in
        descriptor = open_descriptor(Path(file)) if HANDS_OVER else None
        request = {**request, "file": file}
        try:
            return self._begin_with(request, timeout_s, descriptor)
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def _begin_with(
        self, request: dict[str, Any], timeout_s: float, descriptor: int | None
    ) -> tuple[_Worker, Frame]:
        worker, is_fresh = self._borrow(fresh=False)
        while True:
            try:
                worker.send(request, timeout_s, descriptor)
                return worker, worker.receive()
            except _ReaderEnded as ended:
                self._give_back(worker, whole=False)
                if self._closed:
                    raise ReadError(_STOPPED, retryable=True) from ended
                if is_fresh:
                    raise
            except BaseException:
                self._give_back(worker, whole=False)
                raise
            worker, is_fresh = self._borrow(fresh=True)

    def _borrow(self, *, fresh: bool) -> tuple[_Worker, bool]:
        """A worker for one request, and whether it is fresh."""
        with self._lock:
            if self._closed:
                raise ReadError(_STOPPED, retryable=True)
            if self._idle and not fresh:
                worker = self._idle.pop()
                self._busy.add(worker)
                return worker, False
        try:
            worker = _Worker(self._child_module)
        except OSError as error:
            raise ReadError("no reader could be started", retryable=True) from error
        with self._lock:
            self._busy.add(worker)
            if not self._closed:
                return worker, True
        self._give_back(worker, whole=False)
        raise ReadError(_STOPPED, retryable=True)

    def _give_back(self, worker: _Worker, *, whole: bool) -> None:
        fit = (
            whole
            and not worker.spent
            and worker.n_files < self._max_files
            and worker.grown_mb < self._max_growth_mb
        )
        with self._lock:
            if worker not in self._busy:
                return
            self._busy.discard(worker)
            if fit and not self._closed and len(self._idle) < self._n_workers + 1:
                self._idle.append(worker)
                return
        if whole:
            worker.end()
        else:
            worker.kill()
            worker.end()


class _Worker:
    """One child process and its two pipes."""

    def __init__(self, child_module: str) -> None:
        self.n_files = 0
        self.spent = False
        self._first_mb: float | None = None
        self._now_mb = 0.0
        self._timeout_s = 0.0
        root = str(Path(wire.__file__).parents[2])
        known = os.environ.get("PYTHONPATH")
        ours, theirs = socket.socketpair() if HANDS_OVER else (None, None)
        self._files = ours
        environment = {
            **_harmless(os.environ),
            **ENVIRONMENT,
            **({FILES_VARIABLE: str(theirs.fileno())} if theirs is not None else {}),
            "PYTHONPATH": os.pathsep.join([root, known] if known else [root]),
            # One thread each: thread stacks and arenas count against the limit on memory.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
            "PYTHONUTF8": "1",
        }
        noise = None if _log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-m", child_module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=noise,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            start_new_session=True,  # Ctrl-C in a terminal is for the parent to decide on
            pass_fds=(theirs.fileno(),) if theirs is not None else (),
        )
        if theirs is not None:
            theirs.close()
        self._job = limits.confine(self._process)

    @property
    def grown_mb(self) -> float:
        return self._now_mb - self._first_mb if self._first_mb is not None else 0.0

    def send(self, request: dict[str, Any], timeout_s: float, descriptor: int | None) -> None:
        """`descriptor` is the open file, where the child may open none itself; it stays open here.

        Raises _ReaderEnded if the process is gone."""
        self._timeout_s = timeout_s
        self.n_files += 1
        try:
            stream = cast(BinaryIO, self._process.stdin)
            if self._files is not None and descriptor is not None:
                socket.send_fds(self._files, [b"f"], [descriptor])
                request = {**request, "handed": True}
            wire.write_frame(stream, {**request, "timeout_s": timeout_s})
        except (OSError, ValueError) as error:
            self.spent = True
            ended = self._why_it_ended()
            if not ended.retryable:  # it read nothing of the file, so the file is not to blame
                ended = _ReaderEnded("the reader could not start", retryable=True)
            raise ended from error

    def receive(self) -> Frame:
        """Wait for one frame. Raises ReadError for a timeout or a crash; the worker is spent."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(self._timeout_s, give_up)
        timer.daemon = True
        timer.start()
        try:
            message, arrays = wire.read_frame(cast(BinaryIO, self._process.stdout))
        except (wire.WireError, OSError) as error:
            self.spent = True
            self.kill()
            if late.is_set():
                reason = f"took longer than {self._timeout_s:.0f} s to read"
                raise ReadError(reason, retryable=True) from error
            raise self._why_it_ended() from error
        finally:
            timer.cancel()
            timer.join()
        self.spent = self.spent or late.is_set() or bool(message.get("spent"))
        self._now_mb = float(message.get("resident_mb", 0.0))
        if self._first_mb is None:
            self._first_mb = self._now_mb
        if message.get("detail"):
            _log.warning("a reader failed unexpectedly: %s", message["detail"])
        return message, arrays

    def kill(self) -> None:
        self.spent = True
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> None:
        """Close the pipes, which ends an idle child; kill one that does not go."""
        if self._files is not None:
            self._files.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(timeout=2.0)
        except subprocess.TimeoutExpired:
            self.kill()
            self._process.wait()
        if self._job is not None:
            self._job.close()

    def _why_it_ended(self) -> ReadError:
        try:
            status = self._process.wait(timeout=5.0)
        except subprocess.TimeoutExpired:
            status = 0
        if status == -getattr(signal, "SIGALRM", 0) and status:
            return ReadError(f"took longer than {self._timeout_s:.0f} s to read", retryable=True)
        _log.warning("a reader ended with status %s", status)
        if status == limits.MEMORY_STATUS:
            return ReadError("needs more memory than reading one file may take")
        if status == -getattr(signal, "SIGKILL", 0) and status:
            # We kill for being late only; the system does when memory is short.
            reason = "its reader was stopped from outside, perhaps because memory ran out"
            return _ReaderEnded(reason, retryable=True)
        return _ReaderEnded("the file broke its reader (crashed)")


def _harmless(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in _NEEDED or name.startswith("LC_")
    }


def _value_of(answer: Frame) -> Frame:
    """The answer's value and arrays. Raises the ReadError it carries."""
    message, arrays = answer
    error = message.get("error")
    if error is None:
        return message["value"], arrays
    if error["unsupported"]:
        raise Unsupported(error["reason"], retryable=error["retryable"])
    raise ReadError(error["reason"], retryable=error["retryable"])


def build(value: dict[str, Any], arrays: tuple[NDArray[Any], ...]) -> Reading:
    """The value that `app.tasks.reader_child.describe` took apart."""
    fields = dict(value)
    kind = fields.pop("type")
    if kind == "Picture":
        return Picture(**fields, rgb=arrays[0])
    if kind == "SoundHeader":
        texts = tuple(TimedText(**entry) for entry in fields.pop("texts", ()))
        return SoundHeader(
            texts=texts, other_tracks=tuple(fields.pop("other_tracks", ())), **fields
        )
    sections = tuple(
        Section(entry["text"], entry["locator"], tuple(entry["cells"]))
        for entry in fields.pop("sections")
    )
    scanned = tuple(int(page) for page in fields.pop("scanned_pages"))
    members = tuple(Member(**entry) for entry in fields.pop("members"))
    return TextDocument(**fields, sections=sections, scanned_pages=scanned, members=members)

"""The window's end of the engine's pipe: one child process, two threads, one queue.

Nothing here knows Qt, and nothing here calls back: the reader thread puts what arrived into
`inbox`, and whoever shows it takes it from there in its own time (see `app.tasks.stream`). The
heavy half of the wire format (NumPy) is imported by the engine's thread, so that the window can
paint first."""

from __future__ import annotations

import itertools
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from app.core.calls import Request
from app.core.events import Failure, Words
from models.silence import ENVIRONMENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An event of a call, with the arrays that came beside it."""

    call_id: int
    event: Any
    arrays: tuple[NDArray[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """Nothing more will come of this call."""

    call_id: int


@dataclass(frozen=True, slots=True)
class EngineDied:
    """The child went away unasked. `exit_code` is None where it could not be learnt."""

    exit_code: int | None


Arrival = Arrived | Ended | EngineDied


def engine_command(library: Path) -> list[str]:
    """How the real engine is started: an explicit module, so nothing of the window is imported.

    `-P`: the folder that the program was started in holds the user's files, not modules."""
    return [sys.executable, "-P", "-m", "app.tasks.engine", "--library", str(library)]


class Call:
    """A running call. The verbs only send; what they cause arrives through the inbox."""

    def __init__(self, client: EngineClient, call_id: int) -> None:
        self._client = client
        self.call_id = call_id

    def cancel(self) -> None:
        self._client.send({"cancel": self.call_id})

    def pause(self) -> None:
        self._client.send({"pause": self.call_id})

    def resume(self) -> None:
        self._client.send({"resume": self.call_id})


class EngineClient:
    """Starts the engine, sends calls, queues what comes back.

    Calls made before the engine is up wait in the outbox. When the engine dies every open call
    gets `Failure(code="engine_died")` and its end, then `EngineDied` arrives; `start()` begins a
    new child, and later calls go to it. After `close()` nothing starts one: what a timer of a
    closed window still asks for goes nowhere, and no engine is left that holds the library."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._ids = itertools.count(1)
        self._session: _Session | None = None
        self._is_closed = False
        self.inbox: queue.SimpleQueue[Arrival] = queue.SimpleQueue()

    @property
    def running(self) -> bool:
        return self._session is not None and self._session.alive

    @property
    def pid(self) -> int | None:
        """Of the child that is running."""
        return self._session.pid if self._session is not None else None

    def start(self) -> None:
        """Begin a child unless one is running, or this is closed."""
        if not self.running and not self._is_closed:
            self._session = _Session(self._command, self.inbox)

    def call(self, request: Request[Any]) -> Call:
        """Ask for something; starts the engine if none is running."""
        self.start()
        call_id = next(self._ids)
        if self._session is not None:
            self._session.open(call_id)
            self.send({"call": call_id}, request)
        return Call(self, call_id)

    def send(self, signal: Mapping[str, int], request: Request[Any] | None = None) -> None:
        """`signal` opens a call (then with its request) or cancels, pauses or resumes one."""
        if self._session is not None:
            self._session.outbox.put(_Message(dict(signal), request))

    def close(self, timeout_s: float = 4.0) -> None:
        """End the child: first by closing its input, then by force."""
        self._is_closed = True
        session, self._session = self._session, None
        if session is not None:
            session.close(timeout_s)


@dataclass(frozen=True, slots=True)
class _Message:
    """Turned into a frame by the writer's thread."""

    signal: dict[str, int]
    request: Request[Any] | None


class _Session:
    """One child process with its reader and its writer thread."""

    def __init__(self, command: list[str], inbox: queue.SimpleQueue[Arrival]) -> None:
        self.outbox: queue.SimpleQueue[_Message | None] = queue.SimpleQueue()
        self._command = command
        self._inbox = inbox
        self._open: set[int] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self.alive = True
        self._reader = threading.Thread(target=self._read, name="engine-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if self.alive and process is not None else None

    def open(self, call_id: int) -> None:
        with self._lock:
            if self.alive:
                self._open.add(call_id)
                return
        self._fail(call_id)

    def close(self, timeout_s: float) -> None:
        self._closing.set()
        self.outbox.put(None)
        self._reader.join(timeout_s)
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
        self._reader.join(timeout_s)

    def _read(self) -> None:
        exit_code: int | None = None
        try:
            from app.tasks import wire  # NumPy: 0.1 s that the first paint does not wait for

            process = self._process = _spawn(self._command)
            assert process.stdin is not None and process.stdout is not None
            writer = threading.Thread(
                target=self._write, args=(process,), name="engine-writer", daemon=True
            )
            writer.start()
            try:
                while True:
                    message, arrays = wire.read_frame(cast(BinaryIO, process.stdout))
                    self._deliver(message, arrays)
            except (wire.WireError, OSError) as error:
                if not self._closing.is_set():
                    log.warning("the engine's pipe ended: %s", error)
            self.outbox.put(None)
            writer.join()
            exit_code = _reap(process, timeout_s=5.0)
            process.stdout.close()
        except OSError as error:
            log.error("the engine could not be started: %s", error)
        self._finish(exit_code)

    def _write(self, process: subprocess.Popen[bytes]) -> None:
        from app.tasks import wire

        assert process.stdin is not None
        broken = False
        while (message := self.outbox.get()) is not None:
            if broken:
                continue  # the reader will notice; only drain
            frame: dict[str, Any] = dict(message.signal)
            if message.request is not None:
                frame["request"] = wire.to_json(message.request)
            try:
                wire.write_frame(cast(BinaryIO, process.stdin), frame)
            except (OSError, ValueError):
                broken = True
        try:
            process.stdin.close()
        except OSError:
            log.debug("the engine closed its input first")

    def _deliver(self, message: Mapping[str, Any], arrays: tuple[NDArray[Any], ...]) -> None:
        from app.tasks import wire

        call_id = int(message.get("call", 0))
        if "event" in message:
            try:
                event = wire.event_from_json(message["event"])
            except wire.WireError as error:
                log.error("an event that this window does not know: %s", error)
                return
            self._inbox.put(Arrived(call_id, event, arrays))
        if message.get("end"):
            with self._lock:
                self._open.discard(call_id)
            self._inbox.put(Ended(call_id))

    def _finish(self, exit_code: int | None) -> None:
        with self._lock:
            self.alive = False
            left, self._open = sorted(self._open), set()
        if self._closing.is_set():
            return
        for call_id in left:
            self._fail(call_id)
        self._inbox.put(EngineDied(exit_code))

    def _fail(self, call_id: int) -> None:
        failure = Failure(
            code="engine_died",
            message=Words(
                "The engine stopped while working on this. Everything saved so far is safe."
            ),
            next_step=Words("It is being restarted; try again."),
            retryable=True,
        )
        self._inbox.put(Arrived(call_id, failure))
        self._inbox.put(Ended(call_id))


def _spawn(command: list[str]) -> subprocess.Popen[bytes]:
    """Start the child with pipes for its two streams; its log goes where ours goes."""
    flags = 0x0800_0000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
    environment = {**os.environ, **ENVIRONMENT, "PYTHONUTF8": "1"}
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        creationflags=flags,
    )


def _reap(process: subprocess.Popen[bytes], timeout_s: float) -> int | None:
    try:
        return process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()

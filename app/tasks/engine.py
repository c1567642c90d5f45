"""The core behind a pipe: requests in, streams of events out.

One thread drives every call's generator in turn, the most urgent first, so a question never waits
for a whole folder: an `add` gives way after each of its events. A second thread reads requests,
so that a cancellation takes effect while the first one works."""

from __future__ import annotations

import contextlib
import datetime
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from numpy.typing import NDArray

from app.compose import Core, open_core
from app.core import calls, events
from app.core.data_folder import finish_move
from app.core.errors import UserError
from app.core.rescue import Rescued, rescue
from app.core.troubles import failure_of, known_trouble
from app.settings import load as load_settings
from app.tasks.handlers import HANDLERS, Closed, Reply, Rest, Stop
from app.tasks.lock_handlers import LOCK_HANDLERS
from app.tasks.readers import ReaderPool
from app.tasks.wire import WireError, read_frame, request_from_json, to_json, write_frame
from models.memory import keep_freed_memory, release_freed_memory
from models.silence import silence

log = logging.getLogger(__name__)

LET_GO_S = 5.0  # after its start, while another engine may be ending
_AGAIN_S = 0.2
BACKUP_AFTER_S = 60.0  # idle, so that starting is not slowed
FILL_AFTER_S = 3.0  # idle, before what may be done at any time is done
BACKUP_EVERY_S = 3600.0  # how often it is looked whether a day has begun

_ACTION_FAILED = "Try again; if it happens again, the log in the data folder has the details."


@dataclass(slots=True)
class _Call:
    number: int
    request: calls.Request[Any] | None  # None: it could not be read
    replies: Iterator[Reply]
    stop: Stop
    paused: threading.Event = field(default_factory=threading.Event)
    rest: Rest | None = None  # what it said last, if it has nothing to do

    @property
    def is_ready(self) -> bool:
        if self.stop():
            return True
        return not self.paused.is_set() and (self.rest is None or self.rest.until())

    @property
    def urgency(self) -> int:
        return self.request.urgency if self.request else calls.Urgency.LOOKING


class Engine:
    def __init__(
        self,
        requests: IO[bytes],
        replies: IO[bytes],
        open_library: Callable[[], Core],
        rescue_library: Callable[[], Rescued | None],
        folder: Path,
    ) -> None:
        self._requests = requests
        self._replies = replies
        self._open_library = open_library
        self._rescue = rescue_library
        self._folder = folder
        self._core: Core | None = None
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._calls: dict[int, _Call] = {}
        self._alone: _Call | None = None  # works on the closed library; all others wait for it
        self._just_answered = False
        self._is_prepared = False
        self._may_fill = True  # there may be passages to encode in idle time
        self._is_filling = False
        self._next_backup = 0.0
        self._backing_up: threading.Thread | None = None

    def run(self) -> None:
        """Serve until the window closes the pipe."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        self._next_backup = time.monotonic() + BACKUP_AFTER_S
        try:
            while self._take_requests():
                if call := self._next_call():
                    self._step(call)
        finally:
            for call in self._calls.values():
                call.stop.window_gone.set()
                call.replies.close()  # type: ignore[attr-defined]
            if self._backing_up is not None:
                self._backing_up.join()
            if self._core is not None:
                self._core.close()

    def _listen(self) -> None:
        try:
            while True:
                message, _ = read_frame(self._requests)
                for word in ("cancel", "pause", "resume"):
                    call = self._calls.get(message.get(word, -1))
                    if call is not None:
                        self._signal(call, word)
                self._inbox.put(message)
        except (WireError, OSError):
            for call in list(self._calls.values()):
                call.stop.window_gone.set()
            self._inbox.put(None)

    @staticmethod
    def _signal(call: _Call, word: str) -> None:
        if word == "cancel":
            call.stop.cancelled.set()
        elif word == "pause":
            call.paused.set()
        else:
            call.paused.clear()

    def _take_requests(self) -> bool:
        """Start what was asked for; waits while there is nothing to do. False: the end."""
        while True:
            idle = self._next_call() is None
            if idle:
                self._warm()
                self._back_up()
            try:
                message = self._inbox.get(block=idle, timeout=self._patience() if idle else None)
            except queue.Empty:
                if idle:
                    self._use_idle_time()
                    continue
                return True
            self._is_filling = False
            if message is None:
                return False
            if "call" in message:
                self._start(int(message["call"]), message.get("request"))

    def _warm(self) -> None:
        """Right after an answer and before anything else was asked for: what a later call changes
        or removes must not be prepared."""
        if self._just_answered and self._core is not None and self._inbox.empty():
            try:
                self._core.warm(lambda: not self._inbox.empty())
            except Exception:  # nobody asked for it, so nobody is told
                log.exception("preparing for the next question failed")
        self._just_answered = False

    def _patience(self) -> float:
        """How long to wait for a request before idle time is put to use."""
        if self._is_filling:
            return 0.01
        return FILL_AFTER_S if self._core is not None and self._may_fill else BACKUP_AFTER_S

    def _use_idle_time(self) -> None:
        """Load what the first question would wait for; then encode, step by step, what adding left
        for now."""
        if self._core is None or not self._may_fill:
            return
        try:
            if not self._is_prepared:
                self._is_prepared = True
                self._core.prepare()
            else:
                self._may_fill = self._core.beside.step(lambda: not self._inbox.empty())
            self._is_filling = self._may_fill
        except Exception:  # nobody asked for it, so nobody is told
            log.exception("using idle time failed")
            self._may_fill = self._is_filling = False

    def _back_up(self) -> None:
        """The day's backup, in idle time, in a thread of its own: it reads beside the writer."""
        if self._core is None or time.monotonic() < self._next_backup:
            return
        self._next_backup = time.monotonic() + BACKUP_EVERY_S
        store = self._core.store

        def work() -> None:
            try:
                store.back_up_daily(datetime.date.today())
            except Exception as error:  # noqa: BLE001 - the edge of a thread; the status tells
                log.warning("the day's backup could not be made: %s", type(error).__name__)

        self._backing_up = threading.Thread(target=work, name="backup", daemon=True)
        self._backing_up.start()

    def _next_call(self) -> _Call | None:
        if self._alone is not None:
            return self._alone
        ready = [call for call in self._calls.values() if call.is_ready]
        return min(ready, key=lambda call: (call.urgency, call.number), default=None)

    def _start(self, number: int, asked: Any) -> None:
        call = _Call(number, None, iter(()), Stop(self._others_wait, self._wake))
        try:
            call.request = request_from_json(asked if isinstance(asked, dict) else {})
        except WireError as error:
            call.replies = _refuse(str(error))
        else:
            call.replies = self._serve(call.request, call.stop)
        self._calls[number] = call
        self._just_answered = False

    def _others_wait(self) -> bool:
        return not self._inbox.empty()

    def _wake(self) -> None:
        self._inbox.put({})

    def _serve(self, request: calls.Request[Any], stop: Stop) -> Iterator[Reply]:
        if (lock_handler := LOCK_HANDLERS.get(type(request))) is not None:
            yield from lock_handler(self._folder, request)
            return
        rescued: Rescued | None = None
        if isinstance(request, calls.Verify) and request.repair:
            yield events.VerifyProgress("Looking at the library's file")
            rescued = self._mend_file()
        if self._core is None:
            self._core = self._open_library()
        for reply in HANDLERS[type(request)](self._core, request, stop):
            if rescued is not None and isinstance(reply, events.VerifyReport):
                reply = rescued.told_in(reply)
            yield reply

    def _mend_file(self) -> Rescued | None:
        """Before a repair: close the library, unless other calls are under way, and copy what can
        be read where its file itself is damaged. Holds up all else."""
        if self._core is not None and len(self._calls) > 1:
            return None
        if self._core is not None:
            self._core.close()
            self._core = None
        return self._rescue()

    def _step(self, call: _Call) -> None:
        try:
            reply = next(call.replies)
            call.rest = reply if isinstance(reply, Rest) else None
            if isinstance(reply, Closed):
                self._close_meanwhile(call, reply.act)
                self._alone = call
            if isinstance(reply, Rest | Closed):
                return
            event, arrays = reply if isinstance(reply, tuple) else (reply, ())
            if call.request is None or type(event) not in call.request.events:
                raise TypeError(f"{type(event).__name__} is not declared as an answer")
        except StopIteration:
            self._end(call)
            return
        except Exception as error:
            trouble = known_trouble(error)
            if trouble is None:
                log.exception("the call %s failed", type(call.request).__name__)
                trouble = UserError("bug", "Something went wrong inside.", _ACTION_FAILED)
            self._fail(call, trouble)
            return
        self._send({"call": call.number, "event": to_json(event)}, arrays)

    def _close_meanwhile(self, caller: _Call, act: Callable[[], None]) -> None:
        """Close the library, act, and let the next call open it anew."""
        replaced = UserError(
            "library_replaced",
            "The library was replaced while this was under way.",
            "Ask for it again.",
            retryable=True,
        )
        for call in [call for call in self._calls.values() if call is not caller]:
            call.stop.cancelled.set()
            call.replies.close()  # type: ignore[attr-defined]
            self._fail(call, replaced)
        if self._backing_up is not None:
            self._backing_up.join()
        if self._core is not None:
            self._core.close()
            self._core = None
        act()

    def _fail(self, call: _Call, error: UserError) -> None:
        failure = failure_of(error)
        self._send({"call": call.number, "event": to_json(failure)})
        self._end(call)

    def _end(self, call: _Call) -> None:
        del self._calls[call.number]
        if self._alone is call:
            self._alone = None
        self._just_answered = isinstance(call.request, calls.Ask)
        if call.urgency >= calls.Urgency.ADDING:
            release_freed_memory()
            if self._core is not None:
                self._core.beside.start_over()
                self._may_fill = True
        self._send({"call": call.number, "end": True})

    def _send(self, message: Mapping[str, Any], arrays: tuple[NDArray[Any], ...] = ()) -> None:
        write_frame(self._replies, message, arrays)


def _refuse(why: str) -> Iterator[Reply]:
    """A window of another version, or a slip of ours."""
    raise UserError(
        "bad_call",
        "This engine does not know the call ({why}).",
        _ACTION_FAILED,
        why=why,
    )
    yield  # a generator, so that it fails where every call fails


def once_let_go(open_library: Callable[[], Core], until: float) -> Core:
    """The engine of a window that was just closed may take a moment to end: until then (monotonic
    seconds) a library that is in use is tried again."""
    while True:
        try:
            return open_library()
        except UserError as error:
            if error.code != "library_locked" or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_S)


def main(arguments: list[str]) -> int:
    """`python -m app.tasks.engine --library DIR`: frames on standard input and output."""
    import argparse

    from app import connections
    from app.log import start_logging

    silence()
    connections.listen("engine")
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=Path, required=True)
    library: Path = parser.parse_args(arguments).library
    keep_freed_memory()
    start_logging()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the frames

    let_go = time.monotonic() + LET_GO_S
    with contextlib.ExitStack() as opened:

        def open_library() -> Core:
            opened.close()  # the readers of before: another number may be wanted
            reading = load_settings()[0].reading
            readers = opened.enter_context(ReaderPool(reading.readers, timeout_s=reading.timeout_s))
            core = once_let_go(lambda: open_core(library, readers, writer=True), let_go)
            finish_move(core.store)
            return core

        engine = Engine(
            sys.stdin.buffer,
            replies,
            open_library,
            lambda: rescue(library),
            library,
        )
        try:
            engine.run()
        except OSError:
            log.info("the window closed the pipe")
    return 0


if __name__ == "__main__":
    ended = main(sys.argv[1:])
    logging.shutdown()
    # The library and the readers are closed. Taking the models apart again would keep the window
    # that was closed waiting for two seconds.
    os._exit(ended)

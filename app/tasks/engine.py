"""The core behind a pipe: requests in, streams of events out.

One thread drives every call's generator in turn, the most urgent first, so a question never waits
for a whole folder: an `add` gives way after each of its events. A second thread reads requests,
so that a cancellation takes effect while the first one works."""

from __future__ import annotations

import datetime
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from app.compose import Core, open_core
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query
from app.core.troubles import known_trouble
from app.settings import load as load_settings
from app.tasks.readers import ReaderPool
from app.tasks.wire import WireError, event_to_json, read_frame, write_frame
from models.memory import keep_freed_memory, release_freed_memory
from models.silence import silence

log = logging.getLogger(__name__)

BACKUP_AFTER_S = 60.0  # idle, so that starting is not slowed
BACKUP_EVERY_S = 3600.0  # how often it is looked whether a day has begun

Reply = Any  # an event, or an event with one array beside it
_URGENCY = {
    "ask": 1,
    "read_ahead": 2,
    "install": 2,
    "verify": 2,
    "add": 3,
    "resume": 3,
}  # all others: 0, at once
_ACTION_FAILED = "Try again; if it happens again, the log in the data folder has the details."


@dataclass(frozen=True, slots=True)
class Stop:
    """Whether a call is to end, and why: the user has asked for it, or the window has gone.
    `others_wait`: something else was asked for meanwhile."""

    others_wait: Callable[[], bool] = lambda: False
    cancelled: threading.Event = field(default_factory=threading.Event)
    window_gone: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bool:
        return self.cancelled.is_set() or self.window_gone.is_set()


@dataclass(slots=True)
class _Call:
    number: int
    method: str
    replies: Iterator[Reply]
    stop: Stop
    paused: threading.Event = field(default_factory=threading.Event)

    @property
    def urgency(self) -> int:
        return _URGENCY.get(self.method, 0)


class Engine:
    def __init__(
        self, requests: IO[bytes], replies: IO[bytes], open_library: Callable[[], Core]
    ) -> None:
        self._requests = requests
        self._replies = replies
        self._open_library = open_library
        self._core: Core | None = None
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._calls: dict[int, _Call] = {}
        self._just_answered = False
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
                message = self._inbox.get(block=idle, timeout=BACKUP_AFTER_S if idle else None)
            except queue.Empty:
                if idle:
                    continue
                return True
            if message is None:
                return False
            if "call" in message:
                self._start(
                    int(message["call"]),
                    str(message.get("method", "")),
                    message.get("params") or {},
                )

    def _warm(self) -> None:
        """Right after an answer and before anything else was asked for: what a later call changes
        or removes must not be prepared."""
        if self._just_answered and self._core is not None and self._inbox.empty():
            try:
                self._core.warm(lambda: not self._inbox.empty())
            except Exception:  # nobody asked for it, so nobody is told
                log.exception("preparing for the next question failed")
        self._just_answered = False

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
        ready = [call for call in self._calls.values() if not call.paused.is_set() or call.stop()]
        return min(ready, key=lambda call: (call.urgency, call.number), default=None)

    def _start(self, number: int, method: str, params: Mapping[str, Any]) -> None:
        call = _Call(number, method, iter(()), Stop(lambda: not self._inbox.empty()))
        call.replies = self._serve(method, dict(params), call.stop)
        self._calls[number] = call
        self._just_answered = False

    def _serve(self, method: str, params: dict[str, Any], stop: Stop) -> Iterator[Reply]:
        if self._core is None:
            self._core = self._open_library()
        handler = _METHODS.get(method)
        if handler is None:
            raise UserError("bad_call", f"There is no call {method}.", _ACTION_FAILED)
        yield from handler(self._core, params, stop)

    def _step(self, call: _Call) -> None:
        try:
            reply = next(call.replies)
        except StopIteration:
            self._end(call)
            return
        except Exception as error:
            trouble = known_trouble(error)
            if trouble is None:
                log.exception("the call %s failed", call.method)
                trouble = UserError("bug", "Something went wrong inside.", _ACTION_FAILED)
            self._fail(call, trouble)
            return
        event, arrays = reply if isinstance(reply, tuple) else (reply, ())
        self._send({"call": call.number, "event": event_to_json(event)}, arrays)

    def _fail(self, call: _Call, error: UserError) -> None:
        failure = events.Failure(error.code, error.message, error.next_step, error.retryable)
        self._send({"call": call.number, "event": event_to_json(failure)})
        self._end(call)

    def _end(self, call: _Call) -> None:
        del self._calls[call.number]
        self._just_answered = call.method == "ask"
        if call.method in ("add", "resume"):
            release_freed_memory()
        self._send({"call": call.number, "end": True})

    def _send(self, message: Mapping[str, Any], arrays: tuple[NDArray[Any], ...] = ()) -> None:
        write_frame(self._replies, message, arrays)


# --- the calls ----------------------------------------------------------------------------------

Cancelled = Callable[[], bool]
Handler = Callable[[Core, dict[str, Any], Stop], Iterator[Reply]]


def _add(core: Core, params: dict[str, Any], stop: Stop) -> Iterator[Reply]:
    paths = [os.path.abspath(path) for path in params["paths"]]  # noqa: PTH100 - keeps symlinks
    queued_id = core.store.queue.put(paths)
    yield from _add_queued(core, queued_id, paths, stop, bool(params.get("rehash")))


def _resume(core: Core, params: dict[str, Any], stop: Stop) -> Iterator[Reply]:
    """Take up what was asked to be added before: cut off by the end of the window or of the
    engine, or waiting for a model. Nothing comes where nothing waits."""
    for queued in core.store.queue.all():
        yield from _add_queued(core, queued.queued_id, queued.paths, stop, False)
        if stop():
            return


def _add_queued(
    core: Core, queued_id: int, paths: Sequence[str], stop: Stop, rehash: bool
) -> Iterator[Reply]:
    """It leaves the queue when it is done, or when the user stops it; not with the engine."""
    for event in core.ingest.add([Path(path) for path in paths], stop, rehash=rehash):
        if isinstance(event, events.AddFinished):
            cut_off = stop.window_gone.is_set() and not stop.cancelled.is_set()
            if not cut_off and not (event.waits_for_models and not event.cancelled):
                core.store.queue.done(queued_id)
        yield event


def _query(params: dict[str, Any], text: str | None) -> Query:
    return Query(
        text=text or None,
        image=Path(params["image"]) if params.get("image") else None,
        audio=Path(params["audio"]) if params.get("audio") else None,
        kinds=tuple(params.get("kinds") or ()),
        k=int(params.get("k") or 10),
        folder=Path(params["folder"]) if params.get("folder") else None,
        name=params.get("name") or None,
        since=date.fromisoformat(params["since"]) if params.get("since") else None,
        until=date.fromisoformat(params["until"]) if params.get("until") else None,
        languages=tuple(params.get("languages") or ()),
        items=tuple(int(item_id) for item_id in params.get("items") or ()),
    )


def _search(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.retriever.search(_query(params, params.get("text")))


def _ask(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    settings = core.generation_settings(params.get("settings") or {})
    query = _query(params, params.get("question"))
    yield from core.ask(query, settings, params.get("conversation_id"), cancelled)


def _read_ahead(core: Core, params: dict[str, Any], stop: Stop) -> Iterator[Reply]:
    """While a question is typed. Gives way to whatever else is asked for; nothing comes of it."""
    query = _query(params, params.get("question"))
    try:
        core.answerer.read_ahead(query, lambda: stop() or stop.others_wait())
    except Exception as error:
        if known_trouble(error) is None:
            raise  # a model that is missing is told when the question is asked
    yield from ()


def _items(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield from core.browser.items()


def _item(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.browser.item(int(params["item_id"]))


def _passage(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.browser.passage(int(params["chunk_id"]))


def _page(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    image = core.browser.page(
        int(params["item_id"]),
        int(params["page"]),
        int(params["width_px"]),
        params.get("char_start"),
        params.get("char_end"),
    )
    yield _pixels(image.rgb, image.boxes)


def _picture(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield _pixels(core.browser.picture(int(params["item_id"]), int(params["max_side"])))


def _thumbnail(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield _pixels(core.browser.thumbnail(int(params["item_id"])))


def _peaks(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    duration_s, peaks = core.browser.peaks(int(params["item_id"]))
    yield events.Peaks(duration_s, len(peaks)), (peaks,)


def _sound(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    item_id, start_s, end_s = int(params["item_id"]), params["start_s"], params["end_s"]
    for window_start_s, samples in core.browser.sound(item_id, start_s, end_s):
        yield events.Samples(window_start_s, 16_000), (samples,)
        if cancelled():
            return


def _remove(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.maintenance.remove([int(item_id) for item_id in params["item_ids"]])


def _status(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.maintenance.status()


def _verify(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield core.maintenance.verify(repair=bool(params.get("repair")))


def _conversations(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield from core.conversations.rows()


def _conversation(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield from core.conversations.answers(int(params["conversation_id"]))


def _forget_conversation(
    core: Core, params: dict[str, Any], cancelled: Cancelled
) -> Iterator[Reply]:
    core.conversations.forget(int(params["conversation_id"]))
    yield from core.conversations.rows()


def _rename_conversation(
    core: Core, params: dict[str, Any], cancelled: Cancelled
) -> Iterator[Reply]:
    core.conversations.rename(int(params["conversation_id"]), str(params["title"]))
    yield from core.conversations.rows()


def _models(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield from core.models.rows()


def _install(core: Core, params: dict[str, Any], cancelled: Cancelled) -> Iterator[Reply]:
    yield from core.models.install(str(params["name"]), cancelled)


def _pixels(
    rgb: NDArray[np.uint8], boxes: tuple[tuple[float, float, float, float], ...] = ()
) -> Reply:
    return events.Pixels(rgb.shape[1], rgb.shape[0], boxes), (rgb,)


_METHODS: dict[str, Handler] = {
    "add": _add,
    "resume": _resume,
    "search": _search,
    "ask": _ask,
    "read_ahead": _read_ahead,
    "items": _items,
    "item": _item,
    "passage": _passage,
    "page": _page,
    "picture": _picture,
    "thumbnail": _thumbnail,
    "peaks": _peaks,
    "sound": _sound,
    "remove": _remove,
    "status": _status,
    "verify": _verify,
    "conversations": _conversations,
    "conversation": _conversation,
    "forget_conversation": _forget_conversation,
    "rename_conversation": _rename_conversation,
    "models": _models,
    "install": _install,
}


def main(arguments: list[str]) -> int:
    """`python -m app.tasks.engine --library DIR`: frames on standard input and output."""
    import argparse

    from app.log import start_logging

    silence()
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=Path, required=True)
    library: Path = parser.parse_args(arguments).library
    keep_freed_memory()
    start_logging()
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the frames
    reading = load_settings()[0].reading
    with ReaderPool(reading.readers, timeout_s=reading.timeout_s) as readers:
        engine = Engine(sys.stdin.buffer, replies, lambda: open_core(library, readers, writer=True))
        try:
            engine.run()
        except OSError:
            log.info("the window closed the pipe")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The reader process: requests come as frames on standard input, answers leave on standard output.

`python -m app.tasks.reader_child`. One request at a time:

    {"op": "look", "path": …}
    {"op": "read", "path": …, "min_side": 448}
    {"op": "page_image", "path": …, "page": 1, "width_px": 800, "char_start": 0, "char_end": 9}
    {"op": "picture", "path": …, "max_side": 1600}
    {"op": "sound", "path": …, "start_s": 0.0, "end_s": null, "window_s": 30.0}

each with `timeout_s`. The answer has `value`, or `error` with `reason`, `retryable` and
`unsupported`; frames of sound have `more` until the last, which carries no array. Every answer
tells `resident_mb`."""

from __future__ import annotations

import dataclasses
import mimetypes
import os
import socket
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.tasks import limits, sandbox, wire
from models.silence import silence
from storage.errors import ReadError, Unsupported
from storage.readers import opening, reading
from storage.readers.values import Picture, SoundHeader, TextDocument

Answer = tuple[dict[str, Any], tuple[NDArray[Any], ...]]
FILES_VARIABLE = "TRIPTYCH_READER_FILES"
_ALARM_SLACK_S = 10.0  # the parent is to be first


def _look(request: dict[str, Any]) -> Iterator[Answer]:
    reading.look(request["path"])
    yield {}, ()


def _read(request: dict[str, Any]) -> Iterator[Answer]:
    value = reading.read(request["path"], min_side=int(request["min_side"]))
    yield describe(value)


def describe(value: TextDocument | Picture | SoundHeader) -> Answer:
    """A reading as JSON and arrays; `app.tasks.readers.build` makes it whole again."""
    if isinstance(value, Picture):
        fields = {
            field.name: getattr(value, field.name)
            for field in dataclasses.fields(value)
            if field.name != "rgb"
        }
        return {"type": "Picture", **fields, "metadata": dict(value.metadata)}, (value.rgb,)
    return {"type": type(value).__name__, **dataclasses.asdict(value)}, ()


def _page_image(request: dict[str, Any]) -> Iterator[Answer]:
    value = reading.page_image(
        request["path"],
        int(request["page"]),
        width_px=None if request["width_px"] is None else int(request["width_px"]),
        char_start=request["char_start"],
        char_end=request["char_end"],
    )
    yield {"boxes": value.boxes}, (value.rgb,)


def _picture(request: dict[str, Any]) -> Iterator[Answer]:
    yield {}, (reading.picture(request["path"], max_side=int(request["max_side"])),)


def _sound(request: dict[str, Any]) -> Iterator[Answer]:
    for samples in reading.sound_windows(
        request["path"],
        start_s=float(request["start_s"]),
        end_s=request["end_s"],
        window_s=float(request["window_s"]),
        track=request.get("track"),
    ):
        yield {"more": True}, (samples,)
    yield {"more": False}, ()


OPERATIONS: dict[str, Callable[[dict[str, Any]], Iterator[Answer]]] = {
    "look": _look,
    "read": _read,
    "page_image": _page_image,
    "picture": _picture,
    "sound": _sound,
}


def serve(requests: BinaryIO, answers: BinaryIO, files: socket.socket | None = None) -> None:
    """Answer requests until the other side closes the pipe. `files` brings the descriptors of the
    files to be read, where this process may open none itself."""
    alarm = limits.Alarm()
    while True:
        try:
            request, _ = wire.read_frame(requests)
        except wire.WireError:
            return
        if request.get("handed") and files is not None:
            _, (descriptor,), _, _ = socket.recv_fds(files, 1, 1)
            opening.hand_over(str(request["file"]), descriptor)
        lasts_s = float(request["timeout_s"]) + _ALARM_SLACK_S
        alarm.set(lasts_s)
        for value, arrays in _answers(request):
            alarm.set(0)  # waiting for a slow consumer is no fault of the file
            try:
                wire.write_frame(answers, {**value, "resident_mb": limits.resident_mb()}, arrays)
            except wire.WireError:
                reason = "more was extracted than can be passed on"
                wire.write_frame(answers, _error(reason) | {"resident_mb": limits.resident_mb()})
            alarm.set(lasts_s)
        alarm.set(0)
        opening.take_back()


def _answers(request: dict[str, Any]) -> Iterator[Answer]:
    """The operation's answers; every failure becomes an error with a reason."""
    try:
        yield from (
            ({"value": value}, arrays) for value, arrays in OPERATIONS[request["op"]](request)
        )
    except ReadError as error:
        unsupported = isinstance(error, Unsupported)
        yield _error(error.reason, retryable=error.retryable, unsupported=unsupported), ()
    except MemoryError:
        yield _error("needs more memory than reading one file may take", spent=True), ()
    except RecursionError:
        yield _error("its parts are nested too deeply", spent=True), ()
    except Exception as error:  # noqa: BLE001 - the edge of the worker
        # The parent logs where it was and replaces this process. The message may quote the file.
        reason = "the file is damaged in a way its reader did not expect"
        yield _error(reason, spent=True, detail=_place_of(error)), ()


def _place_of(error: Exception) -> str:
    """The error's class and the line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {where}"


def _error(
    reason: str,
    *,
    retryable: bool = False,
    unsupported: bool = False,
    spent: bool = False,
    detail: str = "",
) -> dict[str, Any]:
    """`spent` asks the parent to replace this process; `detail` is for its log."""
    return {
        "error": {"reason": reason, "retryable": retryable, "unsupported": unsupported},
        "spent": spent,
        "detail": detail,
    }


def take_over_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of reach of libraries: what they print goes nowhere."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    sys.stdout = sys.stderr
    return requests, answers


def _files_socket() -> socket.socket | None:
    """The end of the pair over which descriptors come; None where the parent hands none over."""
    given = os.environ.pop(FILES_VARIABLE, "")
    return socket.socket(fileno=int(given)) if given else None


def main() -> None:
    silence()
    warnings.simplefilter("ignore")
    requests, answers = take_over_pipes()
    np.seterr(all="ignore")
    mimetypes.init(files=())  # Python's own list: a system's files cannot be read later on
    files = _files_socket()
    limits.limit_self()
    if files is not None:
        sandbox.close_in()
    limits.forbid_side_effects()
    try:
        serve(requests, answers, files)
    except (OSError, KeyboardInterrupt):
        pass  # the other side is gone
    finally:
        # No interpreter shutdown: nothing here needs it, and it can hang in native libraries.
        os._exit(0)


if __name__ == "__main__":
    main()

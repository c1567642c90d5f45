"""Logging to a file in the data folder. INFO tells a user's story; what stands in files, their
names, and what was asked stay out, unless `TRIPTYCH_DEBUG` asks for them.

Messages of our own name no file. Of an exception its class and the lines of the program are
written, not its message, which may quote a file; of other libraries' messages what they are made
of, not what is put in."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import traceback
from io import TextIOWrapper
from pathlib import Path
from typing import Any, cast

from app import paths

DEBUG_VARIABLE = "TRIPTYCH_DEBUG"
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_OURS = ("app", "index", "models", "storage")


class WithoutContents(logging.Formatter):
    """Leaves out whatever may quote a file."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.split(".", 1)[0] not in _OURS:
            record = logging.makeLogRecord({**record.__dict__, "args": None})
        record.exc_text = None  # another handler's formatter may have kept its own
        written = super().format(record)
        record.exc_text = None
        return written

    def formatException(self, ei: Any) -> str:
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            told = [
                f"  {frame.filename}:{frame.lineno} in {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ]
            lines = [type(error).__name__, *told, *lines]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


class PrivateLog(logging.handlers.RotatingFileHandler):
    """A log that only its owner can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)  # one that an earlier version left open to others
        opened = open(descriptor, self.mode, encoding=self.encoding, errors=self.errors)  # noqa: PTH123, SIM115
        return cast("TextIOWrapper", opened)


def leave_contents_out(*, empty: bool = False) -> None:
    """From now on, even where debugging was asked for: the library that is open is locked with a
    passphrase. With `empty` what was written so far goes."""
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, PrivateLog):
            handler.setFormatter(WithoutContents(_LINE))
            if root.level < logging.INFO:
                root.setLevel(logging.INFO)
    if empty:
        for path in (paths.log_file(), Path(f"{paths.log_file()}.1")):
            with contextlib.suppress(OSError):
                if path.exists():
                    os.truncate(path, 0)


def start_logging() -> None:
    """Write to `triptych.log`, at most 2 MB and one predecessor. A folder that cannot be written
    to leaves logging off: a log is never worth a failed start."""
    debugging = os.environ.get(DEBUG_VARIABLE, "") not in ("", "0")
    logging.captureWarnings(True)
    root = logging.getLogger()
    if any(isinstance(handler, logging.FileHandler) for handler in root.handlers):
        return
    try:
        if paths.home_trouble() is not None:
            raise FileNotFoundError(paths.home())
        path = paths.log_file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = PrivateLog(path, maxBytes=2_000_000, backupCount=1, encoding="utf-8", delay=True)
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(path)
    except OSError:
        root.addHandler(logging.NullHandler())
        return
    formatter = logging.Formatter if debugging else WithoutContents
    handler.setFormatter(formatter(_LINE))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debugging else logging.INFO)
    for chatty in ("alembic", "faster_whisper", "httpx", "PIL", "numba", "rapidocr"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

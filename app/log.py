"""Logging to a file in the data folder. INFO tells a user's story; documents' text stays out."""

from __future__ import annotations

import logging
import logging.handlers
import os
from io import TextIOWrapper
from typing import cast

from app import paths


class PrivateLog(logging.handlers.RotatingFileHandler):
    """A log that only its owner can read: it names files."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o600)  # one that an earlier version left open to others
        opened = open(descriptor, self.mode, encoding=self.encoding, errors=self.errors)  # noqa: PTH123, SIM115
        return cast("TextIOWrapper", opened)


def start_logging(level: int = logging.INFO) -> None:
    """Write to `triptych.log`, at most 2 MB and one predecessor. A folder that cannot be written
    to leaves logging off: a log is never worth a failed start."""
    logging.captureWarnings(True)
    root = logging.getLogger()
    if any(isinstance(handler, logging.FileHandler) for handler in root.handlers):
        return
    try:
        path = paths.log_file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = PrivateLog(path, maxBytes=2_000_000, backupCount=1, encoding="utf-8", delay=True)
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(path)
    except OSError:
        root.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("alembic", "faster_whisper", "httpx", "PIL", "numba", "rapidocr"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

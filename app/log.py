"""Logging to a file in the data folder. INFO tells a user's story; documents' text stays out."""

from __future__ import annotations

import logging
import logging.handlers
import os

from app import paths


def start_logging(level: int = logging.INFO) -> None:
    """Write to `triptych.log`, at most 2 MB and one predecessor. A folder that cannot be written
    to leaves logging off: a log is never worth a failed start."""
    logging.captureWarnings(True)
    root = logging.getLogger()
    if any(isinstance(handler, logging.FileHandler) for handler in root.handlers):
        return
    try:
        path = paths.log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=2_000_000, backupCount=1, encoding="utf-8", delay=True
        )
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

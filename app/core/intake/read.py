"""What happens to one file before encoding, in a thread: its stamp, and its reading if needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.core.ports import Readers
from models.errors import ModelMissing
from storage.errors import ReadError
from storage.folders import Found, refuse_hollow, signs_of, stamp
from storage.readers.members import MARK
from storage.readers.values import Picture, Reading, TextDocument
from storage.records import FileStamp
from storage.store import Store

OCR_MAX_SIDE = 1600
OCR_MIN_SIDE = 720  # of a strip, such as a picture of a long page
OCR_LONGEST_SIDE = 30_000
RECIPE = "8"  # raise it when reading or cutting changes, so that old contents are made anew

_TRIES = 3
_LOOK_FIRST_BYTES = 8_000_000
_YOUNG_NS = 2_000_000_000


class WaitsForModel(ReadError):
    """A file that only a model which is not installed could understand; tried at the next add."""

    def __init__(self, missing: ModelMissing) -> None:
        super().__init__(f"waits for a model: {missing.message.rstrip('.')}", retryable=True)


def side_for_text(picture: Picture) -> int:
    """The longer side at which a picture's text is looked for: of a strip more than of others, so
    that its shorter side keeps enough."""
    longer, shorter = max(picture.width, picture.height), min(picture.width, picture.height)
    kept = min(1.0, OCR_MIN_SIDE / max(shorter, 1))
    return min(max(OCR_MAX_SIDE, round(longer * kept)), OCR_LONGEST_SIDE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file ready to be encoded; `content_id` is set where the library has these bytes already,
    and then there is no reading. `large` is a picture at the size its text is read at."""

    found: Found
    stamp: FileStamp
    content_id: int | None
    reading: Reading | None
    members: tuple[Found, ...] = ()  # files in this one, to be read as files of their own
    large: NDArray[np.uint8] | None = None


class FileReader:
    def __init__(self, store: Store, readers: Readers) -> None:
        self._store = store
        self._readers = readers

    def prepare(self, found: Found, cancelled: Callable[[], bool] = lambda: False) -> Prepared:
        """Hash the file and read it unless its bytes are known; a large one of a type that is not
        read, or that is hardly there, is refused before it is hashed. What was read is of the bytes
        that were hashed: a file that changes meanwhile is read again, some times.

        Raises ReadError, Unsupported."""
        path = Path(found.path)
        if found.sha256 is not None:
            member_stamp = FileStamp(found.path, found.size, found.mtime_ns, found.sha256)
            return self._read(found, path, member_stamp)
        if found.size > _LOOK_FIRST_BYTES:  # hashing a small one takes less than asking
            refuse_hollow(path)
            self._readers.look(path)
        for _ in range(_TRIES):
            signs = signs_of(path)
            began_ns = time.time_ns()
            file_stamp = stamp(path, cancelled)
            prepared = self._read(found, path, file_stamp)
            if signs_of(path) != signs:
                continue
            # A change within the clock's tick leaves no sign: of a file as young as that, and of
            # no other, the bytes are looked at once more.
            if began_ns - file_stamp.mtime_ns < _YOUNG_NS and stamp(path, cancelled) != file_stamp:
                continue
            return prepared
        raise ReadError("it is being written to; it is read at the next add", retryable=True)

    def _read(self, found: Found, path: Path, file_stamp: FileStamp) -> Prepared:
        stored = self._store.contents.by_sha256(file_stamp.sha256)
        if stored is not None and stored.recipe == RECIPE:
            # What lies in known bytes may not be known at this path: a copy, or a moved archive.
            holds = "contains" in stored.metadata
            members = _members(self._readers.read(path), file_stamp) if holds else ()
            return Prepared(found, file_stamp, stored.content_id, None, members)
        reading = self._readers.read(path)
        large = None
        if isinstance(reading, Picture):
            large = self._readers.picture(path, max_side=side_for_text(reading))
        return Prepared(found, file_stamp, None, reading, _members(reading, file_stamp), large)


def _members(reading: Reading, holder: FileStamp) -> tuple[Found, ...]:
    if not isinstance(reading, TextDocument):
        return ()
    return tuple(
        Found(f"{holder.path}{MARK}{member.name}", member.size, holder.mtime_ns, member.sha256)
        for member in reading.members
    )

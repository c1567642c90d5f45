"""Office files from before 2007 and Outlook messages: what an OLE container holds (MS-CFB)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import olefile

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.opening import open_regular

_DAMAGED = "the file is damaged or incomplete"
_ERRORS = (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, RecursionError)


class Streams:
    """Streams by their path in the container, each read whole and never past a cap."""

    def __init__(self, opened: olefile.OleFileIO) -> None:
        self._opened = opened
        self.names = frozenset("/".join(parts) for parts in opened.listdir(streams=True))

    def read(self, name: str) -> bytes:
        """The stream's bytes, b"" if there is none of that name. Raises ReadError."""
        if name not in self.names:
            return b""
        try:
            content: bytes = self._opened.openstream(name).read(caps.MAX_MEMBER_BYTES)
        except _ERRORS as error:
            raise ReadError(_DAMAGED) from error
        return content

    def properties(self) -> dict[str, str]:
        """Title, subject, author, keywords, description, date, where the file says them."""
        try:
            said = self._opened.get_metadata()
        except _ERRORS:
            return {}
        found: dict[str, str] = {}
        codec = f"cp{said.codepage}" if said.codepage and said.codepage > 0 else "cp1252"
        for ours, theirs in (
            ("title", said.title),
            ("subject", said.subject),
            ("author", said.author),
            ("keywords", said.keywords),
            ("description", said.comments),
        ):
            if isinstance(theirs, bytes):
                try:
                    theirs = theirs.decode("utf-8" if codec == "cp65001" else codec, "replace")
                except LookupError:
                    theirs = theirs.decode("cp1252", "replace")
            if theirs and theirs.strip("\x00 "):
                found[ours] = theirs.strip("\x00 ")
        if said.create_time is not None:
            found["date"] = str(said.create_time)
        return found


@contextmanager
def opened(path: Path) -> Iterator[Streams]:
    """Open a container. Raises ReadError."""
    with open_regular(path) as stream:
        try:
            container = olefile.OleFileIO(stream)
        except _ERRORS as error:
            raise ReadError(_DAMAGED) from error
        with container:
            yield Streams(container)

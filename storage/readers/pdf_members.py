"""Files that a PDF carries, as members. Plain text is told with the PDF itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storage.readers.pdf import opened
from storage.readers.pdf_extras import enclosed_files


class _Enclosed:
    """Read once, when the file is opened."""

    def __init__(self, path: Path) -> None:
        self._contents: dict[str, bytes] = {}
        with opened(path) as document:
            for enclosed in enclosed_files(document):
                if enclosed.content and not enclosed.text:
                    self._contents.setdefault(enclosed.name, enclosed.content)

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, len(content)) for name, content in self._contents.items()]

    def read(self, name: str) -> bytes:
        return self._contents[name]


def open_enclosed(path: Path) -> _Enclosed:
    return _Enclosed(path)

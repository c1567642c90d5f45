"""Documents of Pages, Numbers and Keynote: the preview that the program put into them.

Their own form is described nowhere. Until 2013 the preview is a PDF of the whole document, later a
picture of its first page; the item says which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storage.errors import Unsupported
from storage.readers import archive as archives
from storage.readers.sections import Sections
from storage.readers.values import TextDocument

_WHOLE = "QuickLook/Preview.pdf"
_FIRST_PAGE = (
    "preview.jpg",
    "QuickLook/Thumbnail.jpg",
    "QuickLook/Thumbnail.png",
    "preview-web.jpg",
)
_ADVICE = "export it as PDF or in a format of Microsoft Office to have all of it read"


def read(path: Path, media_type: str) -> TextDocument:
    """Nothing of its own: the preview is read as a file within it.

    Raises Unsupported where there is none."""
    found = _preview(path)
    if found is None:
        raise Unsupported(f"a document of Apple's office programs without a preview; {_ADVICE}")
    said = {} if found == _WHOLE else {"truncated": f"only its first page is seen; {_ADVICE}"}
    return Sections().document(media_type, metadata=said)


class _Previews:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = _preview(path)

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(self._name, len(self.read(self._name)))] if self._name else []

    def read(self, name: str) -> bytes:
        with archives.opened(self._path) as archive:
            return archive.read(name)


def open_previews(path: Path) -> _Previews:
    return _Previews(path)


def _preview(path: Path) -> str | None:
    """The name of the best preview in the document."""
    with archives.opened(path) as archive:
        return next((name for name in (_WHOLE, *_FIRST_PAGE) if name in archive.names), None)

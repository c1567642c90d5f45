"""E-books (EPUB 2 and 3): the documents of the spine, in reading order."""

from __future__ import annotations

import re
from pathlib import Path

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers.archive import attribute, local
from storage.readers.html import add_html
from storage.readers.sections import Sections
from storage.readers.values import TextDocument

_PROPERTIES = {
    "title": "title",
    "creator": "author",
    "date": "date",
    "description": "description",
    "language": "language",
    "publisher": "publisher",
    "subject": "keywords",
}
_SEVERAL = frozenset({"author", "keywords"})
_ISBN = re.compile(r"97[89][\d -]{9,14}[\dX]|(?<!\d)\d[\d -]{8,11}[\dX](?!\d)")
_PAGE_NAMES = (".xhtml", ".html", ".htm")
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})


def read(path: Path, media_type: str) -> TextDocument:
    """A section per heading; `part` is the member's name within the book."""
    sections = Sections()
    n_broken = 0
    with archives.opened(path) as archive:
        if "META-INF/encryption.xml" in archive.names and _is_locked(archive):
            raise ReadError("the book is copy-protected")
        metadata, members = _contents(archive)
        for member in members:
            if member not in archive.names:
                n_broken += 1
                continue
            try:
                add_html(archive.read(member), sections, {"part": member})
            except ReadError:
                n_broken += 1
            if sections.full:
                sections.truncated = True
                break
    if n_broken:
        metadata["unreadable_parts"] = str(n_broken)
    return sections.document(media_type, title=metadata.pop("title", None), metadata=metadata)


def _contents(archive: archives.Archive) -> tuple[dict[str, str], list[str]]:
    """What the book says of itself, and its documents in their order; of one that breaks off
    before its list of contents, in the order in which they lie there."""
    try:
        package = _package_name(archive)
    except ReadError:
        if not archive.ends_early:
            raise
        return {}, [name for name in archive.in_order if name.endswith(_PAGE_NAMES)]
    root = archive.xml(package)
    folder = package.rpartition("/")[0]
    metadata: dict[str, str] = {}
    pages: dict[str, str] = {}
    for element in root.iter():
        name = _PROPERTIES.get(local(element))
        said = (element.text or "").strip()
        if name and said:
            is_another = name in _SEVERAL and said not in metadata.get(name, "")
            above = f"{metadata[name]}, " if name in metadata and is_another else ""
            if is_another or name not in metadata:
                metadata[name] = above + said
        elif local(element) == "identifier" and (number := _ISBN.search(said)):
            metadata.setdefault("isbn", number[0])
        if local(element) == "item" and element.get("media-type") in _PAGES:
            member = archives.resolve(folder, element.get("href") or "")
            is_contents = "nav" in (element.get("properties") or "").split()
            if not is_contents:
                pages[element.get("id") or member] = archive.named(member) or member
    spine = [attribute(found, "idref") or "" for found in root.iter() if local(found) == "itemref"]
    in_order = [pages[identity] for identity in spine if identity in pages]
    # Notes and the like may lie outside the order, to be reached from the text only.
    return metadata, list(dict.fromkeys([*in_order, *pages.values()]))


def _package_name(archive: archives.Archive) -> str:
    for element in archive.xml("META-INF/container.xml").iter():
        name = archives.resolve("", element.get("full-path") or "")
        if local(element) == "rootfile" and name in archive.names:
            return name
    raise ReadError("the book is damaged: its list of contents is missing")


def _is_locked(archive: archives.Archive) -> bool:
    """Scrambled fonts are common and harmless; scrambled pages are not."""
    for element in archive.xml("META-INF/encryption.xml").iter():
        target = (element.get("URI") or "").lower()
        if local(element) == "CipherReference" and target.endswith((".xhtml", ".html", ".htm")):
            return True
    return False

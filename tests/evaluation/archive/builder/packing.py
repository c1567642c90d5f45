"""Zip archives with fixed dates, so that building twice gives equal bytes; small ODT files."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

MADE = datetime.datetime(2025, 7, 1, 9, 0, 0)
_ZIP_DATE = (2025, 7, 1, 9, 0, 0)
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
)
_ODT = "application/vnd.oasis.opendocument.text"


def packed_anew(packed: bytes) -> bytes:
    """The same archive with every member dated alike; openpyxl's time of saving goes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(buffer, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _without_save_time(content)
            _add(target, info.filename, content)
    return buffer.getvalue()


def _without_save_time(core_xml: bytes) -> bytes:
    head, mark, tail = core_xml.partition(b"<dcterms:modified")
    if not mark:
        return core_xml
    inner, end, rest = tail.partition(b"</dcterms:modified>")
    opening = inner[: inner.index(b">") + 1]
    return head + mark + opening + MADE.isoformat().encode() + b"Z" + end + rest


def opendocument(title: str, paragraphs: Sequence[str]) -> bytes:
    """An ODT with one heading and paragraphs."""
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMESPACES} '
        f'office:version="1.2"><office:body><office:text><text:h text:outline-level="1">'
        f"{escape(title)}</text:h>{body}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {_NAMESPACES} '
        f'office:version="1.2"><office:meta><dc:title>{escape(title)}</dc:title>'
        f"</office:meta></office:document-meta>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {_NAMESPACES} '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_ODT}"/><manifest:file-entry manifest:full-path="content.xml" '
        f'manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" '
        f'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, "mimetype", _ODT.encode(), zipfile.ZIP_STORED)
        _add(archive, "content.xml", content.encode())
        _add(archive, "meta.xml", meta.encode())
        _add(archive, "META-INF/manifest.xml", manifest.encode())
    return buffer.getvalue()


def _add(
    archive: zipfile.ZipFile, name: str, content: bytes, method: int = zipfile.ZIP_DEFLATED
) -> None:
    info = zipfile.ZipInfo(name, _ZIP_DATE)
    info.compress_type = method
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)

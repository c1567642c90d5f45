"""Word documents from before 2007 (MS-DOC): text under its headings, tables row by row; then notes,
comments, headers. No kept library reads them; automatic numbers are not worked out here."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import ReadError
from storage.readers.grid import Cell
from storage.readers.links import LINK_FIELD, Links
from storage.readers.ole import Streams, opened
from storage.readers.ruby import reading, settled
from storage.readers.sections import Headings, Sections, one_line
from storage.readers.table_shape import caption_in
from storage.readers.tables import add_table, is_layout
from storage.readers.values import TextDocument

_DAMAGED = "the document is damaged or of a variant that is not read"
_WORD_97 = 0x00C1  # the first version whose text is kept in pieces
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_LENGTHS_AT = 0x004C  # characters of the main text, and of each part that follows it
_PARAGRAPHS_AT, _PIECES_AT = 0x0102, 0x01A2  # place and length of each list in the table stream
_PARTS = ("", "Footnotes", "Header", "", "Comments", "Endnotes", "Text boxes", "Header")
_PAGE_BYTES = 512
_ROW_END = struct.pack("<HB", 0x2417, 1)  # sprmPFTtp: the paragraph ends a row of a table
_IN_TABLE = struct.pack("<HB", 0x2416, 1)  # sprmPFInTable
_HEADINGS = range(1, 10)  # numbers of the styles Heading 1 to 9, the same in every document
_TOKEN = re.compile("[\x07\r\x13\x14\x15]|[^\x07\r\x13\x14\x15]+")
# A word with its reading above it, as Japanese documents have them.
_RUBY_FIELD = re.compile(r"EQ\b.*\\o\s*\\ad\(\\s\\up\s*\d+\(([^()]*)\),([^()]*)\)", re.S)
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\x01\x02\x03\x04\x05\x08\x1f"),
        "\x0b": "\n",
        "\x0c": "\n",
        "\x0e": "\n",
        "\x1e": "\u2011",
    }
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of text; `place` is of its first byte in the stream."""

    text: str
    place: int
    char_bytes: int


@dataclass(frozen=True, slots=True)
class _Format:
    """How a paragraph is set: the number of its style, and its place in a table."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False


@dataclass(frozen=True, slots=True)
class _Paragraph:
    words: str
    mark: str  # that ends it
    format: _Format
    n_chars: int  # that it takes in the document


@dataclass(slots=True)
class _Field:
    """An open field: what it says, and from which piece of the paragraph on its words are shown."""

    says: str = ""
    shown_at: int | None = None

    def ending(self, words: Sequence[str], links: Links) -> str:
        """What is written behind the field's words, or in their place where it has none."""
        if self.shown_at is not None and (said := LINK_FIELD.match(self.says)):
            return links.beside("".join(words[self.shown_at :]), said[1])
        if self.shown_at is None and (said := _RUBY_FIELD.search(self.says)):
            return said[2] + reading(said[1])
        return ""


@dataclass(slots=True)
class _Document:
    pieces: list[_Piece] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # in the stream, of each paragraph
    formats: list[_Format] = field(default_factory=list)

    def format_at(self, place: int) -> _Format:
        """How the paragraph is set that the byte at `place` belongs to."""
        at = bisect_right(self.starts, place) - 1
        return self.formats[at] if at >= 0 else _Format()


def read(path: Path, media_type: str) -> TextDocument:
    """Raises ReadError if the file is locked or damaged."""
    sections = Sections()
    with opened(path) as streams:
        try:
            document = _parsed(streams)
        except (struct.error, IndexError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
        metadata = streams.properties()
    paragraphs = _paragraphs(document)
    for heading, length in zip(_PARTS, document.lengths, strict=False):
        if length > 0:
            _add_part(paragraphs, length, heading, sections)
    return sections.document(media_type, title=metadata.pop("title", None), metadata=metadata)


def _parsed(streams: Streams) -> _Document:
    content = streams.read("WordDocument")
    magic, version = struct.unpack_from("<HH", content)
    if magic not in {0xA5EC, 0xA5DC}:
        raise ReadError(_DAMAGED)
    (flags,) = struct.unpack_from("<H", content, 0x0A)
    if flags & _ENCRYPTED:
        raise ReadError("password-protected")
    if version < _WORD_97:
        start, end = struct.unpack_from("<II", content, 0x18)
        text = content[start:end].decode("cp1252", "replace")
        return _Document([_Piece(text, start, 1)], [len(text)])
    found = _Document(lengths=list(struct.unpack_from("<8i", content, _LENGTHS_AT)))
    table = streams.read("1Table" if flags & _SECOND_TABLE else "0Table")
    place, n_bytes = struct.unpack_from("<II", content, _PIECES_AT)
    found.pieces = list(_pieces(content, table[place : place + n_bytes]))
    if not found.pieces:
        raise ReadError(_DAMAGED)
    place, n_bytes = struct.unpack_from("<II", content, _PARAGRAPHS_AT)
    placed = dict(_formats(content, table[place : place + n_bytes]))
    found.starts = sorted(placed)
    found.formats = [placed[start] for start in found.starts]
    return found


def _pieces(content: bytes, listed: bytes) -> Iterator[_Piece]:
    """The pieces in the order of the text (MS-DOC 2.9.38 Clx, 2.9.177 Pcd)."""
    at = 0
    while at < len(listed) and listed[at] == 0x01:  # formats that pieces refer to
        at += 3 + struct.unpack_from("<H", listed, at + 1)[0]
    if at >= len(listed) or listed[at] != 0x02:
        return
    (n_bytes,) = struct.unpack_from("<I", listed, at + 1)
    at += 5
    n_pieces = max(0, (min(n_bytes, len(listed) - at) - 4) // 12)
    bounds = struct.unpack_from(f"<{n_pieces + 1}I", listed, at)
    at += 4 * (n_pieces + 1)
    left = len(content)  # pieces do not share their bytes
    for number in range(n_pieces):
        _, place, _ = struct.unpack_from("<HIH", listed, at + 8 * number)
        length = bounds[number + 1] - bounds[number]
        if not 0 < length <= left:
            continue
        left -= length
        if place & 0x40000000:
            start = (place & 0x3FFFFFFF) // 2
            text = content[start : start + length].decode("cp1252", "replace")
            yield _Piece(text, start, 1)
        else:
            # Unit by unit, so that places stay right beside letters of two units.
            raw = content[place : place + 2 * length]
            yield _Piece(raw.decode("utf-16-le", "surrogatepass"), place, 2)


def _formats(content: bytes, listed: bytes) -> Iterator[tuple[int, _Format]]:
    """(first byte, format) of each paragraph (MS-DOC 2.8.6, 2.9.175 PapxFkp)."""
    n_pages = max(0, (len(listed) - 4) // 8)
    for page in struct.unpack_from(f"<{n_pages}I", listed, 4 * (n_pages + 1)):
        base = (page & 0x3FFFFF) * _PAGE_BYTES
        held = content[base : base + _PAGE_BYTES]
        if len(held) < _PAGE_BYTES:
            continue
        n_paragraphs = held[-1]
        starts = struct.unpack_from(f"<{n_paragraphs + 1}I", held)
        for number in range(n_paragraphs):
            at = held[4 * (n_paragraphs + 1) + 13 * number] * 2
            if not at:
                yield starts[number], _Format()
                continue
            size = 2 * held[at] - 1 if held[at] else 2 * held[at + 1]
            at += 1 if held[at] else 2
            (style,) = struct.unpack_from("<H", held, at)
            marks = held[at + 2 : at + size]
            yield starts[number], _Format(style, _IN_TABLE in marks, _ROW_END in marks)


def _paragraphs(document: _Document) -> Iterator[_Paragraph]:
    """In the order of the text; what fields say of themselves is left out, what they show kept."""
    words: list[str] = []
    n_used = 0
    fields: list[_Field] = []
    links = Links()
    for piece in document.pieces:
        for token in _TOKEN.finditer(piece.text):
            text = token[0]
            n_used += len(text.encode("utf-16-le", "surrogatepass")) // 2
            if text == "\x13":
                fields.append(_Field())
            elif text == "\x14" and fields:
                fields[-1].shown_at = len(words)
            elif text == "\x15" and fields:
                words.append(fields.pop().ending(words, links))
            elif text in {"\r", "\x07"}:
                how = document.format_at(piece.place + token.start() * piece.char_bytes)
                yield _Paragraph(settled("".join(words)).translate(_MARKS), text, how, n_used)
                words, n_used = [], 0
            elif all(field.shown_at is not None for field in fields):
                words.append(text)
            else:
                fields[-1].says += text
    if words:
        yield _Paragraph(settled("".join(words)).translate(_MARKS), "", _Format(), n_used)


def _add_part(
    paragraphs: Iterator[_Paragraph], length: int, heading: str, sections: Sections
) -> None:
    headings = Headings([heading] if heading else ())
    block: list[str] = []
    cell: list[str] = []
    row: list[str] = []
    rows: list[list[Cell]] = []

    def close() -> None:
        sections.add("\n".join(block), headings.locator())
        block.clear()

    def close_row() -> None:
        if row or cell:
            words = [*row, " ".join(cell)] if cell else row
            rows.append([Cell(one_line(text)) for text in words])
        row.clear()
        cell.clear()

    def close_table() -> None:
        close_row()
        if is_layout(rows):
            block.extend(" | ".join(one.text for one in cells) for cells in rows)
        elif rows:
            last = next((line.strip() for line in reversed(block) if line.strip()), "")
            close()
            caption = last if caption_in(last, above=True) else None
            add_table(rows, sections, headings.locator(), caption=caption)
        rows.clear()

    for one in paragraphs:
        length -= one.n_chars
        if one.mark == "\x07" and one.format.ends_row:
            close_row()
        elif one.mark == "\x07":
            row.append(" ".join([*cell, one.words]))
            cell.clear()
        elif one.format.in_table:
            cell.append(one.words)
        else:
            close_table()
            if one.format.style in _HEADINGS and one.words.strip():
                close()
                headings.enter(one.format.style, one.words)
            block.append(one.words)
        if length <= 0 or sections.full:
            break
    close_table()
    close()

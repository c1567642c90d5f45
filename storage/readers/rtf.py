"""Rich Text Format: the words without the formatting (Microsoft's RTF specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.decoding import known_encoding
from storage.readers.grid import Cell
from storage.readers.links import LINK_FIELD, Links
from storage.readers.raised import lowered, raised
from storage.readers.sections import Sections
from storage.readers.table_shape import caption_in
from storage.readers.tables import add_table, is_layout
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?"  # a control word (newer ones mix cases), its number
    rb"|\\'([0-9a-fA-F]{2})"  # a byte in hexadecimal
    rb"|\\([^A-Za-z])"  # a control symbol
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+|.)",
    re.S,
)
# Groups that hold no words of the document.
_DESTINATIONS = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore latentstyles listtable "
    b"listoverridetable rsidtbl generator xmlnstbl mmathPr filetbl fldinst bkmkstart bkmkend "
    b"revtbl pgptbl wgrffmtfilter userprops docvar colorschememapping fontemb falt panose "
    b"objdata nonshppict sp sn sv shprslt".split()
)
# Code pages by the character sets that fonts name (in the specification under Font Table).
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_FONT = re.compile(rb"\\f(\d{1,5})(?![\w])(?:[^{}\\]|\\(?!f\d|fcharset))*\\fcharset(\d{1,3})")
_CODE_PAGE = re.compile(rb"\\ansicpg\d{1,5}")
_TITLE = re.compile(rb"\{\\info\b.{0,2000}?\{\\title ([^{}]{1,300})\}", re.S)
_CELL_END, _ROW_END = "\x1f", "\x1e"
_WORDS = {
    b"par": "\n",
    b"sect": "\n\n",
    b"page": "\n\n",
    b"line": "\n",
    b"row": _ROW_END,
    b"tab": "\t",
    b"cell": _CELL_END,
    b"nestcell": " | ",
    b"nestrow": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
}
_STARRED = frozenset(b"shptxt shppict shpinst annotation".split())  # and yet words, or hold some
_HIDING = frozenset(b"v deleted".split())  # what is not shown, and what tracked changes took out
_SHIFTS = {b"super": 1, b"sub": -1, b"nosupersub": 0}
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_MAX_DEPTH = 10_000


@dataclass(slots=True)
class _Field:
    """An open field: how deep its group lies, how many pieces came before it, what it says, and
    how deep the group lies that says it."""

    depth: int
    start: int
    says: str = ""
    says_from: int = _MAX_DEPTH + 1

    def ending(self, pieces: Sequence[str], links: Links) -> str:
        """What is written behind the field's words."""
        said = LINK_FIELD.match(self.says)
        return links.beside("".join(pieces[self.start :]), said[1]) if said else ""


def read(path: Path, media_type: str) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    _add(_marked_text(content), sections)
    sections.truncated |= cut
    said = _TITLE.search(content[:200_000])
    page = _CODE_PAGE.search(content[:10_000])
    title = _marked_text((page[0] if page else b"") + b" " + said[1]).strip() if said else None
    return sections.document(media_type, title=title)


def to_text(source: bytes) -> str:
    """The words of RTF source. Raises ReadError if its groups are nested absurdly."""
    text = _marked_text(source).replace(f"{_CELL_END}{_ROW_END}", "\n")
    return text.replace(_CELL_END, " | ").replace(_ROW_END, "\n")


def _add(text: str, sections: Sections) -> None:
    """Add the text and its tables. A table's first cell begins behind the last line before it."""
    block = ""
    while (first := text.find(_CELL_END)) >= 0:
        start = text.rfind("\n", 0, first) + 1
        end = text.rfind(_ROW_END, 0, _table_end(text, start)) + 1
        if end <= start:
            break
        rows = [
            [Cell(" ".join(words.split())) for words in row.rstrip(_CELL_END).split(_CELL_END)]
            for row in text[start:end].split(_ROW_END)[:-1]
        ]
        block += text[:start]
        text = text[end:]
        if is_layout(rows):
            lines = (" | ".join(cell.text for cell in row) for row in rows)
            block += "\n".join(lines) + "\n"
            continue
        sections.add(block, {})
        last = block.strip().rpartition("\n")[2].strip()
        add_table(rows, sections, {}, caption=last if caption_in(last, above=True) else None)
        block = ""
    sections.add(block + text.replace(_CELL_END, " | ").replace(_ROW_END, "\n"), {})


def _table_end(text: str, start: int) -> int:
    """Where a run of rows ends: at the first line behind a row that holds no cell."""
    at = start
    while (row := text.find(_ROW_END, at)) >= 0:
        following = text.find(_CELL_END, row)
        line = text.find("\n", row)
        if following < 0 or (0 <= line < following and text[row + 1 : line].strip()):
            return row + 1
        at = row + 1
    return len(text)


def _marked_text(source: bytes) -> str:
    """The words, cells and rows with their marks behind them."""
    encoding = own_encoding = "cp1252"
    fonts = {
        int(font): _CHARSETS.get(int(charset), "")
        for font, charset in _FONT.findall(source[:500_000])
    }
    notes: list[int] = []  # how deep the groups of open footnotes lie
    pieces: list[str] = []
    pending = bytearray()  # bytes that make characters together, in `encoding`
    # Of each open group: is it left out, and how many characters follow a \\u for older readers?
    # And are letters raised (1) or lowered (-1)?
    groups: list[tuple[bool, int, int, str, bool]] = []
    is_out, n_fallback, shift, hidden = False, 1, 0, False
    n_skip = 0
    links = Links()
    fields: list[_Field] = []
    high: int | None = None  # the first half of a pair of surrogates
    is_star = False
    at, end = 0, len(source)

    def flush() -> None:
        if pending:
            text = pending.decode(encoding, "replace")
            pieces.append(raised(text) if shift > 0 else lowered(text) if shift < 0 else text)
            pending.clear()

    while at < end:
        token = _TOKEN.match(source, at)
        assert token is not None  # the last alternative matches any byte
        at = token.end()
        word, number, code, symbol, brace, plain = token.groups()
        if brace == b"{":
            flush()
            groups.append((is_out, n_fallback, shift, encoding, hidden))
            if len(groups) > _MAX_DEPTH:
                raise ReadError("its parts are nested too deeply")
            n_skip = 0
        elif brace == b"}":
            flush()
            if fields and fields[-1].depth == len(groups):
                pieces.append(fields.pop().ending(pieces, links))
            if notes and notes[-1] == len(groups):
                notes.pop()
                pieces.append("] ")
            is_out, n_fallback, shift, encoding, hidden = (
                groups.pop() if groups else (False, 1, 0, own_encoding, False)
            )
            n_skip = 0
        elif word is not None:
            if word == b"bin" and number:
                at += max(0, int(number))
            elif word == b"field" and not is_out:
                fields.append(_Field(len(groups), len(pieces)))
            elif word == b"fldinst" and fields:
                is_out = True
                fields[-1].says_from = len(groups)
            elif word in _DESTINATIONS or (is_star and word not in _STARRED):
                is_out = True
            elif word == b"ansicpg" and number:
                encoding = own_encoding = known_encoding(f"cp{int(number)}") or encoding
            elif word == b"f" and number and not is_out:
                flush()
                encoding = fonts.get(int(number)) or own_encoding
            elif word in _HIDING and not is_out:
                flush()
                hidden = number != b"0"
            elif word == b"plain" and not is_out:
                flush()
                shift, hidden = 0, False
            elif word in {b"footnote", b"annotation"} and not is_out:
                flush()
                notes.append(len(groups))
                pieces.append(" [")
            elif word in _SHIFTS and not is_out:
                flush()
                shift = _SHIFTS[word] if number != b"0" else 0
            elif word == b"uc" and number:
                n_fallback = max(0, min(int(number), 16))
            elif word == b"u" and number and not (is_out or hidden):
                flush()
                unit = int(number) & 0xFFFF
                if 0xD800 <= unit < 0xDC00:
                    high = unit
                elif 0xDC00 <= unit < 0xE000 and high is not None:
                    pieces.append(chr(0x10000 + (high - 0xD800 << 10) + (unit - 0xDC00)))
                    high = None
                else:
                    pieces.append(chr(unit))
                n_skip = n_fallback
            elif word in _WORDS and not (is_out or hidden):
                flush()
                pieces.append(_WORDS[word])
        elif code is not None:
            if n_skip:
                n_skip -= 1
            elif not (is_out or hidden):
                pending.append(int(code, 16))
        elif symbol is not None:
            is_star = symbol == b"*"
            if not (is_out or hidden) and symbol in _SYMBOLS:
                flush()
                pieces.append(_SYMBOLS[symbol])
            continue
        elif plain is not None and is_out and fields and fields[-1].says_from <= len(groups):
            fields[-1].says += plain.decode(encoding, "replace")
        elif plain is not None and not (is_out or hidden):
            if n_skip:
                dropped = min(n_skip, len(plain))
                plain, n_skip = plain[dropped:], n_skip - dropped
            pending.extend(plain)
        is_star = False
    flush()
    return "".join(pieces)

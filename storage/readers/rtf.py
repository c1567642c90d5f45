"""Rich Text Format: the words without the formatting (Microsoft's RTF specification 1.9.1)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.decoding import known_encoding
from storage.readers.grid import Cell
from storage.readers.links import LINK_FIELD, Links
from storage.readers.raised import lowered, one_stroke, raised, struck
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
_CELL_END, _ROW_END, _WITHIN = "\x1f", "\x1e", "\x1d"  # `_WITHIN`: a line ends in a cell
_WORDS = {
    b"par": "\n",
    b"sect": "\n\n",
    b"page": "\n\n",
    b"line": "\n",
    b"row": _ROW_END,
    b"tab": "\t",
    b"cell": _CELL_END,
    b"nestcell": " | ",
    b"nestrow": _WITHIN,
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
_STRIKES = frozenset(b"strike striked".split())
_EDGES = {
    edge + side: edge.decode().capitalize()
    for edge in (b"header", b"footer")
    for side in (b"", b"l", b"r", b"f")
}
_LINE_ENDS = frozenset(b"par sect page line".split())
_SHIFTS = {b"super": 1, b"sub": -1, b"nosupersub": 0}
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_MAX_DEPTH = 10_000
_SAME_EDGE = 40  # twips, 0.7 mm: edges of cells that are meant to be one


@dataclass(frozen=True, slots=True)
class _Shape:
    """A cell as a row defines it: where it ends, in twips, and whether it goes on from above or
    from the left."""

    end: int
    is_below: bool = False
    is_beside: bool = False


@dataclass(frozen=True, slots=True)
class _Marked:
    """Words with the marks of cells and rows behind them; of each row, in their order, how its
    cells are defined and where its first one begins, in twips."""

    text: str
    rows: tuple[tuple[int, tuple[_Shape, ...]], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()  # "Header" or "Footer", and its words


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
    marked = _marked(content)
    _add(marked, sections)
    for kind, words in dict.fromkeys(marked.beside):
        sections.add(_lines(words).strip(), {"heading_path": [kind]})
    sections.truncated |= cut
    said = _TITLE.search(content[:200_000])
    page = _CODE_PAGE.search(content[:10_000])
    title = _marked((page[0] if page else b"") + b" " + said[1]).text.strip() if said else None
    return sections.document(media_type, title=title)


def to_text(source: bytes) -> str:
    """The words of RTF source. Raises ReadError if its groups are nested absurdly."""
    return _lines(_marked(source).text.replace(f"{_CELL_END}{_ROW_END}", "\n"))


def _lines(text: str) -> str:
    return text.replace(_CELL_END, " | ").replace(_ROW_END, "\n").replace(_WITHIN, "\n")


def _add(marked: _Marked, sections: Sections) -> None:
    """Add the text and its tables. A table's first cell begins behind the last line before it."""
    block, text, n_rows = "", marked.text, 0
    while (first := text.find(_CELL_END)) >= 0:
        start = text.rfind("\n", 0, first) + 1
        end = text.rfind(_ROW_END, 0, _table_end(text, start)) + 1
        if end <= start:
            break
        block += text[:start]
        written = [
            row.removesuffix(_CELL_END).split(_CELL_END)
            for row in text[start:end].split(_ROW_END)[:-1]
        ]
        rows = _spread_rows(written, marked.rows[n_rows : n_rows + len(written)])
        n_rows += len(written)
        text = text[end:]
        if is_layout(rows):
            # A frame: cells of one line beside each other, others one after the other.
            marks = ("\n" if any(_WITHIN in words for words in row) else " | " for row in written)
            lines = (mark.join(row) for mark, row in zip(marks, written, strict=True))
            block += _lines("\n".join(lines)) + "\n"
            continue
        sections.add(block, {})
        last = block.strip().rpartition("\n")[2].strip()
        add_table(rows, sections, {}, caption=last if caption_in(last, above=True) else None)
        block = ""
    sections.add(block + _lines(text), {})


def _spread_rows(
    written: Sequence[Sequence[str]], shapes: Sequence[tuple[int, Sequence[_Shape]]]
) -> list[list[Cell]]:
    """The rows' cells in the columns that their edges make; as written where these don't fit."""
    said = [[" ".join(words.split()) for words in row] for row in written]
    fits = len(shapes) == len(said) and all(
        len(row) == len(cells) and cells for row, (_, cells) in zip(said, shapes, strict=True)
    )
    if not fits:
        return [[Cell(words) for words in row] for row in said]
    edges: list[int] = []
    for edge in sorted(
        {edge for left, cells in shapes for edge in (left, *(c.end for c in cells))}
    ):
        if not edges or edge - edges[-1] > _SAME_EDGE:
            edges.append(edge)
    rows: list[list[Cell]] = []
    above: dict[int, str] = {}  # by column
    for texts, (left, cells) in zip(said, shapes, strict=True):
        column = _column(edges, left)
        row = [Cell("", 1, column)] if column else []
        for text, cell in zip(texts, cells, strict=True):
            reached = max(_column(edges, cell.end), column)
            if cell.is_beside and row:
                row[-1] = Cell(row[-1].text, 1, row[-1].n_columns + reached - column)
            elif reached > column:
                words = above.get(column, "") if cell.is_below and not text else text
                above[column] = words
                row.append(Cell(words, 1, reached - column))
            column = reached
        rows.append(row)
    return rows


def _column(edges: Sequence[int], edge: int) -> int:
    """Number of the edge among those of the table, the nearest one."""
    at = bisect_left(edges, edge)
    if at == len(edges) or (at and edge - edges[at - 1] <= edges[at] - edge):
        at -= 1
    return at


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


def _marked(source: bytes) -> _Marked:
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
    groups: list[tuple[bool, int, int, str, bool, bool]] = []
    is_out, n_fallback, shift, hidden, is_struck = False, 1, 0, False, False
    # Open headers: depth, kind, pieces and rows before it, whether the paragraph stands in a cell.
    edges: list[tuple[int, str, int, int, bool]] = []
    beside: list[tuple[str, str]] = []
    n_skip = 0
    links = Links()
    fields: list[_Field] = []
    high: int | None = None  # the first half of a pair of surrogates
    is_star = False
    in_table = False  # whether the paragraph stands in a cell
    rows: list[tuple[int, tuple[_Shape, ...]]] = []
    left, shape = 0, _Shape(0)  # of the row that is being defined
    shapes: list[_Shape] = []
    at, end = 0, len(source)

    def flush() -> None:
        if pending:
            text = pending.decode(encoding, "replace")
            say(raised(text) if shift > 0 else lowered(text) if shift < 0 else text)
            pending.clear()

    def say(text: str) -> None:
        pieces.append(struck(text) if is_struck else text)

    while at < end:
        token = _TOKEN.match(source, at)
        assert token is not None  # the last alternative matches any byte
        at = token.end()
        word, number, code, symbol, brace, plain = token.groups()
        if brace == b"{":
            flush()
            groups.append((is_out, n_fallback, shift, encoding, hidden, is_struck))
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
            if edges and edges[-1][0] == len(groups):
                _, kind, n_before, n_rows, in_table = edges.pop()
                beside.append((kind, one_stroke("".join(pieces[n_before:]))))
                del pieces[n_before:], rows[n_rows:]
            is_out, n_fallback, shift, encoding, hidden, is_struck = (
                groups.pop() if groups else (False, 1, 0, own_encoding, False, False)
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
                shift, hidden, is_struck = 0, False, False
            elif word in _STRIKES and not is_out:
                flush()
                is_struck = number != b"0"
            elif word in _EDGES and not is_out:
                flush()
                edges.append((len(groups), _EDGES[word], len(pieces), len(rows), in_table))
                in_table = False
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
                    say(chr(0x10000 + (high - 0xD800 << 10) + (unit - 0xDC00)))
                    high = None
                else:
                    say(chr(unit))
                n_skip = n_fallback
            elif word == b"pard" and not is_out:
                in_table = False
            elif word == b"intbl" and not is_out:
                in_table = True
            elif word == b"trowd" and not is_out:
                left, shapes, shape = 0, [], _Shape(0)
            elif word == b"trleft" and number and not is_out:
                left = int(number)
            elif word in {b"clvmrg", b"clmrg"} and not is_out:
                is_below = word == b"clvmrg"
                shape = replace(shape, is_below=is_below or shape.is_below, is_beside=not is_below)
            elif word == b"cellx" and number and not is_out:
                shapes.append(replace(shape, end=int(number)))
                shape = _Shape(0)
            elif word in _LINE_ENDS and in_table and not (is_out or hidden):
                flush()
                pieces.append(_WITHIN)
            elif word in _WORDS and not (is_out or hidden):
                flush()
                pieces.append(_WORDS[word])
                if word == b"row":
                    rows.append((left, tuple(shapes)))
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
    return _Marked(one_stroke("".join(pieces)), tuple(rows), tuple(beside))

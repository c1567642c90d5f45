"""The text of a PDF's page, from PDFium's list of characters, each kept with its number there.

Reading a page and drawing boxes on it both go through `page_text`, so that they agree on offsets
to the code point. What cannot be seen on the page is left out, but for the text beneath a scan."""

from __future__ import annotations

import ctypes
import itertools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from storage.readers.pdf_accents import join_accents
from storage.readers.pdf_by_columns import in_rows
from storage.readers.pdf_carried import Columns, columns_at_foot, continued
from storage.readers.pdf_columns import Arrangement, Piece, blocks, is_level, line_numbers
from storage.readers.pdf_drawn import in_order
from storage.readers.pdf_extras import Beside, not_drawn
from storage.readers.pdf_letters import following as letters_together
from storage.readers.pdf_raised import join_initial, raise_exponents
from storage.readers.pdf_ruled import ruled_tables
from storage.readers.pdf_rules import Rule, Rules, joined_rules
from storage.readers.pdf_thai import mend_thai
from storage.readers.pdf_told import Builder, Stretch
from storage.readers.pdf_turned import Box, is_same_line, level_of, quarter_turns, upright
from storage.readers.pdf_upwards import names_over_columns
from storage.readers.sections import clean

_DIVIDING_HYPHENS = frozenset({0x02, 0xFFFE})  # PDFium's marks for a word divided at a line's end
_LINE_ENDS = frozenset({0x0A, 0x0D})
_CONTROL = frozenset(range(1, 0x20)) - _LINE_ENDS - {0x02, 0x09}  # what no text has
_OVER_RULE = 1.0  # points that a letter may reach over a rule
_FAR_GAP = 3.0  # of a line's height: between no letters of one word
_WIDE_GAP = 1.0  # of a line's height between two characters: another cell or column begins
_MAX_UNMAPPED = 0.3  # share of characters whose font does not say what they mean
_SAMPLE = 300  # characters whose fonts are asked
_MAX_ODD = 0.2  # share of characters that no text has: private use, replacement, unassigned
_MAX_WITHOUT_VOWEL = 0.18  # share of words; see `lacks_vowels`
_MIN_WORDS = 20
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]{4,}")
_VOWEL = re.compile(r"[aeiouy\u00e6\u00f8\u0131]", re.I)
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class PageText:
    """`text[i]` is drawn by PDFium's character `char_index[i]` (-1: made by us).

    `remarks` end the text: what stands beside the page. `foot` is the table that it ends with."""

    text: str
    char_index: list[int]
    remarks: str = ""
    is_garbled: bool = False
    foot: Columns | None = None

    @property
    def printed(self) -> str:
        return self.text.removesuffix(self.remarks) if self.remarks else self.text


@dataclass(slots=True)
class _Line:
    """Characters of one of PDFium's lines, with their numbers. `divided`: its last word goes on
    in the next line, and the hyphen is not among the characters."""

    chars: list[str] = field(default_factory=list)
    indexes: list[int] = field(default_factory=list)
    divided: bool = False
    turned: int | None = 0


def page_text(
    textpage: Any,
    beside: Sequence[Beside] = (),
    *,
    rules: Sequence[Box] = (),
    hidden: frozenset[int] = frozenset(),
    n_printed: int | None = None,
    above: Columns | None = None,
) -> PageText:
    """The page's text without the characters in `hidden`; `rules` are the lines drawn on it, which
    divide the cells of tables. What stands beside the page and isn't
    told by it follows after a blank line. The characters from number `n_printed` on were written
    on top (filled fields), and are told where they stand. `above` is the table at the foot of the
    page before.

    Line ends become `\\n`, words divided at line ends are joined, control characters go."""
    n_chars = raw.FPDFText_CountChars(textpage)
    if n_chars < 0:
        raise pdfium.PdfiumError("no characters")
    handle = textpage.raw
    codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(n_chars)]
    told = _put_together(handle, list(_lines(codes, hidden)))
    lines = [level for line in told for level in _apart(handle, line)]
    for line in lines:
        join_initial(handle, line.chars, line.indexes)
        join_accents(handle, line.chars, line.indexes)
        mend_thai(handle, line.chars, line.indexes)
        raise_exponents(handle, line.chars, line.indexes)
    ruled = {turned: joined_rules(rules, turned) for turned in {line.turned for line in lines}}
    stretches = [
        stretch
        for number, line in enumerate(lines)
        for stretch in _stretches(handle, number, line, ruled[line.turned])
    ]
    if n_printed is not None:
        stretches = _in_their_places(stretches, n_printed)
    stretches = _with_names_upwards(stretches, ruled.get(0))
    builder = Builder()
    foot: Columns | None = None
    if stretches:
        # Lines that are turned otherwise have nothing beside them.
        for turned, group in itertools.groupby(stretches, key=lambda stretch: stretch.turned):
            held = above if above is not None and above.turned == turned else None
            foot = _add_alike(builder, list(group), ruled[turned], held)
            above = None  # what is turned otherwise begins anew
    remarks = "\n".join(not_drawn(beside, "".join(builder.chars)))
    if remarks:
        builder.put(("\n\n" if builder.chars else "") + remarks)
    n_lost = sum(code in _CONTROL for at, code in enumerate(codes) if at not in hidden)
    is_garbled = _is_garbled(handle, lines, n_lost)
    return PageText("".join(builder.chars), builder.indexes, remarks, is_garbled, foot)


def _add_alike(
    builder: Builder, stretches: Sequence[Stretch], rules: Rules, above: Columns | None
) -> Columns | None:
    """What is turned alike: ruled tables whole, where the first of their words was drawn. Returns
    the table at its foot."""
    counted = line_numbers([stretch.piece for stretch in stretches])
    alike = [stretch for at, stretch in enumerate(stretches) if at not in counted]
    alike = [alike[at] for at in in_order([stretch.piece for stretch in alike])]
    alike = [alike[at] for at in in_rows([stretch.piece for stretch in alike])]
    pieces = [stretch.piece for stretch in alike]
    tables = ruled_tables(pieces, rules, above)
    table_of = {at: table for table in tables for at in table.places}
    waiting: list[Stretch] = []
    foot: Columns | None = None

    def flush() -> None:
        nonlocal above, foot
        held = [stretch.piece for stretch in waiting]
        found = blocks(held)
        if above is not None and held:
            found = continued(held, found, above)
        for block in found:
            builder.add(block, waiting)
        for block in found:
            if block.arrangement is not Arrangement.LINES:  # as the page's number below a table is
                foot = columns_at_foot(held, block, above)
                above = None
        waiting.clear()

    for at, stretch in enumerate(alike):
        table = table_of.get(at)
        if table is None:
            waiting.append(stretch)
        elif table in tables:
            tables.remove(table)
            flush()
            builder.add_ruled(table, alike)
            foot, above = table.columns, None
    flush()
    turned = stretches[0].turned
    return replace(foot, turned=turned) if foot is not None else None


def _with_names_upwards(stretches: list[Stretch], rules: Rules | None) -> list[Stretch]:
    """Names of columns that run upwards as cells of the upright table below them, where they stand
    in one: a chart has lines and words too."""
    turned = [stretch.turned for stretch in stretches]
    if rules is None or 0 not in turned or not {1, 3} & set(turned):
        return stretches
    names = names_over_columns([stretch.piece for stretch in stretches], turned, rules)
    level = [at for at, turns in enumerate(turned) if turns == 0 or at in names] if names else []
    pieces = [names.get(at, stretches[at].piece) for at in level]
    in_tables = {level[at] for table in ruled_tables(pieces, rules) for at in table.places}
    return [
        replace(stretch, piece=names[at], baseline=names[at].y0, turned=0)
        if at in names and at in in_tables
        else stretch
        for at, stretch in enumerate(stretches)
    ]


def _in_their_places(stretches: Sequence[Stretch], n_printed: int) -> list[Stretch]:
    """What was written on top behind the piece to the left of it, where there is one."""
    placed = [stretch for stretch in stretches if stretch.indexes[0] < n_printed]
    for late in (stretch for stretch in stretches if stretch.indexes[0] >= n_printed):
        left = [
            (late.piece.x0 - near.piece.x1, place)
            for place, near in enumerate(placed)
            if is_level(near.piece, late.piece)
        ]
        placed.insert(min(left)[1] + 1 if left else len(placed), late)
    return placed


def _lines(codes: Sequence[int], hidden: frozenset[int]) -> Iterator[_Line]:
    line = _Line()
    index = 0
    n_chars = len(codes)
    while index < n_chars:
        code = codes[index]
        if code in _LINE_ENDS or code in _DIVIDING_HYPHENS:
            line.divided = code in _DIVIDING_HYPHENS
            index += 1
            while line.divided and index < n_chars and codes[index] in _LINE_ENDS:
                index += 1
            if line.chars:
                yield line
            line = _Line()
            continue
        step = 1
        if 0xD800 <= code < 0xDC00 and index + 1 < n_chars and 0xDC00 <= codes[index + 1] < 0xE000:
            code = 0x10000 + (code - 0xD800 << 10) + (codes[index + 1] - 0xDC00)
            step = 2
        char = chr(code) if code < 0x110000 else ""
        if not 0x20 <= code < 0x7F:  # by far the most are
            char = clean(char)
        if char and char != "\n" and index not in hidden:
            line.chars.append(char)
            line.indexes.append(index)
        index += step
    if line.chars:
        yield line


def _put_together(handle: Any, lines: Sequence[_Line]) -> Iterator[_Line]:
    """The lines, those whose letters PDFium tells one by one put together."""
    for group in letters_together(handle, lines, lambda line: line.indexes):
        whole = group[0][0]
        for line, is_apart in group[1:]:
            if is_apart and not (whole.chars[-1].isspace() or line.chars[0].isspace()):
                whole.chars.append(" ")
                whole.indexes.append(-1)
            whole.chars.extend(line.chars)
            whole.indexes.extend(line.indexes)
            whole.divided = line.divided
        yield whole


def _apart(handle: Any, line: _Line) -> Iterator[_Line]:
    """The line as it is where it is level. PDFium tells lines that run up or down the page, or
    that stand beside others, in one: they are parted at words that are turned otherwise or stand
    on another level."""
    starts = [
        place
        for place, char in enumerate(line.chars)
        if not char.isspace() and (place == 0 or line.chars[place - 1].isspace())
    ]
    turns = [quarter_turns(handle, line.indexes[place]) for place in starts]
    if not any(turn != 0 for turn in turns):
        yield from _in_rows(handle, line, starts)
        return
    parts: list[_Line] = []
    begin = 0
    for number in range(1, len(starts) + 1):
        if number < len(starts):
            before, here = (line.indexes[starts[at]] for at in (number - 1, number))
            turn = turns[number]
            if turn == turns[number - 1] and (
                turn in (0, None) or is_same_line(handle, before, here, turn)
            ):
                continue
        end = starts[number] if number < len(starts) else len(line.chars)
        divided = line.divided and number == len(starts)
        while end > begin and line.chars[end - 1].isspace():
            end -= 1
        chars, indexes = line.chars[begin:end], line.indexes[begin:end]
        parts.append(_Line(chars, indexes, divided, turns[number - 1]))
        begin = starts[number] if number < len(starts) else end
    # Upside down PDFium tells the words of a line from its end.
    yield from reversed(parts) if all(part.turned == 2 for part in parts) else parts


def _in_rows(handle: Any, line: _Line, starts: Sequence[int]) -> Iterator[_Line]:
    """A level line as it is, or the lines that PDFium tells in one where the next begins with a
    single figure or letter, as rows of a table do."""
    first = 0
    for start in starts:
        before = start - 1
        while before >= first and line.chars[before].isspace():
            before -= 1
        if before >= first and _begins_below(handle, line.indexes[before], line.indexes[start]):
            yield _Line(line.chars[first : before + 1], line.indexes[first : before + 1])
            first = start
    yield line if first == 0 else _Line(line.chars[first:], line.indexes[first:], line.divided)


def _begins_below(handle: Any, before: int, here: int) -> bool:
    """Whether a character stands to the left of the one before it, and wholly below it."""
    rect = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(handle, before, rect):
        return False
    left, bottom = rect.left, rect.bottom
    if not raw.FPDFText_GetLooseCharBox(handle, here, rect):
        return False
    return bool(rect.left < left and rect.top <= bottom)


def _stretches(handle: Any, number: int, line: _Line, rules: Rules) -> Iterator[Stretch]:
    """The line taken apart at its wide gaps, and at rules that stand in it."""
    rect = raw.FS_RECTF()
    boxes: list[Box | None] = []
    box_of = raw.FPDFText_GetLooseCharBox
    blank = [char.isspace() for char in line.chars]
    last = len(blank) - 1
    # Gaps are only looked for at blanks, which PDFium puts where there is one. It puts none between
    # cells that nearly touch.
    joints = _joints(handle, line, blank) if rules.upright else frozenset()
    for place, index in enumerate(line.indexes):
        is_edge = place in (0, last) or blank[place - 1] or blank[place + 1]
        told = (
            (is_edge or place in joints or place + 1 in joints)
            and not blank[place]
            and box_of(handle, index, rect)
        )
        box = (rect.left, rect.bottom, rect.right, rect.top)
        boxes.append(upright(box, line.turned) if told else None)
    first = next((n for n, box in enumerate(boxes) if box is not None), None)
    if first is None:
        return
    cuts = _cuts(line.chars, boxes, rules.upright, joints) if line.turned is not None else []
    for start, end in itertools.pairwise([0, *cuts, len(boxes)]):
        seen = [box for box in boxes[start:end] if box is not None]
        if not seen:
            continue
        index = line.indexes[next(n for n in range(start, end) if boxes[n] is not None)]
        baseline = level_of(handle, index, line.turned)
        is_last = end == len(boxes)
        while end > start and line.chars[end - 1].isspace():
            end -= 1
        piece = Piece(
            "".join(line.chars[start:end]).strip(),
            min(box[0] for box in seen),
            min(box[1] for box in seen),
            max(box[2] for box in seen),
            max(box[3] for box in seen),
            _is_bold(handle, index),
        )
        yield Stretch(
            piece,
            line.chars[start:end],
            line.indexes[start:end],
            line.divided and is_last,
            baseline,
            number,
            line.turned,
        )


def _joints(handle: Any, line: _Line, blank: Sequence[bool]) -> frozenset[int]:
    """Places of the characters that were drawn apart from the one they follow without a blank."""
    drawn_by = [_address(raw.FPDFText_GetTextObject(handle, at)) for at in line.indexes]
    return frozenset(
        place
        for place in range(1, len(blank))
        if not (blank[place] or blank[place - 1]) and drawn_by[place] != drawn_by[place - 1]
    )


def _cuts(
    chars: Sequence[str],
    boxes: Sequence[Box | None],
    standing: Sequence[Rule],
    joints: frozenset[int],
) -> list[int]:
    """Where a wide gap ends, or one in which a rule stands. Letter-spaced words have a gap after
    each letter: no cut there, unless it is wider than any such."""
    blank = [char.isspace() for char in chars]
    wide: list[int] = []
    sure: list[int] = []
    held: Box | None = None
    for place, box in enumerate(boxes):
        if box is None:
            continue
        if held is not None and (blank[place - 1] or place in joints):
            height = min(held[3] - held[1], box[3] - box[1])
            gap = box[0] - held[2]
            is_far = blank[place - 1] and gap > _FAR_GAP * height > 0 and chars[place].isalnum()
            if is_far or _stands_between(standing, held, box):
                sure.append(place)
            elif blank[place - 1] and gap > _WIDE_GAP * height > 0:
                wide.append(place)
        held = box
    n_letters = len(blank) - sum(blank)
    return sorted(sure + wide) if 3 * len(wide) <= n_letters else sure


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _stands_between(standing: Sequence[Rule], left: Box, right: Box) -> bool:
    """Whether one of the rules, which come by their places, divides the two characters."""
    middle = (max(left[1], right[1]) + min(left[3], right[3])) / 2
    at = bisect_left(standing, left[2] - _OVER_RULE, key=lambda rule: rule.at)
    while at < len(standing) and standing[at].at <= right[0] + _OVER_RULE:
        if standing[at].start <= middle <= standing[at].end:
            return True
        at += 1
    return False


def _is_bold(handle: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(handle, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    n_bytes = raw.FPDFText_GetFontInfo(handle, index, name, len(name), ctypes.c_int())
    return 0 < n_bytes <= len(name) and b"bold" in name.value.lower()


def _is_garbled(handle: Any, lines: Sequence[_Line], n_lost: int) -> bool:
    """Whether the text says nothing, because its fonts don't tell what their glyphs mean. `n_lost`
    more characters were told as control characters."""
    chars = [
        (char, index)
        for line in lines
        for char, index in zip(line.chars, line.indexes, strict=True)
        if not char.isspace()
    ]
    n_odd = sum(char > "\ud7ff" and is_odd(char) for char, _ in chars) + n_lost
    if n_odd > _MAX_ODD * (len(chars) + n_lost):
        return True
    if not chars:
        return False
    sample = chars[:: max(1, len(chars) // _SAMPLE)]
    n_unmapped = sum(raw.FPDFText_HasUnicodeMapError(handle, index) == 1 for _, index in sample)
    return n_unmapped > _MAX_UNMAPPED * len(sample) or lacks_vowels(
        " ".join("".join(line.chars) for line in lines)
    )


def lacks_vowels(text: str) -> bool:
    """Whether many words of Latin letters have no vowel, as where each glyph has another's code.

    The limit was set by the frequency of letters in English and tried on one shifted text;
    languages with few vowels were not tried."""
    words = _LATIN_WORD.findall(text)
    if len(words) < _MIN_WORDS:
        return False
    n_without = sum(not _VOWEL.search(unicodedata.normalize("NFD", word)) for word in words)
    return n_without > _MAX_WITHOUT_VOWEL * len(words)


def is_odd(char: str) -> bool:
    """A character that no text has: of private use, a replacement, unassigned."""
    code = ord(char)
    return 0xE000 <= code < 0xF900 or code == 0xFFFD or code >= 0xF0000

"""Lines of text found in a picture, in the order in which they are read. Pure.

What is done for the glyphs of a PDF holds for what was read in pictures too: columns of prose one
after the other, rows of a table kept, with the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import TextLine
from storage.readers.form_fields import labels_above
from storage.readers.line_ends import HYPHENS, join_lines
from storage.readers.pdf_columns import Arrangement, Block, Piece, blocks

Box = tuple[float, float, float, float]

_SMALL_PRINT_PX = 20.0  # lines this low lose letters when they are read
_WORTH_ENLARGING = 0.8
_ONE_LEVEL = 0.6  # share of the pixels
# Two lines of one paragraph, in heights of the first; see docs/quality.md, "Lines in pictures".
_BELOW = 1.2  # the gap between them, at most
_IN_LINE = 0.8  # how far apart they begin, at most
_ALIKE = 1.4  # times the height of the other
_FULL = 0.9  # of the width of the column
_OPENING = "\"'“„«(‘ "
_LEAST_CHARS = 20  # of a full line of prose


class TableRow(TextLine):
    """A row of a table or of a list of names and values; it stands by itself."""

    __slots__ = ()


def readable(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines without those that were found and could not be read."""
    return [line for line in lines if line.text.strip()]


def n_unread(lines: Sequence[TextLine]) -> int:
    return sum(not line.text.strip() for line in lines)


def arranged(lines: Sequence[TextLine], width: int, height: int) -> list[TextLine]:
    """Readable lines of a picture of so many pixels, in the order in which they are read: a row
    of a table, or of several pieces, is one line."""
    kept = readable(lines)
    if not kept or (kept[0].level is None and _are_turned(kept, width, height)):
        return kept
    kept = _labelled(kept, width, height)
    pieces = [_piece(line, width, height) for line in kept]
    return [whole for block in blocks(pieces) for whole in _lines(block, kept)]


def _piece(line: TextLine, width: int, height: int) -> Piece:
    x0, y0, x1, y1 = line.level or (
        line.bbox[0] * width,
        line.bbox[1] * height,
        line.bbox[2] * width,
        line.bbox[3] * height,
    )
    return Piece(line.text.strip(), x0, -y1, x1, -y0)


def _labelled(lines: Sequence[TextLine], width: int, height: int) -> list[TextLine]:
    """A value with the label that stands above it is one line, in the place of the value."""
    labels = labels_above([_piece(line, width, height) for line in lines])
    made: list[TextLine] = []
    for at, line in enumerate(lines):
        if at in labels:
            label = lines[labels[at]]
            text = f"{label.text.strip().rstrip(':')}: {line.text.strip()}"
            made.append(_united([label, line], text))
        elif at not in labels.values():
            made.append(line)
    return made


def _are_turned(lines: Sequence[TextLine], width: int, height: int) -> bool:
    """Whether most of the lines run up or down the picture as it is stored."""
    n_tall = sum(
        (line.bbox[3] - line.bbox[1]) * height > (line.bbox[2] - line.bbox[0]) * width
        for line in lines
        if len(line.text) > 2
    )
    return 2 * n_tall > len(lines)


def _lines(block: Block, lines: Sequence[TextLine]) -> list[TextLine]:
    names = [" ".join(lines[at].text.strip() for at in cell).rstrip(":") for cell in block.rows[0]]
    made: list[TextLine] = []
    is_table = block.arrangement is Arrangement.TABLE
    is_wide = is_table and len(names) > 2
    for number, row in enumerate(block.rows):
        named = block.has_names and number > 0
        held = [lines[at] for cell in row for at in cell]
        cells = [" ".join(lines[at].text.strip() for at in cell) for cell in row]
        words = [
            f"{name}: {cell}" if named else cell
            for name, cell in zip(names if named else cells, cells, strict=True)
            if cell or (is_wide and not named)  # an empty cell keeps its place
        ]
        if len(held) == 1 and not is_table:
            made.append(held[0])
            continue
        between = "; " if named else " | " if is_wide else " "
        made.append(_united(held, between.join(words), TableRow if is_table else TextLine))
    return made


def _united(lines: Sequence[TextLine], text: str, kind: type[TextLine] = TextLine) -> TextLine:
    return kind(
        text,
        _around([line.bbox for line in lines]),
        min(line.confidence for line in lines),
        _around([line.level for line in lines if line.level]) if lines[0].level else None,
    )


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _box(line: TextLine) -> Box:
    """In pixels, or as shares of the picture: the same for all of a picture."""
    return line.level or line.bbox


def written(lines: Sequence[TextLine]) -> str:
    """The lines as text: what runs on is joined, words broken at a line's end are mended, and what
    stands by itself (rows of a list, of a receipt, of a sign) keeps its line."""
    return placed(lines)[0]


def placed(lines: Sequence[TextLine]) -> tuple[str, list[tuple[int, TextLine]]]:
    """The lines as text, and where in it each begins."""
    lines = readable(lines)
    places: list[tuple[int, TextLine]] = []
    text = ""
    held: TextLine | None = None
    for line in lines:
        piece = line.text.strip()
        if held is None:
            text = piece
        elif isinstance(line, TableRow) or isinstance(held, TableRow):
            text = f"{text}\n{piece}"
        elif text[-1] in HYPHENS or _goes_on(held, line, lines):
            text = join_lines(text, piece)
        else:
            text = f"{text}\n{piece}"
        places.append((len(text) - len(piece), line))
        held = line
    return text, places


def _goes_on(line: TextLine, following: TextLine, lines: Sequence[TextLine]) -> bool:
    """Whether a sentence runs from a line into the next one: that begins small, or its first word
    had no room left in a column of which another line is full, too."""
    last = line.text.rstrip()[-1:]
    if last in ".!?。！？":
        return False
    (x0, y0, x1, y1), (next_x0, next_y0, _, next_y1) = _box(line), _box(following)
    height, next_height = y1 - y0, next_y1 - next_y0
    if next_y0 - y1 > _BELOW * min(height, next_height):
        return False
    if following.text.lstrip(_OPENING)[:1].islower():
        return True
    ends_anyhow = last == ":" or any(char.isdigit() for char in line.text.split()[-1])
    is_short = len(line.text) < _LEAST_CHARS
    is_alike = max(height, next_height) < _ALIKE * min(height, next_height)
    if is_short or ends_anyhow or not is_alike:
        return False
    column = [box for box in map(_box, lines) if abs(box[0] - x0) <= _IN_LINE * height]
    if abs(next_x0 - x0) > _IN_LINE * height:
        return False
    end = max(box[2] for box in column)
    n_full = sum(box[2] - x0 >= _FULL * (end - x0) for box in column)
    first_word = (len(following.text.split()[0]) + 1) * (x1 - x0) / len(line.text)
    return n_full > 1 and end - x1 < first_word


def groups(lines: Sequence[TextLine], chars: int) -> list[list[TextLine]]:
    """Lines in order, in groups of about so many characters: a passage each."""
    grouped: list[list[TextLine]] = []
    held = chars
    for line in readable(lines):
        if held >= chars:
            grouped.append([])
            held = 0
        grouped[-1].append(line)
        held += len(line.text)
    return grouped


def wants_larger(lines: Sequence[TextLine], shown: tuple[int, int], scale: float) -> bool:
    """Whether a picture that was shown at (height, width) pixels, reduced by `scale`, should be
    read again larger: small print, or writing that could not be read."""
    if scale > _WORTH_ENLARGING or not lines:
        return False
    height, width = shown
    low = [
        min((line.bbox[3] - line.bbox[1]) * height, (line.bbox[2] - line.bbox[0]) * width)
        < _SMALL_PRINT_PX
        for line in lines
    ]
    return sum(low) > len(lines) / 4 or n_unread(lines) > len(lines) / 4


def looks_drawn(rgb: NDArray[np.uint8]) -> bool:
    """Whether most of a picture is of one brightness, as paper, screens and drawings are."""
    step = max(1, max(rgb.shape[:2]) // 400)
    levels = np.bincount((rgb[::step, ::step].mean(2) // 16).astype(np.int64).ravel())
    return bool(levels.max() > _ONE_LEVEL * levels.sum())

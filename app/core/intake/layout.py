"""Lines of text found in a picture, in the order in which they are read. Pure.

What is done for the glyphs of a PDF holds for what was read in pictures too: columns of prose one
after the other, rows of a table kept, with the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.protocols import TextLine
from storage.readers.line_ends import HYPHENS, join_lines
from storage.readers.pdf_columns import Arrangement, Block, Piece, blocks

Box = tuple[float, float, float, float]

_SMALL_PRINT_PX = 20.0  # lines this low lose letters when they are read
_WORTH_ENLARGING = 0.8
_ONE_LEVEL = 0.6  # share of the pixels
_FULL_LINE = 0.75  # of the widest: a line that the next one goes on from


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
        made.append(
            (TableRow if is_table else TextLine)(
                between.join(words),
                _around([line.bbox for line in held]),
                min(line.confidence for line in held),
                _around([line.level for line in held if line.level]) if held[0].level else None,
            )
        )
    return made


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _length(line: TextLine) -> float:
    """How long a line is, in pixels or as a share of the picture: the same for all of a picture."""
    x0, _, x1, _ = line.level or line.bbox
    return x1 - x0


def written(lines: Sequence[TextLine]) -> str:
    """The lines as text: what runs on is joined, words broken at a line's end are mended, and what
    stands by itself (rows of a list, a receipt) keeps its line."""
    lines = readable(lines)
    widest = max((_length(line) for line in lines), default=0.0)
    text = ""
    held: TextLine | None = None
    for line in lines:
        piece = line.text.strip()
        if held is None:
            text = piece
        elif isinstance(line, TableRow) or isinstance(held, TableRow):
            text = f"{text}\n{piece}"
        elif text[-1] in HYPHENS or _goes_on(held, line, widest):
            text = join_lines(text, piece)
        else:
            text = f"{text}\n{piece}"
        held = line
    return text


def _goes_on(line: TextLine, following: TextLine, widest: float) -> bool:
    first = next((char for char in following.text if char.isalpha()), "")
    ends = line.text.rstrip()[-1:] in ".!?。！？"
    if not ends and first.islower():
        return True
    is_amount = any(char.isdigit() for char in line.text.split()[-1])
    return _length(line) >= _FULL_LINE * widest and not ends and not is_amount


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

"""The lines that a PDF's page draws level or upright: rules of tables, edges of frames, fills."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from storage.readers.pdf_turned import Box, upright

_MAX_DEPTH = 4
_MAX_PATHS = 20_000  # looked at a page: a map or a plan has more, and no tables
_MAX_SEGMENTS = 40_000
_MAX_RULES = 1_500  # of each direction, once joined
_SLOPE = 0.5  # points that a level line may rise
_SAME = 2.0  # points between the two edges of one rule, or two rules drawn over each other
_GAP = 4.0  # points between the dashes of one rule
_SHORTEST = 8.0  # points: as high as a line of small print
_Matrix = tuple[float, float, float, float, float, float]
_UNCHANGED: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line from `start` to `end` at `at`: y of a level one, x of an upright one. PDF units."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Each by its place, then by its start."""

    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()


def drawn_rules(page: Any) -> list[Box]:
    """Level and upright lines of the page as flat boxes (x0, y0, x1, y1); [] where there are so
    many that the page is a drawing."""
    found: list[Box] = []
    n_segments = 0
    wanted = [raw.FPDF_PAGEOBJ_PATH]
    for n_paths, path in enumerate(page.get_objects(filter=wanted, max_depth=_MAX_DEPTH)):
        n_here = max(0, raw.FPDFPath_CountSegments(path.raw))
        n_segments += n_here
        if n_paths >= _MAX_PATHS or n_segments > _MAX_SEGMENTS:
            return []
        if _is_drawn(path.raw):
            found.extend(_edges(path, n_here))
    return found


def joined_rules(boxes: Iterable[Box], turned: int | None) -> Rules:
    """The rules as lines turned by so many quarters see them, pieces of one rule joined."""
    level: list[Rule] = []
    standing: list[Rule] = []
    for box in boxes if turned is not None else ():
        x0, y0, x1, y1 = upright(box, turned)
        if x1 - x0 >= y1 - y0:
            level.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            standing.append(Rule((x0 + x1) / 2, y0, y1))
    if max(len(level), len(standing)) > _MAX_SEGMENTS:
        return Rules()
    joined = Rules(tuple(_joined(level)), tuple(_joined(standing)))
    return joined if max(len(joined.level), len(joined.upright)) <= _MAX_RULES else Rules()


def _is_drawn(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke):
        return False
    return bool(fill.value != raw.FPDF_FILLMODE_NONE or stroke.value)


def _edges(path: Any, n_segments: int) -> Iterator[Box]:
    matrix = _on_page(path)
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    last: tuple[float, float] | None = None
    for number in range(n_segments):
        segment = raw.FPDFPath_GetPathSegment(path.raw, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = _placed(matrix, x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _straight(last, here)
        last = here
        if raw.FPDFPathSegment_GetClose(segment) and first is not None:
            yield from _straight(here, first)
            last = first


def _straight(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    width, height = abs(one[0] - other[0]), abs(one[1] - other[1])
    if min(width, height) <= _SLOPE < max(width, height):
        yield (
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[0], other[0]),
            max(one[1], other[1]),
        )


def _on_page(path: Any) -> _Matrix:
    """From the path's own coordinates to those of the page, out of the forms that it lies in."""
    matrix = _matrix_of(path.raw)
    within = path.container
    while within is not None:
        matrix = _product(matrix, _matrix_of(within.raw))
        within = within.container
    return matrix


def _matrix_of(found: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(found, matrix):
        return _UNCHANGED
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _product(one: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = one
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        *_placed(then, e, f),
    )


def _placed(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _joined(rules: Sequence[Rule]) -> Iterator[Rule]:
    level: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if level and rule.at - level[0].at > _SAME:
            yield from _end_to_end(level)
            level = []
        level.append(rule)
    yield from _end_to_end(level)


def _end_to_end(level: Sequence[Rule]) -> Iterator[Rule]:
    """Rules at one place joined where they touch or nearly do; what stays short is left out."""
    held: Rule | None = None
    for rule in sorted(level, key=lambda rule: rule.start):
        if held is not None and rule.start - held.end <= _GAP:
            held = Rule(held.at, held.start, max(held.end, rule.end))
            continue
        if held is not None and held.end - held.start >= _SHORTEST:
            yield held
        held = rule
    if held is not None and held.end - held.start >= _SHORTEST:
        yield held

"""DrawingML, which Word, PowerPoint and Excel share: paragraphs, text boxes, charts, pictures.

ECMA-376 part 1, sections 20 and 21."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

from storage.readers.archive import Archive, attribute, local
from storage.readers.docx_numbers import written
from storage.readers.equations import linear
from storage.readers.grid import Cell
from storage.readers.number_formats import displayed
from storage.readers.raised import lowered, one_stroke, raised, struck
from storage.readers.sections import Sections, clean
from storage.readers.table_shape import is_form
from storage.readers.tables import add_table
from storage.records import Locator

_MAX_POINTS = 2_000  # of one series
_FILE_NAME = re.compile(
    r"(?:[a-z]:|https?:|file:)?[\\/].*|.{1,200}\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|svg|emf|wmf|heic)",
    re.I,
)


def paragraphs(root: Any) -> Iterator[str]:
    """The words of each paragraph below `root`, empty ones left out, behind the number that the
    program draws before them."""
    counts: dict[int, int] = {}  # by level of the list: its last number
    for paragraph in root.iter():
        name = local(paragraph)
        if name in {"txBody", "txBodyPr"}:
            counts.clear()
        if name == "p":
            text = paragraph_text(paragraph)
            if text.strip():
                yield _number(paragraph, counts) + text


def _number(paragraph: Any, counts: dict[int, int]) -> str:
    """`3. ` before an entry of a numbered list; counting ends where another paragraph stands."""
    properties = next((part for part in paragraph if local(part) == "pPr"), None)
    said = (attribute(properties, "lvl") or "0") if properties is not None else "0"
    level = int(said) if said.isdigit() else 0
    for inner in [one for one in counts if one > level]:
        del counts[inner]
    mark = next(
        (
            part
            for part in (properties if properties is not None else ())
            if local(part) == "buAutoNum"
        ),
        None,
    )
    if mark is None:
        counts.pop(level, None)
        return ""
    start = attribute(mark, "startAt") or "1"
    number = counts[level] + 1 if level in counts else int(start) if start.isdigit() else 1
    counts[level] = number
    kind = attribute(mark, "type") or "arabicPeriod"
    case = "upper" if "Uc" in kind else "lower"
    forms = {"alpha": f"{case}Letter", "roman": f"{case}Roman"}
    text = written(number, forms.get(kind[:5], "decimal"))
    ends = {"ParenBoth": f"({text}) ", "ParenR": f"{text}) ", "Plain": f"{text} "}
    return next((form for end, form in ends.items() if kind.endswith(end)), f"{text}. ")


def paragraph_text(paragraph: Any) -> str:
    """A paragraph's words, raised and lowered letters kept apart from what they stand beside."""
    pieces: list[str] = []
    for element in paragraph:
        name = local(element)
        if name in {"r", "fld"}:
            pieces.append(_run(element))
        elif name == "br":
            pieces.append("\n")
        elif name in {"oMath", "oMathPara", "m"}:
            pieces.append(linear(element))
        elif name == "AlternateContent":
            choice = next((child for child in element if local(child) == "Choice"), None)
            if choice is not None:
                pieces.append(paragraph_text(choice))
    return one_stroke("".join(pieces))


def _run(run: Any) -> str:
    text = ""
    shift = 0
    is_struck = False
    for element in run:
        name = local(element)
        if name == "rPr":
            said = attribute(element, "baseline") or "0"
            shift = int(said) if said.lstrip("-").isdigit() else 0
            is_struck = attribute(element, "strike") in {"sngStrike", "dblStrike"}
        elif name == "t":
            text += element.text or ""
        elif name == "tab":
            text += "\t"
    text = raised(text) if shift > 0 else lowered(text) if shift < 0 else text
    return struck(text) if is_struck else text


def described(properties: Any) -> str:
    """What a picture shows in the words of its author, in brackets; "" where nothing is said
    but the name of the picture's file, which programs fill in."""
    text = " ".join(clean(attribute(properties, "descr") or "").split())
    return f"[{text}]" if text and not _FILE_NAME.fullmatch(text) else ""


def table_cells(table: Any) -> list[list[Cell]]:
    """The rows of a drawn table; a first row that is marked as such holds names. Programs mark it
    by themselves, so the mark says nothing where two columns look like a filled form."""
    is_named = any(
        local(part) == "tblPr" and attribute(part, "firstRow") in {"1", "true"} for part in table
    )
    rows: list[list[Cell]] = []
    for row in table:
        if local(row) != "tr":
            continue
        cells: list[Cell] = []
        for cell in row:
            if local(cell) != "tc" or attribute(cell, "hMerge") in {"1", "true"}:
                continue
            text = " ".join(" ".join(paragraphs(cell)).split())
            above = _above(rows, sum(one.n_columns for one in cells))
            if attribute(cell, "vMerge") in {"1", "true"} and above is not None:
                text = above.text
            span = attribute(cell, "gridSpan") or "1"
            n_columns = int(span) if span.isdigit() else 1
            cells.append(Cell(text, 1, n_columns, is_named and not rows))
        rows.append(cells)
    if is_named and is_form([(row[0].text, row[1].text) for row in rows if len(row) == 2]):
        return [[replace(cell, is_name=False) for cell in row] for row in rows]
    return rows


def _above(rows: list[list[Cell]], column: int) -> Cell | None:
    """The cell of the last row that covers the column."""
    at = 0
    for cell in rows[-1] if rows else ():
        if at <= column < at + cell.n_columns:
            return cell
        at += cell.n_columns
    return None


def add_chart(root: Any, sections: Sections, locator: Locator) -> None:
    """A chart as a table: a row for each category, a column for each series, below its title."""
    title = ""
    axes: list[str] = []
    series: list[tuple[str, list[str], list[str]]] = []
    for element in root.iter():
        name = local(element)
        if name == "title":
            text = " ".join(" ".join(paragraphs(element)).split())
            if local(element.getparent()) == "chart":
                title = title or text
            elif text:
                axes.append(text)
        elif name == "ser":
            parts = {local(part): part for part in element}
            said = " ".join(_cached(parts.get("tx")))
            labels = _cached(parts.get("cat")) or _cached(parts.get("xVal"))
            values = _cached(parts.get("val")) or _cached(parts.get("yVal"))
            series.append((said, labels, values))
    caption = f"Chart: {title}" if title else "Chart"
    if title or axes:
        text = caption + (f" ({'; '.join(axes)})" if axes else "")
        sections.add(text, locator)
    if not any(values for _, _, values in series):
        return  # they lie in the sheet, which is read by itself
    labels = next((labels for _, labels, _ in series if labels), [])
    names = [Cell("", is_name=True)] + [
        Cell(said or f"Series {number}", is_name=True)
        for number, (said, _, _) in enumerate(series, start=1)
    ]
    rows = [names]
    for at in range(max(len(values) for _, _, values in series)):
        label = labels[at] if at < len(labels) else str(at + 1)
        cells = [values[at] if at < len(values) else "" for _, _, values in series]
        rows.append([Cell(label), *(Cell(text) for text in cells)])
    add_table(rows, sections, locator, caption=caption)


def diagram_lines(root: Any) -> Iterator[str]:
    """The words of a drawn list in the order in which it shows them: below each entry its own, by
    what joins them (ECMA-376 part 1, 21.4.3); entries are kept in the order they were made in."""
    points = {attribute(one, "modelId"): one for one in root.iter() if local(one) == "pt"}
    below: dict[str | None, list[tuple[int, str | None]]] = {}
    for one in root.iter():
        if local(one) == "cxn" and attribute(one, "type") in {None, "parOf"}:
            place = attribute(one, "srcOrd") or "0"
            entry = (int(place) if place.isdecimal() else 0, attribute(one, "destId"))
            below.setdefault(attribute(one, "srcId"), []).append(entry)
    tops = [key for key, point in points.items() if attribute(point, "type") == "doc"]
    waiting = [*reversed(points), *reversed(tops)]  # what is joined to nothing comes last
    while waiting:
        key = waiting.pop()
        if (point := points.pop(key, None)) is not None:
            yield from paragraphs(point)
            entries = sorted(below.get(key, ()), key=itemgetter(0), reverse=True)
            waiting.extend(entry for _, entry in entries)


def add_charts(archive: Archive, part: str, sections: Sections, locator: Locator) -> None:
    """Add the charts that a part refers to, and the words of its drawn lists."""
    for kind, target in archive.relations(part).values():
        if target not in archive.names:
            continue
        if kind in {"chart", "chartEx"}:
            add_chart(archive.xml(target), sections, locator)
        elif kind == "diagramData":
            sections.add("\n".join(diagram_lines(archive.xml(target))), locator)


def _cached(part: Any) -> list[str]:
    """The values that a chart keeps of its sheet, each at its own index."""
    if part is None:
        return []
    found: dict[int, str] = {}
    code = next(
        (format_of.text or "" for format_of in part.iter() if local(format_of) == "formatCode"), ""
    )
    for point in part.iter():
        if local(point) != "pt":
            continue
        said = attribute(point, "idx") or ""
        text = " ".join(
            (value.text or "").strip() for value in point.iter() if local(value) == "v"
        ).strip()
        text = _displayed(text, attribute(point, "formatCode") or code)
        if said.isdigit() and int(said) < _MAX_POINTS:
            found[int(said)] = (found.get(int(said), "") + " " + text).strip()
    if not found:
        direct = [(value.text or "").strip() for value in part.iter() if local(value) == "v"]
        return direct[:_MAX_POINTS]
    return [found.get(at, "") for at in range(max(found) + 1)]


def _displayed(text: str, code: str) -> str:
    """A figure of a chart as its labels show it: shares as per cent, days as days."""
    try:
        return displayed(float(text), code)
    except (ValueError, OverflowError):
        return text

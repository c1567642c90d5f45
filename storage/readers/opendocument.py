"""OpenDocument text, sheets and slides (LibreOffice): OASIS OpenDocument 1.3, part 3."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers.archive import Archive, attribute, local
from storage.readers.grid import Cell, Row, said_ranges
from storage.readers.links import Links
from storage.readers.nested import in_cell
from storage.readers.opendocument_lists import Lists
from storage.readers.opendocument_styles import Styles
from storage.readers.opendocument_text import BLOCKS, Words, blocks
from storage.readers.opendocument_values import stored
from storage.readers.raised import struck
from storage.readers.sections import Headings, Sections
from storage.readers.table_shape import caption_in, may_hold_tables
from storage.readers.tables import add_sheet, add_table, is_layout
from storage.readers.values import TextDocument
from storage.records import Locator

_MAX_REPEATED = 64  # a cell or row said to repeat more often only fills the sheet
_MAX_REPEATED_CHARS = 200_000  # of what is said to repeat, all sheets together
_REPEATED = "text that is said to repeat is kept once from some place on: it would fill the library"
_FIELDS = frozenset(
    {"page-number", "page-count", "sheet-name", "file-name", "title", "date", "time"}
)
_PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "initial-creator": "author",
    "keyword": "keywords",
    "description": "description",
    "creation-date": "date",
}


def read(path: Path, media_type: str) -> TextDocument:
    """Sections by heading, sheet or slide. Deleted text of tracked changes is left out."""
    sections = Sections()
    with archives.opened(path) as archive:
        if "META-INF/manifest.xml" in archive.names and _is_locked(archive):
            raise ReadError("password-protected")
        root = archive.xml("content.xml")
        styles = archive.xml("styles.xml") if "styles.xml" in archive.names else None
        properties = _properties(archive)
        reader = _Reader(archive, root, styles, sections)
        reader.read(root)
    properties.update((key, ", ".join(said)) for key, said in reader.hidden.items())
    if reader.is_swollen:
        properties["truncated"] = _REPEATED
    return sections.document(
        media_type,
        title=properties.pop("title", None),
        metadata=properties,
        page_count=reader.n_slides or None,
    )


def add_flat(root: Any, sections: Sections) -> str | None:
    """Add a document that is one XML file (`.fodt`, `.fods`); return its title."""
    nothing = io.BytesIO()
    zipfile.ZipFile(nothing, "w").close()
    with archives.opened(nothing.getvalue()) as archive:  # it keeps its pictures within itself
        _Reader(archive, root, root, sections).read(root)
    titles = [part.text for part in root.iter() if local(part) == "title" and part.text]
    return str(titles[0]) if titles else None


class _Reader:
    def __init__(self, archive: Archive, root: Any, styles: Any | None, sections: Sections) -> None:
        self._archive = archive
        self._sections = sections
        self._styles = styles
        self._looks = Styles(root, styles)
        self._words = Words(root, self._looks, archive)
        self._lists = Lists(root, styles)
        self._left_to_repeat = _MAX_REPEATED_CHARS
        self.is_swollen = False
        self.n_slides = 0
        self.hidden: dict[str, list[str]] = {}

    def read(self, root: Any) -> None:
        Links().keep_in_opendocument(root)
        body = next((found for found in root.iter() if local(found) == "body"), None)
        for part in body if body is not None else ():
            kind = local(part)
            if kind == "spreadsheet":
                for table in part:
                    if local(table) == "table":
                        name = attribute(table, "name") or ""
                        if self._looks.is_unseen(table):
                            self.hidden.setdefault("hidden_sheets", []).append(name)
                        rows: list[int] = []
                        add_sheet(self._sheet_rows(table, rows), self._sections, sheet=name)
                        if said := said_ranges(rows):
                            self.hidden.setdefault("hidden_rows", []).append(f"{name}: {said}")
                        self._shapes(table, {"sheet": name})
                self._beside_pages(without_fields=True)
            elif kind in {"presentation", "drawing"}:
                for slide in part:
                    if local(slide) == "page":
                        self.n_slides += 1
                        if self._looks.is_unseen(slide):
                            number = str(self.n_slides)
                            self.hidden.setdefault("hidden_slides", []).append(number)
                        self._slide(slide, self.n_slides)
            else:
                self._text(part)
                self._beside_pages()

    def _beside_pages(self, *, without_fields: bool = False) -> None:
        """Each distinct header and footer of the pages once, as of Word documents. Those of sheets
        that only count pages and repeat names are there without anybody's doing."""
        said: set[str] = set()
        for master in self._styles.iter() if self._styles is not None else ():
            if local(master) != "master-page":
                continue
            for part in master:
                kind = local(part).partition("-")[0]
                if kind not in {"header", "footer"} or attribute(part, "display") == "false":
                    continue
                if without_fields:
                    _drop_fields(part)
                text = "\n".join(self._lines(part)).strip()
                if text and text not in said:
                    said.add(text)
                    self._sections.add(text, {"heading_path": [kind.capitalize()]})

    def _lines(self, root: Any) -> Iterator[str]:
        """A line a paragraph; of tables one a row, their cells divided by ` | `."""
        for found in blocks(root):
            if local(found) == "table":
                for row in self._table_cells(found):
                    yield " | ".join(cell.text for cell in row)
            else:
                yield self._words.of(found)

    def _text(self, body: Any) -> None:
        headings = Headings()
        block: list[str] = []
        last = ""

        def close() -> None:
            self._sections.add("\n".join(block), headings.locator())
            block.clear()

        waiting = list(reversed(list(blocks(body))))
        while waiting:
            found = waiting.pop()
            if self._sections.full:
                return
            name = local(found)
            if name == "table":
                rows = list(self._table_cells(found))
                if _holds_tables(found) and not _is_grid(found):
                    waiting.extend(reversed(list(_frame_blocks(found))))
                    continue
                if is_layout(rows):
                    block.extend(" | ".join(cell.text for cell in row) for row in rows)
                    continue
                close()
                caption = last if caption_in(last, above=True) else None
                add_table(rows, self._sections, headings.locator(), caption=caption)
                continue
            text = self._words.of(found)
            if text.strip():
                number = self._lists.before(found)
                text = f"{number} {text.strip()}" if number else text
            if name == "h" and text.strip():
                close()
                level = attribute(found, "outline-level") or "1"
                headings.enter(int(level) if level.isdigit() else 1, text)
            block.append(text)
            last = " ".join(text.split()) or last
            for chart in self._charts(found):
                close()
                add_table(chart, self._sections, headings.locator(), caption="Chart")
        close()

    def _slide(self, slide: Any, number: int) -> None:
        locator: Locator = {"slide": number}
        notes = [found for found in slide if local(found) == "notes"]
        shown = [found for found in slide if local(found) != "notes"]
        block: list[str] = []

        def close() -> None:
            self._sections.add("\n".join(block), locator)
            block.clear()

        for shape in shown:
            for found in blocks(shape):
                if local(found) == "table":
                    close()
                    add_table(list(self._table_cells(found)), self._sections, locator)
                    continue
                text = self._words.of(found)
                if text.strip() and "heading_path" not in locator:
                    locator = {**locator, "heading_path": [text.strip()[:200]]}
                block.append(text)
            for chart in self._charts(shape):
                close()
                add_table(chart, self._sections, locator, caption="Chart")
        close()
        said = "\n".join(self._words.of(one) for note in notes for one in blocks(note)).strip()
        if said:
            self._sections.add(f"Notes: {said}", locator)

    def _shapes(self, table: Any, locator: Locator) -> None:
        """Text boxes and charts that lie on a sheet."""
        for shapes in table.iter():
            if local(shapes) != "shapes":
                continue
            text = "\n".join(self._words.of(one) for one in blocks(shapes))
            self._sections.add(text, locator)
        for chart in self._charts(table):
            add_table(chart, self._sections, locator, caption="Chart")

    def _charts(self, block: Any) -> Iterator[list[list[Cell]]]:
        """The figures of charts that are embedded in a block, as their own table has them."""
        for element in block.iter():
            if local(element) != "object":
                continue
            folder = archives.resolve("", attribute(element, "href") or "")
            part = f"{folder}/content.xml"
            if not folder or part not in self._archive.names:
                continue
            root = self._archive.xml(part)
            if any(local(found) == "chart" for found in root.iter()):
                titles = [
                    Cell(" ".join("".join(found.itertext()).split()))
                    for found in root.iter()
                    if local(found) == "title"
                ]
                table = next((found for found in root.iter() if local(found) == "table"), None)
                rows = list(self._table_cells(table)) if table is not None else []
                rows = [
                    [replace(cell, text="") if cell.text == "NaN" else cell for cell in row]
                    for row in rows
                ]  # no figure stands there
                yield [titles[:1], *rows] if titles else rows

    def _table_cells(self, table: Any) -> Iterator[list[Cell]]:
        for row, is_header, repeated in _table_rows(table):
            cells: list[Cell] = []
            for cell in row:
                if local(cell) != "table-cell":
                    continue
                text = self._cell_words(cell)
                for _ in range(min(_repeated(cell, "number-columns-repeated"), _MAX_REPEATED)):
                    cells.append(
                        Cell(
                            text,
                            min(_repeated(cell, "number-rows-spanned"), _MAX_REPEATED),
                            min(_repeated(cell, "number-columns-spanned"), _MAX_REPEATED),
                            is_header,
                        )
                    )
            if any(cell.text for cell in cells):
                for _ in range(self._allowed(repeated, sum(len(cell.text) for cell in cells))):
                    yield cells

    def _sheet_rows(self, table: Any, hidden: list[int]) -> Iterator[Row]:
        """Its rows; `hidden` gains the numbers of those that are not shown."""
        number = 0
        hanging: dict[int, tuple[int, str, bool]] = {}  # by column: rows left, text, repeated
        for row, is_header, repeated_rows in _table_rows(table):
            texts: list[str] = []
            repeated: set[int] = set()
            notes: list[str] = []
            now = {}
            for cell in row:
                if local(cell) not in {"table-cell", "covered-table-cell"}:
                    continue
                text = self._cell_words(cell)
                notes.extend(_notes(cell))
                said = _repeated(cell, "number-columns-repeated")
                if not text and said > _MAX_REPEATED:
                    said = _MAX_REPEATED
                covers_columns = _repeated(cell, "number-columns-spanned")
                covers_rows = min(_repeated(cell, "number-rows-spanned"), 1_000)
                n_columns = self._allowed(said, len(text)) if text else said
                for _ in range(n_columns):
                    at = len(texts)
                    if not text and at in hanging:
                        left, above, is_repeated = hanging[at]
                        texts.append(above)
                        now[at] = (left - 1, above, is_repeated)
                        repeated.update({at} if is_repeated else ())
                        continue
                    texts.append(text)
                    if text and (covers_columns > 1 or covers_rows > 1):
                        for offset in range(min(covers_columns, _MAX_REPEATED)):
                            now[at + offset] = (covers_rows - 1, text, offset > 0)
                    if not text and at in now and now[at][2]:
                        texts[at] = now[at][1]
                        repeated.add(at)
            hanging = {at: held for at, held in now.items() if held[0] > 0}
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                if attribute(row, "visibility") in {"collapse", "filter"}:
                    hidden.extend(range(number + 1, number + min(repeated_rows, 1_000) + 1))
                for offset in range(1, self._allowed(repeated_rows, sum(map(len, texts))) + 1):
                    yield Row(
                        tuple(texts),
                        number + offset,
                        True if is_header else None,
                        repeated=frozenset(repeated),
                        note="; ".join(notes),
                    )
            number += repeated_rows

    def _cell_words(self, cell: Any) -> str:
        words = []
        for found in _cell_blocks(cell):
            if local(found) == "table":
                words.append(in_cell(list(self._table_cells(found))))
            else:
                words.append(self._words.of(found))
        text = " ".join(" ".join(words).split()) or stored(cell)
        return struck(text) if self._looks.is_struck(cell) and "~~" not in text else text

    def _allowed(self, n_said: int, n_chars: int) -> int:
        """How often something is kept that is said to repeat: once for sure."""
        n_kept = min(n_said, _MAX_REPEATED)
        if n_kept > 1:
            if (n_kept - 1) * n_chars > self._left_to_repeat:
                self.is_swollen = True
                return 1
            self._left_to_repeat -= (n_kept - 1) * n_chars
        return n_kept


def _drop_fields(part: Any) -> None:
    """Take out the paragraphs of a header that the program fills in at printing."""
    for block in [found for found in part.iter() if local(found) in BLOCKS]:
        if any(local(found) in _FIELDS for found in block.iter()):
            for child in list(block):
                block.remove(child)
            block.text = None


def _holds_tables(element: Any) -> bool:
    return any(local(inner) == "table" and inner is not element for inner in element.iter())


def _is_grid(table: Any) -> bool:
    """Whether it is a table of rows and columns, though cells of it hold tables."""
    return may_hold_tables(
        [
            [_holds_tables(cell) for cell in row if local(cell) == "table-cell"]
            for row, _, _ in _table_rows(table)
        ]
    )


def _frame_blocks(table: Any) -> Iterator[Any]:
    """What stands in the cells of a table that only lays out the page, cell by cell."""
    for row, _, _ in _table_rows(table):
        for cell in row:
            if local(cell) == "table-cell":
                yield from blocks(cell)


def _table_rows(table: Any) -> Iterator[tuple[Any, bool, int]]:
    """(row, whether it is a header, how often it is said to repeat)."""
    waiting = [(row, False) for row in reversed(table)]
    while waiting:
        row, is_header = waiting.pop()
        name = local(row)
        if name in {"table-rows", "table-row-group", "table-header-rows"}:
            waiting.extend((one, name == "table-header-rows") for one in reversed(row))
        elif name == "table-row":
            yield row, is_header, _repeated(row, "number-rows-repeated")


def _cell_blocks(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, not those of a note on it."""
    for part in cell:
        if local(part) in BLOCKS or local(part) == "table":
            yield part
        elif local(part) != "annotation":
            yield from blocks(part)


def _notes(cell: Any) -> Iterator[str]:
    for part in cell:
        if local(part) == "annotation":
            words = ["".join(found.itertext()) for found in part.iter() if local(found) in BLOCKS]
            if text := " ".join(" ".join(words).split()):
                yield text


def _repeated(element: Any, name: str) -> int:
    said = attribute(element, name) or "1"
    return max(1, int(said)) if said.isdigit() and len(said) < 8 else 1


def _properties(archive: Archive) -> dict[str, str]:
    found: dict[str, str] = {}
    if "meta.xml" in archive.names:
        for element in archive.xml("meta.xml").iter():
            name = _PROPERTIES.get(local(element))
            if name and (element.text or "").strip():
                found.setdefault(name, element.text.strip())
    return found


def _is_locked(archive: Archive) -> bool:
    return any(
        local(element) == "encryption-data"
        for element in archive.xml("META-INF/manifest.xml").iter()
    )

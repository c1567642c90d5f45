"""Jupyter notebooks: their prose, their code and the text it printed; no pictures in base64."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage.errors import ReadError
from storage.readers import caps, text
from storage.readers.decoding import decode
from storage.readers.sections import Headings, Sections, shown
from storage.readers.values import TextDocument

_MAX_OUTPUT_CHARS = 10_000  # of one cell


def read(path: Path, media_type: str) -> TextDocument:
    """Sections by the headings of the Markdown cells. Raises ReadError if it is not valid JSON."""
    content, cut = text.read_bytes(path, caps.MAX_TEXT_BYTES)
    try:
        found = json.loads(decode(content))
        sheets = found.get("worksheets")  # as they were before 2014
        sources = [sheet["cells"] for sheet in sheets] if sheets else [found["cells"]]
        cells = [cell for source in sources for cell in source if isinstance(cell, dict)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = "the notebook is too large" if cut else "the notebook is damaged or incomplete"
        raise ReadError(reason) from error
    sections = Sections()
    headings = Headings()
    title: str | None = None
    for cell in cells:
        source = shown(_joined(cell.get("source", cell.get("input"))))
        if cell.get("cell_type") == "heading":
            source = f"{'#' * min(int(cell.get('level', 1)), 6)} {source}"
        if cell.get("cell_type") in {"markdown", "heading"}:
            found = text.add_markdown(source, sections, headings)
            title = title or found
        else:
            sections.add("\n".join([source, *_printed(cell)]), headings.locator())
    return sections.document(media_type, title=title)


def _joined(source: Any) -> str:
    """Cells keep text as a string or as a list of lines."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _printed(cell: dict[str, Any]) -> Iterator[str]:
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if isinstance(output, dict):
            bundle = output.get("data")
            printed = bundle.get("text/plain") if isinstance(bundle, dict) else output.get("text")
            if output.get("output_type") in {"error", "pyerr"}:
                printed = f"{output.get('ename')}: {output.get('evalue')}"
            words = shown(_joined(printed)).strip()
            if words:
                yield words[:_MAX_OUTPUT_CHARS]

"""Looking at texts: what their lines are, which headings stand over them, where they are cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document

from app.compose import Core
from app.core import events

MANY = "\n".join(f"Line {n} tells of the harbour, the bakery and the ferry." for n in range(400))
FENCED = "# Notes\n\n" + "Words before. " * 40 + "\n\n```python\n" + (
    "\n".join(f"value_{n} = harbour({n})" for n in range(120)) + "\n```\n\nWords behind.\n"
)  # fmt: skip


@pytest.fixture
def ids(core: Core, tmp_path: Path) -> dict[str, int]:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "many.txt").write_text(MANY, "utf-8")
    (folder / "fenced.md").write_text(FENCED, "utf-8")
    (folder / "sky.py").write_text("def sky():\n\n    return 4\n" * 3, "utf-8")
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["# Tides"]}
    made = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "tides.ipynb").write_text(json.dumps(made), "utf-8")
    word = Document()
    for name in ("Roof", "Walls"):
        word.add_heading(name, 1)
        word.add_paragraph("The slates are sound.")
        word.add_heading(f"{name} inside", 2)
        word.add_paragraph("All is dry.")
    word.save(str(folder / "survey.docx"))
    list(core.ingest.add([folder]))
    return {Path(item.path).name: int(item.item_id) for item in core.store.items.all()}


def passages(core: Core, item_id: int) -> list[events.PassageView]:
    return [core.browser.passage(chunk.chunk_id) for chunk in core.browser.item(item_id).chunks]


def test_a_passage_stands_between_whole_lines(core: Core, ids: dict[str, int]) -> None:
    for view in passages(core, ids["many.txt"]):
        assert view.text[view.start : view.end] == view.chunk.text
        assert all(line in MANY.split("\n") for line in view.text.split("\n") if line)
        assert view.form == "words"


def test_a_part_of_fenced_code_is_shown_as_code(core: Core, ids: dict[str, int]) -> None:
    views = passages(core, ids["fenced.md"])
    assert len(views) > 3
    for view in views:
        assert view.form == "markdown"
        if "value_" in view.text[: view.start]:
            assert "```python" in view.text[: view.start]


def test_headings_of_an_office_text_are_told(core: Core, ids: dict[str, int]) -> None:
    whole = core.browser.text(ids["survey.docx"], 10_000)
    said = {"Roof", "Roof inside", "Walls", "Walls inside"}
    assert said <= set(whole.headings) and said <= set(whole.text.split("\n"))
    assert whole.headings["Roof"] == 1
    first = passages(core, ids["survey.docx"])[0]
    assert said <= set(first.headings)


def test_a_text_is_read_up_to_the_end_of_a_line(core: Core, ids: dict[str, int]) -> None:
    part = core.browser.text(ids["many.txt"], 1000)
    assert part.n_chars == len(MANY) and MANY.startswith(part.text)
    assert 900 < len(part.text) <= 1000 and part.text.endswith("\n")
    assert core.browser.text(ids["sky.py"], 1000).form == "code"
    assert core.browser.text(ids["tides.ipynb"], 1000).form == "notebook"

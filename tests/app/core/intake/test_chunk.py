from __future__ import annotations

import itertools

import pytest

from app.core.intake.chunk import PASSAGE_TOKENS, cut_document, cut_transcript
from models.protocols import Segment
from storage.readers.values import Section
from tests.fakes import FakeTextEncoder

spans = FakeTextEncoder().token_spans


def test_passages_stand_exactly_where_their_locator_says() -> None:
    sections = [
        Section("First page. " * 90, {"page": 1}),
        Section("  Second page, über “Größe”.\nAnd 日本語の文。次の文。 ", {"page": 2}),
    ]
    cut = cut_document(sections, spans)
    assert {passage.locator["page"] for passage in cut.passages} == {1, 2}
    for passage in cut.passages:
        place = passage.locator
        assert cut.text[place["char_start"] : place["char_end"]] == passage.text
        assert cut.text.startswith(sections[place["page"] - 1].text, place["page_offset"])


@pytest.mark.parametrize(
    "text",
    [
        "A sentence of six short words. " * 200,
        "no full stop anywhere " * 300,
        "word" * 4000,
        "文がある。" * 500,
        "line\n" * 900,
    ],
)
def test_no_passage_exceeds_the_budget_and_nothing_is_lost(text: str) -> None:
    cut = cut_document([Section(text, {})], spans)
    covered = set()
    for passage in cut.passages:
        assert len(spans(passage.text)) <= PASSAGE_TOKENS
        covered.update(range(passage.locator["char_start"], passage.locator["char_end"]))
    missing = [
        i for i, character in enumerate(cut.text) if character.isalnum() and i not in covered
    ]
    assert missing == []


def test_neighbouring_passages_overlap_by_one_sentence_at_most() -> None:
    text = " ".join(f"Sentence number {n} has a few words." for n in range(100))
    passages = cut_document([Section(text, {})], spans).passages
    for before, after in itertools.pairwise(passages):
        shared = before.locator["char_end"] - after.locator["char_start"]
        assert 0 <= shared <= 50


def test_small_sections_under_one_heading_are_read_together() -> None:
    sections = [
        Section("Short.", {"heading_path": ["A"]}),
        Section("Also short.", {"heading_path": ["A", "B"]}),
        Section("And this.", {"heading_path": ["A", "C"]}),
        Section("Elsewhere.", {"heading_path": ["D"]}),
    ]
    joined, alone = cut_document(sections, spans).passages
    assert [joined.text, alone.text] == ["Short.\n\nAlso short.\n\nAnd this.", "Elsewhere."]
    assert joined.locator["heading_path"] == ["A"]
    assert joined.locator["headings_within"] == ["B", "C"]
    assert "headings_within" not in alone.locator


def test_pages_are_never_joined() -> None:
    sections = [Section("One.", {"page": 1}), Section("Two.", {"page": 2})]
    assert len(cut_document(sections, spans).passages) == 2


def test_empty_and_wordless_sections_give_no_passage() -> None:
    assert cut_document([Section("", {}), Section(" …\n— ", {})], spans).passages == ()


def test_a_transcript_is_cut_at_sentences_and_silences() -> None:
    segments = [
        Segment(0.0, 2.0, "Good evening."),
        Segment(2.0, 5.0, "The doors open at eight."),
        Segment(5.5, 7.0, "Bring a torch"),
        Segment(12.0, 14.0, "After a silence."),
    ]
    passages = cut_transcript(segments)
    assert [(p.start_s, p.end_s) for p in passages] == [(0.0, 5.0), (5.5, 7.0), (12.0, 14.0)]
    assert passages[0].text == "Good evening. The doors open at eight."


def rows_section(n_rows: int, words: str = "Torque: 39; Material: steel") -> Section:
    lines = [f"Bolt: M-{n}; {words}" for n in range(n_rows)]
    cells = tuple(f"A{n + 2}:C{n + 2}" for n in range(n_rows))
    return Section("\n".join(lines), {"sheet": "Bolts", "cells": f"A2:C{n_rows + 1}"}, cells)


@pytest.mark.parametrize("n_rows", [1, 70, 900, 6000])
def test_rows_stay_whole_and_know_their_cells(n_rows: int) -> None:
    section = rows_section(n_rows)
    cut = cut_document([Section("Before.", {}), section, Section("After.", {})], spans)
    found = [passage for passage in cut.passages if "sheet" in passage.locator]
    lines = [line for passage in found for line in passage.text.split("\n")]
    assert lines == section.text.split("\n")
    first = 2
    for passage in found:
        place = passage.locator
        last = first + passage.text.count("\n")
        assert place["cells"] == f"A{first}:C{last}"
        assert cut.text[place["char_start"] : place["char_end"]] == passage.text
        first = last + 1
    if n_rows == 70:
        assert max(passage.text.count("\n") for passage in found) <= 6


def test_a_row_too_long_for_any_passage_is_cut_between_its_cells() -> None:
    words = "; ".join(f"Column {n}: {'word ' * 30}end" for n in range(40))
    cut = cut_document([rows_section(1, words)], spans)
    assert len(cut.passages) >= 10
    for passage in cut.passages[1:]:
        assert passage.text.startswith("Column ")
        assert passage.locator["cells"] == "A2:C2"

"""One turn of a conversation and one line of the history, as values put in."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication, QLabel

from app.core.events import (
    Answer,
    Citation,
    Failure,
    Hit,
    PrefillProgress,
    SentenceChecked,
    Words,
)
from app.core.naming import with_numbers
from app.gui.conversation.pdf import write_pdf
from app.gui.conversation.source_card import SourceCard
from app.gui.conversation.standing import doubts_of, metrics_line
from app.gui.conversation.turn import TurnView
from app.gui.conversation.written import as_html, as_markdown
from app.gui.library.history import day
from app.gui.parts import FiguresLabel
from app.gui.theme import Theme

ANSWER = Answer(
    question="Why?",
    answer="The gutter failed.",
    abstained=False,
    citations=(),
    coverage={},
    sampling={},
    model="a model",
    metrics={},
    notes=("One statement was not borne out.",),
)
SHORT = Citation(1, "text", "/home/user/a.txt", 1, 1, {}, "a gutter", supported=True)
LONG = dataclasses.replace(SHORT, quote="the gutter has come away from its bracket " * 8)


def said(turn: TurnView) -> list[str]:
    return [label.text() for label in turn.findChildren(QLabel) if label.isVisible()]


def test_nothing_is_being_read_once_an_answer_has_failed_or_was_stopped(
    qtbot: Any, theme: Theme
) -> None:
    hit = Hit(1, 0.9, "text", SHORT.path, 1, 1, {}, SHORT.quote, "a")
    for end in (
        lambda turn: turn.show_failure(Failure("bug", Words("It broke."), Words("Ask again."))),
        lambda turn: turn.show_stopped(),
    ):
        turn = TurnView(theme, "Why?")
        qtbot.addWidget(turn)
        turn.show()
        turn.show_sources([hit])
        assert "READING" in said(turn)
        end(turn)
        assert "READING" not in said(turn) and "NEAREST PASSAGES" in said(turn)


def test_notes_stand_below_the_answer(qtbot: Any, theme: Theme) -> None:
    turn = TurnView(theme, "Why?")
    qtbot.addWidget(turn)
    turn.resize(500, 400)
    turn.show()
    turn.show_answer(ANSWER)
    assert "One statement was not borne out." in said(turn)
    turn.show_answer(dataclasses.replace(ANSWER, notes=(), cancelled=True))
    assert "Stopped early; this is what was written until then." in said(turn)
    turn.show_answer(dataclasses.replace(ANSWER, notes=()))
    assert "One statement was not borne out." not in said(turn)


def test_it_says_that_it_writes_once_all_is_read(qtbot: Any, theme: Theme) -> None:
    turn = TurnView(theme, "Why?")
    qtbot.addWidget(turn)
    turn.show()
    turn.show_prefill(PrefillProgress(40, 80))
    assert "Writing the first sentence and checking it…" not in said(turn)
    turn.show_prefill(PrefillProgress(80, 80))
    assert "Writing the first sentence and checking it…" in said(turn)
    turn.append("The gutter")
    turn.show_prefill(PrefillProgress(80, 80))  # of a second draft
    assert "Checking against the sources while it is written." in said(turn)


def test_figures_below_an_answer_are_left_out_whole(qtbot: Any, theme: Theme) -> None:
    label = FiguresLabel("small")
    qtbot.addWidget(label)
    label.show()
    line = "first word after 80.7 s · 5.2 tokens/s · 0 of 68 items used"
    label.show_text(line)
    shown = set()
    for width in range(600, 20, -10):
        label.resize(width, 20)
        shown.add(label.text())
        fits = label.fontMetrics().horizontalAdvance(label.text()) <= width
        assert fits and (label.toolTip() == line) == (label.text() != line)
    whole = line.split(" · ")
    assert {line, " · ".join(whole[:2]), whole[0]} < shown
    assert not any("…" in text and "·" in text for text in shown)


def test_lists_and_headings_are_written_a_character_at_a_time(qtbot: Any, theme: Theme) -> None:
    turn = TurnView(theme, "Why?")
    qtbot.addWidget(turn)
    turn.show()
    for character in "# Why\n\n- first\n- **second** [1]\n\n1. a\n2. b":
        turn.append(character)
    written = turn.text.toPlainText()
    assert written.startswith("Why") and "•\tfirst" in written and "2.\tb" in written


def test_numbers_come_into_the_text_as_its_sentences_are_checked(qtbot: Any, theme: Theme) -> None:
    turn = TurnView(theme, "Why?")
    qtbot.addWidget(turn)
    turn.show()
    first, second = "The gutter failed.", " It was old."
    turn.append(first)
    turn.show_checked(SentenceChecked(0, len(first), "supported", (SHORT,), ((17, 1),)))
    turn.append(second)
    turn.show_checked(SentenceChecked(len(first) + 1, 30, "unsupported"))
    doubted = turn.text.textCursor()
    doubted.setPosition(len(turn.text.toPlainText()) - 2)
    assert doubted.charFormat().underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine
    doubted.setPosition(3)
    assert doubted.charFormat().underlineStyle() == QTextCharFormat.UnderlineStyle.NoUnderline
    streamed = turn.text.text()
    assert streamed == "The gutter failed [1]. It was old."
    answer = dataclasses.replace(ANSWER, answer=streamed, citations=(SHORT,))
    turn.show_answer(answer)
    assert turn.text.text() == streamed, "nothing is swapped at the end"


def test_a_card_is_as_high_as_its_quote_needs(qtbot: Any, theme: Theme) -> None:
    heights = []
    for source in (SHORT, LONG):
        card = SourceCard(theme, source, 1, n_lines=2)
        qtbot.addWidget(card)
        card.resize(400, 90)
        card.show()
        heights.append(card.sizeHint().height())
    assert heights[0] < heights[1]


def test_the_wait_is_told_as_it_was_felt() -> None:
    assert metrics_line({"ttft_ms": 400.0}, {}, waited_s=12.04) == "first word after 12.0 s"
    assert metrics_line({"ttft_ms": 400.0, "first_word_ms": 9100}, {}) == "first word after 9.1 s"
    assert metrics_line({"ttft_ms": 400.0, "retrieve_ms": 100.0}, {}) == "first word after 0.5 s"


def test_a_doubted_sentence_keeps_its_place_in_the_numbered_text() -> None:
    first = SentenceChecked(0, 3, "supported", marks=((2, 1), (2, 2)))
    second = SentenceChecked(4, 7, "unsupported")
    marked = with_numbers("Yo. No.", first.marks)
    (start, end), *rest = doubts_of((first, second), first.marks)
    assert (marked[start:end], rest) == ("No.", [])


def test_what_is_written_out_holds_no_markup_of_a_document() -> None:
    hostile = dataclasses.replace(SHORT, quote="<img src=x> [a](http://b) **c**", supported=False)
    answer = dataclasses.replace(ANSWER, answer="See <b>it</b> [1].", citations=(hostile,))
    page = as_html("Why <i>?", [answer])
    assert "<img" not in page
    assert "<i>" not in page
    assert "&lt;b&gt;it" in page
    text = as_markdown("Why?", [answer])
    assert "\\](http" in text
    assert "\\<img" in text
    assert "[1]" in text


def test_a_conversation_is_written_as_pdf_with_its_sources(
    qapp: QApplication, tmp_path: Path
) -> None:
    hostile = dataclasses.replace(SHORT, quote="<img src=file:///etc/passwd> the gutter leaks")
    answer = dataclasses.replace(ANSWER, answer="It **leaks** [1].", citations=(hostile,))
    path = tmp_path / "Conversation.pdf"
    write_pdf(as_html("Why “so”?", [answer] * 30), "Why “so”?", path)
    document = pypdfium2.PdfDocument(path)
    assert len(document) > 1
    said = document[0].get_textpage().get_text_range()
    for words in ("Why “so”?", "It leaks [1].", "<img src=file:///etc/passwd> the gutter leaks"):
        assert words in " ".join(said.split())
    assert hostile.path in "".join(said.split("\r\n"))
    document.close()
    with pytest.raises(OSError):
        write_pdf("<p>x</p>", "x", tmp_path / "no such folder" / "a.pdf")


def test_slow_rates_are_told_exactly() -> None:
    assert metrics_line({"tokens_per_s": 1.26}, {}) == "1.3 tokens/s"
    assert metrics_line({"tokens_per_s": 24.6}, {}) == "25 tokens/s"


def test_days_are_the_users_own() -> None:
    now = datetime.now(UTC)
    assert day(now.isoformat()) == "Today"
    assert day((now - timedelta(days=1)).isoformat()) == "Yesterday"
    assert day("2020-06-15T12:00:00Z") == "15 Jun 2020"
    assert day("long ago, by hand") == "long ago, "

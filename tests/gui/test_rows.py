"""Sources shown as what they are, with the cited words marked in all of them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextTable

from app.gui.evidence.passage import PassageText
from app.gui.theme import Theme
from tests.gui.scripted.texts import CODE, MINUTES, QUOTES


@pytest.fixture
def passage(qtbot: Any, theme: Theme) -> PassageText:
    made = PassageText(theme)
    qtbot.addWidget(made)
    made.resize(420, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def tables(passage: PassageText) -> list[QTextTable]:
    return [f for f in passage.document().rootFrame().childFrames() if isinstance(f, QTextTable)]


def inked(passage: PassageText, alpha: int) -> list[str]:
    """The runs of words that are marked with a pen of that strength."""
    found = []
    block = passage.document().begin()
    while block.isValid():
        it = block.begin()
        while not it.atEnd():
            brush = it.fragment().charFormat().background()
            if brush.style() and brush.color().alpha() == alpha and highlight(passage, brush):
                found.append(it.fragment().text())
            it += 1
        block = block.next()
    return found


def highlight(passage: PassageText, brush: Any) -> bool:
    return bool(brush.color().name() == passage._theme.palette.highlight)


def drawn(qtbot: Any, passage: PassageText) -> None:
    qtbot.waitUntil(lambda: not passage._more.isActive(), timeout=5_000)


def test_a_cited_row_is_marked_in_its_table(qtbot: Any, passage: PassageText) -> None:
    rows = QUOTES.split("\n")[3:9]
    text = "\n".join(rows)
    start = text.index(rows[2])
    passage.show_passage(text, start, start + len(rows[2]), rows[2])
    drawn(qtbot, passage)
    (table,) = tables(passage)
    assert (table.rows(), table.columns()) == (7, 4)
    header = [table.cellAt(0, c).firstCursorPosition().block().text() for c in range(4)]
    assert header == ["Builder", "Work", "Price", "Weeks"]
    assert inked(passage, 255) == ["North Gate Builders", "6 m of gutter, cast iron",
                                   "1065.00", "3"]  # fmt: skip
    assert passage.quoted_text() == rows[2]


def test_a_sentence_is_marked_in_its_passage_in_markdown(qtbot: Any, passage: PassageText) -> None:
    start = MINUTES.index("- The **gutter**")
    end = MINUTES.index("  - The tenant")
    passage.show_passage(MINUTES, start, end, "Cement joints are raked out to `20 mm`.",
                         form="markdown")  # fmt: skip
    drawn(qtbot, passage)
    assert "".join(inked(passage, 255)) == "Cement joints are raked out to 20 mm."
    assert "gutter" in inked(passage, 60)
    text = passage.toPlainText()
    assert "# " not in text.replace("# percent", "") and "**" not in text and "```" not in text


def test_a_table_of_two_thousand_rows_comes_as_it_is_looked_at(
    qtbot: Any, passage: PassageText
) -> None:
    passage.show_passage(QUOTES, 0, 0)
    drawn(qtbot, passage)
    assert not passage.is_whole
    first = sum(table.rows() for table in tables(passage))
    assert first < 500
    for _ in range(400):
        bar = passage.verticalScrollBar()
        bar.setValue(bar.maximum())
        if passage.is_whole:
            break
    assert passage.is_whole
    assert sum(table.rows() for table in tables(passage)) == 2000 + 1 + 2 + 1
    assert "Scaffold" in passage.toPlainText()


def test_a_mark_far_down_is_gone_to(qtbot: Any, passage: PassageText) -> None:
    row = QUOTES.split("\n")[300]
    start = QUOTES.index(row)
    passage.show_passage(QUOTES, start, start + len(row), row)
    drawn(qtbot, passage)
    assert passage.verticalScrollBar().value() > 0
    cursor = passage.cursorForPosition(passage.viewport().rect().center())
    assert cursor.position() > 0
    assert len(inked(passage, 255)) == 4


def test_wide_tables_are_scrolled_and_fit_again_in_a_wide_window(
    qtbot: Any, passage: PassageText
) -> None:
    text = "\n".join(
        "; ".join(f"column {n}: a value of {n}" for n in range(8)) for _ in range(3)
    )  # fmt: skip
    passage.show_passage(text, 0, 0)
    drawn(qtbot, passage)
    assert passage.horizontalScrollBar().maximum() > 0
    passage.resize(1600, 500)
    qtbot.waitUntil(lambda: passage.horizontalScrollBar().maximum() == 0, timeout=2_000)


def test_code_keeps_its_lines_in_a_fixed_font(qtbot: Any, passage: PassageText) -> None:
    passage.show_passage(CODE, 0, 0, form="code")
    drawn(qtbot, passage)
    assert passage.toPlainText() == CODE
    assert not tables(passage)
    cursor = QTextCursor(passage.document())
    cursor.setPosition(5)
    assert cursor.charFormat().fontFixedPitch()


def test_what_a_document_says_is_never_a_picture_or_a_link(
    qtbot: Any, passage: PassageText
) -> None:
    passage.show_passage(MINUTES, 0, 0, form="markdown")
    drawn(qtbot, passage)
    block = passage.document().begin()
    while block.isValid():
        it = block.begin()
        while not it.atEnd():
            shape = it.fragment().charFormat()
            assert not shape.isAnchor() and not shape.isImageFormat()
            it += 1
        block = block.next()
    assert '<img src="file:///etc/hostname">' in passage.toPlainText()


def test_a_table_in_a_view_of_another_width_is_shared_out_anew(
    qtbot: Any, passage: PassageText
) -> None:
    for _ in range(3):  # a table that was there before is gone by then
        passage.resize(900, 500)
        passage.show_passage(QUOTES, 0, 0)
        drawn(qtbot, passage)
        wide = tables(passage)[0].format().columnWidthConstraints()
        passage.resize(330, 500)
        narrow = tables(passage)[0].format().columnWidthConstraints()
        assert narrow[3].rawValue() > wide[3].rawValue()  # the short column keeps its words whole
        passage.show_passage(MINUTES, 0, 0, form="markdown")
        drawn(qtbot, passage)


def test_a_long_table_is_laid_out_anew_once_the_window_is_let_go(
    qtbot: Any, passage: PassageText
) -> None:
    text = "\n".join(f"Day: {n}; Name: gauge {n}; Level: {n * 3}" for n in range(600))
    passage.show_passage(text, 0, 0)
    bar = passage.verticalScrollBar()

    def scrolled_through() -> bool:
        bar.setValue(bar.maximum())
        return passage.is_whole

    qtbot.waitUntil(scrolled_through, timeout=60_000)
    before = passage.document().size().width()
    for width in (500, 600, 700):
        passage.resize(width, 500)
        assert passage.document().size().width() == before
    fits = lambda: passage.document().size().width() == passage.viewport().width()  # noqa: E731
    qtbot.waitUntil(fits, timeout=20_000)
    assert passage.viewport().width() > before
    passage.show_passage("Short.", 0, 0)
    drawn(qtbot, passage)
    passage.resize(400, 500)
    assert passage.document().size().width() <= passage.viewport().width()


def test_columns_of_figures_are_set_to_the_right(qtbot: Any, passage: PassageText) -> None:
    text = "who: Ann; price: 1,150.00; at: 10:30\nwho: Ben; price: -3 %; at: 11:00"
    passage.show_passage(text, 0, 0, "")
    drawn(qtbot, passage)
    (table,) = tables(passage)
    set_right = [
        bool(
            table.cellAt(row, column).firstCursorPosition().blockFormat().alignment()
            & Qt.AlignmentFlag.AlignRight
        )
        for row in range(3)
        for column in range(3)
    ]
    assert set_right == [False, True, False] * 3

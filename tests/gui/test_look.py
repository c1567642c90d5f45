"""Icons and style: every file draws, every name used exists, both palettes fill the sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from app.core.events import Citation, FileFailed
from app.gui import icons, parts
from app.gui.arrangement import WIDTHS
from app.gui.conversation.empty import ExampleButton
from app.gui.evidence.canvas import Canvas, image_from_rgb
from app.gui.evidence.pane import EvidencePane
from app.gui.evidence.passage import PassageText
from app.gui.evidence.text_writer import FAINT_ALPHA
from app.gui.library.progress import ProgressStrip
from app.gui.library_health import HealthDialog
from app.gui.theme import Theme
from app.gui.window import Window

NAMES = sorted(Path(str(entry)).stem for entry in (files("resources") / "icons").iterdir()
               if entry.name.endswith(".svg"))  # fmt: skip
SOURCES = Path(icons.__file__).parent


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_draws_something_in_its_colour(qapp: Any, name: str) -> None:
    image = icons.pixmap(name, "#ff0000", 24, 1.0).toImage()
    inked = [
        image.pixelColor(x, y) for x in range(24) for y in range(24)
        if image.pixelColor(x, y).alpha() > 128
    ]  # fmt: skip
    assert len(inked) > 10
    if name != "triptych":
        assert all(colour.red() > 200 and colour.blue() < 60 for colour in inked)


def test_every_icon_that_is_asked_for_exists() -> None:
    asked = set()
    for file in SOURCES.rglob("*.py"):
        text = file.read_text("utf-8")
        asked |= set(
            re.findall(r'(?:IconButton|Picture)\(\s*(?:self\._)?theme,\s*"([\w-]+)"', text)
        )
        asked |= set(re.findall(r'(?:set_icon|\.icon|pixmap)\(\s*"([\w-]+)"', text))
    assert len(asked) > 15
    assert asked <= set(NAMES)


def test_the_sheet_has_no_colour_of_its_own() -> None:
    sheet = (files("resources") / "style" / "window.qss").read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{6}\b", sheet) == []
    assert "url(" not in sheet


def test_pixels_become_an_image_of_the_same_colours(qapp: Any) -> None:
    rgb = np.zeros((3, 5, 3), dtype=np.uint8)
    rgb[2, 4] = (10, 20, 30)
    image = image_from_rgb(rgb)
    assert (image.width(), image.height()) == (5, 3)
    assert image.pixelColor(4, 2).getRgb()[:3] == (10, 20, 30)


def test_zoom_keeps_within_bounds_and_asks_for_more_pixels(qtbot: Any, theme: Theme) -> None:
    canvas = Canvas(theme, "Page", pen_style="marker")
    qtbot.addWidget(canvas)
    canvas.resize(424, 600)
    wanted: list[int] = []
    canvas.sharper_wanted.connect(wanted.append)
    canvas.show_image(QImage(400, 560, QImage.Format.Format_RGB888), [(0.1, 0.1, 0.5, 0.2)])
    canvas.zoom_by(2.0)
    assert canvas.zoom == 2.0
    assert wanted == [800]
    canvas.zoom_by(100.0)
    assert canvas.zoom == 8.0
    canvas.zoom_by(0.0001)
    assert canvas.zoom == 1.0


def test_the_library_can_be_checked_and_described(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    window.library_health.check()
    qtbot.waitUntil(lambda: "is whole: 12 items" in window.banner.message(), timeout=10_000)
    window.library_health.show()
    qtbot.waitUntil(lambda: window.findChild(HealthDialog) is not None, timeout=10_000)
    dialog = window.findChild(HealthDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible, timeout=10_000)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("qwen2.5-coder-0.5b-instruct writes the answers" in words for words in said)
    assert any(words.startswith("0: nothing is sent") for words in said)
    qtbot.mouseClick(dialog.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "is whole" in dialog.checked.text(), timeout=10_000)
    dialog.close()


def test_a_hidden_pane_comes_back_as_wide_as_it_was(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    panes = window.panes
    panes.splitter.setSizes([333, 500, 445])
    panes.splitter.splitterMoved.emit(333, 1)
    wide = (window.library.width(), window.evidence.width())
    for toggle in (panes.toggle_library, panes.toggle_evidence):
        toggle()
        toggle()
    assert (window.library.width(), window.evidence.width()) == wide
    window.resize(1000, 700)
    window.resize(1280, 800)
    assert (window.library.width(), window.evidence.width()) == wide


def test_the_icons_of_the_source_tabs_follow_the_theme(qtbot: Any, theme: Theme) -> None:
    pane = EvidencePane(theme)
    qtbot.addWidget(pane)
    pane.show_sources([Citation(n, "text", "/a", 1, n, {}, "", True) for n in (1, 2)])

    def drawn() -> QImage:
        return pane._tabs[0][0].icon().pixmap(14).toImage()

    light = drawn()
    theme.set_mode("dark")
    assert drawn() != light


def test_no_chip_is_cut_at_larger_text(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window()
    for scale in (1.0, 1.5):
        window.theme.scale = scale
        window.theme.apply()
        window.panes.splitter.setSizes([100, 900, 280])
        qtbot.waitUntil(lambda: window.library.width() >= window.library.minimumWidth())
        tabs = (window.library.library_tab, window.library.history_tab)
        chips = [*window.library.filters.chips(), *tabs]
        assert all(chip.width() >= chip.sizeHint().width() for chip in chips if chip.isVisible())


def test_the_library_stays_as_wide_as_it_is_whatever_its_chips_count(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window("--items", "1400")
    qtbot.waitUntil(lambda: window.library.items.n_all() > 1400)
    filters = window.library.filters
    window.library.items.narrow(states=frozenset({"ready"}))
    filters.refresh()
    room, chips = window.library.width(), [c for c in filters.chips() if c.isVisible()]
    assert room == window.panes.splitter.sizes()[0] == WIDTHS[0]
    qtbot.waitUntil(lambda: chips[-1].y() > chips[0].y())  # a second row
    assert all(chip.geometry().right() < filters.width() for chip in chips)
    assert filters.height() >= chips[-1].geometry().bottom()


def test_no_word_stands_alone_in_the_last_line(qtbot: Any, theme: Theme) -> None:
    said = "Add documents, pictures and recordings, then ask one question of them all"
    label = parts.label(f"{said}\nIn short.", wrap=True)
    qtbot.addWidget(label)
    metrics = label.fontMetrics()
    alone = metrics.horizontalAdvance(said) - metrics.horizontalAdvance("all") // 2
    label.resize(alone, 100)
    first, second = label.rooms()
    flags = int(Qt.TextFlag.TextWordWrap)

    def height(width: int) -> int:
        return metrics.boundingRect(QRect(0, 0, width, 1000), flags, said).height()

    assert alone / 2 < first < alone * 0.95 and second == alone
    assert height(first) == height(alone) < height(alone // 3)
    label.setText("It is said in a line.")
    assert label.rooms() == [alone]
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setText(said)
    assert label.contentsRect().width() == first
    assert label.heightForWidth(alone) == height(alone)
    label.show()
    label.resize(2 * alone, 100)
    assert label.contentsRect().width() == 2 * alone


def test_the_sentence_is_marked_within_its_passage(qtbot: Any, theme: Theme) -> None:
    view = PassageText(theme)
    qtbot.addWidget(view)
    view.show_passage("Before. One. Two. After.", 8, 17, "Two.")
    assert (view.marked_text(), view.quoted_text()) == ("One. Two.", "Two.")
    cursor = view.textCursor()
    strengths = []
    for at in (2, 10, 15):
        cursor.setPosition(at)
        strengths.append(cursor.charFormat().background().color().alpha())
    assert strengths[1:] == [FAINT_ALPHA, 255]
    view.show_passage("Before. One. Two. After.", 8, 17, "not in it")
    assert view.quoted_text() == "One. Two."


def test_example_questions_are_whole_in_a_narrow_window_with_large_text(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window("--empty", "--no-models", wait=False)
    window.theme.set_scale(1.5)
    window.resize(560, 900)
    empty = window.conversation.empty
    qtbot.waitUntil(lambda: empty._models is not None, timeout=10_000)
    empty._models.show_words("Installing qwen2.5-coder-1.5b-instruct, 1.1 GB of 1.9 GB")

    def whole() -> bool:
        shown = [b for b in empty.findChildren(ExampleButton) if b.isVisible()]
        one_has_two_lines = len({button.height() for button in shown}) > 1
        return one_has_two_lines and all(
            button.words.height() >= button.words.heightForWidth(button.words.width())
            and button.height() >= button.heightForWidth(button.width())
            for button in shown
        )

    qtbot.waitUntil(whole, timeout=20_000)


def test_the_time_that_is_left_is_whole_with_large_text(qtbot: Any, theme: Theme) -> None:
    theme.set_scale(1.5)
    pane, strip = QWidget(), ProgressStrip(theme)
    qtbot.addWidget(pane)
    column = parts.column(pane)
    column.addStretch(1)
    column.addWidget(strip)
    pane.resize(240, 400)
    pane.show()
    strip.begin()
    strip.count_problems((FileFailed("/a", "damaged", False),) * 12, ())
    strip.left.setText("12 min 30 s left · 14 a minute")
    strip.show()
    left = strip.left
    qtbot.waitUntil(lambda: left.height() >= left.heightForWidth(left.width()), timeout=5_000)
    assert left.heightForWidth(left.width()) > left.fontMetrics().height() * 1.5  # two lines


def test_page_and_text_go_below_a_title_that_they_would_cut(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    pane = open_window().evidence
    pane.set_choices("page")
    pane.resize(600, 500)
    assert pane._head_row.indexOf(pane._choices) >= 0
    pane.resize(320, 500)
    assert pane._below_head.indexOf(pane._choices) >= 0
    pane.resize(600, 500)
    assert pane._head_row.indexOf(pane._choices) >= 0
    assert pane._head_row.indexOf(pane.close_button) == pane._head_row.count() - 1


def test_icons_of_the_other_colours_are_drawn_while_nothing_is_to_be_done(
    qtbot: Any, theme: Theme
) -> None:
    icons.pixmap.cache_clear()
    theme.icon("microphone", "accent")
    before = icons.pixmap.cache_info().misses
    qtbot.waitUntil(lambda: not theme._spare.isActive(), timeout=20_000)
    assert icons.pixmap.cache_info().misses > before
    theme.set_mode("dark")
    before = icons.pixmap.cache_info().misses
    theme.icon("microphone", "accent")
    assert icons.pixmap.cache_info().misses == before


def test_nothing_is_drawn_where_two_scroll_bars_meet(qtbot: Any, theme: Theme) -> None:
    passage = PassageText(theme)
    qtbot.addWidget(passage)
    passage.resize(200, 120)
    passage.show()
    passage.show_passage("\n".join(["a line of code " * 9] * 40), 0, 0, form="code")
    bars = passage.verticalScrollBar(), passage.horizontalScrollBar()
    qtbot.waitUntil(lambda: passage.is_whole and all(bar.isVisible() for bar in bars))
    image = passage.grab().toImage()
    left, top = (image.width() - bars[0].width(), image.height() - bars[1].height())
    square = {(x, y) for x in range(left, image.width()) for y in range(top, image.height())}
    assert len({image.pixelColor(*at).rgba() for at in square}) == 1


def test_what_was_open_before_does_not_stand_for_what_is_long_in_coming(
    qtbot: Any, theme: Theme
) -> None:
    pane = EvidencePane(theme)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_view("text")
    pane.expect()
    assert pane.current_view() is pane.passage  # no flicker where it comes at once
    qtbot.waitUntil(lambda: pane.current_view() is not pane.passage)
    assert pane._message_text.text() == "Opening…"
    for come in (lambda: pane.show_view("page"), lambda: pane.show_message("Gone."), pane.clear):
        pane.expect()
        come()
        assert not pane._overdue.isActive()

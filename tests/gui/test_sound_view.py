"""A recording in the sources: speed, volume, and a transcript that follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.core.events import ChunkRow
from app.gui.evidence.following import NOW
from app.gui.evidence.player import SPEEDS
from app.gui.evidence.sound import SoundView
from app.gui.naming import NameDialog
from app.gui.theme import Theme
from app.gui.window import Window

Open = Callable[..., Window]


def lines(n: int) -> list[ChunkRow]:
    return [
        ChunkRow(at, "audio", {"start_s": at * 5.0}, f"Line {at} of what was said.")
        for at in range(n)
    ]


def shown(qtbot: Any, theme: Theme, n: int = 40) -> SoundView:
    view = SoundView(theme)
    qtbot.addWidget(view)
    view.resize(380, 360)
    view.show()
    view.show_segments(lines(n), n * 5.0)
    return view


def marked(view: SoundView) -> list[int]:
    rows = range(view.segments.count())
    return [row for row in rows if view.segments.item(row).data(NOW)]


def is_seen(view: SoundView, row: int) -> bool:
    box = view.segments.visualItemRect(view.segments.item(row))
    return view.segments.viewport().rect().contains(box.center())


def test_the_line_of_the_moment_is_marked_and_kept_in_view(qtbot: Any, theme: Theme) -> None:
    view = shown(qtbot, theme)
    view.show_position(0.0)
    assert marked(view) == [0]
    view.show_playing(True)
    view.show_position(152.0)
    assert marked(view) == [30] and is_seen(view, 30)


def test_who_scrolls_is_left_there_until_it_is_played_anew(qtbot: Any, theme: Theme) -> None:
    view = shown(qtbot, theme)
    view.show_playing(True)
    view.show_position(152.0)
    wheel = QWheelEvent(
        QPointF(20, 20), view.segments.viewport().mapToGlobal(QPointF(20, 20)), QPoint(0, 0),
        QPoint(0, 24000), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    for _ in range(20):  # each a page at the most
        QApplication.sendEvent(view.segments.viewport(), wheel)
    assert view.segments.verticalScrollBar().value() == 0
    view.show_position(160.0)
    assert marked(view) == [32] and not is_seen(view, 32)
    view.show_playing(True)
    assert is_seen(view, 32)


def test_speed_and_volume_are_chosen_by_hand_and_remembered(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    view, player = window.evidence.sound, window.evidence_flow.player
    assert (player.speed, player.volume) == (1.0, 1.0)
    at = SPEEDS.index(1.5)
    view.speed.setCurrentIndex(at)
    view.speed.activated.emit(at)
    view.volume.slider.setValue(8)
    assert (player.speed, player.volume) == (1.5, 0.4)
    view.volume.button.click()
    assert player.volume == 0.0 and view.volume.button.isChecked()
    view.volume.button.click()
    assert player.volume == 0.4 and not view.volume.button.isChecked()
    window.leave()
    again = open_window()
    assert (again.evidence_flow.player.speed, again.evidence_flow.player.volume) == (1.5, 0.4)
    assert again.evidence.sound.speed.currentText() == "1.5×"
    assert again.evidence.sound.volume.slider.value() == 8


def test_a_line_says_who_is_heard_and_asks_for_their_name(qtbot: Any, theme: Theme) -> None:
    view = shown(qtbot, theme, 2)
    view.show_segments(
        [
            ChunkRow(1, "audio", {"start_s": 0.0, "speaker": "Speaker 2"}, "Speaker 2: Yes."),
            ChunkRow(2, "audio", {"start_s": 4.0}, "Alone."),
        ],
        8.0,
    )
    wanted: list[str] = []
    view.naming_wanted.connect(wanted.append)
    for row in range(2):
        (action,) = view.naming_menu(view.segments.item(row)).actions()
        action.trigger()
    assert wanted == ["Speaker 2", ""]


def test_a_voice_that_is_named_has_its_name_in_the_transcript(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window()
    recording = next(
        item for item in window.library.items.catalog.items.values() if item.kind == "audio"
    )
    window.evidence_flow.open_item(recording)
    segments = window.evidence.sound.segments
    qtbot.waitUntil(lambda: segments.count() > 0)
    before = segments.item(0).text()
    window.evidence_flow.sound.name("1", "Anna")
    qtbot.waitUntil(lambda: segments.item(0) and segments.item(0).text() == f"Anna: {before}")
    window.evidence_flow.sound.name("Nobody", "Ben")
    qtbot.waitUntil(lambda: "Nobody" in window.evidence.sound._trouble.text())
    assert segments.item(0).text() == f"Anna: {before}"


def test_the_name_is_asked_for_in_a_dialog(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    recording = next(
        item for item in window.library.items.catalog.items.values() if item.kind == "audio"
    )
    window.evidence_flow.open_item(recording)
    segments = window.evidence.sound.segments
    qtbot.waitUntil(lambda: segments.count() > 0)
    window.evidence.sound.naming_wanted.emit("")
    (dialog,) = window.findChildren(NameDialog)
    dialog.edit.setText("Anna")
    dialog.save.click()
    qtbot.waitUntil(lambda: segments.item(0) and segments.item(0).text().startswith("Anna: "))

"""Texts, pictures and links that are dropped or pasted: what is kept, and what is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage

from app import paths, settings
from app.core.calls import Add
from app.gui.brought import note_of, sort_of
from app.gui.window import Window
from app.tasks.keep import Keep

Open = Callable[..., Window]
NOW = datetime(2026, 11, 27, 6, 5, 4)
COPY, LEFT = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def text(said: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(said)
    return mime


def picture() -> QMimeData:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setImageData(image)
    return mime


def from_browser() -> QMimeData:
    """A picture that is dragged out of a page comes with its address, as link and as text."""
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/rose.jpg")])
    mime.setText("https://example.org/rose.jpg")
    mime.setData("image/jpeg", b"\xff\xd8 the bytes as they came")
    return mime


def enter(window: Window, mime: QMimeData, at: QPoint) -> None:
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), COPY, mime, LEFT, NO_KEY))
    window.dragMoveEvent(QDragMoveEvent(at, COPY, mime, LEFT, NO_KEY))


def drop(window: Window, mime: QMimeData, at: QPoint) -> None:
    window.dropEvent(QDropEvent(QPointF(at), COPY, mime, LEFT, NO_KEY))


def adds(window: Window) -> list[tuple[str, ...]]:
    return [asked.paths for asked in window.stream.open_requests() if isinstance(asked, Add)]


def test_what_is_brought_is_taken_for_what_was_meant(tmp_path: Path) -> None:
    office = text("Rent 2026\n1,200")
    office.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/x.pdf")])
    assert [sort_of(mime) for mime in (office, picture(), from_browser(), files)] == [
        "text", "picture", "picture", "files",
    ]  # fmt: skip
    assert sort_of(text("https://example.org/a\nhttp://example.org/b ")) == "links"
    assert sort_of(text("See https://example.org/a")) == "text"
    assert sort_of(QMimeData()) == sort_of(text("  \n")) == "nothing"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("\n  Minutes: roof / gutter\nmore", "Minutes roof gutter.txt"),
        ("Die Dachrinne über dem Erker wird im Frühjahr erneuert, sagt sie", None),
        ("../../.ssh/config", "ssh config.txt"),
        ("*** --- ***", "Note.txt"),
    ],
)
def test_a_text_is_named_by_its_first_words(said: str, name: str | None) -> None:
    note = note_of(text(said), NOW)
    assert note is not None and note.contents().decode() == said
    if name is None:
        assert note.name == "Die Dachrinne über dem Erker wird im Frühjahr.txt"
    else:
        assert note.name == name


def test_a_picture_keeps_the_bytes_it_came_in(qapp: Any) -> None:
    came = note_of(from_browser(), NOW)
    assert came is not None and came.name == "Picture 2026-11-27 06.05.04.jpg"
    assert came.contents() == b"\xff\xd8 the bytes as they came"
    pixels = note_of(picture(), NOW)
    assert pixels is not None and pixels.name.endswith(".png")
    assert QImage.fromData(pixels.contents()).size().toTuple() == (8, 6)


def test_nothing_is_written_over_and_trouble_is_told(tmp_path: Path) -> None:
    written = [Keep(tmp_path / "new", "a.txt", said.encode) for said in ("one", "two")]
    for keep in written:
        keep.join(10)
    files = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert files == ["a 2.txt", "a.txt"]
    assert {path.read_text("utf-8") for path in (tmp_path / "new").iterdir()} == {"one", "two"}
    (tmp_path / "file").write_text("x", "utf-8")
    failed = Keep(tmp_path / "file" / "below", "a.txt", lambda: b"x")
    failed.join(10)
    assert failed.finished and failed.path is None and failed.trouble


def test_a_dropped_text_is_announced_kept_and_added(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    mime = text("The gutter was mended on 3 May.\nIt cost 240 euros.")
    enter(window, mime, QPoint(50, 50))
    overlay, folder = window.overlay, paths.home() / "Kept notes"
    assert overlay._said[:2] == (
        "Drop to keep this text and add it", "“The gutter was mended on 3 May.”",
    )  # fmt: skip
    assert str(folder) in overlay._said[2]
    drop(window, mime, QPoint(50, 50))
    assert not overlay.isVisible()
    qtbot.waitUntil(lambda: bool(adds(window)), timeout=10_000)
    kept = folder / "The gutter was mended on 3 May.txt"
    assert adds(window) == [(str(kept),)]
    assert kept.read_text("utf-8").endswith("240 euros.")
    assert kept.name in window.banner.message()


def test_the_folder_is_the_users_choice(qtbot: Any, open_window: Open, tmp_path: Path) -> None:
    settings.save_section("notes", {"folder": str(tmp_path / "mine")})
    window = open_window("--slow")
    drop(window, from_browser(), QPoint(50, 50))
    qtbot.waitUntil(lambda: bool(adds(window)), timeout=10_000)
    (kept,) = (tmp_path / "mine").iterdir()
    assert kept.suffix == ".jpg" and adds(window) == [(str(kept),)]


def test_links_are_not_fetched_and_that_is_said(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    mime = text("https://example.org/page")
    enter(window, mime, QPoint(50, 50))
    assert window.overlay._said[0] == "Links are not fetched"
    drop(window, mime, QPoint(50, 50))
    assert window.banner.message().startswith("Links are not fetched")
    assert not adds(window) and not (paths.home() / "Kept notes").exists()


def test_a_picture_on_the_question_is_asked_with(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    composer = window.conversation.composer
    over = composer.mapTo(window, composer.rect().center())
    enter(window, picture(), over)
    assert window.overlay._said[:2] == ("Drop to ask with this picture", "It is not added.")
    drop(window, picture(), over)
    qtbot.waitUntil(lambda: composer.attachment().endswith(".png"), timeout=10_000)
    assert not adds(window)
    row = composer.attached
    qtbot.waitUntil(row.thumbnail.isVisible, timeout=10_000)
    assert row.thumbnail.pixmap().deviceIndependentSize().width() == 36
    composer.attach("/home/user/damaged.png")
    assert row.thumbnail.isHidden()
    qtbot.waitUntil(lambda: "the picture is damaged" in row.heard.text(), timeout=10_000)
    composer.attach("")
    assert not row.isVisible() and not row.heard.text()


def test_pasting_goes_where_the_focus_is(qtbot: Any, open_window: Open) -> None:
    window = open_window("--slow")
    window.activateWindow()
    clipboard, edit = QGuiApplication.clipboard(), window.conversation.composer.edit
    clipboard.setText("Roses want sun")
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.toPlainText() == "Roses want sun"
    window.library.search.setFocus()
    qtbot.keyClick(window.library.search, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.library.search.text() == "Roses want sun"
    window.library.search.clear()
    window.library.list.setFocus()
    qtbot.keyClick(window.library.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(adds(window)), timeout=10_000)
    assert (paths.home() / "Kept notes" / "Roses want sun.txt").exists()
    clipboard.setMimeData(picture())
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    composer = window.conversation.composer
    qtbot.waitUntil(lambda: composer.attachment().endswith(".png"), timeout=10_000)

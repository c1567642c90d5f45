"""The library in the window: collections, watched folders, and what a question is kept to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from app.core.events import WatchedRow
from app.gui.library.watched_dialog import state_words
from app.gui.naming import NameDialog
from app.gui.window import Window

Open = Callable[..., Window]
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def action(menu: QMenu, text: str) -> QAction:
    return next(a for a in menu.actions() if a.text() == text)


def titles(window: Window) -> list[str]:
    model = window.library.items
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def tile_of(window: Window, row: int) -> QPoint:
    index = window.library.items.index(row, 0)
    rows = window.library.list
    return rows.delegate.tile(rows.visualRect(index), index).center().toPoint()


def test_a_collection_is_made_filled_renamed_and_removed(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    library = window.library
    items = library.items.items()
    new = action(library.list.menu_for(items[:2]), "Add to collection").menu()
    action(new, "New collection…").trigger()
    dialog = window.findChild(NameDialog)
    assert not dialog.save.isEnabled()
    dialog.edit.setText("Repair")
    dialog.save.click()
    qtbot.waitUntil(lambda: bool(library.items.catalog.collections), timeout=10_000)
    library.items.set_order("collection")
    qtbot.waitUntil(
        lambda: titles(window)[:3] == ["Repair", items[0].title, items[1].title], timeout=10_000
    )
    into = action(library.list.menu_for([items[4]]), "Add to collection").menu()
    action(into, "Repair").trigger()
    heading = library.items.index(0, 0).data(Qt.ItemDataRole.UserRole + 2)
    qtbot.waitUntil(lambda: len(library.items.catalog.below(heading)) == 3, timeout=10_000)
    fresh = library.items.catalog.items[items[0].item_id]
    action(library.list.menu_for([fresh]), "Take out of “Repair”").trigger()
    qtbot.waitUntil(lambda: len(library.items.catalog.below(heading)) == 2, timeout=10_000)
    window.collection_flow.rename(1, "Roof")
    qtbot.waitUntil(lambda: titles(window)[0] == "Roof", timeout=10_000)
    action(library.list.menu_for(items[5:6]), "Add to collection").menu().actions()[-1].trigger()
    again = window.findChild(NameDialog)
    again.edit.setText("Roof")
    again.save.click()
    qtbot.waitUntil(lambda: "a collection named Roof already" in again.refused.text())
    assert again.isVisible() and window.banner.isHidden()
    again.reject()
    menu = library.list.menu_for_heading(
        library.items.index(0, 0).data(Qt.ItemDataRole.UserRole + 2)
    )
    action(menu, "Ask about these only").trigger()
    assert window.conversation.composer.scope().collections == (1,)
    action(menu, "Remove the collection").trigger()
    assert titles(window)[0] == "In no collection" or "Roof" not in titles(window)
    library.undo.button.click()
    assert titles(window)[0] == "Roof"
    action(menu, "Remove the collection").trigger()
    library.undo.finish()
    qtbot.waitUntil(lambda: not library.items.catalog.collections, timeout=10_000)


def test_items_are_dropped_on_a_collection(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    library = window.library
    rows, items = library.list, library.items
    window.collection_flow.make("Repair", [])
    qtbot.waitUntil(lambda: bool(items.catalog.collections), timeout=10_000)
    items.set_order("collection")
    assert titles(window)[:2] == ["Repair", "In no collection"]
    dragged = items.mimeData([items.index(3), items.index(4)])
    names = [items.index(row).data() for row in (3, 4)]
    copy = Qt.DropAction.CopyAction

    def at(row: int) -> QPointF:
        return QPointF(rows.visualRect(items.index(row)).center())

    rows.dragEnterEvent(QDragEnterEvent(at(0).toPoint(), copy, dragged, LEFT, PLAIN))
    over = QDragMoveEvent(at(5).toPoint(), copy, dragged, LEFT, PLAIN)
    rows.dragMoveEvent(over)
    assert not over.isAccepted() and rows.delegate.drop_on is None
    rows.dragMoveEvent(QDragMoveEvent(at(0).toPoint(), copy, dragged, LEFT, PLAIN))
    assert rows.delegate.drop_on is not None
    rows.dropEvent(QDropEvent(at(0), copy, dragged, LEFT, PLAIN))
    qtbot.waitUntil(lambda: titles(window)[:3] == ["Repair", *names], timeout=10_000)


def test_checked_items_are_what_a_question_is_kept_to(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    rows, scopes = window.library.list, window.conversation.composer.scopes
    assert not scopes.isVisible()
    for row in (1, 3):
        qtbot.mouseClick(rows.viewport(), LEFT, PLAIN, tile_of(window, row))
    ids = [window.library.items.items()[row].item_id for row in (1, 3)]
    assert scopes.isVisible() and scopes.scope().item_ids == tuple(sorted(ids))
    assert not window.evidence.isVisible() or window.evidence_flow.source is None
    qtbot.mouseClick(rows.viewport(), LEFT, PLAIN, tile_of(window, 3))
    assert scopes.scope().item_ids == (ids[0],)
    rows.setCurrentIndex(window.library.items.index(5, 0))
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert len(scopes.scope().item_ids) == 2
    scopes.show_only(None)
    assert not window.library.items.checked and not scopes.isVisible()


def test_at_names_what_the_question_is_kept_to(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    window.collection_flow.make("Building", [1, 2])
    qtbot.waitUntil(lambda: bool(window.library.items.catalog.collections), timeout=10_000)
    composer = window.conversation.composer
    edit, mention = composer.edit, composer.mention
    edit.setFocus()
    qtbot.keyClicks(edit, "Who pays @bui")
    assert mention.is_open
    assert mention.list.item(0).text() == "Building"
    assert mention.list.item(1).text() == "Building survey.pdf"
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.toPlainText() == "Who pays "
    assert composer.scopes.said() == "Building survey.pdf"
    qtbot.keyClicks(edit, "@build")
    names = mention.list.window().mapToGlobal(mention._box.geometry().bottomLeft())
    assert names.y() < composer.scopes.mapToGlobal(composer.scopes.rect().topLeft()).y()
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    scope = composer.scope()
    assert scope.collections == (1,) and len(scope.item_ids) == 1
    qtbot.keyClicks(edit, "and ann@example.org")
    assert not mention.is_open
    qtbot.keyClicks(edit, " @zzz")
    assert not mention.is_open
    qtbot.keyClicks(edit, " @bui")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert not mention.is_open and edit.toPlainText().endswith("@bui")


def test_filters_stand_as_chips_that_take_them_back(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    filters = window.library.filters
    filters._fill_menu()
    states = filters.more.menu().actions()[0].menu()
    action(states, "Missing from disk  (1)").trigger()
    assert titles(window) == ["Flue.jpg"]
    assert window.library.filters.chips()[0].text() == "All 1"
    chip = filters._active_row.itemAt(0).widget()
    assert chip.text() == "Missing from disk  ×"
    chip.click()
    assert len(titles(window)) == 12


def test_the_place_is_held_though_rows_come_above_it(qtbot: Any, open_window: Open) -> None:
    window = open_window("--items", "300")
    rows, items = window.library.list, window.library.items
    qtbot.waitUntil(lambda: items.rowCount() == 312, timeout=20_000)
    rows.verticalScrollBar().setValue(2000)
    before = rows.indexAt(QPoint(40, 40))
    name, top = before.data(), rows.visualRect(before).top()
    catalog = items.catalog
    first = next(iter(catalog.items.values()))
    more = [
        dataclasses.replace(first, item_id=9000 + n, title=f"AAA {n}", path=f"/tmp/AAA {n}")
        for n in range(20)
    ]
    items.update_rows(more)
    after = rows.indexAt(QPoint(40, 40))
    assert (after.data(), rows.visualRect(after).top()) == (name, top)
    items.narrow(kind="text")
    assert rows.indexAt(QPoint(40, 40)).data() == name


def test_folders_are_watched_paused_and_watched_no_longer(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    library, flow = window.library, window.watch_flow
    library.items.set_order("folder")
    heading = library.items.index(0, 0).data(Qt.ItemDataRole.UserRole + 2)
    action(library.list.menu_for_heading(heading), "Watch this folder").trigger()
    qtbot.waitUntil(lambda: flow.is_watched(heading.value), timeout=10_000)
    dialog = flow._dialog
    card = dialog.cards[0]
    assert card.state.text() == "Followed · 0 items"
    card.edit.click()
    card.rules.setPlainText("drafts/\n\n*.log")
    card.edit.click()
    qtbot.waitUntil(lambda: dialog.cards[0].row.ignore == ("drafts/", "*.log"), timeout=10_000)
    dialog.cards[0].pause.click()
    qtbot.waitUntil(lambda: dialog.cards[0].row.state == "paused", timeout=10_000)
    dialog.cards[0].stop.click()
    qtbot.waitUntil(lambda: not flow.rows and not dialog.cards, timeout=10_000)


def test_how_a_watched_folder_does_is_said_in_words() -> None:
    row = WatchedRow(1, "/a", (), "missing", 3, {"missing": 3})
    assert state_words(row).startswith("Not there now. Its 3 items stay")
    row = WatchedRow(1, "/a", (), "watching", 9, {"ready": 6, "attention": 1, "missing": 2})
    assert state_words(row) == "Followed · 9 items · 1 could not be read · 2 missing from disk"

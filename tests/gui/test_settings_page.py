"""The page of all settings: from what is clicked to what the file has, and back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app import paths, settings
from app.core.setting_fields import setting_fields
from app.gui.models_dialog import ModelsDialog
from app.gui.settings_page.page import SettingsPage
from app.gui.window import Window

Open = Callable[..., Window]


def shown(window: Window) -> SettingsPage:
    window.settings_flow.show()
    assert window.settings_flow.page is not None
    return window.settings_flow.page


def written() -> str:
    return paths.settings_file().read_text("utf-8")


def by_keyboard(qtbot: Any, window: Window) -> SettingsPage:
    window.activateWindow()
    qtbot.waitUntil(window.conversation.composer.edit.hasFocus, timeout=10_000)
    edit = window.conversation.composer.edit
    qtbot.keyClick(edit, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = window.settings_flow.page
    assert page is not None
    return page


def test_the_key_opens_it_and_the_search_narrows_it(qtbot: Any, open_window: Open) -> None:
    page = by_keyboard(qtbot, open_window())
    qtbot.waitUntil(page.search.hasFocus)
    assert page.shown()[:4] == ["window.mode", "window.language", "window.scale", "window.still"]
    assert set(page.shown()) == {*page.rows, *page.others}
    qtbot.keyClicks(QApplication.focusWidget(), "passages memory")
    assert page.shown() == ["decoder.passage_cache_mb", "decoder.passage_cache_disk_mb"]
    page.search.setText("temperature")
    assert page.shown() == ["settings"]  # it is among the answer settings
    page.search.setText("no such thing")
    assert page.shown() == [] and not page.none.isHidden()
    page.search.clear()
    assert page.none.isHidden()


def test_each_control_has_a_name_words_and_a_tooltip(open_window: Open) -> None:
    page = shown(open_window())
    for key, row in page.rows.items():
        assert row.edit.focusProxy().accessibleName() == row.name, key
        assert row.field.about.means and row.toolTip()
        if row.field.section != "window":  # the theme of the tests is light
            assert row.standing.text() == "Default" and row.reset.isHidden(), key


def test_what_is_given_is_written_and_there_with_the_next_start(
    qtbot: Any, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    paths.home().mkdir(parents=True)
    paths.settings_file().write_text("# mine\nlamp = 3\n[reading]\ncolour = 'red' # why\n", "utf-8")
    rows = shown(open_window()).rows
    rows["reading.ocr"].edit.box.click()
    rows["threads"].edit.box.setValue(3)
    rows["reading.timeout_s"].edit.box.setValue(90)
    choice = rows["decoder.reuse"].edit.box
    choice.setCurrentIndex(choice.findData("fast"))
    choice.activated.emit(choice.currentIndex())
    address = rows["decoder.url"].edit.box
    qtbot.keyClicks(address, "http://localhost:11434/v1")
    qtbot.keyClick(address, Qt.Key.Key_Return)
    rows["notes.folder"].edit.button.click()
    found = settings.read()
    assert (found.settings.reading.ocr, found.settings.threads) == (False, 3)
    assert found.settings.reading.timeout_s == 90
    assert found.settings.decoder.reuse == "fast"
    assert found.settings.decoder.url == "http://localhost:11434/v1"
    assert found.settings.notes.folder == str(tmp_path)
    assert "# mine" in written() and "lamp = 3" in written() and "'red' # why" in written()
    again = shown(open_window())
    assert again.rows["threads"].edit.value() == 3
    assert again.rows["decoder.reuse"].standing.text() == "Default: Exact"
    assert "lamp, reading.colour" in again.unknown.text() and not again.unknown.isHidden()


def test_each_field_goes_back_to_its_default(open_window: Open) -> None:
    settings.save_section("reading", {"readers": 5, "ocr": False})
    row = shown(open_window()).rows["reading.readers"]
    assert row.standing.text() == "Default: 2" and not row.reset.isHidden()
    row.reset.click()
    assert row.edit.value() == 2 and row.reset.isHidden()
    assert "readers" not in written() and "ocr = false" in written()


def test_what_cannot_be_is_said_beside_the_field_and_not_written(
    qtbot: Any, open_window: Open
) -> None:
    settings.save_section("notes", {})
    rows = shown(open_window()).rows
    for key, typed, said in (
        ("decoder.url", "my server", "This is no address of a server."),
        ("notes.folder", "/no/such/folder", "There is no such folder."),
    ):
        box = rows[key].edit.box
        qtbot.keyClicks(box, typed)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert rows[key].said.text().startswith(said) and not rows[key].said.isHidden()
        assert rows[key].edit.accessibleDescription() == rows[key].said.text()
        assert typed not in written()
        rows[key].reset.click()
        assert rows[key].said.isHidden() and rows[key].edit.value() is None


def test_what_the_file_has_wrong_is_told_by_the_line_and_beside_the_field(
    qtbot: Any, open_window: Open
) -> None:
    paths.home().mkdir(parents=True)
    paths.settings_file().write_text("threads = 'many'\n[reading]\nreaders = 99\n", "utf-8")
    window = open_window()
    assert window.banner.message() == "Some of your settings could not be used."
    window.banner._button.click()
    page = window.settings_flow.page
    assert page is not None and page.isVisible()
    assert "many" in page.rows["threads"].said.text()
    assert page.rows["reading.readers"].said.text() == (
        "The file has 99 here. This can be from 1 to 16; the default holds."
    )
    page.rows["threads"].reset.click()
    assert page.rows["threads"].said.isHidden() and "many" not in written()


def test_a_file_that_is_no_toml_is_said_and_can_be_set_aside(open_window: Open) -> None:
    paths.home().mkdir(parents=True)
    paths.settings_file().write_text("[reading\nocr = 1", "utf-8")
    page = shown(open_window())
    assert "could not be read" in page.trouble_text.text()
    assert not page.rows["reading.ocr"].edit.isEnabled()
    assert page.rows["window.mode"].edit.isEnabled()
    page.set_aside.click()
    assert page.trouble.isHidden() and page.rows["reading.ocr"].edit.isEnabled()
    kept = paths.home() / "settings-unreadable-1.toml"
    assert kept.read_text("utf-8") == "[reading\nocr = 1"
    page.rows["reading.ocr"].edit.box.click()
    assert not settings.read().settings.reading.ocr


@pytest.mark.skipif(os.name == "nt" or not os.getuid(), reason="folders do not keep anyone out")
def test_a_file_that_cannot_be_written_is_said(open_window: Open) -> None:
    page = shown(open_window())
    paths.home().mkdir(parents=True, exist_ok=True)
    paths.home().chmod(0o500)
    try:
        page.rows["reading.ocr"].edit.box.click()
        assert "could not be written" in page.trouble_text.text()
        assert page.rows["reading.ocr"].edit.value() is True
    finally:
        paths.home().chmod(0o700)


def test_what_waits_says_so_and_is_applied_at_once(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    page = shown(window)
    assert page.waiting.isHidden()
    page.rows["retrieval.n_sources"].edit.box.setValue(5)
    assert not page.waiting.isHidden()
    assert page.rows["retrieval.n_sources"].note.text().startswith("Takes effect at the next start")
    with qtbot.waitSignal(window.settings_flow.applied, timeout=10_000):
        page.apply.click()
        assert not page.apply.isEnabled()
    assert page.waiting.isHidden() and page.rows["retrieval.n_sources"].note.isHidden()
    page.rows["retrieval.n_sources"].reset.click()
    assert not page.waiting.isHidden()


def test_the_environment_is_named_where_it_wins(
    open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIPTYCH_THREADS", "5")
    rows = shown(open_window()).rows
    assert rows["threads"].note.text() == "TRIPTYCH_THREADS is set to 5, which wins over this."


def test_how_the_window_looks_changes_at_once_and_is_remembered(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window()
    rows = shown(window).rows
    for key, value in (("window.mode", "dark"), ("window.scale", "1.3"), ("window.language", "de")):
        box = rows[key].edit.box
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    assert (window.theme.mode, window.theme.scale) == ("dark", 1.3)
    assert rows["window.language"].note.text() == "The language holds from the next start."
    window.leave()
    assert window._memory.value("language") == "de"
    assert window._memory.value("mode") == "dark"
    rows["window.scale"].reset.click()
    assert window.theme.scale == 1.0
    rows["window.mode"].reset.click()


def test_other_pages_are_opened_from_here(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    page = shown(window)
    page.others["models"].click()
    (models,) = window.findChildren(ModelsDialog)
    assert models.isVisible() and not page.isVisible()
    page.others["settings"].click()
    assert window.conversation.sampling.isVisible()


def test_every_field_of_the_file_has_a_row(open_window: Open) -> None:
    page = shown(open_window())
    assert {field.key for field in setting_fields()} < set(page.rows)

"""The pages of the menu in the longest language and with larger text: nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.events import (
    FileFailed,
    FileSkipped,
    LibraryStatus,
    ModelRow,
    WatchedRow,
)
from app.gui import parts
from app.gui.backups_dialog import BackupsDialog
from app.gui.folders import FoldersDialog
from app.gui.language import Catalogue
from app.gui.library.problems import ProblemsDialog
from app.gui.library.watched_dialog import WatchedDialog
from app.gui.library_health import HealthDialog
from app.gui.models_dialog import ModelsDialog
from app.gui.page import Page
from app.gui.privacy import PrivacyDialog
from app.gui.theme import Theme
from app.tasks.vitals import Vital

STATUS = LibraryStatus(
    12, {"text": 6, "image": 3, "audio": 3}, {"ready": 9}, 165, {"text": 165}, 57,
    18_400_000, {"text": "all-MiniLM-L6-v2", "decoder": "qwen2.5-coder-0.5b-instruct"},
    None, "/home/user/.local/share/triptych/library", "0.1.0",
    backups=("/home/user/.local/share/triptych/library/backups/library-2026-03-02.db",),
)  # fmt: skip


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    catalogue = Catalogue("de", qapp)
    qapp.installTranslator(catalogue)
    yield
    qapp.removeTranslator(catalogue)
    catalogue.deleteLater()


def backups(theme: Theme) -> Page:
    page = BackupsDialog(theme)
    page.show_backups(STATUS.backups)
    page.ask(STATUS.backups[0])
    return page


def folders(theme: Theme) -> Page:
    page = FoldersDialog()
    page.ask("/media/drive/Triptych", 48_000_000)
    return page


def watched(theme: Theme) -> Page:
    page = WatchedDialog(theme)
    page.show_rows([WatchedRow(1, "/home/user/Bakehouse", ("*.log",), "watching", 3, {})])
    page.cards[0].edit.click()
    page.show_trouble("Nichts.")
    return page


def problems(theme: Theme) -> Page:
    failed = [FileFailed("/home/user/accounts 2019.pdf", "The file changed meanwhile.", True)]
    return ProblemsDialog(theme, failed, [FileSkipped("/home/user/setup.exe", "Programs.")])


def models(theme: Theme) -> Page:
    page = ModelsDialog(theme)
    page.show_rows([ModelRow("dinov2-small", "image", "MIT", 97_000_000, False, True, "Note.")])
    return page


def health(theme: Theme) -> Page:
    page = HealthDialog(None)
    page.show_status(STATUS)
    page.show_checked("Die Bibliothek ist ganz.")
    return page


def privacy(theme: Theme) -> Page:
    return PrivacyDialog(lambda: Vital(0, 0))


@pytest.mark.parametrize("make", [backups, folders, watched, problems, models, health, privacy])
def test_no_button_and_no_words_are_cut(
    qtbot: Any, theme: Theme, german: None, make: Callable[[Theme], Page]
) -> None:
    theme.scale = 1.5
    theme.apply()
    page = make(theme)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: cut(page) == [], timeout=5_000)
    scroll = page.area
    qtbot.waitUntil(lambda: scroll.widget().width() <= scroll.viewport().width(), timeout=5_000)


def cut(page: Page) -> list[str]:
    """The words of what is narrower or lower than it needs to be."""
    buttons = [
        button.text()
        for button in page.findChildren(QPushButton)
        if button.isVisible() and button.width() < button.sizeHint().width()
    ]
    labels = [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisible()
        and not isinstance(label, parts.ElidedLabel)
        and (
            label.height() < label.heightForWidth(label.width())
            if label.wordWrap()
            else label.width() < label.sizeHint().width()
        )
    ]
    return buttons + labels


def test_the_health_page_counts_in_the_windows_language(
    qtbot: Any, theme: Theme, german: None
) -> None:
    page = health(theme)
    qtbot.addWidget(page)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "6 Dokumente, 3 Bilder, 3 Aufnahmen" in said

"""Draws every state of the window into a folder, to be looked at. Run by hand:

python tests/gui/screenshots.py OUT_DIR [--scale 2] [--text 1.5] [--language de] [--only NAME]

With --all it draws them in folders of their own: as they are, at 2x, with larger text, in
German."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
parser = argparse.ArgumentParser()
parser.add_argument("out", type=Path)
parser.add_argument("--scale", type=float, default=1.0)
parser.add_argument("--text", type=float, default=1.0)
parser.add_argument("--language", default="en")
parser.add_argument("--only", default="")
parser.add_argument("--screen", action="store_true", help="use the real platform, not offscreen")
parser.add_argument("--all", action="store_true", help="every size, text size and language")
options = parser.parse_args()
VARIATIONS = {
    "plain": (),
    "twice": ("--scale", "2"),
    "large-text": ("--text", "1.5"),
    "german": ("--language", "de"),
    "german-large-text": ("--language", "de", "--text", "1.5"),
}
if options.all:
    for folder, more in VARIATIONS.items():
        command = [sys.executable, __file__, str(options.out / folder), "--only", options.only]
        subprocess.run([*command, *more], check=True)
    sys.exit()
if not options.screen:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = str(options.scale)
for name in ("TRIPTYCH_HOME", "XDG_CONFIG_HOME"):
    os.environ[name] = tempfile.mkdtemp()  # never the user's settings

from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl  # noqa: E402
from PySide6.QtGui import QDragEnterEvent, QGuiApplication  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from app.gui.language import speak  # noqa: E402

app = QApplication([])
speak(app, options.language)  # before words are made
from app import connections, paths  # noqa: E402
from app.gui.asking import ConfirmDialog  # noqa: E402
from app.gui.library.history import ROW  # noqa: E402
from app.gui.moving import MoveDialog  # noqa: E402
from app.gui.theme import Theme  # noqa: E402
from app.gui.window import Window  # noqa: E402
from app.tasks.client import EngineClient  # noqa: E402
from app.tasks.moving import Moving  # noqa: E402
from tests.gui.scripted.standings import STANDINGS  # noqa: E402

QUESTION = "Why is the north wall damp, and who has to pay for the repair?"


def wait(condition: Callable[[], bool], timeout_s: float = 120.0) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > end:
            raise TimeoutError
    settle()


def settle(seconds: float = 0.25) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.005)
    for _ in range(3):  # what the last of it laid out anew
        app.processEvents()


def opened(*engine: str, width: int = 1280, height: int = 800, listed: bool = True) -> Window:
    (Path(os.environ["TRIPTYCH_HOME"]) / "settings.toml").unlink(missing_ok=True)
    memory = QSettings(str(Path(tempfile.mkdtemp()) / "w.ini"), QSettings.Format.IniFormat)
    command = [sys.executable, str(ROOT / "tests/gui/scripted_engine.py"), *engine]
    window = Window(theme, EngineClient(command), memory)
    window.resize(width, height)
    window.show()
    if listed:
        wait(lambda: window.library._known)
    settle(0.5)
    return window


def ask(window: Window, question: str = QUESTION) -> None:
    window.conversation_flow.ask(question)
    wait(lambda: not window.conversation_flow.running)
    settle(0.6)


def save(window: Window, name: str) -> None:
    settle()
    path = options.out / f"{name}.png"
    window.grab().save(str(path))
    print(path)


def dialog(window: Window) -> QWidget:
    settle(0.6)
    return next(
        w
        for w in app.topLevelWidgets()
        if w is not window and w.isVisible() and w.parent() is window
    )


def empty(mode: str) -> None:
    window = opened("--empty")
    save(window, f"empty-{mode}")
    window.leave()
    window.close()
    window = opened("--empty", "--no-models")
    save(window, f"first-run-{mode}")
    window.leave()
    window.close()


def ready(mode: str) -> None:
    window = opened()
    save(window, f"ready-{mode}")
    window.conversation.composer.attach("/home/user/memo.ogg")
    wait(lambda: bool(window.conversation.composer.attached.words))
    save(window, f"heard-{mode}")
    window.conversation.composer.attach("")
    window.conversation.composer.settings.toggle()
    settle()
    save(window, f"settings-{mode}")
    window.leave()
    window.close()


def streaming(mode: str) -> None:
    window = opened("--slow", "--wake", "2.2")
    window.conversation_flow.ask(QUESTION)
    settle(1.8)
    save(window, f"waking-{mode}")
    settle(0.6)
    save(window, f"prefill-{mode}")
    settle(2.0)
    save(window, f"streaming-{mode}")
    window.leave()
    window.close()


def answer(mode: str) -> None:
    window = opened()
    ask(window)
    save(window, f"answer-page-{mode}")
    for marker, name in ((2, "sound"), (3, "picture"), (4, "text"), (5, "unsupported")):
        window.conversation.open_marker(marker)
        settle(0.5)
        save(window, f"answer-{name}-{mode}")
    window.conversation_flow.find("gutter")
    wait(lambda: not window.conversation_flow.running)
    save(window, f"found-{mode}")
    ask(window, "And who pays?")
    save(window, f"understood-{mode}")
    ask(window, "What was the weather in spring?")
    save(window, f"abstained-{mode}")
    window.conversation.sampling.edit_of("n_sequences").set_value(3)
    ask(window)
    save(window, f"others-folded-{mode}")
    window.conversation.turns[-1].alternatives.toggle.click()
    settle()
    bar = window.conversation._scroll.verticalScrollBar()
    bar.setValue(bar.maximum())
    save(window, f"others-{mode}")
    window.navigation.go_to_history()
    entries = window.library.history.list
    save(window, f"history-{mode}")
    menu = entries.menu_for(entries.item(0))
    menu.popup(window.mapToGlobal(window.rect().center()))
    settle()
    menu.grab().save(str(options.out / f"history-menu-{mode}.png"))
    menu.close()
    window.conversation_flow.keeping.confirm_deletion(entries.item(0).data(ROW))
    box = dialog(window)
    box.grab().save(str(options.out / f"delete-{mode}.png"))
    box.close()
    window.leave()
    window.close()


def standings(mode: str) -> None:
    """Answers that stand on something less than all of the question, and one that was stopped."""
    for width, height in ((1280, 800), (1000, 720)):
        window = opened(width=width, height=height)
        for n, question in enumerate(STANDINGS, start=1):
            ask(window, question)
            save(window, f"standing-{n}-{STANDINGS[question].reason}-{width}-{mode}")
        window.leave()
        window.close()
    window = opened("--slow")
    window.conversation_flow.ask(QUESTION)
    settle(0.5)
    window.navigation.escape()
    wait(lambda: not window.conversation_flow.running)
    window.conversation_flow.ask(QUESTION)
    wait(lambda: len(window.conversation.turns[-1].text.toPlainText()) > 80)
    window.navigation.escape()
    wait(lambda: not window.conversation_flow.running)
    save(window, f"standing-stopped-{mode}")
    window.leave()
    window.close()


def adding(mode: str) -> None:
    window = opened("--slow", "--items", "400")
    window.library_flow.add(["/home/user/Scans"])
    settle(2.0)
    save(window, f"adding-{mode}")
    wait(lambda: not window.library_flow.adding, 120)
    save(window, f"added-{mode}")
    window.library_flow.show_problems()
    dialog(window).grab().save(str(options.out / f"problems-{mode}.png"))
    dialog(window).close()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(ROOT / "resources/samples/library"))])
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(400, 300), copy, mime, Qt.MouseButton.LeftButton, none)
    window.dragEnterEvent(over)
    save(window, f"drop-{mode}")
    window.leave()
    window.close()


def library(mode: str) -> None:
    """Its arrangements, what a question is kept to, watched folders and backups."""
    window = opened()
    pane, items = window.library, window.library.items
    ids = [item.item_id for item in items.items()]
    window.collection_flow.make("Bakehouse repair", ids[:4])
    wait(lambda: bool(items.catalog.collections))
    for order in ("folder", "kind", "date", "collection"):
        pane.filters._set_order(order)
        save(window, f"library-{order}-{mode}")
    items.check(ids[:2], True)
    pane.filters._narrow({"added": "year", "states": frozenset({"ready"})})
    edit = window.conversation.composer.edit
    edit.setFocus()
    edit.insertPlainText("Who pays for the gutter @b")
    save(window, f"scope-{mode}")
    window.watch_flow.watch("/home/user/Bakehouse")
    window.watch_flow.watch("/media/drive/Photos")
    wait(lambda: len(window.watch_flow.rows) == 2)
    window.watch_flow._dialog.cards[0].edit.click()
    settle()
    window.watch_flow._dialog.grab().save(str(options.out / f"watched-{mode}.png"))
    window.watch_flow._dialog.close()
    backups = window.backup_flow.show()
    settle(0.5)
    backups.ask("/home/user/library/backups/library-2026-03-02.db")
    settle()
    backups.grab().save(str(options.out / f"backups-{mode}.png"))
    window.leave()
    window.close()


def trouble(mode: str) -> None:
    window = opened("--no-models")
    ask(window)
    save(window, f"no-models-{mode}")
    window.models_flow.show()
    dialog(window).grab().save(str(options.out / f"models-{mode}.png"))
    window.leave()
    window.close()
    window = opened("--slow")
    window.models_flow.show()
    page = dialog(window)
    page.speed.measure_wanted.emit()
    page.cards["dinov2-small"].verify.click()
    page.cards["multilingual-e5-small"].for_text.click()
    settle(2.5)
    page.grab().save(str(options.out / f"models-busy-{mode}.png"))
    page.question.hide()
    bar = page.area.verticalScrollBar()
    bar.setValue(0)
    settle()
    page.grab().save(str(options.out / f"models-measured-{mode}.png"))
    window.leave()
    window.close()
    marker = Path(tempfile.mkdtemp()) / "died"
    window = opened("--die-on", "Ask", "--marker", str(marker))
    ask(window)
    settle(1)
    save(window, f"engine-died-{mode}")
    window.leave()
    window.close()


def narrow(mode: str) -> None:
    window = opened(width=1000, height=720)
    ask(window)
    save(window, f"at-1000-{mode}")
    window.leave()
    window.close()
    window = opened(width=820, height=720)
    ask(window)
    save(window, f"narrow-{mode}")
    window.conversation.open_marker(2)
    settle(0.5)
    save(window, f"narrow-evidence-{mode}")
    window.leave()
    window.close()
    window = opened(width=520, height=640)
    ask(window)
    save(window, f"tiny-{mode}")
    window.leave()
    window.close()


def sizes(mode: str) -> None:
    """Screens as people have them, with the most in them."""
    for width, height in ((1366, 768), (1280, 720)):
        window = opened(width=width, height=height)
        save(window, f"at-{width}-{mode}")
        ask(window)
        window.conversation.open_marker(2)
        settle(0.5)
        save(window, f"at-{width}-answered-{mode}")
        window.conversation.composer.settings.setChecked(True)
        save(window, f"at-{width}-settings-{mode}")
        window.leave()
        window.close()


def library_work(mode: str) -> None:
    """What is removed and brought back, a filter without items, a model on its way, a recording."""
    window = opened()
    items = window.library.items.items()
    window.library_flow.remove(items[:2])
    settle()
    save(window, f"removed-{mode}")
    window.library.search.setText("zzz")
    save(window, f"filter-none-{mode}")
    window.library.search.setText("")
    menu = window.library.list.menu_for(items[3:4])
    menu.popup(window.mapToGlobal(window.rect().center()))
    settle()
    menu.grab().save(str(options.out / f"item-menu-{mode}.png"))
    menu.close()
    window.conversation.composer.record.click()
    save(window, f"no-microphone-{mode}")
    window.leave()
    window.close()
    window = opened("--empty", "--no-models", "--slow")
    window.conversation.empty.models_wanted.emit()
    settle(1.0)
    save(window, f"installing-{mode}")
    window.models_flow.show()
    settle(0.6)
    dialog(window).grab().save(str(options.out / f"models-installing-{mode}.png"))
    window.leave()
    window.close()


def evidence(mode: str) -> None:
    """Texts as what they are: rows, Markdown, code, a lease with its headings."""
    window = opened()
    by_id = {item.item_id: item for item in window.library.items.items()}
    for item_id, name in ((7, "table"), (11, "markdown"), (5, "code"), (2, "headings")):
        window.open_item(by_id[item_id])
        settle(0.5)
        save(window, f"evidence-{name}-{mode}")
    window.leave()
    window.close()


def shortcuts(mode: str) -> None:
    from app.gui.shortcuts import ShortcutsDialog

    window = opened()
    shown = ShortcutsDialog(window._bindings, window)
    shown.open()
    settle()
    shown.grab().save(str(options.out / f"shortcuts-{mode}.png"))
    shown.close()
    window.header.menu.popup(window.mapToGlobal(window.rect().topRight()))
    settle()
    window.header.menu.grab().save(str(options.out / f"menu-{mode}.png"))
    window.header.menu.close()
    window.find_view.call()
    window.find_view.edit.setText("gutter wall")
    wait(lambda: window.find_view.list.count() > 0)
    settle(0.5)
    window.find_view.grab().save(str(options.out / f"find-{mode}.png"))
    window.find_view.edit.setText("zzz")
    settle(0.8)
    window.find_view.grab().save(str(options.out / f"find-none-{mode}.png"))
    window.find_view.close()
    for speaker, name in (("1", "Alma Brandt"), ("Alma Brandt", "Tomas")):
        window.evidence_flow.sound.name(speaker, name)
        settle(0.3)
    window.voices_flow.show()
    settle(0.5)
    window.voices_flow.dialog.grab().save(str(options.out / f"voices-{mode}.png"))
    window.voices_flow.dialog.close()
    window.library_health.show()
    dialog(window).grab().save(str(options.out / f"health-{mode}.png"))
    window.leave()
    window.close()


def settings(mode: str) -> None:
    """The page of all settings: as it opens, changed, narrowed, with what is wrong."""
    window = opened(width=1000, height=720)
    window.settings_flow.show()
    page = window.settings_flow.page
    settle(0.5)
    page.grab().save(str(options.out / f"settings-page-{mode}.png"))
    page.rows["retrieval.n_sources"].edit.box.setValue(5)
    page.rows["decoder.url"].edit.box.setText("my server")
    page.rows["decoder.url"].edit.box.editingFinished.emit()
    bar = page.area.verticalScrollBar()
    settle()
    bar.setValue(bar.maximum() // 2)
    settle()
    page.grab().save(str(options.out / f"settings-changed-{mode}.png"))
    bar.setValue(bar.maximum())
    settle()
    page.grab().save(str(options.out / f"settings-end-{mode}.png"))
    page.search.setText("passages")
    settle()
    page.grab().save(str(options.out / f"settings-search-{mode}.png"))
    paths.settings_file().write_text("[reading\n", "utf-8")
    page.close()
    window.settings_flow.show()
    settle()
    page.grab().save(str(options.out / f"settings-unreadable-{mode}.png"))
    page.close()
    paths.settings_file().unlink()
    window.leave()
    window.close()


def passphrase(mode: str) -> None:
    """Its boxes: set, differing, under way; asked for, wrong, changed."""
    window = opened(width=1000, height=720)
    window.passphrase_flow.show()
    wait(lambda: window.passphrase_flow.box is not None)
    box = window.passphrase_flow.box
    box.new.setText("a long walk by the sea")
    box.grab().save(str(options.out / f"passphrase-set-{mode}.png"))
    box.act.click()
    settle()
    box.grab().save(str(options.out / f"passphrase-differ-{mode}.png"))
    box.begin()
    settle()
    box.grab().save(str(options.out / f"passphrase-busy-{mode}.png"))
    box.close()
    window.leave()
    window.close()
    window = opened("--passphrase", "words", width=1000, height=720, listed=False)
    wait(lambda: window.passphrase_flow.open_box is not None)
    asked = window.passphrase_flow.open_box
    asked.edit.setText("not it")
    asked.open_button.click()
    wait(lambda: not asked.said.isHidden())
    save(window, f"locked-{mode}")
    asked.grab().save(str(options.out / f"passphrase-wrong-{mode}.png"))
    asked.edit.setText("words")
    asked.open_button.click()
    wait(lambda: window.library._known)
    window.passphrase_flow.show()
    wait(lambda: window.passphrase_flow.box is not None)
    window.passphrase_flow.box.grab().save(str(options.out / f"passphrase-change-{mode}.png"))
    window.passphrase_flow.box.close()
    window.leave()
    window.close()


def steering(mode: str) -> None:
    window = opened()
    for _ in range(3):
        ask(window)
    window.steering.inspect_last()
    wait(lambda: bool(window.steering.inspector.columns.stages()))
    window.steering.inspector.text.choose(7)
    settle()
    window.steering.inspector.grab().save(str(options.out / f"inspector-{mode}.png"))
    window.steering.inspector.close()
    window.steering.explain_last()
    dialog(window).grab().save(str(options.out / f"explain-{mode}.png"))
    dialog(window).close()
    window.steering.show_metrics()
    settle(0.5)
    window.steering.metrics.grab().save(str(options.out / f"metrics-{mode}.png"))
    window.steering.metrics.close()
    window.conversation.composer.settings.setChecked(True)
    window.conversation.sampling.load({"temperature": 0.7, "top_p": 0.9})
    wait(lambda: bool(window.conversation.sampling.preview.columns.stages()))
    save(window, f"preview-{mode}")
    window.leave()
    window.close()


def keeping(mode: str) -> None:
    """What is dropped without a file, folders, privacy, and the dialogs of our own."""
    window = opened(width=1000, height=720)
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    brought = {name: QMimeData() for name in ("text", "link", "picture")}
    brought["text"].setText("The gutter over the bay is to be renewed in spring, she says.\nMore.")
    brought["link"].setText("https://example.org/gutters")
    brought["picture"].setData("image/png", b"x")
    for name, mime in brought.items():
        at = QPoint(200, 200)
        copy = Qt.DropAction.CopyAction
        window.dropping.enter(QDragEnterEvent(at, copy, mime, left, none))
        save(window, f"drop-{name}-{mode}")
        window.dropping.leave()
    window.notes.take(brought["link"])
    save(window, f"link-said-{mode}")
    window.notes.take(brought["text"])
    wait(lambda: "Kept as" in window.banner.message() or options.language != "en")
    save(window, f"note-kept-{mode}")
    folders = window.folders_flow.show()
    folders.grab().save(str(options.out / f"folders-{mode}.png"))
    folders.ask("/media/drive/Triptych", 48_000_000)
    settle()
    folders.grab().save(str(options.out / f"folders-move-{mode}.png"))
    folders.close()
    connections.log_file().write_text(
        "2026-11-26T07:00:00+00:00\tpip\tengine\n"
        "2026-11-26T07:00:02+00:00\tfiles.example.org:443\tengine\n"
        "2026-11-27T06:00:00+00:00\tlocalhost:11434 (this computer)\tengine\n",
        "utf-8",
    )
    window.show_privacy()
    dialog(window).grab().save(str(options.out / f"privacy-{mode}.png"))
    dialog(window).close()
    connections.log_file().unlink()
    settle()
    keeper = window.conversation_flow.keeping
    row = window.library.history.list.item(0).data(ROW)
    keeper.confirm_deletion(row)
    shown = window.findChild(ConfirmDialog)
    settle()
    shown.grab().save(str(options.out / f"confirm-{mode}.png"))
    shown.close()
    (paths.home() / "full").mkdir(exist_ok=True)
    moving = MoveDialog(theme, Moving(paths.home() / "full"), paths.home() / "full")
    moving.show()
    settle(0.5)
    moving.grab().save(str(options.out / f"moving-{mode}.png"))
    moving.accept()
    window.leave()
    window.close()


options.out.mkdir(parents=True, exist_ok=True)
theme = Theme(app, "light", options.text)
for mode in ("light", "dark"):
    theme.set_mode(mode)
    for scene in (
        empty,
        ready,
        streaming,
        answer,
        standings,
        adding,
        library,
        trouble,
        narrow,
        sizes,
        library_work,
        evidence,
        shortcuts,
        settings,
        passphrase,
        steering,
        keeping,
    ):
        if options.only in f"{scene.__name__}-{mode}":
            scene(mode)
QGuiApplication.quit()

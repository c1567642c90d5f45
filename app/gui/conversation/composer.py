"""The question box: Enter asks, Shift+Enter breaks the line, Ctrl+Enter only finds passages."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton

from app.gui import parts
from app.gui.brought import sort_of
from app.gui.conversation.attachment import AttachmentRow
from app.gui.conversation.mention import Mention
from app.gui.conversation.microphone import Microphone
from app.gui.conversation.record_button import RecordButton
from app.gui.conversation.scope import Scope
from app.gui.conversation.scope_bar import ScopeBar
from app.gui.keys import native
from app.gui.language import tr
from app.gui.theme import Theme

MAX_LINES = 7


class QuestionEdit(QPlainTextEdit):
    """Grows with its text up to `MAX_LINES`; takes plain text only."""

    ask_wanted = Signal()
    find_wanted = Signal()
    focus_changed = Signal(bool)
    pasted = Signal(object)  # QMimeData of something else than text, good until the slot returns

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        theme.changed.connect(self._fit)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.find_wanted.emit()
                return
            if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.ask_wanted.emit()
                return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if sort_of(source) in ("files", "picture"):
            self.pasted.emit(source)
        elif source.hasText():
            self.insertPlainText(source.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)

    def _fit(self) -> None:
        lines = max(1, min(MAX_LINES, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 10)


class Composer(QFrame):
    """`asked` and `found` carry question and the path of an attached picture or recording."""

    asked = Signal(str, str)
    found = Signal(str, str)
    stop_wanted = Signal()
    attach_wanted = Signal()
    attachment_changed = Signal(str)  # its path, or ""
    settings_toggled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._theme = theme
        self._running = self._stopping = False
        self._preset = ""
        box = parts.column(self, space=6)
        box.setContentsMargins(14, 10, 10, 8)
        self.attached = AttachmentRow(theme)
        self.attached.removed.connect(lambda: self.attach(""))
        self.attached.words_wanted.connect(self._take_words)
        box.addWidget(self.attached)
        self.scopes = ScopeBar(theme)
        box.addWidget(self.scopes)
        self.edit = QuestionEdit(theme)
        self.edit.setAccessibleName(tr("Your question"))
        self.edit.setPlaceholderText(tr("Ask your library…"))
        self.edit.ask_wanted.connect(self._ask)
        self.edit.find_wanted.connect(self._find)
        self.edit.focus_changed.connect(self._show_focus)
        self.edit.textChanged.connect(self.refresh)
        box.addWidget(self.edit)
        self.mention = Mention(theme, self.edit, self)
        self.mention.chosen.connect(self.scopes.add)

        tools = parts.row(space=4)
        self.clip = parts.IconButton(
            theme,
            "clip",
            tr("Attach a picture or recording"),
            tip=tr("Ask with a picture or a recording…"),
        )
        self.clip.clicked.connect(self.attach_wanted)
        self.microphone = Microphone(self)
        self.record = RecordButton(theme, self.microphone)
        self.settings = parts.button(
            tr("Answer settings"), "flat", tip=tr("How answers are written")
        )
        self.settings.setCheckable(True)
        self.settings.toggled.connect(self.settings_toggled)
        self.find_button = parts.button(
            tr("Find passages"),
            "flat",
            tip=f"{tr('Only find passages, without an answer')} ({native('Ctrl+Return')})",
        )
        self.find_button.clicked.connect(self._find)
        self.send = QPushButton()
        self.send.setAutoDefault(False)
        self.send.setProperty("role", "send")
        self.send.setIconSize(QSize(18, 18))
        self.send.clicked.connect(self._send)
        tools.addWidget(self.clip)
        tools.addWidget(self.record)
        tools.addWidget(self.settings)
        tools.addStretch(1)
        tools.addWidget(self.find_button)
        tools.addWidget(self.send)
        box.addLayout(tools)
        theme.changed.connect(self.refresh)
        theme.changed.connect(self._draw)
        theme.changed.connect(self._fit_tools)
        self._draw()
        self.refresh()

    def set_running(self, running: bool) -> None:
        self._running, self._stopping = running, False
        self.refresh()

    def set_stopping(self) -> None:
        """Shown at once, though the engine takes a moment to hear of it."""
        self._stopping = True
        self.refresh()

    def set_preset_name(self, name: str) -> None:
        self._preset = name
        self._fit_tools()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_tools()

    def _fit_tools(self) -> None:
        """Words give way before a button is cut: first the long name, then the names."""
        whole = (
            f"{tr('Answer settings')}: {self._preset}" if self._preset else tr("Answer settings")
        )
        short = self._preset or tr("Settings")
        tools = (self.clip, self.record, self.settings, self.find_button, self.send)
        for settings, find in (
            (whole, tr("Find passages")),
            (short, tr("Find passages")),
            (short, ""),
            ("", ""),
        ):
            self.settings.setText(f" {settings}" if settings else "")
            self.find_button.setText(f" {find}" if find else "")
            if sum(tool.sizeHint().width() for tool in tools) + 48 <= self.width():
                return

    def attach(self, path: str) -> None:
        self.attached.show_path(path)
        self.refresh()
        self.attachment_changed.emit(path)

    def add_words(self, words: str) -> None:
        """Behind what is typed already, as a question to be looked at."""
        typed = self.edit.toPlainText().rstrip()
        self.set_question(f"{typed} {words}" if typed else words)

    def _take_words(self) -> None:
        words = self.attached.words
        self.attach("")
        self.add_words(words)

    def set_scope(self, scope: Scope | None) -> None:
        """Keep questions to this until it is taken back; None asks the whole library."""
        self.scopes.show_only(scope)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def scope(self) -> Scope | None:
        return self.scopes.scope()

    def attachment(self) -> str:
        return self.attached.path

    def set_question(self, text: str) -> None:
        self.edit.setPlainText(text)
        cursor = self.edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        if self._running:
            self.stop_wanted.emit()
        else:
            self._ask()

    def _ask(self) -> None:
        """A recording without a word beside it is asked by what is said in it."""
        if not self._running and not self.edit.toPlainText().strip() and self.attached.words:
            self._take_words()
        question = self.edit.toPlainText().strip()
        if question and not self._running:
            self.asked.emit(question, self._emptied())

    def _find(self) -> None:
        words = self.edit.toPlainText().strip()
        if (words or self.attachment()) and not self._running:
            self.found.emit(words, self._emptied())

    def _emptied(self) -> str:
        """What was attached."""
        attachment = self.attachment()
        self.edit.clear()
        self.attach("")
        return attachment

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        parts.restyle(self)

    def refresh(self) -> None:
        has_text = bool(self.edit.toPlainText().strip())
        can_ask = has_text or bool(self.attached.words)
        self.send.setEnabled(not self._stopping and (self._running or can_ask))
        self.find_button.setVisible(not self._running)
        self.find_button.setEnabled(has_text or bool(self.attachment()))
        name = tr("Stopping…") if self._stopping else tr("Stop") if self._running else tr("Ask")
        key = (
            ""
            if self._stopping
            else f" ({native('Esc')})"
            if self._running
            else f" ({native('Return')})"
        )
        self.send.setAccessibleName(name)
        self.send.setToolTip(f"{name}{key}")
        ink = "on_accent" if self.send.isEnabled() else "border_strong"
        self.send.setIcon(self._theme.icon("stop" if self._running else "ask", ink))

    def _draw(self) -> None:
        self.settings.setIcon(self._theme.icon("sliders", size=16))
        self.find_button.setIcon(self._theme.icon("search", size=16))

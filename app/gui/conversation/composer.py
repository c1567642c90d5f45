"""The question box: Enter asks, Shift+Enter breaks the line, Ctrl+Enter only finds passages."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QWidget

from app.gui import parts, places
from app.gui.brought import sort_of
from app.gui.conversation.mention import Mention
from app.gui.conversation.microphone import Microphone
from app.gui.conversation.record_button import RecordButton
from app.gui.conversation.scope import Scope
from app.gui.conversation.scope_bar import ScopeBar
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
    settings_toggled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("composer")
        self._theme = theme
        self._running = self._stopping = False
        self._preset = ""
        self._attachment = ""
        box = parts.column(self, space=6)
        box.setContentsMargins(14, 10, 10, 8)
        self._attached = QWidget()
        attached = parts.row(self._attached, space=4)
        self._attached_name = parts.ElidedLabel("small")
        drop = parts.IconButton(theme, "close", tr("Remove the attachment"))
        drop.clicked.connect(lambda: self.attach(""))
        attached.addWidget(parts.Picture(theme, "clip", "text_soft", 16))
        attached.addWidget(self._attached_name, 1)
        attached.addWidget(drop)
        self._attached.hide()
        box.addWidget(self._attached)
        self.scopes = ScopeBar(theme)
        box.addWidget(self.scopes)
        self.edit = QuestionEdit(theme)
        self.edit.setAccessibleName(tr("Your question"))
        self.edit.setPlaceholderText(tr("Ask your library…"))
        self.edit.ask_wanted.connect(self._ask)
        self.edit.find_wanted.connect(self._find)
        self.edit.focus_changed.connect(self._show_focus)
        self.edit.textChanged.connect(self._refresh)
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
            tr("Answer settings"), "flat", tip=tr("How answers are written (Ctrl+Shift+S)")
        )
        self.settings.setCheckable(True)
        self.settings.toggled.connect(self.settings_toggled)
        self.find_button = parts.button(
            tr("Find passages"),
            "flat",
            tip=tr("Only find passages, without an answer (Ctrl+Enter)"),
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
        theme.changed.connect(self._refresh)
        theme.changed.connect(self._draw)
        theme.changed.connect(self._fit_tools)
        self._draw()
        self._refresh()

    def set_running(self, running: bool) -> None:
        self._running, self._stopping = running, False
        self._refresh()

    def set_stopping(self) -> None:
        """Shown at once, though the engine takes a moment to hear of it."""
        self._stopping = True
        self._refresh()

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
        self._attachment = path
        self._attached_name.show_text(places.file_name(path) if path else "")
        self._attached.setVisible(bool(path))
        self._refresh()

    def set_scope(self, scope: Scope | None) -> None:
        """Keep questions to this until it is taken back; None asks the whole library."""
        self.scopes.show_only(scope)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def scope(self) -> Scope | None:
        return self.scopes.scope()

    def attachment(self) -> str:
        return self._attachment

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
        question = self.edit.toPlainText().strip()
        if question and not self._running:
            attachment = self._attachment
            self.edit.clear()
            self.attach("")
            self.asked.emit(question, attachment)

    def _find(self) -> None:
        words = self.edit.toPlainText().strip()
        if (words or self._attachment) and not self._running:
            attachment = self._attachment
            self.edit.clear()
            self.attach("")
            self.found.emit(words, attachment)

    def _show_focus(self, focused: bool) -> None:
        self.setProperty("focused", focused)
        parts.restyle(self)

    def _refresh(self) -> None:
        has_text = bool(self.edit.toPlainText().strip())
        self.send.setEnabled(not self._stopping and (self._running or has_text))
        self.find_button.setVisible(not self._running)
        self.find_button.setEnabled(has_text or bool(self._attachment))
        name = tr("Stopping…") if self._stopping else tr("Stop") if self._running else tr("Ask")
        key = "" if self._stopping else " (Esc)" if self._running else " (Enter)"
        self.send.setAccessibleName(name)
        self.send.setToolTip(f"{name}{key}")
        ink = "on_accent" if self.send.isEnabled() else "border_strong"
        self.send.setIcon(self._theme.icon("stop" if self._running else "ask", ink))

    def _draw(self) -> None:
        self.settings.setIcon(self._theme.icon("sliders", size=16))
        self.find_button.setIcon(self._theme.icon("search", size=16))

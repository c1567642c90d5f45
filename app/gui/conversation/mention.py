"""`@` in the question box: names of collections, folders and files to keep the question to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from app.gui import parts, places
from app.gui.conversation.scope import Scope
from app.gui.conversation.scope_bar import icon_of
from app.gui.language import tr
from app.gui.theme import Theme

MOST_SHOWN = 8
_BEGUN = re.compile(r"(?:^|(?<=\s))@([^\s@]{0,60})$")
_SCOPE = Qt.ItemDataRole.UserRole

Lookup = Callable[[str, int], Sequence[Scope]]


class Mention(QObject):
    """`chosen` carries the Scope; what was typed of its name is taken out of the question."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, edit: QPlainTextEdit, question: QWidget) -> None:
        """`question` is all that belongs to it, above which the names are shown."""
        super().__init__(edit)
        self._theme, self._edit, self._question = theme, edit, question
        self.lookup: Lookup = lambda _words, _n: ()
        self._box = QFrame(edit.window())
        self._box.setProperty("role", "card")
        inner = parts.column(self._box, margin=4, space=0)
        self.list = QListWidget()
        self.list.setObjectName("mention")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setAccessibleName(tr("Files and collections to keep the question to"))
        self.list.itemClicked.connect(self._take)
        inner.addWidget(self.list)
        self._box.hide()
        edit.textChanged.connect(self._follow)
        edit.cursorPositionChanged.connect(self._follow)
        edit.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return not self._box.isHidden()

    def close(self) -> None:
        self._box.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.is_open:
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.close()
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()  # it closes the names, not the sources
            return True
        return event.type() == QEvent.Type.KeyPress and self._key(Qt.Key(event.key()))

    def _key(self, key: Qt.Key) -> bool:
        """Whether the key was for the list of names."""
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(self.list.currentItem())
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        else:
            return False
        return True

    def _begun(self) -> str | None:
        """What stands between an `@` and the cursor; None where nobody is being named."""
        cursor = self._edit.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = _BEGUN.search(before)
        return found.group(1) if found and not cursor.hasSelection() else None

    def _follow(self) -> None:
        words = self._begun()
        scopes = self.lookup(words.casefold(), MOST_SHOWN) if words is not None else ()
        if not scopes:
            self.close()
            return
        self.list.clear()
        for scope in scopes:
            entry = QListWidgetItem(self._theme.icon(icon_of(scope), "text_soft", 16), scope.name)
            entry.setData(_SCOPE, scope)
            entry.setToolTip(places.tooltip(scope.paths))
            self.list.addItem(entry)
        self.list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        """Above the question and what it is kept to, where the name is being typed."""
        window = self._edit.window()
        if self._box.parentWidget() is not window:
            self._box.setParent(window)
        height = self.list.sizeHintForRow(0) * self.list.count() + 14
        width = min(380, self._edit.width())
        spot = self._edit.mapTo(window, QPoint(self._edit.cursorRect().left(), 0))
        right = self._edit.mapTo(window, QPoint(self._edit.width(), 0)).x()
        left = max(8, min(spot.x(), right - width))
        top = self._question.mapTo(window, QPoint(0, 0)).y() - 4
        height = min(height, top - 8)
        self._box.setGeometry(left, top - height, width, height)
        self._box.show()
        self._box.raise_()

    def _take(self, entry: QListWidgetItem | None) -> None:
        words = self._begun()
        if entry is None or words is None:
            self.close()
            return
        scope: Scope = entry.data(_SCOPE)
        cursor = self._edit.textCursor()
        cursor.movePosition(
            QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, len(words) + 1
        )
        cursor.removeSelectedText()
        self.close()
        self.chosen.emit(scope)

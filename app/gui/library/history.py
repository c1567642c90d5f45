"""Earlier conversations, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.events import ConversationRow
from app.gui import parts, places
from app.gui.language import tr
from app.gui.theme import Theme

TYPED_MS = 200  # after the last key, so that not every letter is sought
_NONE = tr("Nothing asked yet. Each conversation is kept here.")
_NOT_FOUND = tr("No conversation has these words.")
ROW = Qt.ItemDataRole.UserRole


class ConversationList(QListWidget):
    """Enter opens, F2 renames, Delete asks to delete."""

    opened = Signal(int)
    delete_wanted = Signal(object)
    rename_wanted = Signal(object)
    export_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(tr("Earlier conversations"))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(ConversationDelegate(theme))
        self.itemClicked.connect(self._open)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry = self.currentItem()
        if entry is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(entry)
        elif entry is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(entry.data(ROW))
        elif entry is not None and event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit(entry.data(ROW))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        entry = self.currentItem() if by_key else self.itemAt(event.pos())
        if entry is None:
            return
        corner = self.visualItemRect(entry).center() if by_key else QPoint(event.pos())
        self.menu_for(entry).popup(self.viewport().mapToGlobal(corner))

    def menu_for(self, entry: QListWidgetItem) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self._open(entry))
        menu.addAction(tr("Rename…"), lambda: self.rename_wanted.emit(entry.data(ROW)))
        menu.addAction(tr("Export with sources…"), lambda: self.export_wanted.emit(entry.data(ROW)))
        menu.addSeparator()
        menu.addAction(tr("Delete conversation…"), lambda: self.delete_wanted.emit(entry.data(ROW)))
        return menu

    def _open(self, entry: QListWidgetItem) -> None:
        self.opened.emit(entry.data(ROW).conversation_id)


class ConversationDelegate(QStyledItemDelegate):
    """The first question over the day and the number of questions."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._theme.px("body") + self._theme.px("small") + 27)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: ConversationRow = index.data(ROW)
        colours, state = self._theme.palette, option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(box, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        body, small = self._theme.font("body"), self._theme.font("small")
        high, low = QFontMetrics(body).height(), QFontMetrics(small).height()
        top = box.center().y() - (high + low + 1) / 2
        under = f"{day(row.started_at)} · {places.count(row.n_turns, 'question')}"
        for text, font, colour, at, height in (
            (row.title, body, colours.text, top, high),
            (under, small, colours.text_soft, top + high + 1, low),
        ):
            room = QRectF(box.left() + 10, at, box.width() - 20, height)
            shown = QFontMetrics(font).elidedText(
                " ".join(text.split()), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class HistoryList(QWidget):
    opened = Signal(int)
    new_wanted = Signal()
    delete_wanted = Signal(object)
    rename_wanted = Signal(object)
    export_wanted = Signal(object)
    words_changed = Signal()  # what is sought in the conversations

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = parts.column(self, space=8)
        top = parts.row(margin=0)
        top.setContentsMargins(12, 0, 12, 0)
        self.new = parts.button(tr("New conversation"), tip=tr("Start afresh"))
        self.new.clicked.connect(self.new_wanted)
        top.addWidget(self.new, 1)
        box.addLayout(top)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search in conversations"))
        self.search.setAccessibleName(tr("Search in conversations"))
        self.search.setClearButtonEnabled(True)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPED_MS)
        self._typed.timeout.connect(self.words_changed)
        self.search.textChanged.connect(lambda _text: self._typed.start())
        sought = parts.row()
        sought.setContentsMargins(12, 0, 12, 0)
        sought.addWidget(self.search)
        box.addLayout(sought)
        self.list = ConversationList(theme)
        self.list.opened.connect(self.opened)
        self.list.delete_wanted.connect(self.delete_wanted)
        self.list.rename_wanted.connect(self.rename_wanted)
        self.list.export_wanted.connect(self.export_wanted)
        self._none: QLabel = parts.label(_NONE, "soft", wrap=True)
        self._none.setMargin(20)
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._none)
        self._pages.addWidget(self.list)
        box.addWidget(self._pages, 1)

    def words(self) -> str:
        return self.search.text().strip()

    def take_focus(self) -> None:
        """Give the keys to the list, or to beginning one where it is empty and so not seen."""
        stop = self.list if self.list.count() else self.new
        stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_rows(self, rows: Iterable[ConversationRow], current: int | None = None) -> None:
        """Whoever walks the list by key keeps their place in it."""
        place = self.list.currentRow()
        self.list.clear()
        newest_first = sorted(rows, key=lambda row: row.started_at, reverse=True)
        for row in newest_first:
            entry = QListWidgetItem(row.title)
            entry.setData(ROW, row)
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title}, {day(row.started_at)}")
            self.list.addItem(entry)
            if row.conversation_id == current:
                self.list.setCurrentItem(entry)
        if self.list.currentRow() < 0 and self.list.hasFocus():
            self.list.setCurrentRow(min(max(place, 0), self.list.count() - 1))
        self._none.setText(_NOT_FOUND if self.words() else _NONE)
        self.search.setVisible(bool(newest_first or self.words()))
        self._pages.setCurrentWidget(self.list if newest_first else self._none)


def day(started_at: str) -> str:
    """The user's own day of an ISO 8601 time: today, yesterday, or its date."""
    try:
        date = datetime.fromisoformat(started_at).astimezone().date()
    except ValueError:
        return started_at[:10]
    days_ago = (datetime.now().astimezone().date() - date).days
    if days_ago in (0, 1):
        return (tr("Today"), tr("Yesterday"))[days_ago]
    return places.day(date)

"""Earlier conversations, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from app.core.events import ConversationRow
from app.gui import parts, places
from app.gui.theme import Theme


class HistoryList(QWidget):
    opened = Signal(int)
    new_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = parts.column(self, space=8)
        top = parts.row(margin=0)
        top.setContentsMargins(12, 0, 12, 0)
        new = parts.button("New conversation", tip="Start afresh (Ctrl+N)")
        new.clicked.connect(self.new_wanted)
        top.addWidget(new, 1)
        box.addLayout(top)
        self.list = QListWidget()
        self.list.setAccessibleName("Earlier conversations")
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("role", "history")
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self._none: QLabel = parts.label(
            "Nothing asked yet. Each conversation is kept here.", "soft", wrap=True
        )
        self._none.setMargin(20)
        self._none.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._none)
        self._pages.addWidget(self.list)
        box.addWidget(self._pages, 1)

    def show_rows(self, rows: Iterable[ConversationRow], current: int | None = None) -> None:
        self.list.clear()
        newest_first = sorted(rows, key=lambda row: row.started_at, reverse=True)
        for row in newest_first:
            day = row.started_at[:10]
            entry = QListWidgetItem(f"{row.title}\n{day} · {places.count(row.n_turns, 'question')}")
            entry.setData(Qt.ItemDataRole.UserRole, row.conversation_id)
            entry.setSizeHint(QSize(100, self._theme.px("body") * 2 + 28))
            self.list.addItem(entry)
            if row.conversation_id == current:
                self.list.setCurrentItem(entry)
        self._pages.setCurrentWidget(self.list if newest_first else self._none)

    def _open(self, entry: QListWidgetItem) -> None:
        self.opened.emit(entry.data(Qt.ItemDataRole.UserRole))

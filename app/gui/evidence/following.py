"""A transcript that follows what is played: the line of this moment is marked and kept in view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget

NOW = Qt.ItemDataRole.UserRole + 4


class FollowingList(QListWidget):
    """Who scrolls while it plays is left there, until it is played or sought anew."""

    def __init__(self) -> None:
        super().__init__()
        self._row = -1
        self._follows = False
        self.verticalScrollBar().sliderPressed.connect(lambda: self.follow(False))

    def follow(self, playing: bool) -> None:
        self._follows = playing
        if playing:
            self._show_row()

    def now(self) -> int:
        """The row of this moment, -1 before the first."""
        return self._row

    def show_now(self, row: int) -> None:
        if row == self._row and (entry := self.item(row)) is not None and entry.data(NOW):
            return
        for other, is_now in ((self._row, False), (row, True)):
            if (entry := self.item(other)) is not None:
                entry.setData(NOW, is_now)
        self._row = row
        if self._follows:
            self._show_row()

    def _show_row(self) -> None:
        if (entry := self.item(self._row)) is not None:
            self.scrollToItem(entry, QAbstractItemView.ScrollHint.EnsureVisible)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.follow(False)
        super().wheelEvent(event)

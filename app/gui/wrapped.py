"""What goes on in the next line where there is no room: a row of chips, and words whose last line
is no word alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget

_SHORT = 1 / 4  # of the width: a last line below this is made longer
_STEPS = 40  # in which the lines are made shorter
_LONGEST = 600  # characters of a paragraph; where more is said, nobody sees its last word


class WrappedRow(QLayout):
    """Widgets beside each other, as wide as they want to be, and below each other where the width
    ends. Its least width is that of the widest thing in it, however many there are."""

    def __init__(self, space: int = 4) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(space)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                least = least.expandedTo(item.minimumSize())
        return least

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height that the rows need, and where `move` says so, everything in its place."""
        x, y, height = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(rect.width(), 0), 1 << 20))
            if x > rect.left() and x + size.width() > rect.left() + rect.width():
                x, y, height = rect.left(), y + height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            height = max(height, size.height())
        return y + height - rect.top()


class WrappedLabel(QLabel):
    """Plain words in as many lines as they need. Where the last line of a paragraph would be a word
    or two, its lines are made shorter, so that none stands alone; there are as many as before."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self._for: tuple[str, int, str] = ("", 0, "")
        self._rooms: list[int] = []

    def setText(self, text: str) -> None:
        super().setText(text)
        self._narrow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow()

    def _narrow(self) -> None:
        """Words that can be marked are written by Qt itself; a paragraph of them gets a margin."""
        if not self._is_selectable() or "\n" in self.text():
            return
        free = self.width() - _room(self.text(), self.width(), self.font())
        if free != self.contentsMargins().right():
            self.setContentsMargins(0, 0, free, 0)

    def _is_selectable(self) -> bool:
        return bool(self.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse)

    def rooms(self) -> list[int]:
        """The width that each paragraph is set in, in pixels."""
        width, font = self.contentsRect().width(), self.font()
        now = (self.text(), width, font.key())
        if now != self._for:
            self._for = now
            self._rooms = [_room(words, width, font) for words in self.text().split("\n")]
        return self._rooms

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.contentsRect()
        rooms = self.rooms()
        if self._is_selectable() or all(room == area.width() for room in rooms):
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        flags = int(align | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        metrics = self.fontMetrics()
        anything = QRect(0, 0, 0, 1 << 16)
        places = []
        for words, room in zip(self.text().split("\n"), rooms, strict=True):
            anything.setWidth(room)
            places.append(
                (words, room, metrics.boundingRect(anything, flags, words or " ").height())
            )
        top = area.top()
        whole = sum(height for _, _, height in places)
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max(0, (area.height() - whole) // 2)
        for words, room, height in places:
            left = area.left()
            if align & Qt.AlignmentFlag.AlignHCenter:
                left += (area.width() - room) // 2
            elif align & Qt.AlignmentFlag.AlignRight:
                left += area.width() - room
            at = QRect(left, top, room, height)
            self.style().drawItemText(
                painter, at, flags, self.palette(), self.isEnabled(), words, self.foregroundRole()
            )
            top += height
        painter.end()


def _lines(words: str, width: int, font: QFont) -> tuple[int, float]:
    """How many there are in this width, and how wide the last one is."""
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    n, last = 0, 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        n, last = n + 1, line.naturalTextWidth()
    layout.endLayout()
    return n, last


def _room(words: str, width: int, font: QFont) -> int:
    """The greatest width in which the last line is not short and there are no more lines; where
    there is none, the least one without more lines."""
    if width <= 0 or len(words) > _LONGEST:
        return width
    n, last = _lines(words, width, font)
    if n < 2:
        return width
    room = width
    for narrower in range(width, width // 2, -max(4, width // _STEPS)):
        lines, last = _lines(words, narrower, font)
        if lines > n:
            break
        room = narrower
        if last >= width * _SHORT:
            break
    return room

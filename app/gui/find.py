"""Finding as one types, without the model: passages by kind, with their strength and the words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.core.calls import Search
from app.core.events import Hit, Kind, SearchResult
from app.core.question.query import Query
from app.gui import icons, parts, places
from app.gui.language import figure, tr, worded
from app.gui.theme import Theme
from app.gui.understood import understood_line
from app.tasks.stream import EventStream, Operation

WAIT_MS = 180  # after the last key, so that not every letter is searched for
N_FOUND = 30
HIT = Qt.ItemDataRole.UserRole
_KINDS: tuple[tuple[Kind | None, str], ...] = (
    (None, tr("All")),
    ("text", tr("Documents")),
    ("image", tr("Pictures")),
    ("audio", tr("Sound")),
)
_STRENGTHS = {"strong": tr("Strong"), "fair": tr("Fair"), "weak": tr("Weak")}


class HitDelegate(QStyledItemDelegate):
    """Title and place, a line of the passage with the sought words marked, and the strength."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.words: list[str] = []

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._theme.px("body") + self._theme.px("small") + 30)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        hit: Hit = index.data(HIT)
        colours = self._theme.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box, 8, 8)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(box, 8, 8)
        small, bold = self._theme.font("small"), self._theme.font("body", bold=True)
        high = QFontMetrics(bold).height(), QFontMetrics(small).height()
        top = box.center().y() - (sum(high) + 2) / 2
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        symbol = places.KIND_ICONS.get(hit.kind, "document")
        picture = icons.pixmap(symbol, colours.kind(hit.kind), 18)
        painter.drawPixmap(round(box.left()) + 10, round(top + (high[0] - 18) / 2), picture)
        left, right = box.left() + 38, box.right() - 12
        strength = _STRENGTHS.get(hit.strength, hit.strength)
        width = QFontMetrics(small).horizontalAdvance(strength)
        painter.setFont(small)
        painter.setPen(
            QPen(QColor(colours.good if hit.strength == "strong" else colours.text_soft))
        )
        line = QRectF(right - width, top, width + 1, high[0])
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, strength)
        place = places.place(hit.locator)
        title = " ".join(places.title_of(hit.title, hit.path).split())
        painter.setFont(bold)
        painter.setPen(QColor(colours.text))
        room = right - width - 16 - left
        metrics = QFontMetrics(bold)
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(room))
        line = QRectF(left, top, room, high[0])
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        used = metrics.horizontalAdvance(shown) + 10
        painter.setFont(small)
        painter.setPen(QColor(colours.text_soft))
        rest = QFontMetrics(small).elidedText(
            place, Qt.TextElideMode.ElideRight, max(0, int(room - used))
        )
        painter.drawText(line.adjusted(used, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, rest)
        self._snippet(painter, hit.snippet, QRectF(left, line.bottom() + 2, right - left, 40))
        painter.restore()

    def _snippet(self, painter: QPainter, snippet: str, room: QRectF) -> None:
        """One line, from a little before the first sought word on."""
        font = self._theme.font("small")
        text = " ".join(snippet.split())
        found = [match.start() for match in self._matches(text)]
        if found and found[0] > 40:
            before = text.find(" ", found[0] - 24, found[0]) + 1 or found[0]  # no half word
            text = f"… {text[before:]}"
        metrics = QFontMetrics(font)
        text = metrics.elidedText(text[:400], Qt.TextElideMode.ElideRight, int(room.width()))
        layout = QTextLayout(text, font)
        marked = []
        for match in self._matches(text):
            span = QTextLayout.FormatRange()
            span.start, span.length = match.start(), len(match.group())
            span.format.setFontWeight(QFont.Weight.DemiBold)
            span.format.setForeground(QColor(self._theme.palette.text))
            marked.append(span)
        layout.setFormats(marked)
        layout.beginLayout()
        line = layout.createLine()
        if line.isValid():
            line.setLineWidth(room.width() + 40)
        layout.endLayout()
        painter.setPen(QColor(self._theme.palette.text_soft))
        layout.draw(painter, room.topLeft())

    def _matches(self, text: str) -> Iterable[re.Match[str]]:
        if not self.words:
            return ()
        return re.finditer("|".join(map(re.escape, self.words)), text, re.IGNORECASE)


class FindView(QDialog):
    """`opened` carries the hit whose place is wanted; the view stays, the window is usable."""

    opened = Signal(object)

    def __init__(self, theme: Theme, stream: EventStream, parent: QWidget) -> None:
        super().__init__(parent)
        self._stream = stream
        self._running: Operation | None = None
        self._kind: Kind | None = None
        self.setWindowTitle(tr("Find in the library"))
        self.resize(620, 520)
        box = parts.column(self, margin=16, space=10)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(tr("Find words or a meaning…"))
        self.edit.setAccessibleName(tr("Find in the library"))
        self.edit.textChanged.connect(self._typed)
        box.addWidget(self.edit)
        kinds = parts.row(space=4)
        group = QButtonGroup(self)
        self.kinds: dict[Kind | None, QPushButton] = {}
        for kind, name in _KINDS:
            chip = parts.button(name, "chip")
            chip.setCheckable(True)
            chip.setChecked(kind is None)
            chip.clicked.connect(lambda _on=False, kind=kind: self._choose(kind))
            group.addButton(chip)
            kinds.addWidget(chip)
            self.kinds[kind] = chip
        kinds.addStretch(1)
        self.said = parts.label("", "small")
        kinds.addWidget(self.said)
        box.addLayout(kinds)
        self.understood = parts.label("", "small", wrap=True)
        self.understood.hide()
        box.addWidget(self.understood)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Passages found"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = HitDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.itemClicked.connect(self._open)
        box.addWidget(self.list, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self.search)

    def call(self) -> None:
        """To the front, with what was sought last selected."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.selectAll()

    def search(self) -> None:
        words = self.edit.text().strip()
        if self._running is not None:
            self._running.abandon()
            self._running = None
        if not words:
            self.list.clear()
            self.said.setText("")
            self.understood.hide()
            return
        kinds = (self._kind,) if self._kind else ()
        self._running = self._stream.call(Search(Query(words, kinds=kinds, k=N_FOUND)))
        self._running.on(SearchResult, self._show).failed(
            lambda failure: self.said.setText(worded(failure.message))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.edit.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if (entry := self.list.currentItem()) is not None:
                self._open(entry)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        self._timer.start()

    def _choose(self, kind: Kind | None) -> None:
        self._kind = kind
        self.search()

    def _show(self, result: SearchResult) -> None:
        sought = result.understood or result.query
        self._delegate.words = [word for word in sought.split() if len(word) > 1]
        how = understood_line(result)
        self.understood.setText(how)
        self.understood.setVisible(bool(how))
        self.list.clear()
        for hit in result.hits:
            entry = QListWidgetItem()
            entry.setData(HIT, hit)
            title = places.title_of(hit.title, hit.path)
            strength = _STRENGTHS.get(hit.strength, hit.strength)
            said = f"{title}, {places.place(hit.locator)}, " + tr("{strength} match").format(
                strength=strength
            )
            entry.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            entry.setToolTip(places.tooltip(hit.path))
            self.list.addItem(entry)
        self.list.setCurrentRow(0 if result.hits else -1)
        found = places.count(len(result.hits), "passage")
        self.said.setText(
            f"{found} · {figure(result.elapsed_ms)} ms" if result.hits else tr("Nothing found")
        )

    def _open(self, entry: QListWidgetItem) -> None:
        self.opened.emit(entry.data(HIT))

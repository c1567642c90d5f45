"""How one item of the library is drawn: kind, title, where it is, and how it is doing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.events import ItemRow
from app.gui import icons, places
from app.gui.library.model import ITEM_ROLE, subtitle
from app.gui.theme import Theme

TILE = 30


class ItemDelegate(QStyledItemDelegate):
    """Rows of equal height, so thousands scroll smoothly."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self.thumbnail: Callable[[int], QPixmap | None] = lambda _item_id: None

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(160, self._theme.px("body") + self._theme.px("small") + 25)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item: ItemRow = index.data(ITEM_ROLE)
        colours = self._theme.palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        self._paint_ground(painter, option, box)
        gone = item.state == "missing"
        tile = QRectF(box.left() + 8, box.center().y() - TILE / 2, TILE, TILE)
        small = self.thumbnail(item.item_id) if item.kind == "image" and not gone else None
        if small is not None:
            painter.drawPixmap(tile.topLeft(), small)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover if gone else colours.kind_soft(item.kind)))
            painter.drawRoundedRect(tile, 7, 7)
            tint = colours.border_strong if gone else colours.kind(item.kind)
            symbol = icons.pixmap(places.KIND_ICONS.get(item.kind, "document"), tint, 18)
            painter.drawPixmap(QPointF(tile.left() + 6, tile.top() + 6), symbol)

        left, right = round(tile.right()) + 10, round(box.right()) - 22
        title_font = self._theme.font("body")
        small_font = self._theme.font("small")
        title_height = QFontMetrics(title_font).height()
        small_height = QFontMetrics(small_font).height()
        top = round(box.center().y() - (title_height + small_height + 1) / 2)
        painter.setFont(title_font)
        painter.setPen(QColor(colours.text_soft if gone else colours.text))
        _line(painter, places.title_of(item.title, item.path), left, top, right, title_height)
        painter.setFont(small_font)
        painter.setPen(QColor(colours.warn if item.state == "attention" else colours.text_soft))
        _line(
            painter,
            subtitle(item).removesuffix("."),
            left,
            top + title_height + 1,
            right,
            small_height,
        )
        self._paint_state(painter, item.state, QPointF(box.right() - 12, box.center().y()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        colours = self._theme.palette
        state: QStyle.StateFlag = option.state
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

    def _paint_state(self, painter: QPainter, state: str, centre: QPointF) -> None:
        """Shape as well as colour: a full dot is ready, a ring is at work, a mark wants you."""
        colours = self._theme.palette
        if state == "attention":
            painter.drawPixmap(
                QPointF(centre.x() - 8, centre.y() - 8), icons.pixmap("warning", colours.warn, 16)
            )
        elif state in ("reading", "encoding", "waiting"):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawEllipse(centre, 4, 4)
        elif state == "missing":
            painter.setPen(QPen(QColor(colours.border_strong), 2))
            painter.drawLine(centre + QPointF(-4, 0), centre + QPointF(4, 0))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.good))
            painter.drawEllipse(centre, 3, 3)


def _line(painter: QPainter, text: str, left: int, top: int, right: int, height: int) -> None:
    metrics = QFontMetrics(painter.font())
    one_line = " ".join(text.split())
    # A file name is told by its end as much as by its beginning; a sentence is not.
    middle = " " not in one_line[-6:] and "." in one_line[-6:]
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    shown = metrics.elidedText(one_line, mode, right - left)
    painter.drawText(QRect(left, top, right - left, height), Qt.AlignmentFlag.AlignVCenter, shown)

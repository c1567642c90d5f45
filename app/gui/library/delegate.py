"""How one item of the library is drawn: kind, title, where it is, and how it is doing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.core.events import ItemRow
from app.gui import icons, places
from app.gui.language import tr
from app.gui.library.catalog import Heading
from app.gui.library.model import (
    CHECKED_ROLE,
    DEPTH_ROLE,
    HEADING_ROLE,
    ITEM_ROLE,
    heading_label,
    subtitle,
)
from app.gui.theme import Theme

TILE = 30
INDENT = 14
_LEAST_NAME = 8  # letters; of a shorter one the end says nothing
_HEADING_ICONS = {"folder": "folder", "date": "calendar", "collection": "collection"}


class ItemDelegate(QStyledItemDelegate):
    """Rows of equal height, so thousands scroll smoothly."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self.thumbnail: Callable[[int], QPixmap | None] = lambda _item_id: None
        self.drop_on: int | None = None  # the heading under what is dragged
        self.checking: Callable[[], bool] = lambda: False  # is anything checked?
        self.in_folders: Callable[[], bool] = lambda: False  # do rows stand below their folders?
        self.is_watched: Callable[[str], bool] = lambda _folder: False

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
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(6, 1, -6, -1)
        self._paint_ground(painter, option, box)
        heading: Heading | None = index.data(HEADING_ROLE)
        if heading is not None:
            self._paint_heading(painter, heading, box)
        else:
            self._paint_item(painter, option, index, box)
        painter.restore()

    def tile(self, rect: QRect, index: QModelIndex | QPersistentModelIndex) -> QRectF:
        """Where a row's kind is shown, and the box that checks it."""
        box = QRectF(rect).adjusted(6, 1, -6, -1)
        left = box.left() + 8 + INDENT * int(index.data(DEPTH_ROLE) or 0)
        return QRectF(left, box.center().y() - TILE / 2, TILE, TILE)

    def _paint_item(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        box: QRectF,
    ) -> None:
        item: ItemRow = index.data(ITEM_ROLE)
        colours = self._theme.palette
        gone = item.state == "missing"
        tile = self.tile(option.rect, index)
        under_pointer = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_tile(painter, item, tile, gone)
        if index.data(CHECKED_ROLE) or under_pointer or self.checking():
            _paint_check(painter, self._theme, tile, bool(index.data(CHECKED_ROLE)))
        said = subtitle(item, in_folder=self.in_folders())
        self._paint_words(
            painter,
            QRectF(
                tile.right() + 10, box.top(), box.right() - 22 - tile.right() - 10, box.height()
            ),
            (places.title_of(item.title, item.path), said.removesuffix(".")),
            (
                colours.text_soft if gone else colours.text,
                colours.warn if item.state == "attention" else colours.text_soft,
            ),
        )
        self._paint_state(painter, item.state, QPointF(box.right() - 12, box.center().y()))

    def _paint_tile(self, painter: QPainter, item: ItemRow, tile: QRectF, gone: bool) -> None:
        colours = self._theme.palette
        small = self.thumbnail(item.item_id) if item.kind == "image" and not gone else None
        if small is not None:
            painter.drawPixmap(tile.topLeft(), small)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.hover if gone else colours.kind_soft(item.kind)))
        painter.drawRoundedRect(tile, 7, 7)
        tint = colours.border_strong if gone else colours.kind(item.kind)
        symbol = icons.pixmap(places.KIND_ICONS.get(item.kind, "document"), tint, 18)
        painter.drawPixmap(QPointF(tile.left() + 6, tile.top() + 6), symbol)

    def _paint_heading(self, painter: QPainter, heading: Heading, box: QRectF) -> None:
        colours = self._theme.palette
        if heading.token == self.drop_on:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        left = box.left() + 4 + INDENT * heading.depth
        arrow = icons.pixmap("right" if heading.folded else "down", colours.text_soft, 14)
        painter.drawPixmap(QPointF(left, box.center().y() - 7), arrow)
        watched = heading.order == "folder" and self.is_watched(heading.value)
        name = "folder-watch" if watched else _HEADING_ICONS.get(heading.order, "folder")
        name = places.KIND_ICONS.get(heading.value, name) if heading.order == "kind" else name
        symbol = icons.pixmap(name, colours.text_soft, 18)
        painter.drawPixmap(QPointF(left + 20, box.center().y() - 9), symbol)
        said = places.count(heading.count, "item") + (f" · {tr('watched')}" if watched else "")
        self._paint_words(
            painter,
            QRectF(left + 48, box.top(), box.right() - left - 56, box.height()),
            (heading_label(heading), said),
            (colours.text, colours.text_soft),
            bold=True,
        )

    def _paint_words(
        self,
        painter: QPainter,
        area: QRectF,
        words: tuple[str, str],
        inks: tuple[str, str],
        *,
        bold: bool = False,
    ) -> None:
        """Two lines, the second one small."""
        fonts = (self._theme.font("body", bold=bold), self._theme.font("small"))
        heights = [QFontMetrics(font).height() for font in fonts]
        left, right = round(area.left()), round(area.right())
        top = round(area.center().y() - (sum(heights) + 1) / 2)
        for text, ink, font, height in zip(words, inks, fonts, heights, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            _line(painter, text, left, top, right, height)
            top += height + 1

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


def _paint_check(painter: QPainter, theme: Theme, tile: QRectF, on: bool) -> None:
    """Over the tile, in its place."""
    colours = theme.palette
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(tile, 7, 7)
    box = QRectF(0, 0, 16, 16)
    box.moveCenter(tile.center())
    painter.setBrush(QColor(colours.accent if on else colours.surface))
    painter.setPen(QPen(QColor(colours.accent if on else colours.border_strong), 1.2))
    painter.drawRoundedRect(box, 4, 4)
    if on:
        ink = QPen(QColor(colours.on_accent), 1.8)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(ink)
        mark = [(3.8, 8.2), (6.8, 11.2), (12.0, 5.0)]
        painter.drawPolyline(QPolygonF([box.topLeft() + QPointF(x, y) for x, y in mark]))


def _line(painter: QPainter, text: str, left: int, top: int, right: int, height: int) -> None:
    metrics = QFontMetrics(painter.font())
    one_line = " ".join(text.split())
    shown = elided(one_line, metrics, right - left)
    painter.drawText(QRect(left, top, right - left, height), Qt.AlignmentFlag.AlignVCenter, shown)


def elided(line: str, metrics: QFontMetrics, room_px: int) -> str:
    """A file name is told by its end as much as by its beginning, and what stands before it is left
    whole; a sentence is not."""
    if not (" " not in line[-6:] and "." in line[-6:]):
        return metrics.elidedText(line, Qt.TextElideMode.ElideRight, room_px)
    before, dot, name = line.rpartition(" · ")
    rest = room_px - metrics.horizontalAdvance(before + dot)
    if not dot or rest < _LEAST_NAME * metrics.averageCharWidth():
        mode = Qt.TextElideMode.ElideRight if dot else Qt.TextElideMode.ElideMiddle
        return metrics.elidedText(line, mode, room_px)
    return before + dot + metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, rest)

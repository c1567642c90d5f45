"""A picture or a page with its marked places; zoom, and drag to move.

Pixels come as arrays from the engine; no decoder of Qt's is involved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from app.gui.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

Box = Sequence[float]
MIN_ZOOM, MAX_ZOOM = 1.0, 8.0
STRONG, FAINT = "#ffe27a", "#fff6d8"  # the marker over what counts, and over what is around it


def image_from_rgb(rgb: NDArray[Any]) -> QImage:
    """A deep copy of uint8 (height, width, 3)."""
    height, width = int(rgb.shape[0]), int(rgb.shape[1])
    return QImage(rgb.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class Canvas(QWidget):
    """`zoom` 1 fits the width of a page, or the whole of a picture. `sharper_wanted` carries the
    width in device pixels that the present zoom could show."""

    sharper_wanted = Signal(int)

    def __init__(self, theme: Theme, name: str, *, pen_style: str) -> None:
        super().__init__()
        self._theme = theme
        self._pen = pen_style  # "marker" lays colour over text, "frame" draws round an area
        self._image: QImage | None = None
        self._boxes: tuple[tuple[float, ...], ...] = ()
        self._strong: tuple[tuple[float, ...], ...] = ()
        self.zoom = 1.0
        self._offset = QPointF(0, 0)  # of the picture's corner, in widget pixels
        self._dragged: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMinimumHeight(160)
        theme.changed.connect(self.update)

    def show_image(
        self,
        image: QImage | None,
        boxes: Sequence[Box],
        strong: Sequence[Box] = (),
        *,
        keep: bool = False,
    ) -> None:
        """`strong` are the boxes of what counts within `boxes`, which are faint then. `keep` holds
        zoom and place: the same picture, sharper."""
        self._image = image
        self._boxes = tuple(tuple(box) for box in boxes)
        self._strong = tuple(tuple(box) for box in strong)
        if not keep:
            self.zoom = 1.0
            self._offset = self._start_offset()
        self._clamp()
        self.update()

    def has_image(self) -> bool:
        return self._image is not None

    def strong_boxes(self) -> tuple[tuple[float, ...], ...]:
        return self._strong

    def boxes(self) -> tuple[tuple[float, ...], ...]:
        return self._boxes

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        if self._image is None:
            return
        centre = around or QPointF(self.width() / 2, self.height() / 2)
        new = max(MIN_ZOOM, min(MAX_ZOOM, self.zoom * factor))
        ratio = new / self.zoom
        self._offset = centre - (centre - self._offset) * ratio
        self.zoom = new
        self._clamp()
        self.update()
        wanted = round(self._drawn().width() * self.devicePixelRatioF())
        if wanted > self._image.width() * 1.25:
            self.sharper_wanted.emit(min(wanted, 4000))

    def fit(self) -> None:
        self.zoom = 1.0
        self._offset = self._start_offset()
        self._clamp()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = self._theme.palette
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            drawn = self._drawn()
            painter.drawImage(drawn, self._image)
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawRect(drawn)
            self._paint_boxes(painter, drawn)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_boxes(self, painter: QPainter, drawn: QRectF) -> None:
        pens = [(box, FAINT if self._strong else STRONG) for box in self._boxes]
        pens += [(box, STRONG) for box in self._strong]
        for (x0, y0, x1, y1), pen in pens:
            box = QRectF(
                drawn.left() + x0 * drawn.width(),
                drawn.top() + y0 * drawn.height(),
                (x1 - x0) * drawn.width(),
                (y1 - y0) * drawn.height(),
            )
            if self._pen == "marker":
                # Multiplied like a marker pen: the print stays black on any page.
                mode = QPainter.CompositionMode.CompositionMode_Multiply
                painter.setCompositionMode(mode)
                painter.fillRect(box.adjusted(-1, -1, 1, 1), QColor(pen))
                mode = QPainter.CompositionMode.CompositionMode_SourceOver
                painter.setCompositionMode(mode)
            else:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor("#1d2126"), 4))
                painter.drawRoundedRect(box, 4, 4)
                painter.setPen(QPen(QColor("#ffd34d"), 2))
                painter.drawRoundedRect(box, 4, 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.zoom == 1.0:
            self._offset = self._start_offset()
        self._clamp()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position())
        else:
            pixels = event.pixelDelta()
            delta = pixels if not pixels.isNull() else event.angleDelta() / 2
            self._move(QPointF(delta))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            self._move(event.position() - self._dragged)
            self._dragged = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Up: QPointF(0, 60),
            Qt.Key.Key_Down: QPointF(0, -60),
            Qt.Key.Key_Left: QPointF(60, 0),
            Qt.Key.Key_Right: QPointF(-60, 0),
        }
        if event.key() in moves:
            self._move(moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def _base(self) -> tuple[float, float]:
        """Width and height at zoom 1."""
        assert self._image is not None
        width, height = self._image.width(), self._image.height()
        scale = (self.width() - 24) / width
        if self._pen == "frame":
            scale = min(scale, (self.height() - 24) / height)
        return max(1.0, width * scale), max(1.0, height * scale)

    def _drawn(self) -> QRectF:
        width, height = self._base()
        return QRectF(self._offset.x(), self._offset.y(), width * self.zoom, height * self.zoom)

    def _start_offset(self) -> QPointF:
        """Centred; a page taller than the widget starts at its first mark."""
        if self._image is None:
            return QPointF(0, 0)
        width, height = self._base()
        top = (self.height() - height) / 2
        if height > self.height() - 24:
            marked = self._strong or self._boxes
            first = min((box[1] for box in marked), default=0.0)
            top = 12 - max(0.0, first * height - self.height() * 0.3)
        return QPointF((self.width() - width) / 2, top)

    def _move(self, by: QPointF) -> None:
        self._offset += by
        self._clamp()
        self.update()

    def _clamp(self) -> None:
        if self._image is None:
            return
        drawn = self._drawn()
        self._offset = QPointF(
            _clamped(drawn.left(), drawn.width(), self.width()),
            4.0
            if self._pen == "marker" and drawn.height() <= self.height() - 24
            else _clamped(drawn.top(), drawn.height(), self.height()),
        )


def _clamped(start: float, length: float, room: float) -> float:
    """Centre what fits; keep what does not fit from leaving a gap beyond 12 pixels."""
    if length <= room - 24:
        return (room - length) / 2
    return min(12.0, max(start, room - length - 12))

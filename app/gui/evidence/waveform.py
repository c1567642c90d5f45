"""The shape of a recording: peaks, the cited stretch, the playhead. Click or arrow keys to seek."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.gui import places
from app.gui.language import tr
from app.gui.theme import Theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

BAR, GAP = 2, 1


class Waveform(QWidget):
    seek_wanted = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._peaks: list[tuple[int, int]] = []
        self._duration_s = 0.0
        self._cited: tuple[float, float] | None = None
        self._at_s = 0.0
        self.setMinimumHeight(84)
        self.setMaximumHeight(110)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Waveform"))
        theme.changed.connect(self.update)

    def show_peaks(self, peaks: NDArray[Any], duration_s: float) -> None:
        """`peaks` is int8 (n_bins, 2), lowest and highest per bin."""
        self._peaks = [(int(low), int(high)) for low, high in peaks]
        self._duration_s = duration_s
        self.update()

    def clear(self) -> None:
        self._peaks, self._duration_s, self._cited, self._at_s = [], 0.0, None, 0.0
        self.update()

    def set_duration(self, duration_s: float) -> None:
        self._duration_s = duration_s
        self.update()

    def set_cited(self, start_s: float | None, end_s: float | None) -> None:
        self._cited = None if start_s is None else (start_s, max(start_s, end_s or start_s))
        self.update()

    def set_position(self, at_s: float) -> None:
        self._at_s = at_s
        said = tr("{n} of {all}").format(n=places.clock(at_s), all=places.clock(self._duration_s))
        self.setAccessibleDescription(said)
        self.update()

    def position(self) -> float:
        return self._at_s

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._theme.palette
        area = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        if self._cited is not None and self._duration_s:
            left, right = self._x(self._cited[0]), self._x(self._cited[1])
            mark = QRectF(left, area.top() - 4, max(3.0, right - left), area.height() + 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.highlight))
            painter.drawRoundedRect(mark, 4, 4)
        self._paint_bars(painter, area)
        if self._duration_s:
            x = self._x(self._at_s)
            painter.setPen(QPen(QColor(colours.text), 2))
            painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom() + 4))
            painter.setBrush(QColor(colours.text))
            painter.drawEllipse(QPointF(x, area.top() - 4), 2.5, 2.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        colours = self._theme.palette
        n_bars = max(1, int(area.width()) // (BAR + GAP))
        played = self._x(self._at_s)
        painter.setPen(Qt.PenStyle.NoPen)
        rest, done = QColor(colours.border_strong), QColor(colours.audio_kind)
        scale = max((max(-low, high) for low, high in self._peaks), default=1) or 1
        n_peaks = len(self._peaks)
        for bar in range(n_bars):
            x = area.left() + bar * (BAR + GAP)
            low, high = 0.0, 0.0
            if n_peaks:
                first = bar * n_peaks // n_bars
                last = max(first + 1, (bar + 1) * n_peaks // n_bars)
                low = min(p[0] for p in self._peaks[first:last]) / scale
                high = max(p[1] for p in self._peaks[first:last]) / scale
            half = area.height() / 2
            top, bottom = area.center().y() - high * half, area.center().y() - low * half
            painter.setBrush(done if x < played else rest)
            painter.drawRoundedRect(QRectF(x, top - 0.75, BAR, bottom - top + 1.5), 1, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._seek_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -5.0, Qt.Key.Key_Right: 5.0}
        if event.key() in steps:
            self.seek_wanted.emit(self._within(self._at_s + steps[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_Home:
            self.seek_wanted.emit(0.0)
        else:
            super().keyPressEvent(event)

    def _seek_to(self, x: float) -> None:
        if self._duration_s:
            share = (x - 8) / max(1, self.width() - 16)
            self.seek_wanted.emit(self._within(share * self._duration_s))

    def _within(self, at_s: float) -> float:
        return min(max(0.0, at_s), max(0.0, self._duration_s - 0.05))

    def _x(self, at_s: float) -> float:
        share = at_s / self._duration_s if self._duration_s else 0.0
        return 8 + min(1.0, max(0.0, share)) * (self.width() - 16)

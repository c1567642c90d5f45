"""One source as a card: number, kind, title, place, a line of it. A button, so keys reach it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.core.events import Citation, Hit
from app.gui import icons, places
from app.gui.language import tr
from app.gui.markdown import line_of
from app.gui.theme import Theme

SIDE = 12


class SourceCard(QPushButton):
    """Shows a citation or a hit, whose number is its marker or rank; None before it has one.
    `hovered` carries the number while the pointer is over it, then None."""

    hovered = Signal(object)

    def __init__(
        self, theme: Theme, source: Citation | Hit, number: int | None, n_lines: int = 1
    ) -> None:
        super().__init__()
        self._max_lines = self._n_lines = n_lines  # lines of the quote
        self._theme, self.source, self.number = theme, source, number
        self.supported = getattr(source, "supported", True)
        self.quote = source.quote if isinstance(source, Citation) else source.snippet
        self.setAutoDefault(False)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._lit = False
        self._title = places.title_of(source.title, source.path)
        self._place = places.place(source.locator)
        if isinstance(source, Hit) and number is not None and source.strength != "fair":
            self._place = " · ".join(
                filter(
                    None, (self._place, tr("{strength} match").format(strength=tr(source.strength)))
                )
            )
        self._name()
        theme.changed.connect(self.updateGeometry)

    def set_number(self, number: int) -> None:
        self.number = number
        self._name()
        self.update()

    def set_lit(self, lit: bool) -> None:
        """While the pointer is over its number in the text."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def _name(self) -> None:
        kind = places.KIND_NAMES.get(self.source.kind, self.source.kind)
        doubt = "" if self.supported else tr(", not borne out by its text")
        lead = tr("Source {n}").format(n=self.number) + ", " if self.number is not None else ""
        where = f", {self._place}" if self._place else ""
        self.setAccessibleName(f"{lead}{kind}: {self._title}{where}{doubt}")

    def sizeHint(self) -> QSize:
        body = QFontMetrics(self._theme.font("body", bold=True)).height()
        small = QFontMetrics(self._theme.font("small")).height()
        return QSize(240, body + small * (1 + self._n_lines) + 24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A quote that fits on one line leaves no empty second one."""
        super().resizeEvent(event)
        metrics = QFontMetrics(self._theme.font("small"))
        room = self.width() - 2 * SIDE
        fits = metrics.horizontalAdvance(self._words()) <= room
        n_lines = 1 if fits else self._max_lines
        if n_lines != self._n_lines:
            self._n_lines = n_lines
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
            entered = event.type() == QEvent.Type.HoverEnter
            self.hovered.emit(self.number if entered else None)
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = colours.accent_soft if self.isChecked() else colours.surface
        if (self.underMouse() or self._lit) and not self.isChecked():
            ground = colours.hover
        painter.setBrush(QColor(ground))
        edge = QPen(QColor(colours.border), 1)
        if self.hasFocus():
            edge = QPen(QColor(colours.focus), 2)
        elif not self.supported:
            edge = QPen(QColor(colours.warn), 1, Qt.PenStyle.DashLine)
        elif self.isChecked() or self._lit:
            edge = QPen(QColor(colours.accent), 1)
        painter.setPen(edge)
        painter.drawRoundedRect(box, 9, 9)

        left, right, top = SIDE, self.width() - SIDE, 10
        tint = colours.kind(self.source.kind)
        icon = icons.pixmap(places.KIND_ICONS.get(self.source.kind, "document"), tint, 16)
        painter.drawPixmap(left, top + 1, icon)
        at = left + 22
        if self.number is not None:
            at = self._paint_number(painter, at, top)
        body, small = self._theme.font("body", bold=True), self._theme.font("small")
        line = QFontMetrics(body).height()
        self._text(painter, self._title, at, top, right - at, line, colours.text, body)
        place_line = QFontMetrics(small).height()
        below = top + line + 2
        place = self._place or places.KIND_NAMES.get(self.source.kind, "")
        if not self.supported:
            place += " · " + tr("not borne out")
        ink = colours.text_soft if self.supported else colours.warn
        self._text(painter, place, left, below, right - left, place_line, ink, small)
        below += place_line + 2
        room = QRectF(left, below, right - left, place_line * self._n_lines + 2)
        self._quote(painter, room)

    def _paint_number(self, painter: QPainter, left: int, top: int) -> int:
        colours = self._theme.palette
        font = self._theme.font("caption", bold=True)
        width = max(18, QFontMetrics(font).horizontalAdvance(str(self.number)) + 10)
        chip = QRectF(left, top + 0.5, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = colours.accent if self.isChecked() else colours.accent_soft
        painter.setBrush(QColor(ground if self.supported else colours.warn_soft))
        painter.drawRoundedRect(chip, 5, 5)
        painter.setFont(font)
        ink = colours.on_accent if self.isChecked() else colours.accent_text
        painter.setPen(QColor(ink if self.supported else colours.warn))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self.number))
        return left + width + 8

    def _quote(self, painter: QPainter, room: QRectF) -> None:
        """As many lines as there is room for, the last one cut."""
        font = self._theme.font("small")
        painter.setFont(font)
        painter.setPen(QColor(self._theme.palette.text_soft))
        metrics = QFontMetrics(font)
        layout = QTextLayout(self._words(), font)
        layout.beginLayout()
        for at in range(self._n_lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room.width())
            shown = layout.text()[line.textStart() :]
            if at < self._n_lines - 1:
                shown = shown[: line.textLength()].rstrip()
            else:
                shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, int(room.width()))
            spot = QRectF(room.left(), room.top() + at * metrics.height(), room.width(), 40)
            painter.drawText(spot, Qt.AlignmentFlag.AlignTop, shown)
        layout.endLayout()

    def _words(self) -> str:
        return line_of(self.quote, self.source.path)[:400]

    def _text(self, painter, text, left, top, width, height, colour, font) -> None:  # type: ignore[no-untyped-def]
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(font).elidedText(
            " ".join(text.split()), Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(left, top, width, height, Qt.AlignmentFlag.AlignVCenter, shown)

"""The likeliest next tokens as columns of bars, one column a filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.events import TokenStage
from app.gui.language import figure, tr
from app.gui.theme import Theme

STAGE_NAMES = {
    "model": tr("The model alone"),
    "penalties": tr("After penalties"),
    "grounded": tr("Kept to the sources"),
    "temperature": tr("Temperature"),
    "top_k": "Top-k",
    "top_p": "Top-p",
    "min_p": "Min-p",
    "settings": tr("With these settings"),
}
LEAST_COLUMN = 128
GAP = 14


def readable(spelling: str) -> str:
    """A token as it can be seen: spaces and ends of lines have signs."""
    shown = spelling.replace("\n", "⏎").replace("\t", "⇥")
    return f"␣{shown[1:]}" if shown.startswith(" ") else shown or "(nothing)"


def percent(share: float) -> str:
    if share >= 0.0995:
        return f"{figure(100 * share)}%"
    return f"{figure(100 * share, 1)}%" if share >= 0.001 else f"<{figure(0.1, 1)}%"


class CandidateColumns(QWidget):
    """`show_stages` draws each filter's candidates beside those before it; one that the next
    filter takes away is struck out."""

    def __init__(self, theme: Theme, *, n_rows: int = 8) -> None:
        super().__init__()
        self._theme, self._n_rows = theme, n_rows
        self._stages: tuple[TokenStage, ...] = ()
        self._chosen = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Candidates for the next token"))
        theme.changed.connect(self._resized)

    def show_stages(self, stages: Sequence[TokenStage], chosen: str = "") -> None:
        self._stages, self._chosen = tuple(stages), chosen
        said = (
            f"{STAGE_NAMES.get(stage.name, stage.name)}: "
            + ", ".join(f"{readable(text)} {percent(p)}" for text, p in stage.candidates)
            for stage in stages
        )
        self.setAccessibleDescription(". ".join(said))
        self._resized()

    def stages(self) -> tuple[TokenStage, ...]:
        return self._stages

    def sizeHint(self) -> QSize:
        n = max(1, len(self._stages))
        return QSize(n * LEAST_COLUMN + (n - 1) * GAP, round(self._line() * (self._n_rows + 1.3)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _resized(self) -> None:
        self.updateGeometry()
        self.update()

    def _line(self) -> float:
        return QFontMetricsF(self._theme.font("small")).height() + 6

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        n = len(self._stages)
        if not n:
            return
        width = (self.width() - (n - 1) * GAP) / n
        for at, stage in enumerate(self._stages):
            after = self._stages[at + 1] if at + 1 < n else None
            self._draw_column(painter, QRectF(at * (width + GAP), 0, width, 0), stage, after)

    def _draw_column(
        self, painter: QPainter, place: QRectF, stage: TokenStage, after: TokenStage | None
    ) -> None:
        line, theme = self._line(), self._theme
        painter.setFont(theme.font("caption", bold=True))
        painter.setPen(theme.colour("text_soft"))
        name = STAGE_NAMES.get(stage.name, stage.name)
        head = QRectF(place.left(), 0, place.width(), line)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, _cut(painter, name, head.width()))
        kept = None if after is None else {text for text, _ in after.candidates}
        for row, (text, share) in enumerate(stage.candidates[: self._n_rows]):
            box = QRectF(place.left(), line * (row + 1.1), place.width(), line - 3)
            # beyond the shown ones of the next filter nobody can tell
            gone = kept is not None and text not in kept and len(kept) < len(stage.candidates)
            self._draw_row(painter, box, text, share, gone=gone)

    def _draw_row(
        self, painter: QPainter, box: QRectF, text: str, share: float, *, gone: bool
    ) -> None:
        theme, chosen = self._theme, text == self._chosen
        painter.setFont(theme.font("caption"))
        figures = QFontMetricsF(painter.font()).horizontalAdvance("<0.1%") + 6
        painter.setPen(theme.colour("text_soft"))
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, align | Qt.AlignmentFlag.AlignRight, percent(share))
        ground = box.adjusted(0, 0, -figures, 0)
        bar = QRectF(ground)
        bar.setWidth(max(3.0, ground.width() * share))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(ground, 4, 4)
        if not gone:
            painter.setBrush(theme.colour("accent" if chosen else "accent_soft"))
            painter.drawRoundedRect(bar, 4, 4)
        font = QFont(theme.font("small", bold=chosen))
        font.setStrikeOut(gone)
        painter.setFont(font)
        words = ground.adjusted(6, 0, -4, 0)
        shown = _cut(painter, readable(text), words.width())
        painter.setPen(theme.colour("text_soft" if gone else "text"))
        painter.drawText(words, align, shown)
        if chosen and not gone:  # what lies on the bar has its ink
            painter.save()
            painter.setClipRect(bar)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(bar, 4, 4)
            painter.setPen(theme.colour("on_accent"))
            painter.drawText(words, align, shown)
            painter.restore()


def _cut(painter: QPainter, text: str, width: float) -> str:
    return QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)

"""What the last answers cost: finding, reading the prompt and writing as the phases they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QGridLayout, QSizePolicy, QWidget

from app.gui import parts, places
from app.gui.language import figure, quoted, tr
from app.gui.theme import Theme

MOST_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Cost:
    """What one answer took, all times in seconds; `figures` are those of `Answer.metrics`."""

    question: str
    model: str
    figures: Mapping[str, float]

    @property
    def find_s(self) -> float:
        return self.figures.get("retrieve_ms", 0.0) / 1000

    @property
    def prefill_s(self) -> float:
        return self.figures.get("ttft_ms", 0.0) / 1000

    @property
    def decode_s(self) -> float:
        later = max(0.0, self.figures.get("completion_tokens", 0) - 1)
        return self.figures.get("tpot_ms", 0.0) * later / 1000

    @property
    def tokens_per_s(self) -> float:
        return self.figures.get("tokens_per_s", 0.0)

    @property
    def total_s(self) -> float:
        return self.find_s + self.prefill_s + self.decode_s


PHASES = (
    ("find_s", tr("Finding passages"), "border_strong"),
    ("prefill_s", tr("Reading the prompt (prefill)"), "text_kind"),
    ("decode_s", tr("Writing (decode)"), "accent"),
)


class CostPlot(QWidget):
    """A bar an answer, oldest left; above the bars a line for the tokens a second."""

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._costs: tuple[Cost, ...] = ()
        self.current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Cost of the last answers"))
        theme.changed.connect(self.update)

    def show_costs(self, costs: Sequence[Cost]) -> None:
        self._costs = tuple(costs[-MOST_SHOWN:])
        self.choose(len(self._costs) - 1)

    def choose(self, index: int) -> None:
        if 0 <= index < len(self._costs):
            self.current = index
            self.chosen.emit(index)
        self.update()

    def cost(self, index: int) -> Cost:
        return self._costs[index]

    def sizeHint(self) -> QSize:
        return QSize(620, 260)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        slots = self._slots()
        at = event.position().x()
        index = next((n for n, slot in enumerate(slots) if slot.left() <= at <= slot.right()), -1)
        self.choose(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self.choose(self.current + step)
            return
        super().keyPressEvent(event)

    def _plot(self) -> QRectF:
        left = QFontMetricsF(self._theme.font("caption")).horizontalAdvance("000.0 s") + 8
        return QRectF(left, 54, self.width() - 2 * left, self.height() - 62)

    def _slots(self) -> list[QRectF]:
        plot = self._plot()
        n = max(8, len(self._costs))
        width = plot.width() / n
        return [
            QRectF(plot.left() + k * width, plot.top(), width, plot.height())
            for k in range(len(self._costs))
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._costs:
            painter.setPen(self._theme.colour("text_soft"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("No answer yet"))
            return
        most_s = max(0.1, *(cost.total_s for cost in self._costs))
        self._draw_axis(painter, most_s)
        for index, (cost, slot) in enumerate(zip(self._costs, self._slots(), strict=True)):
            if index == self.current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("hover"))
                painter.drawRoundedRect(slot.adjusted(1, -50, -1, 4), 6, 6)
            bottom = slot.bottom()
            for name, _label, ink in PHASES:
                high = slot.height() * getattr(cost, name) / most_s
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour(ink))
                inset = max(3.0, slot.width() * 0.22)
                painter.drawRect(
                    QRectF(slot.left() + inset, bottom - high, slot.width() - 2 * inset, high)
                )
                bottom -= high
        self._draw_rate(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _draw_axis(self, painter: QPainter, most_s: float) -> None:
        plot = self._plot()
        painter.setFont(self._theme.font("caption"))
        for share in (0.0, 0.5, 1.0):
            y = plot.bottom() - plot.height() * share
            painter.setPen(QPen(self._theme.colour("border"), 1))
            painter.drawLine(round(plot.left()), round(y), round(plot.right()), round(y))
            painter.setPen(self._theme.colour("text_soft"))
            label = QRectF(0, y - 8, plot.left() - 8, 16)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, align, f"{figure(most_s * share, 1)} s")

    def _draw_rate(self, painter: QPainter) -> None:
        """Tokens a second, in the strip above the bars."""
        most = max(cost.tokens_per_s for cost in self._costs)
        if not most:
            return
        points = [
            (slot.center().x(), 44 - 26 * cost.tokens_per_s / most)
            for cost, slot in zip(self._costs, self._slots(), strict=True)
            if cost.tokens_per_s
        ]
        painter.setPen(QPen(self._theme.colour("image_kind"), 1.6))
        for (x, y), (to_x, to_y) in pairwise(points):
            painter.drawLine(round(x), round(y), round(to_x), round(to_y))
        painter.setBrush(self._theme.colour("image_kind"))
        painter.setPen(Qt.PenStyle.NoPen)
        for x, y in points:
            painter.drawEllipse(QRectF(x - 2.5, y - 2.5, 5, 5))
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.colour("text_soft"))
        label = QRectF(0, 8, self._plot().left() - 8, 20)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(label, align, f"{figure(most)}/s")


class MetricsDialog(QDialog):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(tr("What answers cost"))
        self.resize(680, 600)
        box = parts.column(self, margin=16, space=10)
        box.addWidget(parts.label(tr("What the last answers cost"), "title"))
        box.addWidget(self._make_legend())
        self.plot = CostPlot(theme)
        self.plot.chosen.connect(self._show)
        box.addWidget(self.plot, 1)
        self._question = parts.label("", "heading", wrap=True)
        box.addWidget(self._question)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        for at in (1, 3):
            self._grid.setColumnStretch(at, 1)
        box.addLayout(self._grid)

    def _make_legend(self) -> QWidget:
        legend = QWidget()
        line = parts.row(legend, space=16)
        for name, ink in [
            *((name, ink) for _, name, ink in PHASES),
            (tr("Tokens a second"), "image_kind"),
        ]:
            pair = parts.row(space=6)
            pair.addWidget(_Swatch(self._theme, ink))
            pair.addWidget(parts.label(name, "small"))
            line.addLayout(pair)
        line.addStretch(1)
        return legend

    def _show(self, index: int) -> None:
        cost = self.plot.cost(index)
        self._question.setText(quoted(cost.question))
        parts.clear(self._grid)
        said = facts_of(cost)
        for n, (name, value) in enumerate(said):
            row, column = n % -(-len(said) // 2), 2 * (n // -(-len(said) // 2))
            self._grid.addWidget(parts.label(name, "small"), row, column)
            self._grid.addWidget(parts.label(value), row, column + 1)


class _Swatch(QWidget):
    def __init__(self, theme: Theme, ink: str) -> None:
        super().__init__()
        self._theme, self._ink = theme, ink
        self.setFixedSize(12, 12)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._ink))
        painter.drawRoundedRect(self.rect(), 3, 3)


def facts_of(cost: Cost) -> list[tuple[str, str]]:
    """Each figure with its name, in order; what was not measured is left out."""
    figures = cost.figures
    context = figures.get("context_length", 0)
    filled = figures.get("prompt_tokens", 0) + figures.get("completion_tokens", 0)
    first_s = figures.get("first_word_ms", 0.0) / 1000
    tpot_ms = figures.get("tpot_ms", 0)
    said = [
        (tr("First word"), f"{figure(first_s, 1)} s" if first_s else ""),
        (tr("Finding passages"), f"{figure(cost.find_s, 2)} s" if cost.find_s else ""),
        (tr("Time to first token"), f"{figure(cost.prefill_s, 2)} s" if cost.prefill_s else ""),
        (tr("Time per token"), f"{figure(tpot_ms)} ms" if tpot_ms else ""),
        (tr("Tokens a second"), figure(cost.tokens_per_s, 1) if cost.tokens_per_s else ""),
        (tr("Prompt"), _tokens(figures.get("prompt_tokens", 0))),
        (tr("Read before"), _tokens(figures.get("cached_tokens", 0))),
        (tr("Written"), _tokens(figures.get("completion_tokens", 0))),
        (tr("Context"), _share(filled, context) if context else ""),
        (tr("Most memory"), places.size(round(figures.get("peak_rss_mb", 0) * 2**20))
         if figures.get("peak_rss_mb") else ""),
        (tr("Model"), cost.model),
    ]  # fmt: skip
    return [(name, value) for name, value in said if value]


def _share(filled: float, context: float) -> str:
    said = tr("{n} of {all}").format(n=figure(filled), all=figure(context))
    return f"{said} ({filled / context:.0%})"


def _tokens(n: float) -> str:
    return places.count(round(n), "token") if n else ""

"""The small pieces that panes are made of: plain-text labels, buttons that have names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.theme import Theme
from app.gui.wrapped import WrappedLabel

FIGURES_APART = " · "


def label(
    text: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None
) -> QLabel:
    """Plain text only: a rich-text label would draw an `<img>` out of a mere file name."""
    made = WrappedLabel(text, parent) if wrap else QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    return made


class ElidedLabel(QLabel):
    """One line that gives way in the middle or at the end; the whole text is in the tooltip."""

    def __init__(
        self,
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mode = mode
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        if role:
            self.setProperty("role", role)

    def show_text(self, text: str) -> None:
        self._full = " ".join(text.split())
        self.setAccessibleName(self._full)
        self._elide()

    def full_text(self) -> str:
        return self._full

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _cut(self, width_px: int) -> str:
        return QFontMetrics(self.font()).elidedText(self._full, self._mode, width_px)

    def _elide(self) -> None:
        shown = self._cut(self.contentsRect().width())
        self.setText(shown)
        # Tooltips guess whether a text is rich, so they get one only where it cannot be.
        cut = shown != self._full and "<" not in self._full
        self.setToolTip(self._full if cut else "")


class FiguresLabel(ElidedLabel):
    """Figures with a dot between them; where there is no room the last ones are left out whole."""

    def _cut(self, width_px: int) -> str:
        metrics = QFontMetrics(self.font())
        figures = self._full.split(FIGURES_APART)
        while len(figures) > 1:
            shown = FIGURES_APART.join(figures)
            if metrics.horizontalAdvance(shown) <= width_px:
                return shown
            figures.pop()
        return metrics.elidedText(figures[0], self._mode, width_px)


def button(text: str, role: str = "", *, tip: str = "", name: str = "") -> QPushButton:
    # Qt sets icon and words of a flat button tightly together; a space in front is the air.
    made = QPushButton(f" {text}" if role == "flat" and text else text)
    made.setAutoDefault(False)
    if role:
        made.setProperty("role", role)
    if tip:
        made.setToolTip(tip)
    made.setAccessibleName(name or text)
    return made


class ElidedButton(QPushButton):
    """A button whose words give way at their end where there is no room; `ending` is always seen.
    The whole text is its accessible name."""

    def __init__(self, text: str, role: str = "", *, ending: str = "", name: str = "") -> None:
        super().__init__(text + ending)
        self._words, self._ending, self._painting = text, ending, False
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)
        if role:
            self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painting = True
        super().paintEvent(event)
        self._painting = False

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Cut as it is drawn; its size hint is that of the whole text."""
        super().initStyleOption(option)
        cut = self._painting and self.width() < self.sizeHint().width()
        if cut:
            over = self.sizeHint().width() - self.width()
            words = self.fontMetrics().horizontalAdvance(self._words)
            end = Qt.TextElideMode.ElideRight
            shown = self.fontMetrics().elidedText(self._words, end, max(0, words - over))
            option.text = shown + self._ending


class ProgressBar(QProgressBar):
    """A bar; while nobody knows how much there is, one that moves, or stands where less motion is
    wanted."""

    def __init__(self, theme: Theme, name: str = "") -> None:
        super().__init__()
        self._theme, self._busy = theme, False
        self.setTextVisible(False)
        self.setAccessibleName(name)
        theme.changed.connect(self._refresh)

    def show_busy(self) -> None:
        self._busy = True
        self._refresh()

    def show_done(self, done: int, total: int) -> None:
        self._busy = False
        self.setRange(0, max(1, total))
        self.setValue(min(done, max(1, total)))

    def _refresh(self) -> None:
        if self._busy and self._theme.still:
            self.setRange(0, 2)
            self.setValue(1)
        elif self._busy:
            self.setRange(0, 0)


class IconButton(QToolButton):
    """An icon that follows the theme, with a name for those who do not see it."""

    def __init__(
        self, theme: Theme, icon: str, name: str, *, role: str = "text_soft", tip: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._role = theme, icon, role
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(18, 18))
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, icon: str, role: str = "") -> None:
        self._icon, self._role = icon, role or self._role
        self._draw()

    def _draw(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._role))


class Picture(QLabel):
    """An icon that is not a button."""

    def __init__(self, theme: Theme, icon: str, role: str = "text_soft", size: int = 18) -> None:
        super().__init__()
        self._theme, self._icon, self._role, self._size = theme, icon, role, size
        self.setFixedSize(size, size)
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, icon: str, role: str) -> None:
        self._icon, self._role = icon, role
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._theme.icon(self._icon, self._role, self._size).pixmap(self._size))


def frame(role: str) -> QFrame:
    made = QFrame()
    made.setProperty("role", role)
    return made


def rule() -> QFrame:
    return frame("line")


def column(parent: QWidget | None = None, *, margin: int = 0, space: int = 8) -> QVBoxLayout:
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(space)
    return made


def row(parent: QWidget | None = None, *, margin: int = 0, space: int = 8) -> QHBoxLayout:
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(space)
    return made


def clear(layout: QLayout) -> None:
    """Remove and delete the widgets of a layout."""
    while (entry := layout.takeAt(0)) is not None:
        widget = entry.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a changed property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def tab_order(*widgets: QWidget) -> None:
    """Let Tab go through `widgets` in this order; all are in one window."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def tab_before(widgets: Sequence[QWidget], place: QWidget) -> None:
    """Put `widgets` into the tab order right before `place`. What is made late would else come
    last, wherever on the window it is."""
    before = place.previousInFocusChain()
    while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    if before is not None:
        tab_order(before, *widgets)

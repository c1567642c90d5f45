"""Light and dark, text size, motion and the style sheet: one object that widgets ask for colours.

A widget that paints or holds icons listens to `changed`; all else follows the style sheet."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import asdict
from importlib.resources import files
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.gui import icons
from app.gui.palette import DARK, LIGHT, Palette

Mode = Literal["system", "light", "dark"]
Size = Literal["caption", "small", "body", "reading", "title", "display"]
_PX: dict[Size, int] = {
    "caption": 11,
    "small": 12,
    "body": 13,
    "reading": 15,
    "title": 17,
    "display": 22,
}
_SPARE_MS = 60  # between icons that are drawn ahead
SCALES = (0.85, 1.0, 1.15, 1.3, 1.5)


def scale_of(system_px: int) -> float:
    """The text size to begin with where the desktop's own text is that many pixels high: larger
    where it is larger. Text that the desktop has smaller stays as it is."""
    fits = [scale for scale in SCALES if scale <= system_px / _PX["body"] + 0.03]
    return max([1.0, *fits])


def system_is_still() -> bool:
    """Whether the desktop asks programs not to move things. Of those that can, only Windows tells
    Qt so; elsewhere it is chosen in the menu."""
    general = Qt.UIEffect.UI_General
    return sys.platform == "win32" and not QApplication.isEffectEnabled(general)


# What bare Linux desktops fall back to; where one of these comes up we ask for something better.
_PLAIN_FALLBACKS = {"DejaVu Sans", "Bitstream Vera Sans", "Nimbus Sans", "Helvetica", "Sans Serif"}
_PREFERRED = ["Inter", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans"]


class Theme(QObject):
    """`palette` is the one in use; `px(role)` a text size in device-independent pixels."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        mode: Mode = "system",
        scale: float = 1.0,
        *,
        still: bool = False,
    ) -> None:
        super().__init__(app)
        self.still = still
        self._app = app
        self.mode: Mode = mode
        self.scale = scale
        self.palette: Palette = LIGHT
        self._dressed: list[QWidget] = []
        self._worn = ""  # the program's own style sheet
        self._drawn: set[tuple[str, str, int]] = set()
        self._undrawn: deque[tuple[str, str, int]] = deque()
        self._spare = QTimer(self)
        self._spare.setInterval(_SPARE_MS)
        self._spare.timeout.connect(self._draw_ahead)
        app.setStyle("Fusion")
        self._set_font()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply()

    def set_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.apply()

    def set_still(self, still: bool) -> None:
        self.still = still
        self.changed.emit()

    def step_scale(self, direction: int) -> None:
        """Larger (+1) or smaller (-1) text; 0 is back to normal."""
        here = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - self.scale))
        self.scale = SCALES[max(0, min(len(SCALES) - 1, here + direction))] if direction else 1.0
        self.apply()

    def set_scale(self, scale: float) -> None:
        self.scale = scale
        self.apply()

    def px(self, size: Size) -> int:
        return round(_PX[size] * self.scale)

    def font(self, size: Size, *, bold: bool = False) -> QFont:
        font = QFont(self._app.font())
        font.setPixelSize(self.px(size))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def colour(self, role: str) -> QColor:
        return QColor(getattr(self.palette, role))

    def icon(self, name: str, role: str = "text_soft", size: int = icons.SIZE) -> QIcon:
        if (name, role, size) not in self._drawn:
            self._drawn.add((name, role, size))
            self._undrawn.append((name, role, size))
            self._spare.start()
        return icons.icon(name, getattr(self.palette, role), self.palette.scroll, size)

    def _draw_ahead(self) -> None:
        """One icon in the colours of the other mode, so that a change need not draw them all."""
        if not self._undrawn:
            self._spare.stop()
            return
        name, role, size = self._undrawn.popleft()
        other = LIGHT if self.palette.dark else DARK
        icons.icon(name, getattr(other, role), other.scroll, size)

    def apply(self) -> None:
        self.palette = DARK if self._wants_dark() else LIGHT
        self._app.setPalette(_qt_palette(self.palette))
        sheet = self._style_sheet()
        self._dressed = [window for window in self._dressed if isValid(window)]
        if not self._dressed:
            self._worn = sheet
            self._app.setStyleSheet(sheet)
        for window in self._dressed:
            window.setStyleSheet(sheet)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """From now on a change is made to this window and what belongs to it. To set a style sheet
        for the whole program takes four times as long, and the window stands still meanwhile."""
        if window in self._dressed:
            return
        self._dressed.append(window)
        if (sheet := self._style_sheet()) != self._worn:
            window.setStyleSheet(sheet)

    def _wants_dark(self) -> bool:
        if self.mode != "system":
            return self.mode == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _system_changed(self) -> None:
        if self.mode == "system":
            self.apply()

    def _set_font(self) -> None:
        font = self._app.font()
        if sys.platform == "linux" and QFontInfo(font).family() in _PLAIN_FALLBACKS:
            font.setFamilies([*_PREFERRED, QFontInfo(font).family()])
        font.setPixelSize(_PX["body"])
        self._app.setFont(font)

    def _style_sheet(self) -> str:
        template = (files("resources") / "style" / "window.qss").read_text("utf-8")
        values = {name: str(value) for name, value in asdict(self.palette).items()}
        values |= {f"px_{name}": f"{self.px(name)}px" for name in _PX}
        return Template(template).substitute(values)


def _qt_palette(colours: Palette) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, value in (
        (role.Window, colours.canvas),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.sidebar),
        (role.Text, colours.text),
        (role.WindowText, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.text_soft),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent_text),
        (role.Mid, colours.border),
        (role.Accent, colours.accent),
    ):
        palette.setColor(target, QColor(value))
    for target in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours.border_strong))
    return palette

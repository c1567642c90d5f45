"""What the next questions are kept to, as chips above the question, each with a way to drop it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from app.gui import parts, places
from app.gui.conversation.scope import Scope, joined
from app.gui.language import tr
from app.gui.theme import Theme

MOST_SHOWN = 3
_WIDEST_NAME = 150


def icon_of(scope: Scope) -> str:
    if scope.folder:
        return "folder"
    return "collection" if scope.collections else "document"


class ScopeBar(QWidget):
    """`unchecked` says that the items checked in the library are no longer meant."""

    unchecked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._named: list[Scope] = []
        self._checked: Scope | None = None
        box = parts.row(self, space=4)
        box.addWidget(parts.label(tr("Only in"), "small"))
        self._chips = parts.row(space=4)
        box.addLayout(self._chips)
        box.addStretch(1)
        everything = parts.IconButton(theme, "close", tr("Ask the whole library again"))
        everything.clicked.connect(lambda: self.show_only(None))
        box.addWidget(everything)
        theme.changed.connect(self._draw)
        self._draw()

    def scopes(self) -> list[Scope]:
        return [*self._named, *([self._checked] if self._checked else [])]

    def scope(self) -> Scope | None:
        """Any of them; None for the whole library."""
        return joined(self.scopes())

    def said(self) -> str:
        return ", ".join(scope.name for scope in self.scopes())

    def show_only(self, scope: Scope | None) -> None:
        """This and nothing else; None for the whole library."""
        self._named = [scope] if scope else []
        had, self._checked = self._checked, None
        self._draw()
        if had is not None:
            self.unchecked.emit()

    def add(self, scope: Scope) -> None:
        if scope not in self._named:
            self._named.append(scope)
            self._draw()

    def show_checked(self, scope: Scope | None) -> None:
        """The items that are checked in the library."""
        if scope != self._checked:
            self._checked = scope
            self._draw()

    def _drop(self, scope: Scope) -> None:
        if scope is self._checked:
            self._checked = None
            self._draw()
            self.unchecked.emit()
        else:
            self._named.remove(scope)
            self._draw()

    def _draw(self) -> None:
        parts.clear(self._chips)
        scopes = self.scopes()
        for scope in scopes[:MOST_SHOWN]:
            chip = parts.button(
                "", "chip", name=tr("Ask in {name} no longer").format(name=scope.name)
            )
            chip.setIcon(self._theme.icon(icon_of(scope), "text_soft", 14))
            chip.setIconSize(QSize(14, 14))
            metrics = QFontMetrics(self._theme.font("small"))
            name = metrics.elidedText(scope.name, Qt.TextElideMode.ElideMiddle, _WIDEST_NAME)
            chip.setText(f" {name}  ×".replace("&", "&&"))
            chip.setToolTip(places.tooltip(scope.paths))
            chip.clicked.connect(partial(self._drop, scope))
            self._chips.addWidget(chip)
        if len(scopes) > MOST_SHOWN:
            more = parts.label(tr("and {n} more").format(n=len(scopes) - MOST_SHOWN), "small")
            more.setToolTip(places.tooltip("\n".join(s.name for s in scopes[MOST_SHOWN:])))
            self._chips.addWidget(more)
        self.setVisible(bool(scopes))

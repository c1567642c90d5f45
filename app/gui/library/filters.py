"""What narrows the list of the library: words, kinds, states, languages and times, with counts that
follow one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.gui import parts, places
from app.gui.language import figure, tr, window_language
from app.gui.library.catalog import ORDER_NAMES, SPANS, Facet, Order
from app.gui.library.model import ItemModel
from app.gui.theme import Theme
from app.gui.wrapped import WrappedRow

_KINDS: tuple[tuple[str, str], ...] = (
    ("", tr("All")),
    ("text", tr("Documents")),
    ("image", tr("Pictures")),
    ("audio", tr("Sound")),
)
_TIMES: tuple[tuple[Facet, str], ...] = (("added", tr("Added")), ("changed", tr("File changed")))
WANT_A_LOOK = frozenset({"attention", "missing"})
LEAST_WIDTH = 232


def language_name(code: str) -> str:
    """In the window's language; the code where it has no name."""
    if not code:
        return tr("No language told")
    from app.core import cldr  # a library behind it that the first paint does not need

    return cldr.language_name(code, window_language()) or code


class FilterBar(QWidget):
    """Changes the model's filter itself; the model says that it did."""

    def __init__(self, theme: Theme, items: ItemModel) -> None:
        super().__init__()
        self._theme, self._items = theme, items
        box = parts.column(self, space=8)
        above = parts.row(space=4)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Filter by name"))
        self.search.setAccessibleName(tr("Filter the library by name"))
        self.search.textChanged.connect(self._set_words)
        self.more = self._menu_button(
            "filter", tr("More filters"), tr("By state, language and time")
        )
        self.more.menu().aboutToShow.connect(self._fill_menu)
        self.order = self._menu_button(
            "sort", tr("How the list is arranged"), tr("How it is arranged")
        )
        self._fill_orders()
        for widget in (self.search, self.more, self.order):
            above.addWidget(widget, 1 if widget is self.search else 0)
        box.addLayout(above)
        self._chips: dict[str, QPushButton] = {}
        box.addLayout(self._make_chips())
        self._active = QWidget()
        self._active_row = WrappedRow()
        self._active.setLayout(self._active_row)
        box.addWidget(self._active)
        self._active.hide()

    def _menu_button(self, icon: str, name: str, tip: str) -> parts.IconButton:
        made = parts.IconButton(self._theme, icon, name, tip=tip)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(QMenu(self))
        return made

    def _fill_orders(self) -> None:
        menu = self.order.menu()
        group = QActionGroup(menu)
        for order, text in ORDER_NAMES.items():
            choice = menu.addAction(tr(text))
            choice.setCheckable(True)
            choice.setChecked(order == self._items.catalog.order)
            choice.triggered.connect(partial(self._set_order, order))
            group.addAction(choice)
            if order == "newest":
                menu.addSeparator()

    def _set_order(self, order: Order, _on: bool = False) -> None:
        self._items.set_order(order)

    def _make_chips(self) -> WrappedRow:
        chips = WrappedRow()
        group = QButtonGroup(self)
        for kind, text in _KINDS:
            chip = parts.button("", "chip", name=text)
            chip.setCheckable(True)
            chip.setChecked(not kind)
            chip.clicked.connect(partial(self._narrow, {"kind": kind}))
            group.addButton(chip)
            if kind:
                chip.setIconSize(QSize(14, 14))
            chips.addWidget(chip)
            self._chips[kind] = chip
        self.attention = parts.button("", "chip")
        self.attention.setCheckable(True)
        self.attention.setIconSize(QSize(14, 14))
        self.attention.clicked.connect(self._toggle_attention)
        chips.addWidget(self.attention)
        return chips

    # --- narrowing ---

    def _narrow(self, changes: Mapping[str, object], _on: bool = False) -> None:
        self._items.narrow(**changes)

    def _set_words(self, text: str) -> None:
        self._narrow({"words": tuple(text.casefold().split())})

    def _toggle_attention(self, on: bool) -> None:
        self._narrow({"states": WANT_A_LOOK if on else frozenset()})

    def clear(self) -> None:
        """All but words and kind."""
        none: frozenset[str] = frozenset()
        self._narrow({"states": none, "languages": none, "added": "", "changed": ""})

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        catalog = self._items.catalog
        wanted = catalog.filter
        states = catalog.facet("state")
        self._add_choices(
            menu.addMenu(tr("State")),
            [(state, places.STATE_NAMES.get(state, state), n) for state, n in states.items()],
            wanted.states,
            lambda chosen: self._narrow({"states": chosen}),
        )
        languages = catalog.facet("language").most_common()
        self._add_choices(
            menu.addMenu(tr("Language")),
            [(code, language_name(code), n) for code, n in languages],
            wanted.languages,
            lambda chosen: self._narrow({"languages": chosen}),
        )
        for facet, title in _TIMES:
            counts = catalog.facet(facet)
            here = getattr(wanted, facet)
            times = menu.addMenu(title)
            for span, (words, _days) in SPANS.items():
                choice = times.addAction(f"{tr(words)}  ({figure(counts[span])})")
                choice.setCheckable(True)
                choice.setChecked(span == here)
                chosen = "" if span == here else span
                choice.triggered.connect(partial(self._narrow, {facet: chosen}))
        menu.addSeparator()
        menu.addAction(tr("Show all again"), self.clear).setEnabled(wanted.narrows)

    @staticmethod
    def _add_choices(
        menu: QMenu,
        choices: Iterable[tuple[str, str, int]],
        here: frozenset[str],
        choose: Callable[[frozenset[str]], None],
    ) -> None:
        for value, words, count in choices:
            choice = menu.addAction(f"{words}  ({figure(count)})".replace("&", "&&"))
            choice.setCheckable(True)
            choice.setChecked(value in here)
            choice.triggered.connect(lambda _on=False, v=value: choose(here ^ {v}))

    # --- showing ---

    def refresh(self) -> None:
        """Counts and what is chosen, from the model."""
        catalog = self._items.catalog
        kinds, states = catalog.facet("kind"), catalog.facet("state")
        for kind, text in _KINDS:
            number = kinds[kind] if kind else kinds.total()
            chip = self._chips[kind]
            chip.setText(f" {figure(number)}" if kind else f"{text} {figure(number)}")
            if kind:
                chip.setIcon(self._theme.icon(places.KIND_ICONS[kind], f"{kind}_kind", 14))
            chip.setVisible(not kind or number > 0 or catalog.filter.kind == kind)
            chip.setAccessibleName(f"{text}: {figure(number)}")
            chip.setToolTip(text if kind else tr("All kinds"))
        n_look = sum(states[state] for state in WANT_A_LOOK)
        self.attention.setText(f" {figure(n_look)}")
        self.attention.setIcon(self._theme.icon("warning", "warn", 14))
        self.attention.setAccessibleName(tr("Needs a look") + f": {figure(n_look)}")
        self.attention.setToolTip(tr("Only what could not be read or is missing"))
        self.attention.setChecked(catalog.filter.states == WANT_A_LOOK)
        self.attention.setVisible(n_look > 0 or self.attention.isChecked())
        self._show_active()

    def chips(self) -> list[QPushButton]:
        """By kind, and what needs a look; also those that are not shown."""
        return [*self._chips.values(), self.attention]

    def least_width(self) -> int:
        """No chip is cut, however large the text; where they are many they stand in two rows, so
        that the pane stays as wide as it is."""
        chips = self.chips()
        for chip in chips:
            chip.ensurePolished()
            chip.setMinimumWidth(chip.sizeHint().width())
        return max(LEAST_WIDTH, *(chip.minimumWidth() + 2 * 12 for chip in chips))

    def _show_active(self) -> None:
        """What leaves something out beyond words and kind, each with a way to take it back."""
        wanted = self._items.catalog.filter
        said: list[tuple[str, dict[str, object]]] = []
        if wanted.states and wanted.states != WANT_A_LOOK:
            names = sorted(places.STATE_NAMES.get(state, state) for state in wanted.states)
            said.append((", ".join(names), {"states": frozenset()}))
        if wanted.languages:
            names = sorted(language_name(code) for code in wanted.languages)
            said.append((", ".join(names), {"languages": frozenset()}))
        for facet, title in _TIMES:
            if span := getattr(wanted, facet):
                said.append((f"{title} · {tr(SPANS[span][0])}", {facet: ""}))
        parts.clear(self._active_row)
        for words, changes in said:
            chip = parts.ElidedButton(
                words,
                "chip",
                ending="  ×",
                name=tr("Show all again, not only: {words}").format(words=words),
            )
            chip.setToolTip(places.tooltip(words))
            chip.setChecked(True)
            chip.clicked.connect(partial(self._narrow, changes))
            self._active_row.addWidget(chip)
        self._active.setVisible(bool(said))

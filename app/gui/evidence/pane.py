"""The right pane: where a claim comes from. Header, the answer's sources, and one view a kind."""

from __future__ import annotations

import operator
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from app.core.events import Citation, Hit
from app.gui import parts, places
from app.gui.evidence.pages import PageView, PictureView
from app.gui.evidence.passage import PassageText
from app.gui.evidence.sound import SoundView
from app.gui.language import tr
from app.gui.theme import Theme

Source = Citation | Hit
_NARROW = 27  # letters of the usual height
_TOP = Qt.AlignmentFlag.AlignTop
_PATIENCE_MS = 250  # that what was open before may stand under the header of what comes


class EvidencePane(QWidget):
    """Shows what it is told to; what is behind a source is fetched by others."""

    source_opened = Signal(object)
    closed = Signal()
    view_chosen = Signal(str)  # "page" or "text"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("evidence")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(300)
        self._theme = theme
        self._tabs: list[tuple[QPushButton, Source]] = []
        box = parts.column(self, space=0)

        self._tab_scroll = QScrollArea()
        self._tab_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._tab_scroll.setWidgetResizable(True)
        self._tab_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tab_scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tab_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        home = QWidget()
        home.setObjectName("scrolled")
        self._tab_row = parts.row(home, space=4)
        self._tab_row.setContentsMargins(12, 8, 12, 4)
        self._tab_scroll.setWidget(home)
        self._tab_group = QButtonGroup(self)
        self._tab_scroll.hide()
        theme.changed.connect(self._draw_tabs)
        theme.changed.connect(self._place_choices)

        self._head = QWidget()
        head = parts.row(self._head, space=10)
        head.setContentsMargins(16, 12, 8, 8)
        self._icon = parts.Picture(theme, "document", "text_kind", 20)
        words = parts.column(space=1)
        self._title = parts.ElidedLabel("heading")
        self._place = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
        words.addWidget(self._title)
        words.addWidget(self._place)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, 1)
        self.as_page = parts.button(tr("Page"), "segment", tip=tr("The page as it is printed"))
        self.as_text = parts.button(tr("Text"), "segment", tip=tr("The text that was read from it"))
        group = QButtonGroup(self)
        self._choices = QWidget()
        choices = parts.row(self._choices, space=10)
        for choice, name in ((self.as_page, "page"), (self.as_text, "text")):
            choice.setCheckable(True)
            group.addButton(choice)
            choices.addWidget(choice)
            choice.clicked.connect(lambda _on=False, name=name: self.view_chosen.emit(name))
        self.close_button = parts.IconButton(theme, "close", tr("Close sources"))
        self.close_button.clicked.connect(self.closed)
        head.addWidget(self.close_button)
        self._head_row, self._below_head = head, parts.row()
        self._below_head.setContentsMargins(16, 0, 16, 0)
        self._below_head.addStretch(1)
        box.addWidget(self._head)
        box.addLayout(self._below_head)
        box.addWidget(self._tab_scroll)
        self._remark = QWidget()
        remark = parts.row(self._remark, space=8)
        remark.setContentsMargins(16, 0, 16, 8)
        remark.addWidget(parts.Picture(theme, "warning", "warn", 16), 0, _TOP)
        self._remark_text = parts.label("", "small", wrap=True)
        self._remark_text.setProperty("tone", "warn")
        remark.addWidget(self._remark_text, 1)
        self._remark.hide()
        box.addWidget(self._remark)

        self.passage = PassageText(theme)
        self.page = PageView(theme)
        self.picture = PictureView(theme)
        self.sound = SoundView(theme)
        self._empty = self._make_empty(theme)
        self._message = QWidget()
        message = parts.column(self._message, margin=24, space=8)
        self._message_text = parts.label("", "soft", wrap=True)
        self._message_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        message.addStretch(2)
        message.addWidget(self._message_text)
        message.addStretch(3)
        self._pages = QStackedWidget()
        for page in (
            self._empty,
            self._message,
            self.passage,
            self.page,
            self.picture,
            self.sound,
        ):
            self._pages.addWidget(page)
        self._overdue = QTimer(self)
        self._overdue.setSingleShot(True)
        self._overdue.setInterval(_PATIENCE_MS)
        self._overdue.timeout.connect(lambda: self.show_message(tr("Opening…")))
        box.addWidget(self._pages, 1)
        self.clear()

    def clear(self) -> None:
        self.show_sources([])
        self._title.show_text(tr("Sources"))
        self._place.show_text("")
        self._place.hide()
        self._icon.hide()
        self._remark.hide()
        self.set_choices(None)
        self._show_page(self._empty)

    def expect(self) -> None:
        """Another view is on its way; where it is long in coming, that is said."""
        self._overdue.start()

    def _show_page(self, page: QWidget) -> None:
        self._overdue.stop()
        self._pages.setCurrentWidget(page)

    def show_sources(self, sources: Sequence[Source]) -> None:
        """The tabs: all sources of the answer that the open one belongs to.

        The same ones again leave the tabs, and the focus on them, as they are."""
        now = self.sources()
        if now and len(now) == len(sources) and all(map(operator.is_, now, sources)):
            return
        for tab, _source in self._tabs:
            self._tab_group.removeButton(tab)
        parts.clear(self._tab_row)
        self._tabs = []
        for source in sources:
            number = source.marker if isinstance(source, Citation) else source.rank
            title = places.title_of(source.title, source.path)
            tab = parts.button(
                f" {number}", "chip", name=tr("Source {n}").format(n=number) + f": {title}"
            )
            if "<" not in title:
                tab.setToolTip(title)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _on=False, s=source: self.source_opened.emit(s))
            self._tab_group.addButton(tab)
            self._tab_row.addWidget(tab)
            self._tabs.append((tab, source))
        self._draw_tabs()
        parts.tab_order(self.close_button, *(tab for tab, _source in self._tabs))
        self._tab_row.addStretch(1)
        self._tab_scroll.setVisible(len(self._tabs) > 1)

    def _draw_tabs(self) -> None:
        for tab, source in self._tabs:
            name = places.KIND_ICONS.get(source.kind, "document")
            tab.setIcon(self._theme.icon(name, f"{source.kind}_kind", 14))
        self._tab_scroll.setFixedHeight(max(44, self._theme.px("small") + 32))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_choices()

    def _place_choices(self) -> None:
        """Beside the title, or where that would be cut to nothing, below it."""
        is_narrow = self.width() < _NARROW * self._theme.px("body")
        row = self._below_head if is_narrow else self._head_row
        if row.indexOf(self._choices) < 0:
            at = 0 if is_narrow else row.indexOf(self.close_button)
            row.insertWidget(at, self._choices)

    def sources(self) -> list[Source]:
        return [source for _tab, source in self._tabs]

    def show_header(self, title: str, kind: str, place: str) -> None:
        self._icon.set_icon(places.KIND_ICONS.get(kind, "document"), f"{kind}_kind")
        self._icon.show()
        self._title.show_text(title)
        kind_name = places.KIND_NAMES.get(kind, kind)
        self._place.show_text(f"{kind_name} · {place}" if place else kind_name)
        self._place.show()

    def mark_source(self, source: Source | None) -> None:
        for tab, shown in self._tabs:
            tab.setChecked(shown is source)
            if shown is source:
                self._tab_scroll.ensureWidgetVisible(tab)
        doubted = isinstance(source, Citation) and not source.supported
        self._remark.hide()
        if doubted:
            self.say(tr("The claim was not borne out by this text. Read it before you rely on it."))

    def say(self, remark: str) -> None:
        """A warning between the header and the view; lines add up until another source opens."""
        before = "" if self._remark.isHidden() else self._remark_text.text() + "\n"
        self._remark_text.setText(before + remark)
        self._remark.show()

    def set_choices(self, chosen: str | None) -> None:
        """Offer page and text, with one chosen; None offers neither."""
        for choice, name in ((self.as_page, "page"), (self.as_text, "text")):
            choice.setVisible(chosen is not None)
            choice.setChecked(chosen == name)

    def show_message(self, text: str) -> None:
        self._message_text.setText(text)
        self._show_page(self._message)

    def show_view(self, name: str) -> None:
        views: dict[str, QWidget] = {
            "text": self.passage,
            "page": self.page,
            "image": self.picture,
            "audio": self.sound,
        }
        self._show_page(views[name])

    def current_view(self) -> QWidget | None:
        return self._pages.currentWidget()

    def take_focus(self) -> None:
        """Give the keys to what is shown."""
        stops: dict[QWidget | None, QWidget] = {
            self.passage: self.passage,
            self.page: self.page.canvas,
            self.picture: self.picture.canvas,
            self.sound: self.sound.play,
        }
        shown = self._pages.currentWidget()
        stops.get(shown, self.close_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def step(self, by: int) -> None:
        """Open the next or the previous source of this answer."""
        if not self._tabs:
            return
        here = next((at for at, (tab, _s) in enumerate(self._tabs) if tab.isChecked()), -by)
        self.source_opened.emit(self._tabs[(here + by) % len(self._tabs)][1])

    def _make_empty(self, theme: Theme) -> QWidget:
        page = QWidget()
        box = parts.column(page, margin=28, space=10)
        box.addStretch(2)
        icon = parts.Picture(theme, "quote", "text_soft", 32)
        text = parts.label(
            tr("Open a number in an answer, or an item of the library, to see it here."),
            "soft",
            wrap=True,
        )
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(text)
        box.addStretch(3)
        return page

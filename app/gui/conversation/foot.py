"""The line under an answer: what can be done with it, and how it came about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.core.events import Answer
from app.gui import parts
from app.gui.language import tr
from app.gui.theme import Theme

_SAID_MS = 1600


class TurnFoot(QWidget):
    again_wanted = Signal()
    edit_wanted = Signal()
    copy_wanted = Signal(bool)  # with its sources
    longer_wanted = Signal()
    explain_wanted = Signal()
    inspect_wanted = Signal()
    rated = Signal(int)  # 1 good, -1 bad, 0 neither

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = parts.row(self, space=2)
        self.again = parts.IconButton(theme, "retry", tr("Answer anew"))
        self.again.clicked.connect(self.again_wanted)
        self.edit = parts.IconButton(
            theme,
            "pencil",
            tr("Edit the question and ask again"),
            tip=tr("Edit the question, ask again"),
        )
        self.edit.clicked.connect(self.edit_wanted)
        self.copy = parts.IconButton(theme, "copy", tr("Copy"))
        self.copy.clicked.connect(self._choose)
        self.good = parts.IconButton(theme, "thumb-up", tr("A good answer"))
        self.bad = parts.IconButton(theme, "thumb-down", tr("A bad answer"))
        for button, rating in ((self.good, 1), (self.bad, -1)):
            button.setCheckable(True)
            button.clicked.connect(lambda on, rating=rating: self._rate(rating if on else 0))
        self.more = parts.IconButton(theme, "more", tr("More about this answer"))
        self.more.clicked.connect(self._choose_more)
        self._was_cut = False
        self.said = parts.label("", "small")
        self.metrics = parts.FiguresLabel("small", Qt.TextElideMode.ElideRight)
        self.metrics.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for button in (self.again, self.edit, self.copy, self.good, self.bad, self.more):
            button.setIconSize(QSize(16, 16))
            box.addWidget(button)
        box.addWidget(self.said)
        box.addWidget(self.metrics, 1)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(_SAID_MS)
        self._silence.timeout.connect(self.said.clear)
        self.hide()

    def offer(self, *, copy: bool) -> None:
        """Passages that were only found have no text of their own to copy."""
        self.copy.setVisible(copy)
        for button in (self.good, self.bad, self.more):
            button.hide()
        self.show()

    def offer_more(self, answer: Answer) -> None:
        """What can be done with an answer that is remembered."""
        for button in (self.good, self.bad, self.more):
            button.setVisible(answer.turn_id is not None)
        self._was_cut = was_cut(answer)
        self._show_rating(answer.rating)

    def more_menu(self) -> QMenu:
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._was_cut:
            made.addAction(tr("Go on: answer at more length"), self.longer_wanted.emit)
            made.addSeparator()
        made.addAction(tr("Explain this answer…"), self.explain_wanted.emit)
        made.addAction(tr("How the words were chosen…"), self.inspect_wanted.emit)
        return made

    def _choose_more(self) -> None:
        self.more_menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _rate(self, rating: int) -> None:
        self._show_rating(rating)
        self.rated.emit(rating)

    def _show_rating(self, rating: int) -> None:
        self.good.setChecked(rating > 0)
        self.bad.setChecked(rating < 0)

    def show_copied(self) -> None:
        self.said.setText(tr("Copied"))
        self._silence.start()

    def menu(self) -> QMenu:
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction(tr("Copy with sources"), lambda: self.copy_wanted.emit(True))
        made.addAction(tr("Copy the text only"), lambda: self.copy_wanted.emit(False))
        return made

    def _choose(self) -> None:
        self.menu().popup(self.copy.mapToGlobal(self.copy.rect().bottomLeft()))


def was_cut(answer: Answer) -> bool:
    """Whether there would have been more: it was stopped, or reached the longest it may be."""
    most = answer.sampling.get("max_new_tokens", 0)
    return answer.cancelled or 0 < most <= answer.metrics.get("completion_tokens", 0)

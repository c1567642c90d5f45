"""A live look at the next word: how the first one of an answer would be chosen just now."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.core.events import TokenChoice
from app.gui import parts
from app.gui.language import tr
from app.gui.steering.candidates import CandidateColumns
from app.gui.theme import Theme

_NONE = tr("Type a question, and the candidates for the first word of its answer show here.")


class WordPreview(QWidget):
    """The model's own candidates, and what the settings of this moment leave of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = parts.column(self, space=4)
        box.addWidget(parts.label(tr("THE NEXT WORD"), "overline"))
        self.said = parts.label(_NONE, "small", wrap=True)
        box.addWidget(self.said)
        self.columns = CandidateColumns(theme, n_rows=5)
        box.addWidget(self.columns)
        self.columns.hide()

    def show_choice(self, choice: TokenChoice, question: str) -> None:
        first, last = choice.stages[0], choice.stages[-1]
        stages = (first,) if last is first else (first, replace(last, name="settings"))
        self.columns.show_stages(stages, choice.spelling)
        self.columns.show()
        self.said.setText(tr("First word of the answer to “{question}”").format(question=question))

    def show_none(self, said: str = _NONE) -> None:
        self.columns.hide()
        self.said.setText(said)

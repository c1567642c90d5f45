"""The token inspector: what else each word of an answer could have been, and what decided."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QWidget

from app.core.events import TokenChoice, TokensInspected
from app.gui import parts, places
from app.gui.language import figure, tr
from app.gui.page import ScrolledByKey
from app.gui.steering.candidates import STAGE_NAMES, CandidateColumns, percent, readable
from app.gui.steering.token_text import TokenText, place_in
from app.gui.theme import Theme

_ABOUT = tr(
    "The model's draft, before its sentences were checked. The stronger the tint, the less sure "
    "the model was of that token. Click one, or a word of the answer."
)
_CHOICE = tr(
    "Each column is one step of the choice: what the model thinks, then what each setting leaves. "
    "Struck out is what the next step takes away."
)


class TokenInspector(QDialog):
    """Shows one answer at a time; `answer_of` says whose."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.turn_id: int | None = None
        self._drafts: dict[int, TokensInspected] = {}
        self._draft = 0
        self._wanted: tuple[str, int] | None = None  # a word that waits for its tokens
        self.setWindowTitle(tr("How the words were chosen"))
        grown = theme.px("body") / 13  # with larger text the dialog is larger too
        self.resize(round(860 * min(grown, 1.2)), round(620 * grown))
        box = parts.column(self, margin=16, space=10)
        box.addWidget(parts.label(tr("How the words were chosen"), "title"))
        self.said = parts.label(_ABOUT, "soft", wrap=True)
        box.addWidget(self.said)
        self._tabs = parts.row(space=4)
        self._group = QButtonGroup(self)
        box.addLayout(self._tabs)
        self.text = TokenText(theme)
        self.text.chosen.connect(self._show_choice)
        self.text.setMinimumHeight(6 * theme.px("reading"))
        box.addWidget(self.text, 1)
        self.facts = parts.label("", "heading", wrap=True)
        box.addWidget(self.facts)
        self.columns = CandidateColumns(theme, n_rows=8)
        inside = QWidget()
        parts.column(inside).addWidget(self.columns)
        scroll = ScrolledByKey(tr("Candidates at each step"), inside)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        box.addWidget(scroll)
        box.addWidget(parts.label(_CHOICE, "small", wrap=True))
        self._fit()
        theme.changed.connect(self._fit)

    def begin(self, turn_id: int, question: str) -> None:
        self.turn_id = turn_id
        self._drafts, self._draft, self._wanted = {}, 0, None
        parts.clear(self._tabs)
        self.text.current = -1
        self.text.show_tokens(())
        self.columns.show_stages(())
        self.facts.setText(tr("Looking into the answer to “{question}”…").format(question=question))
        self.said.setText(_ABOUT)

    def show_tokens(self, inspected: TokensInspected) -> None:
        first = not self._drafts
        self._drafts[inspected.draft] = inspected
        if inspected.n_drafts > 1 and self._tabs.count() < inspected.n_drafts:
            self._make_tabs(inspected.n_drafts)
        if inspected.draft == self._draft:
            self.text.show_tokens(inspected.tokens)
            left = inspected.n_tokens - len(inspected.tokens)
            if left:
                self.facts.setText(tr("{n} still to come…").format(n=places.count(left, "token")))
        if self._wanted is not None:
            self.choose_word(*self._wanted)
        elif first:
            self.text.choose(0)

    def show_trouble(self, message: str, next_step: str) -> None:
        self.facts.setText(message)
        self.said.setText(next_step)

    def choose_word(self, shown: str, position: int) -> None:
        """Go to the word of the shown answer at this position."""
        self._wanted = (shown, position)
        for number, inspected in self._drafts.items():
            written = "".join(token.spelling for token in inspected.tokens)
            at = place_in(shown, position, written)
            if at is not None:
                self._wanted = None
                self._show_draft(number)
                self.text.choose_at(at)
                return

    def done(self, result: int) -> None:
        super().done(result)
        self.closed.emit()

    def _make_tabs(self, n_drafts: int) -> None:
        parts.clear(self._tabs)
        for number in range(n_drafts):
            chip = parts.button(tr("Draft {n}").format(n=number + 1), "chip")
            chip.setCheckable(True)
            chip.setChecked(number == self._draft)
            chip.clicked.connect(lambda _on=False, number=number: self._show_draft(number))
            self._group.addButton(chip)
            self._tabs.addWidget(chip)
        self._tabs.addStretch(1)

    def _show_draft(self, number: int) -> None:
        if number != self._draft and number in self._drafts:
            self._draft = number
            self.text.current = -1
            self.text.show_tokens(self._drafts[number].tokens)
            if len(self._group.buttons()) > number:
                self._group.buttons()[number].setChecked(True)

    def _show_choice(self, index: int) -> None:
        choice = self._drafts[self._draft].tokens[index]
        self.columns.show_stages(choice.stages, choice.spelling)
        self.facts.setText(facts_of(choice))

    def _fit(self) -> None:
        bar = self._scroll.horizontalScrollBar().sizeHint().height()
        self._scroll.setFixedHeight(self.columns.sizeHint().height() + bar)


def facts_of(choice: TokenChoice) -> str:
    """`“ gutter”: 62% by the model alone; …` in one line."""
    said = tr("“{token}”: {share} by the model alone").format(
        token=readable(choice.spelling), share=percent(choice.probability)
    )
    own = choice.stages[0].candidates if choice.stages else ()
    if own and own[0][0] != choice.spelling:
        said += tr(", which would rather have written “{token}”").format(token=readable(own[0][0]))
        for stage in choice.stages[1:]:
            if own[0][0] not in {text for text, _ in stage.candidates}:
                said += " " + tr("(“{stage}” took it away)").format(
                    stage=STAGE_NAMES.get(stage.name, stage.name)
                )
                break
    doubt = tr("Its doubt: {bits} bits.").format(bits=figure(choice.entropy, 1))
    return f"{said}. {doubt}"

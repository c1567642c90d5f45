"""One question and what came of it: progress, the streaming text, the checked answer, sources."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.core.events import (
    Answer,
    Citation,
    Failure,
    Hit,
    PrefillProgress,
    SearchResult,
    SentenceChecked,
)
from app.core.naming import with_numbers
from app.gui import parts, places
from app.gui.conversation.alternatives import Alternatives
from app.gui.conversation.answer_text import AnswerText
from app.gui.conversation.foot import TurnFoot
from app.gui.conversation.source_card import SourceCard
from app.gui.conversation.sources import N_CANDIDATES, QuoteTip, SourceGrid
from app.gui.conversation.standing import (
    declined_head,
    doubts_of,
    metrics_line,
    own_notes,
    standing_of,
)
from app.gui.conversation.trouble import DeclinedBox, TroubleBox
from app.gui.conversation.written import as_text
from app.gui.language import figure, tr
from app.gui.markdown import plain
from app.gui.theme import Theme
from app.gui.understood import understood_line

QUIET_MS = 1500  # after this long without a word from the engine, say what it is doing


class TurnView(QWidget):
    """`source_opened` carries the citation or hit whose place is wanted."""

    source_opened = Signal(object)
    retry_wanted = Signal()
    again_wanted = Signal()
    edit_wanted = Signal()
    models_wanted = Signal()
    answered = Signal(object)  # the answer that is shown
    grown = Signal()

    def __init__(self, theme: Theme, question: str, attachment: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.question = question
        self.attachment = attachment or ""
        self.answer: Answer | None = None
        self.running = True
        self._asked_s = time.monotonic()
        self._waited_s: float | None = None  # from the key to the first word
        self._streamed = ""
        self._checked: list[SentenceChecked] = []
        self._hits: tuple[Hit, ...] = ()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        box = parts.column(self, space=10)
        self._question = parts.label(question, "question", wrap=True)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._question)
        self._attached = parts.label("", "small")
        self._resolved = parts.label("", "small", wrap=True)
        self.text = AnswerText(theme)
        self.text.marker_opened.connect(self.open_marker)
        self.text.marker_hovered.connect(self._hover)
        self._declined = DeclinedBox(theme)
        self._trouble = TroubleBox(theme)
        self._trouble.retry_wanted.connect(self.retry_wanted)
        self._trouble.models_wanted.connect(self.models_wanted)
        self._standing = parts.label("", "small", wrap=True)
        self._notes = parts.label("", "small", wrap=True)
        self.sources = SourceGrid(theme)
        self.sources.opened.connect(self.source_opened)
        self.sources.hovered.connect(self.text.light)
        self.alternatives = Alternatives(theme)
        self.alternatives.grown.connect(self.grown)
        self.foot = TurnFoot(theme)
        self.foot.again_wanted.connect(self.again_wanted)
        self.foot.edit_wanted.connect(self.edit_wanted)
        self.foot.copy_wanted.connect(self.copy)
        for part in (
            self._attached,
            self._resolved,
            self._declined,
            self.text,
            self._make_status(),
            self._trouble,
            self._standing,
            self._notes,
            self.sources,
            self.alternatives,
            self.foot,
        ):
            box.addWidget(part)
        for part in (self._attached, self._resolved, self.text, self._standing, self._notes):
            part.hide()
        self._tip = QuoteTip(self)
        if self.attachment:
            self._attached.setText(tr("With {name}").format(name=places.file_name(self.attachment)))
            self._attached.show()

    def _make_status(self) -> QWidget:
        self._status_row = QWidget()
        status = parts.row(self._status_row, space=8)
        self._status = parts.label(tr("Looking through your library…"), "small")
        self._bar = parts.ProgressBar(self._theme, tr("Answering"))
        self._bar.setFixedWidth(120)
        self._bar.show_busy()
        status.addWidget(self._bar)
        status.addWidget(self._status, 1)
        return self._status_row

    @property
    def cards(self) -> list[SourceCard]:
        return self.sources.cards

    def tab_stops(self) -> list[QWidget]:
        """What Tab reaches, from top to bottom."""
        return [
            self.text,
            self._trouble.install,
            self._trouble.retry,
            *self.cards,
            self.alternatives.toggle,
            self.foot.again,
            self.foot.edit,
            self.foot.copy,
            self.foot.good,
            self.foot.bad,
            self.foot.more,
        ]

    # --- while it runs ---

    def say_when_quiet(self, words: str) -> None:
        """Put `words` beside the moving bar unless the engine is heard of soon."""
        self._quiet.timeout.connect(lambda: self._status.setText(words))
        self._quiet.start()

    def show_sources(self, hits: Sequence[Hit]) -> None:
        """What the answer will be read from, before its first word."""
        self._quiet.stop()
        self._hits = tuple(hits)
        read = places.count(len({hit.item_id for hit in hits}), "item")
        self._status.setText(
            tr("Reading {n} from {items}…").format(n=places.count(len(hits), "passage"), items=read)
        )
        self.sources.show_candidates(hits)
        parts.tab_order(*self.tab_stops())
        self.grown.emit()

    def show_prefill(self, progress: PrefillProgress) -> None:
        self._quiet.stop()
        if progress.done_tokens < progress.total_tokens:
            self._bar.show_done(progress.done_tokens, progress.total_tokens)
            return
        self._bar.show_busy()
        if self._waited_s is None:  # no word is shown before something bears it out
            self._status.setText(tr("Writing the first sentence and checking it…"))

    def append(self, text: str) -> None:
        if self._waited_s is None:
            self._waited_s = time.monotonic() - self._asked_s
            self._quiet.stop()
            self._bar.show_busy()
            self._say_checking()
            self.text.show()
        self._streamed += text
        self.text.append_raw(text)
        self.grown.emit()

    def show_checked(self, checked: SentenceChecked) -> None:
        """Put the numbers of a finished sentence into the text that is there."""
        self._checked.append(checked)
        marks = self._marks()
        support: dict[int, bool] = {}
        for sentence in self._checked:
            support |= {citation.marker: citation.supported for citation in sentence.citations}
        doubts = doubts_of(self._checked, marks)
        self.text.show_so_far(with_numbers(self._streamed, marks), support, doubts)
        for citation in checked.citations:
            self.sources.number(citation)
        self._say_checking()
        self.grown.emit()

    def show_stopping(self) -> None:
        """Seen at once; the end itself comes when the engine has heard of it."""
        self._quiet.stop()
        self._status.setText(tr("Stopping…"))

    def _marks(self) -> list[tuple[int, int]]:
        return [mark for sentence in self._checked for mark in sentence.marks]

    def _say_checking(self) -> None:
        done = (
            tr("{n} so far.").format(n=places.count(len(self._checked), "sentence"))
            if self._checked
            else ""
        )
        self._status.setText(
            f"{tr('Checking against the sources while it is written.')} {done}".strip()
        )

    # --- when it is done ---

    def show_answer(self, answer: Answer) -> None:
        """What streamed, with all its numbers; where it declines, set apart from answers."""
        self._settle()
        self.answer = answer
        resolved = answer.resolved
        self._show_understood(tr("Understood as: {what}").format(what=resolved) if resolved else "")
        if answer.abstained:
            self.text.hide()
            self._declined.show_words(declined_head(answer.reason), plain(answer.answer))
        else:
            support = {c.marker: c.supported for c in answer.citations}
            marks = [mark for sentence in answer.sentences for mark in sentence.marks]
            doubts = doubts_of(answer.sentences, marks)
            self.text.show_answer(answer.answer, support, doubts)
            self.text.show()
        standing = standing_of(answer)
        self._standing.setText(standing.text)
        self._standing.setProperty("tone", standing.tone)
        parts.restyle(self._standing)
        self._standing.setVisible(bool(standing.text))
        notes = own_notes(answer)
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self.alternatives.show_texts(answer.alternatives)
        cited: list[tuple[Citation | Hit, int | None]] = [(c, c.marker) for c in answer.citations]
        if answer.abstained and not cited:
            cited = [(hit, None) for hit in self._hits[:N_CANDIDATES]]
        self.sources.show_cards(
            cited, tr("NEAREST PASSAGES") if answer.abstained else tr("SOURCES")
        )
        self.foot.metrics.show_text(metrics_line(answer.metrics, answer.coverage, self._waited_s))
        written_by = tr("Written by {name}").format(name=answer.model) if answer.model else ""
        self.foot.metrics.setAccessibleDescription(written_by)
        self.foot.setToolTip(written_by if "<" not in written_by else "")
        self._end(copy=True)
        self.foot.offer_more(answer)
        self.answered.emit(answer)

    def show_hits(self, result: SearchResult) -> None:
        """Passages found, without an answer."""
        self._settle()
        self._show_understood(understood_line(result))
        if not result.hits:
            self._declined.show_words(tr("Nothing found"), tr("Try other words, or fewer of them."))
        found = places.count(len(result.hits), "passage").upper()
        ranked = [(hit, hit.rank) for hit in result.hits]
        self.sources.show_cards(ranked, tr("{n} FOUND").format(n=found), n_columns=1)
        self.foot.metrics.show_text(f"{figure(result.elapsed_ms)} ms")
        self._end(copy=False)

    def show_failure(self, failure: Failure) -> None:
        self._settle()
        self._end_reading()
        self._trouble.show_failure(failure)
        self.grown.emit()

    def show_stopped(self) -> None:
        """Ended without an answer."""
        self._settle()
        self._end_reading()
        if self.answer is None and self._trouble.isHidden():
            self._notes.setText(tr("Stopped."))
            self._notes.show()
            self._end(copy=False)

    def _end_reading(self) -> None:
        """Without an answer, what was found for it is no longer being read."""
        if self.answer is None:
            self.sources.rename(tr("NEAREST PASSAGES"))

    def _show_understood(self, line: str) -> None:
        """How a question that leans on the one before, or has mistyped words, was understood."""
        self._resolved.setText(line)
        self._resolved.setVisible(bool(line))

    def _end(self, *, copy: bool) -> None:
        self.foot.offer(copy=copy)
        parts.tab_order(*self.tab_stops())
        self.grown.emit()

    def _settle(self) -> None:
        self.running = False
        self._quiet.stop()
        self._status_row.hide()

    # --- its sources ---

    def open_marker(self, marker: int) -> bool:
        self._tip.hide()
        card = self.sources.card_of(marker)
        if card is not None:
            self.source_opened.emit(card.source)
        return card is not None

    def set_current(self, source: Citation | Hit | None) -> None:
        for card in self.cards:
            card.setChecked(card.source is source)
        self.text.set_current(next((c.number for c in self.cards if c.source is source), None))

    def copy(self, with_sources: bool = True) -> None:
        if self.answer is not None:
            copied = as_text(self.answer, with_sources=with_sources)
            QGuiApplication.clipboard().setText(copied)
            self.foot.show_copied()

    def _hover(self, marker: int | None) -> None:
        """A number under the pointer lights its card and shows the words behind it."""
        self.sources.light(marker)
        card = None if marker is None else self.sources.card_of(marker)
        if card is None:
            self._tip.hide()
        else:
            self._tip.show_source(card.source)

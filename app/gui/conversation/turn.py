"""One question and what came of it: progress, the streaming text, the checked answer, sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

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
from app.gui.conversation.source_card import SourceCard
from app.gui.markdown import plain
from app.gui.theme import Theme

MAX_CARDS = 24
QUIET_MS = 1500  # after this long without a word from the engine, say what it is doing


class TurnView(QWidget):
    """`source_opened` carries the citation or hit whose place is wanted."""

    source_opened = Signal(object)
    retry_wanted = Signal()
    models_wanted = Signal()
    grown = Signal()

    def __init__(self, theme: Theme, question: str, attachment: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self.question = question
        self.answer: Answer | None = None
        self.cards: list[SourceCard] = []
        self.running = True
        self._streamed = ""
        self._marks: list[tuple[int, int]] = []
        self._support: dict[int, bool] = {}
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        box = parts.column(self, space=10)
        self._question = parts.label(question, "question", wrap=True)
        self._question.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._question)
        if attachment:
            box.addWidget(parts.label(f"With {places.file_name(attachment)}", "small"))
        self._status_row = QWidget()
        status = parts.row(self._status_row, space=8)
        self._status = parts.label("Looking through your library…", "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setRange(0, 0)
        status.addWidget(self._bar)
        status.addWidget(self._status, 1)
        box.addWidget(self._status_row)

        self.text = AnswerText(theme)
        self.text.hide()
        self.text.marker_opened.connect(self._open_marker)
        self._abstained = parts.frame("abstained")
        inner = parts.row(self._abstained, margin=14, space=12)
        mark = parts.Picture(theme, "info", "text_soft", 20)
        inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = parts.column(space=4)
        self._abstained_head = parts.label("Your library does not answer this", "heading")
        self._abstained_text = parts.label("", "reading", wrap=True)
        self._abstained_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addWidget(self._abstained_head)
        words.addWidget(self._abstained_text)
        inner.addLayout(words, 1)
        self._abstained.hide()
        box.addWidget(self._abstained)
        box.addWidget(self.text)

        self._failure = parts.frame("note")
        fail = parts.row(self._failure, margin=12, space=10)
        fail.addWidget(parts.Picture(theme, "warning", "error", 20), 0, Qt.AlignmentFlag.AlignTop)
        fail_words = parts.column(space=4)
        self._failure_head = parts.label("", "heading", wrap=True)
        self._failure_text = parts.label("", "soft", wrap=True)
        fail_words.addWidget(self._failure_head)
        fail_words.addWidget(self._failure_text)
        fail.addLayout(fail_words, 1)
        self._install = parts.button("Install…", "primary")
        self._install.clicked.connect(lambda _on=False: self.models_wanted.emit())
        fail.addWidget(self._install, 0, Qt.AlignmentFlag.AlignTop)
        self._retry = parts.button("Try again")
        self._retry.clicked.connect(lambda _on=False: self.retry_wanted.emit())
        fail.addWidget(self._retry, 0, Qt.AlignmentFlag.AlignTop)
        self._failure.hide()
        box.addWidget(self._failure)

        self._notes = parts.label("", "small", wrap=True)
        self._notes.hide()
        box.addWidget(self._notes)
        self._cards_head = parts.label("", "overline")
        self._cards_head.hide()
        box.addWidget(self._cards_head)
        self._grid_home = QWidget()
        self._grid = QGridLayout(self._grid_home)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid_home.hide()
        box.addWidget(self._grid_home)
        self.alternatives = Alternatives(theme)
        self.alternatives.grown.connect(self.grown)
        box.addWidget(self.alternatives)

        self._foot = QWidget()
        foot = parts.row(self._foot, space=8)
        self._copy = parts.button(
            "Copy with sources", "flat", tip="Copy the answer and its sources (Ctrl+Shift+C)"
        )
        self._copy.setIcon(theme.icon("copy", size=16))
        theme.changed.connect(lambda: self._copy.setIcon(theme.icon("copy", size=16)))
        self._copy.clicked.connect(self.copy)
        self._metrics = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
        self._metrics.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._copy)
        foot.addWidget(self._metrics, 1)
        self._foot.hide()
        box.addWidget(self._foot)

    def tab_stops(self) -> list[QWidget]:
        """What Tab reaches, from top to bottom."""
        return [
            self.text,
            self._install,
            self._retry,
            *self.cards,
            self.alternatives.toggle,
            self._copy,
        ]

    # --- while it runs ---

    def say_when_quiet(self, words: str) -> None:
        """Put `words` beside the moving bar unless the engine is heard of soon."""
        self._quiet.timeout.connect(lambda: self._status.setText(words))
        self._quiet.start()

    def show_sources(self, hits: Sequence[Hit]) -> None:
        self._quiet.stop()
        read = places.count(len({hit.item_id for hit in hits}), "item")
        self._status.setText(f"Reading {places.count(len(hits), 'passage')} from {read}…")

    def show_prefill(self, progress: PrefillProgress) -> None:
        self._quiet.stop()
        self._bar.setRange(0, max(1, progress.total_tokens))
        self._bar.setValue(progress.done_tokens)

    def append(self, text: str) -> None:
        if self.text.isHidden():
            self._status_row.hide()
            self.text.show()
        self._streamed += text
        self.text.append_raw(text)
        self.grown.emit()

    def show_checked(self, checked: SentenceChecked) -> None:
        """Put the numbers of a finished sentence into the text that is there."""
        self._marks += checked.marks
        self._support |= {citation.marker: citation.supported for citation in checked.citations}
        self.text.show_so_far(with_numbers(self._streamed, self._marks), self._support)
        self.grown.emit()

    # --- when it is done ---

    def show_answer(self, answer: Answer) -> None:
        """What streamed, with all its numbers; where it declines, set apart from answers."""
        self._settle()
        self.answer = answer
        if answer.abstained:
            self.text.hide()
            self._abstained_text.setText(plain(answer.answer))
            self._abstained.show()
        else:
            support = {c.marker: c.supported for c in answer.citations}
            self.text.show_answer(answer.answer, support)
            self.text.show()
        notes = [*answer.notes, answer.coverage_text] if answer.coverage_text else [*answer.notes]
        if answer.cancelled:
            notes.insert(0, "Stopped early; this is what was written until then.")
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        self.alternatives.show_texts(answer.alternatives)
        self._show_cards(
            [(citation, citation.marker) for citation in answer.citations],
            "NEAREST PASSAGES" if answer.abstained else "SOURCES",
        )
        self._metrics.show_text(metrics_line(answer.metrics, answer.coverage))
        self._metrics.setAccessibleDescription(f"Written by {answer.model}")
        self._foot.setToolTip(f"Written by {answer.model}" if "<" not in answer.model else "")
        self._foot.show()
        self.grown.emit()

    def show_hits(self, result: SearchResult) -> None:
        """Passages found, without an answer."""
        self._settle()
        if not result.hits:
            self._abstained_head.setText("Nothing found")
            self._abstained_text.setText("Try other words, or fewer of them.")
            self._abstained.show()
        found = places.count(len(result.hits), "passage").upper()
        ranked = [(hit, hit.rank) for hit in result.hits]
        self._show_cards(ranked, f"{found} FOUND", n_columns=1)
        self._metrics.show_text(f"{result.elapsed_ms:.0f} ms")
        self._copy.hide()
        self._foot.show()
        self.grown.emit()

    def show_failure(self, failure: Failure) -> None:
        self._settle()
        self._failure_head.setText(failure.message)
        self._failure_text.setText(failure.next_step)
        lacks_model = failure.code == "model_missing"
        self._install.setVisible(lacks_model)
        self._retry.setVisible(failure.retryable or lacks_model)
        self._failure.show()
        self.grown.emit()

    def show_stopped(self) -> None:
        """Ended without an answer."""
        self._settle()
        if self.answer is None and self._failure.isHidden():
            self._notes.setText("Stopped.")
            self._notes.show()

    # --- its sources ---

    def open_marker(self, marker: int) -> bool:
        for card in self.cards:
            if card.number == marker:
                self.source_opened.emit(card.source)
                return True
        return False

    def set_current(self, source: Citation | Hit | None) -> None:
        for card in self.cards:
            card.setChecked(card.source is source)
        current = next((c.number for c in self.cards if c.source is source), None)
        self.text.set_current(current)

    def copied_text(self) -> str:
        """Question, answer and numbered sources as plain text."""
        if self.answer is None:
            return self.question
        lines = [self.question, "", plain(self.answer.answer)]
        if self.answer.citations:
            lines += ["", "Sources"]
        for citation in self.answer.citations:
            where = places.place(citation.locator)
            place = f", {where}" if where else ""
            doubt = "" if citation.supported else " (not borne out by its text)"
            lines.append(f"[{citation.marker}] {citation.path}{place}{doubt}")
            if citation.quote:
                lines.append(f"    “{' '.join(citation.quote.split())}”")
        return "\n".join(lines)

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copied_text())
        self._copy.setText(" Copied")
        self._copy.setIcon(self._theme.icon("check", "good", 16))

    def _open_marker(self, marker: int) -> None:
        self.open_marker(marker)

    def _settle(self) -> None:
        self.running = False
        self._quiet.stop()
        self._status_row.hide()

    def _show_cards(
        self, sources: Sequence[tuple[Citation | Hit, int]], head: str, n_columns: int = 2
    ) -> None:
        parts.clear(self._grid)
        self.cards = []
        for position, (source, number) in enumerate(sources[:MAX_CARDS]):
            card = SourceCard(self._theme, source, number, 3 - n_columns)
            card.clicked.connect(lambda _on=False, s=source: self.source_opened.emit(s))
            self._grid.addWidget(card, position // n_columns, position % n_columns)
            self.cards.append(card)
        for at in range(n_columns):
            self._grid.setColumnStretch(at, 1)
        parts.tab_order(*self.tab_stops())
        self._cards_head.setText(head)
        self._cards_head.setVisible(bool(self.cards))
        self._grid_home.setVisible(bool(self.cards))


def metrics_line(metrics: Mapping[str, float], coverage: Mapping[str, int]) -> str:
    """`first word in 0.9 s · 25 tokens/s · 3 of 14 items used · context 3 %`."""
    said: list[str] = []
    if metrics.get("ttft_ms"):
        said.append(f"first word in {metrics['ttft_ms'] / 1000:.1f} s")
    if metrics.get("tokens_per_s"):
        rate = metrics["tokens_per_s"]
        said.append(f"{rate:.0f} tokens/s" if rate >= 10 else f"{rate:.1f} tokens/s")
    if coverage.get("items_considered"):
        used, seen = coverage.get("items_used", 0), coverage["items_considered"]
        said.append(f"{used} of {places.count(seen, 'item')} used")
    if metrics.get("context_length"):
        filled = metrics.get("prompt_tokens", 0) + metrics.get("completion_tokens", 0)
        said.append(f"context {max(1, round(100 * filled / metrics['context_length']))} %")
    return " · ".join(said)

"""“Explain this answer”: what was found, chosen, read, written, checked and dropped."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.core.events import Considered, Explanation, Judged
from app.gui import parts, places
from app.gui.conversation.standing import declined_head
from app.gui.language import figure, quoted, tr
from app.gui.page import Scrolled
from app.gui.theme import Theme

_ASKS = {
    "fact": tr("a question for a fact"),
    "count": tr("a question for a number"),
    "list": tr("a question for a list"),
    "yes_no": tr("a question to be answered with yes or no"),
    "comparison": tr("a comparison"),
    "date": tr("a question for a date"),
    "file": tr("a question for a file"),
    "summary": tr("a wish for an overview"),
}
_LEFT_OUT = {
    "refuses": tr("left out: it says that there is no answer"),
    "says_nothing": tr("left out: it says nothing on what was asked"),
    "invents": tr("left out: a number or a name in it stands in no source"),
    "contradicted": tr("left out: a source says otherwise"),
}
_STANDING = {
    "supported": tr("a source bears it out"),
    "unsupported": tr("no source bears it out"),
    "contradicted": tr("a source says otherwise"),
    "unchecked": tr("not checked"),
}
_FATES = (("cited", tr("Cited")), ("read", tr("Read, not cited")), ("", tr("Passed over")))


class ExplainDialog(QDialog):
    """`source_opened` carries the hit whose place is wanted."""

    source_opened = Signal(object)

    def __init__(self, theme: Theme, question: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("How this answer came about"))
        grown = theme.px("body") / 13  # with larger text the dialog is larger too
        self.resize(round(680 * min(grown, 1.3)), 640)
        box = parts.column(self, margin=16, space=10)
        box.addWidget(parts.label(tr("How this answer came about"), "title"))
        box.addWidget(parts.label(quoted(question), "soft", wrap=True))
        scroll = Scrolled(tr("How this answer came about"), space=6)
        self._body = scroll.body
        self._body.setContentsMargins(10, 2, 10, 8)  # off the ring that shows who has the keys
        box.addWidget(scroll, 1)
        bottom = parts.row()
        bottom.addStretch(1)
        done = parts.button(tr("Close"), "primary")
        done.clicked.connect(self.accept)
        bottom.addWidget(done)
        box.addLayout(bottom)

    def show_explanation(self, told: Explanation) -> None:
        parts.clear(self._body)
        self._head(tr("1  Understood"))
        kind = _ASKS.get(told.asks, tr("a question"))
        self._say(tr("As {kind}: “{question}”").format(kind=kind, question=told.understood))
        self._head(tr("2  Found and chosen"))
        self._say(found_line(told))
        for fate, name in _FATES:
            self._list(name, [each for each in told.found if _fate(each) == fate])
        self._head(tr("3  Written"))
        self._written(told)
        if told.judged:
            self._head(tr("4  Checked, sentence by sentence"))
            for judged in told.judged:
                self._judge(judged)
        self._head(tr("5  The outcome") if told.judged else tr("4  The outcome"))
        self._say(outcome_line(told))
        self._body.addStretch(1)

    def show_trouble(self, message: str, next_step: str) -> None:
        parts.clear(self._body)
        self._say(message)
        self._say(next_step, "soft")
        self._body.addStretch(1)

    def _head(self, text: str) -> None:
        head = parts.label(text, "heading")
        head.setContentsMargins(0, 10, 0, 0)
        self._body.addWidget(head)

    def _say(self, text: str, role: str = "") -> None:
        said = parts.label(text, role, wrap=True)
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._body.addWidget(said)

    def _list(self, name: str, found: Sequence[Considered]) -> None:
        if not found:
            return
        self._body.addWidget(parts.label(name.upper(), "overline"))
        for each in found:
            hit = each.hit
            title = places.title_of(hit.title, hit.path)
            where = places.place(hit.locator)
            opening = parts.button(f"{title}, {where}" if where else title, "link")
            opening.clicked.connect(lambda _on=False, hit=hit: self.source_opened.emit(hit))
            self._body.addWidget(opening, 0, Qt.AlignmentFlag.AlignLeft)
            words = parts.ElidedLabel("small", Qt.TextElideMode.ElideRight)
            words.setContentsMargins(8, 0, 0, 4)
            found_by = score_line(hit.scores)
            words.show_text(f"{found_by} · {hit.snippet}" if found_by else hit.snippet)
            self._body.addWidget(words)

    def _written(self, told: Explanation) -> None:
        if told.by_program:
            self._say(
                tr("A program worked the answer out from these passages; no model was asked.")
            )
        elif not told.attempts:
            self._say(tr("Nothing: no language model was asked."))
        for number, attempt in enumerate(told.attempts, start=1):
            passages = places.count(attempt.n_passages, "passage")
            self._say(
                tr("Draft {n}, from {passages} ({read} read):").format(
                    n=number, passages=passages, read=places.count(attempt.n_prompt_tokens, "token")
                )
            )
            self._say(attempt.text.strip() or tr("(nothing)"), "quote")

    def _judge(self, judged: Judged) -> None:
        line = parts.row(space=8)
        good = judged.shown and judged.standing == "supported"
        mark = parts.Picture(
            self._theme, "check" if good else "warning", "good" if good else "warn", 16
        )
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = parts.column(space=0)
        words.addWidget(parts.label(judged.text, wrap=True))
        words.addWidget(parts.label(judged_line(judged), "small", wrap=True))
        line.addLayout(words, 1)
        self._body.addLayout(line)


def _fate(each: Considered) -> str:
    return "cited" if each.cited else "read" if each.read else ""


def found_line(told: Explanation) -> str:
    n_read = sum(each.read for each in told.found)
    n_cited = sum(each.cited for each in told.found)
    return tr("{n} found; {read} of them read for the answer, {cited} cited.").format(
        n=places.count(told.n_found, "passage"), read=figure(n_read), cited=figure(n_cited)
    )


def judged_line(judged: Judged) -> str:
    if judged.left_out:
        return _LEFT_OUT[judged.left_out]
    said = _STANDING[judged.standing]
    return said if judged.shown else tr("{what}; not shown").format(what=said)


def score_line(scores: object) -> str:
    """`meaning 0.71, words 8.2` of what a passage was found by."""
    names = {
        "text": tr("meaning"),
        "keyword": tr("words"),
        "image": tr("picture"),
        "audio": tr("sound"),
        "tokens": tr("word by word"),
        "literal": tr("letter by letter"),
    }
    assert isinstance(scores, dict)
    return ", ".join(f"{names[k]} {figure(v, 2)}" for k, v in scores.items() if k in names)


def outcome_line(told: Explanation) -> str:
    if told.verdict == "declined":
        return tr("Declined: {why}.").format(why=declined_head(told.reason))
    return {
        "answered": tr("Answered: all that is shown rests on the sources."),
        "quoted": tr("Quoted: a sentence of the sources has all that was asked."),
        "partly": tr("Answered in part; what no source bears out is marked or left out."),
        "contradicted": tr("Your sources disagree; what each says is shown."),
    }[told.verdict]

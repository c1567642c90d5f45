"""What an answer is worth, in words: its verdict, and which of its sentences nothing bears out.

Values in, plain text out; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.events import Answer, SentenceChecked
from app.core.question.phrases import in_every_language
from app.gui import places
from app.gui.language import figure, tr
from app.gui.parts import FIGURES_APART

_PARTLY = {
    "not_borne_out": tr("No source bears this out. Read the sources before you rely on it."),
    "some_not_borne_out": tr("Answered in part: no source says what is underlined with dots."),
    "part_missing": tr("Answered in part."),  # a note says what is missing
    "stretched": tr("Worked out from a table that fits your question only in part."),
    "disagree": tr("Your sources disagree; what each says is shown."),
    "some_left_out": tr("Answered in part: what no source says was left out."),
}
_STOPPED = tr("Stopped early; this is what was written until then.")
_DECLINED = {
    "nothing_found": tr("Your library has nothing on this"),
    "not_borne_out": tr("No answer that your library bears out"),
    "stopped": tr("Stopped before there was an answer"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One line and its tone, `good` or `warn`; empty where there is nothing to say."""

    text: str = ""
    tone: str = "good"


def standing_of(answer: Answer) -> Standing:
    if answer.abstained:
        return Standing()
    if answer.verdict == "contradicted":
        return Standing(_PARTLY["disagree"], "warn")
    if answer.cancelled and not doubts_of(answer.sentences, ()):
        return Standing(_STOPPED, "warn")
    if answer.verdict == "partly":
        said = _PARTLY.get(answer.reason, tr("Answered in part."))
        return Standing(said, "warn")
    if answer.verdict == "quoted":
        return Standing(tr("Quoted word for word from your sources."))
    n_supported = sum(sentence.standing == "supported" for sentence in answer.sentences)
    if n_supported and n_supported == len(answer.sentences):
        if n_supported == 1:
            return Standing(tr("This rests on the sources below."))
        all_rest = tr("All {n} sentences rest on the sources below.")
        return Standing(all_rest.format(n=n_supported))
    return Standing()


def declined_head(reason: str) -> str:
    return _DECLINED.get(reason, tr("Not found in your library"))


def doubts_of(
    sentences: Sequence[SentenceChecked], marks: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The sentences that nothing bears out, as ranges of the text with its numbers in place."""
    return [
        (_with_marks(sentence.start, marks), _with_marks(sentence.end, marks))
        for sentence in sentences
        if sentence.standing in ("unsupported", "contradicted")
    ]


def _with_marks(position: int, marks: Sequence[tuple[int, int]]) -> int:
    """Where a position of the streamed text is once `[n]` stands at each mark; see
    `app.core.naming.with_numbers`."""
    grown = position
    before = None
    for at, number in marks:
        if at > position:
            break
        grown += len(f"[{number}]") + (at != before)
        before = at
    return grown


def own_notes(answer: Answer) -> list[str]:
    """The notes that are not said elsewhere: how the question was understood stands below it, how
    many items were used at the foot, what no source says above them."""
    repeated = in_every_language("not_borne_out")
    if answer.reason == "some_left_out":
        repeated |= in_every_language("left_out")
    notes = [note for note in answer.notes if not answer.resolved or answer.resolved not in note]
    notes = [note for note in notes if note not in repeated]
    if in_every_language("cut_short") & set(notes):
        notes = [note for note in notes if note not in in_every_language("cut_short")]
        notes.append(tr("It ends at its length limit; “Go on” in the menu ⋯ gives more."))
    if answer.cancelled and answer.answer and standing_of(answer).text != _STOPPED:
        notes.insert(0, _STOPPED)
    if answer.coverage_text and answer.coverage.get("items_unreadable"):
        notes.append(answer.coverage_text)
    return notes


def metrics_line(
    metrics: Mapping[str, float], coverage: Mapping[str, int], waited_s: float | None = None
) -> str:
    """`first word after 2.9 s · 25 tokens/s · 3 of 14 items used`. `waited_s` is
    the wait as it was felt, from the key to the first word; without it, what was measured."""
    said: list[str] = []
    model_ms = metrics.get("ttft_ms") and metrics["ttft_ms"] + metrics.get("retrieve_ms", 0.0)
    measured_ms = metrics.get("first_word_ms", model_ms)
    if waited_s is not None or measured_ms:
        waited_s = (measured_ms or 0.0) / 1000 if waited_s is None else waited_s
        said.append(tr("first word after {n} s").format(n=figure(waited_s, 1)))
    if metrics.get("tokens_per_s"):
        rate = metrics["tokens_per_s"]
        said.append(tr("{n} tokens/s").format(n=figure(rate, 0 if rate >= 10 else 1)))
    if coverage.get("items_considered"):
        used, seen = coverage.get("items_used", 0), coverage["items_considered"]
        said.append(tr("{n} of {all} used").format(n=used, all=places.count(seen, "item")))
    return FIGURES_APART.join(said)

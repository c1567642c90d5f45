"""What an answer amounts to: one pure decision over the question, the sources and the claims."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.events import VerdictName
from app.core.question.asked import Question
from app.core.question.checking import Claim
from app.core.question.claims import Evidence
from app.core.words import content_words, names, stated_numbers, stem, words

Reason = Literal[
    "",
    "nothing_found",  # the library has nothing on this
    "not_said",  # the passages that were found do not say it
    "not_named",  # they say nothing of someone, a number or a date that the question names
    "not_borne_out",  # what was written has no support in them
    "some_not_borne_out",
    "part_missing",
    "contradicted",
]

_SPELT_ALIKE = 0.8  # names in recordings are spelt as they were heard, in questions as remembered
_NO = re.compile(r"^\W*(no|not|nein|kein\w*|non|nej|nee|não)\b", re.IGNORECASE)
# Where nouns are capitalised too, a capital tells no name.
_CAPITAL_NOUNS = frozenset({"de"})
_PART_COVERED = 1 / 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """`missing` is what the reason is about: names the sources lack, or parts without an answer."""

    name: VerdictName
    reason: Reason = ""
    missing: tuple[str, ...] = ()


def decide(
    question: Question,
    sources: Sequence[Evidence],
    claims: Sequence[Claim],
    *,
    missing: Sequence[str] = (),
    agreed: bool | None = None,
) -> Verdict:
    """`claims` are what the model wrote, without sentences that say it has no answer; `missing`
    are parts of the question that stayed without one. `agreed` is whether a second answer, from
    more passages, said the same, None where none was asked for.

    A right answer must not be lost to the test of support: what two answers agree on is shown
    though nothing bears it out, and is marked so."""
    if not sources:
        return Verdict("declined", "nothing_found")
    if not claims:
        return Verdict("declined", "not_said")
    if all(claim.standing == "contradicted" for claim in claims):
        return Verdict("contradicted", "contradicted")
    resting = _resting(sources, claims)
    unnamed = not_named(question, resting or sources, claims)
    if unnamed:
        return Verdict("declined", "not_named", unnamed)
    supported = [claim for claim in claims if claim.standing == "supported"]
    if not supported:
        if agreed or (agreed is None and not _invents(sources, claims)):
            return Verdict("partly", "not_borne_out")
        return Verdict("declined", "not_borne_out")
    if missing:
        return Verdict("partly", "part_missing", tuple(missing))
    if len(supported) < len(claims):
        return Verdict("partly", "some_not_borne_out")
    return Verdict("answered")


def is_doubtful(question: Question, sources: Sequence[Evidence], claims: Sequence[Claim]) -> bool:
    """Whether a second answer should be asked for before this one is shown."""
    return not any(claim.standing == "supported" for claim in claims)


def not_named(
    question: Question, sources: Sequence[Evidence], claims: Sequence[Claim] = ()
) -> tuple[str, ...]:
    """The names and numbers of the question of which the sources say nothing, as it spells them.

    A question that may be answered by "no" may name what is not: it is held to nothing where that
    is the answer."""
    if question.asks in ("yes_no", "comparison") and (
        not claims or any(_NO.search(claim.text) for claim in claims)
    ):
        return ()
    held = {stem(word) for source in sources for word in words(f"{source.context} {source.text}")}
    wanted = set(stated_numbers(question.resolved))
    if question.language not in _CAPITAL_NOUNS:
        wanted |= names(question.resolved)
    gone = {
        word
        for word in wanted - held
        if word[0].isdigit() or not difflib.get_close_matches(word, held, n=1, cutoff=_SPELT_ALIKE)
    }
    spelt = re.findall(r"[^\s,;:!?]+", question.resolved)
    return tuple(
        dict.fromkeys(
            word.strip(".'’\"“”()") for word in spelt if gone & {stem(part) for part in words(word)}
        )
    )


def parts_without_answer(question: Question, claims: Sequence[Claim]) -> tuple[str, ...]:
    """The parts of the question of which no claim that is borne out, with the words it rests on,
    says a third of the words. Only a question that asks several things has such."""
    if len(question.parts) < 2:
        return ()
    said = [
        set(content_words(" ".join((claim.text, *claim.quotes.values()))))
        for claim in claims
        if claim.standing == "supported"
    ]
    asked = {part: set(content_words(part)) for part in question.parts}
    return tuple(
        part
        for part, wanted in asked.items()
        if wanted and not any(len(wanted & held) >= _PART_COVERED * len(wanted) for held in said)
    )


def agree(first: str, second: str) -> bool:
    """Whether two answers say the same: the same numbers and names, the same yes or no, and half
    of the shorter one's words."""
    if bool(_NO.search(first)) != bool(_NO.search(second)):
        return False
    figures, others = stated_numbers(first), stated_numbers(second)
    if figures != others and not (figures & others and (figures <= others or others <= figures)):
        return False
    own, their = set(content_words(first)), set(content_words(second))
    shorter = min(len(own), len(their))
    return shorter > 0 and len(own & their) >= 0.5 * shorter


def _invents(sources: Sequence[Evidence], claims: Sequence[Claim]) -> bool:
    """Whether a number or a name of the claims stands in no source."""
    held = {stem(word) for source in sources for word in words(f"{source.context} {source.text}")}
    return any((stated_numbers(claim.text) | names(claim.text)) - held for claim in claims)


def _resting(sources: Sequence[Evidence], claims: Sequence[Claim]) -> list[Evidence]:
    """What the claims rest on."""
    cited = {marker for claim in claims for marker in claim.markers}
    return [source for source in sources if source.marker in cited]

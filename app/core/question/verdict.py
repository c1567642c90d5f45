"""What an answer amounts to: one pure decision over the question, the sources and the claims."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.cldr import language_name
from app.core.events import VerdictName
from app.core.question.asked import Question
from app.core.question.checking import Claim
from app.core.question.claims import Evidence
from app.core.question.pointing import uncapitalised
from app.core.question.polarity import is_denied
from app.core.question.support import Facts, facts_of, is_how_many, question_held
from app.core.words import content_words, stated_numbers, words
from storage import languages

Reason = Literal[
    "",
    "nothing_found",  # the library has nothing on this
    "not_said",  # the passages that were found do not say it
    "not_named",  # they say nothing of someone, a number or a date that the question names
    "not_borne_out",  # what was written has no support in them
    "some_not_borne_out",
    "part_missing",
    "disagree",  # two sources say different things; both are shown
    "some_left_out",  # for they said what stands nowhere
    "stretched",  # a table has no part for a word of the question, or one near to it
    "stopped",  # by the asker, before anything was said
]

_OR = re.compile(r"\b(or|oder|ou|o)\b", re.IGNORECASE)
_DECIDES = re.compile(
    r"^\W*(?:(?P<yes>yes|ja|oui|si|sí|sì|sim)|no|nein|non|nej|nee|não)\b", re.IGNORECASE
)
_NO = re.compile(r"^\W*(no|not|nein|kein\w*|non|nej|nee|não)\b", re.IGNORECASE)


_SAID_IN_OTHER_WORDS = frozenset(("yes_no", "comparison", "summary"))


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
    agreed: bool | None = None,
) -> Verdict:
    """Of one question. `claims` are what the model wrote, without sentences that say it has no
    answer and those that are left out; `agreed` is whether a second answer, from more passages,
    said the same, None where none was asked for.

    What nothing bears out is seldom right (2 of 7 on half of an archive of 40 files, November
    2026), but for a yes or no, a comparison or an overview, which no sentence says in so many
    words: there it is shown, and marked, unless a second answer says something else."""
    if not sources:
        return Verdict("declined", "nothing_found")
    if not claims:
        return Verdict("declined", "not_said")
    resting = _resting(sources, claims)
    in_other_words = question.asks in _SAID_IN_OTHER_WORDS
    # "Can a girl of fifteen …?" is answered by a rule on fourteen.
    held_to_names = bool(resting) or not in_other_words
    unnamed = not_named(question, resting or sources, claims) if held_to_names else ()
    if unnamed:
        return Verdict("declined", "not_named", unnamed)
    n_supported = sum(claim.standing == "supported" for claim in claims)
    if not n_supported:
        if agreed is False or not in_other_words:
            return Verdict("declined", "not_borne_out")
        return Verdict("partly", "not_borne_out")
    if n_supported < len(claims):
        return Verdict("partly", "some_not_borne_out")
    return Verdict("answered")


def together(question: Question, parts: Sequence[Verdict], n_left_out: int = 0) -> Verdict:
    """Of a question that was answered part by part; `n_left_out` sentences were not shown."""
    declined = [at for at, verdict in enumerate(parts) if verdict.name == "declined"]
    if len(parts) == len(declined):
        return parts[0]
    if declined:
        missing = tuple(question.parts[at] for at in declined)
        return Verdict("partly", "part_missing", missing)
    for name in ("contradicted", "partly"):
        if (verdict := next((v for v in parts if v.name == name), None)) is not None:
            return verdict
    if n_left_out:
        return Verdict("partly", "some_left_out")
    return Verdict("quoted") if all(v.name == "quoted" for v in parts) else Verdict("answered")


def not_named(
    question: Question, sources: Sequence[Evidence], claims: Sequence[Claim] = ()
) -> tuple[str, ...]:
    """The names, dates and numbers of the question of which the sources say nothing, as it spells
    them. Of a question that asks several things each part may lie in another source: it is held
    to nothing here. One that may be answered by "no" may name what is not."""
    if len(question.parts) > 1:
        return ()
    if question.asks in ("yes_no", "comparison") and (
        not claims or any(_NO.search(claim.text) for claim in claims)
    ):
        return ()
    asked = facts_of(question.subject, question.language)
    told = [_told(question, source) for source in sources]
    gone = [
        (at, spelt)
        for at, spelt, single in _singles(asked)
        if not any(question_held(single, text, text, context) for text, context in told)
    ]
    return tuple(dict.fromkeys(spelt for _, spelt in sorted(gone)))


def _told(question: Question, source: Evidence) -> tuple[Facts, Facts]:
    """What a source states, and what its title does. One in French is "the French one"."""
    spoken = languages.guess(source.text)
    called = language_name(spoken, question.language) if spoken else ""
    context = source.context if spoken == question.language else f"{source.context} {called}"
    told = source.told(source.text)
    return facts_of(told, question.language), facts_of(context, question.language)


def _singles(asked: Facts) -> Iterator[tuple[int, str, Facts]]:
    """Each name, date, number and key by itself: where it stands, how it is spelt, and facts that
    hold nothing else."""
    bare = dataclasses.replace(
        asked, moments=(), amounts=(), keys=(), names=(), letters=frozenset()
    )
    for moment in asked.moments:
        spelt = asked.text[moment.start : moment.end]
        yield moment.start, spelt, dataclasses.replace(bare, moments=(moment,))
    for amount in asked.amounts:
        if is_how_many(amount, asked.text):
            continue
        spelt = asked.text[amount.start : amount.unit_end]
        yield amount.start, spelt, dataclasses.replace(bare, amounts=(amount,))
    for key in asked.keys:
        spelt = asked.text[key.start : key.end]
        yield key.start, spelt, dataclasses.replace(bare, keys=(key,))
    for match in re.finditer(r"[^\s,;:!?]+", asked.text):
        name = next((name for name in asked.names if name in words(match.group())), None)
        if name is not None:
            spelt = match.group().strip(".'’\"“”()")
            yield match.start(), spelt, dataclasses.replace(bare, names=(name,))


def says_nothing(question: Question, claim: Claim) -> bool:
    """Whether a claim only repeats what was asked: "The concert was cancelled" to the question why.
    Where one of several things that the question names is the answer, it may."""
    if question.asks in ("yes_no", "comparison", "summary") or _OR.search(question.resolved):
        return False
    own = set(content_words(claim.text, question.language))
    if question.asks == "count" and _names_no_number(question, claim.text):
        return True
    return bool(own) and own <= set(content_words(question.resolved, question.language))


def _names_no_number(question: Question, text: str) -> bool:
    """Whether an answer to "how many" gives none: no number, no date, and not that it is none."""
    stated = facts_of(text, question.language)
    return not (stated.amounts or stated.moments or stated.keys) and not is_denied(
        text, question.language
    )


def agree(first: str, second: str, question: str = "") -> bool:
    """Whether two answers say the same: the same yes or no, which is all there is to say where both
    decide; else the same numbers and names, and half of the shorter one's words; what the question
    says already counts for neither."""
    if bool(_NO.search(first)) != bool(_NO.search(second)):
        return False
    decided = [_DECIDES.search(text) for text in (first, second)]
    if decided[0] and decided[1]:
        return bool(decided[0]["yes"]) == bool(decided[1]["yes"])
    figures, others = stated_numbers(first), stated_numbers(second)
    if figures != others and not (figures & others and (figures <= others or others <= figures)):
        return False
    own, their = set(content_words(first)), set(content_words(second))
    known = set(content_words(question))
    if own - known and their - known:
        own, their = own - known, their - known
    shorter = min(len(own), len(their))
    return shorter > 0 and len(own & their) >= 0.5 * shorter


def invents(question: Question, sources: Sequence[Evidence], claim: Claim) -> bool:
    """Whether a number, a date or a name of a claim stands neither in a source nor in the
    question."""
    texts = [f"{source.context}. {source.told(source.text)}" for source in sources]
    told = [facts_of(text, question.language) for text in (*texts, question.resolved)]
    spoken = [(text, languages.guess(text)) for text in texts]
    told += [facts_of(text, code) for text, code in spoken if code not in (None, question.language)]
    stated = facts_of(uncapitalised(claim.text), question.language)
    return any(
        not any(question_held(single, text, text, text) for text in told)
        for _, _, single in _singles(stated)
    )


def _resting(sources: Sequence[Evidence], claims: Sequence[Claim]) -> list[Evidence]:
    """What the claims rest on."""
    cited = {marker for claim in claims for marker in claim.markers}
    return [source for source in sources if source.marker in cited]

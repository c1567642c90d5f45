"""Two things compared by what sentences tell of them: price, length, weight, age, day. Both values
are told with their places. (What stands in one table is compared in `computing`.)"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.quantities import Quantity
from app.core.question.programs.asked import Asked
from app.core.question.programs.dated_facts import (
    DatedFact,
    Sentence,
    dated_fact,
    words_of,
)
from app.core.question.programs.figures import written_day, written_number
from app.core.question.programs.library import LibraryView
from app.core.question.programs.telling import TABLES, TableTelling
from app.core.question.programs.told_values import ToldValue, ValueKind, values_told
from app.core.question.programs.wording import Concept, Direction
from app.core.question.values import Grounds, Statement

_SPLITS = {
    "en": (
        r"^(?:which|what|who)\b.{0,40}?\b{comp}\b[,:]?\s*(?P<a>.+?),? or (?P<b>.+)$",
        r"^(?:is|was|are|were|does|did|do) (?P<a>.+?) {comp} than (?P<b>.+)$",
        r"^how much {comp} (?:is|was|are|were|does|did) (?P<a>.+?) than (?P<b>.+)$",
    ),
    "de": (
        r"^(?:was|wer|welche[rs]?)\b.{0,40}?\b{comp}\b[,:]?\s*(?P<a>.+?),? oder (?P<b>.+)$",
        r"^(?:ist|war|sind|waren|kostet) (?P<a>.+?) {comp} als (?P<b>.+)$",
        r"^(?:um )?wie ?viel {comp} (?:ist|war|sind) (?P<a>.+?) als (?P<b>.+)$",
    ),
    "fr": (
        r"^(?:lequel|laquelle|qui|qu'est-ce qui|quel|quelle)\b.{0,40}?\b{comp}\b\s?[,:]?\s*"
        r"(?P<a>.+?),? ou (?P<b>.+)$",
        r"^(?:est-ce que )?(?P<a>.+?) (?:est|était|sont)(?:-il|-elle)? {comp} que (?P<b>.+)$",
    ),
    "es": (
        r"^(?:qué|cuál|quién)\b.{0,40}?\b{comp}\b[,:]?\s*(?P<a>.+?),? o (?P<b>.+)$",
        r"^(?:es|era|son|fue) (?P<a>.+?) {comp} que (?P<b>.+)$",
    ),
}
_CURRENCIES = re.compile(r"[A-Z]{3}|[$¥]|kr|cent|pence")


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two parts of a question, and which end of what it asks for."""

    first: str
    second: str
    direction: Direction
    concept: Concept | None
    asks_which: bool


def compare_told(
    asked: Asked, told: Callable[[], Sequence[Sentence]], library: LibraryView
) -> tuple[Statement, ...] | None:
    pair = _pair(asked)
    if pair is None:
        return None
    sentences = told()
    telling = next(TABLES[known] for known in TABLES if known == asked.language)
    if pair.concept == "date":
        return _by_day(asked, pair, sentences, library, telling)
    one = _value(asked, pair.first, pair.concept, sentences)
    other = _value(asked, pair.second, pair.concept, sentences)
    if one is None or other is None or one.quantity is None or other.quantity is None:
        return None
    if one.quantity.unit != other.quantity.unit:
        return None
    a, b = one.quantity.readings[0], other.quantity.readings[0]
    labels = (_label(pair.first), _label(pair.second))
    lead = _lead(pair, a > b, a == b, labels, telling)
    said = f"{labels[0]}: {one.text}; {labels[1]}: {other.text}"
    if a != b and (apart := _apart(asked, one.quantity, abs(a - b))):
        said += f" ({telling.apart.format(value=apart)})"
    grounds = (one.sentence.grounds, other.sentence.grounds)
    return (Statement(f"{lead}{said}.", grounds),)


def _pair(asked: Asked) -> _Pair | None:
    text = " ".join(asked.text.split()).strip(" ¿?.")
    for phrase, direction, concept in asked.wording.comparatives:
        for form in _SPLITS.get(asked.language, ()):
            match = re.match(form.replace("{comp}", re.escape(phrase)), text, re.IGNORECASE)
            if match is None:
                continue
            which = " or " in f" {text} " or asked.says(asked.wording.which)
            asks_which = which or (asked.language != "en" and form == _SPLITS[asked.language][0])
            return _Pair(match["a"], match["b"], direction, concept, asks_which)
    return None


def _value(
    asked: Asked, phrase: str, concept: Concept | None, sentences: Sequence[Sentence]
) -> ToldValue | None:
    """The one value that is told of a part; None where sentences tell several."""
    words = words_of(asked, phrase)
    kinds: tuple[ValueKind, ...] = ("amount", "span") if concept == "length" else ("amount",)
    if not words:
        return None
    told = [
        value
        for value in values_told(asked, phrase, words, None, kinds, sentences)
        if _is_of(concept, value.quantity)
        and all(any(word.folded in t.folded for t in value.sentence.tokens) for word in words)
    ]
    if not told or not all(told[0].agrees_with(value) for value in told[1:]):
        return None
    return told[0]


def _is_of(concept: Concept | None, quantity: Quantity | None) -> bool:
    if quantity is None or quantity.unit is None:
        return False
    is_money = bool(_CURRENCIES.fullmatch(quantity.unit))
    if concept == "money":
        return is_money
    if concept == "weight":
        return quantity.unit in {"g", "lb", "oz", "st"}
    if concept == "length":
        return quantity.unit in {"m", "mi", "ft", "in", "s", "month", "year"}
    return not is_money


def _by_day(
    asked: Asked,
    pair: _Pair,
    sentences: Sequence[Sentence],
    library: LibraryView,
    telling: TableTelling,
) -> tuple[Statement, ...] | None:
    facts: list[DatedFact] = []
    for phrase in (pair.first, pair.second):
        fact = dated_fact(asked, phrase, sentences, library)
        if fact is None:
            return None
        facts.append(fact)
    one, other = facts
    labels = (_label(pair.first), _label(pair.second))
    lead = _lead(pair, one.day > other.day, one.day == other.day, labels, telling)
    days = [written_day(fact.day, asked.language) for fact in facts]
    grounds: tuple[Grounds, ...] = one.grounds + other.grounds
    if not grounds:
        return None
    said = f"{lead}{labels[0]}: {days[0]}; {labels[1]}: {days[1]}."
    return (Statement(said, grounds),)


def _lead(
    pair: _Pair, first_is_more: bool, is_same: bool, labels: tuple[str, str], telling: TableTelling
) -> str:
    if is_same:
        return ""
    first_wins = first_is_more == (pair.direction == "highest")
    if pair.asks_which:
        return f"{labels[0] if first_wins else labels[1]}. "
    return f"{telling.yes if first_wins else telling.no}. "


def _apart(asked: Asked, quantity: Quantity, value: Decimal) -> str:
    """The difference with its unit; "" where the unit's own name is not that of the text."""
    unit = quantity.unit or ""
    if not _CURRENCIES.fullmatch(unit):
        return ""
    decimals = 0 if value == int(value) else 2
    return f"{written_number(value, decimals, asked.language)} {unit}"


def _label(phrase: str) -> str:
    text = phrase.strip(" ,.?")
    return text[:1].upper() + text[1:]

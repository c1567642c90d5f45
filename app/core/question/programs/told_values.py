"""Values that sentences tell of something: an amount, a number of things, a day, a time. Pure.

A value counts as told of the words asked about only where nothing but small words and verbs of
being stand between them ("the fee is 230 euros", "Advent concert: 212 visitors"), or where the
thing counted follows the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.dates import DateMention, agrees
from app.core.quantities import Quantity, quantities, same
from app.core.question.programs.asked import Asked, Token, alike, tokens_of
from app.core.question.programs.dated_facts import Sentence, fits_passage, title_tokens

ValueKind = Literal["number", "amount", "day", "time", "span"]

_SPANS = frozenset(("s", "month", "year", "night"))
# Between a thing and its value: what says that the one is the other, in four languages.
_OF = frozenset(("of", "von", "sur", "de"))
_BEING_TEXT = """
is was are were will be costs cost amounts comes to at on of a the about only now still in takes
place held starts begins started began for per by around nearly exactly approximately and
ist war sind waren wird beträgt betrug kostet kostete liegt lag bei am um von vom rund etwa findet
fand ab seit statt beginnt begann der die das den dem ein eine auf zum zur circa ca
est était sont coûte coûtait s élève à au le la les de du environ commence lieu fixé
es era son cuesta costaba asciende al el los las del cerca empieza
"""
_BOUND_TEXT = """
from since until till by before after ab seit bis vor nach spätestens depuis avant après jusqu desde
hasta antes después
"""
_BOUNDS = frozenset(_BOUND_TEXT.split())
_BEING = frozenset(_BEING_TEXT.split())


@dataclass(frozen=True, slots=True)
class ToldValue:
    """`text` as the sentence has it, with its unit or the thing counted."""

    kind: ValueKind
    text: str
    sentence: Sentence
    quantity: Quantity | None = None
    mention: DateMention | None = None

    def agrees_with(self, other: ToldValue) -> bool:
        if self.quantity is not None and other.quantity is not None:
            return same(self.quantity, other.quantity)
        if self.mention is not None and other.mention is not None:
            return agrees(self.mention, other.mention)
        return False


def values_told(
    asked: Asked,
    phrase: str,
    words: Sequence[Token],
    head: Token | None,
    kinds: Sequence[ValueKind],
    sentences: Sequence[Sentence],
) -> list[ToldValue]:
    """One value a sentence at most, of those kinds, told of the words; `head` is what is counted.

    Sentence, title and headings together must hold every word of the phrase, but for one verb that
    no sentence with a value has: the fee of the berths is not that of the trailers."""
    whole: list[ToldValue] = []
    but_one: list[ToldValue] = []
    for sentence in sentences:
        missing = _missing(words, sentence)
        if not _is_about(words, missing, head) or not fits_passage(phrase, sentence):
            continue
        told = list(_values(asked, sentence, words, head, kinds))
        if len(told) == 1:
            (but_one if missing else whole).append(told[0])
    return whole or but_one


def _missing(words: Sequence[Token], sentence: Sentence) -> list[Token]:
    """The words that neither a sentence nor its title and headings hold."""
    headings = sentence.found.chunk.locator.get("heading_path", [])
    context = (*title_tokens(sentence), *tokens_of(" ".join([*headings, sentence.above])))
    held = (*sentence.tokens, *context)
    return [word for word in words if not any(alike(word, token) for token in held)]


def _is_about(words: Sequence[Token], missing: Sequence[Token], head: Token | None) -> bool:
    least = 1 if head is not None or len(words) == 1 else 2
    if len(missing) > 1 or len(words) - len(missing) < least:
        return False
    return not any(word.has_digit or word.is_capital or word is head for word in missing)


def _values(
    asked: Asked,
    sentence: Sentence,
    words: Sequence[Token],
    head: Token | None,
    kinds: Sequence[ValueKind],
) -> Iterator[ToldValue]:
    language = sentence.found.chunk.language or asked.language
    text = sentence.text
    for quantity in quantities(text, language, sentence.mentions):
        if quantity.ordinal or quantity.bound or len(quantity.readings) != 1:
            continue
        kind: ValueKind = "number" if quantity.unit is None else (
            "span" if quantity.unit in _SPANS else "amount")  # fmt: skip
        if kind not in kinds:
            continue
        if kind == "number":
            end = _counted_thing(sentence, quantity, head)
            if end is None:
                continue
        else:
            if not _stands_by(sentence, words, quantity.start, quantity.end):
                continue
            end = _unit_end(sentence, quantity)
        start = quantity.start - (1 if text[: quantity.start].endswith(("€", "£", "$")) else 0)
        yield ToldValue(kind, text[start:end].strip(), sentence, quantity=quantity)
    for mention in sentence.mentions:
        kind = "time" if mention.is_time else "day"
        if kind not in kinds or len(mention.readings) != 1 or mention.bound:
            continue
        if kind == "day" and (mention.moment.day is None or _is_bound(sentence, mention.start)):
            continue
        if _stands_by(sentence, words, mention.start, mention.end):
            yield ToldValue(kind, text[mention.start : mention.end], sentence, mention=mention)


def _counted_thing(sentence: Sentence, quantity: Quantity, head: Token | None) -> int | None:
    """Where the thing counted ends that follows the number: "212 visitors", "27 of 44 members",
    "34 new members"."""
    before = [token for token in sentence.tokens if token.end <= quantity.start][-2:]
    is_whole = len(before) == 2 and before[0].has_digit and before[1].folded in _OF
    if head is None or is_whole:
        return None
    after = [token for token in sentence.tokens if token.start >= quantity.end][:4]
    for at, token in enumerate(after):
        if alike(token, head):
            return token.end
        if token.has_digit and not (at == 1 and after[0].folded in _OF):
            return None
    return None


def _stands_by(sentence: Sentence, words: Sequence[Token], start: int, end: int) -> bool:
    """Whether one of the words stands before the value with only small words between."""
    before = [token for token in sentence.tokens if token.end <= start]
    for token in reversed(before):
        if any(alike(token, word) for word in words):
            return True
        if token.folded not in _BEING and not _is_in_mention(sentence, token):
            return False
    return False


def _is_bound(sentence: Sentence, start: int) -> bool:
    """Whether a word before a day makes it the end or the beginning of something."""
    before = [token.folded for token in sentence.tokens if token.end <= start][-2:]
    return any(word in _BOUNDS for word in before)


def _is_in_mention(sentence: Sentence, token: Token) -> bool:
    """Part of a day or a time: the weekday before a date is not another thing."""
    return any(
        mention.start < token.end and token.start < mention.end for mention in sentence.mentions
    )


def _unit_end(sentence: Sentence, quantity: Quantity) -> int:
    following = next((token for token in sentence.tokens if token.start >= quantity.end), None)
    if following is None or following.start - quantity.end > 2:
        rest = sentence.text[quantity.end : quantity.end + 2]
        return quantity.end + (len(rest.rstrip()) if rest.strip() in {"€", "%", "£", "$"} else 0)
    return following.end

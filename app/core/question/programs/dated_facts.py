"""The day that a sentence of the found passages tells of something a question names. Pure.

A day counts only where one sentence holds every word of what is named and one full date, and where
all such sentences agree; a file's own day only where its name holds every word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.core.dates import DateMention, Moment, agrees, dates
from app.core.naming import spoken_name
from app.core.question.programs.asked import Asked, Token, tokens_of
from app.core.question.programs.figures import full_day
from app.core.question.programs.filed_facts import all_in, day_of, grounds_of, name_of
from app.core.question.programs.kinds import name_tokens
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.retrieve import Found
from app.core.question.values import Grounds
from app.core.sentences import sentences_of

_MOST_PASSAGES = 40
_HEADING_CHARS = 80
_JOINT_TEXT = "to until till bis au à a hasta al und and et y - – —"
_RANGE_JOINTS = frozenset(_JOINT_TEXT.split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or row of a found passage with its words and its days; `above` is the heading that
    stands over it within the passage."""

    found: Found
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[DateMention, ...]
    above: str = ""

    @property
    def days(self) -> list[date]:
        """The full days told, in order; a range's first day gets the year of its last."""
        return [day for mention in self.mentions if (day := _day(mention)) is not None]

    @property
    def grounds(self) -> Grounds:
        return Grounds(self.found, self.text)


@dataclass(frozen=True, slots=True)
class DatedFact:
    """`day` with where it is told; no grounds where the question itself names the day. `last` is
    the end of a range."""

    day: date
    label: str
    grounds: tuple[Grounds, ...] = ()
    last: date | None = None


def sentences_in(found: Sequence[Found], language: str) -> list[Sentence]:
    """The sentences of the best passages, rows line by line, each once."""
    said: dict[tuple[int, str], Sentence] = {}
    for entry in found[:_MOST_PASSAGES]:
        text, above = entry.chunk.text, ""
        for start, end in sentences_of(text, entry.chunk.language):
            for line in text[start:end].split("\n"):
                line = line.strip()
                key = (int(entry.item.item_id), line)
                if not line or key in said:
                    continue
                mentions = tuple(_with_years(line, dates(line, entry.chunk.language or language)))
                said[key] = Sentence(entry, line, tokens_of(line), mentions, above)
                if len(line) <= _HEADING_CHARS and line[-1] not in ".!?;:," and "; " not in line:
                    above = line
    return list(said.values())


def words_of(asked: Asked, phrase: str) -> list[Token]:
    """The words of a part of the question that say something, days and their words left out."""
    taken = [(mention.start, mention.end) for mention in dates(phrase, asked.language)]
    return [
        token
        for token in tokens_of(phrase)
        if token.folded not in asked.wording.plain
        and len(token.folded) > 1
        and not any(start < token.end and token.start < end for start, end in taken)
    ]


def day_named(asked: Asked, phrase: str) -> date | None:
    """The one full day that a part of the question names itself."""
    days = {
        day
        for mention in dates(phrase, asked.language)
        if len(mention.readings) == 1 and (day := full_day(mention.moment)) is not None
    }
    return days.pop() if len(days) == 1 else None


def dated_fact(
    asked: Asked, phrase: str, sentences: Sequence[Sentence], library: LibraryView
) -> DatedFact | None:
    """The day of what a part of the question names; None where none or more than one is told."""
    label = phrase.strip(" ,.?¿")
    words = words_of(asked, phrase)
    day = day_named(asked, phrase)
    if day is not None and not words:
        return DatedFact(day, label)
    if not words or any(token.folded in asked.wording.negations for token in tokens_of(phrase)):
        return None
    holding = [
        sentence
        for sentence in sentences
        if sentence.days and all_in(words, sentence.tokens) and fits(phrase, sentence)
    ]
    if holding:
        return _agreed(label, holding)
    return _of_file(asked, phrase, words, label, library)


def _agreed(label: str, holding: Sequence[Sentence]) -> DatedFact | None:
    ranges = {(days[0], days[-1]) for sentence in holding if (days := _one_range(sentence))}
    if len(ranges) != 1 or not all(_one_range(sentence) for sentence in holding):
        return None
    first, last = ranges.pop()
    grounds = tuple(sentence.grounds for sentence in holding[:2])
    return DatedFact(first, label, grounds, last if last != first else None)


def _one_range(sentence: Sentence) -> list[date]:
    """The one day of a sentence, or the two ends of the one range in it; [] for anything else."""
    days = list(dict.fromkeys(sentence.days))
    if len(days) == 1:
        return days
    if len(days) == 2 and len(sentence.mentions) >= 2:
        first, last = [mention for mention in sentence.mentions if _day(mention)][:2]
        if _joined(sentence.text[first.end : last.start]):
            return days
    return []


def fits(phrase: str, sentence: Sentence) -> bool:
    """Whether the years and days that the phrase names stand in the sentence or its title too."""
    wanted = {token.text for token in tokens_of(phrase) if token.has_digit}
    item = sentence.found.item
    heads = " ".join(sentence.found.chunk.locator.get("heading_path", []))
    told = (*sentence.tokens, *title_tokens(sentence), *tokens_of(f"{item.path} {heads}"))
    return wanted <= {token.text for token in told}


def fits_passage(phrase: str, sentence: Sentence) -> bool:
    """The same, where the passage around the sentence counts too, and the sentence tells no other
    day than the phrase."""
    wanted = {token.text for token in tokens_of(phrase) if token.has_digit}
    told = (*title_tokens(sentence), *tokens_of(sentence.found.chunk.text))
    if not wanted <= {token.text for token in told}:
        return False
    asked = [mention for mention in dates(phrase) if mention.moment.day is not None]
    own = [mention for mention in sentence.mentions if mention.moment.day is not None]
    return not (asked and own) or any(agrees(one, other) for one in asked for other in own)


def title_tokens(sentence: Sentence) -> tuple[Token, ...]:
    """What the sentence's file is called, by its title, its name, or the first line above it."""
    chunk, item = sentence.found.chunk, sentence.found.item
    first = chunk.text.split("\n", 1)[0].strip() if chunk.ordinal == 0 else ""
    heading = first if len(first) <= _HEADING_CHARS and not first.endswith(".") else ""
    return tokens_of(f"{item.title or ''} {spoken_name(item.path)} {heading}")


def _of_file(
    asked: Asked, phrase: str, words: Sequence[Token], label: str, library: LibraryView
) -> DatedFact | None:
    """The own day of the one file whose name holds all the words: the minutes of a meeting."""
    wanted = {token.text for token in tokens_of(phrase) if token.has_digit}
    named: list[tuple[Filed, date]] = []
    for filed in library.files():
        tokens = name_tokens(filed)
        if not all_in(words, tokens):
            continue
        day = day_of(filed, library)
        if day is None:
            return None
        if wanted <= {token.text for token in tokens} | {str(day.year), str(day.day)}:
            named.append((filed, day))
    if not named or len({day for _, day in named}) != 1:
        return None
    filed, day = named[0]
    grounds = grounds_of(filed, library, _as_told(filed, day, library), name_of(filed))
    return None if grounds is None else DatedFact(day, label, (grounds,))


def _as_told(filed: Filed, day: date, library: LibraryView) -> str:
    """The words in which the file tells its day; "" where only its name does."""
    for passage in library.passages(filed.item)[:3]:
        for mention in dates(passage.text, passage.language):
            if _day(mention) == day:
                return passage.text[mention.start : mention.end]
    return ""


def _day(mention: DateMention) -> date | None:
    return full_day(mention.moment) if len(mention.readings) == 1 else None


def _with_years(text: str, mentions: Sequence[DateMention]) -> Iterator[DateMention]:
    """ "29 May to 1 June 2025": the first day is of the year of the last."""
    for at, mention in enumerate(mentions):
        following = mentions[at + 1] if at + 1 < len(mentions) else None
        moment = mention.moment
        if (
            following is not None
            and moment.year is None
            and moment.day is not None
            and following.moment.year is not None
            and _joined(text[mention.end : following.start])
        ):
            yield replace(mention, readings=(_in_year(moment, following.moment),))
        else:
            yield mention


def _in_year(moment: Moment, later: Moment) -> Moment:
    return replace(moment, year=later.year, month=moment.month or later.month)


def _joined(between: str) -> bool:
    words = between.lower().replace("the", "").replace("dem", "").split()
    return len(words) == 1 and words[0].strip(",") in _RANGE_JOINTS

"""A question put in the language of what it asks about, and the answer put back.

A small model reads in one language what it is asked in that language, and the test of support
compares words: so a German question about English files is searched and answered in English, each
sentence is checked against its source, and only then said in German. A translation that changes a
number, or leaves out a name, is not used: the sentence stays as it was checked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from app.core import thresholds
from app.core.question.phrases import language_name
from app.core.question.prompt import prompt_text
from app.core.question.retrieve import Found
from app.core.words import name_words, numbers, words
from models.decoder.interface import Decoder, Prompt, Step
from models.decoder.settings import GenerationSettings

_MOST_TOKENS = 160
_DEPTH = 20  # how far down passages are looked at for their language
_LONGEST_RATIO = 3.0  # of characters; what is so much longer is no translation


def translate(text: str, language: str, decoder: Decoder) -> str | None:
    """In the language of an ISO 639-1 code; None where the model's words can't be relied on."""
    if not text.strip():
        return None
    form = prompt_text("translate").format(language=language_name(language))
    settings = GenerationSettings(max_new_tokens=_MOST_TOKENS)
    steps = decoder.generate(Prompt(form, (), (), text), settings)
    written = "".join(step.text for step in steps if isinstance(step, Step))
    said = next((line.strip() for line in written.splitlines() if line.strip()), "").strip(
        '"“”„«» '
    )
    return said if says_the_same(text, said) else None


def says_the_same(text: str, said: str) -> bool:
    """Whether a translation has the numbers and names of what it translates, and about its length.

    A name keeps at least its beginning: Hohenrieds, Thornwicks."""
    if not said or not 1 / _LONGEST_RATIO <= len(said) / len(text) <= _LONGEST_RATIO:
        return False
    if _figures(text) != _figures(said):
        return False
    there = words(said)
    return all(any(word.startswith(name[:4]) for word in there) for name in _sure_names(text))


def main_language(languages: Mapping[str | None, int]) -> str | None:
    """The language that most of a library's passages are in, where one prevails; `languages` maps
    each to its number of passages."""
    known = {code: n for code, n in languages.items() if code}
    if not known:
        return None
    best = max(known, key=lambda code: known[code])
    return best if known[best] >= thresholds.MAIN_LANGUAGE * sum(known.values()) else None


def is_in(language: str, found: Sequence[Found]) -> bool:
    """Whether most of the first few passages whose language can be told are in that one."""
    first = _first_languages(found)
    return 2 * first.count(language) > len(first)


def is_among(language: str, found: Sequence[Found]) -> bool:
    """Whether one of the first few passages whose language can be told is in that one."""
    return language in _first_languages(found)


def _first_languages(found: Sequence[Found]) -> list[str]:
    known = [entry.chunk.language for entry in found[:_DEPTH] if entry.chunk.language]
    return known[: thresholds.LANGUAGE_OF_FIRST]


def by_turns(one: Sequence[Found], other: Sequence[Found]) -> list[Found]:
    """What two searches found, best first by turns, the first search's best at the head."""
    turns = (entry for pair in zip_longest(one, other) for entry in pair if entry is not None)
    return list({entry.chunk.chunk_id: entry for entry in turns}.values())


def _figures(text: str) -> set[str]:
    return {re.sub(r"\D", "", number).lstrip("0") for number in numbers(text)}


def _sure_names(text: str) -> list[str]:
    """Names that no language translates; what begins the sentence may be none."""
    found = name_words(text.partition(" ")[2])
    return [name for name in found if len(name) > 3 and not _MONTHS_AND_DAYS.match(name)]


_MONTHS_AND_DAYS = re.compile(
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
)

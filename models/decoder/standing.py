"""What stands in the sources and the question: the numbers, codes, dates and words that a grounded
answer may contain, each with the other ways to write the same. No torch here.

A number counts as a whole (3.50 stands there, 50 does not) and by its value (1,234.50 may be told
as 1.234,50; 14:30 as 2:30; 2024-02-02 as 2 February 2024). Nothing is computed from two numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.decoder.number_words import MONTHS, VALUES, VALUES_OF_TENS, WORDS_OF_VALUE, months_named

# Letters of scripts that have capitals, digits and the underscore: what words and codes are of
# (Latin, Greek, Cyrillic, Armenian); other letters stand by themselves.
_SCRIPTS = "0-9A-Z_a-zªµºÀ-ÖØ-öø-ɏͰ-ͽͿ-֏Ḁ-῿"
_UNIT = re.compile(f"[{_SCRIPTS}]+")
_SEPARATORS = ".,:/\\-–'’"
SEPARATORS = frozenset(_SEPARATORS.replace("\\", ""))
_COMPOUND = re.compile(
    f"[{_SCRIPTS}]*[0-9][{_SCRIPTS}]*(?:[{_SEPARATORS}][{_SCRIPTS}]*[0-9][{_SCRIPTS}]*)*"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"[A-Z][a-z]+")
_DECIMAL = re.compile(r"(\d+)(?:[.,](\d+))?")
_GROUPED = re.compile(r"(\d{1,3}(?:([.,'’])\d{3})(?:\2\d{3})*)(?:[.,](\d+))?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})")
_SPACED = re.compile(r"\b\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b")
_YEAR_FIRST = re.compile(r"\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_YEAR_LAST = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})\b")
_YEAR_AND_MONTH = re.compile(r"\b((?:19|20)\d{2})[-/](\d{2})\b(?![-/]\d)")
_NAMED_MONTH = re.compile(
    r"(?:\b(\d{1,2})(?:st|nd|rd|th|\.|er|º)?\s+(?:of\s+|de\s+)?)?\b([^\W\d_]{3,10})\b\.?"
    r"(?:\s+(\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?:de\s+|del\s+)?(\d{4})\b)?"
)
_HYPHENATED = re.compile(r"\b([^\W\d_]{4,10})[- ]([^\W\d_]{3,6})\b")
_UNITS_FIRST = re.compile(r"\b([^\W\d_]{3,6})und([^\W\d_]{6,8})\b")
_ENDINGS = ("s", "es", "n", "en", "e")
_ADDED = (*_ENDINGS, "er", "in")
_SHORTEST_STEM = 4  # letters that are left of a word without its ending


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything in lower case. `numbers` are whole numbers and codes, `words` whole words;
    `beginnings` of either set are what a longer one begins with. `capital_nouns`: the question's
    language writes every noun with a capital."""

    numbers: frozenset[str]
    number_beginnings: frozenset[str]
    words: frozenset[str]
    word_beginnings: frozenset[str]
    n_sources: int
    capital_nouns: bool = field(default=False)


def is_word_character(character: str) -> bool:
    """Whether it can be part of a word that may be a name, or of a number."""
    return _UNIT.fullmatch(character) is not None


def plain(text: str) -> str:
    """Composed characters, digits of every script as ASCII."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() and not each.isascii() else each
        for each in text
    )


def standing(sources: Sequence[str], questions: Sequence[str]) -> Standing:
    """What may be said after these texts; the last question is the one that is asked."""
    numbers: set[str] = set()
    words: set[str] = set()
    for text in (*sources, *questions):
        text = plain(text)
        numbers.update(_numbers(text))
        words.update(_words(text))
        for date in _dates(text):
            numbers.update(_of_date(*date))
            words.update(months_named(date[1]))
    for word in list(words):
        if (value := VALUES.get(word)) is not None:
            numbers.add(str(value))
    for value, spelt in WORDS_OF_VALUE.items():
        if str(value) in numbers:
            words.update(spelt)
    return Standing(
        frozenset(numbers),
        frozenset(_beginnings(numbers)),
        frozenset(words),
        frozenset(_beginnings(words)),
        len(sources),
        bool(questions) and _is_german(questions[-1]),
    )


def _beginnings(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for end in range(1, len(text) + 1):
            yield text[:end]


def _words(text: str) -> Iterator[str]:
    """Every word, folded, with and without accents and the usual endings."""
    for found in _LETTERS.findall(text):
        yield from _inflected(found.lower())
        if not found.isupper():
            for part in _CAMEL.findall(found):
                yield part.lower()


def _inflected(word: str) -> Iterator[str]:
    without_accents = "".join(
        each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each)
    )
    for spelling in {word, without_accents}:
        yield spelling
        for ending in _ADDED:
            yield spelling + ending
        for ending in _ENDINGS:
            stem = spelling.removesuffix(ending)
            if len(stem) >= _SHORTEST_STEM:
                yield stem


def _numbers(text: str) -> Iterator[str]:
    for found in _COMPOUND.findall(text):
        yield from _of_compound(found.lower())
    for found in _SPACED.findall(text):
        yield from _of_whole(re.sub(r"\D", "", found), None)
    for tens, ones in _HYPHENATED.findall(text.lower()):
        if (high := VALUES_OF_TENS.get(tens)) and 0 < VALUES.get(ones, 0) < 10:
            yield str(high + VALUES[ones])
    for ones, tens in _UNITS_FIRST.findall(text.lower()):
        low = 1 if ones == "ein" else VALUES.get(ones, 0)
        if (high := VALUES_OF_TENS.get(tens)) and 0 < low < 10:
            yield str(high + low)


def _of_compound(compound: str) -> Iterator[str]:
    """The whole, its parts between hyphens, slashes and the like, and each part's other forms."""
    yield compound
    pieces = re.split(r"([-–/])", compound)
    for first in range(0, len(pieces), 2):
        for last in range(first, len(pieces), 2):
            yield "".join(pieces[first : last + 1])
    for piece in pieces[::2]:
        yield from _of_part(piece)


def _of_part(part: str) -> Iterator[str]:
    if match := re.match(r"[\d.,:'’]*\d(?=[^\W\d_])", part):  # 900kg, 3rd
        yield match.group()
        yield from _of_part(match.group())
        return
    if match := _GROUPED.fullmatch(part):
        yield from _of_whole(re.sub(r"\D", "", match.group(1)), match.group(3))
    if match := _DECIMAL.fullmatch(part):
        yield from _of_whole(match.group(1), match.group(2))
    if match := _TIME.fullmatch(part):
        yield from _of_time(int(match.group(1)), match.group(2))
    if len(parts := part.split(".")) > 2:  # 3.2.2024, 1.4.12
        for first in range(len(parts)):
            for last in range(first, len(parts)):
                yield ".".join(parts[first : last + 1])
        for each in parts:
            yield each.lstrip("0") or "0"


def _of_whole(whole: str, decimals: str | None) -> Iterator[str]:
    """A number's other forms: grouped or not, comma or point, with and without zeros."""
    whole = whole.lstrip("0") or "0"
    forms = {whole}
    for mark in ",.'’":
        forms.add(f"{int(whole):,}".replace(",", mark))
    endings = {""} if not decimals or not decimals.strip("0") else set()
    if decimals is None:
        endings |= {".00", ",00"}
    elif decimals:
        short = decimals.rstrip("0")
        for digits in {decimals, short, short.ljust(2, "0")} - {""}:
            endings |= {"." + digits, "," + digits}
    for form in forms:
        for ending in endings:
            if not ending or ending[0] not in form:
                yield form + ending


def _of_time(hour: int, minutes: str) -> Iterator[str]:
    if hour > 24 or int(minutes) > 59:
        return
    for told in {hour, hour % 12 or 12, (hour + 12) % 24}:
        for form in {str(told), f"{told:02}"}:
            yield from (f"{form}:{minutes}", f"{form}.{minutes}", f"{form}h{minutes}")
            if minutes == "00":
                yield from (form, f"{form}h", f"{form}am", f"{form}pm")


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day of each date, 0 where it does not say; both ways where 3/4/2024 may be
    read in two."""
    found: list[tuple[int, int, int]] = []
    for year, month, day in _YEAR_FIRST.findall(text):
        found.append((int(year), int(month), int(day)))
    for first, second, year in _YEAR_LAST.findall(text):
        full = int(year) if len(year) == 4 else 2000 + int(year)
        found += [(full, int(second), int(first)), (full, int(first), int(second))]
    for before, word, after, year in _NAMED_MONTH.findall(text):
        if (number := MONTHS.get(word.lower())) and (before or after or year):
            found.append((int(year or 0), number, int(before or after or 0)))
    for year, month in _YEAR_AND_MONTH.findall(text):
        found.append((int(year), int(month), 0))
    return (date for date in found if 1 <= date[1] <= 12 and date[2] <= 31)


def _of_date(year: int, month: int, day: int) -> Iterator[str]:
    """Day, month and year in numerals, in the orders people write them; month 1 to 12. A month or
    day that is not known is 0."""
    months = (str(month), f"{month:02}")
    if year:
        yield str(year)
        for m in months:
            yield from (f"{year}-{m}", f"{m}/{year}", f"{m}.{year}")
    if not day:
        return
    for d, m in zip((str(day), f"{day:02}"), months, strict=True):
        yield from (d, f"{d}.{m}", f"{d}/{m}", f"{m}/{d}")
        if year:
            short = f"{year % 100:02}"
            for y in (str(year), short):
                yield from (f"{d}.{m}.{y}", f"{d}/{m}/{y}", f"{m}/{d}/{y}", f"{d}-{m}-{y}")
            yield from (f"{year}-{m}-{d}", f"{year}/{m}/{d}")


_GERMAN = frozenset(
    """der die das und ist nicht wie wann wer wo welche welcher welches hat wird für den dem ein
    eine gibt was sind war auf mit von zu im wieviel viele viel kostet steht wurde""".split()  # noqa: SIM905
)


def _is_german(question: str) -> bool:
    words = [word.lower() for word in _LETTERS.findall(question)]
    return sum(word in _GERMAN for word in words) >= max(2, len(words) / 4)

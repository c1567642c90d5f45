"""The hard conditions of support: what a source must hold, exactly, to bear out a claim.

Numbers, dates and codes are compared by value and as wholes, each near what it is said of; names
must stand in the source or its title; what is denied in one must be denied in the other. Words may
differ as far as `claims` allows. Pure, and the same for every language that `words` knows."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.core import thresholds
from app.core.codes import Code, codes
from app.core.dates import DateMention, Moment, bears_out, dates
from app.core.quantities import Quantity, quantities, same
from app.core.question.polarity import clauses_of, is_denied
from app.core.sentences import sentences_of
from app.core.words import content_words, initials, name_words, stem, words
from storage import languages

_LEAST_OWN_WORDS = 2
_YEARS = (Decimal(1000), Decimal(2100))
_FULL_STOP = re.compile(r"[.!?。！？;؟]\W*$")  # what ends so is a sentence, however short
# One capital by itself: not the pronoun, an initial, or the article that begins a sentence.
_LETTER = re.compile(r"(?<![\w.’'&+-])(?!I\b)[A-Z](?![\w.’'&+#-])")
_ARTICLE = re.compile(r"(?:^|[.!?…:]\s+|[\n“\"(])A(?=\s[a-z])")
# A caption's guesses about what a picture shows: they tell of nothing else.
_GUESSED = re.compile(r"It seems to show:[^\n]*?(?:\.(?=\s|$)|$)")
_OF_A_PICTURE = re.compile(
    r"\b(?:show|shows|showing|picture|pictured|photo|photograph|image|see|seen|depict\w*|visible|"
    r"zeigt|Bild|Foto|sieht|montre|image|muestra|foto|imagen|изображ\w+|фото|εικόνα)\b",
    re.IGNORECASE,
)
# A cell of a row as the readers write it, with its column's name, that holds a bare no.
_CELL_OF_NO = re.compile(
    r"(?P<column>[^\W\d_][\w -]*): (?:no|nein|non|nee|não|нет|όχι|false)(?=\s*(?:[;\n]|$))",
    re.IGNORECASE,
)
# What stands between the two ends of a span of time, in prose and in a row.
_TO = re.compile(
    r"[\s;,]*(?:\b(?:to|until|till|through|bis|zum|au|jusqu['’]au|hasta|al)\b:?|[-–—])\s*"
    r"(?:(?:the|zum|el|le)\s+)?",
    re.IGNORECASE,
)
_NAMED_CELLS = re.compile(r"[^:;\n]{1,60}: [^;\n]*(?:; [^:;\n]{1,60}: [^;\n]*)+")
# The number of a point or a clause at its beginning counts nothing.
_ENUMERATOR = re.compile(r"(?:^|(?<=\n)|(?<=[.!?] ))\(?\d{1,2}[.)]\s+(?=[^\W\d_])")
_POINT = "• "  # in the place of that number
_DENYING = {"de": "nicht", "fr": "pas", "es": "no", "it": "non", "nl": "niet", "pt": "não",
            "ru": "не", "el": "δεν"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text states exactly. `rest` is the text with all of it blanked out."""

    text: str
    language: str
    moments: tuple[DateMention, ...]
    amounts: tuple[Quantity, ...]
    keys: tuple[Code, ...]
    names: tuple[str, ...]
    letters: frozenset[str]  # designations of one letter: flat A, plan B
    rest: str


@lru_cache(maxsize=2048)
def facts_of(text: str, language: str) -> Facts:
    moments = dates(text, language)
    amounts = quantities(text, language, moments)
    keys = codes(text, moments)
    rest = list(text)
    spans = [(found.start, found.end) for found in moments]
    spans += [(found.start, found.unit_end) for found in amounts]
    spans += [(found.start, found.end) for found in keys]
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    blanked = "".join(rest)
    named = tuple(name_words(blanked, language))
    letters = frozenset(_LETTER.findall(_ARTICLE.sub(" ", blanked)))
    return Facts(text, language, moments, amounts, keys, named, letters, blanked)


@dataclass(frozen=True, slots=True)
class Window:
    """What is looked at in one go. `beside` is the window with the sentence before it and the one
    after it."""

    text: str
    beside: str


def told_in(window: str, language: str) -> Facts:
    """What a window states, the numbers of its points left out."""
    return facts_of(_ENUMERATOR.sub(_POINT, window), language)


def windows(text: str, about: str = "") -> Iterator[Window]:
    """Two sentences in a row, or one row of a table (never two: neighbouring rows speak of
    different things). Guesses of a caption count only for a claim (`about`) on what a picture
    shows."""
    if not _OF_A_PICTURE.search(about):
        text = _GUESSED.sub(" ", text)
    prose: list[str] = []
    head: str | None = None
    for start, end in [*sentences_of(text), (0, 0)]:
        piece = text[start:end]
        if piece and not is_row(piece):
            prose.append(piece)
            head = None
            continue
        for at in range(max(1, len(prose) - 1) if prose else 0):
            yield Window("\n".join(prose[at : at + 2]), "\n".join(prose[max(0, at - 1) : at + 3]))
        prose = []
        if _NAMED_CELLS.fullmatch(piece):
            yield Window(piece, piece)
        elif piece:
            row = f"{head}\n{piece}" if head else piece
            yield Window(row, row)
            if head is None:  # the names of the columns, where the first row holds them
                head = "" if any(character.isdigit() for character in piece) else piece


def is_row(piece: str) -> bool:
    """Whether a line is a row of a table, as `storage.readers` write them: cells parted by bars or
    tabs, or each with its column's name ("Name: Ada; Voice: alto")."""
    return "|" in piece or "\t" in piece or _NAMED_CELLS.fullmatch(piece) is not None


def spoken_in(claim: str, source: str) -> str:
    """The language of both, English where it can't be told."""
    return languages.guess(f"{claim} {source}") or "en"


def held(
    claim: Facts,
    window: Facts,
    context: Facts,
    passage: Facts | None = None,
    *,
    heard: bool,
    taken: Set[str] = frozenset(),
) -> bool:
    """Whether the window (or, for names and dates, its title and place) has all that the claim
    states exactly, and denies what the claim denies. Where it has one of the claim's names, the
    others may stand elsewhere in its `passage`, where one is given. `taken` are content words that
    the claim has from its question."""
    names_held = _has_names(claim, window, context, heard=heard) or (
        passage is not None
        and _has_a_name(claim, window, heard=heard)
        and _has_names(claim, passage, context, heard=heard)
    )
    return (
        names_held
        and _has_exact(claim, window, context)
        and is_near(claim, window)
        and agrees_in_denial(claim, window, taken)
    )


def stated_held(claim: Facts, window: Facts, context: Facts, *, heard: bool) -> bool:
    """The same without regard to what is denied and to which of two sentences says it."""
    return _has_names(claim, window, context, heard=heard) and _has_exact(claim, window, context)


def _has_exact(claim: Facts, window: Facts, context: Facts) -> bool:
    return (
        claim.letters <= window.letters | context.letters
        and all(_has_date(moment, window, context) for moment in claim.moments)
        and all(_has_amount(amount, claim, window, context) for amount in claim.amounts)
        and all(_has_key(key, window, context) for key in claim.keys)
    )


def question_held(question: Facts, window: Facts, passage: Facts, context: Facts) -> bool:
    """Whether the names, dates and numbers that a question names belong to what is answered:
    dates and numbers in the window or the title, names anywhere in the passage."""
    return (
        _has_names(question, passage, context, heard=True)
        and all(
            _has_date(moment, window, context) or _in_range(moment, window)
            for moment in question.moments
        )
        and all(
            _has_amount(amount, question, window, context)
            for amount in question.amounts
            if not is_how_many(amount, question.text)
        )
        and all(_has_key(key, passage, context) for key in question.keys)
    )


def is_how_many(amount: Quantity, text: str) -> bool:
    """ "Which of the two": how many things are asked of, in words, names none of them."""
    return amount.unit is None and text[amount.start : amount.unit_end].isalpha()


def _has_names(claim: Facts, window: Facts, context: Facts, *, heard: bool) -> bool:
    if not claim.names:
        return True
    text = f"{context.text} {window.text}"
    there = set(words(text))
    stems = {stem(word, claim.language) for word in there} | {stem(word) for word in there}
    for name in claim.names:
        if name in there or stem(name, claim.language) in stems or stem(name) in stems:
            continue
        if name in initials(text) or _inflected(name, there, claim.language):
            continue
        if heard and difflib.get_close_matches(name, there, n=1, cutoff=thresholds.SPELT_ALIKE):
            continue
        return False
    return True


def _has_a_name(claim: Facts, window: Facts, *, heard: bool) -> bool:
    return any(
        _has_names(
            dataclasses.replace(claim, names=(name,)), window, facts_of("", "en"), heard=heard
        )
        for name in claim.names
    )


def _inflected(name: str, there: set[str], language: str) -> bool:
    """A name with another ending (Hamburgs, Annas), or inside a compound."""
    if len(name) < 4:
        return False
    if any(word.startswith(name) and len(word) - len(name) <= 2 for word in there):
        return True
    shorter = name[:-1]
    return name[-1] in "sn" and shorter in there and language != "en"


def _has_date(wanted: DateMention, window: Facts, context: Facts) -> bool:
    told = [*window.moments, *context.moments]
    if any(bears_out(moment, wanted) for moment in told):
        return True
    if is_weekday(wanted) and _in_week(wanted, window):
        return True
    if wanted.is_time:
        hours = {Decimal(wanted.moment.hour or 0), Decimal((wanted.moment.hour or 0) % 12)}
        whole = not wanted.moment.minute
        return whole and any(
            amount.unit is None and set(amount.readings) & hours for amount in window.amounts
        )
    if wanted.moment.month is None and wanted.moment.year is not None:
        year = Decimal(wanted.moment.year)
        return any(amount.readings == (year,) for amount in (*window.amounts, *context.amounts))
    return _with_the_year_of(context, wanted, window)


def is_weekday(mention: DateMention) -> bool:
    return mention.moment == Moment(weekday=mention.moment.weekday)


def _in_week(wanted: DateMention, window: Facts) -> bool:
    """Whether a weekday lies between two of the window: Wednesday in "Mon - Fri 8:00"."""
    day = wanted.moment.weekday or 0
    for first, last in itertools.pairwise(window.moments):
        if first.bound == "from" and last.bound == "to" and is_weekday(first):
            begin, end = first.moment.weekday or 0, last.moment.weekday or 0
            if (day - begin) % 7 <= (end - begin) % 7:
                return True
    return False


def _in_range(wanted: DateMention, window: Facts) -> bool:
    """Whether a month lies between two dates of the window: August between "From 1 May" and "to 30
    September"."""
    month, year = wanted.moment.month, wanted.moment.year
    if month is None or wanted.moment.day is not None:
        return False
    for first, last in itertools.pairwise(window.moments):
        begin, end = first.moment, last.moment
        if not (begin.month and end.month and _TO.fullmatch(window.text[first.end : last.start])):
            continue
        years = {begin.year, end.year} - {None}
        if begin.month <= month <= end.month and (year is None or not years or years == {year}):
            return True
    return False


def _with_the_year_of(context: Facts, wanted: DateMention, window: Facts) -> bool:
    """ "on 14 March" in a mail of 2025 bears out 14 March 2025, and March 2025."""
    years = {moment.moment.year for moment in context.moments} - {None}
    years |= {int(amount.readings[0]) for amount in context.amounts if _is_year(amount)}
    if wanted.moment.year not in years or len(years) != 1:
        return False
    for moment in window.moments:
        here = moment.moment
        same_day = here.day == wanted.moment.day or wanted.moment.day is None
        if here.year is None and here.month == wanted.moment.month is not None and same_day:
            return True
    return False


def _is_year(amount: Quantity) -> bool:
    value = amount.readings[0]
    whole = value == value.to_integral_value()
    return (
        amount.unit is None
        and len(amount.readings) == 1
        and whole
        and (_YEARS[0] <= value <= _YEARS[1])
    )


def _has_amount(wanted: Quantity, claim: Facts, window: Facts, context: Facts) -> bool:
    if any(same(amount, wanted) for amount in (*window.amounts, *context.amounts)):
        return True
    if _is_year(wanted):
        told = (*window.moments, *context.moments)
        if any(Decimal(moment.moment.year or 0) == wanted.readings[0] for moment in told):
            return True
    if any(_is_hour(moment, wanted) for moment in window.moments):
        return True
    digits = claim.text[wanted.start : wanted.end]
    return digits.isdigit() and any(_in_key(digits, key) for key in (*window.keys, *context.keys))


def _is_hour(moment: DateMention, wanted: Quantity) -> bool:
    """ "at eight" of 20:00."""
    hour = moment.moment.hour
    if hour is None or moment.moment.minute or wanted.unit is not None:
        return False
    return wanted.readings[0] in (Decimal(hour), Decimal(hour % 12 or 12))


def _in_key(digits: str, key: Code) -> bool:
    """Whether the digits are a whole run of a key's digits: 93 of STS-93."""
    return len(digits) > 1 and digits in re.findall(r"\d+", key.normal)


def _has_key(wanted: Code, window: Facts, context: Facts) -> bool:
    if any(wanted.normal == key.normal for key in (*window.keys, *context.keys)):
        return True
    squeezed = re.sub(r"[^\w.]|_|\.(?!\d)", "", f"{window.text} {context.text}".upper())
    return re.search(rf"(?<!\d){re.escape(wanted.normal)}(?!\d)", squeezed) is not None


def is_near(claim: Facts, window: Facts) -> bool:
    """Whether each amount and date is said of what the claim says it of: its own sentence shares
    a third of the words of the claim's clause, or has hardly any words itself."""
    for clause in _own_clauses(claim):
        exact: list[DateMention | Quantity] = [*clause.moments, *clause.amounts]
        if not exact:
            continue
        wanted = content_words(clause.rest, claim.language)
        if len(set(wanted)) < _LEAST_OWN_WORDS:
            wanted = content_words(claim.rest, claim.language)
        if not wanted:
            continue
        for one in exact:
            holders = [piece for piece in _pieces(window) if _holds(piece, one)]
            if holders and not any(
                _shares(piece, wanted, claim.language, alone=not _is_label(piece, one))
                for piece in holders
            ):
                return False
    return True


def _is_label(piece: Facts, wanted: DateMention | Quantity) -> bool:
    """Whether a line is under that day ("Wed: Rhys off"): it speaks of nothing else."""
    return isinstance(wanted, DateMention) and any(
        bears_out(moment, wanted) and piece.text[moment.end :].startswith(": ")
        for moment in piece.moments[:1]
    )


def in_its_cell(claim: Facts, row: str) -> bool:
    """Whether each number of the claim stands in a cell that has one of its words, or whose column
    has: "Persons: 4" of "4 persons". What a row counts of other things is no count of rows."""
    wanted = content_words(claim.rest, claim.language)
    cells = [facts_of(cell, claim.language) for cell in re.split(r"[;|\t\n]", row)]
    named = [
        cell
        for cell in cells
        if (there := set(content_words(cell.rest, claim.language)))
        and any(is_there(word, there, claim.language) for word in wanted)
    ]
    return all(any(_holds(cell, amount) for cell in named) for amount in claim.amounts)


def _own_clauses(claim: Facts) -> list[Facts]:
    return [facts_of(clause, claim.language) for clause in clauses_of(claim.text)]


def _pieces(window: Facts) -> list[Facts]:
    """Its sentences; the heading of a point ("1. Summer fair.") goes with what follows it."""
    pieces: list[Facts] = []
    begin: int | None = None
    for start, end in sentences_of(window.text, window.language):
        piece = facts_of(window.text[start if begin is None else begin : end], window.language)
        pieces.append(piece)
        heads = (
            window.text.startswith(_POINT, start)
            and not (piece.moments or piece.amounts or piece.keys)
            and len(set(content_words(piece.rest, window.language))) < thresholds.SCRAP_WORDS
        )
        begin = (start if begin is None else begin) if heads else None
    return pieces


def _holds(piece: Facts, wanted: DateMention | Quantity) -> bool:
    if isinstance(wanted, DateMention):
        return any(bears_out(moment, wanted) for moment in piece.moments)
    return any(same(amount, wanted) for amount in piece.amounts)


def _shares(piece: Facts, wanted: Sequence[str], language: str, *, alone: bool) -> bool:
    """`alone`: a scrap without words of its own belongs to what stands beside it."""
    own = set(content_words(piece.rest, language))
    if alone and len(own) < thresholds.SCRAP_WORDS and not _FULL_STOP.search(piece.text):
        return True
    return sum(is_there(word, own, language) for word in wanted) >= thresholds.NEAR * len(wanted)


def is_there(word: str, there: set[str], language: str) -> bool:
    """Whether a stem is among others, or a part of a compound where the language makes them."""
    if word in there:
        return True
    if language not in languages.COMPOUNDING or len(word) < 5:
        return False
    for other in there:
        long, short = (other, word) if len(other) > len(word) else (word, other)
        if len(short) >= 5 and (long.endswith(short) or long.startswith(short)):
            return True
    return False


def agrees_in_denial(claim: Facts, window: Facts, taken: Set[str] = frozenset()) -> bool:
    """Whether what the claim asserts is not denied there, and what it denies is.

    A word, number or date of an asserting clause that stands in denying clauses of the source only
    is denied there; a denying clause needs a word of its own in a denying clause of the source,
    and its numbers and dates too. Words `taken` from the question don't tell where others are
    asserted: "Mrs Rennick keeps the key" is said by "The key is not under the mat; Mrs Rennick
    keeps it"."""
    language = claim.language
    said = _answered_no(window.text, language)
    told = [
        (facts, is_denied(facts.text, language))
        for start, end in sentences_of(said, language)
        for facts in _saying_something(said[start:end], language)
    ]
    denied: set[str] = set()
    asserted: set[str] = set()
    for facts, no in told:
        (denied if no else asserted).update(content_words(facts.rest, language))
    for clause in _saying_something(claim.text, language):
        no = is_denied(clause.text, language)
        own = set(content_words(clause.rest, language))
        exact: list[DateMention | Quantity] = [*clause.moments, *clause.amounts]
        for one in exact:
            holders = [said_no for facts, said_no in told if _holds(facts, one)]
            if holders and no not in holders:
                return False
        if no and not own & denied:
            return False
        if no and own & (asserted - denied) and not own & (denied - asserted):
            return False
        if not no and (own - taken if (own - taken) & asserted else own) & (denied - asserted):
            return False
    return True


def _answered_no(text: str, language: str) -> str:
    """A cell that says no ("Swimmer: no") as a denial of what its column is called."""
    return _CELL_OF_NO.sub(rf"{_DENYING.get(language, 'not')} \g<column>", text)


def _saying_something(sentence: str, language: str) -> list[Facts]:
    """The clauses of a sentence; a date or an address between commas goes with what follows."""
    found: list[Facts] = []
    waiting = ""
    for clause in clauses_of(sentence):
        facts = facts_of(f"{waiting} {clause}".strip(), language)
        if content_words(facts.rest, language):
            found.append(facts)
            waiting = ""
        else:
            waiting = facts.text
    if waiting and found:
        found[-1] = facts_of(f"{found[-1].text} {waiting}", language)
    elif waiting:
        found.append(facts_of(waiting, language))
    return found

"""Names and keys with digits in them: telephone numbers, accounts, part and order numbers.

They are told from numbers, which count something, and are compared without their separators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core import cldr
from app.core.dates import DateMention, dates
from app.core.unit_names import MAGNITUDES, is_unit
from storage.folding import SPACELESS
from storage.forms import ACCOUNT, PHONE

SPACE = "\u00a0\u202f\u2009"
NUMBER = re.compile(
    r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)(?:\.\d+)?|"
    rf"\d{{1,3}}(?:[{SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 234,56
    r"|\d{1,3}(?: \d{3})+(?!\d)(?:,\d+)?"
    r"|\d{1,3}(?:['’]\d{3})+(?!\d)(?:[.,]\d+)?"
    r"|\d+(?:[.,٫٬]\d+)*"
)
# A run that holds a digit, with what joins it to its neighbours in codes.
_LETTER = rf"(?:(?![{SPACELESS}])[^\W_])"
_RUN = re.compile(
    rf"{_LETTER}*\d{_LETTER}*(?:[-/.:+]{_LETTER}+)*"
    rf"|(?:(?!\d){_LETTER})+(?:[-/]{_LETTER}*\d{_LETTER}*)+"
)
# A number of a parcel, a card or an account in groups: KX 8841 2093 55.
_GROUPED = re.compile(r"(?<!\w)[A-Z]{1,4} ?(?:\d{2,6} ){2,}\d{2,6}(?!\w|[.,:/-]\d)")
_LEAST_GROUPED = 8  # digits
# What makes a name of a number: 37signals, 1password. With capitals it may be two columns of print
# that ran together.
_CALLED = re.compile(r"[a-z]{4,}")
ORDINAL_END = re.compile(r"(?:st|nd|rd|th|er|ère|re|e|ème|º|ª|°|ος|η|ο|-?й|-?я|-?е|-?го)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Code:
    """A name with digits in it (B12, STS-93, 2024-0917, an account): `normal` is upper case
    without separators."""

    start: int
    end: int
    normal: str


def codes(text: str, told: Sequence[DateMention] | None = None) -> tuple[Code, ...]:
    """Names and keys with digits in them, in order; `told` are the text's dates, where the caller
    has them."""
    found: list[Code] = []
    spans = [(moment.start, moment.end) for moment in (dates(text) if told is None else told)]
    for pattern in (ACCOUNT, PHONE):
        for match in pattern.finditer(text):
            if not overlaps(*match.span(), spans):
                found.append(_code(match))
                spans.append(match.span())
    for match in _GROUPED.finditer(text):
        groups = match.group().split()[-3:]
        n_digits = sum(char.isdigit() for char in match.group())
        are_years = all(len(group) == 4 and group[:2] in ("19", "20") for group in groups)
        if n_digits >= _LEAST_GROUPED and not are_years and not overlaps(*match.span(), spans):
            found.append(_code(match))
            spans.append(match.span())
    numbers = [match.span() for match in NUMBER.finditer(text) if not match.group().isdigit()]
    for match in _RUN.finditer(text):
        inside = any(start <= match.start() and match.end() <= end for start, end in numbers)
        if inside and (match.group().count(".") < 2 or not _is_code(match.group())):
            continue  # a part of a number with separators
        if not overlaps(*match.span(), spans) and _is_code(match.group()):
            found.append(_code(match))
    return tuple(sorted(found, key=lambda code: code.start))


def _code(match: re.Match[str]) -> Code:
    normal = re.sub(r"[^\w.]|_|\.(?!\d)", "", match.group().upper())
    return Code(*match.span(), normal)


def _is_code(run: str) -> bool:
    """Whether a run of letters, digits and joiners is a name rather than a number in its unit."""
    if run.isdigit():
        return (run[0] == "0" and len(run) > 1) or len(run) > 12
    parts = re.split(r"[-/.:+]", run)
    if all(part.isdigit() for part in parts):
        if "-" in run or "/" in run or ":" in run:
            return len(parts) > 2 or any(part[0] == "0" and len(part) > 1 for part in parts)
        long_groups = all(len(part) == 3 for part in parts[1:])
        return len(parts) > 2 and not long_groups and "." in run  # 1.2.3
    first = parts[0]
    digits = re.match(r"\d+", first)
    if digits is None:  # begins with a letter: B12, STS-93; but not "Kosten.5"
        return any(c.isdigit() for c in first) or "-" in run or "/" in run
    tail = first[digits.end() :]
    if not tail:  # 5-kg, 20-year-old, 3.5mm, 24/7
        rest = run[digits.end() + 1 :]
        return not re.fullmatch(r"(?:\d+)?[^\W\d_]*(?:[-/][^\W\d_]+)*", rest)
    return not (
        is_unit(tail)
        or ORDINAL_END.fullmatch(tail)
        or cldr.plain(tail) in MAGNITUDES
        or not tail.isascii()
        or (len(tail) > 3 and not _CALLED.fullmatch(tail))
    )


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in spans)

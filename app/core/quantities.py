"""Numbers in a text by value: with sign, unit and currency, however they are written.

"1234.56", "1,234.56" and "1.234,56" are one number; "2.125" may be two, and both readings are kept
unless the language or another number of the text decides. Number words count where they are more
than one ("one" is a pronoun more often). What stands in dates, times, telephone numbers, accounts
and codes is no number; codes are found by `codes`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from app.core import cldr
from app.core.codes import NUMBER, ORDINAL_END, SPACE, codes, overlaps
from app.core.dates import DateMention, dates
from app.core.number_words import WrittenNumber, number_words
from app.core.unit_names import CURRENCIES, SHARED_SIGNS, is_unit, power_of
from storage import languages


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[start:end]` is the number without its unit; `readings` one value, or two where its
    separator is undecided. `unit` is a kind of `cldr.Unit`, a currency (ISO 4217, or its sign
    where several share it), "%", or None; the readings are in that unit: "1.5 km" is 1500 of "m".
    `bound`: whether it is the lower or the upper end of a range."""

    start: int
    end: int
    readings: tuple[Decimal, ...]
    unit: str | None = None
    ordinal: bool = False
    written: bool = False  # in words
    bound: Literal["from", "to"] | None = None
    numbers: tuple[Decimal, ...] = ()  # the readings before they were brought to their unit
    unit_end: int = 0  # where number and unit together end


# Who writes 1.234,56 (the point groups) and who writes 1 234,56.
_POINT_GROUPS = frozenset(["de", "es", "it", "nl", "pt", "el", "da", "tr", "id", "ca", "ro"])
_SPACE_GROUPS = frozenset(["fr", "ru", "pl", "cs", "sv", "nb", "no", "fi", "uk", "hu", "bg", "sk"])
_POINT_DECIMAL = frozenset(["en", "zh", "ja", "ko", "he", "th", "hi", "ar"])

_FRACTIONS = {
    "½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667", "⅛": "0.125", "⅜": "0.375",
    "⅝": "0.625", "⅞": "0.875", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6", "⅘": "0.8",
}  # fmt: skip
_FRACTION = re.compile(rf"(?P<whole>\d+)?\s?(?P<sign>[{''.join(_FRACTIONS)}])")
_SLASHED = re.compile(
    r"(?<![\w/.,-])(?:(?P<whole>\d+) )?(?P<a>[1-9])/(?P<b>[2-9]|1[0-6])(?![\w/]|[.,]\d)"
)
_MAGNITUDE = re.compile(r"\s?(?P<name>[万萬億亿千百만억]|[^\W\d_]+)\.?")
_BEFORE = re.compile(
    r"(?P<currency>US\$|[€£$¥₽₩₹]|\b(?:EUR|USD|GBP|CHF|Fr\.|JPY|CNY|RMB|SEK|NOK|DKK|PLN|CAD|AUD|INR))\s?$"
)
_PERCENT_BEFORE = re.compile(r"百分之\s?$")
_MINUS = re.compile(
    r"(?:(?<![\w)\]])[-−–]|\b(?:minus|moins|menos|meno|минус|μείον|πλην)\s+|[负負]|マイナス|سالب\s)$",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s?(?:[-–—~〜～]|至|到|から|\b(?:to|bis|à|a|hasta|до|έως|tot|إلى)\b)\s?", re.IGNORECASE
)
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre|между|μεταξύ|tussen|بين)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|e|и|και|en|و)\s*", re.IGNORECASE)
_TWO_WORDS = re.compile(
    r"[\s\u00a0\u202f-]?(per cent|pour cent|por ciento|per cento|por cento|τοις εκατό|في المئة"
    r"|square met(?:re|er)s?|light[- ]years?)"
)
_UNIT_WORDS = re.compile(r"[\s\u00a0\u202f-]?(?P<unit>[°%‰％]?[^\W\d_]*(?:/[^\W\d_]+|[²³23])?)")


def quantities(
    text: str, language: str | None = None, told: Sequence[DateMention] | None = None
) -> tuple[Quantity, ...]:
    """All numbers of the text that count something or put it in order, in order of place.

    `language` (ISO 639-1) decides what a point or a comma means and which number words there are;
    `told` are the text's dates, where the caller has them."""
    language = language or languages.guess(text)
    moments = dates(text, language) if told is None else told
    taken = [(moment.start, moment.end) for moment in moments]
    taken += [(code.start, code.end) for code in codes(text, moments)]
    found = [*_in_digits(text, taken, language)]
    digits = [(quantity.start, quantity.end) for quantity in found]
    for number in number_words(text, language):
        if not overlaps(number.start, number.end, taken + digits):
            found.append(_of_words(text, number))
    return tuple(_with_ranges(text, sorted(found, key=lambda quantity: quantity.start)))


def same(one: Quantity, other: Quantity) -> bool:
    """Whether the two are the same amount: by value, in the same unit if both have one.

    A number that is undecided agrees with one that is undecided in the same way only."""
    if one.bound != other.bound or not _same_unit(one.unit, other.unit):
        return False
    if one.unit is None or other.unit is None:  # "1200" in a column of kilograms
        return one.numbers == other.numbers
    return one.readings == other.readings


def _same_unit(one: str | None, other: str | None) -> bool:
    if one == other or one is None or other is None:
        return True
    return other in SHARED_SIGNS.get(one, ()) or one in SHARED_SIGNS.get(other, ())


def _in_digits(
    text: str, taken: Sequence[tuple[int, int]], language: str | None
) -> Iterator[Quantity]:
    spans = list(taken)
    for match in _FRACTION.finditer(text):
        value = Decimal(match["whole"] or 0) + Decimal(_FRACTIONS[match["sign"]])
        spans.append(match.span())
        yield _quantity(text, *match.span(), (value,))
    for match in _SLASHED.finditer(text):
        if not overlaps(*match.span(), spans) and int(match["a"]) < int(match["b"]):
            whole = Decimal(match["whole"] or 0)
            value = round(whole + Decimal(match["a"]) / Decimal(match["b"]), 3)
            spans.append(match.span())
            yield _quantity(text, *match.span(), (_shortest(value),))
    found = []
    for match in NUMBER.finditer(text):
        start, end = match.span()
        if " " in match.group() and not _groups_by_space(text, match, language):
            pieces = [
                (start + m.start(), start + m.end()) for m in re.finditer(r"[\d.,]+", match.group())
            ]
        else:
            pieces = [(start, end)]
        found += [span for span in pieces if not overlaps(*span, spans)]
    point = _decimal_sign([text[start:end] for start, end in found], language)
    for start, end in found:
        yield _quantity(text, start, end, _values(text[start:end], point))


def _groups_by_space(text: str, match: re.Match[str], language: str | None) -> bool:
    """Whether "12 500" is one number: a habit of some languages, else where a unit follows."""
    if language in _SPACE_GROUPS:
        return True
    after = _UNIT_WORDS.match(text, match.end())
    before = _BEFORE.search(text, max(0, match.start() - 5), match.start())
    return before is not None or (after is not None and is_unit(after["unit"]))


def _decimal_sign(numbers: Sequence[str], language: str | None) -> str | None:
    """What parts off decimals in this text: told by a number that can be read in one way only,
    else by the language."""
    signs = {sign for number in numbers if (sign := _own_decimal_sign(number))}
    if len(signs) == 1:
        return signs.pop()
    if language in _POINT_GROUPS or language in _SPACE_GROUPS:
        return ","
    return "." if language in _POINT_DECIMAL else None


def _own_decimal_sign(number: str) -> str | None:
    separators = [character for character in number if character in ".,"]
    if not separators:
        return None
    last = separators[-1]
    if len(set(separators)) == 2:
        return last
    if len(separators) > 1:
        return "," if last == "." else "."  # 1.234.567
    whole, _, tail = number.rpartition(last)
    if len(tail) != 3 or len(whole) > 3 or whole.startswith("0"):
        return last
    return None


def _values(number: str, point: str | None) -> tuple[Decimal, ...]:
    """The value of digits with separators; two where nothing decides."""
    plain = re.sub(rf"[\s'’٬{SPACE}]", "", number).replace("٫", ".")
    sign = _own_decimal_sign(plain)
    separators = [character for character in plain if character in ".,"]
    if not separators:
        return (_decimal(plain),)
    if sign is None and point is None:
        whole = plain.replace(separators[0], "")
        return (_decimal(plain.replace(separators[0], ".")), _decimal(whole))
    if sign is None:
        sign = point
    other = "," if sign == "." else "."
    plain = plain.replace(other, "")
    if sign is not None and plain.count(sign) > 1:
        return (_decimal(plain.replace(sign, "")),)
    return (_decimal(plain.replace(sign or ".", ".")),)


def _decimal(digits: str) -> Decimal:
    return _shortest(Decimal(digits))


def _shortest(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 310 for 310.00."""
    return Decimal(f"{value.normalize():f}")


def _quantity(text: str, start: int, end: int, values: tuple[Decimal, ...]) -> Quantity:
    """The number with what stands around it: sign, magnitude, unit, currency, ordinal ending."""
    before = text[max(0, start - 12) : start]
    unit, stop = None, end
    if currency := _BEFORE.search(before):
        name = currency["currency"]
        unit = "CHF" if name == "Fr." else CURRENCIES[name.lower()]
        before = before[: currency.start()]
    elif _PERCENT_BEFORE.search(before):
        unit = "%"
    if minus := _MINUS.search(before):
        values = tuple(-value for value in values)
        start -= len(text[max(0, start - 12) : start]) - minus.start()
    ordinal = ORDINAL_END.match(text, end) is not None
    if not ordinal:
        while (magnitude := _MAGNITUDE.match(text, stop)) and (
            power := power_of(magnitude["name"], joined=magnitude.start("name") == stop)
        ):
            values = tuple(_shortest(value.scaleb(power)) for value in values)
            stop = magnitude.end("name") if "." not in magnitude.group() else magnitude.end()
            if not text[stop : stop + 1].strip():
                break
    numbers, unit_end = values, stop
    if not ordinal:
        after, in_unit, unit_end = _unit_after(text, stop, values)
        if unit is None:
            unit, values = after, in_unit
        elif after != unit:
            unit_end = stop
    return Quantity(start, stop, values, unit, ordinal, numbers=numbers, unit_end=unit_end)


def _unit_after(
    text: str, end: int, values: tuple[Decimal, ...]
) -> tuple[str | None, tuple[Decimal, ...], int]:
    """The unit that follows a number at `end`, the values in it, and where it ends."""
    stretch = text[end : end + 32]
    sign = re.match(r"\s?(US\$|[€£$¥₽₩₹])", stretch)
    if sign:
        return CURRENCIES[sign.group(1).lower()], values, end + sign.end()
    two = _TWO_WORDS.match(stretch)
    match = _UNIT_WORDS.match(stretch)
    name = two.group(1) if two else (match["unit"] if match else "")
    if not name:
        return None, values, end
    spaced = not stretch.startswith(name)
    begins = end + stretch.index(name)
    for spelling in _spellings(name):
        plain = cldr.plain(spelling)
        if plain in CURRENCIES:
            return CURRENCIES[plain], values, begins + len(spelling)
        known = cldr.cased_units().get(spelling) or cldr.units().get(plain)
        if known and not (spaced and spelling == "in"):
            scaled = tuple(_shortest(value * known.factor) for value in values)
            return known.kind, scaled, begins + len(spelling)
    return None, values, end


def _spellings(name: str) -> Iterator[str]:
    """The word as it is; of scripts without spaces also its beginnings, the longest first."""
    yield name
    if "\u2e80" <= name[0] <= "\uffef":
        for length in range(min(len(name), 6) - 1, 0, -1):
            yield name[:length]


def _of_words(text: str, number: WrittenNumber) -> Quantity:
    unit: str | None = None
    values: tuple[Decimal, ...] = (_shortest(number.value),)
    numbers, unit_end = values, number.end
    if not number.ordinal:
        unit, values, unit_end = _unit_after(text, number.end, values)
    minus = _MINUS.search(text[max(0, number.start - 12) : number.start])
    if minus:
        values = tuple(-value for value in values)
        numbers = tuple(-value for value in numbers)
    return Quantity(
        number.start,
        number.end,
        values,
        unit,
        number.ordinal,
        written=True,
        numbers=numbers,
        unit_end=unit_end,
    )


def _with_ranges(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Two numbers joined by "to" or a dash are the ends of a range; the unit is said once."""
    n = 0
    while n < len(found):
        one = found[n]
        other = found[n + 1] if n + 1 < len(found) else None
        if other is None or not _is_range(text, one, other):
            yield one
            n += 1
            continue
        if one.unit is None and other.unit is not None:
            unit, readings, _ = _unit_after(text, other.end, one.readings)
            one = replace(one, unit=unit or other.unit, readings=readings)
        yield replace(one, bound="from")
        if text[other.start] in "-–−" and not text[one.end : other.start].strip():
            # A dash right behind the beginning is no minus.
            other = replace(
                other,
                readings=tuple(map(abs, other.readings)),
                numbers=tuple(map(abs, other.numbers)),
            )
        yield replace(other, unit=other.unit or one.unit, bound="to")
        n += 2


def _is_range(text: str, one: Quantity, other: Quantity) -> bool:
    gap = text[one.end : other.start]
    if not gap.strip() and text[other.start] in "-–−":  # 5 -7
        gap = "-"
    if len(gap) > 20:
        return False
    gap = re.sub(r"^\s?(?:°C|°|%|€|kg|km|m|cm|mm|g|l|h|Uhr)(?=\W)", "", gap)
    if _JOINT.fullmatch(gap):
        low, high = one.readings, other.readings
        return max(low) < max(high if gap != "-" else map(abs, high))
    return bool(_AND.fullmatch(gap) and _BETWEEN.search(text[max(0, one.start - 20) : one.start]))

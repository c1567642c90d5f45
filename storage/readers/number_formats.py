"""A number as its cell shows it: per cent, leading zeros, decimals, currency, dates.

Number format codes of spreadsheets (ECMA-376 part 1, 18.8.30 and 18.8.31), without a locale: the
decimal mark is a point, thousands are divided by commas, and dates are written in ISO 8601."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy-mm-dd",
    15: "yyyy-mm-dd",
    16: "yyyy-mm-dd",
    17: "yyyy-mm",
    18: "hh:mm",
    19: "hh:mm:ss",
    20: "hh:mm",
    21: "hh:mm:ss",
    22: "yyyy-mm-dd hh:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    48: "0.0E+0",
    49: "@",
    **dict.fromkeys((*range(27, 32), *range(34, 37), *range(50, 59)), "yyyy-mm-dd"),
    32: "hh:mm",
    33: "hh:mm:ss",
}
_MAX_CODE_CHARS = 255
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]|_.|\*.|(?P<exponent>[Ee][+-]0+)|(?P<mark>.)",
    re.S | re.I,
)
_NEGATIVE = (("literal", "("), ("literal", ")"), ("literal", "-"))
_AM_PM = re.compile(r"AM/PM|A/P", re.I)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a code. `tokens` are (what, text): `digit` with its mark,
    `point`, `percent`, `exponent`, `date` with its letter, `elapsed`, `literal`, `text`."""

    tokens: tuple[tuple[str, str], ...]
    n_scaled: int  # thousands that are left off
    is_grouped: bool

    @property
    def is_date(self) -> bool:
        return any(what in {"date", "elapsed"} for what, _ in self.tokens)


def displayed(value: float, code: str | None, *, from_1904: bool = False) -> str:
    """The number in the form of `code` (None or General: as it is)."""
    if not code or code.lower() == "general" or len(code) > _MAX_CODE_CHARS:
        return plain(value)
    section, is_negative_part = _section_for(value, code)
    if section is None:
        return plain(value)
    if section.is_date:
        return _moment(value, section, from_1904=from_1904)
    whats = {what for what, _ in section.tokens}
    if "digit" not in whats:
        literal = "".join(text for what, text in section.tokens if what == "literal").strip()
        return literal if literal and "text" not in whats else plain(value)
    try:
        return _figures(value, section, is_negative_part=is_negative_part)
    except (InvalidOperation, ValueError, OverflowError):
        return plain(value)


def is_date_code(code: str | None) -> bool:
    """Whether the code shows a date or a time."""
    section = _section_for(1.0, code)[0] if code and len(code) <= _MAX_CODE_CHARS else None
    return section is not None and section.is_date


def plain(value: float) -> str:
    """The number without a format: no more digits than it has."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def _section_for(value: float, code: str) -> tuple[_Section | None, bool]:
    """The part of the code that is for this value, and whether it is the one for negatives."""
    parts = _parts(code)
    conditions = [_CONDITION.search(part) for part in parts]
    for part, condition in zip(parts, conditions, strict=True):
        if condition and _holds(value, condition[1], float(condition[2])):
            return _parsed(part), value < 0
    if any(conditions):
        rest = [part for part, found in zip(parts, conditions, strict=True) if not found]
        return (_parsed(rest[0]) if rest else None), False
    if value < 0 and len(parts) > 1:
        return _parsed(parts[1]), True
    if value == 0 and len(parts) > 2:
        return _parsed(parts[2]), False
    return _parsed(parts[0]), False


def _holds(value: float, comparison: str, limit: float) -> bool:
    return {
        "<": value < limit,
        ">": value > limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "=": value == limit,
        "<>": value != limit,
    }[comparison]


@lru_cache(512)
def _parts(code: str) -> tuple[str, ...]:
    parts, start, at = [], 0, 0
    while at < len(code):
        if code[at] == '"':
            at = code.find('"', at + 1)
            if at < 0:
                break
        elif code[at] == "\\":
            at += 1
        elif code[at] == ";":
            parts.append(code[start:at])
            start = at + 1
        at += 1
    parts.append(code[start:])
    return tuple(parts[:4])


@lru_cache(512)
def _parsed(part: str) -> _Section:
    tokens: list[tuple[str, str]] = []
    has_digit, n_commas, is_grouped = False, 0, False
    is_date = False
    part = _AM_PM.sub("", part)
    for token in _TOKEN.finditer(part):
        mark = token["mark"]
        literal = token["quoted"] or token["escaped"] or token["currency"]
        if literal:
            tokens.append(("literal", literal))
        elif token["elapsed"]:
            tokens.append(("elapsed", token["elapsed"][0].lower()))
            is_date = True
        elif token["exponent"]:
            tokens.append(("exponent", token["exponent"]))
        elif mark is None:
            continue
        elif mark in "0#?":
            is_grouped |= n_commas > 0 and has_digit
            n_commas = 0
            has_digit = True
            tokens.append(("digit", mark))
        elif mark == "." and not is_date:
            tokens.append(("point", "."))
        elif mark == "," and not is_date:
            n_commas += has_digit
        elif mark == "%":
            tokens.append(("percent", "%"))
        elif mark == "@":
            tokens.append(("text", "@"))
        elif mark.lower() in "ymdhs" and not has_digit:
            tokens.append(("date", mark.lower()))
            is_date = True
        else:
            tokens.append(("literal", mark))
    return _Section(tuple(tokens), n_commas, is_grouped)


def _moment(value: float, section: _Section, *, from_1904: bool) -> str:
    letters = "".join(text for what, text in section.tokens if what in {"date", "elapsed"})
    if any(what == "elapsed" for what, _ in section.tokens):
        seconds = round(abs(value) * 86_400)
        sign = "-" if value < 0 else ""
        text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}"
        return f"{text}:{seconds % 60:02d}" if "s" in letters else text
    first = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
    try:
        moment = first + datetime.timedelta(seconds=round(value * 86_400))
    except (OverflowError, ValueError):
        return plain(value)
    has_time = "h" in letters or "s" in letters
    has_day = "y" in letters or "d" in letters or not has_time
    parts = []
    if has_day:
        is_month = "d" not in letters and "m" in letters and not has_time
        is_year = letters.strip("y") == ""
        parts.append(
            f"{moment:%Y}" if is_year else f"{moment:%Y-%m}" if is_month else f"{moment:%Y-%m-%d}"
        )
    if has_time and not (has_day and value == int(value)):
        parts.append(f"{moment:%H:%M:%S}" if "s" in letters else f"{moment:%H:%M}")
    return " ".join(parts)


def _figures(value: float, section: _Section, *, is_negative_part: bool) -> str:
    number = abs(Decimal(repr(float(value))))
    tokens = section.tokens
    n_percent = sum(what == "percent" for what, _ in tokens)
    number = number.scaleb(2 * n_percent - 3 * section.n_scaled)
    whats = [what for what, _ in tokens]
    if "/" in [text for what, text in tokens if what == "literal"]:
        return _fraction(number, negative=value < 0)
    exponent = next((text for what, text in tokens if what == "exponent"), None)
    point = whats.index("point") if "point" in whats else len(tokens)
    whole_marks = [text for what, text in tokens[:point] if what == "digit"]
    end = whats.index("exponent") if exponent else len(tokens)
    part_marks = [text for what, text in tokens[point:end] if what == "digit"]
    sign = "-" if value < 0 else ""
    if is_negative_part:  # a red or bracketed figure has a minus all the same
        point -= sum(pair in _NEGATIVE for pair in tokens[:point])
        tokens = tuple(pair for pair in tokens if pair not in _NEGATIVE)
    if exponent:
        return f"{sign}{number:.{len(part_marks)}E}"
    rounded = number.quantize(Decimal(1).scaleb(-len(part_marks)), ROUND_HALF_UP)
    whole, _, part = f"{rounded:f}".partition(".")
    if not rounded:
        sign = ""
    part = part.rstrip("0").ljust(sum(mark != "#" for mark in part_marks), "0")
    whole = whole.lstrip("0").rjust(sum(mark == "0" for mark in whole_marks), "0")
    if section.is_grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return sign + _filled(tokens, point, whole, part).strip()


def _filled(tokens: tuple[tuple[str, str], ...], point: int, whole: str, part: str) -> str:
    """The figures in the places of their marks, and the literals between them."""
    n_whole = sum(what == "digit" for what, _ in tokens[:point])
    pieces: list[str] = []
    n_seen = 0
    is_first_part = True
    figures = list(whole)
    for at, (what, text) in enumerate(tokens):
        if what == "digit" and at < point:
            n_seen += 1
            left = n_whole - n_seen
            n_taken = len(figures) - left
            if "," in whole and left:
                continue  # grouped figures are written in one go
            pieces.extend(figures[: max(0, n_taken)])
            figures = figures[max(0, n_taken) :]
        elif what == "digit":
            if is_first_part and part:
                pieces.append(f".{part}")
            is_first_part = False
        elif what in {"literal", "percent"}:
            pieces.append(text)
    return "".join(pieces)


def _fraction(number: Decimal, *, negative: bool) -> str:
    from fractions import Fraction

    found = Fraction(number).limit_denominator(99)
    whole, rest = divmod(found.numerator, found.denominator)
    text = f"{rest}/{found.denominator}" if rest else ""
    text = f"{whole} {text}".strip() if whole or not text else text
    return f"-{text}" if negative else text

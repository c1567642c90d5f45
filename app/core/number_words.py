"""Numbers written in words: eight European languages through text2num, Chinese and Japanese here.

Russian, Greek and Arabic have no kept parser: their words up to a hundred are listed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.core.cldr import plain


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    start: int
    end: int
    value: Decimal
    ordinal: bool


PARSED = ("en", "de", "fr", "es", "it", "nl", "pt")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")
_RU = """
два две=2 три=3 четыре=4 пять=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 одиннадцать=11
двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15 шестнадцать=16 семнадцать=17
восемнадцать=18 девятнадцать=19 двадцать=20 тридцать=30 сорок=40 пятьдесят=50 шестьдесят=60
семьдесят=70 восемьдесят=80 девяносто=90 сто=100 двести=200 триста=300 пятьсот=500 двух=2 трёх
трех=3 четырёх четырех=4 пяти=5 шести=6 семи=7 восьми=8 девяти=9 десяти=10 двадцати=20
тридцати=30 сорока=40 пятидесяти=50 тысяча тысячи тысяч=1000
"""
_EL = """
δύο δυο=2 τρία τρεις τριών=3 τέσσερα τέσσερις τεσσάρων=4 πέντε=5 έξι=6 επτά εφτά=7 οκτώ οχτώ=8
εννέα εννιά=9 δέκα=10 έντεκα=11 δώδεκα=12 είκοσι=20 τριάντα=30 σαράντα=40 πενήντα=50 εξήντα=60
εβδομήντα=70 ογδόντα=80 ενενήντα=90 εκατό εκατόν=100 διακόσια=200 τριακόσια=300
"""
_AR = """
اثنان اثنين اثنتان اثنتين=2 ثلاثة ثلاث=3 أربعة أربع=4 خمسة خمس=5 ستة ست=6 سبعة سبع=7 ثمانية
ثماني=8 تسعة تسع=9 عشرة عشر=10 عشرون عشرين=20 ثلاثون ثلاثين=30 أربعون أربعين=40 خمسون خمسين=50
ستون ستين=60 سبعون سبعين=70 ثمانون ثمانين=80 تسعون تسعين=90 مئة مائة=100
"""

_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_POWERS = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "萬": 10_000,
    "億": 10**8,
    "亿": 10**8,
}
_HAN_RUN = re.compile("[〇零一二三四五六七八九十百千万萬億亿两兩]+")
# One such character alone is a number only before one of these (counted things, units, money).
_COUNTED = (
    "人个個名本枚台円元年日歳岁倍层層階楼樓号號回次件匹头頭间間所家"
    "条條分小时時点點天週周位只隻张張杯瓶箱吨噸公米度％%"
)


def number_words(text: str, language: str | None = None) -> Iterator[WrittenNumber]:
    """Numbers of more than one in words, in order of place within each language."""
    if language in PARSED:
        yield from _parsed(text, language)
    elif text.isascii():
        yield from _parsed(text, "en")
    elif language in ("zh", "ja") or (language is None and _HAN_RUN.search(text)):
        yield from _han(text)
    elif language is None and not re.search(r"[а-яё]|[α-ω]|[\u0600-\u06ff]", text, re.IGNORECASE):
        yield from _parsed(text, "en")
    yield from _listed(text)


class _Token:
    """A word as text2num wants it."""

    def __init__(self, word: str) -> None:
        self._word = word

    def text(self) -> str:
        return self._word

    def nt_separated(self, previous: _Token) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def _parsed(text: str, language: str) -> Iterator[WrittenNumber]:
    from text_to_num import find_numbers

    tokens = list(_TOKEN.finditer(text))
    if not tokens:
        return
    for found in find_numbers([_Token(match.group()) for match in tokens], language, 0.0):
        words = text[tokens[found.start].start() : tokens[found.end - 1].end()]
        if found.value <= 1 or (len(words.split()) == 1 and _is_other(words, language)):
            continue
        start, end = tokens[found.start].start(), tokens[found.end - 1].end()
        yield WrittenNumber(start, end, Decimal(str(found.value)), bool(found.is_ordinal))


def _is_other(word: str, language: str) -> bool:
    """Whether this one word is more often something else in its language."""
    doubtful = {
        "en": {"second", "point"}, "de": {"null"}, "fr": {"second", "seconde", "neuf"},
        "es": {"segundo", "segunda"}, "it": {"secondo", "seconda", "sei"},
        "pt": {"segundo", "segunda"}, "nl": {"tweede"},
    }  # fmt: skip
    return word.lower() in doubtful.get(language, set())


def _han(text: str) -> Iterator[WrittenNumber]:
    for match in _HAN_RUN.finditer(text):
        run = match.group()
        value = han_value(run)
        follows = text[match.end() : match.end() + 1]
        percent = text[: match.start()].endswith("百分之")
        alone = len(run) == 1 and (run in _HAN_POWERS or not follows or follows not in _COUNTED)
        ordinal = text[match.start() - 1 : match.start()] == "第"
        if value is None or value <= 1 or (alone and not ordinal and not percent):
            continue
        yield WrittenNumber(match.start(), match.end(), Decimal(value), ordinal)


def han_value(run: str) -> int | None:
    """四十三 as 43, 二〇二五 as 2025, 三万五千 as 35000; None if it is no number."""
    if all(character in _HAN_DIGITS for character in run):
        return int("".join(str(_HAN_DIGITS[character]) for character in run))
    total = section = 0
    digit: int | None = None
    for character in run:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
            continue
        power = _HAN_POWERS[character]
        if power < 10_000:
            section += (1 if digit is None else digit) * power
        else:
            section += digit or 0
            if not section:
                return None
            total += section * power
            section = 0
        digit = None
    return total + section + (digit or 0)


@cache
def _lists() -> Mapping[str, int]:
    found: dict[str, int] = {}
    for listed in (_RU, _EL, _AR):
        waiting: list[str] = []
        for entry in listed.split():
            word, _, value = entry.partition("=")
            waiting.append(plain(word))
            if value:
                found |= dict.fromkeys(waiting, int(value))
                waiting = []
    return found


def _listed(text: str) -> Iterator[WrittenNumber]:
    """Russian, Greek and Arabic: tens and ones in a row are added, a thousand multiplies."""
    if text.isascii():
        return
    run: list[tuple[int, int, int]] = []
    for match in re.finditer(r"[^\W\d_]+", text):
        word = plain(match.group())
        value = _lists().get(word)
        if value is None and word.startswith("و"):
            value = _lists().get(word[1:])  # Arabic joins its "and" to the word
        joined = run and not text[run[-1][1] : match.start()].strip()
        fits = value is not None and (
            word.startswith("و") or value == 1000 or (run and value < run[-1][2])
        )
        if run and not (joined and fits):
            yield _sum(run)
            run = []
        if value is not None:
            run.append((match.start(), match.end(), value))
    if run:
        yield _sum(run)


def _sum(run: Sequence[tuple[int, int, int]]) -> WrittenNumber:
    total = 0
    for _, _, value in run:
        total = total * value if value == 1000 and total else total + value
    return WrittenNumber(run[0][0], run[-1][1], Decimal(total), ordinal=False)

"""The forms in which dates and times are written, as regular expressions.

Words in them are joints ("of", "bis", "de") of the languages whose months CLDR names for us."""

from __future__ import annotations

import re

# Languages that write the day before the month with slashes. English does both.
DAY_FIRST = frozenset(
    """
    de fr es it nl pt ru el pl sv da nb fi cs tr uk ro ca ar he
    """.split()  # noqa: SIM905
)

ISO = re.compile(
    r"(?<![\d./-])(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d-]|[./]\d)"
)
NUMERIC = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<s>[./-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<y>\d{4}|\d{2})"
    r"(?![\d-]|[./,]\d)"
)
# "14.03." without a year: only where what stands before it speaks of days.
POINTED = re.compile(
    r"(?:\b(?:am|vom|bis|ab|zum|den|der|dem|seit|und|on|le|el|du|au)\s+|[–—(/|-]\s?|^\s*)"
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\d)",
    re.IGNORECASE | re.MULTILINE,
)

_HAN = "[0-9０-９〇零一二三四五六七八九十]"
HAN_DATE = re.compile(
    rf"(?:(?P<y>{_HAN}{{4}})\s*[年년]\s*)?(?P<m>{_HAN}{{1,3}})\s*[月월](?!間|间)\s*"
    rf"(?:(?P<d>{_HAN}{{1,3}})\s*[日号號일])?"
)
HAN_YEAR = re.compile(rf"(?P<y>{_HAN}{{4}})\s*[年년](?!間|间)")
HAN_WEEKDAY = re.compile(
    r"(?:星期|周|週|礼拜|禮拜)(?P<z>[一二三四五六日天])|(?P<j>[月火水木金土日])曜日?"
    r"|(?P<k>[월화수목금토일])요일"
)
HAN_TIME = re.compile(
    r"(?P<half>上午|下午|晚上|早上|中午|凌晨|午前|午後|오전|오후)?\s*"
    rf"(?P<h>{_HAN}{{1,3}})\s*[点點時时시](?!間|间|候)"
    rf"(?:(?P<half_past>半)|(?P<min>{_HAN}{{1,3}})\s*[分분])?"
)

CLOCKS = (
    re.compile(
        r"(?<![\d:.,])(?P<h>\d{1,2}):(?P<min>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?![\d:])"
        r"(?:\s?(?P<ampm>[ap])\.?\s?m\b\.?)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d:.,])(?P<h>\d{1,2})(?:[.:](?P<min>[0-5]\d))?\s?(?P<ampm>[ap])\.?\s?m\b\.?",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d:.,])(?P<h>\d{1,2})(?:"
        r"(?:[.:](?P<min1>[0-5]\d))?\s?(?:Uhr(?:\s(?P<min2>[0-5]\d))?\b|uur\b)"
        r"|\s?h\s?(?P<min3>[0-5]\d)\b|\s?o['’]clock\b)",
        re.IGNORECASE,
    ),
)
NOON = re.compile(
    r"\b(?:noon|midday|(?P<midnight>midnight|minuit|Mitternacht|medianoche))\b", re.IGNORECASE
)

YEAR = re.compile(
    r"\b(?:in|since|from|by|until|till|before|after|during|of|year|early|late|mid|jahr|jahre|seit|"
    r"ab|bis|von|vor|nach|sommer|winter|herbst|frühjahr|spring|summer|autumn|fall|en|depuis|avant|"
    r"après|année|an|desde|hasta|año|de|nel|dal|anno|em|ano|sinds|jaar|в|с|до|после|το|από|μέχρι|"
    r"عام|سنة)\s+(?P<y>1[0-9]\d\d|20\d\d)(?![\w%€$£°]|[.,:-]\d|\s?[%€$£°])"
    r"|(?<![\d.,-])(?P<y2>1[0-9]\d\d|20\d\d)(?=\s?(?:г\.|год|году|года))",
    re.IGNORECASE,
)
YEARS = re.compile(
    r"(?<![\d.,-])(?P<a>1[5-9]\d\d|20\d\d)\s?(?:[-–—/]|to|bis|à|until)\s?(?P<b>1[5-9]\d\d|20\d\d)"
    r"(?![\d-]|[.,]\d)"
)

WORD = re.compile(r"[^\W\d_]{3,}")
_TH = r"(?:st|nd|rd|th|er|ère|º|ª|°|η|ης|ος|-?го|-?е|-?ое|\.)?"
DAY_BEFORE = re.compile(
    rf"(?:(?<![\d.,:/-])(?P<from>\d{{1,2}}){_TH}\s*"
    r"(?:[-–—/]|to|bis|and|und|et|y|e|au|al|a|до|по|και|έως)\s*(?:zum\s|den\s|the\s|el\s|le\s)?\s*)?"
    rf"(?<![\d.,:])(?P<day>\d{{1,2}}){_TH}\s*(?:(?:de|of|di|do)\s+|-)?\s*$",
    re.IGNORECASE,
)
DAY_AFTER = re.compile(
    r"\.?\s+(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s?[-–—]\s?(?P<to>\d{1,2})(?:st|nd|rd|th)?)?"
    r"(?!\d|[.,:]\d|\s?(?:%|€|\$|£|kg|am\b|pm\b|[ap]\.m|Uhr))(?:,?\s+(?P<y>\d{4})(?![\d.,]*\d))?"
)
YEAR_AFTER = re.compile(
    r"\.?,?\s*(?:(?:de|del|of|do)\s+)?(?P<y>\d{4})(?![\d]|[.,:]\d|\s?[%€$£])|\.?\s*['’](?P<y2>\d\d)\b"
)
# Written small these are words of another kind.
VERBS = frozenset({"may", "march"})
# Names of months that are nothing else; the others need a word before them.
LONE_MONTHS = frozenset(
    """
    january february july september october november december januar februar juli oktober
    dezember
    """.split()  # noqa: SIM905
)
MONTH_LEAD = re.compile(
    r"(?:\b(?:in|by|until|till|since|from|of|this|last|next|early|late|mid|during|and|or|to|"
    r"through|before|after|every|for|im|ab|seit|bis|ende|anfang|mitte|vom|von|nach|vor|en|de|du|"
    r"depuis|au|mois de|fin|début|desde|hasta|del|a|nel|di|da|dal|em|op|sinds|tot|в|до|с|по|на|"
    r"τον|από|μέχρι|το)[\s-]+|[-–/(]\s?)$",
    re.IGNORECASE,
)
# What may be an abbreviated weekday, and what must stand beside one: most of them are words, too
# ("Sun", "Sat", "Do", "So").
SHORT_WEEKDAY = re.compile(r"(?<![\w.'’])(?P<name>[^\W\d_]{2,5})(?P<point>\.?)(?![\w'’])")
BEFORE_SHORT_WEEKDAY = re.compile(r"(?:^|[\n|;(])\s*$")
BEFORE_ANOTHER_SHORT_WEEKDAY = re.compile(r"(?:^|[\n|;(,])\s*$")
AFTER_SHORT_WEEKDAY = re.compile(r"\s*:\s|,?\s*\d|\s*(?:$|[\n|;)])")
SHORT_WEEKDAYS_JOINT = re.compile(
    r"\s*(?P<range>[-–—]|to|bis|à|al?|tot)\s*|\s*(?:[,/&+]|and|und|et|y|e|en|or|oder)\s*"
)
WEEKDAY_JOINT = re.compile(r"[\s,.(]*(?:(?:the|den|dem|der|le|el|on|am|d\.)\s+)?", re.IGNORECASE)

_HAN_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


def han_number(digits: str) -> int:
    """The value of up to four digits, Western or Chinese: 14, 十四, 二〇二五."""
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return 10 * (han_number(tens) if tens else 1) + (han_number(ones) if ones else 0)
    value = 0
    for digit in digits:
        value = 10 * value + (_HAN_DIGITS[digit] if digit in _HAN_DIGITS else int(digit))
    return value

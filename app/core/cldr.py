"""Names of months, weekdays and units in many languages, out of the Unicode CLDR (through Babel).

Built once, when first asked for; a tenth of a second in all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.units import format_unit

LANGUAGES = (
    "en", "de", "fr", "es", "it", "nl", "pt", "ru", "el", "pl", "sv", "da", "nb", "fi", "cs",
    "tr", "uk", "ro", "ca", "hu", "ar", "he",
)  # fmt: skip
_WITH_UNITS = LANGUAGES[:12]
_SHORT_UNITS = ("en", "de", "ru", "el")  # elsewhere they are spelt the same, or are words
# Abbreviations are taken of these only: in others too many of them are words ("led", "set").
_ABBREVIATED = ("en", "de", "fr", "es", "it", "nl", "pt", "ru", "el")
_MORE_MONTHS = {"jän": 1, "jänner": 1, "feber": 2, "mrz": 3, "мая": 5}
# Cases that CLDR does not list: it names days as headings of a calendar.
_MORE_WEEKDAYS = {"среду": 2, "пятницу": 4, "субботу": 5, "sonnabend": 5, "середу": 2, "суботу": 5}
_MORE_SHORT_WEEKDAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_PLURALS = {"en": "s", "de": "s", "fr": "s", "nl": "en", "da": "e"}

# CLDR's unit, what a number in it is told as, and how many of those one is. Units of one kind
# can be compared; money is not here, since no rate stands in a document.
_UNITS = {
    "mass-tonne": ("g", "1e6"), "mass-kilogram": ("g", "1000"), "mass-gram": ("g", "1"),
    "mass-milligram": ("g", "0.001"), "mass-microgram": ("g", "1e-6"),
    "mass-pound": ("lb", "1"), "mass-ounce": ("oz", "1"), "mass-stone": ("st", "1"),
    "length-kilometer": ("m", "1000"), "length-meter": ("m", "1"),
    "length-centimeter": ("m", "0.01"), "length-millimeter": ("m", "0.001"),
    "length-micrometer": ("m", "1e-6"), "length-nanometer": ("m", "1e-9"),
    "length-mile": ("mi", "1"), "length-yard": ("ft", "3"), "length-foot": ("ft", "1"),
    "length-inch": ("in", "1"), "length-light-year": ("ly", "1"),
    "length-nautical-mile": ("nmi", "1"),
    "duration-century": ("year", "100"), "duration-decade": ("year", "10"),
    "duration-year": ("year", "1"), "duration-month": ("month", "1"),
    "duration-week": ("s", "604800"), "duration-day": ("s", "86400"),
    "duration-night": ("night", "1"), "duration-hour": ("s", "3600"),
    "duration-minute": ("s", "60"), "duration-second": ("s", "1"),
    "duration-millisecond": ("s", "0.001"),
    "volume-liter": ("l", "1"), "volume-hectoliter": ("l", "100"),
    "volume-deciliter": ("l", "0.1"), "volume-centiliter": ("l", "0.01"),
    "volume-milliliter": ("l", "0.001"), "volume-cubic-meter": ("l", "1000"),
    "volume-cubic-centimeter": ("l", "0.001"), "volume-gallon": ("gal", "1"),
    "volume-tablespoon": ("tbsp", "1"), "volume-teaspoon": ("tsp", "1"), "volume-cup": ("cup", "1"),
    "area-square-kilometer": ("m2", "1e6"), "area-hectare": ("m2", "10000"),
    "area-square-meter": ("m2", "1"), "area-square-centimeter": ("m2", "0.0001"),
    "area-square-foot": ("ft2", "1"), "area-acre": ("acre", "1"),
    "energy-kilowatt-hour": ("Wh", "1000"), "energy-kilojoule": ("J", "1000"),
    "energy-joule": ("J", "1"), "energy-kilocalorie": ("cal", "1000"),
    "power-megawatt": ("W", "1e6"), "power-kilowatt": ("W", "1000"), "power-watt": ("W", "1"),
    "power-gigawatt": ("W", "1e9"), "power-horsepower": ("hp", "1"),
    "electric-volt": ("V", "1"), "electric-ampere": ("A", "1"),
    "electric-milliampere": ("A", "0.001"),
    "electric-ohm": ("ohm", "1"),
    "frequency-gigahertz": ("Hz", "1e9"), "frequency-megahertz": ("Hz", "1e6"),
    "frequency-kilohertz": ("Hz", "1000"), "frequency-hertz": ("Hz", "1"),
    "pressure-bar": ("Pa", "100000"), "pressure-hectopascal": ("Pa", "100"),
    "pressure-pascal": ("Pa", "1"), "pressure-kilopascal": ("Pa", "1000"),
    "speed-kilometer-per-hour": ("km/h", "1"), "speed-meter-per-second": ("m/s", "1"),
    "speed-mile-per-hour": ("mph", "1"), "speed-knot": ("kn", "1"),
    "temperature-celsius": ("°C", "1"), "temperature-fahrenheit": ("°F", "1"),
    "digital-terabyte": ("B", "1e12"), "digital-gigabyte": ("B", "1e9"),
    "digital-megabyte": ("B", "1e6"), "digital-kilobyte": ("B", "1000"), "digital-byte": ("B", "1"),
    "graphics-megapixel": ("px", "1e6"), "graphics-pixel": ("px", "1"),
    "concentr-percent": ("%", "1"), "concentr-permille": ("‰", "1"),
}  # fmt: skip
# Spellings that CLDR does not give: British ones, stems in use, plain letters for signs.
_MORE_UNITS = {
    "metre": "length-meter", "metres": "length-meter", "kilometre": "length-kilometer",
    "kilometres": "length-kilometer", "centimetre": "length-centimeter",
    "centimetres": "length-centimeter", "millimetre": "length-millimeter",
    "millimetres": "length-millimeter", "litre": "volume-liter", "litres": "volume-liter",
    "millilitre": "volume-milliliter", "millilitres": "volume-milliliter",
    "kilo": "mass-kilogram", "kilos": "mass-kilogram", "tonnes": "mass-tonne",
    "hrs": "duration-hour", "mins": "duration-minute", "secs": "duration-second",
    "std": "duration-hour", "stunde": "duration-hour", "stündig": "duration-hour",
    "qm": "area-square-meter", "m2": "area-square-meter", "sqm": "area-square-meter",
    "m3": "volume-cubic-meter", "km2": "area-square-kilometer",
    "tagen": "duration-day", "jahren": "duration-year", "monaten": "duration-month",
    "metern": "length-meter", "kilometern": "length-kilometer", "litern": "volume-liter",
    "%": "concentr-percent", "％": "concentr-percent", "percent": "concentr-percent",
    "per cent": "concentr-percent", "prozent": "concentr-percent",
    "pour cent": "concentr-percent", "por ciento": "concentr-percent",
    "per cento": "concentr-percent", "procent": "concentr-percent",
    "por cento": "concentr-percent", "процентов": "concentr-percent",
    "процента": "concentr-percent", "процент": "concentr-percent",
    "τοις εκατο": "concentr-percent", "بالمئة": "concentr-percent",
    "في المئة": "concentr-percent", "degrees": "temperature-celsius",
    "°": "temperature-celsius", "grad": "temperature-celsius",
    "公斤": "mass-kilogram", "千克": "mass-kilogram", "克": "mass-gram", "吨": "mass-tonne",
    "噸": "mass-tonne", "公里": "length-kilometer", "千米": "length-kilometer",
    "米": "length-meter", "厘米": "length-centimeter", "毫米": "length-millimeter",
    "升": "volume-liter", "毫升": "volume-milliliter", "小时": "duration-hour",
    "小時": "duration-hour", "分钟": "duration-minute", "分鐘": "duration-minute",
    "秒": "duration-second", "天": "duration-day", "周": "duration-week",
    "年": "duration-year", "个月": "duration-month", "個月": "duration-month",
    "キロ": "mass-kilogram", "キログラム": "mass-kilogram", "グラム": "mass-gram",
    "トン": "mass-tonne", "メートル": "length-meter", "キロメートル": "length-kilometer",
    "センチ": "length-centimeter", "リットル": "volume-liter", "時間": "duration-hour",
    "分間": "duration-minute", "秒間": "duration-second", "日間": "duration-day",
    "週間": "duration-week", "年間": "duration-year", "か月": "duration-month",
    "ヶ月": "duration-month", "パーセント": "concentr-percent", "平方米": "area-square-meter",
    "平方メートル": "area-square-meter", "킬로그램": "mass-kilogram", "시간": "duration-hour",
    "كيلوغرام": "mass-kilogram", "كيلومتر": "length-kilometer", "كم": "length-kilometer",
}  # fmt: skip
# Abbreviations that are words or names of other things more often than units.
_NOT_UNITS = frozenset(
    """
    a in t c f b h. g d m. s. y o w j u . d. l. b. σ. έ. п. at is ya st pt mo ct
    """.split()  # noqa: SIM905
)
# Case tells these apart: "5 A" is a current, "5 a" nothing, "20 C" a temperature.
_CASED_UNITS = {
    "A": "electric-ampere", "C": "temperature-celsius", "F": "temperature-fahrenheit",
    "B": "digital-byte", "W": "power-watt", "t": "mass-tonne", "J": "energy-joule",
    "g": "mass-gram", "in": "length-inch",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """One of it is `factor` of `kind`: a kilogram is 1000 of "g"."""

    kind: str
    factor: Decimal


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """Lower case, without accents: how names are looked up here."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in parts if not unicodedata.combining(character))


@cache
def months() -> Mapping[str, tuple[int, ...]]:
    """Full names of months, in plain letters, by every form that CLDR has; more than one month
    where languages differ."""
    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for names in Locale.parse(language).months.values():
            for month, name in names["wide"].items():
                if any(character.isalpha() for character in name):
                    found.setdefault(plain(name), set()).add(month)
    for name, month in _MORE_MONTHS.items():
        found.setdefault(plain(name), set()).add(month)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


@cache
def short_months() -> Mapping[str, tuple[int, ...]]:
    """Abbreviations of months in plain letters, without their point."""
    found: dict[str, set[int]] = {}
    for language in _ABBREVIATED:
        for names in Locale.parse(language).months.values():
            for month, name in names["abbreviated"].items():
                short = plain(name).rstrip(".")
                if len(short) >= 3:
                    found.setdefault(short, set()).add(month)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items() if name not in months()}


@cache
def weekdays() -> Mapping[str, int]:
    """Full names of weekdays in plain letters; Monday is 0."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for names in Locale.parse(language).days.values():
            for day, name in names["wide"].items():
                found.setdefault(plain(name), day)
                if plural := _PLURALS.get(language):
                    found.setdefault(plain(name) + plural, day)
    for name, day in _MORE_WEEKDAYS.items():
        found[plain(name)] = day
    return found


@cache
def short_weekdays(language: str) -> Mapping[str, int]:
    """Abbreviations of weekdays of a language in plain letters, without their point."""
    found = dict(_MORE_SHORT_WEEKDAYS) if language == "en" else {}
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return found
    for widths in locale.days.values():
        for width in ("abbreviated", "short"):
            for day, name in widths.get(width, {}).items():
                short = plain(name).rstrip(".")
                if len(short) >= 2 and (language != "en" or len(short) >= 3):
                    found.setdefault(short, day)
    return {name: day for name, day in found.items() if name not in weekdays()}


@cache
def units() -> Mapping[str, Unit]:
    """Units by name and sign, in plain letters (see `cased_units` for the rest)."""
    found: dict[str, Unit] = {}
    for unit, (kind, factor) in _UNITS.items():
        for spelling in _spellings(unit):
            if spelling not in _NOT_UNITS:
                found.setdefault(spelling, Unit(kind, Decimal(factor)))
    for spelling, unit in _MORE_UNITS.items():
        kind, factor = _UNITS[unit]
        found[plain(spelling)] = Unit(kind, Decimal(factor))
    return found


@cache
def cased_units() -> Mapping[str, Unit]:
    """Units of one letter, by that letter as it is written."""
    return {
        sign: Unit(_UNITS[unit][0], Decimal(_UNITS[unit][1])) for sign, unit in _CASED_UNITS.items()
    }


def _spellings(unit: str) -> Iterator[str]:
    for language in _WITH_UNITS:
        for length in ("long", "short") if language in _SHORT_UNITS else ("long",):
            for number in (1, 2, 5):
                written = format_unit(number, unit, length=length, locale=language)
                spelling = plain(written.replace(str(number), "", 1)).strip()
                if spelling and not spelling[0].isdigit():
                    yield spelling
                    yield spelling.rstrip(".")


@lru_cache(maxsize=256)
def language_name(code: str, language: str) -> str:
    """What a language is called in another ("French" of "fr" in "en"); "" where CLDR has none."""
    try:
        return str(Locale.parse(language).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""

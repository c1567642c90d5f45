"""One spelling for what is the same word: small letters without accents, wide and narrow forms,
ligatures and soft hyphens undone, simplified characters for traditional ones.

Used alike for what is stored and for what is asked, so that only the two agreeing matters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Scripts written without spaces between words. Korean is here because its words carry endings.
SPACELESS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"  # Hangul
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese marks and kana
    "\u3100-\u312f"  # Bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Han
    "\uff66-\uff9f"  # half-width kana
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
SPACELESS_RUN = re.compile(f"[{SPACELESS}]+")

# Letters that Unicode does not take apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss", "ı": "i",
     "ħ": "h", "ŧ": "t", "ə": "e", "ς": "σ", "ى": "ي", "ة": "ه", "ٱ": "ا", "ک": "ك", "ی": "ي"}
)  # fmt: skip
# How letters are spelt out where a keyboard lacks them.
_SPELT_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss", "ĳ": "ij"}
)
_SPELT = re.compile("[äöüåøæ]")
# Nothing at all: soft hyphen, zero width, direction marks, the Arabic letter that only lengthens.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u0640]")
# Raised and lowered digits are no part of the number before them; ™ no part of the name.
_RAISED = re.compile("[⁰¹²³⁴-⁹₀-₉™®©℠]+")
# Marks above and below these scripts' letters can go; in Thai or Hindi they are vowels.
_BARE_SCRIPTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def fold(text: str) -> str:
    """The text in one spelling; its words stay apart where they were."""
    if text.isascii():
        return text.lower()
    text = _UNSEEN.sub("", text)
    text = _RAISED.sub(lambda run: f" {unicodedata.normalize('NFKC', run.group())} ", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _BARE_SCRIPTS.sub("", unicodedata.normalize("NFD", text)).translate(_LETTERS)
    text = unicodedata.normalize("NFC", text)
    return text.translate(_simplified()) if _HAN.search(text) else text


def visible(text: str) -> str:
    """The text without what is not seen of it: soft hyphens, joiners, marks of direction."""
    return text if text.isascii() else _UNSEEN.sub("", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """`fold` of one word, remembered."""
    return fold(word)


def spelt_out(word: str) -> str | None:
    """Müller as mueller, Ærø as aeroe; None if there is nothing to spell out."""
    small = unicodedata.normalize("NFC", word).lower()
    return fold(small.translate(_SPELT_OUT)) if _SPELT.search(small) else None


def pairs(run: str) -> list[str]:
    """Overlapping pairs of characters of a run without spaces; one alone stays."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def is_spaceless(text: str) -> bool:
    """Whether the text begins with a script that puts no spaces between words."""
    return SPACELESS_RUN.match(text) is not None


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, each for itself: the same in a text and in a
    query, whatever stands beside them (OpenCC's table)."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    found: dict[int, str] = {}
    for first, last in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)):
        for code in range(first, last):
            simple = convert(chr(code))
            if simple != chr(code) and len(simple) == 1:
                found[code] = simple
    return found

"""Which language a passage is in, from its script and its commonest words. Rough and small."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_MINIMUM_HITS = 2

# The commonest function words; enough to tell neighbours apart in a passage of a few sentences.
_FUNCTION_WORDS = {
    "en": "the of and to in is that was for it with as on by are this from at have not be you",
    "de": "der die und das ist nicht ein zu den von mit sich auf für dem eine auch wird im wir",
    "fr": "le la les des et est une que dans pour qui pas sur au avec ne se il nous du ce",
    "es": "el la los que y en un una es por con para las del se no su al lo como más",
    "it": "il di che la e un una è per non sono con gli del della nel si le da anche più",
    "pt": "o que e do da em um uma para não com os as no na por mais dos se foi ao",
    "nl": "de het een van en is dat niet op te zijn voor met er aan die ook door maar naar",
    "sv": "och att det som en är på för av med den till inte ett om har de jag var så",
    "da": "og det er en at til på af for med der ikke den som har et de jeg var men",
    "pl": "i w nie na z że się do jest to jak o co po ale od za przez tym",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_SCRIPTS = {
    "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko", "CJK": "zh", "CYRILLIC": "ru",
    "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "THAI": "th", "DEVANAGARI": "hi",
}  # fmt: skip


def detect_language(text: str) -> str | None:
    """Return an ISO 639-1 code, or None where the text is too short or too mixed to say."""
    scripts = Counter(_script(character) for character in text[:2000] if character.isalpha())
    if not scripts:
        return None
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.05 * scripts.total():
        return "ja"
    script, count = scripts.most_common(1)[0]
    if script in _SCRIPTS and count > 0.5 * scripts.total():
        return _SCRIPTS[script]
    words = Counter(word.lower() for word in _WORD.findall(text[:4000]))
    hits = {language: sum(words[word] for word in common) for language, common in _WORDS.items()}
    (best, n_best), (_, n_second) = sorted(hits.items(), key=lambda pair: -pair[1])[:2]
    return best if n_best >= _MINIMUM_HITS and n_best > n_second else None


def _script(character: str) -> str:
    return unicodedata.name(character, "?").split(" ")[0].split("-")[0]

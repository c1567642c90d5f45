"""What differs from language to language in words: function words, and forms of one word.

The lists of function words lie in `resources/words`; stems are Snowball's."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

from storage.folding import fold, fold_word

_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "nn": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
_SAME_SCRIPT = {"ru": ("sr",), "ar": ("ar",), "el": ("el",)}
# The languages that run words together into one.
COMPOUNDING = frozenset(("de", "nl", "da", "sv", "no", "nb", "nn", "fi", "hu", "et", "is"))
_COMMONEST = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "pl")  # where votes are equal
_ENDINGS = {
    "en": ("ing", "ed", "ly", "tion", "th", "ness"),
    "de": ("ung", "keit", "lich", "isch", "chen", "en"),
    "fr": ("ent", "eux", "tion", "ez", "aient", "eur", "ois"),
    "es": ("os", "as", "aron", "ieron", "ción", "dad", "ando"),
    "it": ("zione", "ano", "ità", "ato", "gli", "etto"),
    "pt": ("ção", "ões", "ram", "dade", "inho", "ou"),
    "nl": ("heid", "ij", "aan", "lijk", "en"),
}
_READ_CHARS = 600  # of a text, to tell its language
_WORD = re.compile(r"[^\W\d_]+")
_OF_SCRIPT = (
    (re.compile("[\u3040-\u30ff]"), "ja"), (re.compile("[\u3400-\u9fff]"), "zh"),
    (re.compile("[\u0400-\u04ff]"), "ru"), (re.compile("[\u0370-\u03ff]"), "el"),
    (re.compile("[\u0600-\u06ff]"), "ar"), (re.compile("[\u0590-\u05ff]"), "he"),
    (re.compile("[\uac00-\ud7af]"), "ko"),
)  # fmt: skip


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """The words of each language that mean nothing by themselves, folded."""
    source = resources.files("resources") / "words" / "function_words.toml"
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    return {language: frozenset(map(fold, words.split())) for language, words in lists.items()}


# Letters that few languages have: worth as much as a function word.
_LETTERS = {
    "de": "äöüß", "es": "ñ¿¡áíóú", "fr": "çèêàùûœ", "pt": "ãõç", "pl": "łąęśżźć", "cs": "řěůč",
    "tr": "ğışç", "sv": "åäö", "da": "åøæ", "no": "åøæ", "hu": "őű", "ro": "țșăî", "it": "èàòù",
    "uk": "іїєґ", "ru": "ыэё",
}  # fmt: skip


@cache
def _speakers() -> Mapping[str, tuple[str, ...]]:
    """Which languages each function word and each telling letter belongs to."""
    found: dict[str, list[str]] = {}
    for language, known in function_words().items():
        for word in known:
            found.setdefault(word, []).append(language)
    for language, letters in _LETTERS.items():
        for letter in letters:
            found.setdefault(f"*{letter}", []).append(language)
    return {word: tuple(spoken) for word, spoken in found.items()}


@lru_cache(maxsize=8192)
def guess(text: str) -> str | None:
    """The language of a text by its script and its function words; None where they don't tell.

    Cheap enough for every passage of a search; see `app.core.language` for a surer one."""
    text = text[:_READ_CHARS]
    if not text.isascii():
        counts = {name: len(script.findall(text)) for script, name in _OF_SCRIPT}
        if counts["ja"]:
            counts["ja"] += counts["zh"]
        best = max(counts, key=lambda name: counts[name])
        if counts[best] * 3 > sum(character.isalpha() for character in text):
            return _most_votes(text, ("ru", "uk")) or "ru" if best == "ru" else best
    return _most_votes(text, None)


def _most_votes(text: str, among: tuple[str, ...] | None) -> str | None:
    speakers = _speakers()
    small = text.lower()
    told = _WORD.findall(small)
    if not text.isascii():
        told = [*map(fold_word, told), *(f"*{letter}" for letter in set(small))]
    votes: dict[str, int] = {}
    for word in set(told):
        for name in speakers.get(word, ()):
            votes[name] = votes.get(name, 0) + 1
    known = [name for name in votes if among is None or name in among]
    if not known:
        return None
    best = max(votes[name] for name in known)
    tied = {name for name in known if votes[name] == best}
    if len(tied) == 1:
        return tied.pop()
    for name in tied & _ENDINGS.keys():
        votes[name] += sum(word.endswith(_ENDINGS[name]) for word in told)
    return max(
        (name for name in _COMMONEST if name in tied), key=lambda name: votes[name], default=None
    )


@lru_cache(maxsize=131_072)
def stem(word: str, language: str) -> str:
    """The stem of a word, folded; a language without a stemmer leaves it as it is."""
    stemmer = _stemmer(language)
    small = word.lower()
    return fold(small if stemmer is None else stemmer(small))


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    import Stemmer

    name = _SNOWBALL.get(language)
    return Stemmer.Stemmer(name).stemWord if name else None


def stem_language(word: str) -> str:
    """The language whose endings a word of unknown language is tried with: by its script."""
    if word.isascii():
        return "en"
    for script, name in _OF_SCRIPT:
        if script.search(word):
            return name
    return "en"


def for_word(word: str, language: str) -> str:
    """The language whose endings fit a word of a text: the text's, unless the word is in another
    script or there is no stemmer for it."""
    by_script = stem_language(word)
    if by_script == "en":
        return language if language in _SNOWBALL else "en"
    return language if language in _SAME_SCRIPT.get(by_script, ()) else by_script


def is_function_word(folded: str, languages: Iterable[str]) -> bool:
    """Whether a folded word is one of these languages' function words."""
    lists = function_words()
    return any(folded in lists.get(language, ()) for language in languages)


@cache
def all_function_words() -> frozenset[str]:
    """The function words of every language together."""
    return frozenset().union(*function_words().values())

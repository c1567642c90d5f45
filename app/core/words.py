"""Words and names as the support test and the coverage of a question see them, in any language.

A word is compared by its stem in the text's language, folded (no capitals, no accents); text
without spaces by pairs of characters. Numbers and dates are `quantities` and `dates`: what is kept
of them here is only their digits."""

from __future__ import annotations

import re
from functools import lru_cache

from app.core.unit_names import is_unit
from storage import languages
from storage.folding import SPACELESS, fold_word, is_spaceless, pairs

# A number, an abbreviation with points, or a word with its apostrophe.
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*|(?:[^\W\d_]\.){{2,}}|[{SPACELESS}]+"
    rf"|(?:(?![{SPACELESS}])[^\W\d_][\u0300-\u036f\u064b-\u065f\u0591-\u05c7]*)+"
    rf"(?:['’](?:(?![{SPACELESS}])[^\W\d_])+)?"
)
_PLAIN_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|(?:[A-Za-z]\.){2,}|[A-Za-z]+(?:'[A-Za-z]+)?", re.ASCII)
_KANA = re.compile("[\u3040-\u309f]+")
_ELIDED = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|dell|nell|all|un|sull|dall)['’]", re.IGNORECASE
)
_UP_TO_TWENTY = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_NUMBER_WORDS = {word: str(n) for n, word in enumerate(_UP_TO_TWENTY.split())} | {
    word: str(n) for n, word in zip(range(30, 101, 10), _TENS.split(), strict=True)
}
# Words of asking and telling: what a source is and does, not what it says. Chosen on the sample
# questions and answers, 2026-09.
_TELLING = frozenset(
    [
        "tell",
        "say",
        "says",
        "said",
        "according",
        "source",
        "sources",
        "states",
        "stated",
        "mentions",
        "mentioned",
    ]
)
_BEFORE_NAMES = frozenset(
    """
    mr mrs ms miss mx dr prof sir lady lord madam mister doctor doctors professor professors captain
    herr frau fräulein hr fr monsieur madame mademoiselle mme mlle m señor señora sr sra don doña
    dra signor signora dhr mevr mevrouw meneer pan pani господин госпожа г-н г-жа доктор κ κύριος
    κυρία st saint sankt
    """.split()  # noqa: SIM905
)
# After these a German noun without an article is mostly a name of a place, a firm or a person.
_GERMAN_LEAD = frozenset(("in", "nach", "aus", "von", "bei", "laut"))
# A word that begins a sentence and ends so is an ordinary one.
_ORDINARY_END = re.compile(
    r"(?:ing|ed|ly|tions?|ments?|ness|ity|ies|ers|ors|ances?|ences?|ungen|ung|heit|keit|schaft|"
    r"ción|ciones|dad|mente|mento|zione|zioni|ité|eur|eurs|ость|ение|ания|ание)$"
)
_SEVERAL_CAPITALS = re.compile(
    r"[^\W\d_a-z][^\W\d_]+(?:[ -](?:of |and |the |de |der )?[^\W\d_a-z][^\W\d_]+)+"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;。！？]|\n|[-*•|–—])[\s\"'“„«(\[¿¡]*$")


def words(text: str) -> list[str]:
    """Words and numbers, folded; number words as digits, thousands without separators."""
    return [_normal(token) for token in _tokens(text)]


def content_words(text: str, language: str | None = None) -> list[str]:
    """The words that carry meaning, as stems of the text's language (told by its function words
    where `language` is not given)."""
    return list(_content_words(text, language))


@lru_cache(maxsize=4096)
def _content_words(text: str, language: str | None) -> tuple[str, ...]:
    spoken = language or languages.guess(text) or "en"
    ignored = languages.function_words().get(spoken, frozenset()) | _TELLING
    found: list[str] = []
    spaced = text.isascii()
    for token in _tokens(text):
        if not spaced and is_spaceless(token):
            for piece in _pieces_of(fold_word(token), spoken):
                found += piece
            continue
        word = _normal(token)
        short = len(word) == 1 and not word.isdigit()
        if word[0].isdigit():
            found.append(word)
        elif _is_acronym(token) or not (short or word in ignored):
            accented = not word.isascii() or not token.isascii()
            found.append(stem(_bare(token) if accented else word, spoken))
    return tuple(found)


def numbers(text: str) -> set[str]:
    """Every number in digits, also those written as words above ten."""
    return {word for word in words(text) if word[0].isdigit()}


def stated_numbers(text: str) -> set[str]:
    """Numbers written in digits: the ones a claim is held to."""
    return {_normal(token) for token in _tokens(text) if token[0].isdigit()}


def names(text: str, language: str | None = None) -> set[str]:
    """The words of names, each as `stem` gives it; their numbers are left to `stated_numbers`.

    Capitalised words that are no function words. At a sentence's start a word counts unless it
    ends like an ordinary one or stands there with a small letter; a German noun only where
    another name, a title or a preposition without an article stands before it."""
    return {stem(name) for name in name_words(text, language)}


def name_words(text: str, language: str | None = None) -> list[str]:
    """The words of names in order, folded but not stemmed."""
    spoken = language or languages.guess(text) or ""
    ignored = languages.function_words().get(spoken) or languages.all_function_words()
    tokens = [match for match in _TOKEN.finditer(text) if not match.group()[0].isdigit()]
    if spoken == "de":  # "Wochen" of "16 Wochen Elternzeit" is no name, nor begins one
        tokens = [m for m in tokens if not (m.group()[0].isupper() and is_unit(m.group()))]
    small = {match.group() for match in tokens if match.group()[0].islower()}
    found: list[str] = []
    for n, match in enumerate(tokens):
        token = match.group()
        if not token[0].isupper():
            continue
        word = _normal(token)
        if _is_acronym(token):
            found.append(word)
            continue
        if word in ignored or word in _TELLING or word in _BEFORE_NAMES or len(word) < 2:
            continue
        before = tokens[n - 1].group() if n and _adjoin(text, tokens[n - 1], match) else ""
        after = (
            tokens[n + 1].group()
            if n + 1 < len(tokens) and _adjoin(text, match, tokens[n + 1])
            else ""
        )
        paired = bool(
            before.lower().rstrip(".") in _BEFORE_NAMES
            or (before and before[0].isupper() and _normal(before) not in ignored)
            or (after and after[0].isupper() and _normal(after) not in ignored)
        )
        starts = _SENTENCE_START.search(text, max(0, match.start() - 8), match.start()) is not None
        if spoken == "de":
            lead = before in _GERMAN_LEAD
            named = paired or lead or (starts and not _ORDINARY_END.search(word))
        elif starts:
            ordinary = token.lower() in small or _ORDINARY_END.search(token.lower())
            named = paired or not ordinary
        else:
            named = True
        if named:
            found.append(word)
    return found


def initials(text: str) -> set[str]:
    """What names of several words are shortened to, folded: "us" for United States."""
    found: set[str] = set()
    for run in re.findall(
        r"[^\W\d_a-z][^\W\d_]+(?:[ -](?:of |and |the |de |der )?[^\W\d_a-z][^\W\d_]+)+", text
    ):
        letters = "".join(part[0] for part in re.split(r"[ -]", run) if part[0].isupper())
        found |= {
            fold_word(letters[start:end])
            for start in range(len(letters) - 1)
            for end in range(start + 2, len(letters) + 1)
        }
    return found


@lru_cache(maxsize=131_072)
def stem(word: str, language: str | None = None) -> str:
    """The stem of a word, folded; without a language, that of the commonest one of its script."""
    if word[:1].isdigit():
        return word
    return languages.stem(word, language or languages.stem_language(word))


def _tokens(text: str) -> list[str]:
    return (_PLAIN_TOKEN if text.isascii() else _TOKEN).findall(text)


def _adjoin(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two words stand side by side, with no more than a blank, a hyphen or the point of
    a title between them."""
    gap = text[one.end() : other.start()]
    return gap in (" ", "-", "\u00a0", "’", "'") or (gap == ". " and len(one.group()) <= 4)


@lru_cache(maxsize=65_536)
def _is_acronym(token: str) -> bool:
    """US, U.S., ÖBB: not the first word of a heading in capitals, as far as one word tells."""
    letters = [character for character in token if character.isalpha()]
    return 2 <= len(letters) <= 5 and all(letter.isupper() for letter in letters)


def pieces(text: str, language: str) -> list[list[str]]:
    """What stands between particles and endings in text without spaces, each piece as its pairs of
    characters; one character alone is kept as it is."""
    found: list[list[str]] = []
    for token in _tokens(text):
        if is_spaceless(token):
            found += _pieces_of(fold_word(token), language)
    return found


def _pieces_of(run: str, language: str) -> list[list[str]]:
    ignored = languages.function_words().get(language, frozenset())
    found: list[list[str]] = []
    piece = ""
    for character in [*run, ""]:
        if character and character not in ignored and not _KANA.fullmatch(character):
            piece += character
            continue
        if piece and piece not in ignored:
            found.append(pairs(piece))
        piece = ""
    return found


def _bare(token: str) -> str:
    """The word in small letters with its accents, which some stemmers need."""
    return _ELIDED.sub("", token).replace(".", "").lower()


@lru_cache(maxsize=131_072)
def _normal(token: str) -> str:
    if token[0].isdigit():
        plain = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", token)
        return plain.lstrip("0") or "0" if plain.isdigit() else plain
    if "." in token:  # an abbreviation: U.S. is US
        token = token.replace(".", "")
    token = _ELIDED.sub("", token)
    lower = fold_word(token)
    if lower in _NUMBER_WORDS:
        return _NUMBER_WORDS[lower]
    for ending in ("'s", "’s"):
        lower = lower.removesuffix(ending)
    return lower

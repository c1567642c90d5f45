"""Other forms of the words of a text, kept in a column beside it so that a query finds them: stems,
spellings without special letters, names run together or apart, accounts and numbers without
separators, signs that tell languages of programs apart, emoji.

What stands in the text itself is found in the text's own column and so ranks before a mere form.
Some forms carry a mark of Unicode's private use, so that they meet only their like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from storage import languages
from storage.folding import SPACELESS, fold, fold_word, spelt_out, visible

_SIGN = "\ue000"  # C++, C#, .NET
_ACRONYM = "\ue001"  # IT as against it
_PICTURE = "\ue002"  # an emoji
_HEAD = "\ue003"  # a long word, to be found by its beginning
_TAIL = "\ue004"  # the same read backwards, to be found by its end
_POINT = "\ue005"  # between a number and its decimals

# Where words are run together, a part of one is looked for in words at least so long.
_COMPOUND_LETTERS = 9
_PART_LETTERS = 5
_JOINED_LETTERS = 24  # of O'Brien, Wi-Fi, state-of-the-art written in one
_OPERATORS = frozenset(("and", "or", "not", "near", "und", "oder", "nicht", "et", "ou", "y"))

_WORD = re.compile(
    rf"(?:(?![{SPACELESS}])[^\W\d_][\u0300-\u036f\u064b-\u065f\u0591-\u05c7\u0640]*)+"
)
_PLAIN_WORD = re.compile("[A-Za-z]+")
_JOINED = re.compile(
    rf"(?<![\w&])(?:(?![{SPACELESS}])\w)+(?:['’&.+\-‐‑](?:(?![{SPACELESS}])\w)+){{1,3}}(?![\w])"
)
_SIGNED = re.compile(r"(?<![\w.])(?:[A-Za-z]{1,2}(?:\+{1,2}|#)(?![\w+#])|\.[A-Za-z]{2,6}(?![\w.]))")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MIXED = re.compile(r"\b(?=[A-Za-z]*[a-z][A-Z])[A-Za-z]{4,}\d*\b")
_HYPHENATED = re.compile(r"(?<!\w)([^\W\d_]{2,})[-‐\u00ad]\s*\n\s*([^\W\d_]{2,})")
ACCOUNT = re.compile(r"\b[A-Za-z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
PHONE = re.compile(
    r"(?<![\w.,])(?:\+\d{1,3}|00\d{2}|0\d{1,5}|\(0?\d{2,5}\))(?:[ /().-]{1,3}\d{2,}){1,6}"
    r"(?![\w]|[.,]\d)"
)
# Calling codes of one and two digits; all others have three.
_CALLING_CODE = re.compile(
    r"(?:\+|00)(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})"
)
# Order and part numbers: groups of letters and digits with separators between them.
_KEYED = re.compile(r"(?<![\w.,/-])(?=[\w/-]*\d)[^\W_]+(?:[-/][^\W_]+)+(?![\w-])")
_NUMBER = re.compile(
    r"(?<![\w.,'])\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?![\w]|[.,]\d)"
    r"|(?<![\w.,])\d+[.,]\d+(?![\w]|[.,]\d)"
)
_ACCOUNT_HINT = re.compile(r"[A-Za-z]{2}\d{2}[ \dA-Z]")
_PHONE_HINT = re.compile(r"[+(0]\d")
_GROUPS_HINT = re.compile("\\d[ ’'\u00a0\u202f]\\d{3}")
_LINE_END = re.compile("[-‐\u00ad] *\n")
_EDGES = '.,;:!?()[]{}<>"“”„«»'
_DIGIT = re.compile(r"\d")
_EMOJI = re.compile("[\u2600-\u27bf\u2b50\u2b55\U0001f000-\U0001faff]")
_HEBREW_PREFIX = re.compile("^[הבלמושכ]([א-ת]{3,})$")


def forms(text: str, language: str | None) -> str:
    """The further forms of a text's words, each once, parted by spaces."""
    if not text:
        return ""
    plain = visible(text)
    found: dict[str, None] = {}
    spoken = language or languages.guess(plain) or "en"
    words = _PLAIN_WORD.findall(plain) if plain.isascii() else _WORD.findall(plain)
    for word in dict.fromkeys(words):
        for form in _of_word(word, spoken):
            found[form] = None
    odd = _odd_tokens(plain)
    found.update(dict.fromkeys(keys_in(plain, odd)))
    for token in odd:
        for match in _JOINED.finditer(token):
            joined = squeezed(match.group())
            if len(joined) <= _JOINED_LETTERS and not joined.isdigit():
                found[joined] = None
    if _LINE_END.search(text):
        for match in _HYPHENATED.finditer(text):
            found[fold(match.group(1) + match.group(2))] = None
    return " ".join(found)


@lru_cache(maxsize=131_072)
def _of_word(word: str, language: str) -> tuple[str, ...]:
    folded = fold_word(word)
    stems = stems_of(word, (language,))
    found = list(stems)
    if other := spelt_out(word):
        found.append(other)
    if marked := acronym(word):
        found.append(marked)
    if language in languages.COMPOUNDING and len(folded) >= _COMPOUND_LETTERS:
        base = next(iter(stems), folded)
        found += [_HEAD + folded, _TAIL + base[::-1]]
    if language == "he" and (bare := _HEBREW_PREFIX.match(folded)):
        found.append(bare.group(1))
    return tuple(found)


def stems_of(word: str, spoken: tuple[str, ...]) -> list[str]:
    """The stems of a word in some languages, as far as they are not the word itself."""
    folded = fold_word(word)
    found: dict[str, None] = {}
    for language in spoken:
        for spelling in dict.fromkeys((word.lower(), folded)):
            found[languages.stem(spelling, languages.for_word(word, language))] = None
    found.pop(folded, None)
    found.pop("", None)
    return list(found)


def parts_of_compounds(word: str, spoken: tuple[str, ...]) -> list[str]:
    """Beginnings of marked forms that a word is looked for with inside of compounds."""
    folded = fold_word(word)
    if len(folded) < _PART_LETTERS:
        return []
    tails = {_TAIL + base[::-1] for base in (folded, *stems_of(word, spoken)) if len(base) > 4}
    return [_HEAD + folded, *sorted(tails)]


def acronym(word: str) -> str | None:
    """The marked form of a word in capitals that would else be taken for a function word."""
    folded = fold_word(word)
    if not 2 <= len(word) <= 4 or not word.isupper() or folded in _OPERATORS:
        return None
    return _ACRONYM + folded if folded in languages.all_function_words() else None


def keys_in(text: str, odd: Sequence[str] | None = None) -> Iterator[str]:
    """Forms of what is more than letters: accounts, numbers, signs, emoji, names run together.
    `odd` are the text's `_odd_tokens`, where the caller has them."""
    if _ACCOUNT_HINT.search(text):
        for match in ACCOUNT.finditer(text):
            yield squeezed(match.group())
    if _PHONE_HINT.search(text):
        for match in PHONE.finditer(text):
            yield from phone_forms(match.group())
    if _GROUPS_HINT.search(text):
        for match in _NUMBER.finditer(text):
            yield from number_forms(match.group())
    for token in _odd_tokens(text) if odd is None else odd:
        if _DIGIT.search(token):
            for match in _KEYED.finditer(token):
                yield squeezed(match.group())
            for match in _NUMBER.finditer(token):
                yield from number_forms(match.group())
        for match in _SIGNED.finditer(token):
            sign = match.group().lower()
            yield _SIGN + sign.replace("+", "p").replace("#", "s").replace(".", "d")
        for match in _MIXED.finditer(token):
            yield from (part.lower() for part in _CAMEL.findall(match.group()) if len(part) > 1)
    if not text.isascii():
        for character in _EMOJI.findall(text):
            yield f"{_PICTURE}{ord(character):x}"


def _odd_tokens(text: str) -> list[str]:
    """What stands between blanks and is no plain word, each once: most of a text is passed by."""
    found = []
    for token in dict.fromkeys(text.split()):
        word = token.strip(_EDGES)
        if not (word.isalpha() and (word.islower() or word.istitle())) or token[0] == ".":
            found.append(token)
    return found


def squeezed(text: str) -> str:
    """Letters and digits alone, folded."""
    return fold("".join(character for character in text if character.isalnum()))


def phone_forms(written: str) -> list[str]:
    """A telephone number without separators, and as it is dialled inside its country."""
    digits = re.sub(r"[^\d+]", "", written)
    abroad = _CALLING_CODE.match(digits)
    if abroad is None:
        return [digits]
    inside = digits[abroad.end() :].removeprefix("0")
    return [digits.lstrip("+"), f"0{inside}", inside]


def number_forms(written: str) -> list[str]:
    """A number without separators, in each way it can be read: 1.234,56 as 1234 and its 56."""
    plain = re.sub("[ '’\u00a0\u202f]", "", written)
    separators = [character for character in plain if character in ".,"]
    if not separators:
        return [plain]
    last = separators[-1]
    whole, _, tail = plain.rpartition(last)
    digits = re.sub("[.,]", "", whole)
    decimals = tail.rstrip("0")
    as_decimals = digits + (_POINT + decimals if decimals else "")
    if len(set(separators)) == 2:
        return [as_decimals]
    as_groups = digits + tail
    if len(separators) > 1:
        return [as_groups]
    if len(tail) == 3 and len(digits) <= 3:
        return [as_groups, as_decimals]
    return [as_decimals]

"""Words that a mistyped one may have been meant for: those that one usual mistake of typing turns
into it. Only what can be written is told here; which of it a library has, `Keywords` knows."""

from __future__ import annotations

from storage.folding import fold_word

_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяѓєіїјљњћќўџґ",
)


def one_mistake_from(word: str) -> dict[str, int]:
    """Every spelling, folded, at the distance 1 of Damerau and Levenshtein from `word`, with 0 for
    those from which it comes by two neighbours exchanged, a letter left out or one typed twice, and
    1 for those from which it comes by another letter too many or a wrong one: of these there are
    so many that one of them is often a word by chance. None for what is not written in one
    alphabet (Latin, Greek, Cyrillic)."""
    folded = fold_word(word)
    alphabet = next((known for known in _ALPHABETS if set(folded) <= set(known)), "")
    if not (folded and alphabet):
        return {}
    halves = [(folded[:at], folded[at:]) for at in range(len(folded) + 1)]
    likely = [a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1]
    likely += [a + letter + b for a, b in halves for letter in alphabet]
    likely += [a + b[1:] for a, b in halves if b and a.endswith(b[0])]
    others = [a + b[1:] for a, b in halves if b]
    others += [a + letter + b[1:] for a, b in halves if b for letter in alphabet]
    found = dict.fromkeys(others, 1) | dict.fromkeys(likely, 0)
    return {spelling: rank for spelling, rank in found.items() if spelling not in ("", folded)}

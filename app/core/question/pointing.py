"""The words a question asks by, and those by which it points back to what was said. Pure."""

from __future__ import annotations

import re

from app.core.words import content_words, names, stem, words

# The words a question begins with, or asks by, in the languages that answers are phrased in.
ASKING = {
    "en": "what which who whom whose when where why how is are was were do does did can could may "
    "must should has have had will would",
    "de": "was welche welcher welches welchen welchem wer wen wem wessen wann wo wohin woher warum "
    "weshalb wie wieviel wofür womit worum wovon woran ist sind "
    "war waren hat haben wird wurde darf kann muss gibt",
    "fr": "qui que quoi quel quelle quels quelles quand où pourquoi comment combien est-ce "
    "qu'est-ce",
    "es": "qué quién quiénes cuál cuáles cuándo dónde por cómo cuánto cuánta cuántos cuántas",
    "it": "chi che cosa quale quali quando dove perché come quanto quanta quanti quante",
}

ALL_ASKING = "|".join(
    sorted({word for words in ASKING.values() for word in words.split()}, key=len, reverse=True)
)
_GOES_ON = re.compile(
    r"^(and|but|or|so|what about|how about|also|und|aber|oder|et|mais|y|e|pero|en)\b", re.IGNORECASE
)
_POINTING = """
    he she they him her them his hers its their theirs it this that these those there then same
    former latter else other others another er ihn ihm ihr ihre ihren ihrem ihrer sein seine
    seinen seiner dieser diese dieses diesen diesem dort davon dafür damit darin dazu
    il elle ils elles lui leur leurs celui celle ceux celles ce cela ça son sa ses él ella ellos
    ellas ese esa eso esos esas
"""
POINTS_BACK = frozenset(_POINTING.split())
_WITHOUT_A_WORD = re.compile(
    r"^(why|how|when|where|who|really|warum|wieso|wann|wo|wer|pourquoi|quand|où|qui)\s*\?*$",
    re.IGNORECASE,
)


def leans(question: str, *, n_words_alone: int = 3) -> bool:
    """Whether a question points back, goes on, or with fewer than `n_words_alone` content words
    and no name says too little to be one by itself."""
    if _GOES_ON.search(question) or _WITHOUT_A_WORD.search(question.strip()):
        return True
    named = names(uncapitalised(question))
    before_it: set[str] = set()
    for word in words(question):
        if word in POINTS_BACK and not named & before_it:
            return True
        before_it.add(stem(word))
    own = {word for word in content_words(question) if word not in asking_words(question)}
    return len(own) < n_words_alone and not named


def points_back(question: str) -> bool:
    """Whether a word of it stands for something said before: it, that, her."""
    return any(word in POINTS_BACK for word in words(question))


def uncapitalised(text: str) -> str:
    """With a small first letter, unless another capital follows as in a name of two words; a word
    that asks ("Can Ada swim?", "¿Cuánto …") has one in any case."""
    first, _, rest = text.partition(" ")
    asks = re.fullmatch(rf"\W*(?:{ALL_ASKING})", first, re.IGNORECASE) is not None
    if rest[:1].isupper() and not asks:
        return text
    at = next((n for n, letter in enumerate(first) if letter.isalpha()), 0)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def asking_words(question: str) -> set[str]:
    """The words of a question that ask: who, when, welche …"""
    return {match.lower() for match in re.findall(rf"\b(?:{ALL_ASKING})\b", question.lower())}

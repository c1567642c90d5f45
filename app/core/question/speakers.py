"""Who says "I": in a conversation what one of them tells of himself says nothing of the other, and
in a letter nothing of whom it is written to.

"Gina: My tattoo stands for freedom" holds every word of "Jon's tattoo stands for freedom" and bears
none of it out. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from app.core.sentences import sentences_of
from app.core.words import content_words, name_words, words
from storage.folding import fold

# A line that someone speaks, as chats and transcripts have it: "2023-05-08 13:56:00 Ada: …",
# "Ada Byrne (0:12): …".
_LINE = re.compile(
    r"^(?P<stamp>\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)? )?"
    r"(?P<who>[^\W\d_][^\W\d_'’.-]*(?: [^\W_][\w'’.-]*){0,3})(?: [\[(][\d:.,\s–-]+[\])])?: +(?=\S)",
    re.MULTILINE,
)
# The first line of a letter or mail, with the name of whom it is written to.
_SALUTATION = re.compile(
    r"^\s*(?:Hi|Hello|Hey|Dear|Good morning|Hallo|Liebe[rs]?|Guten Tag|Sehr geehrte[rs]?|Moin|Cher|"
    r"Chère|Bonjour|Salut|Hola|Querid[oa]|Estimad[oa])"
    r"(?: (?:Mr|Mrs|Ms|Dr|Herr|Frau|M|Mme|Sr|Sra)\.?)?"
    r" (?P<who>[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_]+)?)[,!.:]?\s*$",
    re.MULTILINE,
)
_I = {
    "en": "i me my mine myself i'm i've i'd i'll",
    "de": "ich mich mir mein meine meinen meinem meiner meines",
    "fr": "je j'ai me moi mon ma mes",
    "es": "yo me mí mi mis",
}
_MYSELF = {
    "en": "i me my mine myself we us our ours i'm i've i'd i'll we're we've we'd we'll",
    "de": "ich mich mir mein meine meinen meinem meiner meines wir uns unser unsere unseren "
    "unserem unserer",
    "fr": "je j'ai me moi mon ma mes nous notre nos",
    "es": "yo me mí mi mis nosotros nos nuestro nuestra",
}
_THE_OTHER = {
    "en": "you your yours yourself you're you've you'd you'll",
    "de": "du dich dir dein deine deinen deinem deiner deines ihr euch euer eure sie ihnen ihre "
    "ihren ihrem ihrer",
    "fr": "tu te toi ton ta tes vous votre vos",
    "es": "tú te ti tu tus usted ustedes vosotros os su sus",
}


@dataclass(frozen=True, slots=True)
class Utterance:
    speaker: frozenset[str]  # the words of the name, folded
    text: str


@lru_cache(maxsize=256)
def conversation(text: str) -> tuple[Utterance, ...]:
    """What is said by whom, where two or more speak in turns; nothing in any other text. Lines
    without a time must be of someone who speaks again: a form has "Tenant: …", too, but once."""
    lines = list(_LINE.finditer(text))
    names = [frozenset(map(fold, words(line["who"]))) for line in lines]
    is_stamped = all(line["stamp"] for line in lines)
    if len(set(names)) < 2 or not (is_stamped or len(set(names)) < len(names)):
        return ()
    ends = [*(line.start() for line in lines[1:]), len(text)]
    return tuple(
        Utterance(name, text[line.end() : end].strip())
        for name, line, end in zip(names, lines, ends, strict=True)
    )


def tells_of_another(claim: str, question: str, text: str, language: str) -> bool:
    """Whether a claim of one who takes part in a conversation rests on what another says there of
    himself: on sentences without "you" that don't name the one, by someone who says "I" (in a
    letter to the one, in that very sentence). A claim that names nobody is of whom the question
    names."""
    if language not in _MYSELF:
        return False
    said = conversation(text)
    written_to = frozenset[str]()
    if not said:
        salutation = _SALUTATION.search(text)
        if salutation is None:
            return False
        written_to = frozenset(map(fold, words(salutation["who"])))
        said = (Utterance(frozenset(), text[salutation.end() :]),)
    taking_part = {each.speaker for each in said} | {written_to}
    meant = _named(claim, taking_part, language) or _named(question, taking_part, language)
    if len(meant) != 1:
        return False  # of none of them, or of several
    (one,) = meant
    new = set(content_words(claim, language)) - set(content_words(question, language))
    telling = _telling(said, new, language)
    return bool(telling) and all(
        one != each.speaker
        and not one & set(words(sentence))
        and (_has(sentence, _I[language]) if written_to else _has(each.text, _MYSELF[language]))
        and not _has(sentence, _THE_OTHER[language])
        for each, sentence in telling
    )


def _named(
    text: str, taking_part: Collection[frozenset[str]], language: str
) -> set[frozenset[str]]:
    names = set(name_words(text, language))
    return {name for name in taking_part if names & name}


def _telling(
    said: Sequence[Utterance], new: Set[str], language: str
) -> list[tuple[Utterance, str]]:
    """The sentences that hold most of what is new, with who speaks them."""
    counted = [
        (len(new & set(content_words(each.text[start:end], language))), each, each.text[start:end])
        for each in said
        for start, end in sentences_of(each.text)
    ]
    most = max((n for n, _, _ in counted), default=0)
    return [(each, sentence) for n, each, sentence in counted if n == most and n]


def _has(sentence: str, pronouns: str) -> bool:
    small = sentence.lower().replace("’", "'")
    there = set(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", small))
    return bool(there & set(pronouns.split()))

"""A question that leans on the one before it, made whole by rules: "and in May?", "what about the
Rhine?", "how many votes did he get?".

Only where one thing can be meant; everything else is left to whoever asks (None)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.dates import DateMention, dates
from app.core.question.programs.asked import Token, tokens_of
from app.core.question.programs.wording import WORDINGS
from models.decoder.interface import Turn

_MOST_BACK = 4
_LEAD = re.compile(
    r"^¿?\s*(?:(?:and|but|und|aber|et|mais|y|e)\s+)?(?:(?:what|how) about\s+|was ist mit\s+|"
    r"wie (?:ist|steht) es (?:mit|bei)\s+|qu['’]en est-il d[eu]\s+|et pour\s+"
    r"|¿?y qué pasa con\s+)?",
    re.IGNORECASE,
)
_PREPOSITION_TEXT = """
in on at for of by from with im am für bei von mit en au le pour de du avec para del con
"""
_PREPOSITIONS = frozenset(_PREPOSITION_TEXT.split())
_ARTICLE_TEXT = """
the a an our my your his her its their der die das den dem des unser unsere unserer unserem mein
meine le la les l notre nos mon ma el los las nuestro nuestra mi
"""
_ARTICLES = frozenset(_ARTICLE_TEXT.split())
_NAME = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|St)\.?\s)?[A-ZÀ-Þ][\w’'-]+(?:\s(?:(?:de|von|van|del|da)\s)?"
    r"[A-ZÀ-Þ][\w’'-]+)+|(?:Dr|Mr|Mrs|Ms|Prof)\.?\s[A-ZÀ-Þ][\w’'-]+"
)
_HE = {
    "en": {"he": "{}", "she": "{}", "him": "{}", "his": "{}’s", "her": "{}"},
    "de": {"er": "{}", "ihn": "{}", "ihm": "{}"},
    "fr": {"il": "{}", "elle": "{}"},
    "es": {"él": "{}", "ella": "{}"},
}
_IT = {"en": ("it", "this", "that"), "de": ("es",), "fr": ("cela", "ça"), "es": ("eso", "esto")}
_WHO = {"en": ("who", "whom"), "de": ("wer", "wen", "wem"), "fr": ("qui",), "es": ("quién",)}
_AND = re.compile(r"^(?:and|but|und|aber|et|mais|y)\s+(?=\w+ )", re.IGNORECASE)
_WHICH_TEXT = "which what welche welcher welches welchen welchem quel quelle quels qué cuál cuáles"
_WHICH = frozenset(_WHICH_TEXT.split())
_YEAR = re.compile(r"(19|20)\d\d")
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w-]+")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """`text[start:end]` of a question: a thing with its article, and what is "of" it."""

    text: str
    start: int
    end: int


def resolve(question: str, turns: Sequence[Turn], language: str) -> str | None:
    """The question so that it can be understood alone; None where it already can, or where the
    rules do not see what it leans on."""
    if not turns or len(turns) > _MOST_BACK:
        turns = turns[-_MOST_BACK:]
    if not turns or language not in WORDINGS:
        return None
    last = turns[-1]
    before = resolve(last.question, turns[:-1], language) or last.question
    fragment = _fragment(question, language)
    if fragment is not None:
        return _replaced(before, fragment, language)
    return _named(question, before, last.answer, language)


# --- "and in May?" ------------------------------------------------------------------------------


def _fragment(question: str, language: str) -> str | None:
    """What is left of a question that has no verb of its own: "in May", "the Rhine"."""
    text = question.strip()
    lead = _LEAD.match(text)
    if lead is None or not lead.group().strip(" ¿"):
        return None
    rest = text[lead.end() :].strip(" ?.!")
    tokens = tokens_of(rest)
    if not tokens or len(tokens) > 6 or _asks(tokens, language):
        return None
    return rest


def _asks(tokens: Sequence[Token], language: str) -> bool:
    """Whether a fragment has a question word or a verb of its own."""
    wording = next(WORDINGS[known] for known in WORDINGS if known == language)
    verbs = wording.plain - _ARTICLES - _PREPOSITIONS - {"may"}
    asking = {word for phrase in (*wording.who, *wording.where, *wording.when) for word in [phrase]}
    return any(token.folded in asking or token.folded in verbs for token in tokens)


def _replaced(before: str, fragment: str, language: str) -> str | None:
    """The question before with the one thing of the fragment's kind exchanged for it."""
    if _moments(fragment, language):
        return _with_day(before, fragment, language)
    words = tokens_of(fragment)
    if words and words[0].folded in _PREPOSITIONS:
        words, fragment = words[1:], fragment[words[0].end :].strip()
    if not words:
        return None
    if len(words) == 1 and _CODE.fullmatch(words[0].text):
        return _with_code(before, words[0].text)
    old = _exchanged(before, fragment, language)
    if old is None:
        return None
    return f"{before[: old.start]}{fragment}{before[old.end :]}"


def _moments(fragment: str, language: str) -> tuple[DateMention, ...]:
    """Days, months and years that a fragment consists of; a bare month needs a word before it."""
    first = tokens_of(fragment)[0]
    led = fragment if first.folded in _PREPOSITIONS else f"in {fragment}"
    return tuple(mention for mention in dates(led, language) if not mention.is_time)


def _with_day(before: str, fragment: str, language: str) -> str | None:
    old = [mention for mention in dates(before, language) if not mention.is_time]
    years = [token for token in tokens_of(before) if _YEAR.fullmatch(token.text)]
    if len(old) > 1 or len(years) > 1:
        return None
    bare = fragment
    words = tokens_of(fragment)
    if words and words[0].folded in _PREPOSITIONS:
        bare = fragment[words[0].end :].strip()
    if not old:
        return f"{before.rstrip(' ?.')} {fragment}?"
    mention = old[0]
    year = mention.moment.year
    kept = _moments(bare, language)
    if year is not None and kept and kept[0].moment.year is None and mention.moment.month:
        bare = f"{bare} {year}"  # "in March 2024", "and in May?"
    return f"{before[: mention.start]}{bare}{before[mention.end :]}"


def _with_code(before: str, code: str) -> str | None:
    old = [token for token in tokens_of(before) if _CODE.fullmatch(token.text)]
    if len(old) != 1:
        return None
    return f"{before[: old[0].start]}{code}{before[old[0].end :]}"


def _exchanged(before: str, fragment: str, language: str) -> _Phrase | None:
    """What the fragment stands for: a name for the one name, a thing for the one thing."""
    first = tokens_of(fragment)[0]
    names = _names_in(before)
    is_name = first.is_capital and first.folded not in _ARTICLES and language != "de"
    if is_name:
        if len(names) != 1:
            return None
        return _Phrase(names[0].text, names[0].start, names[0].end)
    things = _things_in(before, language)
    if first.folded not in _ARTICLES or not things:
        return None
    return things[0] if len(things) == 1 else None


def _names_in(text: str) -> list[_Phrase]:
    """Names in a question: capitalised words that do not begin it, runs as one."""
    found = [_Phrase(match.group(), match.start(), match.end()) for match in _NAME.finditer(text)]
    taken = [range(phrase.start, phrase.end) for phrase in found]
    taken += [range(mention.start, mention.end) for mention in dates(text)]
    tokens = tokens_of(text)
    for token in tokens[1:]:
        if token.is_capital and len(token.text) > 1 and not any(token.start in r for r in taken):
            found.append(_Phrase(token.text, token.start, token.end))
    return sorted(found, key=lambda phrase: phrase.start)


def _things_in(text: str, language: str) -> list[_Phrase]:
    """Things with their article: "the large hall of the Parish Hall" is one."""
    wording = next(WORDINGS[known] for known in WORDINGS if known == language)
    tokens = tokens_of(text)
    found: list[_Phrase] = []
    at = 0
    while at < len(tokens):
        if tokens[at].folded not in _ARTICLES or at + 1 >= len(tokens):
            at += 1
            continue
        end = at + 1
        while end < len(tokens):
            word = tokens[end]
            joins = word.folded in {"of", "von", "de", "del", "du"} and end + 1 < len(tokens)
            if joins or (end > at + 1 and word.folded in _ARTICLES and _joined(tokens, end)):
                end += 1
                continue
            if word.folded in wording.plain or _is_verb(word, language):
                break
            end += 1
        while end > at + 1 and tokens[end - 1].folded in wording.plain:
            end -= 1
        if end > at + 1:
            start, stop = tokens[at].start, tokens[end - 1].end
            found.append(_Phrase(text[start:stop], start, stop))
        at = max(end, at + 1)
    return found


def _joined(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].folded in {"of", "von", "de", "del", "du"}


def _is_verb(token: Token, language: str) -> bool:
    """A guess at where a thing ends: words in small letters that end as participles do."""
    if language == "de":
        return not token.is_capital
    return (language == "en" and token.folded.endswith(("ed", "ing"))) or token.folded in {
        "let", "cost", "take", "begin", "start", "end", "give", "sing", "get", "say", "clear",
    }  # fmt: skip


# --- "how many votes did he get?" -----------------------------------------------------------------


def _named(question: str, before: str, answer: str, language: str) -> str | None:
    """The question with its one pronoun exchanged for what it stands for."""
    question = _AND.sub("", question.strip())
    question = question[:1].upper() + question[1:]
    tokens = tokens_of(question)
    table = _HE.get(language, {})
    persons = [token for token in tokens if token.folded in table]
    things = [token for token in tokens if token.folded in _IT.get(language, ())]
    if _names_in(question) or len(persons) > 1 or len(things) > 1 or not (persons or things):
        return None
    said: dict[Token, str] = {}
    if persons:
        name = _person(before, answer, language)
        if name is None:
            return None
        owns = persons[0].folded == "her" and _owns(tokens, persons[0])
        said[persons[0]] = f"{name}’s" if owns else table[persons[0].folded].format(name)
    if things:
        thing = _thing(before, language)
        points = things[0].folded in {"this", "that"} and _owns(tokens, things[0])
        if (thing is None or points) and not persons:
            return None
        if thing is not None and not points:
            said[things[0]] = _with_owner(thing, name) if persons and name else thing
    for token in sorted(said, key=lambda token: -token.start):
        question = f"{question[: token.start]}{said[token]}{question[token.end :]}"
    return question


def _with_owner(thing: str, name: str) -> str:
    """ "Her workshop" is that of the person meant."""
    first, _, rest = thing.partition(" ")
    return f"{name}’s {rest}" if first.lower() in {"his", "her"} else thing


def _owns(tokens: Sequence[Token], pronoun: Token) -> bool:
    """Whether a noun follows: "her fee", "this document"."""
    following = [token for token in tokens if token.start >= pronoun.end]
    if not following or following[0].folded in _PREPOSITIONS | {"to", "and", "or", "when", "is"}:
        return False
    return not following[0].folded.endswith(("ed", "ing"))


def _person(before: str, answer: str, language: str) -> str | None:
    """Whom "he" or "she" means: the one person of the answer to "who", else of the question."""
    first = tokens_of(before)
    asks_who = bool(first) and any(token.folded in _WHO[language] for token in first[:3])
    in_answer = list(dict.fromkeys(match.group() for match in _NAME.finditer(_own_words(answer))))
    in_question = list(dict.fromkeys(match.group() for match in _NAME.finditer(before)))
    for names in (in_answer, in_question) if asks_who else (in_question, in_answer):
        if len(names) == 1:
            return names[0]
        if names:
            return None
    return None


def _thing(before: str, language: str) -> str | None:
    """The one thing of a question; none where "which key" asks for another."""
    tokens = tokens_of(before)
    for at, token in enumerate(tokens):
        is_led = at > 0 and tokens[at - 1].folded in _PREPOSITIONS
        if token.folded not in _WHICH or is_led or at + 1 >= len(tokens):
            continue
        if not _is_verb(tokens[at + 1], language) and not _is_small(tokens[at + 1], language):
            return None
    things = _things_in(before, language)
    return things[0].text if len(things) == 1 else None


def _is_small(token: Token, language: str) -> bool:
    wording = next(WORDINGS[known] for known in WORDINGS if known == language)
    return token.folded in wording.plain


def _own_words(answer: str) -> str:
    """The answer without quotations and numbers in brackets."""
    return re.sub(r"“[^”]*”|„[^“]*“|«[^»]*»|\[\d+\]", " ", answer)

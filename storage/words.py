"""How text becomes words for keyword search, and how a user's query becomes an FTS5 expression.

FTS5's `unicode61` splits at spaces and punctuation, so it finds nothing inside scripts written
without spaces. Runs of such scripts are cut into overlapping pairs of characters here, the same
way at insertion and in queries. Nothing here knows SQL; the user's text is always quoted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

# Stored in the library: the index holds what this version of `segment` gave, and deleting a row
# needs the same words again. A change here needs a migration that rebuilds the keyword rows.
WORDS_VERSION = 1

# Scripts written without spaces between words. Korean is here because its words carry endings.
_SPACELESS = (
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
_SPACELESS_RUN = re.compile(f"[{_SPACELESS}]+")
# Over a text's shape (see `_shape`): a spaceless run, or words with joiners between them.
_PIECE = re.compile("s+|w+(?:jw+)*")
_JOINERS = frozenset("'’-._@&+:,")
_PHRASE = re.compile(r'["“„«]([^"“”„«»]+)["”“»]')
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

MAX_TERMS = 64  # of one query; a pasted page is cut here, its vector still sees all of it

# The commonest English words: an OR over them reads most of the index (312 ms against 23 ms over
# 100k rows). Other languages' common words are dropped by their frequency in the library.
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but
    by can could did do does doing down during each few for from further had has have having he
    her here hers him his how i if in into is it its itself just me more most my no nor not now
    of off on once only or other our ours out over own same she should so some such than that the
    their theirs them then there these they this those through to too under until up very was we
    were what when where which while who whom why will with would you your yours s t
    """.split()  # noqa: SIM905  a paragraph reads better than a hundred quotes
)


def segment(text: str) -> str:
    """Return `text` with runs of spaceless scripts replaced by overlapping pairs of characters
    (one character alone stays) set apart by spaces; other text is left as it is."""
    return _SPACELESS_RUN.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", text)


def name_document(title: str | None, paths: Iterable[str], metadata: Mapping[str, str]) -> str:
    """The searchable line of a content: its title, the names of its files and of the folders
    they lie in, and its metadata. Names run together (LeaseAgreement2019) are also given apart."""
    pieces: list[str] = [title or ""]
    for path in paths:
        pure = PurePath(path)
        for name in (pure.name, pure.parent.name):
            pieces += [name, _CAMEL.sub(" ", name)]
    pieces += [value[:2000] for value in metadata.values()]
    return segment("\n".join(piece for piece in pieces if piece))


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: words that must stand side by side, mostly just one."""

    words: tuple[str, ...]

    @property
    def expression(self) -> str:
        return '"' + " ".join(word.replace('"', '""') for word in self.words) + '"'


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`phrases` stood in quotation marks in the user's text; `terms` are the rest."""

    phrases: tuple[Term, ...]
    terms: tuple[Term, ...]


def parse(query: str) -> ParsedQuery:
    """Split a user's text into phrases and terms. Any text is accepted; at most MAX_TERMS count."""
    phrases = [
        Term(tuple(words)) for match in _PHRASE.findall(query) if (words := _words_of(match))
    ]
    rest = _PHRASE.sub(" ", query)
    terms: list[Term] = []
    for words in _pieces(rest):
        terms += [Term((pair,)) for pair in words] if is_spaceless(words[0]) else _readings(words)
    unique = tuple(dict.fromkeys(_folded(term) for term in terms))
    return ParsedQuery(tuple(dict.fromkeys(phrases))[:8], unique[:MAX_TERMS])


def expression_any(
    parsed: ParsedQuery, is_common: Callable[[str], bool], *, require_phrases: bool
) -> str | None:
    """An FTS5 expression that any term satisfies, commonest words left out unless nothing else
    is there; quoted phrases must occur if `require_phrases`. None if there is nothing to find."""
    telling = telling_terms(parsed, is_common)
    if not telling and not parsed.phrases:
        return expression_all(parsed)
    alternatives = [term.expression for term in (*parsed.phrases, *telling)]
    either = " OR ".join(alternatives)
    if parsed.phrases and require_phrases:
        return " AND ".join([*(term.expression for term in parsed.phrases), f"({either})"])
    return either


def telling_terms(parsed: ParsedQuery, is_common: Callable[[str], bool]) -> list[Term]:
    """The terms that are not among the commonest words."""
    return [term for term in parsed.terms if not _all_common(term, is_common)]


def expression_all(parsed: ParsedQuery) -> str | None:
    """An FTS5 expression that wants every term and phrase. None if there is none."""
    return " AND ".join(term.expression for term in (*parsed.phrases, *parsed.terms)) or None


def _all_common(term: Term, is_common: Callable[[str], bool]) -> bool:
    if len(term.words) > 1:
        return False
    return term.words[0] in STOP_WORDS or is_common(term.words[0])


def _readings(words: Sequence[str]) -> list[Term]:
    """A piece such as state-of-the-art: the whole, and its longer parts for themselves."""
    parts = [Term((word,)) for word in words if len(word) > 2 and word.isalpha()]
    return [Term(tuple(words)), *(parts if len(words) > 1 else ())]


def _folded(term: Term) -> Term:
    return Term(tuple(word.lower() for word in term.words))


def _words_of(text: str) -> list[str]:
    """The words of a phrase in order, cut the way `segment` and unicode61 cut the text."""
    return [word for words in _pieces(text) for word in words]


def _pieces(text: str) -> Iterator[list[str]]:
    """Each piece of the text as its words: pairs of a spaceless run, or words that were joined by
    a hyphen, a point and the like; never empty."""
    for match in _PIECE.finditer(_shape(text)):
        piece = text[match.start() : match.end()]
        if match.group()[0] == "s":
            yield _pairs(piece)
        else:
            yield [text[start:end] for start, end in _spans(match)]


def _spans(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    start = match.start()
    for run in match.group().split("j"):
        yield start, start + len(run)
        start += len(run) + 1


def _shape(text: str) -> str:
    """One letter for each character: s spaceless script, w letter, digit or mark, j joiner."""
    return "".join(map(_shape_of, text))


@lru_cache(maxsize=4096)
def _shape_of(character: str) -> str:
    if is_spaceless(character):
        return "s"
    if character in _JOINERS:
        return "j"
    category = unicodedata.category(character)
    return "w" if category[0] in "LN" or category in ("Mn", "Mc", "Co") else " "


def is_spaceless(text: str) -> bool:
    """Whether the text begins with a script that puts no spaces between words."""
    return _SPACELESS_RUN.match(text) is not None


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]

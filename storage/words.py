"""How text becomes words for keyword search, and how a user's query becomes an FTS5 expression.

FTS5's `unicode61` splits at spaces and punctuation, so it finds nothing inside scripts written
without spaces. Runs of such scripts are cut into overlapping pairs of characters here, and all
text is brought to one spelling, the same way at insertion and in queries; what else a word may be
looked for by stands beside it (`storage.forms`). Nothing here knows SQL; the user's text is always
quoted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath

from storage import languages
from storage.folding import SPACELESS_RUN, fold, fold_word, is_spaceless, pairs, spelt_out, visible
from storage.forms import acronym, forms, keys_in, parts_of_compounds, stems_of

# Stored in the library: the index holds what this version of `keyword_row` gave, and deleting a
# row needs the same words again. A library of another version has its rows made anew when it is
# opened for writing. Another PyStemmer or OpenCC is another version too (they are pinned).
WORDS_VERSION = 4

# Over a text's shape (see `_shape`): a spaceless run, or words with joiners between them.
_PIECE = re.compile("s+|w+(?:jw+)*")
_JOINERS = frozenset("'’-._@&+:,")
_LETTERS = re.compile(r"[^\W\d_]+")
_PHRASE = re.compile(r'["“„«]([^"“”„«»]+)["”“»]')
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

_LEAST_WORDS = 3  # of a query, to tell its language
_MOST_INSIDE = 12  # terms of a query that are looked for inside of compounds too
MAX_TERMS = 64  # of one query; a pasted page is cut here, its vector still sees all of it


def segment(text: str) -> str:
    """Return `text` folded, with runs of spaceless scripts replaced by overlapping pairs of
    characters and the last one alone, set apart by spaces: each character begins a word."""
    return SPACELESS_RUN.sub(_in_pairs, fold(text))


def keyword_row(
    chunk_id: int, heads: str, text: str, language: str | None
) -> tuple[int, str, str, str]:
    """What the keyword index holds of a chunk: its id, heads, words and their other forms."""
    return chunk_id, segment(heads), segment(text), forms(f"{heads}\n{text}", language)


def _in_pairs(run: re.Match[str]) -> str:
    found = pairs(run.group())
    last = [run.group()[-1]] if len(run.group()) > 1 else []
    return f" {' '.join(found + last)} "


def name_document(title: str | None, paths: Iterable[str], metadata: Mapping[str, str]) -> str:
    """The searchable line of a content: its title, the names of its files and of the folders
    they lie in, and its metadata. Names run together (LeaseAgreement2019) are also given apart."""
    pieces: list[str] = [title or ""]
    for path in paths:
        pure = PurePath(path)
        for name in (pure.name, pure.parent.name):
            pieces += [name, _CAMEL.sub(" ", name)]
    pieces += [value[:2000] for value in metadata.values()]
    line = "\n".join(piece for piece in pieces if piece)
    return f"{segment(line)}\n{forms(line, None)}"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: words that must stand side by side, mostly just one; or one of its
    further `forms`, or a word that begins with one of `beginnings`."""

    words: tuple[str, ...]
    forms: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """The words themselves, as FTS5 wants them."""
        return _quoted(" ".join(self.words))

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Expressions for the words and for each other form of them."""
        others = [_quoted(form) for form in self.forms]
        return (self.expression, *others, *(f"{_quoted(begin)}*" for begin in self.beginnings))


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`phrases` stood in quotation marks in the user's text; `terms` are the rest; `language` is
    what the query is written in, as far as its function words tell."""

    phrases: tuple[Term, ...]
    terms: tuple[Term, ...]
    language: str | None = None


def parse(query: str, spoken: Sequence[str] = ("en",), also: Sequence[str] = ()) -> ParsedQuery:
    """Split a user's text into phrases and terms. Any text is accepted; at most MAX_TERMS count.

    `spoken` are the languages of the library, in which endings are tried where the query does not
    tell its own; `also` are other spellings of something in it (dates), each a phrase."""
    query = visible(query)
    phrases = [
        Term(tuple(words)) for match in _PHRASE.findall(query) if (words := _words_of(match))
    ]
    rest = _PHRASE.sub(" ", query)
    letters = _LETTERS.findall(rest)
    language = languages.guess(rest) if len(letters) >= _LEAST_WORDS or not rest.isascii() else None
    tried = (language,) if language is not None and language in spoken else tuple(spoken)
    originals = {fold_word(word): word for word in letters}
    shouted = rest.isupper() and len(originals) > 1
    terms: list[Term] = [Term((key,)) for key in dict.fromkeys(keys_in(rest))]
    for words in _pieces(fold(rest)):
        if is_spaceless(words[0]):
            terms += [_of_pair(pair) for pair in words]
        else:
            terms += [
                _with_forms(term, originals, tried, shouted=shouted) for term in _readings(words)
            ]
    terms += [Term(tuple(_words_of(spelling))) for spelling in also]
    unique = {term.words: term for term in reversed(terms) if term.words}
    kept = sorted(unique.values(), key=terms.index)
    if len(kept) > _MOST_INSIDE:
        kept = [replace(term, beginnings=()) if term.forms else term for term in kept]
    return ParsedQuery(tuple(dict.fromkeys(phrases))[:8], tuple(kept[:MAX_TERMS]), language)


def _of_pair(pair: str) -> Term:
    """A pair of characters; one alone is found wherever it stands, since each begins a pair."""
    return Term((pair,), beginnings=(pair,) if len(pair) == 1 else ())


def _with_forms(
    term: Term, originals: Mapping[str, str], spoken: Sequence[str], *, shouted: bool
) -> Term:
    if len(term.words) > 1:
        joined = "".join(term.words)
        return Term(term.words, forms=(joined,) if len(term.words) <= 4 else ())
    word = originals.get(term.words[0], term.words[0])
    if (marked := acronym(word)) and not shouted:
        return Term((marked,))
    others = stems_of(word, tuple(spoken))
    if spelt := spelt_out(word):
        others.append(spelt)
    inside = parts_of_compounds(word, tuple(spoken)) if _runs_together(spoken) else []
    return Term(term.words, tuple(dict.fromkeys(others)), tuple(inside))


def _runs_together(spoken: Sequence[str]) -> bool:
    return any(language in languages.COMPOUNDING for language in spoken)


def expression_any(
    parsed: ParsedQuery, is_common: Callable[[str], bool], *, require_phrases: bool
) -> str | None:
    """An FTS5 expression that any term satisfies, commonest words left out unless nothing else
    is there; quoted phrases must occur if `require_phrases`. None if there is nothing to find."""
    telling = telling_terms(parsed, is_common)
    if not telling and not parsed.phrases:
        everything = expression_all(parsed)
        if everything and len(parsed.terms) > 1:  # "The Who": side by side before anywhere
            side_by_side = " ".join(word for term in parsed.terms for word in term.words)
            return f"{_quoted(side_by_side)} OR ({everything})"
        return everything
    either = " OR ".join(
        alternative for term in (*parsed.phrases, *telling) for alternative in term.alternatives
    )
    if parsed.phrases and require_phrases:
        return " AND ".join([*(term.expression for term in parsed.phrases), f"({either})"])
    return either


def telling_terms(parsed: ParsedQuery, is_common: Callable[[str], bool]) -> list[Term]:
    """The terms that are not among the commonest words."""
    return [term for term in parsed.terms if not _all_common(term, parsed.language, is_common)]


def expression_all(parsed: ParsedQuery) -> str | None:
    """An FTS5 expression that wants every term and phrase. None if there is none."""
    wanted = [term.alternatives for term in (*parsed.phrases, *parsed.terms)]
    return (
        " AND ".join(
            alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(alternatives)})"
            for alternatives in wanted
        )
        or None
    )


def _all_common(term: Term, language: str | None, is_common: Callable[[str], bool]) -> bool:
    if len(term.words) > 1:
        return False
    word = term.words[0]
    return languages.is_function_word(word, (language or "en",)) or is_common(word)


def _readings(words: Sequence[str]) -> list[Term]:
    """A piece such as state-of-the-art: the whole, and its longer parts for themselves."""
    parts = [Term((word,)) for word in words if len(word) > 2 and word.isalpha()]
    return [Term(tuple(words)), *(parts if len(words) > 1 else ())]


def _words_of(text: str) -> list[str]:
    """The words of a phrase in order, cut the way `segment` and unicode61 cut the text."""
    return [word for words in _pieces(fold(text)) for word in words]


def _pieces(text: str) -> Iterator[list[str]]:
    """Each piece of the text as its words: pairs of a spaceless run, or words that were joined by
    a hyphen, a point and the like; never empty."""
    for match in _PIECE.finditer(_shape(text)):
        piece = text[match.start() : match.end()]
        if match.group()[0] == "s":
            yield pairs(piece)
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

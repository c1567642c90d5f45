"""An answer held against what is known: right, partly, wrong, rightly or wrongly declined; which of
its citations bear on the question; what in it stands nowhere. Pure, and deliberately independent of
the product's own test of support: a ruler must not be cut from what it measures.

What a pattern cannot see, it misjudges: every row is kept with the answer as given, to be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from tests.evaluation.questions import GoldSource, Question

Standing = Literal["right", "partly", "wrong", "declined right", "declined wrong"]

_QUOTED = re.compile(r"“[^”]*”|„[^“]*“|«[^»]*»")
_MARKER = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’)]*\s+|\n+")
_MONTHS = "Jan|Feb|Mar|Mär|Apr|May|Mai|Jun|Jul|Aug|Sep|Oct|Okt|Nov|Dec|Dez"
_NO_END = re.compile(
    rf"\b(?:St|Dr|Mr|Mrs|Ms|No|Nr|Mme|[A-Z])\.(?=\s)|\b\d{{1,2}}\.(?=\s+(?:{_MONTHS}))"
)
_MARKERS_BEHIND = re.compile(r"([.!?])\s*((?:\[[\d,;\s]+\]\s*)+)")
_DENIAL = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|can|could)(?: not|n['’]t) "
    r"(?:\w+ ){0,2}?(?:say|said|mention\w*|name[ds]?|give[ns]?|state[ds]?|contain\w*|answer\w*|"
    r"tell|told|list\w*|specif\w*|include|found|find|known?|provide[ds]?)\b"
    r"|\bnothing\b|\bno (?:sources?|documents?|files?|passages?|mention|information|record|answer|"
    r"details?|evidence)\b|\bnot (?:said|mentioned|named|given|stated|listed|specified|found|known|"
    r"provided)\b|\bunknown\b"
    r"|\bnichts\b|\bkeine?\w* (?:Angaben?|Hinweise?|Quellen?|Antwort|Informationen?)\b"
    r"|\bnicht (?:erwähnt|genannt|angegeben|gesagt|gefunden)\b"
    r"|\bn['’e] ?\w+ (?:pas|rien)\b|\baucune? (?:source|document|information|réponse)\b",
    re.IGNORECASE,
)
_DOT = "\ue000"  # stands for a full stop that ends nothing
_NUMBER = re.compile(r"\d+(?:[.,:’']\d+)*")
_NAME = re.compile(r"(?<=[\w,;)”’] )[A-ZÀ-ÖØ-Þ][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation as given. `file` is relative to the library's folder, with slashes."""

    marker: int
    file: str
    quote: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as given. `evidence` is all text that lay before the model: passages with their
    titles, names and places. `verdict` is the product's own word, where it has one. `standings`
    are those of its checked sentences (the sentence, its standing), where the product tells."""

    text: str
    abstained: bool
    citations: tuple[Cited, ...] = ()
    evidence: str = ""
    verdict: str | None = None
    standings: tuple[tuple[str, str], ...] = ()
    by_program: bool = False  # no language model wrote it: its numbers were worked out


@dataclass(frozen=True, slots=True)
class Judgement:
    """`marked`: nothing of a wrong or partly right answer is shown as borne out. `citations_right`
    goes with the answer's citations; `sources_cited` with the question's sources."""

    standing: Standing
    why: str
    marked: bool
    citations_right: tuple[bool, ...]
    sources_cited: tuple[bool, ...]
    n_sentences: int
    n_cited_sentences: int
    invented: tuple[str, ...]
    n_quotations: int
    n_idle_quotations: int

    @property
    def is_right(self) -> bool:
        return self.standing in ("right", "declined right")


def judge(question: Question, given: Given) -> Judgement:
    standing, why = _standing(question, given)
    own = own_words(given.text)
    sentences = [] if given.abstained else sentences_of(own)
    quotations = [quote for quote in quotations_of(given.text) if len(quote.split()) > 3]
    return Judgement(
        standing=standing,
        why=why,
        marked=_is_marked(question, given, standing),
        citations_right=tuple(is_right_citation(question, cited) for cited in given.citations),
        sources_cited=tuple(_is_cited(source, given.citations) for source in question.sources),
        n_sentences=len(sentences),
        n_cited_sentences=sum(bool(_MARKER.search(sentence)) for sentence in sentences),
        invented=tuple(
            word
            for sentence in (() if given.by_program else sentences)
            for word in _invented(sentence, question, given)
        ),
        n_quotations=len(quotations),
        n_idle_quotations=sum(not _serves(quote, own, question) for quote in quotations),
    )


def _standing(question: Question, given: Given) -> tuple[Standing, str]:
    told = _MARKER.sub("", given.text)  # the number of a source is none of the answer's
    text, own = same_form(told), same_form(own_words(told))
    wrong = next((p.pattern for p in question.must_not if p.search(own)), None)
    if question.abstain:
        if given.abstained:
            return "declined right", "declined"
        if wrong is not None:
            return "wrong", f"says /{wrong}/"
        found = next((p.pattern for p in question.correct if p.search(text)), None)
        if found is not None:
            return "right", f"corrects: /{found}/"
        if _DENIAL.search(own):
            return "declined right", "says that nothing is said"
        return "wrong", "answers what no source says"
    if given.abstained:
        return "declined wrong", "declined"
    if wrong is not None:
        return "wrong", f"says /{wrong}/"
    searched = own if question.own else text
    missing = [p.pattern for p in question.must if not p.search(searched)]
    needed = len(question.must) if question.at_least is None else question.at_least
    n_found = len(question.must) - len(missing)
    if n_found >= needed:
        return "right", ""
    if n_found and len(question.must) > 1:
        return "partly", f"lacks /{missing[0]}/"
    if _DENIAL.search(own):
        return "declined wrong", "says that nothing is said"
    return "wrong", f"lacks /{missing[0]}/"


def _is_marked(question: Question, given: Given, standing: Standing) -> bool:
    if standing not in ("wrong", "partly"):
        return False
    if given.verdict in ("declined", "contradicted"):
        return True
    if given.standings:
        bad = [
            stands
            for sentence, stands in given.standings
            if any(p.search(own_words(sentence)) for p in question.must_not)
        ] or [stands for _, stands in given.standings]
        return "supported" not in bad
    return not any(cited.supported for cited in given.citations)


def is_right_citation(question: Question, cited: Cited) -> bool:
    """The file bears on the question and, where one place matters, the quote is from there."""
    for source in question.sources:
        if cited.file in source.files:
            return source.quote is None or bool(source.quote.search(same_form(cited.quote)))
    return cited.file in question.also


def _is_cited(source: GoldSource, citations: Sequence[Cited]) -> bool:
    return any(cited.file in source.files for cited in citations)


def _serves(quote: str, own: str, question: Question) -> bool:
    """Whether a quotation adds something: a fact that is asked for, or its very place."""
    text = same_form(quote)
    wanted = [*question.must, *question.correct]
    return any(p.search(text) and not p.search(own) for p in wanted) or any(
        source.quote is not None and source.quote.search(text) for source in question.sources
    )


def _invented(sentence: str, question: Question, given: Given) -> list[str]:
    """Numbers, and capitalised words within the sentence, that stand in no source, not in the
    question and not in the gold answer. German writes every noun large: there numbers only."""
    known = " ".join((question.question, *question.before, question.answer, given.evidence))
    numbers = {_value(found) for found in _NUMBER.findall(known)}
    plain = _MARKER.sub("", sentence)
    words = [found for found in _NUMBER.findall(plain) if _value(found) not in numbers]
    if question.language != "de":
        lower = _folded(known)
        words += [name for name in _NAME.findall(plain) if _folded(name).rstrip("'’s") not in lower]
    return words


def _value(number: str) -> str:
    """1,890 = 1.890 = 1890; 7.50 = 7,5; of a time hours and minutes."""
    if ":" in number:
        hours, minutes, *_ = number.split(":")
        return f"{hours.lstrip('0') or '0'}:{minutes}"
    plain = re.sub(r"[.,’'](?=\d{3}(?!\d))", "", number).replace(",", ".")
    head, _, tail = plain.partition(".")
    tail = tail.rstrip("0")
    return (head.lstrip("0") or "0") + (f".{tail}" if tail else "")


def own_words(text: str) -> str:
    """The text without what it quotes."""
    return _QUOTED.sub("“”", text)


def quotations_of(text: str) -> list[str]:
    return [found.group()[1:-1] for found in _QUOTED.finditer(text)]


def sentences_of(text: str) -> list[str]:
    """Rough sentences that hold a word, each with the markers behind it."""
    joined = _MARKERS_BEHIND.sub(lambda found: f" {found[2].strip()}{found[1]} ", text)
    kept = _NO_END.sub(lambda found: found.group().replace(".", _DOT), joined)
    pieces = (piece.replace(_DOT, ".").strip() for piece in _SENTENCE_END.split(kept))
    return [piece for piece in pieces if re.search(r"[^\W\d_]{2}", piece)]


def same_form(text: str) -> str:
    """Unicode form NFC, one space for any run of blanks; lines stay."""
    return re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", text))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def relative(path: str, root: str) -> str:
    """A path below the library's folder, with slashes; others stay whole. What lies in a file (an
    attachment, a mail of a mailbox) counts as that file."""
    path = path.partition("!/")[0]
    try:
        return PurePath(path).relative_to(root).as_posix()
    except ValueError:
        return PurePath(path).as_posix()

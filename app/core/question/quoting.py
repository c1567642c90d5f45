"""Let the sources speak where the model passed them over.

A small model rarely answers every part of a question, or draws on three kinds of source at once. A
quotation, word for word, cannot be wrong about what its source says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.naming import place, spoken_name
from app.core.question.claims import Encode, GroundedAnswer, GroundedCitation, clauses, quotable
from app.core.question.retrieve import Found
from app.core.words import content_words

# How well a sentence must answer a part of the question: three fifths the cosine of their
# vectors, two fifths the share of the part's content words that it holds.
ANSWERS = 0.38
_ASKS_AGAIN = re.compile(
    r",\s+(?:and\s+)?(?=(?:when|where|who|whose|whom|how|what|why|which|whether)\b)", re.IGNORECASE
)
_INTRODUCTIONS = {
    "text": "The document {name} says",
    "image": "The picture {name} is described as",
    "audio": "In the recording {name} one hears",
}


@dataclass(frozen=True, slots=True)
class _Quote:
    marker: int
    text: str
    scores: tuple[float, ...]  # for each part of the question


def complete(
    grounded: GroundedAnswer, question: str, sources: Sequence[Found], encode: Encode
) -> GroundedAnswer:
    """Quote what answers a part of the question, or is the best of its kind, and is not cited."""
    parts = [part for asked in _ASKS_AGAIN.split(question) for part in clauses(asked)]
    quotes = _quotes(parts, sources, encode)
    citations = {citation.marker: citation for citation in grounded.citations}
    text = grounded.text
    for quote in _wanted(parts, quotes, sources, grounded):
        citations[quote.marker] = GroundedCitation(quote.marker, quote.text, True)
        text += f"\n\n{_introduced(sources[quote.marker - 1], quote)}"
    ordered = tuple(citations[marker] for marker in sorted(citations))
    return GroundedAnswer(text.strip(), ordered, grounded.n_unsupported)


def _wanted(
    parts: Sequence[str],
    quotes: Sequence[_Quote],
    sources: Sequence[Found],
    grounded: GroundedAnswer,
) -> Iterator[_Quote]:
    """The best quote for each part, then for each kind, where its source is not cited yet."""
    cited = {citation.marker for citation in grounded.citations if citation.supported}
    kinds = {sources[marker - 1].chunk.kind for marker in cited}
    for n in range(len(parts)):
        best = max(quotes, key=lambda quote: quote.scores[n], default=None)
        if best and best.scores[n] >= ANSWERS and best.marker not in cited:
            cited.add(best.marker)
            kinds.add(sources[best.marker - 1].chunk.kind)
            yield best
    for kind in ("text", "image", "audio"):
        of_kind = [q for q in quotes if sources[q.marker - 1].chunk.kind == kind]
        best = max(of_kind, key=lambda quote: max(quote.scores), default=None)
        if kind not in kinds and best and max(best.scores) >= ANSWERS:
            yield best


def _quotes(parts: Sequence[str], sources: Sequence[Found], encode: Encode) -> list[_Quote]:
    telling = {source.item.item_id for source in sources if not _is_heads_of_mail(source)}
    texts = [
        (marker, text)
        for marker, source in enumerate(sources, start=1)
        if not (_is_heads_of_mail(source) and source.item.item_id in telling)
        for text in dict.fromkeys(quotable(source.chunk.text))
    ]
    if not texts:
        return []
    rows = encode([*parts, *(text for _, text in texts)])
    cosines = rows[len(parts) :] @ rows[: len(parts)].T
    wanted = [set(content_words(part)) for part in parts]
    quotes = []
    for (marker, text), similar in zip(texts, cosines, strict=True):
        held = set(content_words(text))
        scores = tuple(
            0.6 * max(0.0, float(cosine)) + 0.4 * len(words & held) / max(1, len(words))
            for cosine, words in zip(similar, wanted, strict=True)
        )
        quotes.append(_Quote(marker, text, scores))
    return quotes


def _is_heads_of_mail(found: Found) -> bool:
    """Sender, subject and date say little where the message itself is at hand."""
    return str(found.chunk.locator.get("part", "")).endswith("headers")


def _introduced(found: Found, quote: _Quote) -> str:
    name = found.item.title or spoken_name(found.item.path)
    introduction = _INTRODUCTIONS[found.chunk.kind].format(name=f"“{name}”")
    where = place(found.chunk.locator)
    where = f" ({where})" if where else ""
    return f"{introduction}{where}: “{quote.text.strip()}” [{quote.marker}]"

"""Reading by copying: the answer is a run of words of the sources as they stand, or "not found".

A beam of continuations goes along the sources' tokens only; each is scored by the model's own
likelihood, and so are the words that say that nothing was found. Nothing can be said that does not
stand there, so a span is its own evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.decoder.interface import Source, SpanAnswer
from models.decoder.kv_cache import KVCache
from models.decoder.tokens import TextTokens
from models.decoder.transformer import Transformer

_WIDTH = 4  # continuations followed at once
LONGEST = 32  # tokens of a span
NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Passage:
    """One source's tokens. `offsets` (n + 1) are code points in the source's text. A span may begin
    at the places in `firsts`, which say the token that spells the first word without what stands
    before it there, and how many characters that are; it may end before any place in `ends`."""

    token_ids: tuple[int, ...]
    offsets: tuple[int, ...]
    firsts: dict[int, tuple[int, int]]
    ends: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Copy:
    """Words copied so far; `places` are where they stand: (source, first token, one after last)."""

    tokens: tuple[int, ...]
    log_probability: float
    places: tuple[tuple[int, int, int], ...]


class PassageReader:
    """Cuts texts into tokens between which a span may begin or end."""

    def __init__(self, tokens: TextTokens) -> None:
        self._tokens = tokens
        self._ids: dict[bytes, int] = {}
        for number, piece in enumerate(tokens.pieces()):
            if piece:
                self._ids.setdefault(piece, number)

    def read(self, text: str) -> Passage | None:
        """None where the vocabulary does not give the text back as it is (it composes accents)."""
        ids = self._tokens.encode_plain(text.strip())
        pieces = [self._tokens.pieces()[token] for token in ids]
        stripped = text.strip()
        if b"".join(pieces) != stripped.encode():
            return None
        offsets = _offsets(pieces, len(text) - len(text.lstrip()))
        firsts: dict[int, tuple[int, int]] = {}
        ends: set[int] = {len(ids)}
        for i, piece in enumerate(pieces):
            shown = piece.decode(errors="replace")
            skipped = next((at for at, each in enumerate(shown) if _is_word(each)), None)
            joined = skipped == 0 and i > 0 and _is_word(_last_character(pieces[i - 1]))
            if i and not joined and not _last_character(pieces[i - 1]).isspace():
                ends.add(i)
            if skipped is None or joined:
                continue
            first = ids[i] if skipped == 0 else self._ids.get(shown[skipped:].encode())
            if first is not None:
                firsts[i] = (first, skipped)
        return Passage(tuple(ids), tuple(offsets), firsts, frozenset(ends))


def _last_character(piece: bytes) -> str:
    return piece.decode(errors="replace")[-1:]


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("_", "\ufffd")


def _offsets(pieces: Sequence[bytes], start: int) -> list[int]:
    offsets, n_bytes = [start], 0
    whole = b"".join(pieces)
    for piece in pieces:
        n_bytes += len(piece)
        offsets.append(start + len(whole[:n_bytes].decode(errors="ignore")))
    return offsets


def read_span(
    model: Transformer,
    cache: KVCache,
    logits: Tensor,
    passages: Sequence[Passage | None],
    end_ids: Sequence[int],
    not_found_ids: Sequence[int],
    cancelled: Callable[[], bool],
) -> SpanAnswer | None:
    """The likeliest span after the prompt that is in `cache`, whose last token `logits` (vocab,)
    follow. None where there is none, or when given up."""
    first = logits.log_softmax(-1)
    ends = list(end_ids)
    live = _begin(first, passages)
    if not live:
        return None
    not_found = _likelihood(model, cache, first, not_found_ids, ends)
    finished: list[_Copy] = []
    branches = cache.fork(1, LONGEST + 1)
    parents = [0] * len(live)
    while live and not cancelled():
        branches.select(parents)
        tokens = torch.tensor([copy.tokens[-1] for copy in live], device=model.device)
        places = torch.full((len(live),), branches.length, device=model.device)
        rows = model.logits(model.forward(tokens, places, branches)).log_softmax(-1)
        longer: list[tuple[int, _Copy]] = []
        for row, copy in enumerate(live):
            odds = rows[row]
            over = tuple(p for p in copy.places if p[2] in _passage(passages, p[0]).ends)
            if over:
                sum_ = copy.log_probability + float(odds[ends].max())
                finished.append(_Copy((*copy.tokens, ends[0]), sum_, over))
            following: dict[int, list[tuple[int, int, int]]] = {}
            for source, begin, at in copy.places:
                ids = _passage(passages, source).token_ids
                if at < len(ids):
                    following.setdefault(ids[at], []).append((source, begin, at + 1))
            for token, spots in following.items():
                sum_ = copy.log_probability + float(odds[token])
                longer.append((row, _Copy((*copy.tokens, token), sum_, tuple(spots))))
        longer.sort(key=lambda entry: -entry[1].log_probability)
        kept = [e for e in longer if len(e[1].tokens) <= LONGEST][:_WIDTH]
        best = max((copy.log_probability for copy in finished), default=float("-inf"))
        kept = [entry for entry in kept if entry[1].log_probability > best]
        parents, live = [row for row, _ in kept], [copy for _, copy in kept]
    if not finished or cancelled():
        return None
    best_copy = max(finished, key=lambda copy: copy.log_probability)
    source, begin, end = best_copy.places[0]
    passage = _passage(passages, source)
    return SpanAnswer(
        source=source + 1,
        start=passage.offsets[begin] + passage.firsts[begin][1],
        end=passage.offsets[end],
        score=best_copy.log_probability / len(best_copy.tokens),
        not_found_score=not_found,
        log_probability=best_copy.log_probability,
    )


def _passage(passages: Sequence[Passage | None], source: int) -> Passage:
    found = passages[source]
    assert found is not None
    return found


def _begin(first: Tensor, passages: Sequence[Passage | None]) -> list[_Copy]:
    begun: dict[int, list[tuple[int, int, int]]] = {}
    for source, passage in enumerate(passages):
        if passage is not None:
            for at, (token, _) in passage.firsts.items():
                begun.setdefault(token, []).append((source, at, at + 1))
    copies = [_Copy((t,), float(first[t]), tuple(places)) for t, places in begun.items()]
    return sorted(copies, key=lambda copy: -copy.log_probability)[:_WIDTH]


def _likelihood(
    model: Transformer, cache: KVCache, first: Tensor, ids: Sequence[int], ends: Sequence[int]
) -> float:
    """Mean log-probability of these tokens and an end after the prompt; the cache is as before."""
    start = cache.length
    cache.reserve(start + len(ids))
    hidden = model.forward(
        torch.tensor(list(ids), device=model.device), range(start, start + len(ids)), cache
    )
    rows = model.logits(hidden).log_softmax(-1)
    cache.truncate(start)
    total = float(first[ids[0]]) + float(rows[-1][list(ends)].max())
    total += sum(float(row[token]) for row, token in zip(rows, ids[1:], strict=False))
    return total / (len(ids) + 1)


def sources_of(reader: PassageReader, sources: Sequence[Source]) -> list[Passage | None]:
    return [reader.read(source.text) for source in sources]

"""What the model has before it: tokens with their keys and values, kept from one prompt to the
next, so that only what changed is computed (the first phase, prefill)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

import torch
from torch import Tensor

from models.decoder.chat import Layout
from models.decoder.kv_cache import KVCache
from models.decoder.passages import Passage, PassageCache, PassageName, name_passage
from models.decoder.transformer import Transformer

# off: every prompt from the start. exact: what it shares with the last prompt is kept. fast:
# besides, passages seen before are put in place from the passage cache, wherever they stand now.
Reuse = Literal["off", "exact", "fast"]

PREFILL_CHUNK = 256  # tokens a pass; the products run at full speed from about 128
# A passage computed behind the system prompt took its own first tokens for the start of
# everything; where it stands later, these are computed anew (EPIC, arXiv 2410.15332). With 16 of
# them answers were much worse than over the whole prompt, more than 48 gained nothing.
N_RECOMPUTED = 48


class Cancelled(Exception):
    """The prefill was given up; what was computed so far is kept."""


class Context:
    def __init__(
        self,
        model: Transformer,
        cache: KVCache,
        *,
        reuse: Reuse,
        passages: PassageCache | None,
        fingerprint: str,
        n_recomputed: int = N_RECOMPUTED,
    ) -> None:
        self.cache = cache
        self.n_reused = 0  # of the last prompt
        self._model = model
        self._reuse = reuse
        self._passages = passages if reuse == "fast" else None
        self._fingerprint = fingerprint
        self._n_recomputed = n_recomputed
        self._ids: list[int] = []  # of the tokens in the cache
        self._last_hidden: Tensor | None = None

    def fill(self, layout: Layout, cancelled: Callable[[], bool]) -> Iterator[int]:
        """Bring the cache to hold the layout, all its tokens. Yields how many are in place.

        Raises Cancelled within one layer of one pass."""
        ids = layout.token_ids
        self._keep_common_prefix(ids)
        self.n_reused = self.cache.length
        self.cache.reserve(len(ids))
        if self._passages is not None and any(segment.key for segment in layout.segments):
            yield from self._assemble(layout, ids, cancelled)
        else:
            yield from self._compute(ids, cancelled)

    def read_ahead(self, ids: Sequence[int], cancelled: Callable[[], bool]) -> Iterator[int]:
        """Bring the cache to hold these tokens, which the next prompt is expected to begin with.

        Raises Cancelled; what was computed by then is kept."""
        if self._reuse == "off" or ids == self._ids[: len(ids)]:
            return
        self._keep_common_prefix(ids)
        self.cache.reserve(len(ids))
        yield from self._compute(ids, cancelled)

    def next_logits(self) -> Tensor:
        """float32 (vocab,) after the last token of the prompt just filled in."""
        assert self._last_hidden is not None
        return self._model.logits(self._last_hidden)[0]

    def keep_generated(self, prompt_ids: Sequence[int], generated: Sequence[int]) -> None:
        """Say which tokens decoding left in the cache behind the prompt."""
        n = max(0, self.cache.length - len(prompt_ids))
        self._ids = [*prompt_ids, *generated[:n]]
        self.cache.truncate(min(self.cache.length, len(self._ids)))

    def warm(self, layout: Layout, cancelled: Callable[[], bool]) -> None:
        """Compute and keep the layout's passages that are not kept yet. Raises Cancelled."""
        if self._passages is None:
            return
        ids = layout.token_ids
        _, names = self._names(layout, ids)
        if all(name is None or self._find(name) for name in names):
            return
        self._keep_common_prefix(ids)
        self.cache.reserve(len(ids))
        for _ in self._compute_missing(layout, ids, cancelled):
            pass

    def forget(self, keys: Iterable[str]) -> None:
        """Erase these sources' passages, and all that is in the cache, which may hold them."""
        if self._passages is not None:
            self._passages.forget(keys)
        self.cache.erase()
        self._ids = []

    def _keep_common_prefix(self, ids: Sequence[int]) -> None:
        """Truncate the cache to what it shares with `ids`, less the last token, whose hidden
        state is needed."""
        n = 0
        if self._reuse != "off":
            for ours, theirs in zip(self._ids, ids[:-1], strict=False):
                if ours != theirs:
                    break
                n += 1
        del self._ids[n:]
        self.cache.truncate(n)

    def _compute(self, ids: Sequence[int], cancelled: Callable[[], bool]) -> Iterator[int]:
        """Append ids[cache.length:] to the cache, chunk by chunk."""
        while self.cache.length < len(ids):
            start = self.cache.length
            end = min(start + PREFILL_CHUNK, len(ids))
            self._last_hidden = self._forward(
                ids[start:end], range(start, end), self.cache, cancelled
            )[-1:]
            self._ids.extend(ids[start:end])
            yield end

    def _assemble(
        self, layout: Layout, ids: Sequence[int], cancelled: Callable[[], bool]
    ) -> Iterator[int]:
        """Put kept passages in their places, then compute all other tokens over them."""
        yield from self._compute_missing(layout, ids, cancelled)
        kept = self.cache.length
        home, names = self._names(layout, ids)
        to_compute: list[int] = []
        for start, end, name in _spans(layout, names):
            passage = None if name is None or end <= kept else self._find(name)
            first = max(start, kept)
            if passage is not None:
                self._place(passage, start, first)
                # right behind the system prompt a passage is already as it must be
                first = max(first, end if start == home else start + self._n_recomputed)
                to_compute.extend(range(max(start, kept), min(first, end)) if start != home else ())
            else:
                to_compute.extend(range(first, end))
        last = len(ids) - 1
        if not to_compute or to_compute[-1] != last:
            to_compute.append(last)
        self.n_reused = len(ids) - len(to_compute)
        done = self.n_reused
        for at in range(0, len(to_compute), PREFILL_CHUNK):
            places = to_compute[at : at + PREFILL_CHUNK]
            index = torch.tensor(places, device=self._model.device)
            hidden = self._forward(
                [ids[place] for place in places], index, _Patch(self.cache, index), cancelled
            )
            done += len(places)
            yield done
        self._last_hidden = hidden[-1:]
        self.cache.advance(len(ids) - self.cache.length)
        self._ids = list(ids)

    def _compute_missing(
        self, layout: Layout, ids: Sequence[int], cancelled: Callable[[], bool]
    ) -> Iterator[int]:
        """Compute passages that are not kept yet, each alone behind the system prompt."""
        assert self._passages is not None
        home, names = self._names(layout, ids)
        yield from self._compute(ids[:home], cancelled)
        for start, end, name in _spans(layout, names):
            if name is None or end <= self.cache.length or self._find(name) is not None:
                continue
            self.cache.truncate(home)
            del self._ids[home:]
            self.cache.reserve(home + end - start)
            tokens = [*ids[:home], *ids[start:end]]
            yield from (min(done, start) for done in self._compute(tokens, cancelled))
            self._passages.add(name, Passage(self.cache.copy_from(home), home))
            self.cache.truncate(home)
            del self._ids[home:]

    def _names(self, layout: Layout, ids: Sequence[int]) -> tuple[int, list[PassageName | None]]:
        """Where the first passage starts, and a name for each segment that is a passage."""
        home = 0
        for segment in layout.segments:
            if segment.key is not None:
                break
            home += len(segment.token_ids)
        return home, [
            None
            if segment.key is None
            else name_passage(segment.key, self._fingerprint, ids[:home], segment.token_ids)
            for segment in layout.segments
        ]

    def _find(self, name: PassageName) -> Passage | None:
        assert self._passages is not None
        return self._passages.find(name)

    def _place(self, passage: Passage, start: int, first: int) -> None:
        """Write a passage's tokens from place `first` on where the passage begins at `start`."""
        stored = passage.keys_values[:, :, :, first - start :]
        turned = self._model.turn_keys(stored, start - passage.home)
        places = slice(first, start + passage.keys_values.shape[3])
        for layer, keys_values in enumerate(turned):
            self.cache.write(layer, places, keys_values)

    def _forward(
        self,
        tokens: Sequence[int],
        places: range | Tensor,
        memory: KVCache | _Patch,
        cancelled: Callable[[], bool],
    ) -> Tensor:
        def checkpoint() -> None:
            if cancelled():
                raise Cancelled

        index = torch.tensor(list(tokens), device=self._model.device)
        return self._model.forward(index, places, memory, checkpoint=checkpoint)


class _Patch:
    """Tokens at scattered places of a cache that otherwise is in place already."""

    def __init__(self, cache: KVCache, places: Tensor) -> None:
        self._cache = cache
        self._places = places
        self._end = int(places[-1]) + 1

    def attend(self, layer: int, queries: Tensor, keys_values: Tensor) -> Tensor:
        self._cache.write(layer, self._places, keys_values)
        mask = torch.zeros(len(self._places), self._end, dtype=queries.dtype, device=queries.device)
        later = torch.arange(self._end, device=queries.device) > self._places[:, None]
        mask.masked_fill_(later, float("-inf"))
        return self._cache.attend_stored(layer, queries, self._end, mask)

    def plain(self) -> KVCache | None:
        return self._cache.plain()

    def advance(self, n_tokens: int) -> None:
        """The cache's length is set when all patches are done."""


def _spans(
    layout: Layout, names: Sequence[PassageName | None]
) -> Iterator[tuple[int, int, PassageName | None]]:
    """(first place, place after the last, name) of each segment."""
    start = 0
    for segment, name in zip(layout.segments, names, strict=True):
        end = start + len(segment.token_ids)
        yield start, end, name
        start = end

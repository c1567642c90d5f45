"""What the model has before it: tokens with their keys and values, kept from one prompt to the
next, so that only what changed is computed (the first phase, prefill)."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
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
# A passage was computed without those that stand before it now. So all of its tokens go through
# the first layers again, and the ones whose keys and values have changed most there go on through
# the rest (CacheBlend, arXiv 2405.16444).
N_CHECKED_LAYERS = 2
RECOMPUTED_SHARE = 0.2


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
        recomputed_share: float = RECOMPUTED_SHARE,
    ) -> None:
        self.cache = cache
        self.n_reused = 0  # of the last prompt
        self._model = model
        self._reuse = reuse
        self._passages = passages if reuse == "fast" else None
        self._fingerprint = fingerprint
        self._recomputed_share = recomputed_share
        self._n_checked = min(N_CHECKED_LAYERS, model.config.n_layers)
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
        """Put kept passages in their places, then compute what must be computed over them."""
        yield from self._compute_missing(layout, ids, cancelled)
        kept = self.cache.length
        home, names = self._names(layout, ids)
        new: list[int] = []  # places of tokens that are computed in any case
        moved: list[int] = []  # and of those that now stand behind other passages
        for start, end, name in _spans(layout, names):
            passage = None if name is None or end <= kept else self._find(name)
            first = max(start, kept)
            if passage is None:
                new.extend(range(first, end))
                continue
            self._place(passage, start, first)
            if start != home:  # right behind the system prompt it is already as it must be
                moved.extend(range(first, end))
        last = len(ids) - 1
        if last not in new[-1:]:
            new.append(last)
            moved = [place for place in moved if place != last]
        changed = yield from self._recompute(ids, sorted(new + moved), moved, cancelled)
        self.n_reused = len(ids) - len(new) - len(changed)
        self.cache.advance(len(ids) - self.cache.length)
        self._ids = list(ids)

    def _recompute(
        self,
        ids: Sequence[int],
        places: Sequence[int],
        moved: Sequence[int],
        cancelled: Callable[[], bool],
    ) -> Generator[int, None, list[int]]:
        """Compute the tokens at `places`, of the `moved` among them only as many as are recomputed
        beyond the first layers. Yields tokens in place; returns which of `moved` those were."""
        model, n_layers = self._model, self._model.config.n_layers
        n_chosen = round(len(moved) * self._recomputed_share)
        before = self._stored(moved)
        index = torch.tensor(places, device=model.device)
        x = model.embed(torch.tensor([ids[place] for place in places], device=model.device))
        n_first = self._n_checked if 0 < n_chosen < len(moved) else 0
        x = torch.cat(list(self._through(range(n_first), x, index, cancelled)))
        if n_first:
            change = (self._stored(moved) - before).square().sum((0, 1, 3))
            chosen = set(change.topk(n_chosen).indices.tolist())
            going_on = [place for i, place in enumerate(moved) if i in chosen]
        else:
            going_on = list(moved) if n_chosen else []
        staying = set(moved).difference(going_on)
        rest = [i for i, place in enumerate(places) if place not in staying]
        done = len(ids) - len(rest)
        rows = torch.tensor(rest, device=model.device)
        for hidden in self._through(range(n_first, n_layers), x[rows], index[rows], cancelled):
            done += len(hidden)
            self._last_hidden = hidden[-1:]
            yield done
        return going_on

    def _stored(self, places: Sequence[int]) -> Tensor:
        """(2, n_kv_heads, len(places), head_dim) of the last layer that is checked."""
        end = places[-1] + 1 if places else 0
        stored = torch.stack(self.cache.read(self._n_checked - 1, torch.float32, end))
        return stored[:, :, torch.tensor(list(places), dtype=torch.int64)]

    def _through(
        self, layers: range, x: Tensor, places: Tensor, cancelled: Callable[[], bool]
    ) -> Iterator[Tensor]:
        """x (n, hidden) after these layers, chunk by chunk."""

        def checkpoint() -> None:
            if cancelled():
                raise Cancelled

        for rows, at in zip(x.split(PREFILL_CHUNK), places.split(PREFILL_CHUNK), strict=True):
            patch = _Patch(self.cache, at)
            yield self._model.through(layers, rows, at, patch, checkpoint=checkpoint)

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
        memory: KVCache,
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

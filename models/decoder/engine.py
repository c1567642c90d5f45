"""The default engine: this project's own forward pass, cache and loop on torch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import torch

from models.decoder.chat import ChatFormat, Layout
from models.decoder.interface import Counts, FinishReason, Prefilling, Prompt, Step, Timings
from models.decoder.kv_cache import KVCache
from models.decoder.sampling import greedy
from models.decoder.settings import GenerationSettings
from models.decoder.stops import StopWatch
from models.decoder.tokens import TextTokens
from models.decoder.transformer import Transformer
from models.errors import ContextTooSmall

PREFILL_CHUNK = 256  # tokens a pass; the products run at full speed from about 128


class _Cancelled(Exception):
    pass


class TorchDecoder:
    """One model, one conversation at a time; the cache outlives the call, so that the next prompt
    computes only what differs from the last one."""

    def __init__(
        self, name: str, transformer: Transformer, tokens: TextTokens, chat: ChatFormat
    ) -> None:
        self.name = name
        self.context_length = transformer.config.context_length
        self._transformer = transformer
        self._tokens = tokens
        self._chat = chat
        self._cache = KVCache(transformer.config, device=transformer.device)
        self._cached_ids: list[int] = []

    def count_tokens(self, text: str) -> int:
        return len(self._tokens.encode_plain(text))

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        return self._chat.lay_out(prompt).n_tokens

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Prefilling | Step]:
        started = time.perf_counter()
        layout = self._chat.lay_out(prompt)
        self._check_room(layout, settings)
        ids = layout.token_ids
        n_cached = self._keep_common_prefix(ids)
        self._cache.reserve(len(ids) + settings.max_new_tokens)

        def counts(n_new: int) -> Counts:
            return Counts(len(ids), n_cached, n_new)

        def timings(n_new: int, first_at: float) -> Timings:
            now = time.perf_counter()
            tpot_ms = (now - first_at) * 1e3 / (n_new - 1) if n_new > 1 else 0.0
            return Timings((first_at - started) * 1e3, tpot_ms, (now - started) * 1e3)

        try:
            for done in self._prefill(ids, cancelled):
                yield Prefilling(done, len(ids))
        except _Cancelled:
            now = time.perf_counter()
            yield Step("", (), "cancelled", counts(0), timings(0, now))
            return
        text, watch = self._tokens.stream(), StopWatch(settings.stop)
        logits = self._last_logits
        first_at, n_new = 0.0, 0
        while True:
            token = int(greedy(logits))
            n_new += 1
            first_at = first_at or time.perf_counter()
            ended = token in self._transformer.config.end_ids
            shown, stopped = watch.add("" if ended else text.add(token))
            finish: FinishReason | None = None
            if ended:
                finish = "end"
            elif stopped:
                finish = "stop"
            elif n_new >= settings.max_new_tokens:
                finish = "length"
            elif cancelled():
                finish = "cancelled"
            if finish and finish != "stop":
                shown += watch.rest()
            yield Step(shown, (token,), finish, counts(n_new), timings(n_new, first_at))
            if finish:
                return
            place = self._cache.length
            hidden = self._transformer.forward(
                torch.tensor([token]), range(place, place + 1), self._cache
            )
            self._cached_ids.append(token)
            logits = self._transformer.logits(hidden)

    def _check_room(self, layout: Layout, settings: GenerationSettings) -> None:
        needed = layout.n_tokens + settings.max_new_tokens
        if needed > self.context_length:
            raise ContextTooSmall(
                f"The question with its sources takes {layout.n_tokens} tokens and the answer up "
                f"to {settings.max_new_tokens}; {self.name} holds {self.context_length} in all.",
                "Ask a shorter question, use fewer sources, or lower max_new_tokens.",
            )

    def _keep_common_prefix(self, ids: list[int]) -> int:
        """Truncate the cache to what it shares with `ids`, less the last token, whose logits are
        needed. Returns the number of tokens kept."""
        n = 0
        for ours, theirs in zip(self._cached_ids, ids[:-1], strict=False):
            if ours != theirs:
                break
            n += 1
        del self._cached_ids[n:]
        self._cache.truncate(n)
        return n

    def _prefill(self, ids: list[int], cancelled: Callable[[], bool]) -> Iterator[int]:
        def checkpoint() -> None:
            if cancelled():
                raise _Cancelled

        start = self._cache.length
        while start < len(ids):
            end = min(start + PREFILL_CHUNK, len(ids))
            hidden = self._transformer.forward(
                torch.tensor(ids[start:end]),
                range(start, end),
                self._cache,
                checkpoint=checkpoint,
            )
            self._cached_ids.extend(ids[start:end])
            start = end
            yield end
        self._last_logits = self._transformer.logits(hidden[-1:])

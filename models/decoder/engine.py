"""The default engine: this project's own forward pass, cache and loops on torch."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import torch

from models.decoder.chat import ChatFormat, Layout, fit_layout
from models.decoder.context import Cancelled, Context, Reuse
from models.decoder.decode import Emission, decode_beams, decode_one, decode_several
from models.decoder.drafting import PromptLookup
from models.decoder.grounded import GroundedVocabulary, Trail
from models.decoder.inspector import Inspector
from models.decoder.interface import (
    FinishReason,
    Inspection,
    Prefilling,
    Prompt,
    Source,
    SpanAnswer,
    Step,
)
from models.decoder.kv_cache import KVCache
from models.decoder.metrics import Stopwatch
from models.decoder.passages import PassageCache
from models.decoder.sampling import Sampler
from models.decoder.settings import GenerationSettings
from models.decoder.spans import LONGEST, NOT_FOUND, PassageReader, read_span, sources_of
from models.decoder.tokens import TextTokens
from models.decoder.transformer import Transformer
from models.decoder.writer import Writer

T = TypeVar("T")

_LOOKED_AT_ONCE = 8  # tokens; their logits over the whole vocabulary are held together


class TorchDecoder:
    """One model, one answer at a time; the context outlives the call, so that the next prompt
    computes only what differs from the last one."""

    def __init__(
        self,
        name: str,
        model: Transformer,
        tokens: TextTokens,
        chat: ChatFormat,
        *,
        reuse: Reuse = "exact",
        passages: PassageCache | None = None,
        fingerprint: str = "",
        speculate: bool = True,
        kv_dtype: torch.dtype | None = None,
    ) -> None:
        self.name = name
        self.context_length = model.config.context_length
        self._model = model
        self._tokens = tokens
        self._chat = chat
        self._speculate = speculate
        self._end_ids = frozenset(model.config.end_ids)
        self._reader: PassageReader | None = None  # made for the first span
        self._grounded: GroundedVocabulary | None = None  # made for the first grounded answer
        cache = KVCache(model.config, dtype=kv_dtype or model.dtype, device=model.device)
        self._context = Context(
            model, cache, reuse=reuse, passages=passages, fingerprint=fingerprint
        )

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
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        """As Decoder says. With `inspect` each step's `extras` hold `inspections`."""
        settings.validate()
        watch = Stopwatch()
        layout, notice = fit_layout(
            self._chat, prompt, settings, context_length=self.context_length, name=self.name
        )
        ids, context = layout.token_ids, self._context
        trail = self._trail(prompt) if settings.grounded and prompt.sources else None
        inactive = settings.inactive()
        if settings.grounded and trail is None:
            inactive = (*inactive, "grounded")
        writers = [self._new_writer(settings)]
        shown = writers[0]

        def step(emission: Emission, finish: FinishReason | None = None) -> Step:
            counts = watch.counts(prompt_tokens=len(ids), cached_tokens=context.n_reused)
            tokens = tuple(choice.token for choice in emission.choices)
            found = [choice.inspection for choice in emission.choices if choice.inspection]
            extras: dict[str, object] = {"inspections": found} if found else {}
            if finish is None:
                return Step(emission.text, tokens, None, counts, watch.timings(), extras=extras)
            extras |= self._summary(layout, writers, watch, notice)
            return Step(emission.text, tokens, finish, counts, watch.timings(), inactive, extras)

        try:
            for done in self._beside_the_team(context.fill(layout, cancelled)):
                yield Prefilling(done, len(ids))
        except Cancelled:
            yield step(_NOTHING, "cancelled")
            return
        try:
            for emission in self._beside_the_team(
                self._decode(ids, settings, writers, inspect, trail)
            ):
                watch.add_pass(len(emission.choices), emission.n_guessed, emission.n_beside)
                yield step(emission)
                if cancelled() and not shown.finish:
                    yield step(Emission(shown.close("cancelled"), ()), "cancelled")
                    return
            yield step(_NOTHING, shown.finish)
        finally:
            context.keep_generated(ids, shown.token_ids)

    def look_into(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        token_ids: Sequence[int],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Inspection]:
        """As Decoder says: the tokens are read, some at a time, instead of written."""
        settings.validate()
        layout, _ = fit_layout(
            self._chat, prompt, settings, context_length=self.context_length, name=self.name
        )
        trail = self._trail(prompt) if settings.grounded and prompt.sources else None
        inspector = Inspector(self._tokens.spelling)
        sampler = Sampler(settings, sorted(self._end_ids), inspector, trail)
        ids, context = layout.token_ids, self._context
        try:
            for _ in self._beside_the_team(context.fill(layout, cancelled)):
                pass
        except Cancelled:
            return
        try:
            context.cache.reserve(len(ids) + len(token_ids) + 1)
            looking = self._look(sampler, inspector, list(token_ids))
            for inspection in self._beside_the_team(looking):
                yield inspection
                if cancelled():
                    return
        finally:
            context.keep_generated(ids, token_ids)

    def _look(
        self, sampler: Sampler, inspector: Inspector, tokens: Sequence[int]
    ) -> Iterator[Inspection]:
        history, cache = sampler.new_history(), self._context.cache
        rows = self._context.next_logits()[None]
        if not tokens:
            choice = sampler.choose(rows[0], history)
            yield inspector.inspect(choice.token, sampler.stages(rows[0], history))
        at = 0
        for start in range(0, len(tokens), _LOOKED_AT_ONCE):
            some = tokens[start : start + _LOOKED_AT_ONCE]
            places = range(cache.length, cache.length + len(some))
            read = torch.tensor(some, device=self._model.device)
            hidden = self._model.forward(read, places, cache)
            rows = torch.cat([rows, self._model.logits(hidden)])
            for token in some:
                yield inspector.inspect(token, sampler.stages(rows[at - start], history))
                history.add(token)
                at += 1
            rows = rows[len(some) :]

    def read_span(
        self,
        prompt: Prompt,
        *,
        not_found: str = NOT_FOUND,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> SpanAnswer | None:
        """As Decoder says."""
        if self._reader is None:
            self._reader = PassageReader(self._tokens)
        settings = GenerationSettings(max_new_tokens=LONGEST)
        layout, _ = fit_layout(
            self._chat, prompt, settings, context_length=self.context_length, name=self.name
        )
        context, said = self._context, self._tokens.encode_plain(not_found)
        passages = sources_of(self._reader, prompt.sources)
        with contextlib.suppress(Cancelled):
            for _ in context.fill(layout, cancelled):
                pass
            logits = context.next_logits()
            ends = sorted(self._end_ids)
            return read_span(self._model, context.cache, logits, passages, ends, said, cancelled)
        return None

    def read_ahead(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """As Decoder says."""
        if not sources:
            return 0
        layouts = [self._chat.lay_out(Prompt(system, tuple(sources), (), q)) for q in ("a", "?")]
        pairs = zip(*(layout.token_ids for layout in layouts), strict=False)
        shared = [left for left, right in itertools.takewhile(lambda p: p[0] == p[1], pairs)]
        steps = self._context.read_ahead(shared, cancelled)
        with contextlib.suppress(Cancelled):
            for _ in self._beside_the_team(steps):
                pass
        return min(self._context.cache.length, len(shared))

    def warm(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Compute passages ahead of any question, in idle time. Without effect unless passages
        are reused; given up as soon as `cancelled` says so."""
        layout = self._chat.lay_out(Prompt(system, tuple(sources), (), ""))
        with contextlib.suppress(Cancelled):
            self._context.warm(layout, cancelled)

    def forget(self, keys: Iterable[str]) -> None:
        """Erase all that was kept of these sources, and the conversation's cache."""
        self._chat.forget()
        self._context.forget(keys)

    def _beside_the_team(self, steps: Iterator[T]) -> Iterator[T]:
        """The same steps. Where compiled code with threads of its own does the work, torch has one
        thread meanwhile: its others wait busily for its next call, on the processors that the
        team needs (21 ms instead of 14 for a pass of four tokens)."""
        compiled = self._model.weights.one_sequence is not None
        while True:
            n_threads = torch.get_num_threads()
            try:
                torch.set_num_threads(1 if compiled else n_threads)
                step = next(steps)
            except StopIteration:
                return
            finally:
                torch.set_num_threads(n_threads)
            yield step

    def _decode(
        self,
        ids: Sequence[int],
        settings: GenerationSettings,
        writers: list[Writer],
        inspect: bool,
        trail: Trail | None,
    ) -> Iterator[Emission]:
        model, cache = self._model, self._context.cache
        logits = self._context.next_logits()
        inspector = Inspector(self._tokens.spelling) if inspect else None
        sampler = Sampler(settings, sorted(self._end_ids), inspector, trail)
        if settings.mode == "beam":
            ends, new = sorted(self._end_ids), lambda: self._new_writer(settings)
            return decode_beams(model, cache, logits, sampler, settings, ends, new, writers)
        if settings.mode == "sampled" and settings.n_sequences > 1:
            writers += [self._new_writer(settings) for _ in range(settings.n_sequences - 1)]
            n = settings.max_new_tokens
            return decode_several(model, cache, logits, sampler, writers, n)
        cache.reserve(len(ids) + settings.max_new_tokens + 1)
        drafter = PromptLookup(ids) if self._speculate else None
        return decode_one(model, cache, logits, sampler, writers[0], drafter)

    def _trail(self, prompt: Prompt) -> Trail:
        """Where an answer begins that invents no number and no name."""
        if self._grounded is None:
            self._grounded = GroundedVocabulary(self._tokens, sorted(self._end_ids))
        return Trail(self._grounded, self._grounded.grounding(prompt))

    def _new_writer(self, settings: GenerationSettings) -> Writer:
        return Writer(self._tokens, self._end_ids, settings)

    def _summary(
        self, layout: Layout, writers: Sequence[Writer], watch: Stopwatch, notice: str | None
    ) -> dict[str, object]:
        """The last step's extras."""
        extras: dict[str, object] = {
            "metrics": watch.metrics() | {"kv_cache_mb": self._context.cache.n_bytes / 2**20},
            "context_tokens": layout.n_tokens + len(writers[0].token_ids),
            "context_length": self.context_length,
        }
        if writers[0].score is not None:
            extras["score"] = writers[0].score
        if len(writers) > 1:
            extras["alternatives"] = [
                {"text": writer.text, "finish": writer.finish, "score": writer.score}
                for writer in writers[1:]
            ]
        if writers[0].finish == "loop":
            notice = f"{notice} {NOTICE_LOOP}" if notice else NOTICE_LOOP
        if notice:
            extras["notice"] = notice
        return extras


NOTICE_LOOP = "The answer had begun to repeat itself and was ended there."
_NOTHING = Emission("", ())

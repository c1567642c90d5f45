"""From logits to the next token: penalties, grounding, temperature, top-k, top-p, min-p, draw, in
this order.

The filters are pure functions on float32 logits of shape (…, vocab): a token that is out becomes
-inf, all others keep their value. `Sampler` compiles the settings into a list of them once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from models.decoder.grounded import Trail
from models.decoder.inspector import Inspector
from models.decoder.interface import Inspection
from models.decoder.settings import GenerationSettings

Filter = Callable[[Tensor], Tensor]
_OUT = float("-inf")
_FEW = 1024  # candidates looked at before a whole vocabulary is sorted


def penalise_repetition(logits: Tensor, tokens: Tensor, penalty: float) -> Tensor:
    """Divide positive and multiply negative logits of `tokens` (n,) by `penalty`
    (arXiv 1909.05858)."""
    seen = logits[..., tokens]
    return logits.index_copy(-1, tokens, torch.where(seen > 0, seen / penalty, seen * penalty))


def penalise_presence(logits: Tensor, tokens: Tensor, penalty: float) -> Tensor:
    """Subtract `penalty` once from each of `tokens` (n,)."""
    return logits.index_copy(-1, tokens, logits[..., tokens] - penalty)


def penalise_frequency(logits: Tensor, tokens: Tensor, counts: Tensor, penalty: float) -> Tensor:
    """Subtract `penalty` from each of `tokens` (n,) as often as `counts` (n,) says."""
    return logits.index_copy(-1, tokens, logits[..., tokens] - penalty * counts)


def scale_temperature(logits: Tensor, temperature: float) -> Tensor:
    return logits / temperature


def keep_top_k(logits: Tensor, k: int) -> Tensor:
    """Keep the k likeliest tokens (more where several tie for the last place)."""
    if k >= logits.shape[-1]:
        return logits
    last = logits.topk(k, dim=-1).values[..., -1:]
    return logits.masked_fill(logits < last, _OUT)


def keep_top_p(logits: Tensor, p: float) -> Tensor:
    """Keep the smallest set of likeliest tokens whose probability reaches p (arXiv 1904.09751)."""
    if p >= 1.0:
        return logits
    vocab = logits.shape[-1]
    probabilities = logits.softmax(-1)
    for n in (min(_FEW, vocab), vocab):
        top = probabilities.topk(n, dim=-1).values
        reached = top.cumsum(-1) >= p - 1e-6
        if n == vocab or bool(reached[..., -1].all()):
            break
    reached[..., -1] = True  # rounding may leave the sum of all just below p
    last = top.gather(-1, reached.int().argmax(-1, keepdim=True))
    return logits.masked_fill(probabilities < last, _OUT)


def keep_min_p(logits: Tensor, min_p: float) -> Tensor:
    """Keep tokens at least `min_p` times as likely as the likeliest (arXiv 2407.01082)."""
    if min_p <= 0.0:
        return logits
    likeliest = logits.amax(-1, keepdim=True)
    return logits.masked_fill((logits - likeliest).exp() < min_p, _OUT)


def draw(logits: Tensor, generator: torch.Generator) -> int:
    """One token from logits (vocab,), by one uniform number: a token's share of [0, 1) is its
    probability, so every draw costs the generator the same."""
    cumulative = logits.softmax(-1).double().cumsum(-1)
    point = torch.rand((), dtype=torch.float64, generator=generator).to(logits.device)
    # `right`: the first token whose sum lies above the point, never one of probability 0
    return int(torch.searchsorted(cumulative, point * cumulative[-1], right=True))


@dataclass(slots=True)
class History:
    """The tokens generated so far by one sequence, and its random numbers."""

    generator: torch.Generator
    tokens: list[int] = field(default_factory=list)
    counts: Counter[int] = field(default_factory=Counter)
    trail: Trail | None = None  # where the answer is grounded

    def add(self, token: int) -> None:
        self.tokens.append(token)
        self.counts[token] += 1
        if self.trail is not None:
            self.trail.add(token)

    def drop(self, n: int) -> None:
        """Take the last n tokens back."""
        if n:
            self.counts.subtract(self.tokens[-n:])
            self.counts += Counter()  # without those that are at 0
            del self.tokens[-n:]

    def fork(self) -> History:
        trail = None if self.trail is None else self.trail.fork()
        return History(self.generator, list(self.tokens), Counter(self.counts), trail)


@dataclass(frozen=True, slots=True)
class Choice:
    """`n_undone` tokens before it are taken back: it stands in the place of the first of them."""

    token: int
    n_undone: int = 0
    inspection: Inspection | None = None


class Sampler:
    """Settings compiled once. One sampler serves all sequences of an answer; what differs
    between them is in their History."""

    def __init__(
        self,
        settings: GenerationSettings,
        end_ids: Sequence[int],
        inspector: Inspector | None = None,
        trail: Trail | None = None,
    ) -> None:
        """`trail` is where a grounded answer begins."""
        self._trail = trail
        self.mode = settings.mode
        self._settings = settings
        self._end_ids = list(end_ids)
        self._inspector = inspector
        self._filters: list[tuple[str, Filter]] = []
        if settings.mode != "sampled":
            return
        temperature, top_k = settings.temperature, settings.top_k
        top_p, min_p = settings.top_p, settings.min_p
        if temperature:
            self._filters.append(("temperature", lambda x: scale_temperature(x, temperature)))
        if top_k is not None:
            self._filters.append(("top_k", lambda x: keep_top_k(x, top_k)))
        if top_p is not None:
            self._filters.append(("top_p", lambda x: keep_top_p(x, top_p)))
        if min_p is not None:
            self._filters.append(("min_p", lambda x: keep_min_p(x, min_p)))

    def new_history(self, number: int = 0) -> History:
        """History of the sequence with this number: each has random numbers of its own."""
        generator = torch.Generator().manual_seed(self._settings.seed + number)
        return History(generator, trail=None if self._trail is None else self._trail.fork())

    def stages(self, logits: Tensor, history: History) -> list[tuple[str, Tensor]]:
        """Logits (vocab,) after each filter by its name, the model's own first."""
        stages = self._penalised(logits, history)
        if history.trail is not None:
            stages.append(("grounded", history.trail.filter(stages[-1][1])))
        for name, apply in self._filters:
            stages.append((name, apply(stages[-1][1])))
        return stages

    def _penalised(self, logits: Tensor, history: History) -> list[tuple[str, Tensor]]:
        penalised = self.penalise(logits, history)
        own = ("model", logits)
        return [own] if penalised is logits else [own, ("penalties", penalised)]

    def choose(self, logits: Tensor, history: History) -> Choice:
        """The next token after logits (vocab,); `history` is not changed but for its draw."""
        if history.trail is not None and self._settings.mode == "greedy":
            return self._choose_grounded(history.trail, self._penalised(logits, history))
        stages = self.stages(logits, history)
        filtered = stages[-1][1]
        if self._settings.mode == "sampled":
            token = draw(filtered, history.generator)
        else:
            token = int(filtered.argmax(-1))
        if self._inspector is None:
            return Choice(token)
        return Choice(token, inspection=self._inspector.inspect(token, stages))

    def _choose_grounded(self, trail: Trail, stages: list[tuple[str, Tensor]]) -> Choice:
        """The likeliest token that invents nothing."""
        logits = stages[-1][1]
        filtered = trail.filter(logits) if self._inspector else logits
        token, n_undone = trail.likeliest(logits)
        if self._inspector is None:
            return Choice(token, n_undone)
        stages.append(("grounded", filtered))
        return Choice(token, n_undone, self._inspector.inspect(token, stages))

    def prepare(self, logits: Tensor, history: History) -> Tensor:
        """What beams are compared by: logits (vocab,) after penalties and grounding."""
        penalised = self.penalise(logits, history)
        return penalised if history.trail is None else history.trail.filter(penalised)

    def penalise(self, logits: Tensor, history: History) -> Tensor:
        """Penalties over the generated tokens, and no end before `min_new_tokens`."""
        settings = self._settings
        if history.counts and (
            settings.repetition_penalty is not None
            or settings.presence_penalty is not None
            or settings.frequency_penalty is not None
        ):
            tokens = torch.tensor(list(history.counts), device=logits.device)
            if settings.repetition_penalty is not None:
                logits = penalise_repetition(logits, tokens, settings.repetition_penalty)
            if settings.presence_penalty is not None:
                logits = penalise_presence(logits, tokens, settings.presence_penalty)
            if settings.frequency_penalty is not None:
                counts = torch.tensor(
                    list(history.counts.values()), dtype=logits.dtype, device=logits.device
                )
                logits = penalise_frequency(logits, tokens, counts, settings.frequency_penalty)
        if len(history.tokens) < settings.min_new_tokens:
            logits = logits.clone()
            logits[..., self._end_ids] = _OUT
        return logits

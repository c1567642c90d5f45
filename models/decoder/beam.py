"""Beam search as a state that takes log-probabilities and says which beams go on.

The rules are those of transformers' `generate`: of the likeliest continuations the finished ones
among the first `width` are kept with score log-probability / length ** length_penalty, the
likeliest unfinished ones go on; the search ends when no live beam can beat the worst kept one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from models.decoder.settings import GenerationSettings


@dataclass(frozen=True, slots=True)
class Beam:
    """A live beam; `log_probability` is the sum over its tokens."""

    tokens: tuple[int, ...]
    log_probability: float


@dataclass(frozen=True, slots=True)
class Finished:
    tokens: tuple[int, ...]
    score: float
    ended: bool  # by an end token, not by length


class BeamSearch:
    def __init__(self, settings: GenerationSettings, end_ids: Sequence[int]) -> None:
        self._width = settings.beam_width
        self._length_penalty = settings.length_penalty
        self._early_stopping = settings.early_stopping
        self._max_new_tokens = settings.max_new_tokens
        self._end_ids = frozenset(end_ids)
        self.live: list[Beam] = [Beam((), 0.0)]
        self.finished: list[Finished] = []  # best first, at most `width`
        self.done = False

    def step(self, log_probabilities: Tensor) -> list[int]:
        """Advance by one token. `log_probabilities` is (len(live), vocab). Returns, for each new
        live beam, the number of the one it continues; empty when the search is done."""
        vocab = log_probabilities.shape[-1]
        sums = log_probabilities + log_probabilities.new_tensor(
            [[beam.log_probability] for beam in self.live]
        )
        n_kept = min(max(2, 1 + len(self._end_ids)) * self._width, sums.numel())
        top = sums.flatten().topk(n_kept)
        parents: list[int] = []
        going_on: list[Beam] = []
        pairs = zip(top.values.tolist(), top.indices.tolist(), strict=True)
        for place, (log_probability, index) in enumerate(pairs):
            parent, token = divmod(index, vocab)
            beam = Beam((*self.live[parent].tokens, token), log_probability)
            ended = token in self._end_ids
            if ended or len(beam.tokens) >= self._max_new_tokens:
                if place < self._width:
                    self._finish(beam, ended)
            elif len(going_on) < self._width:
                going_on.append(beam)
                parents.append(parent)
        self.live = going_on
        self.done = not going_on or not self._can_improve()
        return [] if self.done else parents

    def settled(self) -> tuple[int, ...]:
        """The tokens that all answers still possible have in common from their beginning."""
        possible = [beam.tokens for beam in self.live] + [beam.tokens for beam in self.finished]
        common = possible[0]
        for tokens in possible[1:]:
            n = 0
            while n < min(len(common), len(tokens)) and common[n] == tokens[n]:
                n += 1
            common = common[:n]
        return common

    def results(self, n: int) -> list[Finished]:
        """The best n answers; live beams count only where too few are complete."""
        live = [
            Finished(beam.tokens, self._score(beam), ended=False)
            for beam in self.live
            if beam.tokens
        ]
        return (self.finished + sorted(live, key=lambda beam: -beam.score))[:n]

    def _finish(self, beam: Beam, ended: bool) -> None:
        if self._early_stopping and len(self.finished) >= self._width:
            return
        self.finished.append(Finished(beam.tokens, self._score(beam), ended))
        self.finished.sort(key=lambda finished: -finished.score)
        del self.finished[self._width :]

    def _can_improve(self) -> bool:
        if len(self.finished) < self._width:
            return True
        if self._early_stopping:
            return False
        return self._score(self.live[0]) > self.finished[-1].score

    def _score(self, beam: Beam) -> float:
        return beam.log_probability / len(beam.tokens) ** self._length_penalty

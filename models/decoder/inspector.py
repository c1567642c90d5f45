"""What the token inspector shows: how each filter changed the candidates for one token."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from torch import Tensor

from models.decoder.interface import Inspection, Stage

_N_CANDIDATES = 10


class Inspector:
    def __init__(self, spell: Callable[[int], str]) -> None:
        self._spell = spell

    def inspect(self, token: int, stages: Sequence[tuple[str, Tensor]]) -> Inspection:
        """`stages` are the logits (vocab,) after each filter, the model's own first."""
        logarithms = stages[0][1].log_softmax(-1)
        probabilities = logarithms.exp()
        terms = (probabilities * logarithms).nan_to_num_(0.0)
        return Inspection(
            token_id=token,
            spelling=self._spell(token),
            probability=float(probabilities[token]),
            entropy=float(-terms.sum()) / 0.6931471805599453,
            stages=tuple(Stage(name, self._candidates(logits)) for name, logits in stages),
        )

    def _candidates(self, logits: Tensor) -> tuple[tuple[str, float], ...]:
        top = logits.softmax(-1).topk(min(_N_CANDIDATES, logits.shape[-1]))
        pairs = zip(top.indices.tolist(), top.values.tolist(), strict=True)
        return tuple((self._spell(token), share) for token, share in pairs if share > 0)

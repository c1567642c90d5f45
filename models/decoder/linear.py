"""Matrix products with a model's weights: int8 on a CPU, float anywhere."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from models.decoder import kernels
from models.decoder.team import Team


class Linear(Protocol):
    """A weight (n_out, n_in) made ready."""

    def __call__(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        """x @ weight.T + add, (n, n_out); `add` is a bias (n_out,) or a residual (n, n_out)."""


class FloatLinear:
    def __init__(self, weight: Tensor) -> None:
        self._weight = weight

    def __call__(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        product = torch.nn.functional.linear(x, self._weight)
        return product if add is None else product + add


class Int8Linear:
    """int8 weights (n_out, n_in) with a scale (n_out,) a row, used where they lie: nothing is
    copied or laid out anew, so a mapped file is ready at once."""

    def __init__(self, weight: Tensor, scale: Tensor, team: Team) -> None:
        self.weight = weight.contiguous()
        self.scale = scale.contiguous()
        self._team = team

    def __call__(self, x: Tensor, add: Tensor | None = None) -> Tensor:
        n, n_in = x.shape
        shape = (n, self.weight.shape[0])
        out = torch.zeros(shape) if add is None else add.expand(shape).clone()
        n_padded = padded(n)
        self._team.run(
            kernels.product,
            x.float().contiguous().numpy(),
            np.empty((n_padded, n_in), np.int16),
            np.zeros(n_padded, np.float32),
            self.weight.numpy(),
            self.scale.numpy(),
            out.numpy(),
        )
        return out


def padded(n: int) -> int:
    """n tokens filled up to whole tiles."""
    return -(-n // kernels.PADDING) * kernels.PADDING


def quantise_weight(weight: Tensor) -> tuple[Tensor, Tensor]:
    """float (n_out, n_in) to int8 and float32 scales (n_out,), symmetric per output row."""
    weight = weight.float()
    scale = weight.abs().amax(dim=1).clamp(min=1e-12) / 127
    return (weight / scale[:, None]).round_().to(torch.int8), scale

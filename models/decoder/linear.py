"""Matrix products with int8 weights on a CPU, and with float weights anywhere.

Weights are int8 with one scale per output row. Activations are rounded to 8 bits between each
token's own smallest and largest value: a few tokens carry outliers, and one range for all tokens
costs 12 % of perplexity. A range around zero still costs 1 % (the inputs of the query, key and
value projections lie to one side), this one 0.13 %. A token's scale and shift are never applied
to the input: they are multiplied into the output together with the bias or the residual."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import torch
from torch import Tensor

# Activations span 2 * levels + 1 steps: 8 bits, or 7 where the CPU adds pairs of products in
# 16 bits that would overflow (x86 without VNNI).
_LEVELS_8_BIT = 127
_LEVELS_7_BIT = 63


@dataclass(frozen=True, slots=True)
class Activations:
    """Rows (n, width) ready for a product: x = shift + scale * (values / levels() - zero point).

    In float `values` are x itself, and `scale` and `shift`, both (n, 1), are None."""

    values: Tensor
    scale: Tensor | None = None
    shift: Tensor | None = None


class Linear(Protocol):
    """A weight (n_out, n_in) made ready."""

    def __call__(self, x: Activations, add: Tensor | None = None) -> Tensor:
        """x @ weight.T + add, (n, n_out); `add` is a bias (n_out,) or a residual (n, n_out)."""


class FloatLinear:
    def __init__(self, weight: Tensor) -> None:
        self._weight = weight

    def __call__(self, x: Activations, add: Tensor | None = None) -> Tensor:
        product = torch.nn.functional.linear(x.values, self._weight)
        return product if add is None else product + add


class Int8Linear:
    """oneDNN's u8 x s8 product; the weights are repacked for the CPU at hand when loaded."""

    def __init__(self, weight: Tensor, scale: Tensor, sums: Tensor | None = None) -> None:
        """weight int8 (n_out, n_in), scale float32 (n_out,), sums as `row_sums` gives them."""
        self._sums = row_sums(weight, scale) if sums is None else sums
        self._weight = torch.ops.onednn.qlinear_prepack(weight, None)
        self._scale = scale
        self._zero = torch.zeros(weight.shape[0], dtype=torch.int32)
        self._levels = levels()

    def __call__(self, x: Activations, add: Tensor | None = None) -> Tensor:
        assert x.scale is not None and x.shift is not None
        product = torch.ops.onednn.qlinear_pointwise(
            x.values, 1.0 / self._levels, self._levels + 1, self._weight, self._scale, self._zero,
            None, 1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip
        shifted = x.shift * self._sums if add is None else torch.addcmul(add, x.shift, self._sums)
        return shifted.addcmul_(product, x.scale)


def quantise_activations(x: Tensor, multiplier: Tensor | None = None) -> Activations:
    """float32 (n, width) to uint8 steps between each row's smallest and largest value.

    `multiplier` (n, 1) stands for a factor of x that is not applied yet."""
    n_levels = levels()
    low, high = torch.aminmax(x, dim=-1, keepdim=True)
    shift = (low + high).mul_(0.5)
    scale = (high - shift).clamp_(min=1e-20)
    steps = n_levels / scale
    # truncation to uint8 rounds to nearest after adding zero point and one half
    start = torch.addcmul(_offset(n_levels), shift, steps, value=-1.0)
    values = torch.addcmul(start, x, steps).to(torch.uint8)
    if multiplier is None:
        return Activations(values, scale, shift)
    return Activations(values, scale.mul_(multiplier), shift.mul_(multiplier))


def quantise_weight(weight: Tensor) -> tuple[Tensor, Tensor]:
    """float (n_out, n_in) to int8 and float32 scales (n_out,), symmetric per output row."""
    weight = weight.float()
    scale = weight.abs().amax(dim=1).clamp(min=1e-12) / 127
    return (weight / scale[:, None]).round_().to(torch.int8), scale


def row_sums(weight: Tensor, scale: Tensor) -> Tensor:
    """float32 (n_out,): each row's sum, what a shift of the whole input adds to the output."""
    return weight.sum(dim=1, dtype=torch.int32).float().mul_(scale)


@cache
def int8_available() -> bool:
    """Whether this build of torch multiplies int8 on this CPU, and with the right result."""
    return bool(levels())


@cache
def levels() -> int:
    """127 where products add up without overflow, 63 where only 7 bits are safe, 0 for neither.

    Found by trying: the worst case for a CPU that adds pairs of products in 16 bits."""
    weight = torch.full((16, 64), 127, dtype=torch.int8)
    ones, zero = torch.ones(16), torch.zeros(16, dtype=torch.int32)
    try:
        packed = torch.ops.onednn.qlinear_prepack(weight, None)
        for n_levels in (_LEVELS_8_BIT, _LEVELS_7_BIT):
            x = torch.full((2, 64), 2 * n_levels + 1, dtype=torch.uint8)
            found = torch.ops.onednn.qlinear_pointwise(
                x, 1.0, n_levels + 1, packed, ones, zero, None, 1.0, 0, torch.float32, "none", [],
                "",
            )  # fmt: skip
            if bool((found == float(n_levels * 127 * 64)).all()):
                return n_levels
    except (AttributeError, RuntimeError):  # a build without oneDNN, or another processor
        pass
    return 0


@cache
def _offset(n_levels: int) -> Tensor:
    return torch.tensor(n_levels + 1.5)

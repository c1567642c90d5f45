"""Matrix products with int8 weights on a CPU, and with float weights anywhere.

Weights are int8 with one scale per output row. Activations are rounded to 8 bits with one scale
per token: a few tokens carry outliers, and one range for all of them costs 12 % of perplexity
where a range each costs 0.3 %. The token's scale is never applied to the input: it is multiplied
into the output together with the bias or the residual, so it costs no pass of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import torch
from torch import Tensor

# The scale of an activation whose largest magnitude is 1: 8 bits, or 7 where the CPU adds pairs
# of products in 16 bits that would overflow (x86 without VNNI).
_LEVELS_8_BIT = 127
_LEVELS_7_BIT = 63


@dataclass(frozen=True, slots=True)
class Activations:
    """Rows ready for the products: `values` (n, width), to be multiplied by `row_scale` (n, 1)
    after the product; `row_scale` None means 1."""

    values: Tensor
    row_scale: Tensor | None


class Linear(Protocol):
    """y = x @ weight.T, to be scaled by `row_scale`; the bias is added by the caller."""

    def __call__(self, x: Tensor) -> Tensor: ...


class FloatLinear:
    def __init__(self, weight: Tensor) -> None:
        self._weight = weight

    def __call__(self, x: Tensor) -> Tensor:
        return torch.nn.functional.linear(x, self._weight)


class Int8Linear:
    """oneDNN's u8 x s8 product; the weights are repacked for the CPU at hand when loaded."""

    def __init__(self, weight: Tensor, scale: Tensor) -> None:
        """weight int8 (n_out, n_in), scale float32 (n_out,)."""
        self._weight = torch.ops.onednn.qlinear_prepack(weight, None)
        self._scale = scale
        self._zero = torch.zeros(weight.shape[0], dtype=torch.int32)
        self._levels = levels()

    def __call__(self, x: Tensor) -> Tensor:
        return torch.ops.onednn.qlinear_pointwise(
            x, 1.0 / self._levels, self._levels + 1, self._weight, self._scale, self._zero,
            None, 1.0, 0, torch.float32, "none", [], "",
        )  # fmt: skip


def quantise_activations(x: Tensor) -> Activations:
    """float32 (n, width) to uint8 around levels() + 1, each row by its own largest magnitude."""
    n_levels = levels()
    largest = torch.linalg.vector_norm(x, float("inf"), dim=-1, keepdim=True).clamp_(min=1e-20)
    # adding 0.5 before the truncation to uint8 rounds to nearest
    rounded = torch.addcmul(_offset(n_levels), x, n_levels / largest)
    return Activations(rounded.to(torch.uint8), largest)


def quantise_weight(weight: Tensor) -> tuple[Tensor, Tensor]:
    """float (n_out, n_in) to int8 and float32 scales (n_out,), symmetric per output row."""
    weight = weight.float()
    scale = weight.abs().amax(dim=1).clamp(min=1e-12) / 127
    return (weight / scale[:, None]).round_().to(torch.int8), scale


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

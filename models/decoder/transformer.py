"""The forward pass of a Llama- or Qwen2-type model, written out: no module classes, no hooks.

Queries and keys are kept with their rotary pairs side by side (the order of the original Llama),
so a rotation is one complex product over both; the rows of the projections are put in that order
when weights are loaded. Over int8 weights the same pass is done by `compiled.py`, but for several
sequences at once or a cache in 8 bits."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import Tensor

from models.decoder.config import ModelConfig
from models.decoder.kv_cache import KVCache
from models.decoder.linear import Linear

if TYPE_CHECKING:  # which is made of these layers
    from models.decoder.compiled import CompiledForward


@dataclass(frozen=True, slots=True)
class LayerWeights:
    attention_norm: Tensor  # (hidden,)
    qkv: Linear  # hidden -> (n_heads + 2 n_kv_heads) * head_dim
    qkv_bias: Tensor | None
    q_norm: Tensor | None  # (head_dim,) Qwen3
    k_norm: Tensor | None
    attention_out: Linear
    mlp_norm: Tensor
    gate_up: Linear  # hidden -> 2 * mlp
    down: Linear


@dataclass(frozen=True, slots=True)
class Weights:
    embed: Callable[[Tensor], Tensor]  # ids (n,) -> (n, hidden) in the working dtype
    layers: tuple[LayerWeights, ...]
    norm: Tensor
    head: Linear  # hidden -> vocab
    int8: bool
    one_sequence: CompiledForward | None  # over the same layers, where they are int8
    dtype: torch.dtype  # of hidden states


class Memory(Protocol):
    """Where attention finds the past: a KVCache, or several branches of one."""

    def attend(self, layer: int, queries: Tensor, keys_values: Tensor) -> Tensor: ...
    def plain(self) -> KVCache | None: ...
    def advance(self, n_tokens: int) -> None: ...


class Transformer:
    def __init__(self, config: ModelConfig, weights: Weights, device: torch.device) -> None:
        self.config = config
        self.weights = weights
        self.device = device
        self.dtype = weights.dtype
        self._frequencies = _rotary_frequencies(config).to(device)
        self._rotations = torch.empty(0, config.head_dim // 2, dtype=torch.complex64, device=device)

    @torch.inference_mode()
    def forward(
        self,
        tokens: Tensor,
        positions: range | Tensor,
        memory: Memory,
        *,
        checkpoint: Callable[[], None] = lambda: None,
    ) -> Tensor:
        """Hidden states (n, hidden) of n tokens before the final norm; `memory` advances by n.

        `checkpoint` is called before every layer and may raise to give the pass up."""
        weights, config = self.weights, self.config
        rotation = self.rotation(positions)
        n_rotated = config.n_heads + config.n_kv_heads
        x = weights.embed(tokens)
        cache = memory.plain()
        if weights.one_sequence is not None and cache is not None:
            places = np.asarray(positions, dtype=np.int64)
            x = weights.one_sequence(x, places, rotation, cache, checkpoint)
            memory.advance(len(tokens))
            return x
        for i, layer in enumerate(weights.layers):
            checkpoint()
            qkv = layer.qkv(self._norm(x, layer.attention_norm), layer.qkv_bias)
            heads = qkv.view(x.shape[0], -1, config.head_dim)
            if layer.q_norm is not None:
                heads = self._norm_heads(heads, layer)
            rotated = rotate(heads[:, :n_rotated], rotation)
            keys_values = torch.stack((rotated[:, config.n_heads :], heads[:, n_rotated:]))
            attended = memory.attend(i, rotated[:, : config.n_heads], keys_values.transpose(1, 2))
            x = layer.attention_out(attended, x)
            gate, up = layer.gate_up(self._norm(x, layer.mlp_norm)).chunk(2, -1)
            x = layer.down(torch.nn.functional.silu(gate).mul_(up), x)
        memory.advance(x.shape[0])
        return x

    @torch.inference_mode()
    def logits(self, hidden: Tensor) -> Tensor:
        """float32 (n, vocab) of hidden states (n, hidden)."""
        return self.weights.head(self._norm(hidden, self.weights.norm)).float()

    def rotation(self, positions: range | Tensor) -> Tensor:
        """Unit complex numbers (n, 1, head_dim / 2) that turn pairs to their positions."""
        if isinstance(positions, range):
            if positions.stop > self._rotations.shape[0]:
                self._grow_rotations(positions.stop)
            return self._rotations[positions.start : positions.stop, None]
        highest = int(positions.max()) + 1
        if highest > self._rotations.shape[0]:
            self._grow_rotations(highest)
        return self._rotations[positions, None]

    def turn_keys(self, keys_values: Tensor, distance: int) -> Tensor:
        """Keys in (n_layers, 2, n_kv_heads, n, head_dim) turned as if they stood `distance`
        places later; values unchanged; float32."""
        moved = keys_values.to(self.device, torch.float32)
        if distance:
            rotation = self.rotation(range(distance, distance + 1)).view(-1)
            pairs = torch.view_as_complex(moved[:, 0].unflatten(-1, (-1, 2)).contiguous())
            moved = moved.clone() if moved is keys_values else moved
            moved[:, 0] = torch.view_as_real(pairs * rotation).flatten(-2)
        return moved

    def _grow_rotations(self, n: int) -> None:
        n = -(-n // 1024) * 1024
        places = torch.arange(n, dtype=torch.float32, device=self.device)
        angles = torch.outer(places, self._frequencies)
        self._rotations = torch.polar(torch.ones_like(angles), angles)

    def _norm(self, x: Tensor, weight: Tensor) -> Tensor:
        """Root-mean-square norm, computed in float32."""
        wide = x.float()
        wide = wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.config.norm_eps)
        return weight * wide.to(x.dtype)

    def _norm_heads(self, heads: Tensor, layer: LayerWeights) -> Tensor:
        """Qwen3: each query and key head by its own root mean square."""
        assert layer.q_norm is not None and layer.k_norm is not None
        config = self.config
        q, k, v = heads.split((config.n_heads, config.n_kv_heads, config.n_kv_heads), dim=1)
        q = torch.nn.functional.rms_norm(q, q.shape[-1:], layer.q_norm, config.norm_eps)
        k = torch.nn.functional.rms_norm(k, k.shape[-1:], layer.k_norm, config.norm_eps)
        return torch.cat((q, k, v), dim=1)


def rotate(heads: Tensor, rotation: Tensor) -> Tensor:
    """Turn neighbouring pairs of heads (n, n_heads, head_dim) by rotation (n, 1, head_dim / 2)."""
    pairs = torch.view_as_complex(heads.float().unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * rotation).flatten(-2).to(heads.dtype)


def _rotary_frequencies(config: ModelConfig) -> Tensor:
    """float32 (head_dim / 2,): radians a position, fastest first."""
    exponents = torch.arange(0, config.head_dim, 2, dtype=torch.float32) / config.head_dim
    plain = 1.0 / config.rope_theta**exponents
    scaling = config.rope_scaling
    if scaling is None:
        return plain
    # long waves are stretched by `factor`, short ones kept, those between blended
    turns = scaling.original_context_length * plain / (2 * math.pi)
    blend = (turns - scaling.low_freq_factor) / (scaling.high_freq_factor - scaling.low_freq_factor)
    blend = blend.clamp(0.0, 1.0)
    return plain * blend + plain / scaling.factor * (1 - blend)

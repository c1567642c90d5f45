"""Several continuations of one sequence, each with a tail of its own over a shared past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from models.decoder.config import ModelConfig


class Past(Protocol):
    """What branches read of the cache they were forked from."""

    length: int
    device: torch.device

    def read(self, layer: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]: ...


class Branches:
    """Made by `fork`; the shared cache must not change while branches of it live. Each forward
    pass takes one token a branch."""

    def __init__(self, config: ModelConfig, shared: Past, n: int, capacity: int) -> None:
        self._config = config
        self._shared = shared
        self._n_new = 0
        self.n = n
        shape = (n, 2, config.n_kv_heads, capacity, config.head_dim)
        self._tails = [
            torch.empty(shape, dtype=torch.float32, device=shared.device)
            for _ in range(config.n_layers)
        ]

    @property
    def length(self) -> int:
        return self._shared.length + self._n_new

    @property
    def n_bytes(self) -> int:
        """Of the tails alone."""
        return sum(tail.numel() * tail.element_size() for tail in self._tails)

    def attend(self, layer: int, queries: Tensor, keys_values: Tensor) -> Tensor:
        """queries (n, n_heads, head_dim), keys_values (2, n_kv_heads, n, head_dim), one row a
        branch; returns (n, n_heads * head_dim)."""
        config, t = self._config, self._n_new
        groups, size, dim = config.n_kv_heads, config.group_size, config.head_dim
        tails = self._tails[layer]
        tails[:, :, :, t] = keys_values.permute(2, 0, 1, 3)
        past_keys, past_values = self._shared.read(layer, queries.dtype)
        new_keys, new_values = tails[:, :, :, : t + 1].to(queries.dtype).unbind(1)
        q = queries.reshape(self.n, groups, size, dim) * dim**-0.5
        # all branches read the shared past in one product: (groups, n * size, past)
        past = q.transpose(0, 1).reshape(groups, -1, dim) @ past_keys.transpose(-1, -2)
        past = past.view(groups, self.n, size, -1).transpose(0, 1)
        shares = torch.cat((past, q @ new_keys.transpose(-1, -2)), dim=-1).softmax(-1)
        n_past = past.shape[-1]
        from_past = shares[..., :n_past].transpose(0, 1).reshape(groups, -1, n_past) @ past_values
        out = from_past.view(groups, self.n, size, dim).transpose(0, 1)
        return (out + shares[..., n_past:] @ new_values).reshape(self.n, -1)

    def plain(self) -> None:
        """Several sequences have no one cache."""

    def advance(self, n_tokens: int) -> None:
        assert n_tokens == self.n
        self._n_new += 1

    def select(self, parents: Sequence[int]) -> None:
        """Go on with these branches, in this order; one may be named several times or not at
        all. Only tails are copied."""
        if list(parents) == list(range(self.n)):
            return
        index = torch.tensor(list(parents), device=self._shared.device)
        self._tails = [tail[index] for tail in self._tails]
        self.n = len(parents)

"""What attention remembers: rotated keys and values of every token so far, one array a layer.

Grouped-query attention reads each key-value head once for its whole group of query heads; keys
and values are never repeated in memory."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from models.decoder.config import ModelConfig

_GROWTH = 256  # tokens; capacity is a multiple of it


class KVCache:
    """One sequence. A forward pass calls `attend` once a layer, then `advance` once; a pass that
    is given up between leaves the cache as it was."""

    def __init__(
        self,
        config: ModelConfig,
        *,
        capacity: int = 0,
        dtype: torch.dtype = torch.float32,
        device: torch.device | str = "cpu",
    ) -> None:
        self._config = config
        self.length = 0
        self.dtype = dtype
        self.device = torch.device(device)
        self._layers = [self._new_layer(capacity) for _ in range(config.n_layers)]

    @property
    def capacity(self) -> int:
        return int(self._layers[0].shape[2])

    @property
    def n_bytes(self) -> int:
        return sum(layer.numel() * layer.element_size() for layer in self._layers)

    def reserve(self, n_tokens: int) -> None:
        """Make room for `n_tokens` in all, so that no later step has to copy."""
        if n_tokens <= self.capacity:
            return
        capacity = -(-n_tokens // _GROWTH) * _GROWTH
        for i, layer in enumerate(self._layers):
            grown = self._new_layer(capacity)
            grown[:, :, : self.length] = layer[:, :, : self.length]
            self._layers[i] = grown

    def attend(self, layer: int, queries: Tensor, keys_values: Tensor) -> Tensor:
        """Attention of n new tokens over all tokens so far and, causally, themselves.

        queries (n, n_heads, head_dim), keys_values (2, n_kv_heads, n, head_dim), both rotated;
        returns (n, n_heads * head_dim)."""
        config = self._config
        n = queries.shape[0]
        end = self.length + n
        stored = self._layers[layer]
        stored[:, :, self.length : end] = keys_values
        # heads of one group lie in a dimension of their own, over which K and V have stride 0
        keys, values = stored[:, :, None, :end].to(queries.dtype).unbind(0)
        if n == 1:  # the group's heads as rows of one query: no mask, one pass over K and V
            q = queries.view(config.n_kv_heads, 1, config.group_size, config.head_dim)
            return scaled_dot_product_attention(q, keys, values).view(1, -1)
        q = queries.view(n, config.n_kv_heads, config.group_size, config.head_dim)
        shape = (-1, config.group_size, -1, -1)
        out = scaled_dot_product_attention(
            q.permute(1, 2, 0, 3),
            keys.expand(shape),
            values.expand(shape),
            attn_mask=self._mask(n, end, queries.dtype),
        )
        return out.permute(2, 0, 1, 3).reshape(n, -1)

    def advance(self, n_tokens: int) -> None:
        self.length += n_tokens

    def truncate(self, length: int) -> None:
        """Forget all after the first `length` tokens."""
        assert 0 <= length <= self.length
        self.length = length

    def _mask(self, n: int, end: int, dtype: torch.dtype) -> Tensor:
        """(n, end): 0 where the new token may look, -inf at tokens after it; made once a pass."""
        known = getattr(self, "_last_mask", None)
        if known is None or known.shape != (n, end) or known.dtype != dtype:
            known = torch.full((n, end), float("-inf"), dtype=dtype, device=self.device)
            known = known.triu_(end - n + 1)
            self._last_mask = known
        return known

    def _new_layer(self, capacity: int) -> Tensor:
        """(keys and values, n_kv_heads, capacity, head_dim)"""
        config = self._config
        shape = (2, config.n_kv_heads, capacity, config.head_dim)
        return torch.empty(shape, dtype=self.dtype, device=self.device)

"""What attention remembers: rotated keys and values of every token so far, one array a layer.

Grouped-query attention reads each key-value head once for its whole group of query heads; keys
and values are never repeated in memory."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from models.decoder.branches import Branches
from models.decoder.config import ModelConfig

_GROWTH = 256  # tokens; capacity is a multiple of it
# Up to so many new tokens all query heads of a group go as rows of one query, so that K and V are
# read once for them: 3.3 ms instead of 6.8 for two tokens over 1,100, 8.1 instead of 10.5 for eight
# (24 layers). With more, one query a head is as good and needs no copies.
_FEW = 12


class KVCache:
    """One sequence. A forward pass calls `attend` once a layer, then `advance` once; a pass that
    is given up between leaves the cache as it was.

    With dtype int8 each head's vector is stored in 8 bits with a scale of its own: a quarter of
    the memory, and slower, for the stored past is widened at each use."""

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
        self._known_mask: Tensor | None = None
        self._known_wide: tuple[Tensor, Tensor] | None = None  # a mask, and it for each head

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
        n = queries.shape[0]
        end = self.length + n
        self.write(layer, slice(self.length, end), keys_values)
        mask = self._causal_mask(n, end, queries.dtype) if n > 1 else None
        return self.attend_stored(layer, queries, end, mask)

    def attend_stored(self, layer: int, queries: Tensor, end: int, mask: Tensor | None) -> Tensor:
        """Attention over the first `end` stored tokens; `mask` (n, end) is added to the scores."""
        config = self._config
        n = queries.shape[0]
        keys, values = self.read(layer, queries.dtype, end)
        # the heads of a group get a dimension of their own, over which K and V have stride 0
        keys, values = keys[:, None], values[:, None]
        q = queries.view(n, config.n_kv_heads, config.group_size, config.head_dim)
        if n <= _FEW:
            rows = q.transpose(0, 1).reshape(config.n_kv_heads, 1, -1, config.head_dim)
            wide = None if mask is None else self._for_each_head(mask)
            out = scaled_dot_product_attention(rows, keys, values, attn_mask=wide)
            return out.view(config.n_kv_heads, n, -1).transpose(0, 1).reshape(n, -1)
        shape = (-1, config.group_size, -1, -1)
        out = scaled_dot_product_attention(
            q.permute(1, 2, 0, 3), keys.expand(shape), values.expand(shape), attn_mask=mask
        )
        return out.permute(2, 0, 1, 3).reshape(n, -1)

    def plain(self) -> KVCache | None:
        """Itself, where a token's place is its position and the numbers are plain float32."""
        return self if self.dtype is torch.float32 and self.device.type == "cpu" else None

    def addresses(self) -> list[int]:
        """Of each layer's array (2, n_kv_heads, capacity, head_dim), until more is reserved."""
        return [layer.data_ptr() for layer in self._layers]

    def advance(self, n_tokens: int) -> None:
        self.length += n_tokens

    def truncate(self, length: int) -> None:
        """Forget all after the first `length` tokens."""
        assert 0 <= length <= self.length
        self.length = length

    def erase(self) -> None:
        """Forget all, and overwrite it."""
        self.length = 0
        for layer in self._layers:
            layer.zero_()

    def fork(self, n: int, capacity: int) -> Branches:
        """n continuations of up to `capacity` tokens each that share what is stored so far."""
        return Branches(self._config, self, n, capacity)

    def write(self, layer: int, places: slice | Tensor, keys_values: Tensor) -> None:
        """Store (2, n_kv_heads, n, head_dim) at these places; the length stays as it is."""
        if self.dtype is torch.int8:
            keys_values = _to_int8(keys_values)
        self._layers[layer][:, :, places] = keys_values.to(self._layers[layer].dtype)

    def read(self, layer: int, dtype: torch.dtype, end: int | None = None) -> tuple[Tensor, Tensor]:
        """Keys and values of the first `end` tokens (all by default), each (n_kv_heads, end,
        head_dim); not a copy where they are stored in `dtype`."""
        stored = self._layers[layer][:, :, : self.length if end is None else end]
        if self.dtype is torch.int8:
            stored = _from_int8(stored)
        keys, values = stored.to(dtype).unbind(0)
        return keys, values

    def copy_from(self, start: int) -> Tensor:
        """A float16 copy (n_layers, 2, n_kv_heads, length - start, head_dim) of what is stored
        from place `start` on."""
        layers = (
            torch.stack(self.read(layer, torch.float32))[:, :, start:]
            for layer in range(self._config.n_layers)
        )
        return torch.stack([layer.half() for layer in layers])

    def _causal_mask(self, n: int, end: int, dtype: torch.dtype) -> Tensor:
        """(n, end): 0 where a new token may look, -inf at tokens after it; the same for all
        layers of a pass, so made once."""
        known = self._known_mask
        if known is None or known.shape != (n, end) or known.dtype != dtype:
            known = torch.full((n, end), float("-inf"), dtype=dtype, device=self.device)
            known = self._known_mask = known.triu_(end - n + 1)
        return known

    def _for_each_head(self, mask: Tensor) -> Tensor:
        """(n * group_size, end): a row for every query head of a group; made once a pass."""
        known = self._known_wide
        if known is None or known[0] is not mask:
            known = self._known_wide = (mask, mask.repeat_interleave(self._config.group_size, 0))
        return known[1]

    def _new_layer(self, capacity: int) -> Tensor:
        """(keys and values, n_kv_heads, capacity, head_dim and, in int8, 4 bytes of scale)"""
        config = self._config
        width = config.head_dim + (4 if self.dtype is torch.int8 else 0)
        shape = (2, config.n_kv_heads, capacity, width)
        return torch.empty(shape, dtype=self.dtype, device=self.device)


def _to_int8(vectors: Tensor) -> Tensor:
    """float (…, head_dim) to int8 (…, head_dim + 4), the last four bytes a float32 scale."""
    scale = vectors.float().abs().amax(-1, keepdim=True).clamp_(min=1e-12) / 127
    values = (vectors / scale).round_().to(torch.int8)
    return torch.cat((values, scale.view(torch.int8)), dim=-1)


def _from_int8(stored: Tensor) -> Tensor:
    scale = stored[..., -4:].contiguous().view(torch.float32)
    return stored[..., :-4].float() * scale

"""A vision transformer for pictures of one fixed size: ViT and DINOv2, read at any layer.

Dosovitskiy et al. 2020; Oquab et al. 2023. Position embeddings are interpolated once at load, the
layer scale of DINOv2 is folded into the projections before it, and layers after the one that is
read are never computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.errors import ModelUnsuitable
from models.linear import FrozenLinear, best_dtype

PREFIXES = ("dinov2.", "vit.")


def is_plain_vit(config: Mapping[str, Any]) -> bool:
    """Is this a checkpoint that `FixedVit` computes exactly?"""
    return (
        config.get("model_type") in ("vit", "dinov2")
        and config.get("hidden_act", "gelu") == "gelu"
        and not config.get("use_swiglu_ffn", False)
        and config.get("qkv_bias", True)
    )


@dataclass(frozen=True, slots=True)
class _Block:
    norm1: tuple[Tensor, Tensor]
    qkv: FrozenLinear
    out: FrozenLinear
    norm2: tuple[Tensor, Tensor]
    up: FrozenLinear
    down: FrozenLinear


class FixedVit:
    """`dim` is the width of the states; `n_layers` of the checkpoint."""

    def __init__(
        self,
        config: Mapping[str, Any],
        tensors: Mapping[str, Tensor],
        *,
        size: int,
        layer: int,
        dtype: torch.dtype | None = None,
    ) -> None:
        """For pictures of `size` pixels square, read after `layer` (from 1).

        Raises ModelUnsuitable where a tensor is missing or the size is no multiple of the patch."""
        self.dim = int(config["hidden_size"])
        self.n_layers = int(config["num_hidden_layers"])
        self._patch = int(config["patch_size"])
        self._n_heads = int(config["num_attention_heads"])
        self._eps = float(config.get("layer_norm_eps", 1e-6))
        self._dtype = dtype or best_dtype()
        if size % self._patch or not 1 <= layer <= self.n_layers:
            raise ModelUnsuitable(
                "A picture of {size} pixels in patches of {patch}, read at layer {layer} of "
                "{n_layers}, is not possible.",
                "Use a size that is a multiple of the patch, and a layer that exists.",
                size=size,
                patch=self._patch,
                layer=layer,
                n_layers=self.n_layers,
            )
        dinov2 = config["model_type"] == "dinov2"
        try:
            projection = "embeddings.patch_embeddings.projection"
            kernel = tensors[f"{projection}.weight"].float()
            self._patches = FrozenLinear(
                kernel.reshape(self.dim, -1), tensors[f"{projection}.bias"], self._dtype
            )
            places = tensors["embeddings.position_embeddings"].float()
            self._places = _interpolated(places, size // self._patch)
            self._cls = tensors["embeddings.cls_token"].float().reshape(1, 1, self.dim)
            make = _dinov2_block if dinov2 else _vit_block
            self._blocks = [
                make(tensors, f"encoder.layer.{number}.", self._dtype) for number in range(layer)
            ]
            # The final norm belongs to the last layer's states alone.
            self._norm = _norm(tensors, "layernorm") if layer == self.n_layers else None
        except KeyError as error:
            raise ModelUnsuitable(
                "The picture encoder's checkpoint lacks the tensor {error}.",
                "Choose a ViT or DINOv2 checkpoint.",
                error=error,
            ) from error

    def cls_states(self, pixels: Tensor) -> Tensor:
        """Normalised pixels (n, 3, size, size) float32 to CLS states (n, dim) float32."""
        count, channels, size, _ = pixels.shape
        per_side = size // self._patch
        patches = (
            pixels.view(count, channels, per_side, self._patch, per_side, self._patch)
            .permute(0, 2, 4, 1, 3, 5)
            .reshape(count * per_side * per_side, -1)
        )
        embedded = self._patches(patches.to(self._dtype)).float().view(count, -1, self.dim)
        x = torch.cat([self._cls.expand(count, -1, -1), embedded], 1) + self._places
        length = x.shape[1]
        x = x.reshape(count * length, self.dim)
        for block in self._blocks:
            x = self._step(block, x, count, length)
        cls = x.view(count, length, self.dim)[:, 0]
        return cls if self._norm is None else self._normed(cls, self._norm)

    def _step(self, block: _Block, x: Tensor, count: int, length: int) -> Tensor:
        """One block; x and the result are (count * length, dim) float32."""
        q, k, v = (
            block.qkv(self._normed(x, block.norm1).to(self._dtype))
            .view(count, length, 3, self._n_heads, self.dim // self._n_heads)
            .permute(2, 0, 3, 1, 4)
        )
        mixed = functional.scaled_dot_product_attention(q, k, v)
        x = x + block.out(mixed.transpose(1, 2).reshape(count * length, self.dim))
        wide = block.up(self._normed(x, block.norm2).to(self._dtype))
        return x + block.down(wide)

    def _normed(self, x: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
        return functional.layer_norm(x, (self.dim,), norm[0], norm[1], self._eps)


def _norm(tensors: Mapping[str, Tensor], name: str) -> tuple[Tensor, Tensor]:
    return tensors[f"{name}.weight"].float(), tensors[f"{name}.bias"].float()


def _joined(tensors: Mapping[str, Tensor], at: str) -> tuple[Tensor, Tensor]:
    """Weight and bias of query, key and value as one matrix."""
    names = [f"{at}attention.attention.{part}" for part in ("query", "key", "value")]
    weights = torch.cat([tensors[f"{name}.weight"].float() for name in names])
    return weights, torch.cat([tensors[f"{name}.bias"].float() for name in names])


def _dinov2_block(tensors: Mapping[str, Tensor], at: str, dtype: torch.dtype) -> _Block:
    def scaled(name: str, scale: str) -> FrozenLinear:
        by = tensors[f"{at}{scale}.lambda1"].float()
        weight = tensors[f"{at}{name}.weight"].float()
        bias = tensors[f"{at}{name}.bias"].float()
        return FrozenLinear(weight * by[:, None], bias * by, dtype)

    return _Block(
        norm1=_norm(tensors, f"{at}norm1"),
        qkv=FrozenLinear(*_joined(tensors, at), dtype),
        out=scaled("attention.output.dense", "layer_scale1"),
        norm2=_norm(tensors, f"{at}norm2"),
        up=FrozenLinear(
            tensors[f"{at}mlp.fc1.weight"], tensors[f"{at}mlp.fc1.bias"], dtype, "gelu"
        ),
        down=scaled("mlp.fc2", "layer_scale2"),
    )


def _vit_block(tensors: Mapping[str, Tensor], at: str, dtype: torch.dtype) -> _Block:
    def linear(name: str, **activation: Any) -> FrozenLinear:
        return FrozenLinear(
            tensors[f"{at}{name}.weight"], tensors[f"{at}{name}.bias"], dtype, **activation
        )

    return _Block(
        norm1=_norm(tensors, f"{at}layernorm_before"),
        qkv=FrozenLinear(*_joined(tensors, at), dtype),
        out=linear("attention.output.dense"),
        norm2=_norm(tensors, f"{at}layernorm_after"),
        up=linear("intermediate.dense", activation="gelu"),
        down=linear("output.dense"),
    )


def _interpolated(places: Tensor, per_side: int) -> Tensor:
    """Position embeddings (1, 1 + n, dim) for a grid of `per_side` squared, bicubic."""
    grid = places[:, 1:]
    had = round(grid.shape[1] ** 0.5)
    if had == per_side:
        return places
    dim = grid.shape[2]
    square = grid.reshape(1, had, had, dim).permute(0, 3, 1, 2)
    resized = functional.interpolate(
        square, size=(per_side, per_side), mode="bicubic", align_corners=False
    )
    return torch.cat([places[:, :1], resized.permute(0, 2, 3, 1).reshape(1, -1, dim)], 1)

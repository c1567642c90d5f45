"""A BERT encoder that never computes padding: sentences lie end to end in one matrix.

Linear layers and norms run over all tokens at once; attention runs over runs of sentences of equal
length, which the caller makes long by sorting. Devlin et al. 2019; for XLM-RoBERTa the positions
start after the padding index (Conneau et al. 2020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from models.errors import ModelUnsuitable
from models.linear import Activation, FrozenLinear, best_dtype

_FAMILIES = ("bert", "roberta", "xlm-roberta", "camembert")
PREFIXES = ("bert.", "roberta.")


def is_packable(config: Mapping[str, Any]) -> bool:
    """Is this a checkpoint that `PackedBert` computes exactly?"""
    return (
        config.get("model_type") in _FAMILIES
        and config.get("hidden_act", "gelu") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and not config.get("is_decoder", False)
    )


@dataclass(frozen=True, slots=True)
class _Norm:
    weight: Tensor
    bias: Tensor
    eps: float

    def __call__(self, x: Tensor) -> Tensor:
        return functional.layer_norm(x, self.weight.shape, self.weight, self.bias, self.eps)


@dataclass(frozen=True, slots=True)
class _Layer:
    qkv: FrozenLinear
    attended: FrozenLinear
    attended_norm: _Norm
    up: FrozenLinear
    down: FrozenLinear
    norm: _Norm


class PackedBert:
    """`dim` is the width of the states."""

    def __init__(
        self,
        config: Mapping[str, Any],
        tensors: Mapping[str, Tensor],
        *,
        dtype: torch.dtype | None = None,
    ) -> None:
        """`dtype` of the matrix products; the processor's best where none is given.

        Raises ModelUnsuitable where a tensor is missing."""
        self._dtype = dtype or best_dtype()
        self.dim = int(config["hidden_size"])
        self._n_heads = int(config["num_attention_heads"])
        self._eps = float(config.get("layer_norm_eps", 1e-12))
        # RoBERTa numbers positions from the padding index + 1.
        roberta = config["model_type"] != "bert"
        self._first_position = int(config.get("pad_token_id", 1)) + 1 if roberta else 0
        try:
            # As stored: a vocabulary of 250,000 in float32 would hold 384 MB.
            self._words = tensors["embeddings.word_embeddings.weight"]
            self._positions = (
                tensors["embeddings.position_embeddings.weight"].float()
                + tensors["embeddings.token_type_embeddings.weight"][0].float()
            )
            self._embedding_norm = self._norm(tensors, "embeddings.LayerNorm")
            self._layers = [
                self._layer(tensors, f"encoder.layer.{number}.")
                for number in range(int(config["num_hidden_layers"]))
            ]
        except KeyError as error:
            raise ModelUnsuitable(
                "The text encoder's checkpoint lacks the tensor {error}.",
                "Choose a BERT-type sentence encoder.",
                error=error,
            ) from error
        self.max_positions = self._positions.shape[0] - self._first_position

    def _norm(self, tensors: Mapping[str, Tensor], name: str) -> _Norm:
        return _Norm(tensors[f"{name}.weight"].float(), tensors[f"{name}.bias"].float(), self._eps)

    def _layer(self, tensors: Mapping[str, Tensor], at: str) -> _Layer:
        def linear(*names: str, activation: Activation | None = None) -> FrozenLinear:
            return FrozenLinear(
                torch.cat([tensors[f"{at}{name}.weight"] for name in names]),
                torch.cat([tensors[f"{at}{name}.bias"] for name in names]),
                self._dtype,
                activation,
            )

        return _Layer(
            qkv=linear(*(f"attention.self.{part}" for part in ("query", "key", "value"))),
            attended=linear("attention.output.dense"),
            attended_norm=self._norm(tensors, f"{at}attention.output.LayerNorm"),
            up=linear("intermediate.dense", activation="gelu"),
            down=linear("output.dense"),
            norm=self._norm(tensors, f"{at}output.LayerNorm"),
        )

    def states(self, sentences: Sequence[Sequence[int]]) -> list[Tensor]:
        """Return each sentence's last states, shape (n_tokens, dim), float32.

        `sentences` are token ids with special tokens; equal lengths should be neighbours."""
        lengths = [len(sentence) for sentence in sentences]
        ids = torch.tensor([token for sentence in sentences for token in sentence])
        places = torch.cat([torch.arange(length) for length in lengths]) + self._first_position
        x = self._embedding_norm(self._words[ids].float() + self._positions[places])
        runs = [(length, len(list(run))) for length, run in groupby(lengths)]
        for layer in self._layers:
            x = self._step(layer, x, runs)
        return list(x.split(lengths))

    def _step(self, layer: _Layer, x: Tensor, runs: Sequence[tuple[int, int]]) -> Tensor:
        """One layer over all tokens; x and the result are (n_all_tokens, dim)."""
        qkv = layer.qkv(x.to(self._dtype))
        attended = torch.empty(x.shape, dtype=self._dtype)
        start = 0
        for length, count in runs:
            end = start + length * count
            q, k, v = (
                qkv[start:end]
                .view(count, length, 3, self._n_heads, self.dim // self._n_heads)
                .permute(2, 0, 3, 1, 4)
            )
            mixed = functional.scaled_dot_product_attention(q, k, v)
            attended[start:end] = mixed.transpose(1, 2).reshape(end - start, self.dim)
            start = end
        x = layer.attended_norm(x + layer.attended(attended))
        return layer.norm(x + layer.down(layer.up(x.to(self._dtype))))

"""The reader while it is trained: a BERT-type encoder of which some layers learn, and two heads.

One head reads spans (Devlin et al. 2019, section 4.2). The other tells whether a claim is borne
out by evidence; it makes the encoder compare more closely, and is not kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from models.answer_reader import base_digest
from models.bert import is_packable
from models.errors import ModelUnsuitable

RANK = 48
N_FROZEN = 5
_QKV = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
_PARTS = ("attention.output.dense", "attention.output.LayerNorm", "intermediate.dense",
          "output.dense", "output.LayerNorm")  # fmt: skip


class ReaderNetwork:
    """Products in `dtype`, weights in float32; no dropout. The embeddings and the lowest `n_frozen`
    layers stay as they were: they serve every language, and what is trained here is English."""

    def __init__(
        self,
        config: Mapping[str, Any],
        tensors: Mapping[str, Tensor],
        *,
        n_frozen: int = N_FROZEN,
        dtype: torch.dtype = torch.bfloat16,
    ) -> None:
        """`tensors` are named as in `models.bert`. Raises ModelUnsuitable."""
        if not is_packable(config):
            raise ModelUnsuitable("This is no BERT-type encoder.", "Choose multilingual-e5-small.")
        self.dtype = dtype
        self._digest = base_digest(tensors)
        self._n_layers = int(config["num_hidden_layers"])
        self._n_heads = int(config["num_attention_heads"])
        self._dim = int(config["hidden_size"])
        self._eps = float(config.get("layer_norm_eps", 1e-12))
        padding = int(config.get("pad_token_id", 1))
        first = 0 if config["model_type"] == "bert" else padding + 1
        self._words = tensors["embeddings.word_embeddings.weight"]
        self._positions = (
            tensors["embeddings.position_embeddings.weight"][first:].float()
            + tensors["embeddings.token_type_embeddings.weight"][0].float()
        )
        self._embedding_norm = tuple(
            tensors[f"embeddings.LayerNorm.{kind}"].float() for kind in ("weight", "bias")
        )
        self._before = _joined(tensors, self._n_layers)
        self._weights = {
            name: nn.Parameter(tensor.clone(), requires_grad=_layer_of(name) >= n_frozen)
            for name, tensor in self._before.items()
        }
        self.span = nn.Linear(self._dim, 2)
        self.verdict = nn.Linear(self._dim, 3)
        for head in (self.span, self.verdict):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    @torch.no_grad()
    def go_on_from(self, changes: Mapping[str, Tensor]) -> None:
        """Begin with what an earlier training changed, as `export` wrote it."""
        for name, weight in self._weights.items():
            change = changes.get(name)
            if f"{name}.left" in changes:
                change = changes[f"{name}.left"].float() @ changes[f"{name}.right"].float()
            if change is not None:
                weight += change.float()
        self.span.weight.copy_(changes["span.weight"])
        self.span.bias.copy_(changes["span.bias"])

    def parameters(self) -> list[nn.Parameter]:
        """What learns."""
        learning = [each for each in self._weights.values() if each.requires_grad]
        return [*learning, *self.span.parameters(), *self.verdict.parameters()]

    def span_scores(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """How well an answer begins and ends at each token, in logits: (n_rows, longest, 2)."""
        states, mask = self._states(rows)
        scores: Tensor = self.span(states)
        return scores.masked_fill(~mask[..., None], -1e4)

    def verdict_scores(self, rows: Sequence[Sequence[int]]) -> Tensor:
        """The logits of the three verdicts, from the first token: (n_rows, 3)."""
        scores: Tensor = self.verdict(self._states(rows)[0][:, 0])
        return scores

    def _states(self, rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
        """The last states, (n_rows, longest, dim) in float32, and where they are no padding."""
        longest = max(map(len, rows))
        ids = torch.zeros(len(rows), longest, dtype=torch.long)
        mask = torch.zeros(len(rows), longest, dtype=torch.bool)
        for number, row in enumerate(rows):
            ids[number, : len(row)] = torch.tensor(row)
            mask[number, : len(row)] = True
        x = self._words[ids].float() + self._positions[:longest]
        weight, bias = self._embedding_norm
        x = functional.layer_norm(x, (self._dim,), weight, bias, self._eps).to(self.dtype)
        for number in range(self._n_layers):
            x = self._layer(f"encoder.layer.{number}.", x, mask[:, None, None, :])
        return x.float(), mask

    def _layer(self, at: str, x: Tensor, mask: Tensor) -> Tensor:
        """x and the result are (n_rows, longest, dim)."""

        def both(name: str) -> tuple[Tensor, Tensor]:
            name = f"{at}{name}"
            weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
            return weight.to(self.dtype), bias.to(self.dtype)

        def linear(x: Tensor, name: str) -> Tensor:
            return functional.linear(x, *both(name))

        def norm(x: Tensor, name: str) -> Tensor:
            return functional.layer_norm(x, (self._dim,), *both(name), self._eps)

        n_rows, longest, dim = x.shape
        qkv = linear(x, "attention.qkv")
        q, k, v = qkv.view(n_rows, longest, 3, self._n_heads, -1).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(n_rows, longest, dim)
        x = norm(x + linear(mixed, "attention.output.dense"), "attention.output.LayerNorm")
        up = functional.gelu(linear(x, "intermediate.dense"))
        return norm(x + linear(up, "output.dense"), "output.LayerNorm")

    @torch.no_grad()
    def export(self, file: Path, rank: int = RANK) -> None:
        """Write what training changed, as `models.answer_reader.changed` reads it: of a matrix the
        factors of its best approximation of that rank (Eckart and Young 1936), of a vector the
        difference, both in half precision; and the head of the spans, in float32."""
        made = {"span.weight": self.span.weight.clone(), "span.bias": self.span.bias.clone()}
        for name, weight in self._weights.items():
            change = weight - self._before[name]
            if not change.any():
                continue
            if change.dim() < 2:
                made[name] = change.half()
                continue
            left, sizes, right = torch.linalg.svd(change, full_matrices=False)
            roots = sizes[:rank].sqrt()
            made[f"{name}.left"] = (left[:, :rank] * roots).half().contiguous()
            made[f"{name}.right"] = (roots[:, None] * right[:rank]).half().contiguous()
        save_file(made, file, {"base": self._digest})


def _joined(tensors: Mapping[str, Tensor], n_layers: int) -> dict[str, Tensor]:
    """The layers' tensors in float32, the three projections of attention below each other."""
    made = {}
    for number in range(n_layers):
        at = f"encoder.layer.{number}."
        for kind in ("weight", "bias"):
            qkv = torch.cat([tensors[f"{at}{name}.{kind}"] for name in _QKV])
            made[f"{at}attention.qkv.{kind}"] = qkv.float()
            made |= {f"{at}{name}.{kind}": tensors[f"{at}{name}.{kind}"].float() for name in _PARTS}
    return made


def _layer_of(name: str) -> int:
    return int(name.split(".")[2])

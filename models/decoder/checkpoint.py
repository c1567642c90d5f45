"""Where float weights come from: a Hugging Face folder or a GGUF file, under one set of names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from models.errors import ModelDamaged, ModelMissing

# GGUF's names for what Hugging Face calls …
_GGUF_NAMES = {
    "model.embed_tokens": "token_embd",
    "model.norm": "output_norm",
    "lm_head": "output",
}
_GGUF_LAYER_NAMES = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


class Checkpoint(Protocol):
    """Weights by their Hugging Face names. `rotary_pairs_adjacent`: rows of the query and key
    projections come with rotary pairs side by side, not half a head apart."""

    rotary_pairs_adjacent: bool

    def find(self, name: str) -> Tensor | None:
        """A tensor in the type it is stored in (GGUF: float32), or None."""


def required(checkpoint: Checkpoint, name: str) -> Tensor:
    """Raises ModelDamaged where the tensor is absent."""
    tensor = checkpoint.find(name)
    if tensor is None:
        raise ModelDamaged(
            "The model lacks the tensor '{name}'.",
            "Remove the model and install it again.",
            name=name,
        )
    return tensor


class HuggingFaceCheckpoint:
    rotary_pairs_adjacent = False

    def __init__(self, folder: Path) -> None:
        """Raises ModelMissing, ModelDamaged."""
        files = sorted(folder.glob("*.safetensors"))
        if not files:
            raise ModelMissing(
                "{folder} holds no weights in safetensors.",
                "Download the model's *.safetensors files; Triptych does not load pickled weights.",
                folder=folder,
            )
        index = folder / "model.safetensors.index.json"
        if index.is_file():
            listed = {
                folder / name for name in json.loads(index.read_text())["weight_map"].values()
            }
            if absent := sorted(file.name for file in listed if not file.is_file()):
                raise ModelDamaged(
                    "{folder} lacks {names}.",
                    "Download the model again.",
                    folder=folder,
                    names=", ".join(absent),
                )
            files = sorted(listed)
        self._where: dict[str, Any] = {}
        for file in files:
            try:
                opened = safe_open(file, framework="pt")
            except (SafetensorError, OSError) as error:
                raise ModelDamaged(
                    "{file} is truncated or damaged: {error}.",
                    "Remove the model and install it again.",
                    file=file,
                    error=error,
                ) from error
            self._where.update(dict.fromkeys(opened.keys(), opened))

    def find(self, name: str) -> Tensor | None:
        opened = self._where.get(name)
        return None if opened is None else opened.get_tensor(name)


class GgufCheckpoint:
    """A GGUF file, dequantised tensor by tensor with the `gguf` package."""

    def __init__(self, reader: Any) -> None:
        """`reader` is a gguf.GGUFReader."""
        self._tensors = {tensor.name: tensor for tensor in reader.tensors}
        field = reader.get_field("general.architecture")
        # llama.cpp's converter reorders Llama's rows, and only Llama's
        self.rotary_pairs_adjacent = field is not None and field.contents() == "llama"

    def find(self, name: str) -> Tensor | None:
        from gguf.quants import dequantize

        tensor = self._tensors.get(_gguf_name(name))
        if tensor is None:
            return None
        values = np.array(dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        return torch.from_numpy(values).reshape([int(size) for size in reversed(tensor.shape)])


def _gguf_name(name: str) -> str:
    stem, kind = name.rsplit(".", 1)
    if stem.startswith("model.layers."):
        _, _, number, part = stem.split(".", 3)
        return f"blk.{number}.{_GGUF_LAYER_NAMES[part]}.{kind}"
    return f"{_GGUF_NAMES[stem]}.{kind}"

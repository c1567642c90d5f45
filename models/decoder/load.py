"""Opens a model by what its path holds: a converted folder, a Hugging Face folder, or a GGUF."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import torch

from models.decoder.chat import read_chat_format
from models.decoder.checkpoint import HuggingFaceCheckpoint
from models.decoder.config import read_config
from models.decoder.engine import TorchDecoder
from models.decoder.interface import Decoder
from models.decoder.linear import int8_available
from models.decoder.tokens import read_tokens
from models.decoder.transformer import Transformer
from models.decoder.weights import (
    STORED_FILE,
    assemble,
    float_weights,
    int8_weights,
    quantised,
    read_stored,
)
from models.errors import ModelMissing

Precision = Literal["auto", "int8", "float32", "bfloat16", "float16"]


def load_decoder(path: Path, *, threads: int, name: str, precision: Precision = "auto") -> Decoder:
    """Raises ModelMissing, ModelDamaged, ModelUnsuitable."""
    torch.set_num_threads(threads)
    if not path.exists():
        raise ModelMissing(
            f"The language model {name} is not at {path}.",
            f"Install it: triptych models install {name}",
        )
    transformer = load_transformer(path, precision=precision)
    tokens = read_tokens(path)
    return TorchDecoder(name, transformer, tokens, read_chat_format(path, tokens))


def load_transformer(path: Path, *, precision: Precision = "auto") -> Transformer:
    config = read_config(path)
    device = _device()
    if precision == "auto" and device.type == "cpu":
        precision = "int8" if int8_available() else "float32"
    elif precision == "auto":
        precision = "float16"
    converted = (path / STORED_FILE).is_file()
    if precision == "int8":
        if converted:
            tensors = read_stored(path)
        else:
            tensors = quantised(HuggingFaceCheckpoint(path), config, lambda done, total: None)
        return Transformer(config, int8_weights(tensors, config), torch.device("cpu"))
    tensors = (
        read_stored(path) if converted else dict(assemble(HuggingFaceCheckpoint(path), config))
    )
    dtype = getattr(torch, precision)
    return Transformer(config, float_weights(tensors, config, dtype, device), device)


def _device() -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")

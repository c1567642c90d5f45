"""Opens a model by what its path holds: a converted folder, a Hugging Face folder, or a GGUF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from models import machine
from models.decoder.chat import read_chat_format
from models.decoder.checkpoint import HuggingFaceCheckpoint
from models.decoder.compiled import fits, prepare
from models.decoder.config import read_config
from models.decoder.context import Reuse
from models.decoder.engine import TorchDecoder
from models.decoder.interface import Decoder
from models.decoder.passages import PassageCache
from models.decoder.tokens import TextTokens, read_tokens
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

# llama.cpp reserves its whole cache at once; this much suits an answer over several sources
_GGUF_CONTEXT = 8192

Precision = Literal["auto", "int8", "float32", "bfloat16", "float16"]


def load_decoder(
    path: Path,
    *,
    threads: int,
    name: str,
    precision: Precision = "auto",
    reuse: Reuse = "exact",
    passages: PassageCache | None = None,
) -> Decoder:
    """A folder with a converted or a Hugging Face model opens the built-in engine, a GGUF file or
    a folder that holds nothing else the llama.cpp engine. With `reuse` "fast" what was computed of
    passages is kept in `passages`, by default 256 MB of memory and no disk.

    Raises ModelMissing, ModelDamaged, ModelUnsuitable."""
    torch.set_num_threads(threads)
    if not path.exists():
        raise ModelMissing(
            "The language model {name} is not at {path}.",
            "Install it: triptych models install {name}",
            name=name,
            path=path,
        )
    gguf = _gguf_file(path)
    if gguf is not None:
        from models.decoder.llama_cpp import LlamaCppDecoder

        return LlamaCppDecoder(name, gguf, threads=threads, context_length=_GGUF_CONTEXT)
    with ThreadPoolExecutor(1) as beside:  # half a second each
        reading = beside.submit(_read_vocabulary, path)
        model = load_transformer(path, precision=precision)
        if model.weights.int8:
            prepare()
        tokens = reading.result()
    if reuse == "fast" and passages is None:
        passages = PassageCache(memory_limit_bytes=256 * 1024 * 1024)
    return TorchDecoder(
        name,
        model,
        tokens,
        read_chat_format(path, tokens),
        reuse=reuse,
        passages=passages,
        fingerprint=f"{fingerprint(path)} {model.dtype} {model.weights.int8}",
    )


def _read_vocabulary(path: Path) -> TextTokens:
    """With what grounding needs of it, so that the first answer does not wait for that."""
    tokens = read_tokens(path)
    tokens.pieces()
    return tokens


def _gguf_file(path: Path) -> Path | None:
    if path.is_file():
        return path
    found = sorted(path.glob("*.gguf"))
    return found[0] if found and not (path / "config.json").exists() else None


def fingerprint(path: Path) -> str:
    """Changes with the weights: sizes and times of the folder's weight files, and its config."""
    described = [(path / "config.json").read_text("utf-8")]
    for file in sorted(path.glob("*.safetensors")):
        stat = file.stat()
        described.append(f"{file.name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(described).encode()).hexdigest()


def load_transformer(path: Path, *, precision: Precision = "auto") -> Transformer:
    config = read_config(path)
    device = torch.device(machine.device())
    if precision == "auto" and device.type == "cpu":
        precision = "int8" if fits(config) else "float32"
    elif precision == "auto":
        precision = "float16"
    tensors: Mapping[str, Tensor]
    if (path / STORED_FILE).is_file():
        tensors = read_stored(path)
    elif precision == "int8":
        tensors = quantised(HuggingFaceCheckpoint(path), config, lambda done, total: None)
    else:
        tensors = dict(assemble(HuggingFaceCheckpoint(path), config))
    if precision == "int8":
        weights = int8_weights(tensors, config, torch.get_num_threads())
        return Transformer(config, weights, torch.device("cpu"))
    dtype = getattr(torch, precision)
    return Transformer(config, float_weights(tensors, config, dtype, device), device)

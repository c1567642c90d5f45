from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from models.convert import convert
from models.e5_weights import read_e5
from models.errors import ModelDamaged
from models.text import load_text_encoder

HIDDEN, LAYERS, HEADS, INNER, WORDS, PLACES, TYPES = 32, 1, 2, 64, 64, 16, 2


def q4(weights: np.ndarray) -> bytes:
    """Weights that are whole multiples (-8…7) of a block's scale 0.5."""
    blocks = weights.reshape(-1, 32)
    nibbles = np.round(blocks / 0.5).astype(np.int64) + 8
    packed = (nibbles[:, :16] | nibbles[:, 16:] << 4).astype(np.uint8)
    scale = struct.pack("<e", 0.5)
    return b"".join(scale + row.tobytes() for row in packed)


def tensors(rng: np.random.Generator) -> dict[str, np.ndarray]:
    def matrix(*shape: int) -> np.ndarray:
        return rng.integers(-8, 8, shape).astype(np.float32) * 0.5

    found = {
        "emb.word": matrix(WORDS, HIDDEN),
        "emb.pos": rng.normal(size=(PLACES, HIDDEN)).astype(np.float32),
        "emb.type": rng.normal(size=(TYPES, HIDDEN)).astype(np.float32),
        "emb.ln.w": np.ones(HIDDEN, np.float32),
        "emb.ln.b": np.zeros(HIDDEN, np.float32),
    }
    for short, out, width in (
        ("q", HIDDEN, HIDDEN),
        ("k", HIDDEN, HIDDEN),
        ("v", HIDDEN, HIDDEN),
        ("ao", HIDDEN, HIDDEN),
        ("fi", INNER, HIDDEN),
        ("fo", HIDDEN, INNER),
    ):
        found[f"l0.{short}.w"] = matrix(out, width)
        found[f"l0.{short}.b"] = rng.normal(size=out).astype(np.float32)
    for short in ("aln", "oln"):
        found[f"l0.{short}.w"] = np.ones(HIDDEN, np.float32)
        found[f"l0.{short}.b"] = np.zeros(HIDDEN, np.float32)
    return found


def is_matrix(name: str) -> bool:
    return name == "emb.word" or (
        name.endswith(".w") and not name.endswith("ln.w") and name != "emb.ln.w"
    )


def packed(found: dict[str, np.ndarray]) -> bytes:
    pieces = b"abc"
    sizes = (HIDDEN, LAYERS, HEADS, INNER, WORDS, PLACES, TYPES)
    head = b"E5S1" + struct.pack("<I7if", 1, *sizes, 1e-12)
    head += struct.pack("<i", 32) + struct.pack("<5iQ", 2, 0, 2, 1, 3, len(pieces))
    head += struct.pack("<3I2f", 0, 1, 3, -1.0, -2.0) + pieces + struct.pack("<iI", 1, 5) + b"table"
    bodies = {
        name: q4(array) if is_matrix(name) else array.tobytes() for name, array in found.items()
    }
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in bodies)
    directory = struct.pack("<i", len(bodies))
    for name, body in bodies.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", int(is_matrix(name)), found[name].size, size, len(body))
        size += len(body)
    return head + directory + b"".join(bodies.values())


def test_matrices_and_vectors_come_out_as_they_went_in(tmp_path: Path) -> None:
    found = tensors(np.random.default_rng(3))
    file = tmp_path / "e5.bin"
    file.write_bytes(packed(found))
    weights = read_e5(file)
    assert weights.config["num_hidden_layers"] == LAYERS
    names = {
        "emb.word": "embeddings.word_embeddings.weight",
        "l0.fi.w": "encoder.layer.0.intermediate.dense.weight",
        "l0.oln.b": "encoder.layer.0.output.LayerNorm.bias",
        "l0.q.b": "encoder.layer.0.attention.self.query.bias",
    }
    for short, parameter in names.items():
        np.testing.assert_allclose(weights.tensors[parameter], found[short], atol=2e-3)
    assert len(weights.tensors) == len(found)


def test_the_converted_folder_loads_with_its_prefixes(tmp_path: Path) -> None:
    unpacked, made = tmp_path / "unpacked", tmp_path / "made"
    unpacked.mkdir()
    made.mkdir()
    (unpacked / "e5-small-q4.bin").write_bytes(packed(tensors(np.random.default_rng(4))))
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "query": 4, "passage": 5, ":": 6}
    tokenizer = Tokenizer(models.WordLevel({**vocabulary, "cat": 7}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.save(str(unpacked / "tokenizer.json"))
    convert("e5_q4", unpacked, made, lambda done, total: None)
    encoder = load_text_encoder(made, threads=1)
    asked, told = encoder.encode_queries(["cat"])[0], encoder.encode_documents(["cat"])[0]
    as_written = encoder._encode(["query: cat", "passage: cat"])
    np.testing.assert_allclose([asked, told], as_written, atol=1e-6)
    assert asked @ told < 0.9999
    assert encoder.max_tokens == PLACES - 2


@pytest.mark.parametrize("cut", [0, 3, 60, 200, 4000])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "e5.bin"
    file.write_bytes((packed(tensors(np.random.default_rng(5))) + b"\0")[:cut] or b"\0")
    with pytest.raises(ModelDamaged):
        read_e5(file)

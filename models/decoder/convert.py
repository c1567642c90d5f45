"""A GGUF file, once and for all, to the form that this engine loads in under two seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from models.decoder.checkpoint import GgufCheckpoint
from models.decoder.compiled import fits, prepare
from models.decoder.config import parse_config
from models.decoder.gguf_tokens import tokenizer_json
from models.decoder.weights import STORED_FILE, STORED_FORM, quantised
from models.errors import ModelDamaged, ModelMissing, ModelUnsuitable

# Tokens that end an answer, by their spelling: a file names only one of them as its end.
_END_SPELLINGS = frozenset(
    {"<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_text|>", "<|end|>", "</s>"}
)
_CONTROL = 3  # gguf.TokenType.CONTROL


def convert_gguf(gguf_path: Path, out_dir: Path, progress: Callable[[int, int], None]) -> None:
    """Write config, tokenizer, chat template and int8 weights of a GGUF file into `out_dir`.

    `progress` gets layers done and layers in all. Raises ModelMissing, ModelDamaged (truncated,
    not a GGUF) and ModelUnsuitable (an architecture or vocabulary this engine lacks)."""
    reader = open_gguf(gguf_path)
    fields = reader.fields

    def value(name: str, default: Any = None) -> Any:
        return fields[name].contents() if name in fields else default

    raw = _hugging_face_config(
        value, has_head=any(t.name == "output.weight" for t in reader.tensors)
    )
    config = parse_config(raw, where=str(gguf_path))
    text = tokenizer_json(value, where=str(gguf_path))
    tokens = value("tokenizer.ggml.tokens")
    out_dir.mkdir(parents=True, exist_ok=True)
    tensors = quantised(GgufCheckpoint(reader), config, progress)
    save_file(tensors, out_dir / STORED_FILE, metadata={"form": STORED_FORM})
    (out_dir / "config.json").write_text(json.dumps(raw, indent=1), "utf-8")
    (out_dir / "tokenizer.json").write_text(text, "utf-8")
    described: dict[str, Any] = {"model_max_length": config.context_length}
    for name in ("bos", "eos"):
        number = value(f"tokenizer.ggml.{name}_token_id")
        if number is not None:
            described[f"{name}_token"] = tokens[int(number)]
    template = value("tokenizer.chat_template")
    if template:
        described["chat_template"] = template
    (out_dir / "tokenizer_config.json").write_text(json.dumps(described, indent=1), "utf-8")
    if fits(config):
        prepare()  # now rather than before the first answer


def open_gguf(path: Path) -> Any:
    """A gguf.GGUFReader. Raises ModelMissing, ModelDamaged."""
    from gguf import GGUFReader

    if not path.is_file():
        raise ModelMissing(
            "{path} does not exist.",
            "Check the path, or install the model.",
            path=path,
        )
    try:
        reader = GGUFReader(path)
    except Exception as error:  # numpy and the reader raise many kinds on bad bytes
        raise ModelDamaged(
            "{path} is truncated or is no GGUF file: {error}.",
            "Download the model again.",
            path=path,
            error=error,
        ) from error
    if not reader.tensors:
        raise ModelDamaged(
            "{path} holds no tensors.",
            "Download the model again.",
            path=path,
        )
    return reader


def _hugging_face_config(value: Callable[..., Any], *, has_head: bool) -> dict[str, Any]:
    architecture = str(value("general.architecture", "unknown"))
    if architecture not in ("llama", "qwen2", "qwen3"):
        raise ModelUnsuitable(
            "The file holds a model of type '{architecture}'; only llama, qwen2 and qwen3 "
            "can be converted.",
            "Choose the GGUF file itself as the model: the llama.cpp engine then runs it.",
            architecture=architecture,
        )

    def of(name: str, default: Any = None) -> Any:
        return value(f"{architecture}.{name}", default)

    tokens = value("tokenizer.ggml.tokens", [])
    types = value("tokenizer.ggml.token_type", [])
    ends = [int(value("tokenizer.ggml.eos_token_id", -1))]
    ends += [
        number
        for number, (spelling, kind) in enumerate(zip(tokens, types, strict=False))
        if kind == _CONTROL and spelling in _END_SPELLINGS
    ]
    n_heads, hidden = of("attention.head_count"), of("embedding_length")
    raw = {
        "model_type": architecture,
        "hidden_size": hidden,
        "intermediate_size": of("feed_forward_length"),
        "num_hidden_layers": of("block_count"),
        "num_attention_heads": n_heads,
        "num_key_value_heads": of("attention.head_count_kv", n_heads),
        "head_dim": of("attention.key_length", hidden // n_heads if hidden and n_heads else None),
        "vocab_size": len(tokens),
        "max_position_embeddings": of("context_length"),
        "rms_norm_eps": of("attention.layer_norm_rms_epsilon", 1e-6),
        "rope_theta": of("rope.freq_base", 10_000.0),
        "tie_word_embeddings": not has_head,
        "eos_token_id": sorted({end for end in ends if end >= 0}),
    }
    if of("rope.scaling.type") not in (None, "none") or of("rope.scaling.factor"):
        raise ModelUnsuitable(
            "The file stretches its positions in a way that cannot be converted.",
            "Choose the GGUF file itself as the model: the llama.cpp engine then runs it.",
        )
    return {name: entry for name, entry in raw.items() if entry is not None}

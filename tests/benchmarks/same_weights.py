"""The decoder's stored weights as the engines it is measured against take them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def float_tensors(folder: Path) -> Iterator[tuple[str, Any]]:
    """The stored int8 weights as float32 under Hugging Face's names and in its order of rows."""
    from models.decoder.config import read_config
    from models.decoder.weights import read_stored

    config, stored = read_config(folder), read_stored(folder)
    head_dim = config.head_dim
    n_queries, n_keys = config.n_heads * head_dim, config.n_kv_heads * head_dim

    def matrix(name: str) -> Any:
        return stored[name].float() * stored[name + ".scale"][:, None]

    def halves(tensor: Any) -> Any:
        pairs = tensor.unflatten(0, (-1, head_dim // 2, 2))
        return pairs.transpose(1, 2).reshape(tensor.shape)

    yield "model.embed_tokens.weight", matrix("embed")
    yield "lm_head.weight", matrix("head" if "head" in stored else "embed")
    yield "model.norm.weight", stored["norm"]
    for i in range(config.n_layers):
        ours, theirs = f"layers.{i}.", f"model.layers.{i}."
        names = [f"{theirs}self_attn.{part}_proj" for part in "qkv"]
        q, k, v = matrix(ours + "qkv").split((n_queries, n_keys, n_keys))
        for name, tensor in zip(names, (halves(q), halves(k), v), strict=True):
            yield name + ".weight", tensor
        if ours + "qkv_bias" in stored:
            q, k, v = stored[ours + "qkv_bias"].split((n_queries, n_keys, n_keys))
            for name, tensor in zip(names, (halves(q), halves(k), v), strict=True):
                yield name + ".bias", tensor
        yield theirs + "self_attn.o_proj.weight", matrix(ours + "attention_out")
        gate, up = matrix(ours + "gate_up").chunk(2)
        yield theirs + "mlp.gate_proj.weight", gate
        yield theirs + "mlp.up_proj.weight", up
        yield theirs + "mlp.down_proj.weight", matrix(ours + "down")
        yield theirs + "input_layernorm.weight", stored[ours + "attention_norm"]
        yield theirs + "post_attention_layernorm.weight", stored[ours + "mlp_norm"]


def write_gguf(folder: Path, path: Path, kind: str) -> None:
    """The stored Qwen2 model as a GGUF file with its matrices in `kind`."""
    import gguf

    from models.decoder.config import read_config

    config = read_config(folder)
    tokenizer = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    described = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    writer = gguf.GGUFWriter(path, config.model_type)
    writer.add_context_length(config.context_length)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.n_layers)
    writer.add_feed_forward_length(config.mlp_size)
    writer.add_head_count(config.n_heads)
    writer.add_head_count_kv(config.n_kv_heads)
    writer.add_rope_freq_base(config.rope_theta)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    texts = {number: text for text, number in tokenizer["model"]["vocab"].items()}
    kinds = dict.fromkeys(texts, gguf.TokenType.NORMAL)
    for token in tokenizer["added_tokens"]:
        texts[token["id"]] = token["content"]
        kinds[token["id"]] = gguf.TokenType.CONTROL
    numbers = range(config.vocab_size)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list([texts.get(number, f"[PAD{number}]") for number in numbers])
    writer.add_token_types([kinds.get(number, gguf.TokenType.UNUSED) for number in numbers])
    merges = tokenizer["model"]["merges"]
    writer.add_token_merges([m if isinstance(m, str) else " ".join(m) for m in merges])
    writer.add_eos_token_id(max(config.end_ids))
    if "chat_template" in described:
        writer.add_chat_template(described["chat_template"])
    wanted = gguf.GGMLQuantizationType[kind]
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN2, config.n_layers)
    for name, tensor in float_tensors(folder):
        theirs = names.get_name(name, try_suffixes=(".weight", ".bias"))
        if tensor.dim() == 1:
            writer.add_tensor(theirs, tensor.numpy())
            continue
        as_stored = wanted if "embd" not in theirs else gguf.GGMLQuantizationType.Q8_0
        data = gguf.quants.quantize(tensor.numpy(), as_stored)
        writer.add_tensor(theirs, data, raw_dtype=as_stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

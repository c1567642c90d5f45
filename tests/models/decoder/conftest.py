"""Tiny models with random weights, made by transformers, which is the reference in these tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
import transformers
from gguf import GGUFWriter, TokenType
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import BPE

from models.decoder.chat import CHATML
from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prompt, Source, Step
from models.decoder.load import load_decoder, load_transformer
from models.decoder.settings import GenerationSettings
from models.decoder.transformer import Transformer

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
KINDS = ("qwen2", "llama", "qwen3", "mistral")
_SIZES = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "initializer_range": 0.2,  # wide, so that the likeliest token is clearly so
}


def make_tokenizer() -> Tokenizer:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: i for i, letter in enumerate(alphabet)}
    merges = [("t", "h"), ("th", "e"), ("i", "n"), ("Ġ", "the")]
    for left, right in merges:
        vocabulary[left + right] = len(vocabulary)
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(text, special=True) for text in SPECIAL])
    return tokenizer


def make_model(kind: str) -> transformers.PreTrainedModel:
    """A random model; its last special token ends an answer."""
    tokenizer = make_tokenizer()
    sizes = {
        **_SIZES,
        "vocab_size": tokenizer.get_vocab_size(),
        "eos_token_id": tokenizer.token_to_id("<|im_end|>"),
        "bos_token_id": None,
        "pad_token_id": tokenizer.token_to_id("<|endoftext|>"),
    }
    torch.manual_seed(7)
    if kind == "qwen2":
        config = transformers.Qwen2Config(**sizes, tie_word_embeddings=True)
        model = transformers.Qwen2ForCausalLM(config)
    elif kind == "qwen3":
        config = transformers.Qwen3Config(**sizes, head_dim=32, tie_word_embeddings=False)
        model = transformers.Qwen3ForCausalLM(config)
    elif kind == "mistral":
        config = transformers.MistralConfig(**sizes, sliding_window=None)
        model = transformers.MistralForCausalLM(config)
    else:
        rope = {
            "rope_type": "llama3",
            "rope_theta": 10_000.0,
            "factor": 4.0,
            "low_freq_factor": 1.0,
            "high_freq_factor": 4.0,
            "original_max_position_embeddings": 64,
        }
        config = transformers.LlamaConfig(**sizes, rope_parameters=rope)
        model = transformers.LlamaForCausalLM(config)
    with torch.no_grad():  # biases and norms start at 0 and 1, which would hide mistakes
        for name, parameter in model.named_parameters():
            if name.endswith("bias") or "norm" in name:
                parameter.add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


@pytest.fixture(scope="session")
def references() -> dict[str, transformers.PreTrainedModel]:
    return {kind: make_model(kind) for kind in KINDS}


@pytest.fixture(scope="session")
def folders(
    tmp_path_factory: pytest.TempPathFactory,
    references: dict[str, transformers.PreTrainedModel],
) -> dict[str, Path]:
    """A Hugging Face folder of each tiny model."""
    made = {}
    for kind, model in references.items():
        folder = tmp_path_factory.mktemp(kind)
        model.save_pretrained(folder)
        make_tokenizer().save(str(folder / "tokenizer.json"))
        (folder / "chat_template.jinja").write_text(CHATML, "utf-8")
        made[kind] = folder
    return made


def write_gguf(path: Path, model: transformers.PreTrainedModel, architecture: str) -> None:
    """The tiny model as llama.cpp's converter would write it."""
    config, tokenizer = model.config, make_tokenizer()
    writer = GGUFWriter(path, architecture)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([token for token, _ in vocabulary])
    writer.add_token_types(
        [TokenType.CONTROL if token in SPECIAL else TokenType.NORMAL for token, _ in vocabulary]
    )
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_token_merges([" ".join(merge) for merge in merges])
    writer.add_eos_token_id(config.eos_token_id)
    names = {
        "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
        "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output", "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    }  # fmt: skip
    for name, tensor in model.state_dict().items():
        if name == "lm_head.weight" and config.tie_word_embeddings:
            continue
        values = tensor.detach().clone()
        if architecture == "llama" and (".q_proj." in name or ".k_proj." in name):
            head_dim = config.hidden_size // config.num_attention_heads
            halves = values.unflatten(0, (-1, 2, head_dim // 2))
            values = halves.transpose(1, 2).reshape(values.shape)
        stem, kind = name.rsplit(".", 1)
        if stem.startswith("model.layers."):
            _, _, number, part = stem.split(".", 3)
            writer.add_tensor(
                f"blk.{number}.{names[part]}.{kind}", values.numpy().astype(np.float32)
            )
        else:
            writer.add_tensor(f"{names[stem]}.{kind}", values.numpy().astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(params=["qwen2", "llama"])
def gguf(
    request: pytest.FixtureRequest,
    references: dict[str, transformers.PreTrainedModel],
    tmp_path: Path,
) -> tuple[Path, transformers.PreTrainedModel]:
    model = references[request.param]
    if request.param == "llama":  # the file format keeps plain rotary positions here
        model = transformers.LlamaForCausalLM(
            transformers.LlamaConfig(**{**model.config.to_dict(), "rope_parameters": None})
        )
        model.load_state_dict(references["llama"].state_dict())
        model.eval()
    write_gguf(tmp_path / "tiny.gguf", model, request.param)
    return tmp_path / "tiny.gguf", model


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(folders: dict[str, Path], kind: str) -> Transformer:
    return load_transformer(folders[kind], precision="float32")


@pytest.fixture
def reference(
    references: dict[str, transformers.PreTrainedModel], kind: str
) -> transformers.PreTrainedModel:
    return references[kind]


@pytest.fixture
def open_decoder(folders: dict[str, Path]) -> Callable[..., TorchDecoder]:
    """Opens the tiny Qwen2 in float32, with any option of load_decoder."""

    def open_(kind: str = "qwen2", **options: object) -> TorchDecoder:
        options = {"precision": "float32", **options}
        decoder = load_decoder(folders[kind], threads=1, name="tiny", **options)  # type: ignore[arg-type]
        assert isinstance(decoder, TorchDecoder)
        return decoder

    return open_


def prompt(question: str = "what is in the box?", *texts: str) -> Prompt:
    sources = tuple(Source(f"key of {text}", text) for text in texts)
    return Prompt("answer from the sources.", sources, (), question)


def answer(decoder: TorchDecoder, asked: Prompt, **settings: object) -> tuple[str, Step]:
    """The whole text and the last step; not grounded unless asked, as the peers are not."""
    settings = {"grounded": False, **settings}
    steps = [
        step
        for step in decoder.generate(asked, GenerationSettings(**settings))  # type: ignore[arg-type]
        if isinstance(step, Step)
    ]
    assert [step.finish is None for step in steps[:-1]] == [True] * (len(steps) - 1)
    assert steps[-1].finish is not None
    return "".join(step.text for step in steps), steps[-1]


def tokens_of(decoder: TorchDecoder, asked: Prompt, **settings: object) -> list[int]:
    settings = {"grounded": False, **settings}
    generated = decoder.generate(asked, GenerationSettings(**settings))  # type: ignore[arg-type]
    return [t for step in generated if isinstance(step, Step) for t in step.token_ids]

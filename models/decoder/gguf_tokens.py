"""The vocabulary in a GGUF file as a `tokenizer.json` of the tokenizers library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers
from tokenizers.models import BPE

from models.errors import ModelUnsuitable

# gguf.TokenType
_NORMAL, _CONTROL, _USER_DEFINED = 1, 3, 4

# How text is cut into words before byte-pair merging, by the name GGUF gives it; the patterns
# are those of the models' own tokenizers.
_QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_LLAMA3 = _QWEN2.replace(r"|\p{N}|", r"|\p{N}{1,3}|")


def tokenizer_json(value: Callable[..., Any], *, where: str) -> str:
    """Raises ModelUnsuitable for a vocabulary that is not byte-level BPE of a known kind."""
    kind, cut = value("tokenizer.ggml.model"), value("tokenizer.ggml.pre", "default")
    if kind != "gpt2" or cut not in ("qwen2", "smollm", "llama-bpe", "gpt-2"):
        raise ModelUnsuitable(
            "{where} has a vocabulary of kind {kind}/{cut}, which cannot be converted.",
            "Choose the GGUF file itself as the model: the llama.cpp engine then runs it.",
            where=where,
            kind=kind,
            cut=cut,
        )
    tokens: list[str] = value("tokenizer.ggml.tokens")
    types: list[int] = value("tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ", 1)) for merge in value("tokenizer.ggml.merges")]
    last_normal = max(i for i, token_type in enumerate(types) if token_type == _NORMAL)
    # special tokens after the ordinary ones are added by the library, in order; those among the
    # ordinary ones must be in its vocabulary to keep their number (no merge leads to them)
    vocabulary = {token: i for i, token in enumerate(tokens[: last_normal + 1])}
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=merges, fuse_unk=False))
    if cut == "qwen2":
        tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = _pre_tokenizer(cut)
    tokenizer.decoder = decoders.ByteLevel()
    for spelling, token_type in zip(tokens, types, strict=True):
        if token_type in (_CONTROL, _USER_DEFINED):
            special = token_type == _CONTROL
            tokenizer.add_tokens([AddedToken(spelling, special=special, normalized=False)])
    for number, (spelling, token_type) in enumerate(zip(tokens, types, strict=True)):
        if token_type in (_CONTROL, _USER_DEFINED) and tokenizer.token_to_id(spelling) != number:
            raise ModelUnsuitable(
                "{where} numbers its special tokens in a way that cannot be converted.",
                "Choose the GGUF file itself as the model: the llama.cpp engine then runs it.",
                where=where,
            )
    return str(tokenizer.to_str())


def _pre_tokenizer(cut: str) -> Any:
    if cut in ("qwen2", "llama-bpe"):
        pattern = Regex(_QWEN2 if cut == "qwen2" else _LLAMA3)
        split = pre_tokenizers.Split(pattern, behavior="isolated")
        byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        return pre_tokenizers.Sequence([split, byte_level])
    byte_level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    if cut == "smollm":
        return pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level])
    return byte_level

"""The shape of a Llama- or Qwen2-type model, read from a Hugging Face `config.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ModelDamaged, ModelMissing, ModelUnsuitable

MODEL_TYPES = ("llama", "qwen2", "qwen3", "mistral")


@dataclass(frozen=True, slots=True)
class RopeScaling:
    """Llama 3's stretched rotary frequencies (arXiv 2407.21783, section 3.4.2)."""

    factor: float
    low_freq_factor: float
    high_freq_factor: float
    original_context_length: int


@dataclass(frozen=True, slots=True)
class ModelConfig:
    model_type: str
    n_layers: int
    hidden_size: int
    mlp_size: int
    n_heads: int
    n_kv_heads: int
    head_dim: int
    vocab_size: int
    context_length: int
    norm_eps: float
    rope_theta: float
    rope_scaling: RopeScaling | None
    tied_embeddings: bool
    end_ids: tuple[int, ...]

    @property
    def group_size(self) -> int:
        """Query heads that share one head of keys and values."""
        return self.n_heads // self.n_kv_heads


def read_config(folder: Path) -> ModelConfig:
    """Raises ModelMissing, ModelDamaged, or ModelUnsuitable for another architecture."""
    file = folder / "config.json"
    try:
        raw = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelMissing(
            "{folder} holds no config.json, so it is not a language model's folder.",
            "Install the model again, or point the setting at the model's own folder.",
            folder=folder,
        ) from None
    except (OSError, ValueError) as error:
        raise ModelDamaged(
            "{file} cannot be read: {error}.",
            "Remove the model and install it again.",
            file=file,
            error=error,
        ) from error
    if not isinstance(raw, dict):
        raise ModelDamaged(
            "{file} is not a JSON object.",
            "Install the model again.",
            file=file,
        )
    config = parse_config(raw, where=str(file))
    if not config.end_ids:
        config = _with_end_ids(config, folder / "generation_config.json")
    return config


def parse_config(raw: Mapping[str, Any], *, where: str) -> ModelConfig:
    model_type = str(raw.get("model_type", "unknown"))
    if model_type not in MODEL_TYPES:
        raise ModelUnsuitable(
            "{where} describes a model of type '{model_type}'; the built-in engine runs {types}.",
            "Choose a Llama- or Qwen-type model, or a GGUF file for the llama.cpp engine.",
            where=where,
            model_type=model_type,
            types=", ".join(MODEL_TYPES),
        )
    if raw.get("use_sliding_window"):
        raise ModelUnsuitable(
            "{where} asks for sliding-window attention, which the built-in engine lacks.",
            "Choose a model with full attention, or a GGUF file for the llama.cpp engine.",
            where=where,
        )
    rope = raw.get("rope_parameters") or {}
    scaling = raw.get("rope_scaling") or rope
    try:
        n_heads = int(raw["num_attention_heads"])
        hidden_size = int(raw["hidden_size"])
        return ModelConfig(
            model_type=model_type,
            n_layers=int(raw["num_hidden_layers"]),
            hidden_size=hidden_size,
            mlp_size=int(raw["intermediate_size"]),
            n_heads=n_heads,
            n_kv_heads=int(raw.get("num_key_value_heads") or n_heads),
            head_dim=int(raw.get("head_dim") or hidden_size // n_heads),
            vocab_size=int(raw["vocab_size"]),
            context_length=_context_length(raw, model_type),
            norm_eps=float(raw.get("rms_norm_eps", 1e-6)),
            rope_theta=float(rope.get("rope_theta") or raw.get("rope_theta") or 10_000.0),
            rope_scaling=_rope_scaling(scaling, where),
            tied_embeddings=bool(raw.get("tie_word_embeddings", False)),
            end_ids=_ids(raw.get("eos_token_id")),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise ModelDamaged(
            "{where} lacks or garbles a value: {error}.",
            "Remove the model and install it again.",
            where=where,
            error=error,
        ) from error


def _context_length(raw: Mapping[str, Any], model_type: str) -> int:
    """Where a Mistral looks back over a window only, full attention is the same up to there."""
    length = int(raw.get("max_position_embeddings", 2048))
    window = raw.get("sliding_window") if model_type == "mistral" else None
    return min(length, int(window)) if window else length


def _rope_scaling(scaling: Mapping[str, Any], where: str) -> RopeScaling | None:
    kind = scaling.get("rope_type") or scaling.get("type") or "default"
    if kind == "default":
        return None
    if kind == "llama3":
        return RopeScaling(
            factor=float(scaling["factor"]),
            low_freq_factor=float(scaling["low_freq_factor"]),
            high_freq_factor=float(scaling["high_freq_factor"]),
            original_context_length=int(scaling["original_max_position_embeddings"]),
        )
    raise ModelUnsuitable(
        "{where} stretches its positions by '{kind}', which the built-in engine lacks.",
        "Choose another model, or a GGUF file for the llama.cpp engine.",
        where=where,
        kind=kind,
    )


def _with_end_ids(config: ModelConfig, generation_config: Path) -> ModelConfig:
    import dataclasses

    try:
        raw = json.loads(generation_config.read_text("utf-8"))
    except (OSError, ValueError):
        return config
    return dataclasses.replace(config, end_ids=_ids(raw.get("eos_token_id")))


def _ids(value: Any) -> tuple[int, ...]:
    if value is None:
        return ()
    return tuple(int(entry) for entry in value) if isinstance(value, list) else (int(value),)

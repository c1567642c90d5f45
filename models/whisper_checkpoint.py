"""A Whisper checkpoint in Hugging Face's layout, turned once into what the speech reader loads.

Weights come from safetensors alone, nothing in the folder is run, and the source is only read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import ModelDamaged, ModelUnsuitable
from models.protocols import Progress
from models.weights import load_tensors, read_config

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_POSITIONS = 1500  # encoder states of the 30 s that every Whisper was trained on
_TIMESTAMPS = 1501  # tokens from 0.00 to 30.00 s, the last of the vocabulary
_NEEDED = ("<|startoftranscript|>", "<|endoftext|>", "<|transcribe|>", "<|notimestamps|>")
_STORED_AS = "float16"  # as the catalogue's; 8 bits are made of it at load
_FEATURES = "preprocessor_config.json"


def convert_whisper(folder: Path, out_dir: Path, progress: Progress) -> None:
    """Write `folder`'s model into `out_dir` (made here): model.bin, config.json, vocabulary.json,
    tokenizer.json and preprocessor_config.json.

    Raises ModelUnsuitable where something is missing or does not fit, ModelDamaged."""
    import torch

    progress(0, 3)
    config = read_config(folder)
    tokenizer = _tokenizer(folder)
    _check_vocabulary(folder, tokenizer, config)
    with torch.no_grad():
        model = _model(folder, config)
        progress(1, 3)
        spec = _specification(model, tokenizer)
    progress(2, 3)
    out_dir.mkdir(parents=True)
    spec.save(str(out_dir))
    tokenizer.save(str(out_dir / "tokenizer.json"))
    if (folder / _FEATURES).is_file():
        shutil.copyfile(folder / _FEATURES, out_dir / _FEATURES)
    else:  # newer transformers keeps it elsewhere; all that varies among Whispers is this number
        features = {"feature_size": model.config.num_mel_bins}
        (out_dir / _FEATURES).write_text(json.dumps(features) + "\n", "utf-8")
    progress(3, 3)


def _tokenizer(folder: Path) -> Tokenizer:
    """From tokenizer.json, or made of the vocabulary and merges of older checkpoints."""
    from tokenizers import Tokenizer

    if (folder / "tokenizer.json").is_file():
        try:
            return Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # tokenizers raises nothing narrower
            raise ModelDamaged(
                "tokenizer.json of the model in {folder} cannot be read.",
                "Fetch the checkpoint again.",
                folder=folder,
            ) from error
    if not ((folder / "vocab.json").is_file() and (folder / "merges.txt").is_file()):
        raise ModelUnsuitable(
            "The folder {folder} holds no tokenizer.json, nor vocab.json with merges.txt.",
            "Fetch the checkpoint's tokenizer into the folder as well.",
            folder=folder,
        )
    from transformers import WhisperTokenizer

    try:
        made = WhisperTokenizer.from_pretrained(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(
            "vocab.json or merges.txt of the model in {folder} cannot be read.",
            "Fetch the checkpoint again.",
            folder=folder,
        ) from error
    backend: Tokenizer = made.backend_tokenizer
    return backend


def _check_vocabulary(folder: Path, tokenizer: Tokenizer, config: dict[str, Any]) -> None:
    ids = sorted(tokenizer.get_vocab().values())
    n_plain = (tokenizer.token_to_id("<|notimestamps|>") or 0) + 1
    if any(tokenizer.token_to_id(token) is None for token in _NEEDED):
        wrong = "lacks Whisper's special tokens"
    elif ids != list(range(len(ids))) or len(ids) > int(config.get("vocab_size", 0)):
        wrong = "has other tokens than the model"
    elif int(config["vocab_size"]) < n_plain + _TIMESTAMPS:
        wrong = "leaves no room for timestamps, and without them no word has a time"
    else:
        return
    raise ModelUnsuitable(
        "The tokenizer of the speech model in {folder} {wrong}.",
        "Choose another checkpoint.",
        folder=folder,
        wrong=wrong,
    )


def _model(folder: Path, values: dict[str, Any]) -> Any:
    """The checkpoint as transformers' model. Its own loader would also read pickles, and would
    fill what is missing with chance."""
    import torch
    from transformers import GenerationConfig, WhisperConfig, WhisperForConditionalGeneration

    config = WhisperConfig.from_dict(values)
    if config.max_source_positions != _POSITIONS:
        raise ModelUnsuitable(
            "The speech model in {folder} does not take windows of 30 seconds.",
            "Choose another checkpoint.",
            folder=folder,
        )
    tensors = load_tensors(folder)
    with torch.device("meta"):
        model = WhisperForConditionalGeneration(config)
    try:
        missing, _ = model.load_state_dict(tensors, strict=False, assign=True)
    except RuntimeError as error:  # a shape that is not the configuration's
        raise _unfit(folder) from error
    if set(missing) - {"proj_out.weight"}:
        raise _unfit(folder)
    if "proj_out.weight" in missing:
        model.tie_weights()
    if (folder / "generation_config.json").is_file():
        model.generation_config = GenerationConfig.from_dict(
            read_config(folder, "generation_config.json")
        )
    return model.eval()


def _unfit(folder: Path) -> ModelUnsuitable:
    return ModelUnsuitable(
        "The weights of the speech model in {folder} are not those its config.json describes.",
        "Fetch the checkpoint again, or choose another one.",
        folder=folder,
    )


def _specification(model: Any, tokenizer: Tokenizer) -> Any:
    """CTranslate2's description of the model with its weights, ready to be saved."""
    from ctranslate2.converters.transformers import WhisperLoader
    from transformers.models.whisper.tokenization_whisper import LANGUAGES

    spec = WhisperLoader()(model, tokenizer)
    if not spec.config.lang_ids:  # told only by newer checkpoints' generation_config.json
        ids = (tokenizer.token_to_id(f"<|{code}|>") for code in LANGUAGES)
        spec.config.lang_ids = sorted(each for each in ids if each is not None)
    spec.config.suppress_ids = spec.config.suppress_ids or []
    spec.config.suppress_ids_begin = spec.config.suppress_ids_begin or []
    spec.validate()
    spec.optimize(quantization=_STORED_AS)
    return spec

"""Opening models: converted, from Hugging Face, from GGUF; and every kind of broken one."""

from __future__ import annotations

import builtins
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
import transformers

from models.decoder import simd
from models.decoder.config import parse_config
from models.decoder.convert import convert_gguf
from models.decoder.engine import TorchDecoder
from models.decoder.kv_cache import KVCache
from models.decoder.load import load_decoder, load_transformer
from models.decoder.tokens import TextTokens
from models.errors import ModelDamaged, ModelError, ModelMissing, ModelUnsuitable

from .conftest import answer, make_tokenizer, prompt

IDS = torch.arange(5, 45)


@pytest.fixture
def folder(folders: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(folders["qwen2"], tmp_path / "model"))


def logits(path: Path, precision: Any) -> torch.Tensor:
    model = load_transformer(path, precision=precision)
    cache = KVCache(model.config, capacity=len(IDS))
    return model.logits(model.forward(IDS, range(len(IDS)), cache))


def test_a_converted_gguf_is_the_same_model(
    gguf: tuple[Path, transformers.PreTrainedModel],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(simd, "BYTES", False)  # tokens in 16 bits, which hide no mistake
    file, reference = gguf
    progress: list[tuple[int, int]] = []
    out = tmp_path / "converted"
    convert_gguf(file, out, lambda done, total: progress.append((done, total)))
    assert progress[-1] == (3, 3)
    with torch.inference_mode():
        wanted = reference(IDS[None]).logits[0]
    found = logits(out, "float32")  # int8 weights, float arithmetic
    # random weights magnify rounding; rows in a wrong order would give more than 1
    assert float((found - wanted).std() / wanted.std()) < 0.2
    assert float((logits(out, "int8") - found).std() / found.std()) < 0.01
    text = "the thing is <|im_end|> in\u00a0the naïve 漢字 tin\n\n 123"
    tokens = TextTokens((out / "tokenizer.json").read_text("utf-8"))
    ours = TextTokens(make_tokenizer().to_str())
    assert tokens.encode_plain(text) == ours.encode_plain(text)
    assert tokens.encode_template(text) == ours.encode_template(text)
    decoder = load_decoder(out, threads=1, name="tiny")
    assert isinstance(decoder, TorchDecoder)
    assert answer(decoder, prompt(), max_new_tokens=4)[1].counts.completion_tokens == 4


def test_int8_is_close_to_float32(folders: dict[str, Path], kind: str) -> None:
    wanted, found = logits(folders[kind], "float32"), logits(folders[kind], "int8")
    assert 0 < float((found - wanted).std() / wanted.std()) < 0.2


def test_bfloat16_is_close_to_float32(folders: dict[str, Path], kind: str) -> None:
    wanted, found = logits(folders[kind], "float32"), logits(folders[kind], "bfloat16")
    assert found.dtype == torch.float32
    assert 0 < float((found - wanted).std() / wanted.std()) < 0.2


def refused(path: Path, error: type[ModelError], *words: str) -> None:
    with pytest.raises(error) as raised:
        load_decoder(path, threads=1, name="some-model")
    assert raised.value.next_step
    for word in words:
        assert word in raised.value.message + raised.value.next_step


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere", ModelMissing, "triptych models install some-model")


def test_an_empty_folder(tmp_path: Path) -> None:
    refused(tmp_path, ModelMissing, "config.json")


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    refused(folder, ModelMissing)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_truncated_file(folder: Path, name: str) -> None:
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(content[: len(content) // 2])
    refused(folder, ModelDamaged, name)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"model_type": "mamba"}, ModelUnsuitable),
        ({"rope_parameters": {"rope_type": "yarn", "factor": 2.0}}, ModelUnsuitable),
        ({"use_sliding_window": True}, ModelUnsuitable),
        ({"num_hidden_layers": None}, ModelDamaged),
        ({"num_hidden_layers": 4}, ModelDamaged),
        ({"hidden_size": 32}, ModelDamaged),
        ({"num_attention_heads": 0}, ModelDamaged),
    ],
)
def test_a_config_that_does_not_fit(
    folder: Path, change: dict[str, object], error: type[ModelError]
) -> None:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, **change}), "utf-8")
    refused(folder, error)


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGUF" + bytes(200), b"not a model at all"])
def test_files_that_are_no_gguf_cannot_be_converted(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelDamaged):
        convert_gguf(file, tmp_path / "out", lambda done, total: None)


def test_a_truncated_gguf(gguf: tuple[Path, Any], tmp_path: Path) -> None:
    content = gguf[0].read_bytes()
    (tmp_path / "cut.gguf").write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(ModelDamaged):
        convert_gguf(tmp_path / "cut.gguf", tmp_path / "out", lambda done, total: None)


def test_a_gguf_without_the_wheel_says_what_to_install(
    gguf: tuple[Path, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Any] = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "xllamacpp":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    refused(gguf[0], ModelUnsuitable, "pip install xllamacpp")


def test_a_window_that_slides_bounds_the_context(folders: dict[str, Path]) -> None:
    raw = json.loads((folders["mistral"] / "config.json").read_text("utf-8"))
    assert parse_config(raw, where="here").context_length == 512
    assert parse_config({**raw, "sliding_window": 64}, where="here").context_length == 64

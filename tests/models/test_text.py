"""Tiny random checkpoints, compared with transformers' own forward pass."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertModel,
    DistilBertConfig,
    DistilBertModel,
    PreTrainedModel,
    XLMRobertaConfig,
    XLMRobertaModel,
)

from models import bert
from models.errors import ModelDamaged, ModelUnsuitable
from models.text import batches_by_tokens, load_text_encoder

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "the",
    "cat",
    "dog",
    "sat",
    "on",
    "a",
    "mat",
    "in",
    "rain",
    "and",
    "sun",
    "Straße",
]
TEXTS = ["the cat sat on the mat", "a dog", "", "the sun and the rain and a dog in the sun", "cat"]


def save_tokenizer(folder: Path) -> Tokenizer:
    tokenizer = Tokenizer(
        models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def make_checkpoint(folder: Path, model: PreTrainedModel) -> Tokenizer:
    model.eval().save_pretrained(folder)
    return save_tokenizer(folder)


def tiny_bert(folder: Path) -> tuple[BertModel, Tokenizer]:
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=16,
    )
    model = BertModel(config)
    return model, make_checkpoint(folder, model)


@torch.inference_mode()
def reference(model: PreTrainedModel, tokenizer: Tokenizer, text: str, pooling: str) -> np.ndarray:
    tokenizer.enable_truncation(16)
    ids = torch.tensor([tokenizer.encode(text).ids])
    states = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0]
    pooled = {"mean": states.mean(0), "cls": states[0], "max": states.amax(0)}[pooling]
    return torch.nn.functional.normalize(pooled, dim=0).numpy()


@pytest.fixture
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bert, "best_dtype", lambda: torch.float32)


@pytest.mark.usefixtures("exact")
def test_packed_bert_equals_transformers(tmp_path: Path) -> None:
    model, tokenizer = tiny_bert(tmp_path)
    encoder = load_text_encoder(tmp_path, threads=1)
    rows = encoder.encode_documents(TEXTS)
    expected = np.stack([reference(model, tokenizer, text, "mean") for text in TEXTS])
    assert rows.dtype == np.float32 and rows.shape == (5, encoder.dim)
    np.testing.assert_allclose(rows, expected, atol=2e-5)
    np.testing.assert_allclose(encoder.encode_queries(TEXTS), rows)


@pytest.mark.usefixtures("exact")
def test_packed_roberta_counts_positions_after_padding(tmp_path: Path) -> None:
    torch.manual_seed(1)
    config = XLMRobertaConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=18,
        type_vocab_size=1,
        pad_token_id=0,
    )
    model = XLMRobertaModel(config)
    tokenizer = make_checkpoint(tmp_path, model)
    encoder = load_text_encoder(tmp_path, threads=1)
    expected = np.stack([reference(model, tokenizer, text, "mean") for text in TEXTS])
    np.testing.assert_allclose(encoder.encode_documents(TEXTS), expected, atol=2e-5)


def test_another_family_runs_through_transformers(tmp_path: Path) -> None:
    torch.manual_seed(2)
    config = DistilBertConfig(
        vocab_size=len(WORDS), dim=32, n_layers=2, n_heads=4, hidden_dim=48,
        max_position_embeddings=16,
    )  # fmt: skip
    model = DistilBertModel(config)
    tokenizer = make_checkpoint(tmp_path, model)
    encoder = load_text_encoder(tmp_path, threads=1)
    expected = np.stack([reference(model, tokenizer, text, "mean") for text in TEXTS])
    np.testing.assert_allclose(encoder.encode_documents(TEXTS), expected, atol=2e-5)


def test_processor_s_best_type_stays_close(tmp_path: Path) -> None:
    model, tokenizer = tiny_bert(tmp_path)
    rows = load_text_encoder(tmp_path, threads=1).encode_documents(TEXTS)
    expected = np.stack([reference(model, tokenizer, text, "mean") for text in TEXTS])
    assert np.min((rows * expected).sum(1)) > 0.999


@pytest.mark.usefixtures("exact")
@pytest.mark.parametrize("pooling", ["cls", "max", "mean"])
def test_sentence_transformers_folder(tmp_path: Path, pooling: str) -> None:
    model, tokenizer = tiny_bert(tmp_path)
    kinds = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    (tmp_path / "modules.json").write_text(
        json.dumps([{"path": p, "type": f"sentence_transformers.models.{k}"} for p, k in kinds])
    )
    (tmp_path / "1_Pooling").mkdir()
    key = {"cls": "cls_token", "max": "max_tokens", "mean": "mean_tokens"}[pooling]
    (tmp_path / "1_Pooling" / "config.json").write_text(json.dumps({f"pooling_mode_{key}": True}))
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 12}')
    (tmp_path / "config_sentence_transformers.json").write_text(
        json.dumps({"prompts": {"query": "the cat ", "document": ""}})
    )
    encoder = load_text_encoder(tmp_path, threads=1)
    assert encoder.max_tokens == 10
    expected = reference(model, tokenizer, "a dog", pooling)
    np.testing.assert_allclose(encoder.encode_documents(["a dog"])[0], expected, atol=2e-5)
    asked = reference(model, tokenizer, "the cat a dog", pooling)
    np.testing.assert_allclose(encoder.encode_queries(["a dog"])[0], asked, atol=2e-5)


def test_fingerprint_follows_weights_and_pooling(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    first = load_text_encoder(tmp_path, threads=1).fingerprint
    assert load_text_encoder(tmp_path, threads=1).fingerprint == first
    model = BertModel.from_pretrained(tmp_path)
    with torch.no_grad():
        model.embeddings.word_embeddings.weight[0, 0] += 1
    model.save_pretrained(tmp_path)
    assert load_text_encoder(tmp_path, threads=1).fingerprint != first


def test_token_spans_count_code_points(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    text = "the 𝒳 Straße cat"
    spans = load_text_encoder(tmp_path, threads=1).token_spans(text)
    assert spans.dtype == np.int32
    assert [text[start:end] for start, end in spans] == ["the", "𝒳", "Straße", "cat"]
    assert load_text_encoder(tmp_path, threads=1).token_spans("").shape == (0, 2)


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    assert load_text_encoder(tmp_path, threads=1).encode_documents([]).shape == (0, 32)


def test_batches_hold_each_place_once_within_the_budget() -> None:
    lengths = [5, 90, 3, 40, 41, 2, 300]
    batches = list(batches_by_tokens(lengths, 100))
    assert sorted(place for batch in batches for place in batch) == list(range(7))
    for batch in batches:
        assert len(batch) == 1 or sum(lengths[place] for place in batch) <= 100


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsuitable):
        load_text_encoder(tmp_path, threads=1)


def test_truncated_weights(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    file = tmp_path / "model.safetensors"
    file.write_bytes(file.read_bytes()[:500])
    with pytest.raises(ModelDamaged):
        load_text_encoder(tmp_path, threads=1)


def test_missing_tensor_and_pickled_weights(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 3}))
    with pytest.raises(ModelUnsuitable, match=r"layer\.2"):
        load_text_encoder(tmp_path, threads=1)
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelUnsuitable, match="safetensors"):
        load_text_encoder(tmp_path, threads=1)

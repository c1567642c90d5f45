"""The second reader: what training changed is added to the encoder, and what it then reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch
from platformdirs import user_data_dir

from models.answer_reader import AnswerReader, base_digest, changed, load_answer_reader
from models.errors import ModelMissing
from models.store import ModelStore
from models.text import load_text_encoder
from tests.models.test_text import save_tokenizer, tiny_bert

PASSAGES = (
    "The brass key is kept by Mr Blount in the harbour office. The spare hangs behind the clock.",
    "Rent: 900 euros a month; Deposit: 1,800 euros",
    "Der Schlüssel zum Keller liegt seit Dienstag bei Frau Weber.",
)


@pytest.fixture(scope="module")
def reader() -> AnswerReader:
    named = os.environ.get("TRIPTYCH_MODELS")
    store = ModelStore(Path(named) if named else Path(user_data_dir("triptych")) / "models")
    return load_text_encoder(store.path("multilingual-e5-small"), threads=2).answer_reader()


def test_factors_and_vectors_are_added_to_the_parts_they_change() -> None:
    name = "encoder.layer.0.attention"
    tensors = {f"{name}.self.{part}.weight": torch.ones(4, 4) for part in ("query", "key", "value")}
    tensors |= {"encoder.layer.0.output.dense.bias": torch.zeros(4), "kept": torch.ones(1)}
    left, right = torch.randn(12, 2), torch.randn(2, 4)
    made = changed(
        tensors,
        {
            f"{name}.qkv.weight.left": left,
            f"{name}.qkv.weight.right": right,
            "encoder.layer.0.output.dense.bias": torch.full((4,), 3.0),
            "span.weight": torch.zeros(2, 4),
        },
    )
    whole = 1 + left @ right
    for n, part in enumerate(("query", "key", "value")):
        assert torch.equal(made[f"{name}.self.{part}.weight"], whole[4 * n : 4 * n + 4])
    assert made["encoder.layer.0.output.dense.bias"].tolist() == [3.0] * 4
    assert "span.weight" not in made
    assert tensors["encoder.layer.0.output.dense.bias"].tolist() == [0.0] * 4, "not changed itself"


def test_another_encoder_than_it_was_trained_on_is_refused(tmp_path: Path) -> None:
    tiny_bert(tmp_path)
    with pytest.raises(ModelMissing):
        load_answer_reader(tmp_path, save_tokenizer(tmp_path))
    with pytest.raises(ModelMissing):
        load_text_encoder(tmp_path, threads=1).answer_reader()


def test_an_encoder_of_the_same_shape_with_other_weights_is_another() -> None:
    name = "embeddings.LayerNorm.weight"
    digests = {base_digest({name: torch.full((8,), value)}) for value in (1.0, 1.001)}
    assert len(digests | {base_digest({})}) == 3
    half = torch.full((8,), 0.5)
    assert base_digest({name: half}) == base_digest({name: half.half()}), "by value"


@pytest.mark.weights
@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Who keeps the brass key?", "Mr Blount"),
        ("How much is the deposit?", "1,800 euros"),
        ("What is the rent?", "900 euros"),
        ("Bei wem liegt der Schlüssel?", "Frau Weber"),
        ("When does the train to Ansty leave?", None),
        ("What does the piano weigh?", None),
    ],
)
def test_it_reads_what_is_said_and_knows_what_is_not(
    reader: AnswerReader, question: str, read: str | None
) -> None:
    best = reader.read(question, PASSAGES)[0]
    if read is None:
        assert best.score < 5
        return
    assert PASSAGES[best.passage][best.start : best.end] == read and best.score > 0


@pytest.mark.weights
def test_a_long_passage_is_read_to_its_end(reader: AnswerReader) -> None:
    long = "The committee met in the hall and talked about the budget at length. " * 60
    (best, *_) = reader.read("Who keeps the brass key?", [long + PASSAGES[0]])
    assert (long + PASSAGES[0])[best.start : best.end] == "Mr Blount"
    assert reader.read("Who keeps the brass key?", []) == reader.read("", [""]) == []

"""The recipe from its files to what the product loads, with a tiny random encoder."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import XLMRobertaConfig, XLMRobertaModel

from models import bert
from models.bert import PREFIXES
from models.weights import load_tensors, read_config
from tests.training import train_reader
from tests.training.network import ReaderNetwork
from tests.training.reading_data import near_miss_rows, training_rows
from tests.training.squad_shifts import FILES, read_question_sets

PLACES = ["Ulm", "Bonn", "Kiel", "Graz", "Bern", "Linz", "Trier", "Worms"]
THINGS = ["bridge", "mill", "tower", "garden", "harbour", "library", "market", "well"]


def save_data(folder: Path) -> None:
    tasks = folder / "bigbench" / "benchmark_tasks"
    for name in ("squad_shifts", "contextual_parametric_knowledge_conflicts"):
        (tasks / name).mkdir(parents=True)
    (tasks / "vitaminc_fact_verification").mkdir()
    paragraphs = []
    owners = [*PLACES[1:], PLACES[0]]
    for place, thing, owner in zip(PLACES, THINGS, owners, strict=True):
        text = f"The old {thing} stands in {place} today. It was built there in 18{len(thing)}4."
        asked = [(f"Where does the old {thing} of {owner} stand?", place),
                 (f"When was the {thing} built?", f"18{len(thing)}4")]  # fmt: skip
        questions = [
            {"question": q, "answers": [{"text": a, "answer_start": text.index(a)}]}
            for q, a in asked
        ]
        paragraphs.append({"context": text, "qas": questions})
    for name in FILES:
        file = tasks / "squad_shifts" / f"{name}.json"
        file.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}))
    (tasks / "squad_shifts" / "squaddev_v1.1.json").write_text("never to be read")
    conflicts = [
        {
            "input": f"\nQuestion: who built it in {place}?\nContext: Anna built  it .",
            "target": "Anna",
        }
        for place in PLACES
    ]
    claims = [
        {"input": f"{place}: It stands in {place} .\nClaim: It stands in {place} .",
         "target_scores": {"True": 1, "False": 0, "Neither": 0}}
        for place in PLACES
    ]  # fmt: skip
    for name, examples in (
        ("contextual_parametric_knowledge_conflicts", conflicts),
        ("vitaminc_fact_verification", claims),
    ):
        (tasks / name / "task.json").write_text(json.dumps({"examples": examples}))


def save_encoder(folder: Path) -> Tokenizer:
    torch.manual_seed(0)
    words = (
        "The old stands in today . It was built there Where does the of stand ? When Anna who it"
    )
    known = ["<s>", "<pad>", "</s>", "<unk>", *words.split(), *PLACES, *THINGS]
    XLMRobertaModel(
        XLMRobertaConfig(
            vocab_size=len(known), hidden_size=32, num_hidden_layers=7, num_attention_heads=4,
            intermediate_size=48, max_position_embeddings=80, type_vocab_size=1, pad_token_id=1,
        )
    ).save_pretrained(folder)  # fmt: skip
    ids = {word: number for number, word in enumerate(known)}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return tokenizer


def test_rows_are_what_they_say(tmp_path: Path) -> None:
    save_data(tmp_path)
    spans, claims = training_rows(tmp_path, read_question_sets(tmp_path), 60, 40)
    said = [row.passage[slice(*row.span)] for row in spans if row.span]
    assert set(said) <= {*PLACES, "Anna", *(f"18{len(thing)}4" for thing in THINGS)}
    assert 0 < len(spans) - len(said) < len(said)
    assert {row.verdict for row in claims} == {0, 2}
    assert (spans, claims) == training_rows(tmp_path, read_question_sets(tmp_path), 60, 40)


def test_what_is_trained_is_what_the_product_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bert, "best_dtype", lambda: torch.float32)
    save_data(tmp_path)
    tokenizer = save_encoder(tmp_path)
    spans, claims = training_rows(tmp_path, read_question_sets(tmp_path), 80, 40)
    packer = train_reader.Packer(tokenizer)
    packed = [packer.span(row) for row in spans]
    examples = [each for each in packed if each] + [packer.claim(row) for row in claims]
    batches = train_reader.batches_of(examples, random.Random(0))
    network = ReaderNetwork(read_config(tmp_path), load_tensors(tmp_path, PREFIXES))
    losses = list(train_reader.train(network, batches * 20, rate=2e-3))
    n = len(batches)
    assert sum(losses[-n:]) < 0.9 * sum(losses[:n])

    file = tmp_path / "reader.safetensors"
    network.export(file)
    reader = train_reader.read_back(file, tmp_path, tokenizer)
    network.dtype = torch.float32
    for row, example in zip(spans[:8], packed[:8], strict=True):
        assert example
        [best, *_] = reader.read(row.question, [row.passage])
        scores = network.span_scores([example.ids])[0].detach()
        n_passage = len(tokenizer.encode(row.passage).ids)
        starts, ends = scores[-1 - n_passage : -1].unbind(1)
        pairs = (starts[:, None] + ends).masked_fill(
            ~torch.ones(n_passage, n_passage, dtype=torch.bool).triu().tril(23), -1e9
        )
        assert best.score == pytest.approx(float(pairs.max() - scores[0].sum()), abs=0.02)


def test_a_second_training_goes_on_from_the_first(tmp_path: Path) -> None:
    save_data(tmp_path)
    tokenizer = save_encoder(tmp_path)
    missed = [
        {"question": "Where does Anna keep it?", "is_impossible": False,
         "answers": [{"text": "red", "answer_start": 4}]},
        {"question": "Where does Otto keep it?", "is_impossible": True, "answers": []},
    ]  # fmt: skip
    articles = [
        {"title": str(n), "paragraphs": [{"context": f"The red box {n}.", "qas": missed}]}
        for n in range(30)
    ]
    (tmp_path / "dev.json").write_text(json.dumps({"data": articles}), "utf-8")
    rows = near_miss_rows(tmp_path / "dev.json")
    assert len(rows) == 2 * 27
    assert {row.passage[slice(*row.span)] for row in rows if row.span} == {"red"}
    assert len(near_miss_rows(tmp_path / "dev.json", held=True)) == 2 * 3

    first, second = tmp_path / "first.safetensors", tmp_path / "second.safetensors"
    own = ["--data", str(tmp_path), "--base", str(tmp_path), "--spans", "30", "--claims", "0"]
    train_reader.main([*own, "--out", str(first)])
    train_reader.main(
        [*own, "--out", str(second), "--go-on-from", str(first), "--rate", "0", "--check", "3",
         "--near-misses", str(tmp_path / "dev.json")]
    )  # fmt: skip
    once, twice = (
        train_reader.read_back(file, tmp_path, tokenizer).read("Where?", [rows[0].passage])[0]
        for file in (first, second)
    )
    assert twice.score == pytest.approx(once.score, abs=0.02), "nothing was learned at rate 0"


def test_the_command_writes_only_the_layers_that_learn(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    save_data(tmp_path)
    save_encoder(tmp_path)
    out = tmp_path / "reader.safetensors"
    train_reader.main(
        ["--data", str(tmp_path), "--out", str(out), "--base", str(tmp_path), "--check", "3",
         "--spans", "30", "--claims", "20"]
    )  # fmt: skip
    layers = {int(name.split(".")[2]) for name in load_file(out) if name.startswith("encoder")}
    assert layers == {5, 6}

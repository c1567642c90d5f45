"""Each filter against four tokens with the answer written out, and draws against their odds."""

from __future__ import annotations

import math

import pytest
import torch

from models.decoder.inspector import Inspector
from models.decoder.sampling import (
    Sampler,
    draw,
    keep_min_p,
    keep_top_k,
    keep_top_p,
    penalise_frequency,
    penalise_presence,
    penalise_repetition,
    scale_temperature,
)
from models.decoder.settings import GenerationSettings

OUT = float("-inf")
SHARES = (0.4, 0.3, 0.2, 0.1)
LOGITS = torch.tensor([math.log(share) for share in SHARES])


def kept(logits: torch.Tensor) -> list[int]:
    return [i for i, value in enumerate(logits.tolist()) if value != OUT]


def test_temperature() -> None:
    logits = torch.tensor([1.0, 2.0, -3.0, 0.0])
    assert scale_temperature(logits, 0.5).tolist() == [2.0, 4.0, -6.0, 0.0]


@pytest.mark.parametrize(
    ("k", "tokens"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (4, [0, 1, 2, 3]), (9, [0, 1, 2, 3])]
)
def test_top_k(k: int, tokens: list[int]) -> None:
    assert kept(keep_top_k(LOGITS, k)) == tokens


@pytest.mark.parametrize(
    ("p", "tokens"),
    [
        (0.05, [0]),
        (0.4, [0]),
        (0.41, [0, 1]),
        (0.7, [0, 1]),
        (0.75, [0, 1, 2]),
        (1.0, [0, 1, 2, 3]),
    ],
)
def test_top_p(p: float, tokens: list[int]) -> None:
    assert kept(keep_top_p(LOGITS, p)) == tokens
    shuffled = torch.tensor([2, 0, 3, 1])
    assert sorted(shuffled[kept(keep_top_p(LOGITS[shuffled], p))].tolist()) == tokens


def test_top_p_of_a_flat_distribution_over_many_tokens() -> None:
    """More candidates than the quick look takes in."""
    logits = torch.linspace(0, 1e-3, 5000)
    assert len(kept(keep_top_p(logits, 0.5))) == pytest.approx(2500, abs=10)


@pytest.mark.parametrize(
    ("min_p", "tokens"),
    [(0.0, [0, 1, 2, 3]), (0.2, [0, 1, 2, 3]), (0.3, [0, 1, 2]), (0.6, [0, 1]), (1.0, [0])],
)
def test_min_p(min_p: float, tokens: list[int]) -> None:
    assert kept(keep_min_p(LOGITS, min_p)) == tokens


def test_filters_keep_the_values_of_what_stays() -> None:
    for filtered in (keep_top_k(LOGITS, 2), keep_top_p(LOGITS, 0.7), keep_min_p(LOGITS, 0.7)):
        assert filtered[:2].tolist() == LOGITS[:2].tolist()


def test_penalties() -> None:
    logits = torch.tensor([2.0, -2.0, 1.0, 0.5])
    tokens, counts = torch.tensor([0, 1]), torch.tensor([3.0, 1.0])
    assert penalise_repetition(logits, tokens, 2.0).tolist() == [1.0, -4.0, 1.0, 0.5]
    assert penalise_presence(logits, tokens, 0.5).tolist() == [1.5, -2.5, 1.0, 0.5]
    assert penalise_frequency(logits, tokens, counts, 0.5).tolist() == [0.5, -2.5, 1.0, 0.5]
    assert logits.tolist() == [2.0, -2.0, 1.0, 0.5]


def test_order_penalties_temperature_top_k_top_p_min_p() -> None:
    """Each stage sees what the one before left; another order would keep another set."""
    settings = GenerationSettings(
        temperature=2.0, top_k=3, top_p=0.6, min_p=0.9, presence_penalty=1.0
    )
    sampler = Sampler(settings, (), Inspector(str))
    history = sampler.new_history()
    history.add(0)
    choice = sampler.choose(LOGITS, history)
    assert choice.inspection is not None
    names = [stage.name for stage in choice.inspection.stages]
    assert names == ["model", "penalties", "temperature", "top_k", "top_p", "min_p"]
    candidates = [[c[0] for c in stage.candidates] for stage in choice.inspection.stages]
    # penalised token 0 has 0.147 / 0.747; after temperature 2: .246 .311 .254 .190 ( / 1 )
    assert candidates == [
        ["0", "1", "2", "3"],
        ["1", "2", "0", "3"],
        ["1", "2", "0", "3"],
        ["1", "2", "0"],
        ["1", "2"],
        ["1"],
    ]
    assert choice.token == 1


def test_inspection_has_the_models_own_probability_and_entropy() -> None:
    sampler = Sampler(GenerationSettings(), (), Inspector(str))
    inspection = sampler.choose(LOGITS, sampler.new_history()).inspection
    assert inspection is not None
    assert inspection.probability == pytest.approx(0.4)
    assert inspection.entropy == pytest.approx(-sum(p * math.log2(p) for p in SHARES), abs=1e-5)
    assert inspection.stages[0].candidates[3] == ("3", pytest.approx(0.1))


def test_draws_follow_their_odds() -> None:
    """Chi-squared over 10,000 draws; 16.27 is exceeded once in a thousand with 3 degrees."""
    generator = torch.Generator().manual_seed(1)
    n = 10_000
    counts = [0, 0, 0, 0]
    for _ in range(n):
        counts[draw(LOGITS, generator)] += 1
    assert sum((c - n * p) ** 2 / (n * p) for c, p in zip(counts, SHARES, strict=True)) < 16.27


def test_filtered_draws_follow_their_odds() -> None:
    settings = GenerationSettings(temperature=1.0, top_k=3)
    sampler = Sampler(settings, ())
    history = sampler.new_history()
    n = 10_000
    counts = [0, 0, 0, 0]
    for _ in range(n):
        counts[sampler.choose(LOGITS, history).token] += 1
    assert counts[3] == 0
    odds = [share / 0.9 for share in SHARES[:3]]
    chi = sum((c - n * p) ** 2 / (n * p) for c, p in zip(counts, odds, strict=False))
    assert chi < 13.82  # 2 degrees, once in a thousand


def test_a_token_that_is_out_is_never_drawn() -> None:
    logits = torch.tensor([OUT, 0.0, OUT, OUT])
    generator = torch.Generator().manual_seed(0)
    assert {draw(logits, generator) for _ in range(1000)} == {1}


def test_no_end_before_min_new_tokens() -> None:
    sampler = Sampler(GenerationSettings(min_new_tokens=2), (0,))
    history = sampler.new_history()
    chosen = []
    for _ in range(3):
        chosen.append(sampler.choose(LOGITS, history).token)
        history.add(chosen[-1])
    assert chosen == [1, 1, 0]

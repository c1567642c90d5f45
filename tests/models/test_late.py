from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from models.late import MOST_VECTORS, LateInteraction, _turning, token_weights

DIM = 64
VOCABULARY = {"the": 0, "cat": 1, "▁of": 2, "##ing": 3, ".": 4}


@pytest.fixture
def late() -> LateInteraction:
    return LateInteraction(DIM, Tokenizer(models.WordLevel(VOCABULARY, "the")))


def unit(rng: np.random.Generator, n: int, dim: int = DIM) -> np.ndarray:
    rows = rng.normal(size=(n, dim)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_turning_keeps_lengths_and_angles() -> None:
    turn = _turning(384)
    np.testing.assert_allclose(turn @ turn.T, np.eye(384), atol=1e-5)
    spread = np.abs(np.eye(384, dtype=np.float32)[3] @ turn)
    assert spread.max() < 0.1  # one loud dimension is spread over all


def test_two_bits_order_passages_as_exact_vectors_do(late: LateInteraction) -> None:
    rng = np.random.default_rng(5)
    query = unit(rng, 6)
    passages = [unit(rng, 30) for _ in range(40)]
    for n, passage in enumerate(passages[:8]):
        passage[:6] = query + rng.normal(size=query.shape).astype(np.float32) * (0.02 + 0.03 * n)
        passage[:6] /= np.linalg.norm(passage[:6], axis=1, keepdims=True)
    exact = [float((passage @ query.T).max(0).mean()) for passage in passages]
    packed = [late.pack([1] * 30, passage) for passage in passages]
    assert packed[0].shape == (30, DIM // 4) and packed[0].dtype == np.uint8
    scores = late.scores(late.turned(query), packed)
    assert np.argsort(scores)[::-1][:4].tolist() == np.argsort(exact)[::-1][:4].tolist()
    assert np.corrcoef(scores, exact)[0, 1] > 0.95


def test_function_words_and_punctuation_are_left_out_unless_all_are(late: LateInteraction) -> None:
    rows = unit(np.random.default_rng(6), 5)
    assert len(late.pack([0, 1, 2, 3, 4], rows)) == 2
    assert len(late.pack([0, 4], rows[:2])) == 2


def test_a_long_passage_is_joined_to_a_bounded_size(late: LateInteraction) -> None:
    rows = unit(np.random.default_rng(7), 3 * MOST_VECTORS)
    assert len(late.pack([1] * len(rows), rows)) == MOST_VECTORS


def test_passages_without_vectors_have_no_score(late: LateInteraction) -> None:
    rng = np.random.default_rng(8)
    query = late.turned(unit(rng, 2))
    some = late.pack([1, 1], unit(rng, 2))
    assert late.scores(query, [None, some])[0] is None
    assert late.scores(query, [None]) == [None]
    alone, together = late.scores(query, [some]), late.scores(query, [some, None, some])
    assert together[2] == pytest.approx(alone[0])


def test_a_token_counts_by_the_rarity_of_its_word(late: LateInteraction) -> None:
    spans = [(0, 0), (0, 3), (4, 6), (6, 9), (9, 10), (0, 0)]
    weights = token_weights("The Kestrel?", spans, {"the": 0.8, "kestrel": 6.0})
    np.testing.assert_allclose(weights[:4], [weights[0], 0.8, 6.0, 6.0])
    assert 0 < weights[0] == weights[5] < 0.8
    rng = np.random.default_rng(9)
    query = unit(rng, 2)
    passages = [late.pack([1], query[[n]]) for n in range(2)]
    first, second = late.scores(late.turned(query), passages, np.array([1.0, 9.0], np.float32))
    assert first is not None and second is not None and second > first

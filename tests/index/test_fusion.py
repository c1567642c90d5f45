"""Fusion, with the answers written out."""

from __future__ import annotations

import numpy as np
import pytest

from index.fusion import (
    maximal_marginal_relevance,
    normalised_score_fusion,
    reciprocal_rank_fusion,
)


def test_ranks_add_up() -> None:
    fused = reciprocal_rank_fusion({"text": [7, 8, 9], "keyword": [9, 7]}, k=60)
    assert fused == [
        (7, pytest.approx(1 / 61 + 1 / 62)),
        (9, pytest.approx(1 / 63 + 1 / 61)),
        (8, pytest.approx(1 / 62)),
    ]


def test_weights_count_and_a_missing_one_is_one() -> None:
    fused = reciprocal_rank_fusion({"a": [1], "b": [2]}, {"a": 0.5}, k=1)
    assert fused == [(2, 0.5), (1, 0.25)]


def test_equal_scores_go_by_id_and_repeats_count_once() -> None:
    assert reciprocal_rank_fusion({"a": [5, 5, 3], "b": [3, 5]}, k=1) == [
        (3, pytest.approx(1 / 3 + 1 / 2)),
        (5, pytest.approx(1 / 2 + 1 / 3)),
    ]


def test_nothing_fuses_to_nothing() -> None:
    assert reciprocal_rank_fusion({}) == []
    assert reciprocal_rank_fusion({"a": []}) == []
    assert normalised_score_fusion({}) == []
    assert normalised_score_fusion({"a": []}) == []


def test_scores_are_brought_to_one_range() -> None:
    fused = normalised_score_fusion(
        {"text": [(1, 0.9), (2, 0.7), (3, 0.5)], "keyword": [(3, 40.0), (4, 20.0)]}
    )
    assert fused == [
        (1, pytest.approx(0.5)),
        (3, pytest.approx(0.5)),
        (2, pytest.approx(0.25)),
        (4, pytest.approx(0.0)),
    ]


def test_equal_scores_of_a_ranking_all_count_as_best() -> None:
    assert normalised_score_fusion({"a": [(1, 3.0), (2, 3.0)]}) == [(1, 1.0), (2, 1.0)]
    assert normalised_score_fusion({"a": [(1, -3.0)]}, {"a": 2.0}) == [(1, 1.0)]


def test_diversity_passes_over_a_copy() -> None:
    rows = np.array([[1, 0], [1, 0], [0, 1]], np.float32)
    relevance = [0.9, 0.89, 0.5]
    assert maximal_marginal_relevance([11, 12, 13], relevance, rows, 0.5, 2) == [11, 13]
    assert maximal_marginal_relevance([11, 12, 13], relevance, rows, 1.0, 3) == [11, 12, 13]
    assert maximal_marginal_relevance([11, 12, 13], relevance, rows, 0.0, 2) == [11, 13]


def test_diversity_gives_no_more_than_there_is() -> None:
    rows = np.eye(2, dtype=np.float32)
    assert maximal_marginal_relevance([1, 2], [0.1, 0.2], rows, 0.7, 9) == [2, 1]
    assert maximal_marginal_relevance([], [], np.empty((0, 2), np.float32), 0.7, 3) == []


def test_diversity_refuses_what_does_not_fit() -> None:
    rows = np.eye(2, dtype=np.float32)
    with pytest.raises(ValueError, match="equal length"):
        maximal_marginal_relevance([1], [0.1, 0.2], rows, 0.7, 1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        maximal_marginal_relevance([1, 2], [0.1, 0.2], rows, 1.7, 1)

"""The figures over examples worked out by hand."""

from __future__ import annotations

import math

import pytest

from tests.evaluation.figures import (
    figure,
    ndcg,
    percentile,
    permutation_p,
    ratio_figure,
    recall,
    reciprocal_rank,
    word_errors,
)


def test_ndcg_of_one_and_of_two_relevant_documents() -> None:
    assert ndcg([1]) == 1.0
    assert ndcg([3]) == pytest.approx(1 / math.log2(4))
    assert ndcg([1, 2]) == 1.0
    assert ndcg([2, None]) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert ndcg([11]) == 0.0
    assert ndcg([None]) == 0.0


def test_recall_and_reciprocal_rank() -> None:
    assert recall([1, 7, None, 2], 5) == 0.5
    assert recall([1], 1) == 1.0
    assert reciprocal_rank([4, 2]) == 0.5
    assert reciprocal_rank([None]) == 0.0


def test_percentiles_are_values_that_occurred() -> None:
    assert percentile([5, 1, 3, 2], 0.5) == 2
    assert percentile([5, 1, 3, 2], 0.95) == 5
    assert percentile([], 0.5) == 0.0


def test_an_interval_holds_the_mean_and_narrows_with_more_rows() -> None:
    few, many = figure([0.0, 1.0] * 5), figure([0.0, 1.0] * 100)
    assert few.value == many.value == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high
    assert figure([1.0] * 8).low == 1.0
    assert figure([]).n == 0


def test_a_ratio_weighs_rows_by_what_they_hold() -> None:
    shares = ratio_figure([(1, 1), (0, 3)])
    assert shares.value == 0.25
    assert shares.n == 4
    assert ratio_figure([(0, 0)]).n == 0


def test_the_permutation_test_counts_every_exchange_of_few_pairs() -> None:
    assert permutation_p([1, 1, 1], [0, 0, 0]) == 0.25  # 2 of 8 exchanges are as far apart
    assert permutation_p([1, 0], [0, 1]) == 1.0
    assert permutation_p([1, 0], [1, 0]) == 1.0
    assert permutation_p([1] * 40, [0] * 40) < 0.001


def test_word_errors_count_each_kind() -> None:
    assert word_errors("The gate is closed.", "the gate is closed") == (0, 4)
    assert word_errors("the gates closed", "the gate is closed") == (2, 4)
    assert word_errors("oh the gate is closed now", "the gate is closed") == (2, 4)
    assert word_errors("", "two words") == (2, 2)

"""Scores of answers, on cases written out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.question.claims import Evidence
from tests.evaluation.passages.scoring import (
    holds,
    is_exact,
    markers,
    name_passages,
    ratio,
    ratio_interval,
    token_f1,
    tokens,
)

SOURCES = [
    Evidence(1, "The bridge at Ulm was opened in 1832. It was built of stone and iron."),
    Evidence(2, "The harbour of Kiel was dredged in 1871. The work took eleven months."),
]


def unlike(texts: Sequence[str]) -> NDArray[np.float32]:
    """No text is near another."""
    rows = np.zeros((len(texts), 2), np.float32)
    rows[:, 0 if len(texts) > 1 else 1] = 1.0
    return rows


def test_tokens_lose_case_punctuation_articles_and_markers() -> None:
    assert tokens("The Spirit of the Laws [2].") == ["spirit", "of", "laws"]
    assert tokens("It cost $3 billion, [1][3] an “old” sum – 1,200%") == [
        "it", "cost", "3", "billion", "old", "sum", "1200",
    ]  # fmt: skip
    assert tokens("[Source 4] 【1】 [2, 3]") == []


@pytest.mark.parametrize(
    ("answer", "known", "expected"),
    [
        ("John Rolfe", "John Rolfe", 1.0),
        ("the John Rolfe. [1]", "john rolfe", 1.0),
        ("Pocahontas married John Rolfe.", "John Rolfe", 2 * 2 / (4 + 2)),
        ("John John", "John Rolfe", 0.5),
        ("Nobody knows.", "John Rolfe", 0.0),
        ("", "John Rolfe", 0.0),
        ("The", "A", 0.0),
    ],
)
def test_token_f1(answer: str, known: str, expected: float) -> None:
    assert token_f1(answer, known) == pytest.approx(expected)


def test_exact_and_held() -> None:
    assert is_exact("The Retrode [2]", "Retrode")
    assert not is_exact("It is the Retrode.", "Retrode")
    assert holds("It is the Spirit of Laws, by Montesquieu.", "The Spirit of the Laws")
    assert not holds("The laws of spirit.", "The Spirit of the Laws")
    assert not holds("Efficiency rose to 17.9%.", "7.9%")
    assert not holds("", "7.9%")


def test_markers_are_read_in_order_once() -> None:
    assert markers("So it is [3]. And [Source 1][3, 2].") == (3, 1, 2)
    assert markers("No marker, not even [a] or (4).") == ()


def test_an_answer_names_what_its_markers_say() -> None:
    named = name_passages("The harbour of Kiel was dredged in 1871 [1].", SOURCES, unlike)
    assert named.by_answer == (1,)
    assert named.by_product == (2,)  # the product looks for itself


def test_an_answer_without_markers_names_what_the_product_would_cite() -> None:
    named = name_passages("The bridge at Ulm was opened in 1832.", SOURCES, unlike)
    assert named.by_answer == named.by_product == (1,)


def test_invented_markers_name_nothing() -> None:
    named = name_passages("Copper melts at great heat somewhere else [9].", SOURCES, unlike)
    assert named.by_answer == named.by_product == ()


def test_what_is_not_borne_out_is_named_by_the_answer_alone() -> None:
    named = name_passages("Copper melts at great heat somewhere else [2].", SOURCES, unlike)
    assert named.by_answer == (2,)
    assert named.by_product == ()


def test_ratio_of_means_and_its_interval() -> None:
    assert ratio([0.5, 0.0], [0.5, 0.5]) == pytest.approx(0.5)
    assert ratio([1.0], [0.0]) is None
    assert ratio_interval([0.0, 0.0], [0.0, 0.0]) is None
    same = [0.1, 0.4, 0.0, 0.9]
    low, high = ratio_interval(same, same) or (0.0, 0.0)
    assert (low, high) == pytest.approx((1.0, 1.0))
    low, high = ratio_interval([1.0, 0.0] * 20, [1.0, 1.0] * 20) or (0.0, 0.0)
    assert 0.3 < low < 0.5 < high < 0.7

"""A conversation that is opened again is the one that was given."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.conversations import Conversations
from app.core.errors import UserError
from app.core.events import Answer, Citation, SentenceChecked
from storage.errors import NotFound
from storage.store import Store

ANSWER = Answer(
    question="Why?",
    answer="The gutter [1]. It rained.",
    abstained=False,
    citations=(
        Citation(1, "text", "/a.txt", 1, 2, {"page": 3}, "the gutter", True, "A title", True),
    ),
    coverage={"items_considered": 3},
    sampling={"temperature": 0.0},
    model="a model",
    metrics={"ttft_ms": 4.0},
    cancelled=True,
    notes=("One note.",),
    alternatives=("Another.",),
    verdict="partly",
    reason="some_not_borne_out",
    sentences=(
        SentenceChecked(0, 11, "supported", marks=((10, 1),)),
        SentenceChecked(12, 22, "unsupported"),
    ),
    resolved="Why is it damp?",
    coverage_text="1 of 3 used.",
    attachment="/b.jpg",
)


def test_nothing_of_an_answer_is_lost(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library", writer=True) as store:
        kept = Conversations(store)
        known, turn_id = kept.remember(ANSWER, None)
        (answer,) = kept.answers(known)
        assert answer == dataclasses.replace(ANSWER, conversation_id=known, turn_id=turn_id)
        kept.rate(turn_id, -1)
        (rated,) = kept.answers(known)
        assert rated == dataclasses.replace(answer, rating=-1)
        with pytest.raises(NotFound):
            kept.rate(99, 1)


def test_a_conversation_has_the_name_that_it_is_given(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library", writer=True) as store:
        kept = Conversations(store)
        known, _ = kept.remember(ANSWER, None)
        kept.rename(known, "  The damp\n wall ")
        assert [row.title for row in kept.rows()] == ["The damp wall"]
        with pytest.raises(UserError):
            kept.rename(known, " ")

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.core.question.claims import GroundedAnswer
from app.core.question.quoting import complete
from app.core.question.retrieve import Found
from storage.records import Chunk, ChunkId, ContentId, Item, ItemId

HEADS = "From: Vet\nSubject: The yearly vaccination of the cat is due"
BODY = "The yearly vaccination of the cat is due on 14 March."


def alike(texts: Sequence[str]) -> NDArray[np.float32]:
    """Every text means the same, so only words decide."""
    return np.ones((len(texts), 1), np.float32)


def found(number: int, text: str, part: str, item: int = 1) -> Found:
    chunk = Chunk(ChunkId(number), ContentId(item), 0, "text", text, {"part": part}, "en")
    mail = Item(
        ItemId(item), "reminder.eml", "text", "ready", None, "Reminder", "message/rfc822", 1, 0,
        str(item), ContentId(item), 1, "2024-01-01T00:00:00Z",
    )  # fmt: skip
    return Found(chunk, mail, score=1.0)


def quoted(*sources: Found) -> list[int]:
    answer = complete(
        GroundedAnswer("", (), 0), "when is the vaccination of the cat due?", sources, alike
    )
    return [citation.marker for citation in answer.citations]


@pytest.mark.parametrize("prefix", ["", "message 1 "])
def test_of_a_message_its_words_are_quoted_not_its_heads(prefix: str) -> None:
    heads, body = found(1, HEADS, f"{prefix}headers"), found(2, BODY, f"{prefix}body")
    assert quoted(heads, body) == [2]
    assert quoted(body, heads) == [1]


def test_heads_speak_where_nothing_else_of_the_message_is_at_hand() -> None:
    assert quoted(found(1, HEADS, "headers"), found(2, "A box of pears.", "body", item=2)) == [1]


def test_each_thing_asked_for_gets_its_sentence() -> None:
    question = "Who wrote the letter to the mayor, when is it due, and where is the harbour key?"
    texts = ["The letter to the mayor is long.", "It is due in May.", "The harbour key is lost."]
    sources = [found(n, text, "body", item=n) for n, text in enumerate(texts, start=1)]
    answer = complete(GroundedAnswer("", (), 0), question, sources, alike)
    assert [citation.marker for citation in answer.citations] == [1, 2, 3]

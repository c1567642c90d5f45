"""The part of a picture that bears a claim out."""

from __future__ import annotations

from app.core.marking import quoted, told
from storage.records import Chunk, ChunkId, ContentId

TEXT = "Text in the picture: BRIGGS\nLinseed oil 1L 11.20\nTOTAL 33.50"
LINES = [[21, 0.1, 0.1, 0.9, 0.2], [28, 0.1, 0.3, 0.9, 0.4], [49, 0.2, 0.5, 0.95, 0.6]]


def receipt(**locator: object) -> Chunk:
    where = {"bbox": [0.0, 0.0, 1.0, 1.0], **locator}
    return Chunk(ChunkId(1), ContentId(1), 0, "image", TEXT, where, "en")  # type: ignore[arg-type]


def test_the_box_is_that_of_the_quoted_line() -> None:
    assert quoted(receipt(lines=LINES), "Linseed oil 1L 11.20") == {"bbox": [0.1, 0.3, 0.9, 0.4]}


def test_several_lines_are_one_box() -> None:
    both = quoted(receipt(lines=LINES), "oil 1L 11.20\nTOTAL")
    assert both == {"bbox": [0.1, 0.3, 0.95, 0.6]}


def test_what_is_not_of_the_lines_leaves_the_place_as_it_is() -> None:
    whole = {"bbox": [0.0, 0.0, 1.0, 1.0]}
    for quote in ("", "Text in the picture", "not there"):
        assert quoted(receipt(lines=LINES), quote) == whole
    assert quoted(receipt(), "Linseed oil 1L 11.20") == whole


def test_single_lines_are_told_to_nobody() -> None:
    assert told({"page": 3, "lines": LINES}) == {"page": 3}

from __future__ import annotations

from collections.abc import Sequence

from app.core import thresholds
from app.core.question.joining import join
from app.core.question.passage import make_passage
from app.core.question.retrieve import Found
from storage.records import Chunk, Kind, Locator
from tests.app.core.question.values import count_words, found

SAID = (
    "Let us begin with the tickets.",
    "Two hundred cushions lie in the church, but somebody must fetch them.",
    "I can do that with my van.",
    "Then we come to the wine.",
)


def cut_up(texts: Sequence[str], places: Sequence[Locator], kind: Kind = "audio") -> list[Found]:
    pieces = zip(texts, places, strict=True)
    return [
        found(n, text, item=1, kind=kind, locator=place)
        for n, (text, place) in enumerate(pieces, 1)
    ]


def around(pieces: Sequence[Found]) -> list[Chunk]:
    return [piece.chunk for piece in pieces]


def test_a_piece_of_a_recording_is_read_with_what_was_said_before_and_after() -> None:
    places: list[Locator] = [{"start_s": 5.0 * n, "end_s": 5.0 * n + 5} for n in range(4)]
    talk = cut_up(SAID, places)
    (run,) = join([talk[1]], lambda entry: around(talk), count_words)
    assert run.text == " ".join(SAID)
    assert (run.locator["start_s"], run.locator["end_s"]) == (0.0, 20.0)


def test_a_quotation_leads_to_the_second_at_which_it_is_said() -> None:
    places: list[Locator] = [{"start_s": 5.0 * n, "end_s": 5.0 * n + 5} for n in range(4)]
    talk = cut_up(SAID, places)
    (run,) = join([talk[1]], lambda entry: around(talk), count_words)
    passage = make_passage(run, {}, wanted=[], budget=99, count_tokens=count_words)
    assert passage.place_of("I can do that with my van.").chunk == talk[2].chunk
    assert passage.place_of(SAID[1]) == talk[1]
    assert passage.place_of("Said by nobody.") == talk[1]


def test_a_run_grows_no_further_than_its_measure() -> None:
    places: list[Locator] = [{"start_s": 5.0 * n, "end_s": 5.0 * n + 5} for n in range(60)]
    talk = cut_up([f"This is the sentence number {n}, and it goes on." for n in range(60)], places)
    (run,) = join([talk[30]], lambda entry: around(talk), count_words)
    assert 4 * 10 < count_words(run.text) <= thresholds.RUN_TOKENS
    assert talk[30] in run.members


def test_rows_and_paragraphs_are_read_as_they_were_found() -> None:
    rows = cut_up([f"Name: N{n}; Voice: alto" for n in range(4)], [{}] * 4, kind="text")
    (run,) = join([rows[1]], lambda entry: around(rows), count_words)
    assert run.text == rows[1].chunk.text


def test_what_stands_in_a_run_is_not_read_twice() -> None:
    places: list[Locator] = [{"start_s": 5.0 * n, "end_s": 5.0 * n + 5} for n in range(4)]
    talk = cut_up(SAID, places)
    runs = join([talk[1], talk[2]], lambda entry: around(talk), count_words)
    assert [run.found for run in runs] == [talk[1]]

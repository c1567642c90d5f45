"""Where another file says another value of the same thing, both are told; what only looks alike is
left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from app.compose import Core, open_core
from app.core import events
from app.core.question import disagreeing
from app.core.question.checking import SentenceTest
from app.core.question.query import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.decoder.interface import Counts, Prefilling, Prompt, Step, Timings
from models.decoder.settings import GenerationSettings
from tests.fakes import FakeDecoder, fake_loaders

FILES = {
    "minutes-2025-02-11.md": (
        "# Minutes of 11 February 2025\n\n"
        "The harbour regatta on 14 June 2025 will start at 10:30 at buoy three.\n\n"
        "The jetty was finished last year and came to 8,400 euros.\n"
    ),
    "web.md": (
        "# Harbour regatta 2025\n\n"
        "The harbour regatta is on 14 June 2025, start at 11:00 at buoy three.\n"
    ),
    "regatta-2024.md": (
        "# Harbour regatta 2024\n\nThe harbour regatta of 15 June 2024 will start at 9:45.\n"
    ),
    "offer.md": "# Slipway\n\nThe slipway would cost 3,000 euros.\n",
    "orchard.md": "# Orchard\n\nThe pears ripen in September. The orchard has 40 pear trees.\n",
    "garden.md": "# Garden\n\nThe orchard has 40 pear trees, planted in 1990.\n",
}


class Says(FakeDecoder):
    text: ClassVar[str] = ""

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        yield Step(self.text, (1,), "end", Counts(1, 0, 1), Timings(1, 1, 1))


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory, readers: ReaderPool) -> Iterator[Core]:
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    core = open_core(
        tmp_path_factory.mktemp("library"),
        readers,
        writer=True,
        settings=Settings(),
        loaders={**fake_loaders(), "decoder": Says},
    )
    list(core.ingest.add([folder]))
    yield core
    core.close()


def ask(core: Core, monkeypatch: pytest.MonkeyPatch, question: str, says: str) -> events.Answer:
    monkeypatch.setattr(Says, "text", says)
    *_, answer = core.ask(Query(question), core.generation_settings({}))
    assert isinstance(answer, events.Answer)
    return answer


ASKED = "At what hour will the harbour regatta 2025 start at buoy three?"
FIRST = "The harbour regatta 2025 will start at 10:30 at buoy three."


def test_both_are_told_with_their_days_and_places(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(core, monkeypatch, ASKED, FIRST)
    assert (answer.verdict, answer.reason) == ("contradicted", "disagree")
    assert answer.answer.startswith(
        "The harbour regatta 2025 will start at 10:30 at buoy three [1]."
    )
    assert "(11 February 2025) says 10:30 [1]" in answer.answer
    assert "says 11:00 [2]." in answer.answer
    assert "9:45" not in answer.answer, "another year's"
    quotes = {citation.path.rsplit("/", 1)[-1]: citation.quote for citation in answer.citations}
    assert "11:00" in quotes["web.md"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("How much did the jetty cost?", "The jetty came to 8,400 euros."),
        (
            "At what hour will the harbour regatta start, by the minutes of 11 February 2025?",
            "The harbour regatta will start at 10:30.",
        ),
        ("How many pear trees does the orchard have?", "The orchard has 40 pear trees."),
        (
            "At what hour did the harbour regatta of 15 June 2024 start?",
            "The harbour regatta of 15 June 2024 will start at 9:45.",
        ),
    ],
)
def test_other_things_and_equal_values_are_no_contradiction(
    core: Core, monkeypatch: pytest.MonkeyPatch, question: str, says: str
) -> None:
    answer = ask(core, monkeypatch, question, says)
    assert answer.verdict == "answered"


def test_no_other_passage_is_tested_once_the_answer_is_stopped(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped while one is compared, an answer ends without looking through all the others."""
    tested: list[str] = []
    bears_out = disagreeing._bears_out

    def counted(test: SentenceTest, sentence: str) -> str:
        tested.append(sentence)
        return bears_out(test, sentence)

    monkeypatch.setattr(disagreeing, "_bears_out", counted)
    ask(core, monkeypatch, ASKED, FIRST)
    whole = len(tested)
    tested.clear()
    settings = core.generation_settings({})
    list(core.ask(Query(ASKED), settings, cancelled=lambda: bool(tested)))
    assert len(tested) == 1 < whole

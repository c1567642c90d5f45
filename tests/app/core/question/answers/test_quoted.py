"""Where the sources' own words answer, and what a second reader has to do with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.compose import Core
from app.core.question.ask import AnswerLimits
from tests.app.core.question.answers.asking import Says, ask
from tests.app.core.question.values import Reader


def test_what_two_answers_agree_on_stays_and_is_marked(core: Core, decoder: type[Says]) -> None:
    core.answerer._limits = AnswerLimits(n_sources=1, source_tokens=500)
    question = "Does the harbour master of the orchard keep a heavy key?"
    decoder.text = "Quite a weighty metal object."
    _, answer = ask(core, question)
    assert (answer.abstained, answer.verdict, answer.reason) == (False, "partly", "not_borne_out")
    assert len(decoder.prompts) == 2
    assert answer.answer == decoder.text and answer.citations == ()
    assert any("not borne out" in note for note in answer.notes)


def test_a_bare_no_comes_with_the_words_that_bear_it_out(
    core: Core, decoder: type[Says], tmp_path: Path
) -> None:
    (tmp_path / "files" / "rules.txt").write_text("Dogs are not allowed on board.", "utf-8")
    list(core.ingest.add([tmp_path / "files"]))
    decoder.text = "No, in the sources."
    _, answer = ask(core, "Are dogs allowed on board?")
    assert answer.answer.startswith("No [1].")
    assert "“Dogs are not allowed on board.” [1]" in answer.answer


def test_a_quotation_that_answers_when_says_when(
    core: Core, decoder: type[Says], tmp_path: Path
) -> None:
    (tmp_path / "files" / "club.md").write_text(
        "# Rowing club\n\nA club meeting recently took place and was long.\n", "utf-8"
    )
    list(core.ingest.add([tmp_path / "files"]))
    decoder.text = "Not in the sources."
    _, answer = ask(core, "When was the most recent club meeting?")
    assert answer.verdict == "declined"


def test_a_sentence_that_has_all_that_was_asked_is_quoted_where_the_model_saw_nothing(
    core: Core, decoder: type[Says]
) -> None:
    decoder.text = "Not in the sources."
    _, answer = ask(core, "Does the harbour master keep the brass key?")
    assert (answer.abstained, answer.verdict) == (False, "quoted")
    assert "The harbour master keeps the brass key." in answer.answer
    assert [citation.supported for citation in answer.citations] == [True]


def test_the_source_s_own_words_are_shown_where_the_model_s_do_not_pass_the_test(
    core: Core, decoder: type[Says], tmp_path: Path
) -> None:
    (tmp_path / "files" / "lease.txt").write_text(
        "The small hall is not let. The rent is 85 pounds a month, payable in January.", "utf-8"
    )
    list(core.ingest.add([tmp_path / "files"]))
    decoder.text = "We spend 85 pounds on premises."
    _, answer = ask(core, "How many pounds does the large hall need a month?")
    assert (answer.verdict, answer.abstained) == ("quoted", False)
    assert "The rent is 85 pounds a month" in answer.answer
    assert decoder.text not in answer.answer


def test_what_leans_on_the_conversation_is_not_put_to_the_second_reader(
    core: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Reader:
        def read(self, question: str, passages: object) -> list[object]:
            asked.append(question)
            return []

    monkeypatch.setitem(core.encoders.__dict__, "answer_reader_or_none", Reader())
    decoder.text = "The harbour master keeps the brass key."
    _, first = ask(core, "Which key does the harbour master keep?")
    assert asked == ["Which key does the harbour master keep?"]
    ask(core, "And who keeps it?", conversation_id=first.conversation_id)
    assert len(asked) == 1


SMOKING = "May the guests smoke below the deck?"


@pytest.fixture
def boat(core: Core, tmp_path: Path) -> Core:
    """With a rule that decides the question, and shares few words with it."""
    (tmp_path / "files" / "boat.md").write_text(
        "# Boat\n\nThe guests bring blankets. Smoking is for the deck only.\n", "utf-8"
    )
    list(core.ingest.add([tmp_path / "files"]))
    return core


@pytest.mark.parametrize(("score", "verdict"), [(4.0, "quoted"), (-1.0, "declined")])
def test_what_decides_between_yes_and_no_is_quoted_where_nothing_is_borne_out(
    boat: Core,
    decoder: type[Says],
    monkeypatch: pytest.MonkeyPatch,
    score: float,
    verdict: str,
) -> None:
    monkeypatch.setitem(
        boat.encoders.__dict__, "answer_reader_or_none", Reader(the_deck_only=score)
    )
    decoder.text = "Not in the sources."
    _, answer = ask(boat, SMOKING)
    assert answer.verdict == verdict
    said = "“Boat”: “Smoking is for the deck only.” [1]"
    assert (said in answer.answer) == (verdict == "quoted")


def test_a_no_that_nothing_bears_out_comes_with_what_decides(
    boat: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch
) -> None:
    boat.answerer._limits = AnswerLimits(n_sources=1, source_tokens=500)
    reader = Reader(the_deck_only=4.0)
    monkeypatch.setitem(boat.encoders.__dict__, "answer_reader_or_none", reader)
    decoder.text = "No, cigars are forbidden inside."
    _, answer = ask(boat, SMOKING)
    assert (answer.verdict, answer.reason) == ("partly", "some_not_borne_out")
    assert answer.answer == f"{decoder.text} “Boat”: “Smoking is for the deck only.” [1]"


def test_what_is_no_question_for_yes_or_no_is_not_answered_by_the_second_reader(
    boat: Core, decoder: type[Says], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(the_deck_only=4.0)
    monkeypatch.setitem(boat.encoders.__dict__, "answer_reader_or_none", reader)
    decoder.text = "Not in the sources."
    _, answer = ask(boat, "Where may the guests smoke below the deck?")
    assert answer.verdict == "declined"

from __future__ import annotations

import re

import pytest

from app.core.question.sentences import SentenceStream, Written


def written(text: str, size: int) -> list[Written]:
    stream = SentenceStream()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return [each for piece in pieces for each in stream.feed(piece)] + stream.finish()


TEXT = "The crane is tested in May [1]. The scale follows [2, 3].\n- The tug is painted. [1] Last"


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_sentences_come_whole_and_without_the_models_numbers(size: int) -> None:
    told = written(TEXT, size)
    assert [each.text for each in told] == [
        "The crane is tested in May.",
        "The scale follows.",
        "- The tug is painted.",
        "Last",
    ]
    assert [each.before for each in told] == ["", " ", "\n", " "]


def test_a_sentence_is_given_as_soon_as_the_next_has_begun() -> None:
    stream = SentenceStream()
    assert stream.feed("The crane is tested in May.") == []
    (first,) = stream.feed(" The")
    assert first.text == "The crane is tested in May."
    assert stream.feed(" scale follows") == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[1]: The crane.", "The crane."),
        ("According to the sources, the crane.", "The crane."),
        ("Sources state: dogs are kept on a lead.", "Dogs are kept on a lead."),
        ("The sources say that the crane is oiled.", "The crane is oiled."),
        ("maxRetryCount is 7.", "maxRetryCount is 7."),
        ("No, in the sources.", "No."),
        ("Ja, in den Quellen", "Ja"),
        ("[1] [2]", None),
        ("", None),
    ],
)
def test_what_a_small_model_sets_before_its_first_word_is_left_out(
    text: str, shown: str | None
) -> None:
    assert [each.text for each in written(text, 4)] == ([shown] if shown else [])


@pytest.mark.parametrize(
    "text",
    [
        "Not in the sources.",
        "The sources do not mention the price.",
        "There is no information provided about it in the context, the text does not say.",
        "The date is not specified.",
        "Nicht in den Quellen.",
        "Der Preis ist nicht angegeben.",
        "Ce n’est pas mentionné dans les sources.",
        "No se menciona.",
    ],
)
def test_a_sentence_that_has_no_answer_is_told_apart(text: str) -> None:
    assert [each.refuses for each in written(text, 5)] == [True]


@pytest.mark.parametrize(
    "text", ["Dogs are not allowed on board.", "The plan was not accepted.", "Nein, am Montag."]
)
def test_a_no_is_an_answer(text: str) -> None:
    assert not any(each.refuses for each in written(text, 5))
    assert re.sub(r"\s+", " ", " ".join(each.text for each in written(text, 5))) == text

from __future__ import annotations

import pytest

from app.core.question.asked import kind_of, language_of, one_by_one, parts_of, understand


@pytest.mark.parametrize(
    ("question", "kind", "language"),
    [
        ("How high is the yearly rent of plot 14?", "fact", "en"),
        ("How many letters mention the flood?", "count", "en"),
        ("Since when has she had the plot?", "date", "en"),
        ("Is damage by flooding covered?", "yes_no", "en"),
        ("Which of the two offers was cheaper, and by how much?", "comparison", "en"),
        ("Which warranty is longer, that of Lohse or that of Petermann?", "comparison", "en"),
        ("Which letter names the new price of water?", "file", "en"),
        ("Which boats need repairs?", "list", "en"),
        ("List the tenants.", "list", "en"),
        ("What books has Mary read?", "list", "en"),
        ("What types of yoga has Mary tried?", "list", "en"),
        ("What film did she see?", "fact", "en"),
        ("What does the class cost?", "fact", "en"),
        ("Who was present at the meeting?", "list", "en"),
        ("Which plot does he have?", "fact", "en"),
        ("What colour was the light on the 10th?", "fact", "en"),
        ("Summarise the letter of the water board.", "summary", "en"),
        ("What are the minutes of March about?", "summary", "en"),
        ("What is this folder about?", "summary", "en"),
        ("What was decided at the meeting of the board in May?", "summary", "en"),
        ("Was wurde in der Sitzung im Mai beschlossen?", "summary", "de"),
        ("Wann wird der Hafenkran geprüft?", "date", "de"),
        ("Was kostet die Prüfung des Hafenkrans?", "fact", "de"),
        ("Was, meinte der Maler, stellte das Bild am Ende dar?", "fact", "de"),
        ("Was the harbour crane inspected?", "yes_no", "en"),
        ("Ist die Hütte gegen Hochwasser versichert?", "yes_no", "de"),
        ("Wie viele Bäume wurden bestellt?", "count", "de"),
        ("Worum geht es in dem Brief?", "summary", "de"),
        ("Wer ist Schriftführer des Vereins?", "fact", "de"),
        ("Combien de pommiers ont été commandés ?", "count", "fr"),
        ("Quand les arbres sont-ils livrés ?", "date", "fr"),
        ("Who keeps the key when the warden is away?", "fact", "en"),
        ("How warm is the hut when nobody heats it?", "fact", "en"),
        ("Until when may we cancel?", "date", "en"),
        ("Could you tell me which hut is cold?", "fact", "en"),
        ("I'd like to know whether dogs may come along.", "yes_no", "en"),
        ("Können Sie mir sagen, wie viele Boote lecken?", "count", "de"),
        ("Could you sum up what the guests were unhappy about?", "summary", "en"),
        ("Can you please list the boats that leak?", "list", "en"),
        ("Can you swim there?", "yes_no", "en"),
        ("What is the frame number of the bicycle?", "fact", "en"),
        ("¿Quién firmó el contrato?", "fact", "es"),
        ("渡轮星期几停航？", "fact", "zh"),
    ],
)
def test_the_kind_and_the_language_of_a_question(question: str, kind: str, language: str) -> None:
    assert (kind_of(question), language_of(question)) == (kind, language)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who keeps the key?", ["Who keeps the key?"]),
        ("When and where is the fair?", ["When is the fair?", "where is the fair?"]),
        ("Wann und wo ist das Fest?", ["Wann ist das Fest?", "wo ist das Fest?"]),
        ("Who repaired it, and what did it cost?", ["Who repaired it", "what did it cost?"]),
        (
            "In which week does it come, and by which supplier?",
            ["In which week does it come", "by which supplier?"],
        ),
        ("Wann kommt er und wo schläft er?", ["Wann kommt er", "wo schläft er?"]),
        (
            "What is due, when is it due, and where does the cat hide when visitors come?",
            ["What is due", "when is it due", "where does the cat hide when visitors come?"],
        ),
    ],
)
def test_the_parts_of_a_question(question: str, parts: list[str]) -> None:
    assert list(parts_of(question)) == parts


def test_a_resolved_question_keeps_what_was_typed_and_its_language() -> None:
    question = understand("Und von wem?", "Von wem wird der Hafenkran geprüft?")
    assert question.was_resolved and question.text == "Und von wem?"
    assert (question.resolved, question.language) == ("Von wem wird der Hafenkran geprüft?", "de")


def test_each_part_is_a_question_and_one_that_leans_knows_the_whole() -> None:
    whole = "Who repaired the roof of the pump house, and what did it cost?"
    first, second = one_by_one(understand(whole))
    assert (first.resolved, first.within, first.asks) == (
        "Who repaired the roof of the pump house", "", "fact",
    )  # fmt: skip
    assert second.resolved == "Who repaired the roof of the pump house what did it cost?"
    assert (second.text, second.within) == ("what did it cost?", whole)
    apart = "When does the ferry leave, and what colour has the cat of the observatory?"
    assert [q.within for q in one_by_one(understand(apart))] == ["", ""]


@pytest.mark.parametrize(
    "question",
    [
        "Who keeps the key?",
        "Which offer was cheaper, and by how much?",
        "Which boats need repairs, and what do they cost?",
    ],
)
def test_what_gathers_from_several_places_stays_whole(question: str) -> None:
    assert one_by_one(understand(question)) == (understand(question),)


def test_what_is_asked_for_apart_is_asked_part_by_part_whatever_it_gathers() -> None:
    evening = "What does a ticket for the mill cost, and on which evening do bakers bring the rye?"
    assert understand(evening).asks == "list"
    assert [part.asks for part in one_by_one(understand(evening))] == ["fact", "list"]


@pytest.mark.parametrize(
    ("question", "asks", "parts"),
    [
        ("If the crane stops, how much does the harbour lose?", "fact", 1),
        ("When the crane stops, who repairs it?", "fact", 1),
        ("Wenn der Kran steht, wie viele Schiffe warten?", "count", 1),
        ("If it rains, is the fair cancelled, and who decides it?", "yes_no", 2),
        ("When did the crane come, what did it lift?", "date", 2),
    ],
)
def test_a_condition_before_a_question_is_not_what_it_asks(
    question: str, asks: str, parts: int
) -> None:
    understood = understand(question)
    assert (understood.asks, len(understood.parts)) == (asks, parts)


@pytest.mark.parametrize(
    "question",
    [
        "Do the crane and the lift have the same owner as the harbour?",
        "Cakes or tombola - what earned more?",
        "Did the crane lift more in May or in June?",
    ],
)
def test_what_holds_two_things_against_each_other_compares(question: str) -> None:
    assert understand(question).asks == "comparison"


def test_polite_words_are_no_part_of_what_is_asked() -> None:
    polite = understand("Could you please tell me how many cranes the harbour has?")
    assert polite.subject == "how many cranes the harbour has?"
    assert (polite.asks, polite.was_resolved) == ("count", False)
    assert (
        understand("Kannst du mir sagen, wem der Kran gehört?").resolved == "wem der Kran gehört?"
    )


def test_a_question_that_needs_its_turns_is_one_question() -> None:
    question = understand("And when?", "Who wrote it, and why? And when?", needs_turns=True)
    assert question.parts == ("Who wrote it, and why? And when?",)


def test_what_is_listed_after_a_colon_are_parts_that_know_what_they_are_of() -> None:
    asked = "Three things on the crane: its owner, when it was painted and what the paint cost."
    parts = one_by_one(understand(asked))
    assert [part.text for part in parts] == [
        "its owner", "when it was painted", "what the paint cost",
    ]  # fmt: skip
    assert {part.lead for part in parts} == {"Three things on the crane"}
    assert all(part.resolved.startswith("Three things on the crane: ") for part in parts)
    assert parts[0].subject == "its owner"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "When is the crane painted? Until what hour is the harbour open, and is it guarded?",
            ("When is the crane painted?", "Until what hour is the harbour open", "is it guarded?"),
        ),
        ("At 12:30, who was there?", ("At 12:30, who was there?",)),
        ("Who keeps the key and is paid for it?", ("Who keeps the key and is paid for it?",)),
    ],
)
def test_several_questions_in_a_row_are_parts(question: str, parts: tuple[str, ...]) -> None:
    assert parts_of(question) == parts

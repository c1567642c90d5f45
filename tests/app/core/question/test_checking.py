from __future__ import annotations

import pytest

from app.core.question.asked import one_by_one, understand
from app.core.question.checking import SentenceTest
from app.core.question.claims import Evidence
from tests.app.core.question.values import alike

SOURCES = (
    Evidence(1, "Anchor chains in stock: 17. They lie on shelf D4.", "Document “stock list”"),
    Evidence(2, "The harbour master keeps the brass key of the boathouse.", "Document “harbour”"),
)


def check(sentence: str, question: str = "Who keeps the key?") -> tuple[str, set[int], list[str]]:
    claim = SentenceTest(understand(question), SOURCES, alike).check(sentence)
    ends = [sentence[: bearing.end] for bearing in claim.bearings]
    return claim.standing, claim.markers, ends


def test_a_sentence_leads_to_the_source_that_bears_it_out() -> None:
    sentence = "The harbour master keeps the brass key."
    assert check(sentence) == ("supported", {2}, [sentence[:-1]])


def test_each_clause_has_its_number_behind_it() -> None:
    sentence = "The harbour master keeps the brass key, and 17 anchor chains are in stock."
    standing, markers, ends = check(sentence)
    assert (standing, markers) == ("supported", {1, 2})
    assert ends == ["The harbour master keeps the brass key", sentence[:-1]]


def test_a_short_answer_counts_together_with_its_question() -> None:
    asked = "How many anchor chains are in stock?"
    assert check("17.", asked) == ("supported", {1}, ["17"])
    assert check("18.", asked)[0] == "unsupported"


def test_what_the_question_names_must_stand_in_the_source() -> None:
    sentence = "The harbour master keeps the brass key."
    assert check(sentence, "Which key does the master of Tromsø keep?")[0] == "unsupported"
    two = "How many chains has Tromsø, and which key does the harbour master keep?"
    assert check(sentence, two)[0] == "supported", "each part for itself"
    said = "Yes, the harbour master keeps the brass key."
    assert check(said, "Does Tromsø keep a key?")[0] == "supported"


def test_words_of_a_few_lines_are_held_against_those_of_the_question_in_its_language() -> None:
    lines = "Penhale Way\nSeal Cove 2 km\nPath closed 1 March - 15 June\nnesting birds"
    sign = Evidence(1, lines, "Picture “signpost”")
    test = SentenceTest(understand("Why is Penhale Way closed in spring?"), [sign], alike)
    said = "Penhale Way is closed in spring due to nesting birds."
    assert test.check(said).standing == "supported"


def test_the_line_with_the_answer_is_quoted_before_that_with_the_question() -> None:
    lines = "FLIGHT: NV 2417 Nordavia from Bergen\nBOARDING: 11:35 at gate B14 in Bergen"
    ticket = Evidence(1, lines, "Picture “boarding pass”", by_lines=True)
    asked = understand("When did boarding begin for flight NV 2417?")
    claim = SentenceTest(asked, [ticket], alike).check("Boarding began at 11:35.")
    assert claim.quotes == {1: "BOARDING: 11:35 at gate B14 in Bergen"}


def test_a_weekday_that_is_abbreviated_is_that_day() -> None:
    week = "Tue: delivery of veneer\nWed: Rhys off / dentist\nThu: varnish"
    board = Evidence(1, week, "Picture “whiteboard”")
    test = SentenceTest(understand("Why is Rhys off on Wednesday?"), [board], alike)
    assert test.check("Rhys is off for the dentist on Wednesday.").standing == "supported"
    other = SentenceTest(understand("Why is Rhys off on Thursday?"), [board], alike)
    assert other.check("Rhys is off for the dentist on Thursday.").standing == "unsupported"


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("No.", "supported"),
        ("No, dogs are not allowed on board.", "supported"),
        ("Yes.", "contradicted"),
        ("Yes, dogs are allowed on board.", "contradicted"),
    ],
)
def test_a_yes_or_a_no_is_held_against_what_the_source_denies(said: str, standing: str) -> None:
    rules = Evidence(1, "Dogs are not allowed on board. Bicycles travel free.", "")
    test = SentenceTest(understand("Are dogs allowed on board?"), [rules], alike)
    assert test.check(said).standing == standing


def test_what_no_source_says_is_unsupported_and_leads_nowhere() -> None:
    assert check("Napoleon sold 4711 purple submarines.") == ("unsupported", set(), [])


def test_what_is_said_of_the_question_s_subject_needs_a_source_that_knows_it() -> None:
    barn = Evidence(1, "The barn is closed for road works in May.", "")
    test = SentenceTest(understand("What did the football club decide?"), [barn], alike)
    said = "The football club decided to close the barn for road works in May."
    assert test.check(said).standing == "unsupported"


def test_the_quote_is_verbatim() -> None:
    claim = SentenceTest(understand("Where do they lie?"), SOURCES, alike).check(
        "They lie on shelf D4 in the stock list."
    )
    for marker, quote in claim.quotes.items():
        assert quote in SOURCES[marker - 1].text


def test_the_quote_holds_the_number_that_was_claimed() -> None:
    prices = Evidence(1, "Ticket prices for the summer concert. Pensioners pay 8.00.")
    test = SentenceTest(understand("What do pensioners pay?"), [prices], alike)
    (quote,) = test.check("Pensioners pay 8.00 for the summer concert.").quotes.values()
    assert "8.00" in quote


def test_an_ordinary_word_that_begins_a_sentence_is_no_name() -> None:
    line = Evidence(1, "There is no audition. You can borrow a folder for four weeks.", "Recording")
    test = SentenceTest(understand("What can new singers borrow?"), [line], alike)
    assert test.check("New singers can borrow a folder for four weeks.").standing == "supported"


NAMES = (
    *("Ada Quill", "Bo Reed", "Cy Marsh", "Dee Finch", "Eli Stone", "Fay Moss"),
    *("Gus Lark", "Hal Birch", "Ida Thorn", "Jon Wren", "Kit Vale", "Lou Heath"),
)
GUESTS = Evidence(
    1,
    "## Present\n\n" + "\n".join(f"* {name} (member)" for name in NAMES),
    "Committee meeting of 7 May 2025",
)


@pytest.mark.parametrize(
    ("said", "day", "standing"),
    [
        (NAMES, "7 May", "supported"),
        ((*NAMES, "Flo Gray"), "7 May", "unsupported"),
        (NAMES, "8 May", "unsupported"),
    ],
)
def test_a_long_list_is_borne_out_thing_by_thing(
    said: tuple[str, ...], day: str, standing: str
) -> None:
    question = f"Who was present at the committee meeting of {day}?"
    claim = SentenceTest(understand(question), [GUESTS], alike).check(", ".join(said))
    assert claim.standing == standing


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ("The Harbour Gazette does not want to see dear, unique, quaint, hidden gem.", "supported"),
        ("The Harbour Gazette does not want to see dear, unique, hidden gem, quaint.",
         "unsupported"),
        ("The Harbour Gazette does not want to see dear, unique, quaint and grand.", "unsupported"),
        ("Captains would rather write dear, unique, quaint, hidden gem.", "unsupported"),
    ],
)  # fmt: skip
def test_an_enumeration_copied_word_for_word_is_borne_out(said: str, standing: str) -> None:
    notes = Evidence(
        1,
        "1. Captions of at most 18 words.\n2. Forbidden: dear, unique, quaint, hidden gem.",
        "Document “style of the Harbour Gazette”",
    )
    asked = "Which words does the Harbour Gazette not want to see?"
    claim = SentenceTest(understand(asked), [notes], alike).check(said)
    assert claim.standing == standing
    if standing == "supported":
        assert claim.quotes == {1: "2. Forbidden: dear, unique, quaint, hidden gem."}


@pytest.mark.parametrize(
    ("said", "standing", "markers"),
    [
        ("Maria has made a banana split sundae and a peach cobbler.", "supported", {1, 2}),
        ("Maria has made a banana split sundae, and a peach cobbler.", "supported", {1, 2}),
        ("Maria has made a peach cobbler and an apple pie.", "unsupported", set()),
    ],
)
def test_things_that_are_listed_may_stand_in_several_sources(
    said: str, standing: str, markers: set[int]
) -> None:
    desserts = [
        Evidence(1, "Maria: Last night I made a banana split sundae.", "Chat"),
        Evidence(2, "Maria: I made a peach cobbler for the picnic.", "Chat"),
        Evidence(3, "John bakes an apple pie each autumn.", "Chat"),
    ]
    test = SentenceTest(understand("What desserts has Maria made?"), desserts, alike)
    claim = test.check(said)
    assert (claim.standing, claim.markers) == (standing, markers)


def test_a_month_that_begins_a_sentence_stays_one() -> None:
    hours = Evidence(1, "You may rest: short weeks last from May 1 to August 31.", "Rules")
    test = SentenceTest(understand("In which months are there short weeks?"), [hours], alike)
    assert test.check("May 1 to August 31.").standing == "supported"
    assert test.check("May 2 to August 31.").standing == "unsupported"


def test_a_row_with_the_name_alone_does_not_bear_out_a_yes() -> None:
    row = Evidence(1, "Name: Hana Rostami; Born: 2014; Bus stop: Quay", "class list")
    test = SentenceTest(understand("Can Hana Rostami juggle?"), [row], alike)
    assert test.check("Yes, Hana Rostami can juggle.").standing == "unsupported"
    test = SentenceTest(understand("Is Quay the bus stop of Hana Rostami?"), [row], alike)
    assert test.check("Yes, Quay is the bus stop of Hana Rostami.").standing == "supported"


def test_what_a_listed_part_takes_from_the_whole_question_counts() -> None:
    memo = Evidence(
        1, "This is Owen about the bus. Our driver is called Tindle.", "memo", heard=True
    )
    (first, *_) = one_by_one(understand("Three things on our bus driver: his name and his lunch"))
    claim = SentenceTest(first, [memo], alike).check("The bus driver's name is Tindle.")
    assert claim.standing == "supported"


def test_the_contrary_of_what_a_source_says_is_contradicted() -> None:
    rules = Evidence(1, "No dogs are allowed on board except guide dogs.", "house rules")
    test = SentenceTest(understand("Are dogs allowed on board?"), [rules], alike)
    assert (
        test.check("Yes, dogs are allowed on board, except guide dogs.").standing == "contradicted"
    )
    assert test.check("No, dogs are not allowed on board.").standing == "supported"
    assert test.check("Yes, cats may sleep there.").standing == "unsupported"


@pytest.mark.parametrize(
    ("source", "standing"),
    [
        ("Item: rope, hemp; Price: 12.40\nItem: rope, nylon; Price: 9.80", "unsupported"),
        ("The rope of hemp is dearer than the rope of nylon.", "supported"),
        ("Of ropes: hemp 9.80, nylon 12.40. Ask for more paint. No lamp is dearer.", "unsupported"),
        ("The cheaper rope is of hemp, not the rope of nylon.", "unsupported"),
    ],
)
def test_which_is_dearer_is_borne_out_where_a_source_says_so(source: str, standing: str) -> None:
    asked = understand("Which rope is dearer, the rope of hemp or the rope of nylon?")
    test = SentenceTest(asked, [Evidence(1, source, "Document “ropes”")], alike)
    assert test.check("The rope of hemp is dearer.").standing == standing


def test_a_bound_weighs_nothing() -> None:
    asked = understand("How many boats lie at the quay at the very most?")
    quay = Evidence(1, "24 boats may lie at the quay.", "Document “quay”")
    assert SentenceTest(asked, [quay], alike).check("24 boats.").standing == "supported"


def test_how_many_there_are_is_borne_out_by_a_cell_for_that_very_thing() -> None:
    rows = "Guest: Ada Holm; Persons: 4; Dog: yes\nGuest: Ben Lund; Persons: 2; Dog: yes"
    source = Evidence(1, rows, "Document “bookings of guests”")

    def standing(question: str, said: str) -> str:
        return SentenceTest(understand(question), [source], alike).check(said).standing

    assert standing("How many bookings of guests had a dog?", "4") == "unsupported"
    assert standing("How many persons came with the guest Ada Holm?", "4") == "supported"


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ("The key is no longer under the mat; Mrs Rennick keeps it.", "supported"),
        ("Mrs Rennick does not keep the key; her brother does.", "unsupported"),
    ],
)
def test_a_denial_of_another_thing_beside_the_answer_is_none_of_it(
    told: str, standing: str
) -> None:
    test = SentenceTest(understand("Who keeps the key?"), [Evidence(1, told, "")], alike)
    assert test.check("Mrs Rennick keeps the key.").standing == standing


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ("The council buys a new boat.", "supported"),
        ("The council recommends to mend the boat.", "unsupported"),
    ],
)
def test_a_yes_needs_more_of_its_words_together_than_another_answer(
    told: str, standing: str
) -> None:
    question = understand("Did the council buy a new boat?")
    test = SentenceTest(question, [Evidence(1, told, "")], alike)
    assert test.check("Yes, the council bought a new boat.").standing == standing

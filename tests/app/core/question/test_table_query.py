"""Questions over tables by a query that the model writes: scripted here, run over real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from app.compose import Core, open_core
from app.core import events
from app.core.question.asked import understand
from app.core.question.programs.library import StoredLibrary
from app.core.question.query import Query
from app.core.question.table_query import TableQueries
from app.core.question.values import Reckoning
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.decoder.interface import Counts, Prefilling, Prompt, Step, Timings
from models.decoder.settings import GenerationSettings
from tests.fakes import FakeDecoder, FakeTextEncoder, fake_loaders

ROWERS = """Rower,Boat,Town,Born,Joined,Fee paid,Fee
Ines Falk,four,Lindau,1994,2012-04-01,yes,120.50
Tove Brandt,four,Bregenz,1997,2015-09-12,yes,120.50
Maja Keller,four,Lindau,1990,2010-03-20,no,80.10
Paul Senn,eight,Lindau,1988,2006-08-15,yes,120.50
Jonas Wirth,eight,Nonnenhorn,1992,2011-10-01,no,120.50
Emil Graf,eight,Bregenz,1999,2018-04-22,yes,60.20
Karim Aziz,eight,"Wasserburg, Lindau",1985,2018-06-30,yes,120.50
"""
CHAIRS = """Chair,Colour,Pieces
Oak chair,green,4
Ash chair,dark green,6
Beech stool,red,9
Elm bench,red,2
Pine chair,,3
"""
PLÄNE = """Datum;Übung;Trainer;Beginn;Teilnehmer
03.02.2025;Kraul;Ida Voss;18:30;12
10.02.2025;Rücken;Ida Voss;18:30;9
17.02.2025;Kraul;Jan Ott;19:00;14
03.03.2025;Brust;Jan Ott;18:30;11
10.03.2025;Kraul;Ida Voss;20:15;8
"""
SORTIES = """Date,Sortie,Guide,Distance km
2025-01-12,Lac de Joux,Amélie Roche,14
2025-02-09,Dent de Vaulion,Luc Perrin,12
2025-03-09,Gorges de l'Areuse,Amélie Roche,11
2025-04-13,Creux du Van,Luc Perrin,15
"""


GUESTS = """Guest,Arrival,Departure,Nights,Average rating
Family Ott,2024-12-28,2025-01-03,6,4.5
Nora Lind,2025-06-27,2025-07-02,5,4.9
Ivo Marek,2025-07-20,2025-08-09,20,3.8
Lea Sand,2025-09-01,2025-09-05,4,4.1
"""


LOTTERY = """Division,Prize,Winning tickets,For
All,45000.00,565,
1st,18000.00,1,clubs
2nd,750.00,207,clubs
3rd,600.00,357,schools
"""


class Writes(FakeDecoder):
    """A decoder that writes what it is told to; keeps the prompts."""

    text = ""

    def __init__(self) -> None:
        self.prompts: list[Prompt] = []

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        self.prompts.append(prompt)
        text = self.text if not prompt.sources else "Nothing of that is said."
        yield Step(text, (1,), "end", Counts(1, 0, 1), Timings(1.0, 1.0, 1.0))


class Knows(FakeTextEncoder):
    """Words that are near in meaning are near."""

    near = (
        ("rower", "rowers", "travellers", "club"),
        ("live", "town", "come"),
        ("contribute", "fee paid"),
    )

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        said = [text.lower() for text in texts]
        for words in self.near:
            said = [words[0] if any(word == text for word in words) else text for text in said]
        return super().encode_documents(said)

    encode_queries = encode_documents


class Ask(Protocol):
    def __call__(
        self, question: str, written: str, *, loosely: bool = False
    ) -> Reckoning | None: ...


@pytest.fixture(scope="module")
def writer() -> Writes:
    return Writes()


@pytest.fixture(scope="module")
def core(
    tmp_path_factory: pytest.TempPathFactory, readers: ReaderPool, writer: Writes
) -> Iterator[Core]:
    folder: Path = tmp_path_factory.mktemp("tables")
    files: Mapping[str, str] = {
        "rowing-club.csv": ROWERS,
        "chairs.csv": CHAIRS,
        "guests.csv": GUESTS,
        "lottery.csv": LOTTERY,
        "schwimmtraining.csv": PLÄNE,
        "randonnées.csv": SORTIES,
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    loaders = {**fake_loaders(), "decoder": lambda: writer, "text": Knows}
    core = open_core(
        folder / ".library", readers, writer=True, settings=Settings(), loaders=loaders
    )
    list(core.ingest.add([folder / name for name in files]))
    yield core
    core.close()


@pytest.fixture
def ask(core: Core, writer: Writes) -> Ask:
    """What a query comes to that the model writes in answer to a question."""
    library = StoredLibrary(core.store, lambda question, n: [])

    def asked(question: str, written: str, *, loosely: bool = False) -> Reckoning | None:
        writer.text = written
        writer.prompts.clear()
        found = core.retriever.find(Query(question))
        queries = TableQueries(core.encoders, lambda: library)
        return queries.answer(understand(question), found, loosely=loosely)

    return asked


@pytest.mark.parametrize(
    ("question", "written", "told"),
    [
        (
            "How many rowers live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            "2 of the 7 rows of “rowing club” with Town “Bregenz”: Tove Brandt and Emil Graf.",
        ),
        (  # a cell that lists two towns is each of them
            "How many rowers live in Lindau?",
            "```sql\nSELECT COUNT(*) FROM rowing_club WHERE town = 'Lindau';\n```",
            "4 of the 7 rows of “rowing club” with Town “Lindau” or “Wasserburg, Lindau”: "
            "Ines Falk, Maja Keller, Paul Senn and Karim Aziz.",
        ),
        (
            "Which rowers have not paid the fee?",
            "SELECT rower FROM rowing_club WHERE fee_paid = 'no'",
            "Maja Keller and Jonas Wirth – 2 of the 7 rows of “rowing club” with Fee paid “no”.",
        ),
        (  # "n't" is "not"
            "Which rowers haven’t paid the fee?",
            "SELECT rower FROM rowing_club WHERE fee_paid = 'no'",
            "Maja Keller and Jonas Wirth – 2 of the 7 rows of “rowing club” with Fee paid “no”.",
        ),
        (
            "Which rowers didn't pay the fee?",
            "SELECT rower FROM rowing_club WHERE fee_paid = 'yes'",
            None,
        ),
        (
            "How many rowers of the eight live outside Lindau?",
            "SELECT COUNT(*) FROM rowing_club WHERE boat = 'eight' AND town != 'Lindau'",
            "2 of the 7 rows of “rowing club” with Boat “eight”, Town not “Lindau” or "
            "“Wasserburg, Lindau”: Jonas Wirth and Emil Graf.",
        ),
        (
            "Which rowers joined after 2015?",
            "SELECT rower FROM rowing_club WHERE joined > '2015-12-31'",
            "Emil Graf and Karim Aziz – 2 of the 7 rows of “rowing club” with Joined after 2015.",
        ),
        (
            "What was the last rower who joined before Emil Graf?",
            "SELECT rower FROM rowing_club WHERE joined < (SELECT joined FROM rowing_club WHERE "
            "rower = 'Emil Graf') ORDER BY joined DESC LIMIT 1",
            "Tove Brandt – Joined 2015-09-12, the latest of 5 rows of “rowing club” with Joined "
            "before that of Rower “Emil Graf”.",
        ),
        (  # in exact numbers
            "What is the sum of the fee of the four?",
            "SELECT SUM(fee) FROM rowing_club WHERE boat = 'four'",
            "321.10 in total: Fee of 3 rows of “rowing club” with Boat “four” = 120.50 + 120.50 + "
            "80.10.",
        ),
        ("How many rowers have a dog?", "NONE", None),
        (  # a condition is forgotten
            "How many rowers of the eight live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
        ),
        (  # a value that the question does not say
            "How many rowers live in Konstanz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
        ),
        (
            "How many rowers live in Konstanz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Konstanz'",
            None,
        ),
        (  # "not" is read as nothing, or comes from nowhere
            "How many rowers do not live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
        ),
        (
            "How many rowers live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town <> 'Bregenz'",
            None,
        ),
        (  # the other end, and another bound
            "Who is the latest rower who joined the four?",
            "SELECT rower FROM rowing_club WHERE boat = 'four' ORDER BY joined LIMIT 1",
            None,
        ),
        (
            "Which rowers joined before 2015?",
            "SELECT rower FROM rowing_club WHERE joined > '2015-01-01'",
            None,
        ),
        (  # a word that nothing accounts for
            "How many rowers of the four live in Bregenz with dogs?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz' AND boat = 'four'",
            None,
        ),
        (  # what the table is about is put into a condition
            "How many rowers of the club live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE boat = 'club' AND town = 'Bregenz'",
            "2 of the 7 rows of “rowing club” with Town “Bregenz”: Tove Brandt and Emil Graf.",
        ),
        (  # a column's name is no condition
            "How many rowers of the four have joined?",
            "SELECT COUNT(*) FROM rowing_club WHERE boat = 'four'",
            None,
        ),
        (
            "Why do the rowers of the four live in Bregenz?",
            "SELECT rower FROM rowing_club WHERE town = 'Bregenz' AND boat = 'four'",
            None,
        ),
        (  # several pieces a row
            "How many red stools are there?",
            "SELECT COUNT(*) FROM chairs WHERE colour = 'red'",
            None,
        ),
        (  # what is empty may differ or not
            "Which chairs are not red?",
            "SELECT chair FROM chairs WHERE colour != 'red'",
            "Oak chair and Ash chair – 2 of the 5 rows of “chairs” with Colour not “red”; "
            "rows without a value: 1.",
        ),
        (  # dark green may be meant, too
            "Which green chairs are there?",
            "SELECT chair FROM chairs WHERE colour = 'green'",
            "Oak chair (“chairs” with Colour “green”).",
        ),
    ],
)
def test_a_query_is_told_only_where_it_asks_what_the_question_asks(
    ask: Ask, question: str, written: str, told: str | None
) -> None:
    made = ask(question, written)
    assert (None if made is None else made.statements[0].text) == told


@pytest.mark.parametrize(
    ("question", "written", "told", "aside"),
    [
        (
            "How many rowers of the four live in Bregenz with dogs?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz' AND boat = 'four'",
            "1 of the 7 rows of “rowing club” with Town “Bregenz”, Boat “four”: Tove Brandt.",
            ("dogs",),
        ),
        (  # nothing is left over
            "How many rowers live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            "2 of the 7 rows of “rowing club” with Town “Bregenz”: Tove Brandt and Emil Graf.",
            (),
        ),
        (  # a name, and a number, are never left out
            "How many rowers live in Bregenz near Konstanz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
            (),
        ),
        (
            "How many rowers in Bregenz rowed 12 races?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
            (),
        ),
        (  # the table has something for the word
            "How many rowers of the four live in Bregenz?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
            (),
        ),
        (  # too much of the question
            "How many rowers in Bregenz keep friendly dogs and cats?",
            "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
            None,
            (),
        ),
    ],
)
def test_where_nothing_else_answers_a_word_or_two_may_be_left_aside(
    ask: Ask, question: str, written: str, told: str | None, aside: tuple[str, ...]
) -> None:
    made = ask(question, written, loosely=True)
    assert (None if made is None else made.statements[0].text) == told
    assert (() if made is None else made.aside) == aside


def test_no_column_is_told_by_a_word_that_a_statement_cannot_have(ask: Ask, writer: Writes) -> None:
    ask("How many prizes of the lottery were for clubs?", "NONE")
    (prompt,) = writer.prompts
    assert "\n  for_2 TEXT" in prompt.question


def test_a_row_that_sums_the_others_is_none_of_them(ask: Ask) -> None:
    made = ask(
        "What is the total of winning tickets of the lottery?",
        "SELECT SUM(winning_tickets) FROM lottery",
    )
    assert made is not None
    assert made.statements[0].text.startswith("565 in total: Winning tickets of 3 rows")


@pytest.mark.parametrize(
    ("question", "written", "first"),
    [
        (
            "Which division of the lottery has the top prize?",
            "SELECT division FROM lottery ORDER BY prize DESC LIMIT 1",
            "1st – Prize 18000.00",
        ),
        (  # the last of rows is not the one with the highest number
            "What is the last division of the lottery by winning tickets?",
            "SELECT division FROM lottery ORDER BY winning_tickets DESC LIMIT 1",
            None,
        ),
        (
            "What is the last rower of the rowing club who was born?",
            "SELECT rower FROM rowing_club ORDER BY born DESC LIMIT 1",
            "Emil Graf – Born 1999",
        ),
        (
            "Which boat of the rowing club has the least 2008 fee?",
            "SELECT boat FROM rowing_club ORDER BY fee DESC LIMIT 1",
            None,
        ),
        (
            "Which rowers pay a fee dearer than 100?",
            "SELECT rower FROM rowing_club WHERE fee > 100",
            "Ines Falk",
        ),
        (
            "Which rowers pay a fee dearer than 100?",
            "SELECT rower FROM rowing_club WHERE fee < 100",
            None,
        ),
    ],
)
def test_ends_and_bounds_are_those_that_the_question_says(
    ask: Ask, question: str, written: str, first: str | None
) -> None:
    made = ask(question, written)
    assert (made is None) is (first is None)
    assert made is None or made.statements[0].text.startswith(first or "")


@pytest.mark.parametrize(
    ("question", "written", "told"),
    [
        (
            "Which guests came in July 2025?",
            "SELECT guest FROM guests WHERE arrival BETWEEN '2025-07-01' AND '2025-07-31' OR "
            "departure BETWEEN '2025-07-01' AND '2025-07-31'",
            "Nora Lind and Ivo Marek – 2 of the 4 rows of “guests” with Arrival July 2025 or "
            "Departure July 2025.",
        ),
        (
            "Which guests came in July or August 2025?",
            "SELECT guest FROM guests WHERE arrival <= '2025-08-31' AND departure >= '2025-07-01'",
            "Nora Lind and Ivo Marek – 2 of the 4 rows of “guests” with Arrival July or August "
            "2025, Departure July or August 2025.",
        ),
        (  # who arrived last left last
            "Who was the last guest?",
            "SELECT guest FROM guests ORDER BY departure DESC LIMIT 1",
            "Lea Sand – Departure 2025-09-05, the latest of 4 rows of “guests”.",
        ),
        (  # what holds of all rows asks for nothing
            "How many guests came in July 2025?",
            "SELECT COUNT(*) FROM guests WHERE nights > 0 AND arrival <= '2025-07-31' AND "
            "departure >= '2025-07-01'",
            "2 of the 4 rows of “guests” with Arrival July 2025, Departure July 2025: Nora Lind "
            "and Ivo Marek.",
        ),
        (  # who came in June is left out
            "Which guests came in July 2025?",
            "SELECT guest FROM guests WHERE arrival >= '2025-07-01' AND departure <= '2025-08-31'",
            None,
        ),
        (
            "How many guests have an average rating of more than 4?",
            "SELECT COUNT(*) FROM guests WHERE average_rating > 4",
            "3 of the 4 rows of “guests” with Average rating above 4: Family Ott, Nora Lind and "
            "Lea Sand.",
        ),
        (
            "Which guest has the smallest number of nights?",
            "SELECT guest FROM guests ORDER BY nights LIMIT 1",
            "Lea Sand – Nights 4, the lowest of 4 rows of “guests”.",
        ),
    ],
)
def test_stays_averages_and_numbers_are_those_that_columns_name(
    ask: Ask, question: str, written: str, told: str | None
) -> None:
    made = ask(question, written)
    assert (None if made is None else made.statements[0].text) == told


def test_a_word_near_to_a_columns_name_may_mean_it_and_is_told(ask: Ask) -> None:
    written = "SELECT COUNT(*) FROM rowing_club WHERE boat = 'four' AND fee_paid = 'no'"
    question = "How many rowers of the four never contribute?"
    made = ask(question, written, loosely=True)
    assert made is not None
    assert made.statements[0].text.startswith("1 of the 7 rows")
    assert (made.taken, made.aside) == ((("contribute", "Fee paid"),), ())
    assert ask(question, written) is None
    assert ask("How many rowers of the four never sing?", written, loosely=True) is None


@pytest.mark.parametrize(
    ("question", "where", "n"),
    [
        ("How many rowers joined in 2018?", "strftime('%Y', joined) = '2018'", 2),
        ("How many rowers joined in 2018?", "joined LIKE '2018%'", 2),
        ("How many rowers joined in 2018?", "YEAR(joined) = 2018", 2),
        ("How many rowers joined in 2018?", "joined BETWEEN '2018-01-01' AND '2018-12-31'", 2),
        ("How many rowers joined in 2018?", "joined BETWEEN '2018-05-01' AND '2018-12-31'", None),
        ("How many rowers joined in April?", "strftime('%m', joined) = '04'", 2),
        ("How many rowers joined in April?", "strftime('%m', joined) = '06'", None),
        ("How many rowers joined in April 2018?", "strftime('%Y-%m', joined) = '2018-04'", 1),
        ("How many rowers joined in April 2018?", "joined LIKE '2018-%'", None),
        ("How many rowers joined since 2015?", "joined >= '2015-01-01'", 3),
        ("How many rowers live in Lindau or Bregenz?", "town IN ('Lindau', 'Bregenz')", 6),
        ("How many rowers live in Lindau or Bregenz?", "town = 'Lindau' OR town = 'Bregenz'", 6),
        ("How many rowers do not live in Bregenz?", "NOT town = 'Bregenz'", 5),
        ("How many rowers pay a fee of more than 100?", "fee > 100", 5),
        ("How many rowers pay a fee of at least 120.50?", "fee >= 120.5", 5),
        ("How many rowers pay a fee of at least 120.50?", "fee > 120.5", None),
        ("How many rowers pay a fee of more than 100?", "fee < 100", None),
        ("How many rowers live in Bregenz?", "LOWER(town) LIKE '%bregenz%'", 2),
        # a whole cell for the part of it that is said
        ("How many rowers live in Wasserburg?", "town = 'Wasserburg, Lindau'", 1),
        ("How many rowers live in Konstanz?", "town = 'Wasserburg, Lindau'", None),
        # more than another row has
        (
            "How many rowers pay a higher fee than Emil Graf?",
            "fee > (SELECT fee FROM rowing_club WHERE rower = 'Emil Graf')",
            6,
        ),
        (
            "How many rowers pay a lower fee than Ines Falk?",
            "fee > (SELECT fee FROM rowing_club WHERE rower = 'Ines Falk')",
            None,
        ),
    ],
)
def test_days_numbers_and_words_are_compared_as_the_question_says(
    ask: Ask, question: str, where: str, n: int | None
) -> None:
    made = ask(question, f"SELECT COUNT(*) FROM rowing_club WHERE {where}")
    told = None if made is None else made.statements[0].text.split(" ")[0]
    assert told == (None if n is None else str(n))


@pytest.mark.parametrize(
    ("question", "written", "told"),
    [
        (
            "Welche Übung mit Jan Ott war im März?",
            "SELECT ubung FROM schwimmtraining WHERE trainer = 'Jan Ott' AND "
            "strftime('%m', datum) = '03'",
            "Brust („schwimmtraining“ mit Trainer „Jan Ott“, Datum im März).",
        ),
        (
            "Wie viele Teilnehmer kamen insgesamt zum Kraul?",
            "SELECT SUM(teilnehmer) FROM schwimmtraining WHERE ubung = 'Kraul'",
            "34 insgesamt: Teilnehmer aus 3 Zeilen von „schwimmtraining“ mit Übung „Kraul“ = "
            "12 + 14 + 8.",
        ),
        (
            "Welche Übung mit Ida Voss hat den spätesten Beginn?",
            "SELECT ubung, beginn FROM schwimmtraining WHERE trainer = 'Ida Voss' "
            "ORDER BY beginn DESC LIMIT 1",
            "Kraul – Beginn 20:15, der späteste von 3 Zeilen von „schwimmtraining“ mit Trainer "
            "„Ida Voss“.",
        ),
        (
            "Combien de sorties Amélie Roche a-t-elle dirigées ?",
            "SELECT COUNT(*) FROM randonnees WHERE guide = 'Amélie Roche'",
            None,  # "dirigées" is near to nothing for an encoder of English words
        ),
        (
            "Quelles sorties ont Luc Perrin pour guide ?",
            "SELECT sortie FROM randonnees WHERE guide = 'Luc Perrin'",
            "Dent de Vaulion et Creux du Van – 2 des 4 lignes de « randonnées » avec Guide "
            "« Luc Perrin ».",
        ),
        (
            "Who lives in the most common town of the rowing club?",
            "SELECT town FROM rowing_club GROUP BY town ORDER BY COUNT(*) DESC LIMIT 1",
            None,
        ),
        (
            "Which town do the most rowers live in?",
            "SELECT town, COUNT(*) FROM rowing_club GROUP BY town ORDER BY COUNT(*) DESC LIMIT 1",
            "Lindau: 3 of 7 rows of “rowing club”.",
        ),
    ],
)
def test_an_answer_is_told_in_the_language_of_the_question(
    ask: Ask, question: str, written: str, told: str | None
) -> None:
    made = ask(question, written)
    assert (None if made is None else made.statements[0].text) == told


@pytest.mark.parametrize(
    "written",
    [
        "",
        "I cannot say.",
        "DELETE FROM rowing_club",
        "SELECT * FROM items",
        "SELECT * FROM rowing_club JOIN chairs",
        "SELECT load_extension('x') FROM rowing_club",
        "SELECT rower FROM rowing_club UNION SELECT chair FROM chairs",
        "WITH t AS (SELECT 1) SELECT * FROM t",
        "SELECT born * 2 FROM rowing_club WHERE town = 'Bregenz'",
        "SELECT COUNT(*) FROM rowing_club WHERE nation = 'Bregenz'",
        "SELECT COUNT(*) FROM rowing_club WHERE town LIKE '%e%g%z%'",
        "SELECT COUNT(*) FROM rowing_club WHERE (((",
        "SELECT rower FROM rowing_club LIMIT 2",
    ],
)
def test_what_goes_beyond_the_forms_is_not_run(ask: Ask, written: str) -> None:
    assert ask("How many rowers live in Bregenz?", written) is None


def test_every_row_is_cited_at_its_place(ask: Ask) -> None:
    made = ask(
        "How many rowers live in Bregenz?",
        "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'",
    )
    assert made is not None
    quotes = [grounds.quote for grounds in made.statements[0].rests_on]
    assert len(quotes) == 2
    assert all("Bregenz" in quote for quote in quotes)
    assert all(g.quote in g.found.chunk.text for g in made.statements[0].rests_on)


def test_the_model_sees_columns_and_values_and_no_other_table(ask: Ask, writer: Writes) -> None:
    ask("How many rowers live in Bregenz?", "NONE")
    (prompt,) = writer.prompts
    assert "town TEXT, -- one of 'Lindau', 'Bregenz'" in prompt.question
    assert "born REAL, -- 1985 to 1999" in prompt.question
    assert "chairs" not in prompt.question


def test_no_query_is_written_for_a_question_that_a_rule_answers_or_that_is_typed(
    core: Core, writer: Writes
) -> None:
    writer.prompts.clear()
    core.answerer.read_ahead(Query("How many rowers live in Bregenz?"), lambda: False)
    assert not writer.prompts


def test_an_answer_by_a_query_is_shown_with_its_citations(core: Core, writer: Writes) -> None:
    writer.text = "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'"
    said = list(core.answerer.ask(Query("How many rowers live in Bregenz?"), GenerationSettings()))
    text = "".join(event.text for event in said if isinstance(event, events.TextDelta))
    assert text.startswith("2 of the 7 rows")
    answer = said[-1]
    assert isinstance(answer, events.Answer)
    assert answer.verdict == "answered"
    assert answer.citations


def test_what_was_left_aside_is_said_and_the_query_written_once(core: Core, writer: Writes) -> None:
    writer.text = "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz'"
    writer.prompts.clear()
    question = Query("How many rowers of the rowing club live in Bregenz with dogs?")
    answer = list(core.answerer.ask(question, GenerationSettings()))[-1]
    assert isinstance(answer, events.Answer)
    assert answer.answer.startswith("2 of the 7 rows")
    assert "the table says nothing of it: “dogs”." in answer.answer
    assert (answer.verdict, answer.reason, answer.abstained) == ("partly", "stretched", False)
    assert len([prompt for prompt in writer.prompts if not prompt.sources]) == 1


def test_a_query_written_before_is_not_asked_for_again(core: Core, writer: Writes) -> None:
    library = StoredLibrary(core.store, lambda question, n: [])
    queries = TableQueries(core.encoders, lambda: library)
    question = "How many rowers of the four live in Bregenz with dogs?"
    found = core.retriever.find(Query(question))
    writer.text = "SELECT COUNT(*) FROM rowing_club WHERE town = 'Bregenz' AND boat = 'four'"
    writer.prompts.clear()
    assert queries.answer(understand(question), found, loosely=True) is not None
    assert queries.answer(understand(question), found, loosely=True) is not None
    assert len(writer.prompts) == 1

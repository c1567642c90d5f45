"""Texts of sources set as what they are: tables, headings, lists, code."""

from __future__ import annotations

import pytest

from app.gui.evidence.layout import Block, set_text
from app.gui.evidence.notebook import is_code
from app.gui.evidence.rows import Table, fields_in
from tests.gui.scripted.texts import CODE, MINUTES


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("item: gutter 0; price: 0,50; when: 2026-03-01", ["gutter 0", "0,50", "2026-03-01"]),
        ("seen: 10:00:00; by: Ann", ["10:00:00", "Ann"]),
        ("note: one; two; by: Ann", ["one; two", "Ann"]),
        ("Dear Ben: this is a letter.", []),
        ("The roofer says this; the reader says: nothing", []),
        ("", []),
    ],
)
def test_values_of_a_row(line: str, values: list[str]) -> None:
    assert [line[start:end] for _, start, end in fields_in(line)] == values


def cells(text: str, table: Table) -> list[list[str]]:
    return [[text[start:end] for start, end in row.cells] for row in table.rows]


def test_rows_under_the_same_names_are_a_table() -> None:
    text = "Above.\na: 1; b: 2\na: 3; c: x; b: 4\n\nBelow: no row; of it"
    above, table, below = set_text(text, "words")
    assert isinstance(table, Table) and table.names == ("a", "c", "b")
    assert cells(text, table) == [["1", "", "2"], ["3", "x", "4"]]
    assert isinstance(above, Block) and isinstance(below, Block) and below.after_gap


@pytest.mark.parametrize(
    "text",
    [
        "Ann: one; Ben: two",  # two fields in a single line
        "a: 1; b: 2\nx: 1; y: 2",  # two lines with nothing in common
        "b: 1; a: 2\na: 3; b: 4",  # in another order
        "one | two",
        "Bring: bread; and then there is what we said of it on the day before that one: no",
    ],
)
def test_what_is_no_table_stays_text(text: str) -> None:
    assert all(isinstance(block, Block) for block in set_text(text, "words"))


def test_values_without_names_and_columns_of_one_name() -> None:
    text = "Ann | 3 | x\nBen | 4\n\na: 1; a: 2; b: 3"
    unnamed, named = set_text(text, "words")
    assert isinstance(unnamed, Table) and isinstance(named, Table)
    assert cells(text, unnamed) == [["Ann", "3", "x"], ["Ben", "4", ""]]
    assert [name.strip() for name in named.names] == ["a", "a", "b"]
    assert cells(text, named) == [["1", "2", "3"]]


def test_a_long_table_comes_in_pieces_that_go_on() -> None:
    text = "\n".join(f"a: {n}; b: {n}" for n in range(101))
    tables = list(set_text(text, "words"))
    assert [len(table.rows) for table in tables if isinstance(table, Table)] == [40, 40, 21]
    assert [table.goes_on for table in tables if isinstance(table, Table)] == [False, True, True]


def test_markdown_without_its_marks_and_with_the_places_of_its_words() -> None:
    kinds: dict[str, list[str]] = {}
    for block in set_text(MINUTES, "markdown"):
        if isinstance(block, Block):
            said = "".join(MINUTES[piece.start : piece.end] for piece in block.pieces)
            kinds.setdefault(block.kind, []).append(said)
    assert kinds["heading"] == ["Minutes of the meeting", "Decisions", "How it was reckoned"]
    assert kinds["bullet"][1] == "Cement joints are raked out to 20 mm."
    assert kinds["code"] == [
        "def moisture(readings):",
        "    # percent",
        "    return sum(readings) / len(readings)",
    ]
    assert kinds["paragraph"][-1].startswith('<img src="file:///etc/hostname"> ![a picture]')


def test_underlined_headings() -> None:
    text = "One\n===\n\nTwo\n---\nwords\n\n- a\n---"
    blocks = [block for block in set_text(text, "markdown") if isinstance(block, Block)]
    assert [(block.kind, block.level) for block in blocks[:3]] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_headings_that_are_known_stand_out_where_they_begin_a_part() -> None:
    text = "Roof\nThe slates are sound.\n\nWalls\nRoof\n\nInterior\n\nClean."
    blocks = list(set_text(text, "words", {"Roof": 1, "Interior": 2}))
    assert [block.level for block in blocks if isinstance(block, Block)] == [1, 0, 0, 0, 2, 0]


def test_code_is_kept_line_by_line() -> None:
    blocks = list(set_text(CODE, "code"))
    assert all(isinstance(block, Block) and block.kind == "code" for block in blocks)
    assert len(blocks) == len(CODE.split("\n"))


NOTEBOOK = """# Tides of the `harbour`

The gauge writes a line a minute. *Nothing* is [left out](notes.md).

import csv
# the newest file
with open("tides.csv") as file:
    rows = list(csv.reader(file))

# how many there are
print(len(rows))
1440

Heights
-------

- in centimetres
- above the datum

rows[:2]
[['time', 'height'],
 ['00:00', '212']]

```
make tides
```

#### See also

Days that are missing are counted below. They are few."""


def test_a_notebook_has_its_prose_marked_up_and_its_code_line_by_line() -> None:
    blocks = list(set_text(NOTEBOOK, "notebook", {"Tides of the harbour": 1}))
    assert all(isinstance(block, Block) for block in blocks)
    told = [
        (block.kind, "".join(NOTEBOOK[piece.start : piece.end] for piece in block.pieces))
        for block in blocks
        if isinstance(block, Block)
    ]
    assert [said for kind, said in told if kind == "heading"] == [
        "Tides of the harbour",
        "Heights",
        "See also",
    ]
    assert [said for kind, said in told if kind == "bullet"] == [
        "in centimetres",
        "above the datum",
    ]
    assert [said for kind, said in told if kind == "code"] == [
        "import csv",
        "# the newest file",
        'with open("tides.csv") as file:',
        "    rows = list(csv.reader(file))",
        "# how many there are",
        "print(len(rows))",
        "1440",
        "rows[:2]",
        "[['time', 'height'],",
        " ['00:00', '212']]",
        "make tides",
    ]
    assert told[1] == (
        "paragraph",
        "The gauge writes a line a minute. Nothing is [left out](notes.md).",
    )
    assert told[-1][0] == "paragraph"


@pytest.mark.parametrize(
    ("line", "following", "code"),
    [
        ("x, y = 1, 2", "", True),
        ("df.groupby('day').mean()", "", True),
        ("%matplotlib inline", "", True),
        ("!pip install csvkit", "", True),
        ("fit <- lm(height ~ day)", "", True),
        ("# a remark", "height = 3", True),
        ("# a remark", "# that goes on", True),
        ("# Heights", "", False),
        ("## Heights", "### By day", False),
        ("# Heights", "They are in centimetres.", False),
        ("For each day there is a line.", "", False),
        ("[The gauge](https://example.org) writes.", "", False),
        ("Image", "-----", False),
        ("If it rains, the gauge reads more.", "", False),
    ],
)
def test_which_paragraphs_of_a_notebook_are_code(line: str, following: str, *, code: bool) -> None:
    assert is_code(line, following, {}) is code

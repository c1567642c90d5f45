"""PDF pages on which text runs up, down or upside down, and letters of other sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.readers.reading import page_image, read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document
from tests.storage.readers.test_pdf import pdf

_TABLE = [("Port", "Depth", "Fee"), ("Emden", "8 m", "40"), ("Brest", "12 m", "60")]
_TABLE.append(("Oslo", "9 m", "55"))
_ROWS = ["Port: Emden; Depth: 8 m; Fee: 40", "Port: Brest; Depth: 12 m; Fee: 60"]
_ROWS.append("Port: Oslo; Depth: 9 m; Fee: 55")


def page_of(path: Path, source: bytes) -> str:
    path.write_bytes(source)
    value = read(path)
    assert isinstance(value, TextDocument)
    return value.sections[0].text


def table(turns: int) -> str:
    """The table as it is drawn on a page turned to the left so often by 90 degrees."""
    matrix = {0: "1 0 0 1", 1: "0 1 -1 0", 2: "-1 0 0 -1", 3: "0 -1 1 0"}[turns]
    pieces = []
    for number, row in enumerate(_TABLE):
        for column, text in enumerate(row):
            x, y = 100 + 150 * column, 500 - 20 * number
            x, y = {0: (x, y), 1: (600 - y, x), 2: (600 - x, 800 - y), 3: (y, 700 - x)}[turns]
            pieces.append(f"{matrix} {x} {y} Tm ({text}) Tj")
    return f"BT /F 12 Tf {' '.join(pieces)} ET"


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_table_is_read_by_rows_whichever_way_it_runs(tmp_path: Path, turns: int) -> None:
    heading = "BT /F 12 Tf 1 0 0 1 60 760 Tm (Prices of berths) Tj ET"
    text = page_of(tmp_path / "a.pdf", pdf(f"{heading} {table(turns)}"))
    assert text.splitlines()[0] == "Prices of berths"
    assert text.splitlines()[-3:] == _ROWS
    start = text.index("12 m")
    drawn = page_image(tmp_path / "a.pdf", 1, width_px=300, char_start=start, char_end=start + 4)
    (box,) = drawn.boxes
    ink = (drawn.rgb < 160).all(axis=2)
    top, bottom = int(box[1] * 400), int(box[3] * 400) + 1
    assert ink[top:bottom, int(box[0] * 300) : int(box[2] * 300) + 1].any()


def test_a_page_that_is_shown_turned_keeps_its_lines_and_rows(tmp_path: Path) -> None:
    source = pdf(table(1)).replace(b"[0 0 600 800]", b"[0 0 600 800] /Rotate 90")
    assert page_of(tmp_path / "a.pdf", source).splitlines()[-3:] == _ROWS


def test_slanting_words_are_kept_apart_from_level_ones(tmp_path: Path) -> None:
    slanting = "BT /F 12 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (Sample copy) Tj ET"
    level = "BT /F 12 Tf 1 0 0 1 60 700 Tm (The rent is due) Tj ET"
    text = page_of(tmp_path / "a.pdf", pdf(f"{level} {slanting}"))
    assert text.split("\n") == ["The rent is due", "Sample copy"]


@pytest.mark.parametrize("height", [690, 710])
def test_a_large_initial_belongs_to_its_word(tmp_path: Path, height: int) -> None:
    source = (
        f"BT /F 40 Tf 1 0 0 1 60 690 Tm (O) Tj ET BT /F 12 Tf 1 0 0 1 94 {height} Tm "
        "(nce the harbour was full) Tj 1 0 0 1 60 660 Tm (of ships.) Tj ET"
    )
    text = page_of(tmp_path / "a.pdf", pdf(source))
    assert text.split() == ["Once", "the", "harbour", "was", "full", "of", "ships."]
    word = page_of(tmp_path / "a.pdf", pdf(source.replace("(O)", "(A)").replace("nce", "day at")))
    assert word.startswith("A day")


def test_numbers_of_lines_in_the_margin_are_no_part_of_the_text(tmp_path: Path) -> None:
    texts = ["The tenant shall pay the rent on", "the first of each month, and the land-"]
    texts += [
        "lord shall keep the roof in repair",
        "at his own cost and expense.",
        "No dogs are kept.",
    ]
    numbered = " ".join(
        f"1 0 0 1 30 {700 - 20 * n} Tm ({n + 1}) Tj 1 0 0 1 60 {700 - 20 * n} Tm ({text}) Tj"
        for n, text in enumerate(texts)
    )
    text = page_of(tmp_path / "a.pdf", pdf(f"BT /F 12 Tf {numbered} ET"))
    assert text.split() == " ".join(texts).replace("land- lord", "landlord").split()
    for rules in (
        ["Pay the rent on time.", "Keep no dogs.", "Shut the gate.", "Wash up.", "Be quiet."],
        ["wash the dishes", "feed the black cat", "shut it", "sweep the long stairs", "sleep"],
    ):
        listed = " ".join(
            f"1 0 0 1 30 {700 - 20 * n} Tm ({n + 1}) Tj 1 0 0 1 60 {700 - 20 * n} Tm ({rule}) Tj"
            for n, rule in enumerate(rules)
        )
        kept = page_of(tmp_path / "a.pdf", pdf(f"BT /F 12 Tf {listed} ET"))
        assert [line.split(maxsplit=1)[0] for line in kept.splitlines()] == list("12345")


@pytest.mark.parametrize("state", ["ON", "OFF"])
def test_words_of_a_layer_are_read_as_it_is_shown(tmp_path: Path, state: str) -> None:
    more = f"/OCProperties << /OCGs [6 0 R] /D << /{state} [6 0 R] >> >>"
    content = "BT /F 12 Tf 60 700 Td (Plan) Tj ET /OC /L BDC BT /F 12 Tf 60 660 Td (Old) Tj ET EMC"
    source = pdf(content, info="/Type /OCG /Name (Old)", more=more)  # its last object, number 6
    text = page_of(
        tmp_path / "a.pdf", source.replace(b"/Font <<", b"/Properties << /L 6 0 R >> /Font <<")
    )
    assert text.split() == (["Plan", "Old"] if state == "ON" else ["Plan"])


def test_names_that_run_upwards_name_their_columns(tmp_path: Path) -> None:
    xs, ys = (60, 180, 220, 260), (560, 580, 600, 700)
    drawn = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    drawn += [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    for x, name in zip((204, 244), ("Radio licence", "First aid"), strict=True):
        drawn.append(f"BT /F 9 Tf 0 1 -1 0 {x} 606 Tm ({name}) Tj ET")
    for y, row in ((586, ("Anna Berg", "yes", "no")), (566, ("Ben Ode", "no", "since 2019"))):
        for x, text in zip((64, 184, 224), row, strict=True):
            drawn.append(f"BT /F 6 Tf {x} {y} Td ({text}) Tj ET")
    margin = "BT /F 9 Tf 0 1 -1 0 40 500 Tm (Form 12) Tj ET"
    (tmp_path / "a.pdf").write_bytes(pdf(" ".join([margin, *drawn])))
    assert document(tmp_path / "a.pdf").sections[0].text.split("\n\n")[-1].splitlines()[-3:] == [
        "Radio licence | First aid",
        "Anna Berg; Radio licence: yes; First aid: no",
        "Ben Ode; Radio licence: no; First aid: since 2019",
    ]
    assert "Form 12" in document(tmp_path / "a.pdf").sections[0].text.split("\n")

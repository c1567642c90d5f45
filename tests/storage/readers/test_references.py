"""Lists of literature: each entry under its title, in letters."""

from __future__ import annotations

from pathlib import Path

from storage.readers.reading import read
from storage.readers.values import TextDocument


def entries(path: Path, source: str) -> list[tuple[str, list[str]]]:
    path.write_text(source, "utf-8")
    value = read(path)
    assert isinstance(value, TextDocument)
    return [
        ((section.locator.get("heading_path") or [""])[-1], section.text.splitlines())
        for section in value.sections
    ]


def test_entries_of_bibtex_are_told_as_people_write_them(tmp_path: Path) -> None:
    source = r"""
    % Written by hand.
    @comment{ignored, title = {No entry}}
    @string{hs = "Harbour " # {Studies}}
    @Article{holm2024,
      title = {Chafing of {M}ooring Lines, 50\% more},
      author = "Holm, Greta and P{\'e}ter Sand and {Nordwind Ltd}",
      journal = hs # { B}, year = 2024, pages = {12--15},
      url = {https://example.org/a_b~c--d},
      file = {:home/x.pdf:PDF}
    }
    @book(knots, title="Knots {"}and{"} bends", editor = {Sea, Ann},)
    @misc{cut, title = {Never closed
    """
    first, second, third = entries(tmp_path / "a.bib", source)
    assert first == (
        "Chafing of Mooring Lines, 50% more",
        [
            "Chafing of Mooring Lines, 50% more",
            "Author: Greta Holm; Péter Sand; Nordwind Ltd",
            "Journal: Harbour Studies B",
            "Year: 2024",
            "Pages: 12–15",
            "Url: https://example.org/a_b~c--d",
        ],
    )
    assert second == ('Knots "and" bends', ['Knots "and" bends', "Editor: Ann Sea"])
    assert third[0] == "Never closed"


def test_entries_of_ris_are_told_under_their_titles(tmp_path: Path) -> None:
    source = (
        "TY  - JOUR\nTI  - Chafing of lines\nAU  - Holm, Greta\nAU  - Sand, Péter\nPY  - 2024/05\n"
        "JO  - Ropes\nKW  - nylon\nKW  - wear\nUR  - https://example.org\nER  - \n"
        "TY  - BOOK\r\nT1  - Knots\r\nA1  - Sea, Ann\r\nER  - \r\n"
    )
    assert entries(tmp_path / "a.ris", source) == [
        (
            "Chafing of lines",
            [
                "Chafing of lines",
                "Author: Greta Holm; Péter Sand",
                "Year: 2024/05",
                "Journal: Ropes",
                "Keywords: nylon; wear",
                "Url: https://example.org",
            ],
        ),
        ("Knots", ["Knots", "Author: Ann Sea"]),
    ]


def test_what_is_no_list_of_literature_stays_text(tmp_path: Path) -> None:
    assert entries(tmp_path / "a.bib", "Bring a bib for Ida.") == [("", ["Bring a bib for Ida."])]

"""The archive's papers: statutes with automatic numbers, minutes, contracts, prices, a letter."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.evaluation.archive.builder.packing import MADE, opendocument, packed_anew

Table = list[tuple[str, ...]]


def write_papers(folder: Path) -> None:
    for name, content in (
        ("papers/statutes.docx", statutes()),
        ("papers/agreement-conductor.docx", agreement()),
        ("minutes/2024-03-08-general-meeting.docx", meeting_2024()),
        ("minutes/2024-09-12-committee.odt", committee_2024()),
        ("minutes/2025-01-16-committee.docx", committee_2025()),
        ("minutes/2025-03-14-general-meeting.odt", meeting_2025()),
        ("money/ticket-prices-2024.docx", prices("2024", PRICES_2024)),
        ("money/ticket-prices-2025.docx", prices("2025", PRICES_2025)),
        ("trip/einladung-hohenried.docx", invitation()),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


STATUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Name and seat",
        (
            "The society is called Thornwick Choral Society. Its seat is in Thornwick.",
            "The business year is the calendar year.",
        ),
    ),
    (
        "Purpose",
        (
            "The society keeps a mixed choir, the Thornwick Singers, and gives at least two public "
            "concerts a year.",
            "It does not seek a profit.",
        ),
    ),
    (
        "Members",
        (
            "Whoever has reached the age of fourteen can become a member. The committee decides on "
            "a written application.",
            "A member leaves by a written notice to the secretary, three months before the end of "
            "the year.",
            "Whoever has not paid the fee after two reminders can be excluded by the committee.",
        ),
    ),
    (
        "Fees",
        (
            "The general meeting sets the yearly fee. It is due on 1 February.",
            "Honorary members and members under eighteen pay no fee.",
        ),
    ),
    (
        "General meeting",
        (
            "The general meeting takes place once a year, before the end of March.",
            "The chair invites in writing at least three weeks before the day.",
            "It can decide when at least one third of the members are present.",
            "A change of these statutes needs two thirds of the votes cast.",
        ),
    ),
    (
        "Committee",
        (
            "The committee consists of the chair, the treasurer, the secretary and two assessors. "
            "They are elected for two years.",
            "The conductor attends the committee's meetings without a vote.",
            "For one purpose the committee may spend up to 500 pounds on its own decision. Beyond "
            "that it asks the general meeting.",
        ),
    ),
    (
        "Audit",
        ("Two auditors who do not belong to the committee check the cash book every January.",),
    ),
    (
        "Dissolution",
        ("If the society is dissolved its property goes to the village library of Thornwick.",),
    ),
)


def statutes() -> bytes:
    """The numbers of paragraphs ("§ 3", "(2)") are Word's own: they stand in no run of text."""
    document = _document("Statutes of the Thornwick Choral Society")
    document.add_heading("Statutes of the Thornwick Choral Society", 0)
    document.add_paragraph("Decided by the general meeting of 8 March 2019.")
    number = _numbering(document)
    for heading, paragraphs in STATUTES:
        _numbered(document.add_paragraph(heading, style="Heading 1"), number, 0)
        for text in paragraphs:
            _numbered(document.add_paragraph(text), number, 1)
    return _saved(document)


def _numbering(document: Any) -> int:
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for level, text in ((0, "§ %1"), (1, "(%2)")):
        entry = OxmlElement("w:lvl")
        entry.set(qn("w:ilvl"), str(level))
        for tag, value in (("start", "1"), ("numFmt", "decimal"), ("lvlText", text)):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            entry.append(child)
        abstract.append(entry)
    numbering.insert(0, abstract)
    instance = OxmlElement("w:num")
    instance.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    instance.append(reference)
    numbering.append(instance)
    return 77


def _numbered(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    entry = OxmlElement("w:numPr")
    for tag, value in (("ilvl", level), ("numId", number)):
        child = OxmlElement(f"w:{tag}")
        child.set(qn("w:val"), str(value))
        entry.append(child)
    properties.append(entry)


def agreement() -> bytes:
    document = _document("Agreement with the conductor")
    document.add_heading("Agreement", 0)
    for text in (
        "between the Thornwick Choral Society and Ms Ines Aldous, 17 Church Street, Thornwick, who "
        "conducts the Thornwick Singers from 1 September 2021.",
        "The conductor leads forty rehearsals and two concerts a year.",
        "The society pays 240 pounds a month. Each further concert is paid with 150 pounds.",
        "Costs of travel are not part of this fee. They are refunded with 0.40 pounds a mile.",
        "Lessons for single voices are not part of this agreement; members arrange and pay them "
        "themselves.",
        "If the conductor is ill she names a substitute. At present this is Felix Norden.",
        "Either side can end the agreement with two months' notice to 30 June or 31 December.",
    ):
        document.add_paragraph(text)
    return _saved(document)


def meeting_2024() -> bytes:
    document = _document("Minutes of the general meeting 2024")
    document.add_heading("General meeting of 8 March 2024", 1)
    for text in (
        "Place and time: Parish Hall, Mill Lane, Friday 8 March 2024, 19:30 to 21:10.",
        "Present: 31 of 46 members. Chair: Rowan Petty. Minutes: Tom Haldane.",
        "1. The chair reports on two concerts and on the choir festival, to which the choir will "
        "travel by bus in June.",
        "2. Cash report by Greta Lindqvist: the balance on 31 December 2023 was 2,140 pounds. The "
        "auditors Nora Beck and Paul Ashby found the cash book in order. The committee is "
        "discharged.",
        "3. Yearly fee: the committee proposes to raise it from 48 to 60 pounds from 1 January "
        "2025. 24 members vote for it, 5 against it, 2 abstain. The proposal is accepted.",
        "4. Elections: Rowan Petty is elected chair, Greta Lindqvist treasurer, Tom Haldane "
        "secretary, Lucy Farrow and Owen Marsh assessors.",
        "5. Any other business: Owen Marsh asks for stage lights. The decision is put off. Lucy "
        "Farrow reports that the old choir gowns were given to the theatre group of Aldham.",
    ):
        document.add_paragraph(text)
    return _saved(document)


def committee_2024() -> bytes:
    return opendocument(
        "Minutes of the committee, September 2024",
        [
            "Thursday 12 September 2024, at Greta Lindqvist's, 14 Church Lane.",
            "Present: Rowan Petty, Greta Lindqvist, Tom Haldane, Lucy Farrow. Ines Aldous as "
            "conductor. Excused: Owen Marsh.",
            "1. Advent concert: on Saturday 14 December 2024 in St. Olave's Church. It begins at "
            "18:00. The collection is for the choir.",
            "2. Folders: 40 black folders are ordered from Bexley Print at 7.75 pounds each, 310 "
            "pounds in all.",
            "3. Breathing workshop: Dr. Helen Pryce offers a workshop on Saturday 19 October. She "
            "asks for no fee, only for her travel costs.",
            "4. The boiler of the Parish Hall is replaced in the autumn; there is no rehearsal on "
            "31 October.",
            "5. Next meeting: Thursday 16 January 2025.",
        ],
    )


def committee_2025() -> bytes:
    document = _document("Minutes of the committee, January 2025")
    document.add_heading("Committee, Thursday 16 January 2025", 1)
    for text in (
        "Present: Rowan Petty, Tom Haldane, Lucy Farrow, Owen Marsh. Excused: Greta Lindqvist.",
        "1. Advent concert: 212 visitors came. The collection brought 874.50 pounds.",
        "2. Summer concert: on Saturday 28 June 2025 in the barn of Hollis Farm. If it rains, the "
        "concert moves to St. Olave's Church.",
        "3. Trip to Hohenried from 29 May to 1 June 2025: 26 singers have put down their names.",
    ):
        document.add_paragraph(text)
    _table(
        document,
        [
            ("Bus company", "Seats", "Offer in pounds", "Toilet on board"),
            ("Carter Coaches", "49", "1,890", "yes"),
            ("Blue Line", "53", "1,980", "yes"),
            ("Thornwick Minibus", "16", "1,150", "no"),
        ],
    )
    for text in (
        "The committee takes the offer of Carter Coaches, if the general meeting agrees.",
        "4. Stage lights: the committee does not buy them. The offer of 1,150 pounds is too high.",
        "5. The piano is tuned by Viktor Brandt in February.",
    ):
        document.add_paragraph(text)
    return _saved(document)


def meeting_2025() -> bytes:
    return opendocument(
        "Minutes of the general meeting 2025",
        [
            "Friday 14 March 2025, Parish Hall, 19:30 to 21:25. Present: 27 of 44 members. Chair: "
            "Rowan Petty. Minutes: Tom Haldane.",
            "1. Cash report by Greta Lindqvist for 2024. The auditors Nora Beck and Paul Ashby "
            "found one receipt missing, of 18.40 pounds, which was handed in later.",
            "2. Fee: a motion to lower the yearly fee to 50 pounds is rejected with 19 votes "
            "against 6; 2 abstain. The fee stays at 60 pounds.",
            "3. Election: Greta Lindqvist gives up the office of treasurer on 31 March 2025. "
            "Samuel Oduya is elected treasurer with 25 votes; 2 abstain.",
            "4. Change of the statutes: the motion to shorten the time of invitation to two weeks "
            "receives 15 of 27 votes. It would have needed 18 and is not accepted.",
            "5. Trip to Hohenried: the meeting agrees to the bus for 1,890 pounds.",
            "6. Edith Vane, who has sung in the choir since 1971, becomes an honorary member.",
        ],
    )


PRICES_2024: Table = [
    ("Ticket", "Pounds"),
    ("Adults", "9.00"),
    ("Pensioners", "7.00"),
    ("Students", "5.00"),
    ("Children under 12", "free"),
    ("Family (2 adults and children)", "20.00"),
    ("Programme booklet", "1.00"),
]
PRICES_2025: Table = [
    ("Ticket", "Pounds"),
    ("Adults", "10.00"),
    ("Pensioners", "8.00"),
    ("Students", "5.00"),
    ("Children under 12", "free"),
    ("Family (2 adults and children)", "22.00"),
    ("Programme booklet", "1.50"),
]


def prices(year: str, rows: Table) -> bytes:
    document = _document(f"Ticket prices {year}")
    document.add_heading(f"Ticket prices for the summer concert {year}", 1)
    _table(document, rows)
    document.add_paragraph(f"Valid from 1 April {year} until further notice.")
    return _saved(document)


def invitation() -> bytes:
    document = _document("Einladung nach Hohenried")
    for text in (
        "Liederkranz Hohenried 1887 e. V.",
        "Hohenried, den 3. Februar 2025",
        "Liebe Thornwick Singers,",
        "wir freuen uns sehr auf euren Besuch vom 29. Mai bis 1. Juni 2025. Zuletzt wart ihr im "
        "Jahr 2016 bei uns.",
        "Ihr wohnt bei Gastfamilien; nur der Busfahrer schläft im Gasthaus Adler. Dort essen wir "
        "am Freitag um 19 Uhr alle zusammen zu Abend.",
        "Die gemeinsame Probe ist am Freitag, dem 30. Mai, um 16:30 Uhr im Bürgersaal. Das Konzert "
        "beginnt am Samstag, dem 31. Mai, um 19 Uhr in der Stadtkirche. Wir haben 350 Plätze.",
        "Am Sonntag wandern wir zur Burgruine. Bitte bringt feste Schuhe mit. Bei Regen besuchen "
        "wir stattdessen das Uhrenmuseum.",
        "Ein Hotel übernehmen wir nicht. Wer nicht bei einer Familie wohnen möchte, bucht selbst.",
        "Herzliche Grüße, eure Brunhilde Kessler, Vorsitzende, Telefon 07391 55 21 40",
    ):
        document.add_paragraph(text)
    return _saved(document)


def _document(title: str) -> Any:
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = "Thornwick Choral Society"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = MADE
    return document


def _table(document: Any, rows: Table) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return packed_anew(buffer.getvalue())

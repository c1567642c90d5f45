"""Whose words a mail repeats, and of which day."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from storage.readers.reading import read
from storage.readers.values import TextDocument

OWN = "From Carla Dune to Anna Berg on 2025-10-15 09:00"
ANNA = "Quoted from Anna Berg on 2025-10-14 10:02"
BEN = "Quoted from Ben Ode on 2025-10-13 08:01"


def told(path: Path, plain: str, html: str = "") -> list[tuple[str, str]]:
    """(whose, words) of each section of the body."""
    message = EmailMessage()
    message["From"] = "Carla Dune <carla@example.org>"
    message["To"] = "Anna Berg <anna@example.org>"
    message["Subject"], message["Date"] = "Crane", "Wed, 15 Oct 2025 09:00:00 +0200"
    message.set_content(html or plain, subtype="html" if html else "plain")
    (path / "a.eml").write_bytes(bytes(message))
    found = read(path / "a.eml")
    assert isinstance(found, TextDocument)
    sections = found.sections[1:]
    assert all(section.locator["heading_path"][0] == OWN for section in sections)
    return [(section.locator["heading_path"][-1], section.text) for section in sections]


def test_quotations_within_quotations_and_replies_between_them(tmp_path: Path) -> None:
    body = (
        "I agree.\n\nOn Tue, Oct 14, 2025 at 10:02 AM Anna Berg\n<anna@example.org> wrote:\n\n"
        "> It costs 900 euros.\n> Friday?\n>\n"
        "> On Mon, Oct 13, 2025 at 8:01 AM Ben Ode <ben@example.org> wrote:\n>\n"
        ">> The mast must come down.\n>>\n> Yes, it must.\n\nFriday it is.\n"
    )
    assert [(whose, words.split("\n")[-1]) for whose, words in told(tmp_path, body)] == [
        (OWN, "I agree."),
        (ANNA, "Friday?"),
        (BEN, "The mast must come down."),
        (ANNA, "Yes, it must."),
        (OWN, "Friday it is."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, Oct 14, 2025 at 10:02\u202fAM Anna Berg <anna@example.org> wrote:",
        "On 10/14/25 10:02 AM, Anna Berg wrote:",
        "On 14 Oct 2025, at 10:02, Anna Berg <anna@example.org> wrote:",
        "Am Di., 14. Okt. 2025 um 10:02 Uhr schrieb Anna Berg <anna@example.org>:",
        "Am 14.10.25 um 10:02 schrieb Anna Berg:",
        "Le mar. 14 oct. 2025 à 10:02, Anna Berg <anna@example.org> a écrit\u00a0:",
        "El mar, 14 oct 2025 a las 10:02, Anna Berg (<anna@example.org>) escribió:",
        "Il giorno mar 14 ott 2025 alle ore 10:02 Anna Berg <anna@example.org> ha scritto:",
        "Op di 14 okt 2025 om 10:02 schreef Anna Berg <anna@example.org>:",
        "Em ter., 14 de out. de 2025 às 10:02, Anna Berg <anna@example.org> escreveu:",
        "wt., 14 paź 2025 o 10:02 Anna Berg <anna@example.org> napisał(a):",
        "2025-10-14 10:02 GMT+02:00 Anna Berg <anna@example.org>:",
    ],
)
def test_who_wrote_what_follows_in_ten_languages(tmp_path: Path, line: str) -> None:
    for mark in ("> ", ""):  # some programs mark nothing
        found = told(tmp_path, f"I agree.\n\n{line}\n\n{mark}It costs 900 euros.\n")
        assert [whose for whose, _ in found] == [OWN, ANNA]
        assert found[1][1].endswith("\n\nIt costs 900 euros.")


@pytest.mark.parametrize(
    "headers",
    [
        "-----Original Message-----\nFrom: Ben Ode\nSent: Monday, October 13, 2025 8:01 AM\n"
        "To: Anna Berg\nSubject: Mast",
        "________________________________\nVon: Ben Ode <ben@example.org>\n"
        "Gesendet: Montag, 13. Oktober 2025 08:01\nAn: Anna Berg\nBetreff: Mast",
        "De : Ben Ode <ben@example.org>\nEnvoyé : lundi 13 octobre 2025 08:01\nÀ : Anna\nObjet : M",
        "-------- Original Message --------\nSubject: \tMast\nDate: \tMon, 13 Oct 2025 08:01:00 "
        "+0200\nFrom: \tBen Ode <ben@example.org>\nTo: \tAnna Berg",
        "---------- Forwarded message ---------\nFrom: Ben Ode <ben@example.org>\n"
        "Date: Mon, Oct 13, 2025 at 8:01 AM\nSubject: Mast\nTo: Anna Berg",
        "Message: 3\nDate: Mon, 13 Oct 2025 08:01:00 +0200\nFrom: Ben Ode <ben@example.org>\n"
        "To: list@example.org\nSubject: [list] Mast\nMessage-ID: <1@example.org>",
    ],
)
def test_headers_repeated_above_what_is_passed_on(tmp_path: Path, headers: str) -> None:
    found = told(tmp_path, f"For you.\n\n{headers}\n\nThe mast must come down.\n")
    assert [whose for whose, _ in found] == [OWN, "From Ben Ode on 2025-10-13 08:01"]
    assert found[1][1].endswith("\n\nThe mast must come down.")
    marked = "\n".join(f"> {line}" for line in headers.split("\n"))
    found = told(tmp_path, f"For you.\n\n{marked}\n>\n> The mast must come down.\n\nMine.\n")
    assert [whose for whose, _ in found] == [OWN, "From Ben Ode on 2025-10-13 08:01", OWN]


def test_a_page_knows_where_its_quotations_end(tmp_path: Path) -> None:
    page = (
        "<html><body><div>I agree.</div><div>On Tue, Oct 14, 2025 at 10:02 AM Anna Berg &lt;<a "
        'href="mailto:anna@example.org">anna@example.org</a>&gt; wrote:<br></div><blockquote '
        'class="gmail_quote"><div>It costs 900 euros.</div><p>Friday?</p><div>On Mon, Oct 13, 2025 '
        "at 8:01 AM Ben Ode wrote:</div><blockquote>The mast must come down.</blockquote>Yes."
        "</blockquote><p>Friday it is.</p></body></html>"
    )
    assert [(whose, words.split("\n")[-1]) for whose, words in told(tmp_path, "", page)] == [
        (OWN, "I agree."),
        (ANNA, "Friday?"),
        (BEN, "The mast must come down."),
        (ANNA, "Yes."),
        (OWN, "Friday it is."),
    ]


def test_who_wrote_in_a_language_that_is_not_known(tmp_path: Path) -> None:
    line = '14.10.2025 10:02 пользователь "Anna Berg" <\nanna@example.org> написал:'
    found = told(tmp_path, f"I agree.\n{line}\n\n> It costs 900 euros.\n")
    assert [whose for whose, _ in found] == [OWN, ANNA]
    body = 'Until 14.10.2025 12:00 ask "Anna Berg" <anna@example.org> for:\n\nthe keys.'
    assert told(tmp_path, body) == [(OWN, body)]


def test_rows_of_a_table_that_is_quoted(tmp_path: Path) -> None:
    page = (
        "<p>See below.</p><p><b>From:</b> Ben Ode<br><b>Sent:</b> Monday, October 13, 2025 8:01 AM"
        "<br><b>To:</b> Anna<br><b>Subject:</b> Offer</p><table><tr><th>Item</th>"
        "<th>Price</th></tr>"
        "<tr><td>Crane</td><td>900</td></tr><tr><td>Quay</td><td>70</td></tr></table>"
    )
    assert told(tmp_path, "", page)[-1] == (
        "From Ben Ode on 2025-10-13 08:01",
        "Item: Crane; Price: 900\nItem: Quay; Price: 70",
    )


@pytest.mark.parametrize(
    "body",
    [
        "See:\n\n>>> x = 1\n>>> y = 2\n\nIt works.",
        "As Anna wrote:\n\nthe mast is up.",
        "On the 3rd page of 2024 he wrote:\n\nNothing.",
        "From: the harbour\nTo: the yard\n\nthree miles.",
        "Name: Ida\nDate: 3 May\nPlace: Kiel",
    ],
)
def test_other_words_stay_the_senders_own(tmp_path: Path, body: str) -> None:
    assert told(tmp_path, body) == [(OWN, body)]


def test_what_is_marked_without_a_name_keeps_its_marks(tmp_path: Path) -> None:
    found = told(tmp_path, "> The mast is up.\n\nGood.")
    assert found == [("Quoted", "> The mast is up."), (OWN, "Good.")]

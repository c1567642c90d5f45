"""When a mail was sent, where it has no date, or one that no standard knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.readers.mail_dates import moment
from storage.readers.members import listing
from tests.storage.readers.documents import document

WHO = "From: Ada <ada@example.org>\nSubject: Gate\n"


@pytest.mark.parametrize(
    "way",
    [
        "Received: from b by c; Wed, 7 May 2025 01:00:00 +0200\n"
        "Received: from a by b;\n Tue, 6 May 2025 09:12:00 +0200 (CEST)\n",
        "X-Received: by 10.0.0.1; Tue, 06 May 2025 09:12:00 +0200\n",
        "Delivery-Date: Tue, 6 May 2025 09:12:00 +0200\n",
    ],
)
def test_without_a_date_the_way_here_tells_it(tmp_path: Path, way: str) -> None:
    found = document(tmp_path / "a.eml", f"{way}{WHO}\nIt opens at six.\n")
    assert found.metadata["date"].startswith("2025-05-06 09:12")
    assert found.sections[1].locator["heading_path"] == ["From Ada on 2025-05-06 09:12"]


def test_without_a_date_the_line_above_it_in_a_mailbox_tells_it(tmp_path: Path) -> None:
    dated = f"From a@example.org Mon May  5 08:00:00 2025\n{WHO}Date: Sun, 4 May 2025 07:00 +0000\n"
    undated = f"From a@example.org Tue May  6 09:12:00 2025\n{WHO}"
    document(tmp_path / "a.mbox", f"{dated}\nOne.\n\n{undated}\nTwo.\nDate: none\n")
    names = [member.name for member in listing(tmp_path / "a.mbox")[0]]
    found = [document(Path(f"{tmp_path / 'a.mbox'}!/{name}")) for name in names]
    assert [one.metadata["date"][:16] for one in found] == ["2025-05-04 07:00", "2025-05-06 09:12"]


def test_nothing_tells_a_date(tmp_path: Path) -> None:
    found = document(tmp_path / "a.eml", f"Received: from a by b; soon\n{WHO}\nIt opens at six.\n")
    assert "date" not in found.metadata


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Tue, 6 May 2025 09:12:00 +0200", "2025-05-06 09:12:00+02:00"),
        ("6 May 2025", "2025-05-06"),
        ("Di, 6 Mai 2025 9:12:00 +0200", "2025-05-06 09:12:00"),
        ("Tue, 6 May 2025 29:12:00 +0200", "2025-05-06"),
        ("2025-05-06T09:12:00Z", "2025-05-06 09:12:00+00:00"),
        ("1746515520", "2025-05-06 07:12:00"),
        ("05/06/2025 09:12", "05/06/2025 09:12"),
        ("Tue, 31 Feb 2025 09:12:00 +0200", "Tue, 31 Feb 2025 09:12:00 +0200"),
    ],
)
def test_dates_as_programs_write_them(said: str, meant: str) -> None:
    assert moment(said) == meant

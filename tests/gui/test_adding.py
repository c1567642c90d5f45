"""What a drop says before it is let go, and what is said of files that were not added."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from app.core.events import AddFinished, AddProgress, FileFailed, FileSkipped
from app.gui import places
from app.gui.drop_survey import DropSurvey, in_words
from app.gui.library.problems import ProblemsDialog
from app.gui.library.progress import ProgressStrip
from app.gui.library.reasons import as_csv, grouped
from app.gui.theme import Theme
from app.tasks.survey import Counts, Survey

FAILED = (
    FileFailed("/a/old.pdf", "the PDF is damaged or incomplete", False),
    FileFailed("/a/secret.pdf", "password-protected", False),
    FileFailed("/a/talk.wav", "the file changed while it was read", True),
    FileFailed("/a/odd.xyz", "took longer than 60 s to read", True),
    FileFailed("/a/wall.jpg", "The image encoder is not installed", True, waits=True),
)
SKIPPED = (
    FileSkipped("/a/=setup.exe", "unsupported type application/x-msdownload"),
    FileSkipped("/a/nothing.txt", "empty file"),
)


def test_a_folder_is_counted_by_the_rules_of_adding(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x" * 700)
    (tmp_path / "b.jpg").write_bytes(b"x" * 300)
    (tmp_path / "setup.exe").write_bytes(b"x" * 10)
    (tmp_path / ".hidden.txt").write_text("x", "utf-8")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "c.js").write_text("x", "utf-8")
    survey = Survey([str(tmp_path)], {str(tmp_path / "a.pdf")})
    survey.join(10)
    counts = survey.counts
    assert counts == Counts(3, 1010, {"text": 1, "image": 1}, 1, 1, True)
    assert in_words(counts) == (
        "Drop to add 3 files (1.0 kB)",
        "1 document · 1 picture · 1 of other kinds · 1 in the library already",
    )


def test_counts_are_told_while_they_grow_and_at_the_end(qtbot: Any, tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n}.txt").write_text("x", "utf-8")
    parent = QObject()
    survey = DropSurvey(parent)
    said: list[tuple[str, str]] = []
    survey.changed.connect(lambda head, below: said.append((head, below)))
    survey.begin([str(tmp_path)], set())
    qtbot.waitUntil(lambda: said[-1] == ("Drop to add 30 files (30 B)", "30 documents"))
    survey.end()
    counting = in_words(Counts(1200, 5_000_000, {"text": 1200}))
    assert counting[0] == "Drop to add 1,200 files (5.0 MB), and more"
    assert in_words(Counts(finished=True))[0] == "There is nothing to add in it"


def test_what_was_not_added_is_grouped_by_why() -> None:
    groups = grouped(FAILED, SKIPPED)
    assert [(group.title, len(group.entries), group.grave) for group in groups] == [
        ("Protected", 1, True),
        ("Damaged", 1, True),
        ("Gone, or still being written", 1, True),
        ("Too large, too deep or too slow to read", 1, True),
        ("Waiting for a model", 1, False),
        ("Of kinds that are not read", 1, False),
        ("Empty, or no files of one's own", 1, False),
    ]
    assert [path for group in groups for path in group.retry] == ["/a/talk.wav", "/a/odd.xyz"]
    said = dict(entry for group in groups for entry in group.entries)
    assert said["/a/old.pdf"] == "The PDF is damaged or incomplete."
    assert said["/a/=setup.exe"].startswith("This kind of file is not read")


def test_the_table_opens_elsewhere_and_computes_nothing() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(grouped(FAILED, SKIPPED)))))
    assert rows[0] == ["group", "reason", "path"]
    assert len(rows) == 8
    formula = as_csv(grouped((FileFailed('=HYPERLINK("x")', "damaged", False),), ()))
    assert "'=HYPERLINK" in formula


def test_the_list_is_saved_where_one_can_write(qtbot: Any, theme: Theme, tmp_path: Path) -> None:
    dialog = ProblemsDialog(theme, FAILED, SKIPPED)
    qtbot.addWidget(dialog)
    dialog.save(tmp_path / "not added.csv")
    assert "Saved as" in dialog.said.text()
    assert (tmp_path / "not added.csv").read_text("utf-8-sig").startswith("group,reason,path")
    dialog.save(tmp_path / "nowhere" / "not added.csv")
    assert "could not be saved" in dialog.said.text()
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "DAMAGED (1)" in said and "OF KINDS THAT ARE NOT READ (1)" in said


def test_rates_are_said_in_words() -> None:
    assert [places.rate(r) for r in (12.3, 0.7, 0.01, 0.0003)] == [
        "12 a second",
        "42 a minute",
        "36 an hour",
        "1 an hour",
    ]


def test_the_strip_says_how_fast_and_what_follows_of_itself(
    qtbot: Any, theme: Theme, monkeypatch: Any
) -> None:
    strip = ProgressStrip(theme)
    qtbot.addWidget(strip)
    clock: Callable[[], float] = iter((100.0, 100.0, 105.0)).__next__
    monkeypatch.setattr("app.gui.library.progress.time.monotonic", clock)
    strip.begin()
    strip.progress(AddProgress(0, 40, 60.0))
    strip.progress(AddProgress(10, 40, 15.0))
    assert strip.headline.full_text() == "Adding 10 of 40"
    assert strip.left.text() == "15 s left · 2 a second"
    strip.begin("Following")
    assert strip.following and strip.stop.isHidden()
    strip.finish(AddFinished(1, 0, 5, 0, 0, 3, 0.1, (), FAILED[:1]))
    assert strip.headline.full_text() == "Folders up to date"
    assert not strip.stop.isHidden()

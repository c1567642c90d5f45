"""Hostile and unlucky folders: each file ends with a reason; the good one among them is found."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from app.compose import open_core
from app.core import events
from app.core.question.retrieve import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from storage.folders import DEFAULT_IGNORE
from tests.e2e.corpora import MadeFile, make_removable, malformed_files
from tests.fakes import fake_loaders

_OURS = ("internal error", "Traceback", "Error(", "Exception")  # words of a bug, not of a reason


def passed_silently(entry: MadeFile) -> bool:
    """What the walk's documented rules leave out without a word: hidden names, the ignore rules,
    links, and folders, whose files are told instead."""
    name = entry.path.name
    ignored = any(name.endswith(rule.lstrip("*")) for rule in DEFAULT_IGNORE if rule[0] == "*")
    return name.startswith(".") or ignored or entry.path.is_dir()


@pytest.mark.parametrize(
    ("n", "seed"), [(150, 0), pytest.param(500, 1, marks=pytest.mark.slow)], ids=["150", "500"]
)
def test_every_malformed_file_ends_with_a_reason(
    n: int,
    seed: int,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "files"
    made = malformed_files(folder, n, seed)
    good = folder / "zz-good.txt"
    good.write_text("The amber lantern hangs above the eastern quarry.", "utf-8")
    caplog.set_level(logging.INFO)
    try:
        with ReaderPool(2, timeout_s=10) as readers:
            core = open_core(
                tmp_path / "library",
                readers,
                writer=True,
                settings=Settings(),
                loaders=fake_loaders(),
            )
            told = list(core.ingest.add([folder]))
            finished = told[-1]
            assert isinstance(finished, events.AddFinished) and not finished.cancelled
            hits = core.retriever.search(Query("amber lantern above the quarry")).hits
            assert str(good) in [hit.path for hit in hits]
            assert core.maintenance.verify().problems == ()
            listed = {row.path: row for row in core.browser.items()}
            core.close()
    finally:
        make_removable(folder)
    outcomes: dict[str, str] = {event.path: event.reason for event in finished.skipped}
    outcomes |= {event.path: event.reason for event in finished.failed}
    for path, reason in outcomes.items():
        assert reason.strip() and not any(word in reason for word in _OURS), (path, reason)
    indexed = {event.path for event in told if isinstance(event, events.FileIndexed)}
    for entry in made:
        path = os.fsencode(entry.path).decode("utf-8", "replace").replace("\ufffd", "?")
        known = {told_path.replace("\ufffd", "?") for told_path in {*outcomes, *indexed}}
        assert path in known or passed_silently(entry), (entry.how, entry.path)
    for event in finished.failed:
        assert listed[event.path].state == "attention"
        assert listed[event.path].reason == event.reason
    wrong = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert not wrong, wrong
    printed = capfd.readouterr()
    assert "Traceback" not in printed.err + printed.out

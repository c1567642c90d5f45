from __future__ import annotations

import pytest

from app.cli_display import AnswerPrinter, skip_reasons
from app.core.events import (
    AddFinished,
    Answer,
    Citation,
    FileSkipped,
    Hit,
    SentenceChecked,
    SourcesChosen,
    TextDelta,
)


def test_skipped_files_are_counted_by_reason() -> None:
    reasons = ["a link in a circle", "unsupported type x/y", "unsupported type x/y"]
    skipped = tuple(FileSkipped(f"/f/{n}", reason) for n, reason in enumerate(reasons))
    result = AddFinished(0, 0, 0, 0, 0, 0, 1.0, skipped, ())
    assert list(skip_reasons(result)) == [
        "  skipped 2: unsupported type x/y",
        "  skipped 1: a link in a circle",
    ]
    assert list(skip_reasons(AddFinished(1, 0, 0, 0, 0, 3, 1.0, (), ()))) == []


CITED = Citation(1, "text", "/f/lease.pdf", 1, 7, {"page": 2}, "The deposit is 900.", True)


@pytest.mark.parametrize("cited", [(), (CITED,)])
def test_what_declines_shows_where_it_was_looked_for(
    cited: tuple[Citation, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    printer = AnswerPrinter()
    printer.take(SourcesChosen((Hit(1, 0.5, "text", "/f/lease.pdf", 1, 7, {"page": 2}, "900"),)))
    said = "I did not find this in your files."
    printer.take(TextDelta(said))
    printer.take(SentenceChecked(0, len(said), "unchecked"))
    printer.take(Answer("Who?", said, True, cited, {}, {}, "", {}, verdict="declined"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == said
    assert ("  1. text      /f/lease.pdf  (page 2)" in lines) == (not cited)

from __future__ import annotations

import pytest

from app.cli_models import InstallPrinter
from app.core.events import InstallProgress


def follow(*, terminal: bool) -> None:
    printer = InstallPrinter(terminal=terminal)
    printer.take(InstallProgress("starter", "download", 0, 0))
    for name in ("minilm", "e5"):
        for done in (0, 45_000_000, 91_000_000):
            printer.take(InstallProgress(name, "download", done, 91_000_000))
        for _file in range(3):
            for done in (0, 5, 10):
                printer.take(InstallProgress(name, "verify", done, 10))
        printer.take(InstallProgress(name, "convert", 1, 2))
    printer.end_line()


def test_off_a_terminal_each_stage_of_a_model_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    follow(terminal=False)
    assert capsys.readouterr().err.splitlines() == [
        "starter: downloading …",
        "minilm: downloading 91 MB …",
        "minilm: checking …",
        "minilm: preparing …",
        "e5: downloading 91 MB …",
        "e5: checking …",
        "e5: preparing …",
    ]


def test_on_a_terminal_each_model_has_a_line_that_moves(
    capsys: pytest.CaptureFixture[str],
) -> None:
    follow(terminal=True)
    err = capsys.readouterr().err
    assert "minilm: downloading 45 of 91 MB" in err
    lines = [line.rpartition("\r")[2].rstrip() for line in err.split("\n")]
    assert lines == ["starter: downloading …", "minilm: preparing 50 %", "e5: preparing 50 %", ""]

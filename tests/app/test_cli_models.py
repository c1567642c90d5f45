from __future__ import annotations

import pytest

from app.cli_models import _show_install
from app.core import events


def test_off_a_terminal_each_stage_of_a_model_is_told_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told: set[str] = set()
    for stage in ("download", "verify", "convert"):
        for _file in range(3):
            for done in (0, 5, 10):
                _show_install(events.InstallProgress("minilm", stage, done, 10), told)  # type: ignore[arg-type]
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["minilm: downloading …", "minilm: checking …", "minilm: preparing …"]

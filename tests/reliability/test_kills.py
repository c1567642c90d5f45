"""Some kills of each kind; `python -m tests.reliability.kills` does hundreds."""

from __future__ import annotations

import os

import pytest

from tests.reliability.actions import ACTIONS
from tests.reliability.kills import run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("name", list(ACTIONS))
def test_killed_at_any_moment_nothing_is_lost(name: str) -> None:
    tally = run(name, 3, seed=7)
    assert (tally.rounds, tally.wrong) == (3, [])

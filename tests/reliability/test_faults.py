"""A disk that fails once: at some moments of each action here, at every one where there is time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.e2e.program import ROOT
from tests.reliability.faults import can_run

pytestmark = pytest.mark.skipif(not can_run(), reason="needs Linux and gcc")
_COMMAND = [sys.executable, "-m", "tests.reliability.faults"]


def tried(*arguments: str) -> str:
    done = subprocess.run([*_COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("action", ["add", "remove", "migrate", "restore", "reencode"])
def test_a_disk_that_fails_once_loses_nothing_and_is_told_of(action: str) -> None:
    said = tried("--samples", "4", "--only", action)
    assert f'"action": "{action}", "faults": 4' in said
    assert "said The disk" in said


@pytest.mark.slow
def test_a_disk_that_fails_at_every_moment() -> None:
    tried()

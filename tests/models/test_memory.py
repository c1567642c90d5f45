"""Each in a process of its own: these settings cannot be taken back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="does nothing elsewhere")

_RESIDENT = """
import numpy as np
from models.memory import keep_freed_memory, release_freed_memory

def megabytes(name):
    for line in open("/proc/self/smaps_rollup"):
        if line.startswith(name):
            return int(line.split()[1]) // 1024

def use_and_free():
    blocks = [np.ones(50_000_000 // 8) for _ in range(4)]
"""


def printed(program: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", _RESIDENT + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [int(word) for word in done.stdout.split()]


def test_freed_memory_is_kept_until_it_is_released() -> None:
    at_first, kept, released = printed(
        "keep_freed_memory(); print(megabytes('Rss')); use_and_free(); print(megabytes('Rss'));"
        "release_freed_memory(); print(megabytes('Rss'))"
    )
    assert kept > at_first + 150
    assert released < at_first + 50


def test_memory_is_returned_where_nothing_was_asked_for() -> None:
    at_first, later = printed("print(megabytes('Rss')); use_and_free(); print(megabytes('Rss'))")
    assert later < at_first + 50

"""Run the command line as its users do: as a process, with its own data folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples" / "library"


@dataclass(frozen=True)
class Ended:
    status: int
    stdout: str
    stderr: str

    @property
    def value(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        lines = self.stdout.splitlines()
        assert len(lines) == 1, (self.stdout, self.stderr)
        loaded: dict[str, Any] = json.loads(lines[0])
        return loaded

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stdout.splitlines()]


def run(*arguments: str | Path, library: Path | None = None, before: tuple[str, ...] = ()) -> Ended:
    """Run one command without a network; `before` are words put before the interpreter."""
    words = [str(word) for word in arguments]
    if library is not None:
        words += ["--library", str(library)]
    done = subprocess.run(
        [*before, sys.executable, "-m", "tests.e2e.guarded", *words],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        timeout=600,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

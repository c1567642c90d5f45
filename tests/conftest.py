"""Every test has its own data folder and no hub; the model store is the machine's. Nothing reaches
beyond this machine: an attempt raises where it is made, and fails the test and the whole run even
if the code swallows the error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.silence import silence
from tests.e2e.guarded import asked_outside

silence()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Hundreds of children import the program: each would compile it anew, which takes a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_attempts: list[str] = []  # of the whole run: an audit hook stays for the process's life


class ReachedOutside(RuntimeError):
    """Code under test tried to reach another machine."""


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    attempt = asked_outside(event, arguments)
    if attempt is not None:
        _attempts.append(attempt)
        raise ReachedOutside(attempt)


sys.addaudithook(_refuse)


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    home = tmp_path / "home"
    monkeypatch.setenv("TRIPTYCH_HOME", str(home))
    yield home


@pytest.fixture(autouse=True)
def no_attempt_outside() -> Iterator[None]:
    before = len(_attempts)
    yield
    if made := _attempts[before:]:
        pytest.fail("; ".join(dict.fromkeys(made)))


@pytest.fixture
def expected_attempts(no_attempt_outside: None) -> Iterator[list[str]]:
    """For tests of the guard itself: what it refused is here, and not held against the test."""
    before = len(_attempts)
    yield _attempts
    del _attempts[before:]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take over what one of several processes, side by side, has attempted (pytest-xdist)."""
    _attempts.extend(getattr(node, "workeroutput", {}).get("attempts", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Attempts outside of tests (while collecting, in threads left behind) fail the run too."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["attempts"] = list(_attempts)
    elif _attempts and session.exitstatus == pytest.ExitCode.OK:
        sys.stderr.write("\n" + "\n".join(dict.fromkeys(_attempts)) + "\n")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

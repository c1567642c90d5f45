"""The disk fails once, at the n-th write, sync, truncation or rename, for every n.

    python -m tests.reliability.faults                  every n of every action
    python -m tests.reliability.faults --samples 12     some of them, evenly spread

After each the library opens, is whole, and holds what was acknowledged; the message is one for a
user. Needs Linux and gcc: `faults.c` stands between the process and the C library."""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from app.core.troubles import known_trouble
from tests.reliability.actions import ACTIONS, Place, Say
from tests.reliability.kills import in_child_to_its_end, look

SOURCE = Path(__file__).with_name("faults.c")
_VARIABLE = "TRIPTYCH_TEST_FAULTS"


def can_run() -> bool:
    return sys.platform.startswith("linux") and shutil.which("gcc") is not None


def build(folder: Path) -> Path:
    made = folder / "faults.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return made


def _faults() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ[_VARIABLE])
    library.faults_arm.argtypes = [ctypes.c_char_p, ctypes.c_long]
    library.faults_seen.restype = ctypes.c_long
    library.faults_failed.restype = ctypes.c_char_p
    return library


def _prepare(name: str, place: Place, _say: Say) -> None:
    ACTIONS[name].prepare(place)


def _act(name: str, place: Place, nth: int, say: Say) -> None:
    """The last lines tell which call failed, how many there were, and how it ended."""
    faults = _faults()
    faults.faults_arm(os.fsencode(place.library), nth)
    try:
        ACTIONS[name].act(place, say)
        ending = "> ended"
    except Exception as error:  # noqa: BLE001 - what a user would be told
        known = known_trouble(error)
        ending = f"> said {known.message}" if known else f"> bug {error!r}"
    seen, failed = faults.faults_seen(), faults.faults_failed().decode()
    faults.faults_arm(b"", 0)
    say(ending)
    say(f"> {failed or 'nothing'} of {seen}")


def run(name: str, samples: int | None) -> tuple[int, list[str], Counter[str]]:
    """How many faults were tried, what was wrong after them, and how the actions ended."""
    wrong: list[str] = []
    endings = Counter[str]()
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        place = Place(Path(folder).resolve())
        in_child_to_its_end(partial(_prepare, name, place))
        place.begin()
        lines, _ = in_child_to_its_end(partial(_act, name, place, 0))
        n_calls = int(lines[-1].rsplit(" ", 1)[-1])
        for nth in _moments(n_calls, samples):
            place.begin()
            lines, _ = in_child_to_its_end(partial(_act, name, place, nth))
            said, ending, failed = lines[:-2], lines[-2], lines[-1]
            endings[ending] += 1
            found, _ = in_child_to_its_end(partial(look, name, place, tuple(said)))
            if ending.startswith("> bug"):
                found.append(ending)
            wrong += [f"{name}, {nth} ({failed}), {ending}: {line}" for line in found]
    return n_calls if samples is None else min(samples, n_calls), wrong, endings


def _moments(n_calls: int, samples: int | None) -> Sequence[int]:
    if samples is None or samples >= n_calls:
        return range(1, n_calls + 1)
    return [1 + i * (n_calls - 1) // (samples - 1) for i in range(samples)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int)
    parser.add_argument("--only", action="append", choices=list(ACTIONS))
    given = parser.parse_args()
    if _VARIABLE not in os.environ:
        with tempfile.TemporaryDirectory(prefix="faults-") as folder:
            made = build(Path(folder))
            environment = {**os.environ, _VARIABLE: str(made), "LD_PRELOAD": str(made)}
            command = [sys.executable, "-m", "tests.reliability.faults", *sys.argv[1:]]
            raise SystemExit(subprocess.run(command, env=environment).returncode)
    n_wrong = 0
    for name in given.only or ACTIONS:
        began = time.monotonic()
        n_tried, wrong, endings = run(name, given.samples)
        n_wrong += len(wrong)
        print("\n".join(wrong[:40]))
        said = {"action": name, "faults": n_tried, "wrong": len(wrong), "ended": endings}
        print(json.dumps(said | {"seconds": round(time.monotonic() - began)}), flush=True)
    raise SystemExit(1 if n_wrong else 0)


if __name__ == "__main__":
    main()

"""Killed at any moment: nothing acknowledged is lost, and nothing half done is left.

    python -m tests.reliability.kills --each 100 --add 500 --seed 1

The nightly run takes `--each 2000 --add 10000`. The moments are spread evenly over the time that
the action takes when it is left alone."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.reliability.actions import ACTIONS, Place, Say, in_child


@dataclass
class Tally:
    """`kills` hit the child at work; in the other rounds it had already ended."""

    rounds: int = 0
    kills: int = 0
    wrong: list[str] = field(default_factory=list)


def run(name: str, rounds: int, seed: int) -> Tally:
    action, chance, tally = ACTIONS[name], random.Random(f"{name} {seed}"), Tally()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        place = Place(Path(folder))
        in_child_to_its_end(lambda _say: action.prepare(place))
        place.begin()
        began = time.monotonic()
        in_child_to_its_end(partial(action.act, place))
        lasts_s = time.monotonic() - began
        place.begin()
        acknowledged: list[str] = []
        for number in range(rounds):
            if not action.goes_on:
                place.begin()
                acknowledged = []
            after_s = chance.uniform(0, lasts_s)
            said, killed = _killed(partial(action.act, place), after_s)
            acknowledged += said
            tally.rounds += 1
            tally.kills += killed
            wrong, _ = in_child_to_its_end(partial(look, name, place, tuple(acknowledged)))
            tally.wrong += [f"{name} {number} after {after_s:.4f} s: {line}" for line in wrong]
            if action.goes_on and not killed:  # all is done: from the beginning
                place.begin()
                acknowledged = []
    return tally


def look(name: str, place: Place, acknowledged: Sequence[str], say: Say) -> None:
    for problem in ACTIONS[name].holds(place, acknowledged):
        say(problem)


def _killed(work: Callable[[Say], None], after_s: float) -> tuple[list[str], bool]:
    pid, pipe = in_child(work)
    time.sleep(after_s)
    os.kill(pid, signal.SIGKILL)
    lines = _lines(pipe)
    _, status = os.waitpid(pid, 0)
    return lines, os.WIFSIGNALED(status)


def in_child_to_its_end(work: Callable[[Say], None]) -> tuple[list[str], int]:
    pid, pipe = in_child(work)
    lines = _lines(pipe)
    _, status = os.waitpid(pid, 0)
    return lines, status


def _lines(pipe: int) -> list[str]:
    with os.fdopen(pipe, "rb") as stream:
        return [line.decode() for line in stream.read().split(b"\n")[:-1]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--each", type=int, default=100, help="kills of each action but add")
    parser.add_argument("--add", type=int, default=500, help="kills of add")
    parser.add_argument("--only", action="append", choices=list(ACTIONS))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    n_wrong = 0
    for name in given.only or ACTIONS:
        began = time.monotonic()
        tally = run(name, given.add if name == "add" else given.each, given.seed)
        n_wrong += len(tally.wrong)
        print("\n".join(tally.wrong[:40]))
        said = {"action": name, "rounds": tally.rounds, "kills": tally.kills}
        said |= {"wrong": len(tally.wrong), "seconds": round(time.monotonic() - began)}
        print(json.dumps(said), flush=True)
    raise SystemExit(1 if n_wrong else 0)


if __name__ == "__main__":
    main()

"""Adds, removes and searches mixed for a long time: does anything grow?

    python -m tests.reliability.soak --minutes 120

The engine in its own process, with its readers and fake models, spoken to over its pipe as the
window does. Memory, descriptors and the database's size are taken in each quarter of the time; the
first is for warming up. Memory is compared by its least value of a quarter: what is in use between
two calls, not their peaks."""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import psutil

from app.core import calls, events
from app.core.question.query import Query
from tests.app.test_engine import FAKE, Pipe
from tests.e2e.corpora import mixed_files

_QUARTERS = 4


def run(minutes: float, seed: int, n_files: int, pause_s: float) -> dict[str, object]:
    chance = random.Random(seed)
    figures: dict[str, dict[str, list[list[float]]]] = defaultdict(
        lambda: defaultdict(lambda: [[] for _ in range(_QUARTERS)])
    )
    done = {"add": 0, "remove": 0, "search": 0}
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder, library = Path(name) / "files", Path(name) / "library"
        files = mixed_files(folder, n_files)
        pipe = Pipe(FAKE, library)
        pipe.stay_patient()
        began = time.monotonic()
        while (elapsed := time.monotonic() - began) < minutes * 60:
            what = chance.choices(list(done), (2, 1, 5))[0]
            done[what] += 1
            if what == "add":
                some = chance.sample(files, min(10, len(files)))
                told = pipe.ask(calls.Add(tuple(map(str, some))))[-1]
                assert isinstance(told, events.AddFinished) and not told.failed, told
            elif what == "remove":
                held = [
                    row.item_id
                    for told in pipe.ask(calls.ListItems())
                    if isinstance(told, events.ItemRows)
                    for row in told.rows
                ]
                going = tuple(chance.sample(held, len(held) // 3))
                if going:
                    pipe.ask(calls.Remove(going))
            else:
                pipe.ask(calls.Search(Query(f"amber archive number-{chance.randrange(n_files)}")))
            pipe.forget()
            time.sleep(pause_s)
            quarter = min(_QUARTERS - 1, int(elapsed / (minutes * 60) * _QUARTERS))
            _measure(pipe, library, quarter, figures)
        report = pipe.ask(calls.Verify(deep=True))[-1]
        pipe.close()
    assert isinstance(report, events.VerifyReport)
    least = {
        process: {
            what: [min(each, default=0.0) for each in quarters] for what, quarters in of.items()
        }
        for process, of in figures.items()
    }
    return {"minutes": minutes, "calls": done, "least_by_quarter": least, "whole": report.ok}


def _measure(
    pipe: Pipe, library: Path, quarter: int, figures: dict[str, dict[str, list[list[float]]]]
) -> None:
    engine = psutil.Process(pipe.process.pid)
    readers = engine.children()
    for process, members in (("engine", [engine]), ("readers", readers)):
        try:
            resident = sum(member.memory_info().rss for member in members) / 1e6
            open_files = sum(member.num_fds() for member in members)
        except psutil.NoSuchProcess:  # a reader that was replaced just now
            continue
        if not members:
            continue
        figures[process]["resident_mb"][quarter].append(round(resident / len(members), 1))
        figures[process]["descriptors"][quarter].append(round(open_files / len(members), 1))
    size = sum(file.stat().st_size for file in library.glob("library.db*")) / 1e6
    figures["library"]["size_mb"][quarter].append(round(size, 2))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between two calls")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(run(given.minutes, given.seed, given.files, given.pause)))


if __name__ == "__main__":
    main()

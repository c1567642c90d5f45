"""Search in a library that is locked with a passphrase beside the same library plain, in one run.

    python -m tests.benchmarks.locked [PASSAGES] [FOLDER]

The library is that of `tests.benchmarks.find`, its copy is locked. Each question goes to both, the
first to be asked in turn, so that what else the machine does hits both alike. Also: how long
locking takes, and what decrypting the saved index adds to opening it."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from app.compose import Core, open_core
from app.core.question.query import Query
from app.tasks.readers import ReaderPool
from storage import locking
from tests.benchmarks import find

_SIDES = ("plain", "locked")


def run(folder: Path, *, n_passages: int = 100_000, n_queries: int = 200) -> dict[str, Any]:
    """Milliseconds of a search, wall clock and processor, and the locked library's share."""
    random = np.random.default_rng(1)
    vocabulary, chances = find.words()
    places = {side: folder / side for side in _SIDES}
    with ReaderPool(1) as readers:
        find.make(places["plain"], readers, np.random.default_rng(0), n_passages)
        shutil.rmtree(places["locked"], ignore_errors=True)
        shutil.copytree(places["plain"], places["locked"])
        began = time.perf_counter()
        locking.lock(places["locked"], "a passphrase of the benchmark")
        told: dict[str, Any] = {
            "passages": n_passages,
            "bytes": (places["plain"] / "library.db").stat().st_size,
            "locking_s": round(time.perf_counter() - began, 1),
        }
        find.make(places["locked"], readers, random, n_passages)  # saves its index anew
        cores = {side: open_core(places[side], readers, writer=False) for side in _SIDES}
        try:
            for side, core in cores.items():
                began = time.perf_counter()
                core.indexes.open()
                told[f"{side}_index_ms"] = round(1000 * (time.perf_counter() - began), 1)
                core.retriever.search(Query("the first search loads the encoder"))
            times = {side: ([], []) for side in _SIDES}  # type: dict[str, tuple[list, list]]
            for number in range(n_queries):
                text = find.question(random, vocabulary, chances)
                for side in _SIDES if number % 2 else _SIDES[::-1]:
                    for kept, took in zip(times[side], _search(cores[side], text), strict=True):
                        kept.append(took)
        finally:
            for core in cores.values():
                core.close()
    for side, (wall, used) in times.items():
        for name, values in (("", wall), ("cpu_", used)):
            for share in (50, 95):
                told[f"{side}_{name}p{share}_ms"] = round(float(np.percentile(values, share)), 1)
    for name in ("p50", "p95", "cpu_p50", "cpu_p95"):
        told[f"ratio_{name}"] = round(told[f"locked_{name}_ms"] / told[f"plain_{name}_ms"], 3)
    return told


def _search(core: Core, text: str) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor."""
    began, began_cpu = time.perf_counter(), time.process_time()
    core.retriever.search(Query(text))
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - began_cpu)


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch)
        print(json.dumps(run(place, n_passages=n), indent=1))

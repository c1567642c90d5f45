"""`triptych bench`: finds the benchmarks of the checkout and runs one.

They measure against peers in the same run, in `tests/benchmarks`, and need the extra `bench`."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from app.core.errors import UserError
from app.settings import Settings

_PEERS = {
    "ingest": ("sentence_transformers",),
    "decode": ("xllamacpp",),
    "search": (),
    "answer": (),
}


def run_bench(what: str, settings: Settings) -> dict[str, Any]:
    """Return the benchmark's figures. Raises UserError where peers or the checkout are missing."""
    root = Path(__file__).resolve().parent.parent
    missing = [name for name in _PEERS[what] if importlib.util.find_spec(name) is None]
    if missing:
        raise UserError(
            "bench_missing",
            f"The benchmark needs {', '.join(missing)}, which is not installed.",
            'Install the peers: .venv/bin/python -m pip install -e ".[bench]"',
        )
    if not (root / "tests" / "benchmarks" / f"{what}.py").is_file():
        raise UserError(
            "bench_missing",
            f"There is no benchmark {what} beside this installation.",
            "Run it from a checkout of Triptych.",
        )
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    benchmark = importlib.import_module(f"tests.benchmarks.{what}")
    result: dict[str, Any] = benchmark.run(threads=settings.n_threads)
    return result

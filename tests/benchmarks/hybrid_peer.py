"""Search by the product and by txtai over the same passages, with the same encoder, in turns.

    pip install --no-deps txtai==9.14.0
    python -m tests.benchmarks.hybrid_peer SET… [--limit N]

The sets are those of `tests.evaluation` that hold searches (faq, mini, archive …). A set's
library is made with the product's own adding, or used as it is where an evaluation left it.
txtai gets every passage behind its file's title, vectors by the product's first text encoder,
and is otherwise as its documentation has hybrid search: `Embeddings(hybrid=True,
content=True)`. Figures are over files, in the order of their best passages; times are of one
search after the other."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app import paths
from app.compose import Core, open_core
from app.core.question.query import Query
from app.settings import load
from app.tasks.readers import ReaderPool
from tests.evaluation.figures import mean, ndcg, percentile, recall, reciprocal_rank
from tests.evaluation.judging import relative
from tests.evaluation.sets import Library, Search, Wanted, libraries

_DEPTH = 30  # passages read of a search, for ten different files
_WARMED = 5  # searches before anything is timed

Find = Callable[[str], list[str]]  # the files of a query, best first


def compare(library: Library, folder: Path, seed: int = 0) -> dict[str, Any]:
    """Both ways over one library; which goes first is drawn for each search."""
    with ReaderPool(2) as readers:
        core = open_core(folder, readers, writer=True, settings=load()[0])
        try:
            if next(iter(core.browser.items()), None) is None:
                list(core.ingest.add(library.paths()))
                while core.beside.step(lambda: False):  # what is done in idle time
                    pass
            root = str(library.folder)
            texts, files = _passages(core, root)
            found: dict[str, Find] = {
                "triptych": lambda query: _product(core, query, root),
                "txtai": _txtai(core, texts, files),
            }
            rows = _searched(found, library.searches, random.Random(seed))
            return {"passages": len(texts), "searches": len(library.searches)} | {
                name: _figures(of_one) for name, of_one in rows.items()
            }
        finally:
            core.close()


def _passages(core: Core, root: str) -> tuple[list[str], list[str]]:
    texts, files = [], []
    for item in core.browser.items():
        for chunk in core.browser.item(item.item_id).chunks:
            texts.append(f"{item.title or ''}\n{chunk.text}".strip())
            files.append(relative(item.path, root))
    return texts, files


def _product(core: Core, query: str, root: str) -> list[str]:
    hits = core.retriever.search(Query(query, k=_DEPTH)).hits
    return list(dict.fromkeys(relative(hit.path, root) for hit in hits))


def _txtai(core: Core, texts: Sequence[str], files: Sequence[str]) -> Find:
    from txtai import Embeddings

    def vectors(data: Sequence[Any]) -> Any:
        said = [str(entry) for entry in data]
        encoder = core.encoders.text
        if len(said) == 1:  # a query
            return encoder.encode_queries(said)
        parts = [encoder.encode_documents(said[at : at + 64]) for at in range(0, len(said), 64)]
        return np.concatenate(parts)

    embeddings = Embeddings(method="external", transform=vectors, hybrid=True, content=True)
    embeddings.index((n, text, None) for n, text in enumerate(texts))

    def find(query: str) -> list[str]:
        hits = embeddings.search(query, _DEPTH)
        return list(dict.fromkeys(files[int(hit["id"])] for hit in hits))

    return find


def _searched(
    found: dict[str, Find], searches: Sequence[Search], order: random.Random
) -> dict[str, list[dict[str, float]]]:
    for search in searches[:_WARMED]:
        for find in found.values():
            find(search.query)
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in found}
    for search in searches:
        for name in order.sample(list(found), len(found)):
            started = time.perf_counter()
            files = found[name](search.query)
            ms = (time.perf_counter() - started) * 1000
            ranks = [
                next((n for n, file in enumerate(files, start=1) if file in names), None)
                for names in search.relevant
            ]
            rows[name].append(
                {
                    "ndcg@10": ndcg(ranks),
                    "recall@1": recall(ranks, 1),
                    "recall@10": recall(ranks, 10),
                    "mrr": reciprocal_rank(ranks),
                    "ms": ms,
                }
            )
    return rows


def _figures(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    names = ("ndcg@10", "recall@1", "recall@10", "mrr")
    times = [row["ms"] for row in rows]
    return {name: round(mean([row[name] for row in rows]), 4) for name in names} | {
        "p50_ms": round(percentile(times, 0.5), 1),
        "p95_ms": round(percentile(times, 0.95), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.hybrid_peer")
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    work = paths.home() / "evaluation"
    for name in options.sets:
        for library in libraries(name, Wanted(limit=options.limit), work):
            made = compare(library, work / "libraries" / library.name)
            ratio = made["triptych"]["ndcg@10"] / max(made["txtai"]["ndcg@10"], 1e-9)
            print(json.dumps({"set": library.name, **made, "ndcg ratio": round(ratio, 3)}))


if __name__ == "__main__":
    main()

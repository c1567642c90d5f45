"""Rows of a run into figures with intervals, a table to read, a comparison of two runs. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tests.evaluation.figures import (
    Figure,
    figure,
    mean,
    percentile,
    permutation_p,
    ratio_figure,
)

Row = Mapping[str, Any]
Pair = tuple[float, float]

_SEARCH = ("ndcg@10", "recall@1", "recall@5", "recall@10", "mrr")
_COMPARED_ANSWERS: tuple[tuple[str, Callable[[Row], float]], ...] = (
    ("right", lambda row: row["right"]),
    ("wrong and not marked", lambda row: float(is_unmarked(row))),
)


def is_unmarked(row: Row) -> bool:
    """Wrong, and shown to the reader as if it were borne out."""
    return row["standing"] == "wrong" and not row.get("marked", False)


def figures_of(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """For each set: what was added, searched, heard and answered."""
    names = list(dict.fromkeys(row["set"] for row in rows))
    return {name: _of_set([row for row in rows if row["set"] == name]) for name in names}


def _of_set(rows: Sequence[Row]) -> dict[str, Any]:
    by_row = {
        kind: [row for row in rows if row["row"] == kind]
        for kind in ("add", "hear", "search", "ask", "case")
    }
    made: dict[str, Any] = {}
    if by_row["add"]:
        made["files"] = sum(row["files"] for row in by_row["add"])
        made["add seconds"] = round(sum(row["seconds"] for row in by_row["add"]), 1)
        if failed := [text for row in by_row["add"] for text in row["failed"]]:
            made["failed"] = failed
    if by_row["hear"]:
        pairs = [(row["errors"], row["words"]) for row in by_row["hear"]]
        made["word error rate"] = _told(ratio_figure(pairs))
    if by_row["search"]:
        made |= {
            f"search {name}": _told(figure([r[name] for r in by_row["search"]])) for name in _SEARCH
        }
        made |= _times("search_ms", by_row["search"])
        kinds = list(dict.fromkeys(row["kind"] for row in by_row["search"]))
        if len(kinds) > 1:
            made["search recall@10 by kind"] = {
                kind: _share([r["recall@10"] for r in by_row["search"] if r["kind"] == kind])
                for kind in kinds
            }
    if by_row["ask"]:
        made |= _of_answers(by_row["ask"])
    if by_row["case"]:
        made["cases that hold"] = _told(figure([row["holds"] for row in by_row["case"]]))
    return made


def _of_answers(rows: Sequence[Row]) -> dict[str, Any]:
    answered = [row for row in rows if "answer" in row or "n_sentences" in row]
    made: dict[str, Any] = {"right": _told(figure([row["right"] for row in rows]))}
    made["standing"] = {
        standing: sum(row["standing"] == standing for row in rows)
        for standing in ("right", "partly", "wrong", "declined right", "declined wrong")
    }
    made["wrong and not marked"] = _told(figure([float(is_unmarked(row)) for row in rows]))
    made["citations right"] = _told(ratio_figure([_citations(row) for row in answered]))
    cited = [row for row in answered if row["citations_right"] and not row["should_decline"]]
    made["answers with all citations right"] = _told(
        figure([float(all(row["citations_right"])) for row in cited])
    )
    sought = [row for row in answered if row["sources_cited"] and not row["should_decline"]]
    made["needed sources cited"] = _told(
        ratio_figure([(sum(row["sources_cited"]), len(row["sources_cited"])) for row in sought])
    )
    several = [row for row in sought if row["kind"] == "several"]
    if several:
        made["several kinds: all needed sources cited"] = _told(
            figure([float(all(row["sources_cited"])) for row in several])
        )
    made["sentences with a marker"] = _told(
        ratio_figure([(row["n_cited_sentences"], row["n_sentences"]) for row in answered])
    )
    made["answers with an invented number or name"] = _told(
        figure([float(row["n_invented"] > 0) for row in answered])
    )
    made["quotations of no use"] = _told(
        ratio_figure([(row["n_idle_quotations"], row["n_quotations"]) for row in answered])
    )
    if short := [row["f1"] for row in rows if "f1" in row]:
        made["token F1"] = _told(figure(short))
    made |= _declining(answered)
    made |= _times("first_word_ms", answered) | _times("whole_ms", answered)
    made["right by kind"] = {
        kind: _share([row["right"] for row in rows if row["kind"] == kind])
        for kind in dict.fromkeys(row["kind"] for row in rows)
    }
    streamed = [row for row in rows if "taken_back" in row]
    made["answers taken back"] = sum(row["taken_back"] for row in streamed)
    made["empty answers"] = sum(not row.get("answer", "…").strip() for row in rows)
    if failed := sum("error" in row for row in rows):
        made["errors"] = failed
    return made


def _declining(rows: Sequence[Row]) -> dict[str, Any]:
    """Of what was declined, how much rightly; of what should be, how much was declined or put
    right; of what can be answered, how much was declined."""
    declined = [row for row in rows if row["standing"].startswith("declined")]
    should = [row for row in rows if row["should_decline"]]
    answerable = [row for row in rows if not row["should_decline"]]
    near = [row for row in should if row["kind"] in ("near miss", "presupposition")]
    made = {
        "declining: precision": [float(row["should_decline"]) for row in declined],
        "declining: recall, corrections too": [row["right"] for row in should],
        "near misses and presuppositions declined or corrected": [row["right"] for row in near],
        "wrongly declined": [float(row["standing"] == "declined wrong") for row in answerable],
    }
    return {name: _told(figure(values)) for name, values in made.items() if values}


def _citations(row: Row) -> Pair:
    return sum(row["citations_right"]), len(row["citations_right"])


def _times(key: str, rows: Sequence[Row]) -> dict[str, float]:
    values = [row[key] for row in rows if key in row]
    if not values:
        return {}
    name = key.removesuffix("_ms").replace("_", " ")
    return {
        f"{name} p50 ms": round(percentile(values, 0.5), 1),
        f"{name} p95 ms": round(percentile(values, 0.95), 1),
    }


def _told(found: Figure) -> dict[str, float]:
    return {key: round(value, 4) for key, value in dataclasses.asdict(found).items()}


def _share(values: Sequence[float]) -> str:
    total = sum(values)
    return (
        f"{total:g}/{len(values)}" if total == int(total) else f"{mean(values):.2f}/{len(values)}"
    )


def compare(ours: Iterable[Row], theirs: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """Both runs' rows of the same questions and searches, as pairs: means, difference, p."""
    by_key = {_key(row): row for row in theirs}
    pairs = [(row, by_key[_key(row)]) for row in ours if _key(row) in by_key]
    made: dict[str, dict[str, Any]] = {}
    for name in dict.fromkeys(row["set"] for row, _ in pairs):
        of_set = [pair for pair in pairs if pair[0]["set"] == name]
        asked = [pair for pair in of_set if pair[0]["row"] == "ask"]
        found = [pair for pair in of_set if pair[0]["row"] == "search"]
        compared: dict[str, Any] = {}
        for label, value in _COMPARED_ANSWERS if asked else ():
            compared[label] = _difference([(value(a), value(b)) for a, b in asked])
        for label in _SEARCH if found else ():
            compared[f"search {label}"] = _difference([(a[label], b[label]) for a, b in found])
        if asked:
            compared["changed"] = {
                "to right": [a["id"] for a, b in asked if a["right"] > b["right"]],
                "to not right": [a["id"] for a, b in asked if a["right"] < b["right"]],
            }
        made[name] = compared
    return made


def _key(row: Row) -> tuple[str, str, str]:
    return row["row"], row["set"], row.get("id", "")


def _difference(pairs: Sequence[Pair]) -> dict[str, float]:
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    return {
        "this": round(mean(ours), 4),
        "other": round(mean(theirs), 4),
        "difference": round(mean(ours) - mean(theirs), 4),
        "p": round(permutation_p(ours, theirs), 4),
        "n": len(pairs),
    }


def examples(rows: Iterable[Row], n_of_kind: int) -> str:
    """Answers as they are, right and wrong in turn, the first of each kind, as Markdown."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        if row["row"] == "ask" and "answer" in row:
            by_kind.setdefault(row["kind"], []).append(row)
    lines = []
    for kind, of_kind in by_kind.items():
        good = [row for row in of_kind if row["right"]]
        bad = [row for row in of_kind if not row["right"]]
        n_bad = min(len(bad), max(n_of_kind // 2, n_of_kind - len(good)))
        lines.append(f"### {kind}: {len(good)} of {len(of_kind)} right\n")
        for row in [*good[: n_of_kind - n_bad], *bad[:n_bad]]:
            answer = " ".join(row["answer"].split())
            cited = ", ".join(f"[{cited['marker']}] {cited['file']}" for cited in row["citations"])
            lines.append(f"- **{row['question']}** ({row['standing']}) {answer}")
            lines.append(f"  <br>{cited or 'nothing cited'}; wanted: {row['gold']}")
        lines.append("")
    return "\n".join(lines)


def as_text(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """A line a figure: value, interval, n."""
    lines = []
    for name, entries in figures.items():
        lines.append(f"\n{name}")
        for key, value in entries.items():
            lines.append(f"  {key}: {_in_words(value)}")
    return "\n".join(lines).strip()


def _in_words(value: Any) -> str:
    if isinstance(value, Mapping) and "low" in value:
        return f"{value['value']:.3f}  [{value['low']:.3f}, {value['high']:.3f}]  n={value['n']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_in_words(entry)}" for key, entry in value.items())
    if isinstance(value, list):
        return " ".join(map(str, value)) or "none"
    return str(value)

"""`python run.py evaluate [SET…]`: measure the product on sets and print figures.

Sets: samples, archive, household, desk, office, papers, answers (samples, archive and near
misses), shapes, tables, faq, mini, near_misses, photos, speech_long, cases, or a folder of your own
that holds `library` and questions.jsonl. docs/quality.md says what each is and what the figures
mean."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app import paths
from app.compose import Loaders, decoder_name, model_loaders
from app.settings import Settings, load
from models.store import ModelStore
from tests.evaluation.mistyping import mistyped
from tests.evaluation.report import as_text, compare, examples, figures_of
from tests.evaluation.sets import SETS, Library, SetMissing, Wanted, is_own, libraries
from tests.evaluation.switches import SWITCHES, trying, without

_DONE, _MISSING = 0, 3
_N_EXAMPLES = 20  # of each kind


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    run = options.out or paths.home() / "evaluation" / "runs" / _name(options)
    run.mkdir(parents=True, exist_ok=True)
    try:
        with without(options.without), trying(options.threshold):
            rows = list(_kept(_rows(options), run / "rows.jsonl"))
    except SetMissing as missing:
        print(missing, file=sys.stderr)
        return _MISSING
    report: dict[str, Any] = {"run": str(run), "settings": _said(options)}
    report["figures"] = figures_of(rows)
    if options.compare:
        report["compared with"] = str(options.compare)
        report["comparison"] = compare(rows, _read(options.compare))
    (run / "examples.md").write_text(examples(rows, _N_EXAMPLES), "utf-8")
    (run / "figures.json").write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(as_text(report["figures"]))
        if options.compare:
            print(f"\nagainst {options.compare}\n{as_text(report['comparison'])}")
        print(f"\nRows, answers as given: {run / 'rows.jsonl'}")
    return _DONE


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py evaluate", description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}, or a folder")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument("--compare", type=Path, metavar="RUN", help="a run's folder, or its rows")
    parser.add_argument("--limit", type=int, metavar="N", help="so many questions of each set")
    parser.add_argument("--files", type=int, metavar="N", help="so many files of a corpus")
    parser.add_argument("--split", choices=("dev", "held", "all"), default="all")
    parser.add_argument("--decoder", metavar="MODEL", help="the language model, by its name")
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.KEY=VALUE")
    parser.add_argument("--peer", choices=("plain",), help="answer as other applications do")
    parser.add_argument(
        "--without", action="append", default=[], choices=sorted(SWITCHES), help="a heuristic off"
    )
    parser.add_argument(
        "--threshold", action="append", default=[], metavar="NAME=VALUE", help="try another value"
    )
    parser.add_argument(
        "--mistyped", type=int, metavar="SEED", help="a mistake in one or two words of each search"
    )
    parser.add_argument("--only", choices=("search", "ask"), help="leave the other out")
    parser.add_argument(
        "--remember", action="store_true", help="answer known prompts as before; no times"
    )
    parser.add_argument("--keep", action="store_true", help="use libraries that are there")
    parser.add_argument("--cases", type=Path, metavar="DIR", help="the folder of the set `cases`")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where rows and figures go")
    options = parser.parse_args(arguments)
    options.sets = options.sets or ["answers"]
    if unknown := [name for name in options.sets if name not in SETS and not is_own(name)]:
        parser.error(
            f"no such set: {unknown[0]} (sets: {', '.join(SETS)}, or a folder that holds "
            "library/ and questions.jsonl)"
        )
    if any("=" not in text for text in options.threshold):
        parser.error("--threshold wants NAME=VALUE")
    if any("=" not in text or "." not in text.split("=")[0] for text in options.set):
        parser.error("--set wants SECTION.KEY=VALUE")
    return options


def _rows(options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    from app.tasks.readers import ReaderPool
    from tests.evaluation.cases import run_cases
    from tests.evaluation.peers import PEERS
    from tests.evaluation.running import Machine, run_library

    settings = _settings(options)
    wanted = Wanted(options.split, options.limit, options.files)
    work = paths.home() / "evaluation"
    pool = ReaderPool(settings.reading.readers, timeout_s=settings.reading.timeout_s)
    with pool as readers:
        machine = Machine(
            readers,
            settings,
            loaders=_remembering(settings, work) if options.remember else None,
            peer=PEERS[options.peer] if options.peer else None,
            timed=not options.remember,
        )
        for name in options.sets:
            if name == "cases":
                yield from run_cases(options.cases, work / "cases")
                continue
            for library in libraries(name, wanted, work):
                if options.only:
                    left_out = {"searches": ()} if options.only == "ask" else {"questions": ()}
                    library = dataclasses.replace(library, **left_out)  # type: ignore[arg-type]
                if options.mistyped is not None:
                    library = _mistyped(library, options.mistyped)
                yield from run_library(library, machine, work, keep=options.keep)


def _mistyped(library: Library, seed: int) -> Library:
    searches = tuple(
        dataclasses.replace(search, query=mistyped(search.query, seed))
        for search in library.searches
    )
    return dataclasses.replace(library, searches=searches)


def _remembering(settings: Settings, work: Path) -> Loaders:
    from tests.evaluation.remembering import Remembering

    shelf = ModelStore(settings.model_store)
    loaders = model_loaders(settings, shelf)
    name = decoder_name(settings, shelf)
    work.mkdir(parents=True, exist_ok=True)
    return {
        **loaders,
        "decoder": lambda: Remembering(loaders["decoder"], name, work / "written.db"),
    }


def _settings(options: argparse.Namespace) -> Settings:
    settings, warnings = load()
    for warning in warnings:
        print(f"Note: {warning}", file=sys.stderr)
    changes = list(options.set)
    if options.decoder:
        changes.append(f"models.decoder={options.decoder}")
    for change in changes:
        place, _, text = change.partition("=")
        section, _, key = place.partition(".")
        now = getattr(settings, section)
        kind = type(getattr(now, key))
        value: Any = text in ("true", "1", "yes") if kind is bool else kind(text)
        settings = dataclasses.replace(
            settings, **{section: dataclasses.replace(now, **{key: value})}
        )
    return settings


def _kept(rows: Iterator[dict[str, Any]], file: Path) -> Iterator[dict[str, Any]]:
    """Each row is on disk before the next is worked out, so an interrupted run can be read."""
    with file.open("w", encoding="utf-8") as out:
        for number, row in enumerate(rows, start=1):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()
            told = (
                f"{number} {row['row']} {row['set']} {row.get('id', '')} {row.get('standing', '')}"
            )
            print(told, file=sys.stderr, flush=True)
            yield row


def _read(run: Path) -> list[dict[str, Any]]:
    file = run / "rows.jsonl" if run.is_dir() else run
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _said(options: argparse.Namespace) -> dict[str, Any]:
    said = {key: value for key, value in vars(options).items() if value not in (None, [], False)}
    return {key: str(value) if isinstance(value, Path) else value for key, value in said.items()}


def _name(options: argparse.Namespace) -> str:
    now = datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    return "-".join(
        [
            now,
            *options.sets,
            *(["peer"] if options.peer else []),
            *options.without,
            *options.threshold,
        ]
    )


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
    sys.exit(130)

"""Do passages put in place from the passage cache answer as well as a prompt read whole?

    python -m tests.benchmarks.passages --corpus corpus.jsonl --out answers.jsonl

100 questions over five passages each with a known short answer (tests/evaluation/passages), laid
out as the product lays them out, greedy. Modes: `off`, `exact` (the whole prompt is read) and
`fast` (passages from the cache, filled before the clock starts, as in a library in use). A private
value of `Context` is set by name, for experiments: `fast:n_recomputed=32`, several parted by `:`.

What was answered is kept in `--out`; a run that was interrupted goes on there, and an answer is
asked for again only where prompt, weights or the decoder's code are others."""

from __future__ import annotations

import argparse
import ast
import contextlib
import hashlib
import json
import os
import statistics
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app import paths
from app.core.errors import UserError
from app.core.question.claims import Evidence
from app.core.question.passage import Passage, label
from app.core.question.prompt import system_text, to_source
from app.core.question.retrieve import Found
from models.decoder.interface import Prompt, Step
from models.decoder.settings import GenerationSettings
from storage.records import Chunk, ChunkId, ContentId, Item, ItemId
from tests.evaluation.passages.questions import (
    CORPUS_VARIABLE,
    Question,
    read_corpus,
    read_questions,
    spread,
)
from tests.evaluation.passages.scoring import (
    holds,
    is_exact,
    name_passages,
    ratio,
    ratio_interval,
    token_f1,
)

MODEL = "qwen2.5-coder-0.5b-instruct"
ENCODER = "all-minilm-l6-v2"
BASE = "exact"  # what the other modes are held against
_CACHE_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class Mode:
    """`knobs` are values of the decoder's context, without their underscore."""

    name: str
    reuse: Any
    knobs: Mapping[str, Any]

    @classmethod
    def parse(cls, text: str) -> Mode:
        """`fast` or `fast:n_recomputed=32`. Raises ValueError."""
        reuse, *assigned = text.split(":")
        if reuse not in ("off", "exact", "fast"):
            raise ValueError(f"a mode is off, exact or fast, not {reuse!r}")
        pairs = [entry.partition("=") for entry in assigned]
        if any(not name or not value for name, _, value in pairs):
            raise ValueError(f"a knob is NAME=VALUE: {text!r}")
        return cls(text, reuse, {name: _value(value) for name, _, value in pairs})


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. `basis` changes with prompt, weights and code; times in milliseconds."""

    id: str
    mode: str
    basis: str
    answer: str
    named: tuple[int, ...]
    cited: tuple[int, ...]
    ttft_ms: float
    prompt_tokens: int
    cached_tokens: int


class Bench:
    """The weights once, and a decoder for each mode over them."""

    def __init__(self, modes: Sequence[Mode], *, threads: int, max_new_tokens: int) -> None:
        from models.decoder.load import fingerprint, load_decoder
        from models.text import load_text_encoder

        folder = _installed(MODEL)
        encoder = load_text_encoder(_installed(ENCODER), threads=threads)
        self._encode = encoder.encode_documents
        self._settings = GenerationSettings(max_new_tokens=max_new_tokens)
        self._loaded: Any = load_decoder(folder, threads=threads, name=MODEL, reuse="exact")
        self._basis = f"{fingerprint(folder)} {_code()} {max_new_tokens}"
        self._decoders = {mode.name: self._decoder(mode) for mode in modes}

    def basis(self, prompt: Prompt) -> str:
        layout = self._loaded._chat.lay_out(prompt)
        return hashlib.sha256(f"{self._basis} {layout.token_ids}".encode()).hexdigest()[:16]

    def ask(self, question: Question, mode: Mode, sources: Sequence[Found], prompt: Prompt) -> Row:
        decoder = self._decoders[mode.name]
        decoder.warm(prompt.system, prompt.sources)
        steps = [s for s in decoder.generate(prompt, self._settings) if isinstance(s, Step)]
        answer = "".join(step.text for step in steps).strip()
        named = name_passages(answer, _evidence(sources), self._encode)
        return Row(
            id=question.id,
            mode=mode.name,
            basis=self.basis(prompt),
            answer=answer,
            named=named.by_answer,
            cited=named.by_product,
            ttft_ms=round(steps[0].timings.ttft_ms, 1),
            prompt_tokens=steps[-1].counts.prompt_tokens,
            cached_tokens=steps[-1].counts.cached_tokens,
        )

    def _decoder(self, mode: Mode) -> Any:
        from models.decoder.engine import TorchDecoder
        from models.decoder.passages import PassageCache

        loaded = self._loaded
        decoder = TorchDecoder(
            mode.name,
            loaded._model,
            loaded._tokens,
            loaded._chat,
            reuse=mode.reuse,
            passages=PassageCache(memory_limit_bytes=_CACHE_BYTES),
            fingerprint=mode.name,
        )
        context = decoder._context
        for knob, value in mode.knobs.items():
            if not hasattr(context, f"_{knob}"):
                have = ", ".join(sorted(name.lstrip("_") for name in vars(context)))
                raise ValueError(f"the context has no {knob}; it has {have}")
            setattr(context, f"_{knob}", value)
        return decoder


def run(
    corpus: Path,
    *,
    n_questions: int = 100,
    modes: Sequence[str] = ("exact", "fast"),
    out: Path | None = None,
    threads: int = 2,
    max_new_tokens: int = 40,
) -> dict[str, Any]:
    """Return `modes`, their figures by name, and `ratios`, each mode divided by `exact`.

    Raises ValueError for an unknown mode or knob, UserError where a model is missing."""
    wanted = [Mode.parse(text) for text in modes]
    passages = read_corpus(corpus)
    questions = spread(read_questions(), n_questions)
    bench = Bench(wanted, threads=threads, max_new_tokens=max_new_tokens)
    known = _kept(out)
    answered: dict[str, list[Row]] = {mode.name: [] for mode in wanted}
    for done, question in enumerate(questions):
        sources = [_found(place, name, passages[name]) for place, name in enumerate(question.order)]
        read = tuple(to_source(_passage(found)) for found in sources)
        prompt = Prompt(system_text(), read, (), question.question)
        basis = bench.basis(prompt)
        for mode in wanted:
            row = known.get((question.id, mode.name, basis))
            if row is None:
                row = bench.ask(question, mode, sources, prompt)
                _keep(out, row)
            answered[mode.name].append(row)
        print(f"\r{done + 1} of {len(questions)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return {
        "model": MODEL,
        "threads": threads,
        "questions": len(questions),
        "max_new_tokens": max_new_tokens,
        "modes": {name: _figures(questions, rows) for name, rows in answered.items()},
        "ratios": _ratios(questions, answered),
    }


def _figures(questions: Sequence[Question], rows: Sequence[Row]) -> dict[str, float]:
    """Means and shares over the questions, medians of times and tokens."""
    pairs = list(zip(questions, rows, strict=True))

    def mean(values: Iterable[float]) -> float:
        return round(statistics.fmean(values), 4)

    return {
        "token_f1": mean(token_f1(row.answer, asked.answer) for asked, row in pairs),
        "exact_match": mean(is_exact(row.answer, asked.answer) for asked, row in pairs),
        "holds_answer": mean(holds(row.answer, asked.answer) for asked, row in pairs),
        "names_passage": mean(_leads(row.named, asked) for asked, row in pairs),
        "cites_passage": mean(_leads(row.cited, asked) for asked, row in pairs),
        "median_ttft_ms": round(statistics.median(row.ttft_ms for row in rows), 1),
        "median_prompt_tokens": statistics.median(row.prompt_tokens for row in rows),
        "median_computed_tokens": statistics.median(
            row.prompt_tokens - row.cached_tokens for row in rows
        ),
    }


def _leads(numbers: Sequence[int], question: Question) -> bool:
    """Whether the first passage that an answer leads to is the one that answers."""
    return numbers[:1] == (question.number,)


def _ratios(
    questions: Sequence[Question], answered: Mapping[str, Sequence[Row]]
) -> dict[str, dict[str, Any]]:
    if BASE not in answered:
        return {}

    def scores(rows: Sequence[Row]) -> tuple[list[float], list[float], list[float]]:
        pairs = list(zip(questions, rows, strict=True))
        return (
            [token_f1(row.answer, asked.answer) for asked, row in pairs],
            [float(_leads(row.named, asked)) for asked, row in pairs],
            [row.ttft_ms for row in rows],
        )

    made: dict[str, dict[str, Any]] = {}
    base_f1, base_named, base_ttft = scores(answered[BASE])
    for name, rows in answered.items():
        if name == BASE:
            continue
        f1, named, ttft = scores(rows)
        interval = ratio_interval(f1, base_f1)
        same = sum(
            row.answer == base.answer for row, base in zip(rows, answered[BASE], strict=True)
        )
        made[name] = {
            "token_f1": _rounded(ratio(f1, base_f1)),
            "token_f1_95": [_rounded(value) for value in interval] if interval else None,
            "names_passage": _rounded(ratio(named, base_named)),
            "ttft": _rounded(statistics.median(ttft) / statistics.median(base_ttft)),
            "same_answer": _rounded(same / len(rows)),
        }
    return made


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _found(place: int, name: str, text: str) -> Found:
    """A passage as the product finds it: a chunk of a file that is named after it."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    number = int(sha256[:12], 16)  # the same passage has the same key in every question
    chunk = Chunk(ChunkId(number), ContentId(number), 0, "text", text, {}, "en")
    item = Item(
        ItemId(number), f"{name}.txt", "text", "ready", None, None, "text/plain", len(text), 0,
        sha256, ContentId(number), 1, "2024-01-01T00:00:00Z",
    )  # fmt: skip
    return Found(chunk, item, score=1.0 / (place + 1))


def _passage(found: Found) -> Passage:
    return Passage(found, label(found, {}), found.chunk.text)


def _evidence(sources: Sequence[Found]) -> list[Evidence]:
    """As `app.core.question.ask` gives them to the product's test."""
    return [_passage(found).evidence(number) for number, found in enumerate(sources, start=1)]


def _code() -> str:
    """Changes with the source of every part of the decoder that is loaded."""
    digest = hashlib.sha256()
    for name in sorted(name for name in sys.modules if name.startswith("models.decoder")):
        file = getattr(sys.modules[name], "__file__", None)
        if file:
            digest.update(Path(file).read_bytes())
    return digest.hexdigest()[:16]


def _installed(name: str) -> Path:
    folder = paths.model_store() / name
    if not folder.is_dir():
        raise UserError(
            "model_missing",
            f"The benchmark needs the model {name}.",
            f"Install it: triptych models install {name}",
        )
    return folder


def _kept(out: Path | None) -> dict[tuple[str, str, str], Row]:
    """What was answered before; a line that was cut off is passed over."""
    kept: dict[tuple[str, str, str], Row] = {}
    if out is None or not out.exists():
        return kept
    text = out.read_text("utf-8")
    if text and not text.endswith("\n"):
        with out.open("a", encoding="utf-8") as file:
            file.write("\n")
    for line in text.splitlines():
        with contextlib.suppress(ValueError):
            entry = json.loads(line)
            entry["named"], entry["cited"] = tuple(entry["named"]), tuple(entry["cited"])
            row = Row(**entry)
            kept[row.id, row.mode, row.basis] = row
    return kept


def _keep(out: Path | None, row: Row) -> None:
    if out is not None:
        with out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def _value(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def _shown(result: Mapping[str, Any]) -> str:
    lines = [
        f"{result['questions']} questions, {result['model']}, {result['threads']} threads, "
        f"at most {result['max_new_tokens']} new tokens"
    ]
    for title in ("modes", "ratios"):
        for name, figures in result[title].items():
            lines.append(f"\n{name}" + (f" / {BASE}" if title == "ratios" else ""))
            lines += [f"  {figure:24}{value}" for figure, value in figures.items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, help=f"default: {CORPUS_VARIABLE}")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--modes", default="exact,fast")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--max-new-tokens", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = run(
        given.corpus or _corpus_of_environment(parser),
        n_questions=given.questions,
        modes=given.modes.split(","),
        out=given.out,
        threads=given.threads,
        max_new_tokens=given.max_new_tokens,
    )
    print(json.dumps(result) if given.json else _shown(result))


def _corpus_of_environment(parser: argparse.ArgumentParser) -> Path:
    named = os.environ.get(CORPUS_VARIABLE)
    if not named:
        parser.error(f"name the corpus with --corpus or {CORPUS_VARIABLE}")
    return Path(named)


if __name__ == "__main__":
    main()

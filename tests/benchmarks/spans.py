"""How often the span a model copies holds the known answer, and how well its score against "not
found" tells questions that the passages do not answer.

    python -m tests.benchmarks.spans --corpus FOLDER [--model NAME] [--n 40]

FOLDER holds SQuAD paragraphs: corpus.jsonl (id, text), queries.jsonl
(qid, query, answerable) and qrels.tsv. Questions with known answers are those of
`tests/evaluation/passages`; the unanswerable ones are near misses, asked of the very paragraph they
were made for. The threshold is chosen on one half of both and told for the other."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import paths
from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prompt, Source
from models.decoder.load import load_decoder

SYSTEM = (
    "Answer with the shortest words copied from the numbered sources, and with nothing else. "
    "If they do not hold the answer, say: not found"
)
_QUESTIONS = Path(__file__).resolve().parents[1] / "evaluation" / "passages" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Read:
    """`margins` by each measure: larger speaks for the span."""

    answerable: bool
    holds: bool
    margins: dict[str, float]
    told: str


def read_all(decoder: TorchDecoder, corpus: Path, n: int) -> list[Read]:
    texts = {e["id"]: e["text"] for e in _lines(corpus / "corpus.jsonl")}
    known = [e for e in _lines(_QUESTIONS) if e["passage"] in texts][:n]
    asked = [(e["question"], e["answer"], [e["passage"], *e["distractors"][:1]]) for e in known]
    relevant = dict(
        line.split("\t")[:2] for line in (corpus / "qrels.tsv").read_text("utf-8").splitlines()
    )
    missing = [e for e in _lines(corpus / "queries.jsonl") if e.get("answerable") is False][:n]
    pairs = zip(missing, known, strict=False)
    asked += [(e["query"], "", [relevant[e["qid"]], other["distractors"][0]]) for e, other in pairs]
    found = []
    for question, answer, places in asked:
        sources = tuple(Source(place, texts[place][:900]) for place in places)
        span = decoder.read_span(Prompt(SYSTEM, sources, (), question))
        assert span is not None
        text = sources[span.source - 1].text[span.start : span.end]
        holds = bool(answer) and answer.lower() in text.lower()
        margins = {
            "score - not found": span.score - span.not_found_score,
            "log probability - not found": span.log_probability - 4 * span.not_found_score,
            "score": span.score,
            "log probability": span.log_probability,
        }
        found.append(Read(bool(answer), holds, margins, f"{question} -> {text} ({answer})"))
    return found


def area(reads: Sequence[Read], measure: str) -> float:
    """Chance that a right span of an answerable question ranks above one of an unanswerable."""
    good = [read.margins[measure] for read in reads if read.answerable]
    bad = [read.margins[measure] for read in reads if not read.answerable]
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    return wins / max(1, len(good) * len(bad))


def threshold(reads: Sequence[Read], measure: str) -> tuple[float, float]:
    """The threshold that is right most often over these, and how often it is."""
    values = sorted(read.margins[measure] for read in reads)
    return max(((value, accuracy(reads, measure, value)) for value in values), key=lambda p: p[1])


def accuracy(reads: Sequence[Read], measure: str, at: float) -> float:
    return sum((r.margins[measure] >= at) == r.answerable for r in reads) / max(1, len(reads))


def _lines(file: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--model", default="qwen2.5-coder-0.5b-instruct")
    parser.add_argument("--n", type=int, default=40)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    decoder = load_decoder(
        paths.model_store() / options.model, threads=options.threads, name=options.model
    )
    assert isinstance(decoder, TorchDecoder)
    started = time.perf_counter()
    reads = read_all(decoder, options.corpus, options.n)
    each = (time.perf_counter() - started) / len(reads)
    known = [read for read in reads if read.answerable]
    print(f"{options.model}: {len(known)} with, {len(reads) - len(known)} without an answer")
    print(f"the span holds the answer: {sum(r.holds for r in known) / len(known):.2f}")
    print(f"seconds a question: {each:.2f}")
    for measure in reads[0].margins:
        at, right = threshold(reads[::2], measure)
        print(
            f"{measure}: area {area(reads, measure):.2f}; threshold {at:.2f} right for {right:.2f} "
            f"of one half, {accuracy(reads[1::2], measure, at):.2f} of the other"
        )
    for read in reads:
        print("+" if read.holds else "-", read.told)


if __name__ == "__main__":
    main()

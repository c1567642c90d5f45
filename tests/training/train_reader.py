"""Train the second reader, `models.answer_reader`, and write its weights.

    python -m tests.training.train_reader --data FOLDER --out FIRST
    python -m tests.training.train_reader --data FOLDER --out FILE --go-on-from FIRST \
        --near-misses DEV --spans 4000 --claims 0 --rate 1e-4 [--check N]

FOLDER is the unpacked source distribution of the package bigbench 1.0.0 (358 MB, SHA-256
1bb398a5512c6d798cdebe0dfa0ac03f67f6033fa6b39c6ef71df978c7cbc5c2), got by

    pip download bigbench==1.0.0 --no-deps --no-binary :all:

and unpacked as an archive. Nothing of it is installed, imported or run; `reading_data` says which
of its JSON files are read, and whose they are. The encoder is multilingual-e5-small (Wang et al.
2024) from the model store. FILE belongs at resources/models/answer_reader.safetensors.

DEV is `dev-v2.0.json` of SQuAD 2.0. 20,000 rows of spans and 14,000 of claims pass once, then 8,600
of near misses with 4,000 of spans, in batches of one kind and of like length: about 1,070 steps and
390, half an hour and a quarter on two idle cores. AdamW (Loshchilov and Hutter 2019); the rate
rises for 6 % of the steps and falls to a fiftieth. `--check N` then reads, by the product's own
code, N questions of paragraphs that were not trained on."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

from app import paths
from models.answer_reader import AnswerReader, changed
from models.bert import PREFIXES, PackedBert
from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.weights import load_tensors, read_config
from tests.evaluation.passages.scoring import token_f1
from tests.training.network import N_FROZEN, ReaderNetwork
from tests.training.reading_data import (
    ClaimRow,
    HeldRow,
    SpanRow,
    held_rows,
    near_miss_rows,
    training_rows,
)
from tests.training.squad_shifts import read_question_sets

ENCODER = "multilingual-e5-small"
N_SPANS, N_CLAIMS = 20_000, 14_000
RATE, WARM_UP, LOWEST = 2e-4, 0.06, 0.02  # LOWEST is a share of RATE
BATCH = 32
_SORTED_AT_ONCE = 40 * BATCH
_FEWEST = 9  # rows of a batch: fewer are left out
_MOST_QUESTION_TOKENS, _MOST_PASSAGE_TOKENS = 36, 144
_MOST_CLAIM_TOKENS, _MOST_EVIDENCE_TOKENS = 64, 110


@dataclass(frozen=True, slots=True)
class Example:
    """`ids` with special tokens. `target` is the first and the last token of the span, both 0 where
    nothing is said; or, alone, the verdict."""

    ids: list[int]
    target: tuple[int, ...]

    @property
    def is_span(self) -> bool:
        return len(self.target) == 2


def special_ids(tokenizer: Tokenizer) -> tuple[int, int]:
    """Of the tokens at the start, and between and at the end. Raises ModelUnsuitable."""
    start, between = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    if start is None or between is None:
        raise ModelUnsuitable(
            "The tokenizer lacks RoBERTa's special tokens.", "Choose multilingual-e5-small."
        )
    return start, between


class Packer:
    """Turns rows into token ids, as the product's reader does; of long passages a window by chance,
    around the answer where there is one."""

    def __init__(self, tokenizer: Tokenizer, seed: int = 0) -> None:
        """`tokenizer` cuts and pads nothing, and has RoBERTa's special tokens."""
        self._tokenizer = tokenizer
        self._start, self._between = special_ids(tokenizer)
        self._chance = random.Random(seed)

    def span(self, row: SpanRow) -> Example | None:
        """None where no token of the passage lies in the answer."""
        asked = self._ids(row.question, _MOST_QUESTION_TOKENS)
        encoded = self._tokenizer.encode(row.passage, add_special_tokens=False)
        n = len(encoded.ids)
        if row.span is None:
            held = []
        else:
            start, end = row.span
            held = [
                at for at, (a, b) in enumerate(encoded.offsets) if a < end and b > max(a, start)
            ]
            if not held:
                return None
        first = 0
        if n > _MOST_PASSAGE_TOKENS:
            last_first = n - _MOST_PASSAGE_TOKENS
            if held:
                length = min(_MOST_PASSAGE_TOKENS, held[-1] - held[0] + 1)
                before = self._chance.randint(0, _MOST_PASSAGE_TOKENS - length)
                first = max(0, min(last_first, held[0] - before))
            else:
                first = self._chance.randint(0, last_first)
        window = encoded.ids[first : first + _MOST_PASSAGE_TOKENS]
        base = len(asked) + 3 - first
        last = first + len(window) - 1
        target = (held[0] + base, min(held[-1], last) + base) if held else (0, 0)
        return Example(self._joined(asked, window), target)

    def claim(self, row: ClaimRow) -> Example:
        claim = self._ids(row.claim, _MOST_CLAIM_TOKENS)
        evidence = self._ids(row.evidence, _MOST_EVIDENCE_TOKENS)
        return Example(self._joined(claim, evidence), (row.verdict,))

    def _ids(self, text: str, most: int) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids[:most]

    def _joined(self, asked: list[int], text: list[int]) -> list[int]:
        return [self._start, *asked, self._between, self._between, *text, self._between]


def batches_of(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """All examples once in an order by chance, but batched with others of their kind and length
    from near them."""
    mixed = list(examples)
    chance.shuffle(mixed)
    order: list[list[Example]] = []
    for first in range(0, len(mixed), _SORTED_AT_ONCE):
        near = mixed[first : first + _SORTED_AT_ONCE]
        batches = []
        for is_span in (True, False):
            kind = sorted((e for e in near if e.is_span == is_span), key=lambda e: len(e.ids))
            batches += [kind[at : at + BATCH] for at in range(0, len(kind), BATCH)]
        batches = [batch for batch in batches if len(batch) >= _FEWEST]
        chance.shuffle(batches)
        order += batches
    return order


def loss_of(network: ReaderNetwork, batch: Sequence[Example]) -> torch.Tensor:
    """The mean cross entropy of a batch of one kind, in nats."""
    rows = [example.ids for example in batch]
    targets = torch.tensor([example.target for example in batch])
    if not batch[0].is_span:
        return functional.cross_entropy(network.verdict_scores(rows), targets[:, 0])
    return functional.cross_entropy(network.span_scores(rows), targets)


def train(
    network: ReaderNetwork, batches: Sequence[Sequence[Example]], rate: float = RATE
) -> Iterator[float]:
    """One step for each batch; yields its loss before the step."""
    parameters = network.parameters()
    matrices = [each for each in parameters if each.dim() > 1]
    vectors = [each for each in parameters if each.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}],
        lr=rate,
        betas=(0.9, 0.98),
    )
    n = len(batches)
    for step, batch in enumerate(batches):
        share = min(1.0, (step + 1) / (WARM_UP * n)) * max(LOWEST, 1 - step / n)
        for group in optimizer.param_groups:
            group["lr"] = rate * share
        loss = loss_of(network, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        yield loss.item()


def read_back(file: Path, base: Path, tokenizer: Tokenizer) -> AnswerReader:
    """The product's reader with the weights in `file`."""
    changes = {name: tensor.float() for name, tensor in load_file(file).items()}
    encoder = PackedBert(read_config(base), changed(load_tensors(base, PREFIXES), changes))
    return AnswerReader(
        encoder, tokenizer, special_ids(tokenizer), changes["span.weight"], changes["span.bias"]
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """`span_f1` is SQuAD's, against the closest answer that people gave. `area` is the chance that
    the best span of a question's own paragraph is surer than one of a nearest other paragraph."""

    span_f1: float
    area: float


def check(reader: AnswerReader, rows: Sequence[HeldRow]) -> Checked:
    """`rows` is not empty."""
    f1, own, other = [], [], []
    for row in rows:
        best = reader.read(row.question, [row.passage])[0]
        told = row.passage[best.start : best.end]
        f1.append(max(token_f1(told, answer) for answer in row.answers))
        own.append(best.score)
        other.append(reader.read(row.question, [row.other])[0].score)
    wins = sum((a > b) + 0.5 * (a == b) for a in own for b in other)
    return Checked(sum(f1) / len(f1), wins / (len(own) * len(other)))


def near_miss_area(reader: AnswerReader, rows: Sequence[SpanRow]) -> float:
    """The chance that the best span is surer where a paragraph answers the question than where it
    only seems to. Some rows are of either sort."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        scores[row.span is not None].append(reader.read(row.question, [row.passage])[0].score)
    wins = sum((a > b) + 0.5 * (a == b) for a in scores[True] for b in scores[False])
    return wins / (len(scores[True]) * len(scores[False]))


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--near-misses", type=Path, help="dev-v2.0.json of SQuAD")
    parser.add_argument("--go-on-from", type=Path, help="what an earlier training wrote")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", type=int, default=0, metavar="N")
    parser.add_argument("--base", type=Path, default=paths.model_store() / ENCODER)
    parser.add_argument("--spans", type=int, default=N_SPANS)
    parser.add_argument("--claims", type=int, default=N_CLAIMS)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    use_threads(options.threads)
    torch.manual_seed(0)
    sets = read_question_sets(options.data)
    spans, claims = training_rows(options.data, sets, options.spans, options.claims)
    near = near_miss_rows(options.near_misses) if options.near_misses else []
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    packer = Packer(tokenizer)
    packed = [packer.span(row) for row in (*spans, *near)]
    examples = [each for each in packed if each] + [packer.claim(row) for row in claims]
    batches = batches_of(examples, random.Random(9))
    network = ReaderNetwork(
        read_config(options.base), load_tensors(options.base, PREFIXES), n_frozen=N_FROZEN
    )
    if options.go_on_from:
        network.go_on_from(load_file(options.go_on_from))
    losses: dict[bool, list[float]] = {True: [], False: []}
    for step, loss in enumerate(train(network, batches, options.rate), start=1):
        losses[batches[step - 1][0].is_span].append(loss)
        if step % 50 == 0 or step == len(batches):
            spans_loss, claims_loss = (_mean(losses[kind][-60:]) for kind in (True, False))
            print(
                f"{step} of {len(batches)}: spans {spans_loss:.3f}, claims {claims_loss:.3f}",
                flush=True,
            )
    network.export(options.out)
    if options.check and (held := held_rows(sets, spans, claims, options.check)):
        figures = check(read_back(options.out, options.base, tokenizer), held)
        print(
            f"{len(held)} questions: span F1 {figures.span_f1:.3f}, "
            f"area under the curve of not said {figures.area:.3f}"
        )
    if options.check and options.near_misses:
        missed = near_miss_rows(options.near_misses, held=True)
        chosen = random.Random(5).sample(missed, min(2 * options.check, len(missed)))
        area = near_miss_area(read_back(options.out, options.base, tokenizer), chosen)
        print(f"{len(chosen)} near misses and their like: area under the curve {area:.3f}")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


if __name__ == "__main__":
    main()

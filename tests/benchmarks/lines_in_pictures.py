"""Whether the ends of lines read in pictures are told right: prose that runs on, and what stands
by itself.

    TRIPTYCH_EVAL_CORPUS=FOLDER python -m tests.benchmarks.lines_in_pictures

Lines are set in a typeface of Pillow's own, without a picture or its reading: paragraphs of the
set `mini` cut to three widths, and captions of the set `photos`, six below each other, from the
left and centred. Printed is the share of line ends that are joined or kept as they should be."""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import ImageFont

from app.core.intake.layout import written
from models.protocols import TextLine
from tests.evaluation.sets import CORPUS_VARIABLE

_N_PARAGRAPHS, _N_WORDS, _N_LISTS, _N_LINES = 300, 60, 150, 6
_WIDTHS, _STEPS, _SLIP = (450, 650, 900), (42, 48, 60), 3.0
_HEIGHT, _SIDE = 36, 2000

Sample = tuple[list[str], list[bool]]  # lines, and whether each goes on in the next


def main() -> int:
    corpus = os.environ.get(CORPUS_VARIABLE)
    if corpus is None:
        print(f"Set {CORPUS_VARIABLE} (docs/quality.md).", file=sys.stderr)
        return 3
    chance = random.Random(0)
    sets = {"prose": list(_prose(Path(corpus), chance))}
    for language in ("en", "de", "fr", "es"):
        sets[f"captions {language}"] = list(_captions(Path(corpus), language, chance))
    for name, samples in sets.items():
        for is_centred in (False, True):
            right = [told for sample in samples for told in _told(*sample, is_centred, chance)]
            where = "centred" if is_centred else "from the left"
            print(f"{name}, {where}: {sum(right)} of {len(right)} ({sum(right) / len(right):.3f})")
    return 0


def _prose(corpus: Path, chance: random.Random) -> Iterator[Sample]:
    lines = (corpus / "mini" / "corpus.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    for text in chance.sample(texts, min(_N_PARAGRAPHS, len(texts))):
        cut = _cut(" ".join(text.split()[:_N_WORDS]), chance.choice(_WIDTHS))
        if len(cut) > 2:
            yield cut, [not re.search(r"[.!?:]$", line) for line in cut[:-1]]


def _captions(corpus: Path, language: str, chance: random.Random) -> Iterator[Sample]:
    lines = (corpus / "photo_queries.jsonl").read_text("utf-8").splitlines()
    asked = [query for query in map(json.loads, lines) if query["lang"] == language]
    said = [query["query"].rstrip(".") for query in asked]
    for _ in range(_N_LISTS):
        yield chance.sample(said, _N_LINES), [False] * (_N_LINES - 1)


def _cut(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _told(
    texts: Sequence[str], goes_on: Sequence[bool], is_centred: bool, chance: random.Random
) -> Iterator[bool]:
    """Whether each line's end came out as it should."""
    read = written(_set(texts, is_centred, chance))
    position = 0
    for text, wanted in zip(texts, goes_on, strict=False):
        found = read.find(text[-6:], position)
        if found < 0:  # a word was mended across the end
            continue
        position = found + len(text[-6:])
        yield (read[position : position + 1] != "\n") == wanted


def _set(texts: Sequence[str], is_centred: bool, chance: random.Random) -> list[TextLine]:
    widest, step = max(map(_width, texts)), chance.choice(_STEPS)
    lines = []
    for row, text in enumerate(texts):
        left = 50 + ((widest - _width(text)) / 2 if is_centred else 0)
        corners = (left, 40 + step * row, left + _width(text), 40 + step * row + _HEIGHT)
        x0, y0, x1, y1 = (corner + chance.uniform(-_SLIP, _SLIP) for corner in corners)
        box = (x0 / _SIDE, y0 / _SIDE, x1 / _SIDE, y1 / _SIDE)
        lines.append(TextLine(text, box, 0.9, (x0, y0, x1, y1)))
    return lines


def _width(text: str) -> float:
    return float(_FONT.getlength(text))


_FONT = ImageFont.load_default(30)


if __name__ == "__main__":
    sys.exit(main())

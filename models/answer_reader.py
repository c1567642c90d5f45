"""A second reader: where in a passage the answer to a question stands, or that it stands nowhere.

Extractive question answering (Devlin et al. 2019, section 4.2 and 4.3): the text encoder reads
question and passage together, and two numbers for each token say how well an answer begins and
ends there; the first token stands for "not said". What training changed in the encoder is kept as
matrices of low rank (Hu et al. 2022) beside it, a few MB. It was trained in English, and reads the
other languages of its encoder with it (Lewis et al. 2020). How: `tests.training`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from models.bert import PREFIXES, PackedBert
from models.errors import ModelMissing
from models.protocols import AnswerSpan
from models.text import batches_by_tokens
from models.weights import load_tensors, read_config

FILE = "answer_reader.safetensors"
_MOST_QUESTION_TOKENS = 36
_WINDOW, _STRIDE = 144, 108  # tokens of a passage that are read at once
_MOST_TOKENS = 24  # of an answer
_BEST_OF_WINDOW = 4
_TOKEN_BUDGET = 2048  # of one batch
_TOLD_APART_BY = "embeddings.LayerNorm.weight"
_PARTS = ("query", "key", "value")


def load_answer_reader(path: Path, tokenizer: Tokenizer) -> AnswerReader:
    """`path` is the folder of the encoder that the weights were trained on, `tokenizer` its own.

    Raises ModelMissing where it is another encoder, ModelUnsuitable, ModelDamaged."""
    from safetensors import safe_open

    config, base = read_config(path), load_tensors(path, PREFIXES)
    with safe_open(str(resources.files("resources") / "models" / FILE), "pt") as file:
        if file.metadata()["base"] != base_digest(base):
            raise ModelMissing(
                "The second reader was not trained on this text encoder.",
                "Choose multilingual-e5-small as the encoder for other languages.",
            )
        changes = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    tensors = changed(base, changes)
    start, between = tokenizer.token_to_id("<s>"), tokenizer.token_to_id("</s>")
    if start is None or between is None:
        raise ModelMissing(
            "The second reader does not know this text encoder's tokenizer.",
            "Choose multilingual-e5-small as the encoder for other languages.",
        )
    head = changes["span.weight"], changes["span.bias"]
    return AnswerReader(PackedBert(config, tensors), tokenizer, (start, between), *head)


def base_digest(tensors: Mapping[str, Tensor]) -> str:
    """What tells an encoder's weights from those of another of the same shape: the SHA-256 of one
    of its vectors, which no quantisation touches."""
    vector = tensors.get(_TOLD_APART_BY)
    values = b"" if vector is None else vector.float().numpy().tobytes()
    return hashlib.sha256(values).hexdigest()


def changed(tensors: Mapping[str, Tensor], changes: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """An encoder's tensors with what training changed added to them; `NAME.left` and `NAME.right`
    are the two factors of a matrix, `qkv` the three projections of attention below each other."""
    made = dict(tensors)
    names = {name.removesuffix(".left").removesuffix(".right") for name in changes}
    for name in sorted(names):
        if name.startswith("span."):
            continue
        change = (
            changes[name] if name in changes else changes[f"{name}.left"] @ changes[f"{name}.right"]
        )
        if ".qkv." not in name:
            made[name] = tensors[name].float() + change
            continue
        for part, piece in zip(_PARTS, change.chunk(3), strict=True):
            whole = name.replace(".qkv.", f".self.{part}.")
            made[whole] = tensors[whole].float() + piece
    return made


class AnswerReader:
    """Satisfies `protocols.AnswerReader`. Not for several threads at once."""

    def __init__(
        self,
        encoder: PackedBert,
        tokenizer: Tokenizer,
        special: tuple[int, int],
        weight: Tensor,
        bias: Tensor,
    ) -> None:
        """`special` are the ids of the tokens at the start and between; `weight` is (2, dim)."""
        self._encoder = encoder
        self._tokenizer = tokenizer
        self._start, self._between = special
        self._weight, self._bias = weight, bias

    @torch.inference_mode()
    def read(self, question: str, passages: Sequence[str]) -> list[AnswerSpan]:
        """The best spans of all passages, the surest first."""
        asked = self._tokenizer.encode(question, add_special_tokens=False).ids
        asked = asked[:_MOST_QUESTION_TOKENS]
        rows: list[list[int]] = []
        places: list[tuple[int, list[tuple[int, int]]]] = []
        for number, passage in enumerate(passages):
            encoded = self._tokenizer.encode(passage, add_special_tokens=False)
            for first in range(0, max(1, len(encoded.ids) - _WINDOW + _STRIDE), _STRIDE):
                ids = encoded.ids[first : first + _WINDOW]
                if ids:
                    rows.append(
                        [self._start, *asked, self._between, self._between, *ids, self._between]
                    )
                    places.append((number, encoded.offsets[first : first + _WINDOW]))
        before = len(asked) + 3
        spans: list[AnswerSpan] = []
        for batch in batches_by_tokens([len(row) for row in rows], _TOKEN_BUDGET):
            states = self._encoder.states([rows[at] for at in batch])
            for at, state in zip(batch, states, strict=True):
                number, offsets = places[at]
                scores = state.float() @ self._weight.T + self._bias
                spans += [
                    _without_blanks(span, passages[number])
                    for span in _best(scores, before, number, offsets)
                ]
        return sorted(dict.fromkeys(spans), key=lambda span: -span.score)


def _without_blanks(span: AnswerSpan, passage: str) -> AnswerSpan:
    """A token may begin with the space before it."""
    text = passage[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    return replace(span, start=start, end=max(start, span.start + len(text.rstrip())))


def _best(
    scores: Tensor, before: int, passage: int, offsets: Sequence[tuple[int, int]]
) -> list[AnswerSpan]:
    """The best spans of one window. `scores` is (n_tokens, 2); the passage's tokens begin at
    `before`."""
    n = len(offsets)
    not_said = float(scores[0].sum())
    starts, ends = scores[before : before + n, 0], scores[before : before + n, 1]
    pairs = starts[:, None] + ends[None]
    allowed = torch.ones_like(pairs, dtype=torch.bool).triu().tril(_MOST_TOKENS - 1)
    best = pairs.masked_fill(~allowed, -torch.inf).flatten().topk(min(_BEST_OF_WINDOW, n))
    found = []
    for score, at in zip(best.values.tolist(), best.indices.tolist(), strict=True):
        first, last = divmod(at, n)
        found.append(AnswerSpan(passage, offsets[first][0], offsets[last][1], score - not_said))
    return found

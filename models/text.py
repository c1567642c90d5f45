"""The text encoder: sentences to unit vectors, from a sentence-transformers folder or any
BERT-type checkpoint.

Batches are filled by tokens, not by sentences, with neighbours of like length. BERT and RoBERTa run
packed (`models.bert`); other families run through transformers with padding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from models.bert import PREFIXES, PackedBert, is_packable
from models.cpu import use_threads
from models.errors import ModelDamaged, ModelUnsuitable
from models.late import LateInteraction, token_weights
from models.manifest import fingerprint
from models.protocols import Rows, TokenRows
from models.weights import load_tensors, read_config, read_optional_config

if TYPE_CHECKING:
    from models.answer_reader import AnswerReader

Pooling = Literal["mean", "cls", "max"]
_States = Callable[[Sequence[Sequence[int]]], list[Tensor]]

_MOST_QUERY_TOKENS = 64  # longer queries lose by late interaction
_TOKEN_BUDGET = 2048  # of one batch; from 1,024 to 8,192 makes 15 % of difference


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a sentence-transformers folder says of itself, or the defaults for a bare checkpoint.

    `backbone` holds config.json and weights; `max_tokens` counts special tokens."""

    backbone: Path
    pooling: Pooling
    max_tokens: int | None
    query_prompt: str
    document_prompt: str


def load_text_encoder(path: Path, *, threads: int, name: str | None = None) -> SentenceEncoder:
    """Load the checkpoint in a local folder. Raises ModelUnsuitable, ModelDamaged."""
    use_threads(threads)
    layout = _read_layout(path)
    config = read_config(layout.backbone)
    tokenizer = _load_tokenizer(layout.backbone)
    if is_packable(config):
        packed = PackedBert(config, load_tensors(layout.backbone, PREFIXES))
        dim, limit = packed.dim, packed.max_positions
        states: _States = packed.states
    else:
        states, dim, limit = _through_transformers(layout.backbone, config, tokenizer)
    max_length = min(layout.max_tokens or limit, limit)
    return SentenceEncoder(
        name=name or path.name,
        dim=dim,
        fingerprint=fingerprint(
            path, role="text", layer="last", pooling=layout.pooling, dim=dim, size=max_length
        ),
        states=states,
        tokenizer=tokenizer,
        max_length=max_length,
        layout=layout,
    )


class SentenceEncoder:
    """Satisfies `TextEncoder`. Not for several threads at once."""

    def __init__(
        self,
        *,
        name: str,
        dim: int,
        fingerprint: str,
        states: _States,
        tokenizer: Tokenizer,
        max_length: int,
        layout: _Layout,
    ) -> None:
        self.name = name
        self.dim = dim
        self.fingerprint = fingerprint
        self.max_tokens = max_length - tokenizer.num_special_tokens_to_add(False)
        self._states = states
        self._layout = layout
        self._last_query: tuple[str, list[int], Tensor] | None = None
        self._late = LateInteraction(dim, tokenizer) if dim % 8 == 0 else None
        self.tokenizer = tokenizer  # one: a vocabulary of 250,000 takes 3 s to read, and 300 MB
        self.folder = layout.backbone
        self._max_length = max_length

    def encode_documents(self, texts: Sequence[str]) -> Rows:
        return self._encode([self._layout.document_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Rows:
        if len(texts) == 1:  # `score` is mostly asked about the same query next
            pooled = _pool(self._query_states(texts[0])[1], self._layout.pooling)
            return functional.normalize(pooled, dim=0).numpy()[None]
        return self._encode([self._layout.query_prompt + text for text in texts])

    @torch.inference_mode()
    def _query_states(self, text: str) -> tuple[list[int], Tensor]:
        """A query's token ids and states; the last query's are kept."""
        if self._last_query is None or self._last_query[0] != text:
            (ids,) = self._token_ids([self._layout.query_prompt + text])
            self._last_query = text, ids, self._states([ids])[0]
        return self._last_query[1:]

    def encode_passages(self, texts: Sequence[str]) -> tuple[Rows, list[TokenRows]]:
        return self._encode_tokens([self._layout.document_prompt + text for text in texts])

    @torch.inference_mode()
    def score(
        self,
        query: str,
        texts: Sequence[str],
        tokens: Sequence[bytes | None],
        rarities: Mapping[str, float],
    ) -> list[float | None]:
        """Late interaction: `models.late`. The texts are not read again."""
        ids, states = self._query_states(query)
        if self._late is None or len(ids) > _MOST_QUERY_TOKENS:
            return [None] * len(texts)
        n_bytes = self._late.n_bytes
        packed = [
            None
            if rows is None or len(rows) % n_bytes
            else np.frombuffer(rows, np.uint8).reshape(-1, n_bytes)
            for rows in tokens
        ]
        unit = functional.normalize(states, dim=1).numpy()
        prompted = self._layout.query_prompt + query
        weights = token_weights(prompted, self.tokenizer.encode(prompted).offsets, rarities)
        return self._late.scores(self._late.turned(unit), packed, weights)

    def answer_reader(self) -> AnswerReader:
        """What reads passages for an answer, with this encoder's weights. Raises ModelError."""
        from models.answer_reader import load_answer_reader

        return load_answer_reader(self.folder, self.tokenizer)

    def token_spans(self, text: str) -> NDArray[np.int32]:
        offsets = self.tokenizer.encode(text, add_special_tokens=False).offsets
        return np.array(offsets, np.int32).reshape(-1, 2)

    def _token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """With special tokens, cut to what the encoder reads."""
        self.tokenizer.enable_truncation(self._max_length)
        try:
            return [each.ids for each in self.tokenizer.encode_batch(list(texts))]
        finally:
            self.tokenizer.no_truncation()

    def _encode(self, texts: Sequence[str]) -> Rows:
        return self._encode_tokens(texts, keep=False)[0]

    @torch.inference_mode()
    def _encode_tokens(
        self, texts: Sequence[str], *, keep: bool = True
    ) -> tuple[Rows, list[TokenRows]]:
        encoded = self._token_ids(texts)
        rows = np.zeros((len(texts), self.dim), np.float32)
        kept = [np.zeros((0, self.dim // 4), np.uint8)] * len(texts)
        for batch in batches_by_tokens([len(ids) for ids in encoded], _TOKEN_BUDGET):
            states = self._states([encoded[place] for place in batch])
            pooled = torch.stack([_pool(each, self._layout.pooling) for each in states])
            rows[batch] = functional.normalize(pooled, dim=1).numpy()
            if not keep or self._late is None:
                continue
            for place, each in zip(batch, states, strict=True):
                unit = functional.normalize(each, dim=1).numpy()
                kept[place] = self._late.pack(encoded[place], unit)
        return rows, kept


def batches_by_tokens(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield places in `lengths`, shortest first, as many as fit the budget (at least one)."""
    batch: list[int] = []
    held = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and held + lengths[place] > budget:
            yield batch
            batch, held = [], 0
        batch.append(place)
        held += lengths[place]
    if batch:
        yield batch


def _pool(states: Tensor, pooling: Pooling) -> Tensor:
    """(n_tokens, dim) to (dim,). The mean takes in special tokens, as its trainers did."""
    if pooling == "cls":
        return states[0]
    if pooling == "max":
        return states.amax(0)
    return states.mean(0)


def _read_layout(path: Path) -> _Layout:
    if not (path / "modules.json").is_file():
        return _Layout(path, "mean", None, "", "")
    modules = read_modules(path)
    backbone, pooling = path, {}
    for module in modules:
        kind = str(module.get("type", "")).rsplit(".", 1)[-1]
        folder = path / str(module.get("path", ""))
        if kind == "Transformer":
            backbone = folder
        elif kind == "Pooling":
            pooling = read_optional_config(folder, "config.json")
        elif kind != "Normalize":
            raise ModelUnsuitable(
                "The text encoder in {path} has a step of kind {kind}, which is not supported.",
                "Choose one that pools a transformer's states.",
                path=path,
                kind=kind,
            )
    sentence = read_optional_config(backbone, "sentence_bert_config.json")
    prompts = read_optional_config(path, "config_sentence_transformers.json").get("prompts") or {}
    return _Layout(
        backbone=backbone,
        pooling=_pooling_of(pooling, path),
        max_tokens=sentence.get("max_seq_length"),
        query_prompt=str(prompts.get("query") or ""),
        document_prompt=str(prompts.get("document") or prompts.get("passage") or ""),
    )


def read_modules(path: Path) -> list[dict[str, Any]]:
    import json

    try:
        modules = json.loads((path / "modules.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelDamaged(
            "modules.json of the model in {path} cannot be read.",
            "Fetch the checkpoint again.",
            path=path,
        ) from error
    return [module for module in modules if isinstance(module, dict)]


def _pooling_of(config: dict[str, Any], path: Path) -> Pooling:
    named = config.get("pooling_mode")
    ways: dict[str, Pooling] = {
        "pooling_mode_mean_tokens": "mean",
        "pooling_mode_cls_token": "cls",
        "pooling_mode_max_tokens": "max",
    }
    chosen: list[Pooling] = [way for key, way in ways.items() if config.get(key)]
    if named in ("mean", "cls", "max"):
        chosen = [named]
    if not config:
        return "mean"
    if len(chosen) != 1 or config.get("pooling_mode_mean_sqrt_len_tokens"):
        raise ModelUnsuitable(
            "The text encoder in {path} pools in a way that is not supported.",
            "Choose one that pools by mean, by maximum or by the first token.",
            path=path,
        )
    return chosen[0]


def _load_tokenizer(folder: Path) -> Tokenizer:
    """A fast tokenizer without padding or truncation. Raises ModelUnsuitable, ModelDamaged."""
    file = folder / "tokenizer.json"
    if file.is_file():
        try:
            tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:  # tokenizers raises nothing narrower
            raise ModelDamaged(
                "tokenizer.json of the model in {folder} cannot be read.",
                "Fetch the checkpoint again.",
                folder=folder,
            ) from error
    else:
        from transformers import AutoTokenizer

        try:
            loaded = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            tokenizer = loaded.backend_tokenizer
        except (OSError, ValueError, AttributeError, KeyError) as error:
            raise ModelUnsuitable(
                "The folder {folder} holds no tokenizer that can be used.",
                "Choose a checkpoint with a tokenizer.json.",
                folder=folder,
            ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _through_transformers(
    folder: Path, config: dict[str, Any], tokenizer: Tokenizer
) -> tuple[_States, int, int]:
    """The plain path for families without an own one: padded batches through AutoModel."""
    from transformers import AutoModel

    try:
        model = AutoModel.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
        ).eval()
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnsuitable(
            "The text encoder in {folder} cannot be loaded ({error}).",
            "Choose a sentence encoder that transformers knows, with safetensors weights.",
            folder=folder,
            error=type(error).__name__,
        ) from error
    padding = int(config.get("pad_token_id") or 0)

    def states(sentences: Sequence[Sequence[int]]) -> list[Tensor]:
        longest = max(len(sentence) for sentence in sentences)
        ids = torch.full((len(sentences), longest), padding)
        mask = torch.zeros_like(ids)
        for row, sentence in enumerate(sentences):
            ids[row, : len(sentence)] = torch.tensor(sentence)
            mask[row, : len(sentence)] = 1
        last = model(input_ids=ids, attention_mask=mask).last_hidden_state
        return [last[row, : len(sentence)] for row, sentence in enumerate(sentences)]

    hidden = int(getattr(model.config, "hidden_size", 0))
    limit = int(getattr(model.config, "max_position_embeddings", None) or 512)
    return states, hidden, limit

"""The models by role, each loaded when first asked for and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from models.decoder.interface import Decoder
from models.errors import ModelMissing
from models.protocols import (
    AnswerReader,
    ImageEncoder,
    Reranker,
    SpeechReader,
    Tagger,
    TextEncoder,
    TextReader,
    VoiceEncoder,
)

Role = Literal["text", "multilingual", "image", "tags", "speech", "voices", "ocr", "decoder"]


class Encoders:
    """`loaders` builds each role's model. An attribute raises ModelError where it cannot load."""

    def __init__(self, loaders: Mapping[Role, Callable[[], Any]]) -> None:
        self._loaders = loaders

    @cached_property
    def text(self) -> TextEncoder:
        encoder: TextEncoder = self._loaders["text"]()
        return encoder

    @cached_property
    def image(self) -> ImageEncoder:
        encoder: ImageEncoder = self._loaders["image"]()
        return encoder

    @cached_property
    def tags(self) -> Tagger:
        tagger: Tagger = self._loaders["tags"]()
        return tagger

    @cached_property
    def speech(self) -> SpeechReader:
        reader: SpeechReader = self._loaders["speech"]()
        return reader

    @cached_property
    def ocr(self) -> TextReader:
        reader: TextReader = self._loaders["ocr"]()
        return reader

    @cached_property
    def decoder(self) -> Decoder:
        decoder: Decoder = self._loaders["decoder"]()
        return decoder

    @property
    def text_or_none(self) -> TextEncoder | None:
        """The text encoder, None while it is not installed: words are enough to go on with."""
        try:
            return self.text
        except ModelMissing:
            return None

    @property
    def reranker_or_none(self) -> Reranker | None:
        """What looks closer at the best passages: the text encoder, where it keeps its token
        vectors."""
        encoder = self.text_or_none
        return encoder if encoder is not None and hasattr(encoder, "score") else None  # type: ignore[return-value]

    @cached_property
    def multilingual_or_none(self) -> TextEncoder | None:
        """The encoder beside the text encoder that knows other languages than English; None where
        none is chosen or it is not installed."""
        load = self._loaders.get("multilingual")
        try:
            return None if load is None else load()
        except ModelMissing:
            return None

    @cached_property
    def answer_reader_or_none(self) -> AnswerReader | None:
        """What reads passages for an answer a second time; None without the encoder that it is
        trained on."""
        for encoder in (self.multilingual_or_none, self.text_or_none):
            if encoder is None or not hasattr(encoder, "answer_reader"):
                continue
            try:
                reader: AnswerReader = encoder.answer_reader()
            except ModelMissing:
                continue
            return reader
        return None

    @cached_property
    def voices_or_none(self) -> VoiceEncoder | None:
        """What tells speakers apart; None where none is chosen or it is not installed."""
        load = self._loaders.get("voices")
        try:
            return None if load is None else load()
        except ModelMissing:
            return None

    def forget_passages(self, keys: Sequence[str]) -> None:
        """Let the language model, if it is loaded, drop what it keeps of these sources."""
        loaded = self.__dict__.get("decoder")
        if loaded is not None and hasattr(loaded, "forget"):
            loaded.forget(keys)

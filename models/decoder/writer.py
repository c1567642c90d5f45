"""Turns the tokens of one sequence into text to be shown, and knows when the sequence is over."""

from __future__ import annotations

from collections.abc import Set

from models.decoder.interface import FinishReason
from models.decoder.settings import GenerationSettings
from models.decoder.stops import StopWatch
from models.decoder.tokens import TextTokens


class Writer:
    def __init__(self, tokens: TextTokens, end_ids: Set[int], settings: GenerationSettings) -> None:
        self._stream = tokens.stream()
        self._watch = StopWatch(settings.stop)
        self._end_ids = end_ids
        self.max_new_tokens = settings.max_new_tokens
        self.token_ids: list[int] = []
        self.text = ""
        self.finish: FinishReason | None = None
        self.score: float | None = None  # after a beam search

    def add(self, token: int) -> str:
        """What became readable with this token; sets `finish` where it was the last."""
        assert self.finish is None
        self.token_ids.append(token)
        if token in self._end_ids:
            return self.close("end")
        shown, stopped = self._watch.add(self._stream.add(token))
        self.text += shown
        if stopped:
            self.finish = "stop"
        elif len(self.token_ids) >= self.max_new_tokens:
            shown += self.close("length")
        return shown

    def close(self, finish: FinishReason) -> str:
        """End here; returns text that was held back as the possible start of a stop sequence."""
        self.finish = finish
        rest = self._watch.rest()
        self.text += rest
        return rest

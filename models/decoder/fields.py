"""Every setting of generation described as data: the window makes its controls from this, the
command line its options, and `GenerationSettings.validate` its checks. No torch here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from models.errors import InvalidSettings

FieldKind = Literal["float", "int", "bool", "texts"]
Group = Literal["sampling", "penalties", "length", "beams"]


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the attribute of GenerationSettings and, with dashes, the command line's option.

    `minimum` and `maximum` are allowed themselves. `default` None means that the setting is off
    unless given; then `suggested` is where a control starts when it is switched on."""

    name: str
    label: str
    kind: FieldKind
    group: Group
    default: float | int | bool | tuple[str, ...] | None
    minimum: float | None
    maximum: float | None
    step: float | None
    tooltip: str
    suggested: float | int | None = None

    def check(self, value: object) -> None:
        """Raises InvalidSettings if `value` is of the wrong kind or out of range."""
        if value is None and self.default is None:
            return
        if not self._is_kind(value):
            raise InvalidSettings(
                "{name} cannot be '{value}': it takes {kind}.",
                "Set {name} to {example}.",
                name=self.name,
                value=value,
                kind=_KINDS[self.kind],
                example=self._example(),
            )
        if isinstance(value, tuple):
            if any(not text for text in value):
                raise InvalidSettings(
                    "{name} holds an empty text, which would end every answer at once.",
                    "Remove the empty entry from {name}.",
                    name=self.name,
                )
            return
        assert isinstance(value, int | float)
        low, high = self.minimum, self.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            raise InvalidSettings(
                "{name} is {value}, outside {low} to {high}.",
                "Set {name} to {example}.",
                name=self.name,
                value=value,
                low=f"{low:g}",
                high=f"{high:g}",
                example=self._example(),
            )

    def _is_kind(self, value: object) -> bool:
        if self.kind == "texts":
            return isinstance(value, tuple) and all(isinstance(text, str) for text in value)
        if self.kind == "bool" or isinstance(value, bool):
            return self.kind == "bool" and isinstance(value, bool)
        if self.kind == "int":
            return isinstance(value, int)
        return isinstance(value, int | float) and math.isfinite(value)

    def _example(self) -> str:
        usual = self.suggested if self.suggested is not None else self.default
        if self.kind == "texts":
            return "a list of texts, for instance ['\\n\\n']"
        if self.kind == "bool":
            return "true or false"
        off = ", or leave it out" if self.default is None else ""
        return f"a value from {self.minimum:g} to {self.maximum:g}, for instance {usual:g}{off}"


_KINDS: dict[FieldKind, str] = {
    "float": "a number",
    "int": "a whole number",
    "bool": "true or false",
    "texts": "a list of texts",
}

FIELDS: tuple[Field, ...] = (
    Field("temperature", "Temperature", "float", "sampling", None, 0.0, 2.0, 0.05,
          "How freely words are chosen. Off or 0: always the likeliest word (greedy), the same "
          "answer every time. 0.7: lively. Above 1: wild.", suggested=0.7),
    Field("top_k", "Top-k", "int", "sampling", None, 1, 1000, 1,
          "Draw only from this many likeliest words.", suggested=40),
    Field("top_p", "Top-p (nucleus)", "float", "sampling", None, 0.01, 1.0, 0.01,
          "Draw only from the likeliest words that together hold this share of the probability.",
          suggested=0.9),
    Field("min_p", "Min-p", "float", "sampling", None, 0.0, 1.0, 0.01,
          "Leave out words less likely than this share of the likeliest word's probability.",
          suggested=0.05),
    Field("seed", "Seed", "int", "sampling", 0, 0, 2**31 - 1, 1,
          "The start of the random numbers: the same seed gives the same text."),
    Field("n_sequences", "Answers", "int", "sampling", 1, 1, 16, 1,
          "How many answers to write at once; the first is shown, the others beside it."),
    Field("repetition_penalty", "Repetition penalty", "float", "penalties", None, 0.5, 2.0, 0.05,
          "Above 1, makes words already used in the answer less likely. Words of the sources do "
          "not count, so that quoting stays free.", suggested=1.1),
    Field("presence_penalty", "Presence penalty", "float", "penalties", None, -2.0, 2.0, 0.1,
          "Subtracted once from every word already used in the answer.", suggested=0.3),
    Field("frequency_penalty", "Frequency penalty", "float", "penalties", None, -2.0, 2.0, 0.1,
          "Subtracted for each time a word was already used in the answer.", suggested=0.3),
    Field("min_new_tokens", "Shortest answer", "int", "length", 0, 0, 4096, 8,
          "The answer may not end before this many tokens (about 3/4 of a word each)."),
    Field("max_new_tokens", "Longest answer", "int", "length", 256, 1, 8192, 32,
          "The answer is cut after this many tokens."),
    Field("stop", "Stop texts", "texts", "length", (), None, None, None,
          "The answer ends before any of these texts; they are never shown."),
    Field("beam_width", "Beam width", "int", "beams", 1, 1, 16, 1,
          "Above 1, follows this many answers at once and keeps the likeliest as a whole. Slower; "
          "temperature and the filters do not matter then."),
    Field("length_penalty", "Length penalty", "float", "beams", 1.0, -2.0, 3.0, 0.1,
          "Beam search divides an answer's score by its length to this power: above 1 favours "
          "long answers, below 1 short ones."),
    Field("early_stopping", "Stop early", "bool", "beams", False, None, None, None,
          "Beam search ends as soon as beam-width answers are complete."),
    Field("grounded", "Only what stands there", "bool", "sampling", True, None, None, None,
          "Numbers, dates, codes and names are written only as they stand in the sources or the "
          "question. Without effect where there are no sources."),
)  # fmt: skip

"""What a second reader takes for the answer, held against what the language model wrote.

The two fail at different questions: a sentence that passes the test of words though the reader
surely reads something else is mostly wrong, one that fails it for its words alone and says what
the reader reads is mostly right. The figures stand in docs/quality.md."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core import thresholds
from app.core.question.asked import Question
from app.core.question.claims import Evidence
from app.core.question.spans import asks_for_span
from app.core.sentences import sentences_of
from app.core.words import content_words, stated_numbers
from models.protocols import AnswerReader, AnswerSpan
from storage import languages

_INTERROGATIVE = re.compile(
    r"\b(?:wh(?:o|om|ose|at|en|ere|ich|y)|how|we[rnm]|wessen|was|wann|wo(?:hin|her)?|welche[rsnm]?|"
    r"warum|wie|qui|que|quoi|quand|où|quel(?:le)?s?|pourquoi|comment|combien|quién|qué|cuándo|"
    r"dónde|cuál|cuánt[oa]s?|cómo)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` is the answer as `sentence` of the source of that number has it."""

    marker: int
    text: str
    sentence: str
    score: float
    days: str = ""  # the text with the days that it names from the source's own


class SecondReading:
    """Over one set of sources; read when first asked for."""

    def __init__(
        self, question: Question, sources: Sequence[Evidence], reader: AnswerReader
    ) -> None:
        self._question = question
        self._sources = sources
        self._reader = reader
        self._asked = set(content_words(question.resolved, question.language))
        # A part that leans on the whole is put with the words of the first, which would be read.
        self._asks_one_thing = not question.within and len(question.parts) == 1

    @cached_property
    def _spans(self) -> Sequence[AnswerSpan]:
        texts = [source.text for source in self._sources]
        return self._reader.read(self._question.resolved, texts)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The surest first, with those that are nearly as sure."""
        texts = [source.text for source in self._sources]
        spans = self._spans
        found: list[Reading] = []
        for span in spans:
            if span.score < spans[0].score - thresholds.READ_NEARLY_AS_SURE:
                break
            text = texts[span.passage]
            around = [
                (start, end)
                for start, end in sentences_of(text)
                if start < span.end and end > span.start
            ]
            sentence = text[around[0][0] : around[-1][1]] if around else text
            read = text[span.start : span.end].strip()
            marker = self._sources[span.passage].marker
            days = self._sources[span.passage].told(read)
            found.append(Reading(marker, read, sentence, span.score, days))
        return tuple(found)

    def agreed(self, sentence: str) -> Reading | None:
        """The reading that the sentence says, where the reader is sure of it."""
        if not self._asks_one_thing:
            return None
        if not self.readings or self.readings[0].score < thresholds.READ_SURELY:
            return None
        return next((each for each in self.readings if self._says(sentence, each)), None)

    def instead(self, sentence: str) -> Reading | None:
        """What the reader reads surely where the sentence says nothing of it."""
        if self._question.asks not in ("fact", "date") or not self._asks_one_thing:
            return None
        if asks_for_span(self._question):
            return None  # two days answer it, of which the reader reads one, or a length
        if not self.readings or self.readings[0].score < thresholds.READ_INSTEAD:
            return None
        if any(self._says(sentence, each) for each in self.readings):
            return None
        return self.readings[0]

    def doubts(self, markers: Collection[int]) -> bool:
        """Whether it is sure that none of these sources answers the question, though they hold its
        words: who asks what is not quite said is told so."""
        if self._question.asks not in ("fact", "date") or not self._asks_one_thing:
            return False
        if not _INTERROGATIVE.search(self._question.resolved):
            return False  # it was taught by whole questions
        if any(
            source.language != self._question.language
            for source in self._sources
            if source.marker in markers
        ):
            return False  # and in one language
        scores = [
            span.score for span in self._spans if self._sources[span.passage].marker in markers
        ]
        return bool(scores) and max(scores) < thresholds.READ_NOWHERE

    @property
    def decides(self) -> Reading | None:
        """What a question for yes or no is most likely decided by, where something is."""
        if self._question.asks != "yes_no" or not self._asks_one_thing or not self.readings:
            return None
        first = self.readings[0]
        return first if first.score >= thresholds.READ_DECIDES else None

    def _says(self, sentence: str, reading: Reading) -> bool:
        """Whether a sentence gives the same numbers as what was read, or most of its other words;
        in another language than the source's only numbers tell."""
        read = reading.text
        figures = stated_numbers(read)
        meant = stated_numbers(reading.days) - figures
        if meant & stated_numbers(sentence):
            return True
        if figures:
            return bool(figures & stated_numbers(sentence))
        spoken = {languages.guess(sentence), *map(languages.guess, self._texts)}
        if len(spoken - {None}) > 1:
            return True
        own = set(content_words(read, self._question.language))
        own = own - self._asked or own
        said = set(content_words(sentence, self._question.language))
        new = said - self._asked
        enough = thresholds.READ_WORDS
        return len(own & said) >= enough * len(own) or (
            0 < len(new) <= len(own) and len(new & own) >= enough * len(new)
        )

    @cached_property
    def _texts(self) -> list[str]:
        markers = {reading.marker for reading in self.readings}
        return [source.text for source in self._sources if source.marker in markers]

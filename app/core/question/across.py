"""Whether a source in another language bears out a claim.

No word of a German answer stands in an English letter. What is exact still does: every number,
date, code and name of the claim and of the question must stand in the same two sentences, what is
denied must be denied there, and the encoder that knows many languages must put the claim close to
one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.core import thresholds
from app.core.cldr import language_name
from app.core.question.claims import Encode, Evidence, quotable
from app.core.question.polarity import clauses_of, is_denied
from app.core.question.support import Window, facts_of, question_held, stated_held, windows
from app.core.words import words
from storage import languages


@dataclass(frozen=True, slots=True)
class _Sentence:
    source: Evidence
    text: str
    language: str


class Across:
    """The sources that are in another language than the question. `load` gives the encoder that
    knows many, or None; it is called only where there are such sources."""

    def __init__(
        self, language: str, sources: Sequence[Evidence], load: Callable[[], Encode | None]
    ) -> None:
        self._language, self._load = language, load
        spoken = {source.marker: languages.guess(source.text) for source in sources}
        self._sentences = [
            _Sentence(source, sentence, spoken[source.marker] or "")
            for source in sources
            if spoken[source.marker] not in (None, language)
            for sentence in quotable(source.text)
        ]
        self._rows = np.empty((0, 0), np.float32)

    def quote(self, claim: str, question: str) -> tuple[int, str] | None:
        """The number of the source that bears the claim out, and its words; None where none
        does, or where the claim is in the sources' language."""
        spoken = {sentence.language for sentence in self._sentences}
        if not spoken or languages.guess(claim) in spoken:
            return None
        encode = self._load()
        if encode is None:
            return None
        if not len(self._rows):
            self._rows = encode([sentence.text for sentence in self._sentences])
        cosines = self._rows @ encode([claim])[0]
        stated = facts_of(claim, self._language)
        exact = len(stated.amounts) + len(stated.moments) + len(stated.keys)
        floor = thresholds.ACROSS_EXACT if exact else thresholds.ACROSS
        enough = max(floor, float(cosines.max()) - thresholds.ACROSS_NEAR)
        for at in np.argsort(-cosines).tolist():
            if cosines[at] < enough:
                break
            sentence = self._sentences[at]
            if any(
                sentence.text in window.text and self._holds(claim, question, sentence, window)
                for window in windows(sentence.source.text)
            ):
                return sentence.source.marker, sentence.text
        return None

    def _holds(self, claim: str, question: str, sentence: _Sentence, window: Window) -> bool:
        source, spoken = sentence.source, sentence.language
        told, context = facts_of(source.told(window.text), spoken), facts_of(source.context, spoken)
        beside, passage = (facts_of(source.told(t), spoken) for t in (window.beside, source.text))
        asked, stated = facts_of(question, self._language), facts_of(claim, self._language)
        # What the question names already is held to the passage, not to the sentence.
        new = tuple(name for name in stated.names if name not in asked.names)
        itself = words(language_name(spoken, self._language))
        named = tuple(name for name in asked.names if name not in itself)
        denies = any(is_denied(clause, self._language) for clause in clauses_of(claim))
        denied = any(is_denied(clause, spoken) for clause in clauses_of(sentence.text))
        return (
            denies == denied
            and stated_held(replace(stated, names=new), told, context, heard=source.heard)
            and question_held(replace(asked, names=named), beside, passage, context)
        )

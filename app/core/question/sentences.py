"""A language model's text, sentence by sentence as it is written, without its own numbers.

The numbers that a small model sets are often wrong or in the wrong place; the test of support sets
them anew. Sentences that say that there is no answer are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.sentences import sentences_of

_SQUARE = re.compile(
    r"\s*[\[【](?:(?:sources?|quellen?|fuentes?)\s*)?\d{1,3}(?:\s*[,;]\s*\d{1,3})*[\]】]",
    re.IGNORECASE,
)
# Markers, times and colons that a small model sets before its first word.
_LEADING_SCRAPS = re.compile(r"^(?:[\[\]【】:,;\s]|(?<=\[)\d{1,3}(?=[\]\s,]))+(?=\S)")
_ONLY_MARKERS = re.compile(r"^\s*(?:[\[【][\d,;\s]*[\]】]?\s*)+")
_LEAD_IN = re.compile(
    r"^(?:according to (?:the )?(?:numbered )?sources?(?: \[?\d+\]?)?,\s+|answer:\s*|antwort:\s*|"
    r"(?:the )?(?:numbered )?sources? (?:say|state|mention|indicate)s?(?: that\s+|:\s+)|"
    r"réponse\s*:\s*|respuesta:\s*)",
    re.IGNORECASE,
)
# "No, in the sources." is a no, with the words in which a refusal was asked for behind it.
_DECIDED = re.compile(
    r"^(yes|no|ja|nein|oui|non|sí|no), (?:in the sources?|in den quellen|dans les sources|"
    r"en las fuentes)(?=\.?$)",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\bnot? in the sources?\b|\bnicht in den quellen\b|\bpas dans les sources\b"
    r"|\bno (?:está|figura|aparece) en las fuentes\b"
    r"|\b(?:sources?|documents?|passages?|text|context|information)\b.{0,60}"
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t|cannot|is not|are not|isn['’]t|no)\b.{0,40}"
    r"\b(?:answer|contain|mention|provide|provided|say|specify|specified|include|given|stated|"
    r"available|information)\b"
    r"|\b(?:is|are|was|were) not (?:explicitly )?(?:mentioned|provided|specified|stated|given)\b"
    r"|\b(?:quellen?|dokumente?|text)\b.{0,60}\b(?:nicht|keine)\b.{0,40}"
    r"\b(?:genannt|erwähn\w+|enthalten|angegeben|angaben?|information\w*)\b"
    r"|\b(?:wird|ist|werden|sind) nicht (?:genannt|erwähnt|angegeben|enthalten)\b"
    r"|\bsources?\b.{0,40}\bne\b.{0,30}\bpas\b|\bn['’]est pas (?:mentionné|indiqué|précisé)e?\b"
    r"|\b(?:las )?fuentes\b.{0,30}\bno\b|\bno se (?:menciona|indica|especifica)\b"
    r"|^I (?:do not|don['’]t) know|^(?:none|unknown|n/a)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """A finished sentence with the white space before it. `refuses`: it says that the sources do
    not say what was asked."""

    before: str
    text: str
    refuses: bool


class SentenceStream:
    """Feed it text; it gives each sentence as soon as the next one has begun."""

    def __init__(self) -> None:
        self._buffer = ""
        self._first = True
        self._said: set[str] = set()
        self.n_repeated = 0  # sentences that were said before, and are left out

    def feed(self, text: str) -> list[Written]:
        self._buffer += text
        return self._take(to_the_end=False)

    def finish(self) -> list[Written]:
        """What is left: the last sentence, whole or cut short."""
        return self._take(to_the_end=True)

    def _take(self, *, to_the_end: bool) -> list[Written]:
        found: list[Written] = []
        while True:
            spans = sentences_of(self._buffer)
            if not spans or (len(spans) < 2 and not to_the_end):
                return found
            start, end = spans[0]
            if len(spans) > 1:
                markers = _ONLY_MARKERS.match(self._buffer[end:])
                if markers:  # set after the full stop, they belong to the sentence before it
                    end += markers.end()
                    if end >= len(self._buffer) and not to_the_end:
                        return found
            piece, before = self._buffer[start:end], self._buffer[:start]
            self._buffer = self._buffer[end:]
            if (written := self._clean(before, piece)) is not None:
                found.append(written)

    def _clean(self, before: str, piece: str) -> Written | None:
        text = _SQUARE.sub("", piece).strip()
        if self._first:
            text = _LEADING_SCRAPS.sub("", text)
        told = _LEAD_IN.sub("", text)
        text = text if told == text else told[:1].upper() + told[1:]
        text = _DECIDED.sub(r"\1", text)
        if not any(character.isalnum() for character in text):
            return None
        if text in self._said:
            self.n_repeated += 1
            return None
        self._said.add(text)
        gap = "" if self._first else ("\n" if "\n" in before else " ")
        self._first = False
        return Written(gap, text, bool(_REFUSES.search(text)))

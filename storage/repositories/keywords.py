"""Search by words: passages by their text, and contents by title, file name and metadata."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from sqlalchemy import Connection, func, select

from storage import sqlite, words
from storage.database import Database, generation_of
from storage.folding import fold_word, visible
from storage.records import ChunkId, Kind
from storage.spelling import one_mistake_from
from storage.tables import ChunkRow

# Below this many passages no word is worth leaving out; above, one that stands in a tenth of them
# tells little and costs most of the time.
_MANY_CHUNKS = 20_000
_COMMON_SHARE = 0.1
# A query of nothing but such words ranks the newest passages only (a word in each of 50,000 took
# 0.2 s); titles and file names are searched all the same.
_MOST_RANKED = 100_000
_QUOTES = re.compile(r"[\"“”„«»]")
_SAMPLES, _SAMPLE_CHUNKS, _MOST_LANGUAGES = 16, 200, 4
_NAME_WEIGHT = 0.5  # a word in a title counts half of one in the passage itself
_FORMS_WEIGHT = 0.5  # another form of a word: what stands there itself comes first
_HEADS_WEIGHT = 1.0  # a word in what the passage stands under
_LETTERS = re.compile(r"[^\W\d_]+")


class Keywords:
    """Reading only: keyword rows are written with their chunks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frequencies: dict[str, bool] = {}
        self._counts: dict[str, int] = {}
        self._frequencies_of: int | None = None
        self._spoken: tuple[str, ...] | None = None

    def search(
        self,
        query: str,
        k: int,
        kinds: Sequence[Kind] | None = None,
        *,
        mode: Literal["any", "all"] = "any",
        also: Sequence[str] = (),
        among: Sequence[int] | None = None,
    ) -> list[tuple[ChunkId, float]]:
        """Up to `k` chunks with their scores, best first; a higher score is better (bm25 turned
        round, half of the title's score added). Any text is a valid query.

        `any`: one telling word suffices, but what stands in quotation marks must occur if it
        occurs anywhere; a query of nothing but words that stand everywhere looks at the newest
        passages. `all`: every word must occur, in the passage or in the title. `also`: other
        spellings of what the query holds, such as a date in other forms. `among`: only these
        chunks."""
        if k <= 0 or not query.strip() or (kinds is not None and not kinds):
            return []
        with self._database.read() as connection:
            self._forget_old_frequencies(connection)
            parsed = words.parse(query, self._spoken_in(connection), also)
            if not parsed.terms and not parsed.phrases:
                return []
            if mode == "all":
                return self._ranked(connection, words.expression_all(parsed), k, kinds, among=among)

            n_chunks = _last_id(connection)

            def is_common(word: str) -> bool:
                return n_chunks > _MANY_CHUNKS and self._is_common(connection, word, n_chunks)

            if parsed.phrases:
                strict = words.expression_any(parsed, is_common, require_phrases=True)
                if found := self._ranked(connection, strict, k, kinds, among=among):
                    return found
            after = 0
            if not parsed.phrases and not words.telling_terms(parsed, is_common):
                after = n_chunks - _MOST_RANKED
            loose = words.expression_any(parsed, is_common, require_phrases=False)
            return self._ranked(connection, loose, k, kinds, after, among)

    def literal(
        self,
        text: str,
        k: int,
        kinds: Sequence[Kind] | None = None,
        *,
        most_words: int,
        among: Sequence[int] | None = None,
    ) -> list[tuple[ChunkId, float]]:
        """Up to `k` chunks in which the words of `text` stand side by side in its order; none if
        there are more than `most_words`."""
        quoted = words.parse(f"“{_QUOTES.sub(' ', text)}”").phrases
        phrase = [word for term in quoted for word in term.words]
        if k <= 0 or not 0 < len(phrase) <= most_words or (kinds is not None and not kinds):
            return []
        with self._database.read() as connection:
            expression = words.Term(tuple(phrase)).expression
            found = sqlite.match_keywords(connection, expression, k, kinds, among=among)
            return [(ChunkId(chunk_id), score) for chunk_id, _, score in found]

    def frequencies(self, spelled: Iterable[str]) -> tuple[dict[str, int], int]:
        """In how many passages each of the words stands, as it is spelled but for case and
        accents, and about how many passages there are."""
        with self._database.read() as connection:
            self._forget_old_frequencies(connection)
            wanted = list(dict.fromkeys(spelled))
            counts = self._counts  # another thread may begin a new one
            if new := {word: fold_word(word) for word in wanted if word not in counts}:
                found = sqlite.document_frequencies(connection, list(new.values()))
                counts.update({word: found.get(folded, 0) for word, folded in new.items()})
            return {word: counts[word] for word in wanted}, _last_id(connection)

    def meant_by(self, word: str, *, likely_only: bool = False) -> str | None:
        """The word of a passage that is one mistake of typing away from `word`, as the passage
        spells it. Where there are several, that of the likelier mistake, then the commonest: of
        5,002 misspellings of common words 4,915 go back to the word that was meant, by how common
        alone 4,780. None where there is none, and where `word` itself is found in the library, in
        whatever form. `likely_only`: only by the likelier mistakes (`one_mistake_from`)."""
        with self._database.read() as connection:
            if sqlite.document_frequency(connection, fold_word(word)):
                return None
        if self.search(word, 1):
            return None
        with self._database.read() as connection:
            mistakes = one_mistake_from(word)
            counted = [term for term, rank in mistakes.items() if not (likely_only and rank)]
            near = sqlite.document_frequencies(connection, counted)
            for term in sorted(near, key=lambda term: (mistakes[term], -near[term], term)):
                if (spelt := _as_spelt(connection, term)) is not None:
                    return spelt
        return None

    def _ranked(
        self,
        connection: Connection,
        expression: str | None,
        k: int,
        kinds: Sequence[Kind] | None,
        after: int = 0,
        among: Sequence[int] | None = None,
    ) -> list[tuple[ChunkId, float]]:
        if expression is None:
            return []
        by_text = sqlite.match_keywords(
            connection,
            expression,
            k,
            kinds,
            after,
            heads_weight=_HEADS_WEIGHT,
            forms_weight=_FORMS_WEIGHT,
            among=among,
        )
        by_name = dict(sqlite.match_names(connection, expression, k, kinds))
        scores = {
            chunk_id: score + _NAME_WEIGHT * by_name.get(content_id, 0.0)
            for chunk_id, content_id, score in by_text
        }
        without = set(by_name) - {content_id for _, content_id, _ in by_text}
        allowed = None if among is None else set(among)
        for content_id, chunk_id in _first_chunks(connection, without).items():
            if allowed is not None and chunk_id not in allowed:
                continue
            scores[chunk_id] = _NAME_WEIGHT * by_name[content_id]
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return [(ChunkId(chunk_id), score) for chunk_id, score in ranked[:k]]

    def _is_common(self, connection: Connection, word: str, n_chunks: int) -> bool:
        known = self._frequencies  # another thread may begin a new one
        if word not in known:
            n_holding = sqlite.document_frequency(connection, word)
            known[word] = n_holding > _COMMON_SHARE * n_chunks
        return known[word]

    def _spoken_in(self, connection: Connection) -> tuple[str, ...]:
        """The commonest languages of the library, by samples of its passages."""
        spoken = self._spoken  # another thread may forget it
        if spoken is None:
            last = _last_id(connection)
            starts = sorted({last * n // _SAMPLES for n in range(_SAMPLES)})
            found = Counter(
                language
                for start in starts
                for language in connection.execute(
                    select(ChunkRow.language)
                    .where(ChunkRow.id > start)
                    .order_by(ChunkRow.id)
                    .limit(_SAMPLE_CHUNKS)
                ).scalars()
                if language
            )
            spoken = tuple(name for name, _ in found.most_common(_MOST_LANGUAGES)) or ("en",)
            self._spoken = spoken
        return spoken

    def _forget_old_frequencies(self, connection: Connection) -> None:
        """Frequencies move slowly: they are looked up again after a thousand changes."""
        generation = generation_of(connection)
        if self._frequencies_of is None or abs(generation - self._frequencies_of) > 1000:
            self._frequencies = {}
            self._spoken = None
            self._counts = {}
            self._frequencies_of = generation


def _as_spelt(connection: Connection, term: str) -> str | None:
    """A word of the index as a passage writes it; None of what is only a form of other words."""
    chunk_id = sqlite.any_with_word(connection, term)
    if chunk_id is None:
        return None
    rows = connection.execute(select(ChunkRow.heads, ChunkRow.text).where(ChunkRow.id == chunk_id))
    written = _LETTERS.findall(" ".join(visible(f"{row.heads} {row.text}") for row in rows))
    return next((word for word in written if fold_word(word) == term), None)


def _last_id(connection: Connection) -> int:
    """About how many passages there are, at no cost."""
    return connection.execute(select(func.max(ChunkRow.id))).scalar() or 0


def _first_chunks(connection: Connection, content_ids: set[int]) -> dict[int, int]:
    """The first chunk of each content that has one."""
    if not content_ids:
        return {}
    rows = connection.execute(
        select(ChunkRow.content_id, ChunkRow.id)
        .where(ChunkRow.content_id.in_(content_ids))
        .order_by(ChunkRow.content_id, ChunkRow.position.desc(), ChunkRow.ordinal.desc())
    )
    return {row[0]: row[1] for row in rows}  # the last one written wins: the first in order

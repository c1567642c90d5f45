"""A question, a picture or a sound into ranked passages from every kind of source.

Each way of finding (text vectors, picture vectors, sound vectors, keywords) gives candidates of
its own; vectors of different spaces are never compared. What is said of a passage in words is
joined by standard scores (`ranking`), pictures and sounds, which have no scale in common with it,
by ranks."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from app.core import events, thresholds
from app.core.date_spellings import other_spellings
from app.core.dates import DateMention, Moment, dates
from app.core.encoders import Encoders
from app.core.indexes import Indexes
from app.core.marking import told
from app.core.ports import Readers
from app.core.question.calibration import NoiseFloor, noise_floor
from app.core.question.distinct import groups
from app.core.question.held import held_words
from app.core.question.hints import hints, named_place
from app.core.question.named_files import in_named_files, lift_in_named
from app.core.question.query import Query
from app.core.question.query_reading import QueryReader, Side
from app.core.question.ranking import Signals, fused_scores, rarity
from app.core.question.spelling import mended
from app.core.words import content_words, words
from index.fusion import reciprocal_rank_fusion
from storage.folding import fold
from storage.languages import guess, is_function_word
from storage.records import Chunk, ChunkId, ContentId, Item, SpaceName
from storage.store import Store

_DEPTH = 60  # how far down each ranking is read
_SNIPPET_CHARS = 240
_DISTINCT_DEPTH = 30  # how far down hits are compared with one another
_RERANK_DEPTH = 50
_MOST_LITERAL_WORDS = 12  # a longer query stands nowhere word for word
_RRF_K = 60
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its item and what each way of finding said of it.

    `similarity` is how close it is to the query in meaning (0 without a vector), on one scale for
    all encoders, on which unrelated texts lie about 0.04 (`calibration`); `coverage` the share of
    the query's content words that occur in the passage; `also` are the other places that say the
    same; `is_named` whether it is of a file that the query names, and has words of it besides."""

    chunk: Chunk
    item: Item
    score: float
    scores: dict[str, float] = field(default_factory=dict)
    similarity: float = 0.0
    coverage: float = 0.0
    also: tuple[events.Place, ...] = ()
    is_named: bool = False

    @property
    def relevance(self) -> float:
        """Between 0 and 1: how much it has to do with the question, comparable across kinds."""
        return 0.6 * max(0.0, self.similarity) + 0.4 * self.coverage

    @property
    def strength(self) -> events.Strength:
        """How much it has to do with the query, in a word."""
        if self.relevance >= thresholds.STRONG_HIT or "literal" in self.scores:
            return "strong"
        return "fair" if self.relevance >= thresholds.FAIR_HIT else "weak"

    @property
    def is_noise(self) -> bool:
        """Whether nothing speaks for it but a vector no closer than those of unrelated texts."""
        by_vectors = self.scores.keys() <= {"text", "multilingual"}
        return by_vectors and not self.coverage and self.similarity < thresholds.NOISE


class Retriever:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        encoders: Encoders,
        readers: Readers,
        *,
        image_reads_text: bool = False,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._encoders = encoders
        self._reader = QueryReader(
            store, indexes, encoders, readers, image_reads_text=image_reads_text
        )
        self._noise_floors: dict[str, NoiseFloor] = {}

    def search(self, query: Query) -> events.SearchResult:
        """The k best hits, at most half of them from one file; none where all is noise."""
        started = time.perf_counter()
        typed = query.text or ""
        meant = self.spelled(typed)
        if meant != typed:
            query = replace(query, text=meant)
        found = [entry for entry in self.find(query) if not entry.is_noise]
        found = spread(found, per_item=max(3, query.k // 2))[: query.k]
        hits = tuple(to_hit(rank, entry) for rank, entry in enumerate(found, start=1))
        elapsed_ms = (time.perf_counter() - started) * 1000
        understood = meant if meant != typed else None
        where = named_place(query.text or "")
        return events.SearchResult(
            typed, round(elapsed_ms, 1), hits, understood, where.files, where.days
        )

    def spelled(self, text: str, *, keep_names: bool = False) -> str:
        """The text with its mistyped words set right, as far as the library and its encoders can
        tell (`spelling`)."""
        return mended(text, self._store.keywords.meant_by, self._words_among, keep_names=keep_names)

    def _words_among(self, spelled: Collection[str]) -> set[str]:
        """Those that stand in the library as they are spelled, or that an encoder knows whole."""
        if not spelled:
            return set()
        n_holding, _ = self._store.keywords.frequencies(spelled)
        knowing = [self._encoders.text_or_none]
        if self._indexes.holds("multilingual"):
            knowing.append(self._encoders.multilingual_or_none)
        return {
            word
            for word, n in n_holding.items()
            if n
            or any(
                len(encoder.token_spans(spelling)) == 1
                for encoder in knowing
                if encoder is not None
                for spelling in {word, word.lower()}
            )
        }

    def find(self, query: Query) -> list[Found]:
        """All that any way found, best first, each thing once. Raises UserError on an unreadable
        query file."""
        opened, allowed = self._reader.open(query), self._allowed(query)
        with ThreadPoolExecutor(1, "words") as worker:  # the database beside the encoders
            by_words = worker.submit(self._by_words, opened.words, query, allowed)
            side = self._reader.encode(opened)
            ways = self._candidates(side, allowed, by_words)
        ids = [ChunkId(found) for found in dict.fromkeys(i for way in ways.values() for i in way)]
        chunks = self._store.chunks.by_ids(ids)
        holders = self._holders_of(chunks)
        items = _best_items(chunks, holders)
        hinted, day = hints(side.words), _searched_day(side.words)
        named = in_named_files(hinted, items, self._store, query)
        if missing := [ChunkId(i) for i in named if i not in chunks]:
            ids += missing
            chunks |= self._store.chunks.by_ids(missing)
            holders |= self._holders_of(chunks)
            items = _best_items(chunks, holders)
        ids = [i for i in ids if i in chunks and i in items]  # the others were removed meanwhile
        by_text = self._calibrated("text", side.text_row, ids)
        beside = self._calibrated("multilingual", side.multilingual_row, ids)
        signals: dict[int, Signals] = {
            i: Signals(
                similarity=None if side.is_foreign and i in beside else by_text.get(i),
                beside=beside.get(i),
                keyword=ways.get("keyword", {}).get(i, 0.0),
                in_other_language=side.is_foreign or chunks[i].language not in (None, "en"),
                literal=max(
                    _literally(side.words, chunks[i]) if i in ways.get("literal", {}) else 0.0,
                    _says_day(day, chunks[i]),
                ),
                lift=hinted.lift(items[i].path, chunks[i].heads) + lift_in_named(named.get(i)),
            )
            for i in ids
        }
        late = self._looked_closer(side, signals, chunks)
        signals |= {i: replace(signals[i], late=score) for i, score in late.items()}
        spoken = guess(side.words) or "en"
        wanted = _wanted(side.words, spoken)
        found = [
            Found(
                chunks[ChunkId(i)],
                items[ChunkId(i)],
                round(score, 4),
                {name: round(way[i], 4) for name, way in ways.items() if i in way},
                signals[i].likeness,
                _coverage(wanted, spoken, chunks[ChunkId(i)], items[ChunkId(i)]),
                is_named=i in named,
            )
            for i, score in _ordered(ways, signals)
        ]
        return _distinct(found, holders)

    def _holders_of(self, chunks: Mapping[ChunkId, Chunk]) -> dict[ContentId, list[Item]]:
        """The files of each passage's content, those still there first."""
        return self._store.items.by_content([chunk.content_id for chunk in chunks.values()])

    def _looked_closer(
        self, side: Side, signals: Mapping[int, Signals], chunks: Mapping[ChunkId, Chunk]
    ) -> dict[int, float]:
        """What the reranker says of the best candidates so far; nothing without one."""
        reranker = self._encoders.reranker_or_none if side.words and not side.is_foreign else None
        if reranker is None:
            return {}
        scores = fused_scores(signals)
        best = sorted(scores, key=lambda i: -scores[i])[:_RERANK_DEPTH]
        tokens = self._store.vectors.tokens_of(best)
        said = reranker.score(
            side.words,
            [chunks[ChunkId(i)].text for i in best],
            [tokens.get(ChunkId(i)) for i in best],
            self.rarities(_WORD.findall(side.words.lower())),
        )
        return {i: score for i, score in zip(best, said, strict=True) if score is not None}

    def rarities(self, spelled: Sequence[str]) -> dict[str, float]:
        """How much each word tells apart in this library, the rarer the more; above 0."""
        n_holding, n_all = self._store.keywords.frequencies(spelled)
        return {word: rarity(n, n_all) for word, n in n_holding.items()}

    def prepare(self) -> None:
        """Load what the first search would wait for: the indexes and the encoders of texts."""
        if self._indexes.holds("text") and self._encoders.text_or_none is not None:
            self._noise_floor("text")
        if self._indexes.holds("multilingual") and self._encoders.multilingual_or_none is not None:
            self._noise_floor("multilingual")

    def _candidates(
        self,
        side: Side,
        allowed: NDArray[np.int64] | None,
        by_words: Future[dict[str, dict[int, float]]],
    ) -> dict[str, dict[int, float]]:
        """What each way found: chunk ids with that way's own scores, best first."""
        ways: dict[str, dict[int, float]] = {}
        by_meaning: tuple[tuple[SpaceName, NDArray[np.float32] | None], ...] = (
            ("text", side.text_row),
            ("multilingual", side.multilingual_row),
        )
        for name, row in by_meaning:
            if row is not None:
                ways[name] = dict(self._indexes.search(name, row, _DEPTH, allowed=allowed))
        ways |= by_words.result()
        by_media: tuple[tuple[SpaceName, tuple[NDArray[np.float32], ...]], ...] = (
            ("image", side.image_rows),
            ("audio", side.audio_rows),
            ("voice", side.voice_rows),
        )
        for name, rows in by_media:
            for row in rows:
                found = self._indexes.search(name, row, _DEPTH, allowed=allowed)
                for chunk_id, score in found:
                    best = ways.setdefault(name, {})
                    best[chunk_id] = max(score, best.get(chunk_id, score))
        return {name: way for name, way in ways.items() if way}

    def _by_words(
        self, text: str, query: Query, allowed: NDArray[np.int64] | None
    ) -> dict[str, dict[int, float]]:
        """What holds the query's words, and what holds it word for word."""
        if not text:
            return {}
        kinds = query.kinds or None
        among = allowed.tolist() if allowed is not None and query.is_narrowed else None
        keywords = self._store.keywords
        also = other_spellings(text)
        found = keywords.search(text, _DEPTH, kinds=kinds, also=also, among=among)
        ways = {"keyword": dict[int, float](found)}
        if content_words(text) and not _is_question(text):
            found = keywords.literal(
                text, _DEPTH, kinds=kinds, most_words=_MOST_LITERAL_WORDS, among=among
            )
            ways["literal"] = dict(found)
        return ways

    def _allowed(self, query: Query) -> NDArray[np.int64] | None:
        """The chunks that are not left out; None where none is."""
        if not query.is_narrowed:
            return self._store.chunks.ids_of_kinds(query.kinds) if query.kinds else None
        return self._store.chunks.ids_where(
            kinds=query.kinds,
            folder=None if query.folder is None else os.path.abspath(query.folder),  # noqa: PTH100 - keeps symlinks
            name=query.name,
            since=None if query.since is None else query.since.isoformat(),
            until=None if query.until is None else query.until.isoformat(),
            languages=query.languages,
            items=query.items,
            collections=query.collections,
        )

    def contents_within(self, query: Query) -> frozenset[ContentId] | None:
        """What the query is kept to; None for the whole library."""
        if not query.is_narrowed:
            return None
        allowed = self._allowed(query)
        return self._store.chunks.contents_of([] if allowed is None else allowed.tolist())

    def _calibrated(
        self, space: SpaceName, row: NDArray[np.float32] | None, ids: Iterable[ChunkId]
    ) -> dict[int, float]:
        index = self._indexes.open().get(space)
        if row is None or index is None:
            return {}
        known, rows = index.known(np.fromiter(ids, np.int64))
        if not len(known):
            return {}
        scaled = self._noise_floor(space).similarity(rows @ row)
        return dict(zip(known.tolist(), scaled.tolist(), strict=True))

    def _noise_floor(self, space: SpaceName) -> NoiseFloor:
        encoder = (
            self._encoders.multilingual_or_none
            if space == "multilingual"
            else self._encoders.text_or_none
        )
        assert encoder is not None, "a query has no vector of an encoder that is not there"
        if encoder.fingerprint not in self._noise_floors:
            self._noise_floors[encoder.fingerprint] = noise_floor(encoder)
        return self._noise_floors[encoder.fingerprint]


def _best_items(
    chunks: Mapping[ChunkId, Chunk], holders: Mapping[ContentId, Sequence[Item]]
) -> dict[ChunkId, Item]:
    """The file to name for each passage: the first of its content's."""
    return {
        i: holders[chunk.content_id][0]
        for i, chunk in chunks.items()
        if chunk.content_id in holders
    }


def _distinct(found: Sequence[Found], holders: Mapping[ContentId, Sequence[Item]]) -> list[Found]:
    """Copies and near-duplicates as one, with their other places; `holders` are the files of each
    content."""
    near = found[:_DISTINCT_DEPTH]
    kept = []
    for group in groups([entry.chunk for entry in near]):
        first = near[group[0]]
        places = tuple(
            place_of(near[number].chunk, item)
            for number in group
            for item in holders.get(near[number].chunk.content_id, ())
            if number != group[0] or item.item_id != first.item.item_id
        )
        kept.append(replace(first, also=places) if places else first)
    return kept + list(found[_DISTINCT_DEPTH:])


def _is_question(text: str) -> bool:
    """A question wants its answer, not a place where it is asked in the same words."""
    return text.rstrip().endswith(("?", "\uff1f", "\u061f", "\u037e"))


def _literally(text: str, chunk: Chunk) -> float:
    """1 where the very signs stand in the passage, half where its words do: 10.00 is not 10:00."""
    said = " ".join(f"{chunk.heads} {chunk.text}".casefold().split())
    return 1.0 if " ".join(text.casefold().split()) in said else 0.5


def _searched_day(text: str) -> Moment | None:
    """The one day that a search names; a question may name it and want another passage."""
    days = _days(text)
    return days[0].moment if len(days) == 1 and not _is_question(text) else None


def _says_day(day: Moment | None, chunk: Chunk) -> float:
    """1 where a passage says the very day, in whatever form."""
    # reading days is slow (150 passages took 350 ms on a busy machine); most lack the digits
    if day is None or not all(str(number) in chunk.text for number in (day.year, day.day)):
        return 0.0
    said = (mention.moment for mention in _days(chunk.text, chunk.language))
    return 1.0 if any(_day_of(moment) == _day_of(day) for moment in said) else 0.0


def _days(text: str, language: str | None = None) -> list[DateMention]:
    """Whole days with one reading."""
    return [
        mention
        for mention in dates(text, language)
        if len(mention.readings) == 1 and None not in _day_of(mention.moment)
    ]


def _day_of(moment: Moment) -> tuple[int | None, int | None, int | None]:
    return moment.year, moment.month, moment.day


def _wanted(text: str, language: str) -> frozenset[str]:
    """The stems of a query's content words."""
    telling = (word for word in words(text) if not is_function_word(fold(word), (language,)))
    return frozenset(stem for word in telling for stem in content_words(word, language))


def _coverage(wanted: frozenset[str], spoken: str, chunk: Chunk, item: Item) -> float:
    """The share of the wanted stems that occur in the passage or in what it stands under, as words
    of its language or of the query's: what a ticket or a list is written in is often mistaken."""
    if not wanted:
        return 0.0
    said = f"{chunk.heads} {item.title or ''} {chunk.text}"
    own = chunk.language or guess(chunk.text)
    held = held_words(said, wanted, own)
    if own != spoken and len(held) < len(wanted):
        held |= held_words(said, wanted, spoken)
    return len(held) / len(wanted)


def _ordered(
    ways: Mapping[str, Mapping[int, float]], signals: Mapping[int, Signals]
) -> list[tuple[int, float]]:
    """(chunk id, score between 0 and 1), best first; ties go by id."""
    in_words = {"text", "multilingual", "keyword", "literal"} & ways.keys()
    said = {
        i: known
        for i, known in signals.items()
        if known.lift or any(i in ways[name] for name in in_words)
    }
    by_words = sorted(fused_scores(said).items(), key=lambda pair: (-pair[1], pair[0]))
    others = {
        name: [i for i in sorted(way, key=lambda i: (-way[i], i)) if i in signals]
        for name, way in ways.items()
        if name in ("image", "audio", "voice")
    }
    if not others:
        return by_words
    rankings = {"words": [i for i, _ in by_words], **others}
    best_possible = sum(1 for ranking in rankings.values() if ranking) / (_RRF_K + 1) or 1.0
    fused = reciprocal_rank_fusion(rankings, k=_RRF_K)
    return [(i, score / best_possible) for i, score in fused]


def spread(found: Sequence[Found], *, per_item: int) -> list[Found]:
    """Keep the order, but no more than so many passages of one file before all others."""
    seen: Counter[int] = Counter()
    first: list[Found] = []
    later: list[Found] = []
    for entry in found:
        seen[entry.item.item_id] += 1
        (first if seen[entry.item.item_id] <= per_item else later).append(entry)
    return first + later


def place_of(chunk: Chunk, item: Item) -> events.Place:
    return events.Place(item.path, int(item.item_id), int(chunk.chunk_id), told(chunk.locator))


def to_hit(rank: int, found: Found) -> events.Hit:
    return events.Hit(
        rank=rank,
        score=found.score,
        kind=found.chunk.kind,
        path=found.item.path,
        item_id=int(found.item.item_id),
        chunk_id=int(found.chunk.chunk_id),
        locator=told(found.chunk.locator),
        snippet=snippet(found.chunk.text),
        title=found.item.title,
        scores=found.scores,
        also=found.also,
        strength=found.strength,
    )


def snippet(text: str) -> str:
    """The beginning of a passage on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SNIPPET_CHARS else flat[: _SNIPPET_CHARS - 1].rstrip() + "…"

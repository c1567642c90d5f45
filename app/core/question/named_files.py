"""The passages of the files that a query names, by what else it says.

"Who was present at the meeting of 7 February 2018?" is asked of one file of hundreds that look
alike. Its title says the day and its list of names nothing of meetings: by vectors, and by words
that stand in all of these files, the list is far down. Within the file the other words decide."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import thresholds
from app.core.question.hints import Hints
from app.core.question.query import Query
from storage.records import ChunkId, Item
from storage.store import Store


def in_named_files(
    hinted: Hints, items: Mapping[ChunkId, Item], store: Store, query: Query
) -> dict[int, float]:
    """Chunk ids of the named files, each with its share (above 0, at most 1) of the best one's
    keyword score; `items` are those of the candidates so far. Nothing where so many files are
    named that the query names none in particular."""
    if not (hinted.files or hinted.days) or not hinted.rest.strip():
        return {}
    held = {item.item_id: item for item in items.values()}
    named = [key for key, item in held.items() if hinted.names(item.path, item.title)]
    if not 0 < len(named) <= thresholds.MOST_NAMED_FILES:
        return {}
    inside = store.chunks.ids_where(
        kinds=query.kinds, languages=query.languages, items=named
    ).tolist()
    found = store.keywords.search(hinted.rest, thresholds.IN_NAMED_FILES, among=inside)
    best = max((score for _, score in found), default=0.0)
    return {int(chunk_id): score / best for chunk_id, score in found} if best > 0 else {}


def lift_in_named(share: float | None) -> float:
    """What a passage goes up by that `in_named_files` found, None where it did not."""
    return 0.0 if share is None else thresholds.WORDS_IN_NAMED * share

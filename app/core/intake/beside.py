"""The multilingual encoder's vectors of English texts, made while nothing else is to be done.

They are worth most of what the order of passages gains (docs/quality.md, "Ranking") and cost more
than twice the time of the first encoder, so adding does not wait for them: everything is found
without them already."""

from __future__ import annotations

from collections.abc import Callable

from app.core.encoders import Encoders
from app.core.indexes import Indexes
from app.core.intake.reencode import Reencoder
from storage.store import Store

# Of more passages only those that are not English have such vectors: two hours of one core, 150 MB
# on disk, 13 MB of memory, and another scan for each search.
MOST_PASSAGES = 200_000


class SecondVectors:
    def __init__(
        self, store: Store, indexes: Indexes, encoders: Encoders, reencoder: Reencoder
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._encoders = encoders
        self._reencoder = reencoder
        self._after = 0  # ids up to here have theirs

    def start_over(self) -> None:
        """Look at every passage again: some may have come below the last."""
        self._after = 0

    def step(self, hurried: Callable[[], bool]) -> bool:
        """Encode some passages, fewer where `hurried` says so meanwhile; committed when this
        returns. False where nothing is left to do."""
        if not 0 < sum(self._store.chunks.languages().values()) <= MOST_PASSAGES:
            return False
        if not self._reencoder.lacks_beside(self._after):
            return False
        encoder = self._encoders.multilingual_or_none
        if encoder is None:
            return False
        self._after = self._reencoder.fill_beside(
            encoder, self._after, self._indexes.follow, hurried
        )
        if self._reencoder.lacks_beside(self._after):
            return True
        self._indexes.save()
        return False

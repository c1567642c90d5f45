"""The vector indexes in memory, one a space, kept in step with the store's commits.

A space of few vectors is held whole and searched exactly. A large one is held as a sketch, whose
candidates are compared by their rows in the store; it is saved beside the database, so that the
next start need not read every row. A saved one is believed only after its checksum, its encoder
and what was committed since have been looked at."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index import snapshot
from index.errors import SnapshotUnusable
from index.large import LargeIndex, RowsOf
from index.space import Space
from index.vectors import VectorIndex
from storage.records import Change, SnapshotRecord, SpaceName, SpaceRecord
from storage.store import Store

log = logging.getLogger(__name__)

# A scan of fewer rows takes some milliseconds, is right by construction, and 75 MB at 384 numbers.
LARGE_FROM = 50_000
# A large index is saved again when so many of its rows are new; fewer are read from the database.
_SAVED_AFTER = 0.02
_SUFFIX = ".index"

AnyIndex = VectorIndex | LargeIndex


class Indexes:
    """Filled from the store when first asked for; afterwards it follows each committed change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._by_space: dict[SpaceName, AnyIndex] = {}
        self._records: dict[SpaceName, SpaceRecord] = {}
        self._unsaved: dict[SpaceName, int] = {}  # rows added since it was saved
        self._removed = False  # since all were saved
        self._generation = -1

    @property
    def generation(self) -> int:
        return self._generation

    def open(self) -> Mapping[SpaceName, AnyIndex]:
        """Load every stored space's vectors; does nothing the second time."""
        if self._generation >= 0:
            return self._by_space
        generation = self._store.generation
        for record in self._store.vectors.spaces():
            self._records[record.name] = record
            if not self._restore(record, generation):
                self._by_space[record.name] = VectorIndex(record.dim)
                self._add_stored(record.name)
        self._generation = generation
        return self._by_space

    def holds(self, space: SpaceName) -> bool:
        """Whether there is any vector of this space."""
        return len(self.open().get(space, ())) > 0

    def reload(self) -> None:
        """Forget what is in memory and what was saved, and load the rows again from the store."""
        if self._store.is_writer:
            for name in self._records:
                self._store.snapshots.forget(name)
        self._by_space.clear()
        self._records.clear()
        self._unsaved.clear()
        self._generation = -1
        self.open()

    def ensure(self, record: SpaceRecord, *, make: bool) -> None:
        """Check a space against its encoder; make it where there is none and `make` is set.

        Raises SpaceMismatch where it was made by another encoder."""
        known = any(stored.name == record.name for stored in self._store.vectors.spaces())
        if known or make:
            self._store.vectors.ensure_space(record)
        if self._generation >= 0 and record.name not in self._by_space:
            self._by_space[record.name] = VectorIndex(record.dim)
            self._records[record.name] = record

    def follow(self, change: Change) -> None:
        """Apply what one commit did. A cache that is not open yet will load it anyway."""
        if self._generation < 0:
            return
        removed = np.asarray(change.removed, np.int64)
        for index in self._by_space.values():
            if len(removed) and index.remove(removed):
                self._removed = True
        for batch in change.added:
            if batch.space not in self._by_space:
                self._by_space[batch.space] = VectorIndex(batch.rows.shape[1])
            self._add(batch.space, batch.ids, batch.rows)
        self._generation = change.generation

    def search(
        self,
        space: SpaceName,
        query: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.int64] | None = None,
    ) -> list[tuple[int, float]]:
        """(chunk id, cosine), best first; empty where the space holds nothing."""
        index = self.open().get(space)
        if index is None or len(index) == 0:
            return []
        scores, ids = index.search(query.reshape(1, -1), k, allowed=allowed)
        return [
            (int(chunk_id), float(score))
            for chunk_id, score in zip(ids[0], scores[0], strict=True)
            if chunk_id >= 0
        ]

    def save(self) -> None:
        """Put the large indexes beside the database where what is there is old, or still knows of
        something that was removed. A full disk is logged: the next start takes longer, no more."""
        if self._generation < 0 or not self._store.is_writer:
            return
        for name, index in self._by_space.items():
            record = self._records.get(name)
            if not isinstance(index, LargeIndex) or record is None:
                continue
            is_old = self._unsaved.get(name, 0) > _SAVED_AFTER * len(index)
            if is_old or self._removed or self._store.snapshots.newest(name) is None:
                try:
                    self._save(record, index)
                except OSError as error:
                    log.warning("the %s index could not be saved: %s", name, error.strerror)
        self._removed = False
        self._sweep()

    def close(self) -> None:
        """Save, and forget what is in memory; does nothing the second time."""
        try:
            self.save()
        finally:
            self._by_space.clear()
            self._generation = -1

    def _save(self, record: SpaceRecord, index: LargeIndex) -> None:
        space = Space(record.name, record.dim, record.fingerprint)
        packed = snapshot.to_bytes(index.state(), space, self._generation)
        file = self._store.folder / f"{record.name}-{self._generation}{_SUFFIX}"
        digest = snapshot.write(file, self._store.seal(file.name, packed))
        self._store.snapshots.record(
            SnapshotRecord(record.name, self._generation, file.name, digest)
        )
        self._unsaved[record.name] = 0

    def _sweep(self) -> None:
        """Delete the files that are not the newest of any space."""
        kept = [self._store.snapshots.newest(record.name) for record in self._records.values()]
        names = {record.file_name for record in kept if record is not None}
        for pattern in (f"*{_SUFFIX}", f"*{_SUFFIX}.partial"):
            for file in self._store.folder.glob(pattern):
                if file.name not in names:
                    with contextlib.suppress(OSError):  # open elsewhere; the next time
                        file.unlink()

    def _restore(self, record: SpaceRecord, generation: int) -> bool:
        """Take up the saved index with what was committed since; false where none can be."""
        saved = self._store.snapshots.newest(record.name)
        if saved is None:
            return False
        space = Space(record.name, record.dim, record.fingerprint)
        try:
            file = self._store.folder / saved.file_name
            state, shown = snapshot.read(file, saved.sha256, space, self._store.unseal)
        except SnapshotUnusable as error:
            log.info("the %s index is built anew: %s", record.name, error)
            return False
        index = LargeIndex(state, self._rows_of(record.name))
        self._by_space[record.name] = index
        if shown != generation:
            last = int(state.ids[-1]) if len(state.ids) else 0
            gone = np.setdiff1d(state.ids, self._store.chunks.ids_up_to(last))
            self._removed |= bool(index.remove(gone))
            self._add_stored(record.name, after=last)
        return True

    def _add_stored(self, name: SpaceName, after: int = 0) -> None:
        for batch in self._store.vectors.batches(name, after=after):
            self._add(name, batch.ids, batch.rows)

    def _add(self, name: SpaceName, ids: NDArray[np.int64], rows: NDArray[np.float32]) -> None:
        index = self._by_space[name]
        index.add(ids, rows)
        self._unsaved[name] = self._unsaved.get(name, 0) + len(ids)
        if isinstance(index, VectorIndex) and len(index) >= LARGE_FROM:
            held, all_rows = index.known(index.ids())
            self._by_space[name] = LargeIndex.of(held, all_rows, self._rows_of(name))

    def _rows_of(self, name: SpaceName) -> RowsOf:
        def rows_of(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
            batch = self._store.vectors.of_chunks(name, ids.tolist())
            return batch.ids, batch.rows

        return rows_of

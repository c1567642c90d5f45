"""Keeping the library sound: what it holds, whether it agrees with itself, mending, removing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.core import events
from app.core.beside import Beside
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.reencode import ALL, Encoded, Reencoder
from app.core.ports import Readers
from app.core.question.prompt import source_key
from storage.readers.members import exists, file_of
from storage.repositories.checks import Found
from storage.store import Store


class Maintenance:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        encoders: Encoders,
        reencoder: Reencoder,
        models: Mapping[str, str],
        version: str,
        readers: Readers,
    ) -> None:
        self._readers = readers
        self._store = store
        self._indexes = indexes
        self._encoders = encoders
        self._reencoder = reencoder
        self._models = models
        self._version = version

    def status(self) -> events.LibraryStatus:
        counts = self._store.health.counts()
        return events.LibraryStatus(
            items=counts.items,
            by_kind=dict(counts.by_kind),
            by_state=dict(counts.by_state),
            chunks=counts.chunks,
            vectors=dict(counts.vectors),
            generation=counts.generation,
            size_bytes=self._store.health.size_bytes(),
            models=dict(self._models),
            last_verified=counts.last_verified,
            library=str(self._store.folder),
            version=self._version,
            readers_confined_by=self._readers.confinement,
            has_passphrase=self._store.has_passphrase,
            backups=tuple(str(path) for path in self._store.automatic_backups()),
        )

    def verify(self, *, repair: bool = False, deep: bool = False) -> events.VerifyReport:
        """Check the database and that the index holds exactly its vectors; mend what can be."""
        *_, report = self.check(repair=repair, deep=deep)
        assert isinstance(report, events.VerifyReport)
        return report

    def check(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        repair: bool = False,
        deep: bool = False,
    ) -> Iterator[events.VerifyProgress | events.VerifyReport]:
        """The same in steps, the report last; none where it is cancelled. What was encoded anew
        by then is taken up by the next repair, and the live vectors serve meanwhile.

        `deep` reads all that is stored, and so does `repair`. What can only be mended from the
        files is then in `roots_to_read_again`."""
        problems = yield from self._problems(cancelled)
        found = Found()
        if (deep or repair) and not cancelled():
            found = yield from self._read_all(cancelled)
            problems += self._told(found)
        repaired: list[str] = []
        if repair and not cancelled():
            if problems:
                yield events.VerifyProgress("Mending the database")
                backups = self._store.automatic_backups()
                repaired += self._store.checks.mend(found.rows, backups)
                repaired += self._store.health.repair(words=bool(found))
            repaired += yield from self._encode_anew(cancelled)
            if not cancelled():
                self._indexes.reload()
                problems = yield from self._problems(cancelled)
                problems += self._told(Found(self._store.checks.still_damaged(found.rows)))
        if not cancelled():
            yield self._report(problems, repaired, deep=deep or repair)

    def _read_all(
        self, cancelled: Callable[[], bool]
    ) -> Generator[events.VerifyProgress, None, Found]:
        reading = self._store.checks.damaged(cancelled)
        while True:
            try:
                done, total = next(reading)
            except StopIteration as end:
                found: Found = end.value
                return found
            yield events.VerifyProgress("Reading all that is stored", done, total, "row")

    def _told(self, found: Found) -> list[str]:
        words = ["the keyword index does not hold the words of the passages"]
        return self._store.checks.told(found.rows) + (words if found.words_differ else [])

    def _problems(
        self, cancelled: Callable[[], bool]
    ) -> Generator[events.VerifyProgress, None, list[str]]:
        reading = Beside("verify", lambda: self._store.health.problems(cancelled))
        for _ in reading.wait():
            yield events.VerifyProgress("Reading the database through")
        if cancelled():
            return []
        if not reading.result:
            self._store.health.note_verified()
        yield events.VerifyProgress("Comparing the indexes")
        return [*reading.result, *self._index_problems(), *self._lacking()]

    def _encode_anew(
        self, cancelled: Callable[[], bool]
    ) -> Generator[events.VerifyProgress, None, list[str]]:
        """Follow a change of encoders, then fill what lacks a vector; says what was done."""
        done: list[str] = []
        for change in self._reencoder.follow_encoders(cancelled):
            if isinstance(change, Encoded):
                yield events.VerifyProgress("Encoding anew", change.done, change.total)
            else:
                done.append(change)
        if done:
            self._indexes.reload()
        known = any(record.name == "text" for record in self._store.vectors.spaces())
        if not known and self._store.health.counts().chunks:
            _ = self._encoders.text_or_none  # loading it makes its space
        n_filled, n_lacking = 0, 0
        if not cancelled():
            n_lacking = len(self._store.vectors.chunks_without("text", limit=ALL))
        if n_lacking:
            for n_filled in self._reencoder.fill_text(self._indexes.follow):
                yield events.VerifyProgress("Encoding anew", n_filled, n_lacking)
                if cancelled():
                    break
            done.append(f"encoded {n_filled} passages anew")
        return done

    def _report(
        self, problems: Sequence[str], repaired: Sequence[str], *, deep: bool
    ) -> events.VerifyReport:
        counts = self._store.health.counts()
        return events.VerifyReport(
            ok=not problems,
            problems=tuple(problems),
            items=counts.items,
            chunks=counts.chunks,
            vectors=dict(counts.vectors),
            generation=counts.generation,
            repaired=tuple(repaired),
            deep=deep,
        )

    def _index_problems(self) -> list[str]:
        """The index in memory against the vectors in the database, id by id."""
        problems = []
        held = self._indexes.open()
        for record in self._store.vectors.spaces():
            stored = self._store.vectors.ids(record.name)
            index = held.get(record.name)
            indexed = np.sort(index.ids()) if index is not None else np.zeros(0, np.int64)
            if not np.array_equal(stored, indexed):
                n_apart = len(np.setxor1d(stored, indexed))
                problems.append(f"the {record.name} index and the database differ in {n_apart} ids")
        return problems

    def _lacking(self) -> list[str]:
        if not any(record.name == "text" for record in self._store.vectors.spaces()):
            return []
        lacking = len(self._store.vectors.chunks_without("text"))
        return [f"{lacking} passages have no text vector"] if lacking else []

    def remove(self, item_ids: Sequence[int]) -> events.Removed:
        """Take items out of the library and erase what was read from them; files stay."""
        known = [i for i in item_ids if self._store.items.get(i) is not None]
        if not known:
            raise UserError(
                "not_found",
                "None of these items is in the library.",
                "`triptych list` shows what it holds.",
            )
        before = self._store.health.counts().chunks
        keys = [key for item_id in known for key in self._source_keys(item_id)]
        for change in self._store.contents.remove(known):
            self._indexes.follow(change)
        self._indexes.save()
        self._encoders.forget_passages(keys)
        return events.Removed(
            len(known),
            before - self._store.health.counts().chunks,
            len(self._store.automatic_backups()),
        )

    def roots_to_read_again(self) -> list[Path]:
        """Files whose content was lost or is damaged, where they are still there."""
        paths = self._store.checks.paths_to_read()
        return [Path(path) for path in dict.fromkeys(map(file_of, paths)) if exists(path)]

    def _source_keys(self, item_id: int) -> list[str]:
        item = self._store.items.get(item_id)
        if item is None or item.content_id is None:
            return []
        chunks = self._store.chunks.of_content(item.content_id)
        return [source_key(chunk.chunk_id, item.sha256) for chunk in chunks]

    def item_ids(self, named: Sequence[str]) -> list[int]:
        """Items by number or by path; a folder means all below it. Raises UserError if unknown."""
        found: list[int] = []
        for name in named:
            if name.isdigit() and (item := self._store.items.get(int(name))) is not None:
                within = self._store.items.known_stamps(Path(item.path))  # itself too
                found += [int(known.item_id) for known in within]
                continue
            below = [int(k.item_id) for k in self._store.items.known_stamps(Path(name).absolute())]
            if not below:
                raise UserError(
                    "not_found",
                    "The library holds nothing by the name of {name}.",
                    "Give an item's number or path as `triptych list` shows it.",
                    name=name,
                )
            found += below
        return list(dict.fromkeys(found))

"""Files into the library: look, read ahead, encode in batches, commit each file, tell.

A generator of events, so that whoever drives it can show progress, stop between any two, or let
something else run first. A file is reported as indexed only after its transaction is committed."""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.core import events
from app.core.beside import saying
from app.core.encoders import Encoders
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.nested import Nested
from app.core.intake.read import RECIPE, FileReader, Prepared, WaitsForModel
from app.core.intake.reencode import Reencoder
from app.core.intake.represent import Representer
from app.core.intake.stages import PendingStages
from app.core.ports import Readers
from models.errors import ModelError, ModelMissing
from storage.errors import ReadError, StorageError, Unsupported
from storage.folders import Found, Passed, walk
from storage.readers.formats import kind_by_name
from storage.readers.members import exists
from storage.readers.values import Picture, SoundHeader, TextDocument
from storage.records import Change, FileStamp, ItemId, KnownFile, NewContent
from storage.store import Store

log = logging.getLogger(__name__)

_BATCH_CHUNKS = 96
_BATCH_FILES = 12
_READ_AHEAD = 6
# When English texts are read by the multilingual encoder too: it takes twice the time of the other.
_FEW_CHUNKS = 400
_MOST_MIXED = 20_000
_FOREIGN_SHARE = 0.05
_WAIT_S = 0.25  # for a reading; then the caller may do something more urgent
_LEAVE_S = 2.0  # for readings still running when an add is stopped

Cancelled = Callable[[], bool]
_Outcome = tuple[Prepared, NewContent | ReadError]


@dataclass(slots=True)
class _Tally:
    """Counts of one run; `named` are paths that the user gave."""

    named: frozenset[str] = frozenset()
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    moved: int = 0
    missing: int = 0
    found_again: int = 0
    chunks: int = 0
    skipped: list[events.FileSkipped] = field(default_factory=list)
    failed: list[events.FileFailed] = field(default_factory=list)
    back: list[ItemId] = field(default_factory=list)  # missing, and there again unchanged


class Ingest:
    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        readers: Readers,
        representer: Representer,
        stages: PendingStages,
        encoders: Encoders,
        reencoder: Reencoder,
    ) -> None:
        self._encoders = encoders
        self._reencoder = reencoder
        self._store = store
        self._indexes = indexes
        self._file_reader = FileReader(store, readers)
        self._representer = representer
        self._stages = stages

    def add(
        self,
        roots: Sequence[Path],
        cancelled: Cancelled = lambda: False,
        *,
        rehash: bool = False,
    ) -> Iterator[Any]:
        """Bring the library up to date with files and folders; yields events, `AddFinished` last.

        Raises UserError where the library cannot go on (disk full, a model missing)."""
        roots = [Path(os.path.abspath(root)) for root in roots]  # noqa: PTH100 - keeps symlinks
        named = frozenset(map(str, roots))
        yield from self.take_in(walk(roots), roots, cancelled, rehash=rehash, named=named)

    def take_in(
        self,
        entries: Iterable[Found | Passed],
        places: Sequence[Path],
        cancelled: Cancelled = lambda: False,
        *,
        rehash: bool = False,
        named: frozenset[str] = frozenset(),
    ) -> Iterator[Any]:
        """The same for what was found by looking at these places: what the library knows of them
        and was not found there is missing, or has moved."""
        started = time.monotonic()
        tally = _Tally(named)
        found, n_passed = [], 0
        for entry in entries:
            if isinstance(entry, Passed):
                n_passed += 1
                yield self._passed(tally, entry)
            else:
                found.append(entry)
            if cancelled():
                break
        yield events.Scanned(len(found) + n_passed)
        try:
            yield from self._bring_in(found, places, tally, cancelled, rehash, started)
        except (StorageError, ModelError) as error:
            raise UserError.of(error) from error
        self._indexes.save()
        yield events.AddFinished(
            added=tally.added,
            updated=tally.updated,
            unchanged=tally.unchanged,
            moved=tally.moved,
            missing=tally.missing,
            chunks=tally.chunks,
            elapsed_s=round(time.monotonic() - started, 3),
            skipped=tuple(tally.skipped),
            failed=tuple(tally.failed),
            cancelled=cancelled(),
            found_again=tally.found_again,
        )

    def _bring_in(
        self,
        found: list[Found],
        roots: Sequence[Path],
        tally: _Tally,
        cancelled: Cancelled,
        rehash: bool,
        started: float,
    ) -> Iterator[Any]:
        self._store.items.try_again_with(RECIPE)
        yield from self._fill_vectors(cancelled)
        known = self._known(roots)
        nested = Nested(self._store.items, known)
        wanted: deque[Found] = deque()
        for entry in found:
            if rehash or nested.wants(entry.path) or not self._is_unchanged(entry, known, tally):
                wanted.append(entry)
            else:
                nested.keep(entry.path)
        self._note_back(tally)
        n_found, n_before = len(found), len(found) - len(wanted)
        yield events.AddProgress(n_before, n_found, None)
        n_done = n_before
        for event in self._read_and_commit(wanted, known, tally, cancelled, nested, rehash):
            yield event
            if isinstance(event, events.FileIndexed | events.FileSkipped | events.FileFailed):
                n_done += 1
                total = n_found + nested.n_wanted
                rate = (time.monotonic() - started) / max(1, n_done - n_before)
                yield events.AddProgress(min(n_done, total), total, rate * max(0, total - n_done))
        if cancelled():
            return
        present = {entry.path for entry in found} | nested.present
        gone = [
            record.item_id
            for path, record in known.items()
            if path not in present
            and record.state != "missing"
            and not nested.still_holds(path)
            and self._store.items.by_path(path) is not None  # not moved in this run
        ]
        tally.missing = self._store.items.mark_missing(gone) if gone else 0
        for event in self._stages.run(cancelled):
            if isinstance(event, Change):
                tally.chunks += event.n_chunks
                continue
            if isinstance(event, events.FileFailed):
                tally.failed.append(event)
            yield event
        if not cancelled():
            yield from self._fill_multilingual(cancelled)

    def _fill_multilingual(self, cancelled: Cancelled) -> Iterator[Any]:
        """Last of all, when everything can be found already: let what is not English, captions
        and transcripts be found from any language; English texts too where they are few, or where
        other languages stand beside them."""
        languages = self._store.chunks.languages()
        n_all = sum(languages.values())
        n_foreign = n_all - languages.get(None, 0) - languages.get("en", 0)
        mixed = n_all <= _MOST_MIXED and n_foreign >= _FOREIGN_SHARE * n_all
        but_texts_in = None if n_all <= _FEW_CHUNKS or mixed else "en"
        if not self._reencoder.lacks_multilingual(but_texts_in):
            return
        encoder = self._encoders.multilingual_or_none
        if encoder is None:
            return
        done = 0
        for done in self._reencoder.fill_multilingual(encoder, but_texts_in, self._indexes.follow):
            if cancelled():
                break
            yield events.VectorsFilled(done, max(done, n_all))

    def _fill_vectors(self, cancelled: Cancelled) -> Iterator[Any]:
        """Passages that were added before the text encoder was installed get their vectors."""
        has_space = any(record.name == "text" for record in self._store.vectors.spaces())
        if has_space and not self._store.vectors.chunks_without("text", limit=1):
            return
        if not has_space and not self._store.health.counts().chunks:
            return
        encoder = self._encoders.text_or_none
        if encoder is None:
            return
        total = len(self._store.vectors.chunks_without("text"))
        for done in self._reencoder.fill_text(self._indexes.follow, encoder):
            yield events.VectorsFilled(done, total)
            if cancelled():
                break

    def _known(self, roots: Sequence[Path]) -> dict[str, KnownFile]:
        return {
            record.path: record for root in roots for record in self._store.items.known_stamps(root)
        }

    def _is_unchanged(self, entry: Found, known: dict[str, KnownFile], tally: _Tally) -> bool:
        """Same size and time as remembered: nothing to read. What failed for good stays failed."""
        record = known.get(entry.path)
        if record is None or (record.size, record.mtime_ns) != (entry.size, entry.mtime_ns):
            return False
        if record.state == "attention":
            item = self._store.items.get(record.item_id)
            if item is None or item.retryable:
                return False
            tally.failed.append(events.FileFailed(entry.path, item.reason or "", False))
            return True
        if record.state == "missing":
            tally.back.append(record.item_id)
        tally.unchanged += 1
        return True

    # --- reading ahead, encoding in batches -----------------------------------------------------

    def _read_and_commit(
        self,
        wanted: deque[Found],
        known: dict[str, KnownFile],
        tally: _Tally,
        cancelled: Cancelled,
        nested: Nested,
        rehash: bool,
    ) -> Iterator[Any]:
        batch: list[Prepared] = []
        threads = ThreadPoolExecutor(2, thread_name_prefix="read-ahead")
        ahead: deque[tuple[Found, Future[Prepared]]] = deque()
        try:
            while not cancelled():
                while len(ahead) < _READ_AHEAD and wanted:
                    entry = wanted.popleft()
                    ahead.append(
                        (entry, threads.submit(self._file_reader.prepare, entry, cancelled))
                    )
                if not ahead:
                    break
                entry, future = ahead[0]
                yield events.FileStarted(entry.path, "read")
                if not future.done():
                    wait([future], timeout=_WAIT_S)
                    continue
                ahead.popleft()
                prepared = self._outcome(entry, future, tally)
                if not isinstance(prepared, Prepared):
                    yield prepared
                    continue
                self._look_inside(prepared, wanted, known, tally, nested, rehash)
                batch.append(prepared)
                if self._is_full(batch) or isinstance(prepared.reading, SoundHeader):
                    yield from self._commit_batch(batch, known, tally, cancelled)
                    batch = []
            if not cancelled():
                yield from self._commit_batch(batch, known, tally, cancelled)
        finally:
            running = [future for _, future in ahead if not future.cancel()]
            wait(running, timeout=_LEAVE_S)  # a file that hangs its reader ends with the pool
            threads.shutdown(wait=False, cancel_futures=True)

    def _look_inside(
        self,
        prepared: Prepared,
        wanted: deque[Found],
        known: dict[str, KnownFile],
        tally: _Tally,
        nested: Nested,
        rehash: bool,
    ) -> None:
        """What lies in the file comes next, unless it is known and unchanged."""
        nested.opened(prepared.found.path, prepared.members)
        for member in reversed(prepared.members):
            if rehash or not self._is_unchanged(member, known, tally):
                wanted.appendleft(member)
                nested.n_wanted += 1
            else:
                nested.keep(member.path)
        self._note_back(tally)

    def _note_back(self, tally: _Tally) -> None:
        """Files that were missing and are there again, in one transaction."""
        if tally.back:
            tally.found_again += self._store.items.mark_found(tally.back)
            tally.back.clear()

    def _outcome(
        self, entry: Found, future: Future[Prepared], tally: _Tally
    ) -> Prepared | events.FileSkipped | events.FileFailed:
        try:
            return future.result()
        except Unsupported as error:
            return self._skip(tally, entry.path, error.reason)
        except ReadError as error:
            return self._fail(tally, entry, error)
        except (ModelError, StorageError, UserError):
            raise
        except Exception:
            log.exception("a file could not be read")
            log.debug("it is %s", entry.path)
            reason = "could not be read (an internal error; the log has the details)"
            return self._fail(tally, entry, ReadError(reason, retryable=True))

    @staticmethod
    def _is_full(batch: Sequence[Prepared]) -> bool:
        n_chars = sum(
            sum(len(section.text) for section in prepared.reading.sections)
            for prepared in batch
            if isinstance(prepared.reading, TextDocument)
        )
        return len(batch) >= _BATCH_FILES or n_chars >= _BATCH_CHUNKS * 600

    def _commit_batch(
        self,
        batch: list[Prepared],
        known: dict[str, KnownFile],
        tally: _Tally,
        cancelled: Cancelled,
    ) -> Iterator[Any]:
        """Encode the batch's new contents together, then commit file by file."""
        fresh = {p.stamp.sha256: p for p in batch if p.content_id is None}  # equal bytes once
        contents: dict[str, NewContent] = {}
        failures: dict[str, ReadError] = {}
        outcomes = yield from self._represent(list(fresh.values()), cancelled)
        for prepared, outcome in outcomes:
            if isinstance(outcome, NewContent):
                contents[prepared.stamp.sha256] = outcome
            else:
                failures[prepared.stamp.sha256] = outcome
        for prepared in batch:
            if (failure := failures.get(prepared.stamp.sha256)) is not None:
                yield self._fail(tally, prepared.found, failure)
            else:
                yield from self._commit(prepared, contents, known, tally)

    def _represent(
        self, fresh: list[Prepared], cancelled: Cancelled
    ) -> Generator[Any, None, list[_Outcome]]:
        """Yield events; return each file's content or why it has none. Cancelled on the way,
        what was not done is left out."""
        alike = [p for p in fresh if isinstance(p.reading, TextDocument | Picture)]
        outcomes: list[_Outcome] = []
        try:
            contents = yield from self._unless_cancelled(alike, cancelled)
            outcomes += zip(alike, contents, strict=False)
        except ModelMissing:
            for prepared in alike:  # documents need none
                outcomes += yield from self._represent_alone(prepared, cancelled)
        except (ModelError, StorageError, UserError):
            raise
        except Exception:
            log.exception("a batch of %d files could not be encoded; trying one by one", len(alike))
            for prepared in alike:
                outcomes += yield from self._represent_alone(prepared, cancelled)
        for prepared in fresh:
            if isinstance(prepared.reading, SoundHeader) and not cancelled():
                heard = yield from self._represent_sound(prepared, cancelled)
                outcomes += [(prepared, heard)] if heard is not None else []
        return outcomes

    def _unless_cancelled(
        self, alike: list[Prepared], cancelled: Cancelled
    ) -> Generator[Any, None, list[NewContent]]:
        """Encode step by step; [] if cancelled between two steps."""
        steps = self._representer.represent(alike)
        while not cancelled():
            try:
                yield next(steps)
            except StopIteration as end:
                contents: list[NewContent] = end.value
                return contents
        return []

    def _represent_alone(
        self, prepared: Prepared, cancelled: Cancelled
    ) -> Generator[Any, None, list[_Outcome]]:
        try:
            contents = yield from self._unless_cancelled([prepared], cancelled)
            return [(prepared, content) for content in contents]
        except ModelMissing as error:
            return [(prepared, WaitsForModel(error))]
        except (ModelError, StorageError, UserError):
            raise
        except Exception:
            log.exception("a file could not be encoded")
            log.debug("it is %s", prepared.stamp.path)
            reason = "could not be encoded (an internal error; the log has the details)"
            return [(prepared, ReadError(reason, retryable=True))]

    def _represent_sound(
        self, prepared: Prepared, cancelled: Cancelled
    ) -> Generator[Any, None, NewContent | ReadError | None]:
        started = events.FileStarted(prepared.stamp.path, "encode")
        yield started
        try:
            steps = self._representer.sound.represent(prepared, cancelled)
            return (yield from saying(started, steps))
        except ReadError as error:
            return error
        except ModelMissing as error:
            return WaitsForModel(error)
        except (ModelError, StorageError, UserError):
            raise
        except Exception:
            log.exception("a recording could not be transcribed")
            log.debug("it is %s", prepared.stamp.path)
            reason = "could not be transcribed (an internal error; the log has the details)"
            return ReadError(reason, retryable=True)

    def _commit(
        self,
        prepared: Prepared,
        contents: dict[str, NewContent],
        known: dict[str, KnownFile],
        tally: _Tally,
    ) -> Iterator[Any]:
        stamp = prepared.stamp
        stored = self._store.contents.by_sha256(stamp.sha256)
        before = known.get(stamp.path)
        if stored is not None and stored.recipe == RECIPE:
            outcome, change = self._join(stamp, stored.content_id, before)
        elif (content := contents.get(stamp.sha256)) is not None:
            change = self._store.contents.replace(stamp, content)
            tally.chunks += change.n_chunks  # those of known bytes are in the library already
            outcome = "updated" if before and before.state != "attention" else "added"
        else:
            return
        self._indexes.follow(change)
        item_id = int(change.item_id or 0)
        if outcome in ("added", "updated", "unchanged", "moved"):
            setattr(tally, outcome, getattr(tally, outcome) + 1)
        held = self._store.contents.by_sha256(stamp.sha256)
        if held is not None and held.n_pending:
            self._stages.announce_later(stamp.path, item_id, outcome)
            return
        yield events.FileIndexed(stamp.path, item_id, outcome)  # type: ignore[arg-type]

    def _join(
        self, stamp: FileStamp, content_id: int, before: KnownFile | None
    ) -> tuple[str, Change]:
        """The bytes are known: a moved file, a second copy, or only a new time."""
        twins = self._store.items.of_content(content_id)
        if any(twin.path == stamp.path for twin in twins):
            change = self._store.contents.attach(stamp, content_id)
            return "unchanged", change
        vanished = [twin for twin in twins if not exists(twin.path)]
        if vanished and before is None:
            self._store.items.move(vanished[0].item_id, stamp)
            return "moved", Change(self._store.generation, vanished[0].item_id)
        return ("updated" if before else "added"), self._store.contents.attach(stamp, content_id)

    # --- what does not come in ------------------------------------------------------------------

    def _passed(self, tally: _Tally, entry: Passed) -> events.FileSkipped | events.FileFailed:
        """What the user named and cannot be taken has failed; what lies in a folder is skipped."""
        if entry.path in tally.named:
            failed = events.FileFailed(entry.path, entry.reason, True)
            tally.failed.append(failed)
            return failed
        return self._skip(tally, entry.path, entry.reason)

    @staticmethod
    def _skip(tally: _Tally, path: str, reason: str) -> events.FileSkipped:
        skipped = events.FileSkipped(path, reason)
        tally.skipped.append(skipped)
        return skipped

    def _fail(self, tally: _Tally, entry: Found, error: ReadError) -> events.FileFailed:
        waits = isinstance(error, WaitsForModel)
        failed = events.FileFailed(entry.path, error.reason, error.retryable, waits)
        tally.failed.append(failed)
        self._store.items.note_attention(
            entry.path,
            entry.size,
            entry.mtime_ns,
            kind=kind_by_name(entry.path),
            reason=error.reason,
            retryable=error.retryable,
        )
        log.info("set aside: a file (%s)", error.reason)
        return failed

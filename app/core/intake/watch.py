"""Folders that the library follows: which they are, how they do, and what to make of a look at one.

Looking is apart from taking in: a network folder may hang whoever looks, so `look_at` needs no
library and can be called elsewhere; `take_in` is the library's side. A folder that is gone, or
empty where it was not, is taken for a drive that is not connected: its items are missing until it
is back, and nothing is read anew then."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core import events
from app.core.errors import UserError
from app.core.intake.ingest import Ingest
from storage.folders import (
    Found,
    Passed,
    check_rules,
    file_number,
    is_there,
    look,
    renamed,
    rule_for,
)
from storage.readers.members import MARK
from storage.records import WatchedFolder
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a watched folder. `places` are the paths looked at, `found` the files in
    them; `moved_to` is the folder's new path where it was renamed."""

    watched_id: int
    root: str
    places: tuple[str, ...]
    found: tuple[Found | Passed, ...]
    there: bool = True
    moved_to: str | None = None

    @property
    def is_whole(self) -> bool:
        return self.places == (self.root,)


def look_at(
    folder: WatchedFolder, library: Path, places: Sequence[str] | None = None, *, was_held: bool
) -> Look:
    """Look at some places in a watched folder, or at all of it. What lies in the library's own
    folder is never taken. `was_held`: the library holds something of it, so that an empty folder
    is one that is not there. May take as long as the file system does."""
    if not is_there(folder.path) and (was_held or not Path(folder.path).is_dir()):
        moved_to = renamed(folder.path, folder.file_number)
        return Look(int(folder.watched_id), folder.path, (folder.path,), (), False, moved_to)
    wanted = tuple(places) if places is not None else (folder.path,)
    own = str(library)
    found = tuple(
        entry
        for entry in look(folder.path, wanted, ignore=folder.ignore)
        if not _is_within(entry.path, own)
    )
    return Look(int(folder.watched_id), folder.path, wanted, found)


class Watching:
    """The watched folders of a library."""

    def __init__(self, store: Store, ingest: Ingest) -> None:
        self._store = store
        self._ingest = ingest
        self._gone: set[int] = set()  # folders that were not there when last looked at
        self.revision = 0  # raised by each change to which folders are followed, and how

    def rows(self, *, probe: bool = False) -> Iterator[events.WatchedRow]:
        """`probe` looks whether each is there; else what was last seen of it is told."""
        for folder in self._store.watched.all():
            yield self._row(folder, probe)

    def watch(self, path: Path, ignore: Sequence[str] = ()) -> events.WatchedRow:
        """Follow a folder from now on; nothing is read yet. Rules are lines as in .gitignore.

        Raises UserError for what is no folder, is watched already, or is the library's own."""
        wanted = os.path.realpath(path) if path.is_symlink() else os.path.abspath(path)  # noqa: PTH100 - keeps symlinks above it
        self._refuse(wanted)
        rules = _rules(ignore)
        self.revision += 1
        made = self._store.watched.put(wanted, rules, file_number(wanted))
        return self._row(self._folder(int(made)), True)

    def stop(self, watched_id: int) -> events.WatchedRow:
        """Follow it no longer; its items stay. Returns how it was."""
        row = self._row(self._folder(watched_id), False)
        self.revision += 1
        self._store.watched.remove(watched_id)
        self._gone.discard(watched_id)
        return row

    def pause(self, watched_id: int, paused: bool) -> events.WatchedRow:
        self._folder(watched_id)
        self.revision += 1
        self._store.watched.pause(watched_id, paused)
        return self._row(self._folder(watched_id), False)

    def set_rules(self, watched_id: int, ignore: Sequence[str]) -> events.WatchedRow:
        """What the new rules leave out stays in the library until it is removed.

        Raises UserError."""
        self._folder(watched_id)
        rules = _rules(ignore)
        self.revision += 1
        self._store.watched.ignore(watched_id, rules)
        return self._row(self._folder(watched_id), False)

    def leave_out(self, paths: Iterable[str]) -> None:
        """Files that are removed from the library while they still lie in a watched folder: a rule
        of their own keeps them from coming back. Members of files need none."""
        gone = [path for path in paths if MARK not in path]
        for folder in self._store.watched.all():
            inside = [path for path in gone if _is_within(path, folder.path)]
            rules = [rule_for(folder.path, path) for path in inside if Path(path).exists()]
            if new := [rule for rule in rules if rule not in folder.ignore]:
                self.revision += 1
                self._store.watched.ignore(int(folder.watched_id), [*folder.ignore, *new])

    def named(self, name: str) -> int:
        """A watched folder by number or path. Raises UserError."""
        wanted = os.path.abspath(name)  # noqa: PTH100 - keeps symlinks
        for folder in self._store.watched.all():
            if folder.path == wanted or str(folder.watched_id) == name:
                return int(folder.watched_id)
        raise UserError(
            "not_found",
            "{name} is not a watched folder.",
            "`triptych watch list` shows those that are.",
            name=name,
        )

    def followed(self) -> list[tuple[WatchedFolder, bool]]:
        """Each with whether the library holds anything of it."""
        return [(folder, self.holds_any(folder)) for folder in self._store.watched.all()]

    def holds_any(self, folder: WatchedFolder) -> bool:
        """Whether the library has items of this folder."""
        return bool(sum(self._store.items.counts_below(folder.path).values()))

    def catch_up(
        self, cancelled: Callable[[], bool] = lambda: False, watched_id: int | None = None
    ) -> Iterator[Any]:
        """Look at all folders that are not paused, or at one, and take in what is new, changed,
        moved or gone."""
        for folder in self._store.watched.all():
            if watched_id is None and folder.paused:
                continue
            if watched_id is None or watched_id == folder.watched_id:
                held = self.holds_any(folder)
                seen = look_at(folder, self._store.folder, was_held=held)
                yield from self.take_in(seen, cancelled)
                if cancelled():
                    return

    def take_in(self, seen: Look, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Any]:
        """Bring the library up to date with a look; events as of adding, then the folder's row."""
        folder = self._store.watched.get(seen.watched_id)
        if folder is None or folder.path != seen.root:
            return  # stopped meanwhile
        if not seen.there and seen.moved_to is not None:
            self.revision += 1
            self._store.watched.move(
                seen.watched_id, seen.moved_to, file_number(seen.moved_to) or folder.file_number
            )
            folder = self._folder(seen.watched_id)
            now = look_at(folder, self._store.folder, was_held=False)
            places = (Path(seen.root), Path(folder.path))
            yield from self._ingest.take_in(now.found, places, cancelled)
        elif not seen.there:
            yield from self._miss(seen)
        else:
            self._gone.discard(seen.watched_id)
            if seen.is_whole and (number := file_number(seen.root)) != folder.file_number:
                self.revision += 1
                self._store.watched.move(seen.watched_id, seen.root, number)
            yield from self._ingest.take_in(seen.found, [Path(p) for p in seen.places], cancelled)
        yield self._row(self._folder(seen.watched_id), False)

    def _miss(self, seen: Look) -> Iterator[Any]:
        """All of it is missing; no file of it is touched, which might take long."""
        self._gone.add(seen.watched_id)
        below = self._store.items.known_stamps(Path(seen.root))
        n_missing = self._store.items.mark_missing([known.item_id for known in below])
        yield events.AddFinished(0, 0, 0, 0, n_missing, 0, 0.0, (), ())

    def _row(self, folder: WatchedFolder, probe: bool) -> events.WatchedRow:
        counts = self._store.items.counts_below(folder.path)
        n_items = sum(counts.values())
        if probe:
            there = is_there(folder.path) or (not n_items and Path(folder.path).is_dir())
        else:
            there = folder.watched_id not in self._gone
        state: events.WatchedState = (
            "paused" if folder.paused else "watching" if there else "missing"
        )
        return events.WatchedRow(
            int(folder.watched_id), folder.path, folder.ignore, state, n_items, counts
        )

    def _folder(self, watched_id: int) -> WatchedFolder:
        folder = self._store.watched.get(watched_id)
        if folder is None:
            raise UserError(
                "not_found",
                "There is no watched folder {watched_id}.",
                "Look at the list of watched folders again.",
                watched_id=watched_id,
            )
        return folder

    def _refuse(self, wanted: str) -> None:
        if not Path(wanted).is_dir():
            raise UserError(
                "no_folder",
                "{wanted} is not a folder.",
                "Choose a folder that is there.",
                wanted=wanted,
            )
        if _is_within(wanted, str(self._store.folder)):
            raise UserError(
                "own_folder",
                "This is the folder in which the library itself is kept.",
                "Choose a folder with files of your own.",
            )
        for folder in self._store.watched.all():
            if _is_within(wanted, folder.path):
                raise UserError(
                    "watched_already",
                    "{wanted} is watched already."
                    if wanted == folder.path
                    else "{wanted} is watched already, as a part of {watched}.",
                    "Nothing needs to be done.",
                    wanted=wanted,
                    watched=folder.path,
                )
            if _is_within(folder.path, wanted):
                raise UserError(
                    "watched_already",
                    "A folder in it is watched already: {watched}.",
                    "Stop watching that one first; its items stay.",
                    watched=folder.path,
                )


def _is_within(path: str, folder: str) -> bool:
    """Itself too."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _rules(ignore: Sequence[str]) -> list[str]:
    """Raises UserError for a line that is no pattern."""
    rules = [line.rstrip("\r\n") for line in ignore if line.strip()]
    try:
        check_rules(rules)
    except ValueError as error:
        raise UserError(
            "bad_rule",
            "{error} is not a rule for leaving files out.",
            "Write it as in .gitignore: *.log, drafts/, !keep.log.",
            error=error,
        ) from error
    return rules

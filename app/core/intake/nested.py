"""Which files lie in others, in one run of adding: what to look for again, what is still there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.folders import Found
from storage.readers.members import MARK, container_of, exists, file_of
from storage.records import KnownFile
from storage.repositories.items import Items


class Nested:
    """Follows the containers of one run. A member is missing where its file is, or where the file
    was opened in this run and no longer holds it."""

    def __init__(self, items: Items, known: Mapping[str, KnownFile]) -> None:
        self._items = items
        self._inside: dict[str, list[KnownFile]] = {}
        for path, record in known.items():
            if MARK in path and (file := file_of(path)) != path:
                self._inside.setdefault(file, []).append(record)
        self._opened: set[str] = set()
        self.present: set[str] = set()
        self.n_wanted = 0  # members to be read

    def wants(self, file: str) -> bool:
        """Whether something in this file failed and may be read now."""
        for record in self._inside.get(file, ()):
            if record.state == "attention":
                item = self._items.get(record.item_id)
                if item is None or item.retryable:
                    return True
        return False

    def keep(self, path: str) -> None:
        """The file or member is unchanged, and so is what lies in it."""
        start = path + MARK
        inside = [
            record
            for record in self._inside.get(file_of(path), ())
            if record.path.startswith(start)
        ]
        self.present.update(record.path for record in inside)
        back = [record.item_id for record in inside if record.state == "missing"]
        if back:
            self._items.mark_found(back)

    def opened(self, path: str, members: Sequence[Found]) -> None:
        """The file or member at `path` was read and holds these."""
        self._opened.add(path)
        self.present.update(member.path for member in members)

    def still_holds(self, path: str) -> bool:
        """Whether a known file that was not met is there all the same."""
        if not exists(path):
            return False
        holder = container_of(path)
        while holder is not None:
            if holder in self._opened:
                return False
            holder = container_of(holder)
        return True

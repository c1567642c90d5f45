"""The folders that the library follows, with their rules."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import delete, insert, select, update

from storage.database import Database
from storage.errors import NotFound
from storage.records import WatchedFolder, WatchedId
from storage.tables import WatchedFolderRow


class Watched:
    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[WatchedFolder]:
        """In order of their paths."""
        query = select(WatchedFolderRow.__table__).order_by(WatchedFolderRow.path)
        with self._database.read() as connection:
            return [
                WatchedFolder(
                    WatchedId(row.id),
                    row.path,
                    tuple(row.ignore),
                    row.paused,
                    row.file_number,
                    row.watched_since,
                )
                for row in connection.execute(query)
            ]

    def get(self, watched_id: int) -> WatchedFolder | None:
        return next((folder for folder in self.all() if folder.watched_id == watched_id), None)

    def put(self, path: str, ignore: Sequence[str], file_number: str) -> WatchedId:
        """The path must not be watched already."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._database.write() as connection:
            made = connection.execute(
                insert(WatchedFolderRow)
                .values(
                    path=path,
                    ignore=list(ignore),
                    paused=False,
                    file_number=file_number,
                    watched_since=now,
                )
                .returning(WatchedFolderRow.id)
            ).scalar_one()
        return WatchedId(made)

    def move(self, watched_id: int, path: str, file_number: str) -> None:
        """The folder has another name, or stands for another one now. Raises NotFound."""
        self._set(watched_id, path=path, file_number=file_number)

    def pause(self, watched_id: int, paused: bool) -> None:
        """Raises NotFound."""
        self._set(watched_id, paused=paused)

    def ignore(self, watched_id: int, ignore: Sequence[str]) -> None:
        """Replace the rules. Raises NotFound."""
        self._set(watched_id, ignore=list(ignore))

    def remove(self, watched_id: int) -> None:
        """Items stay. Raises NotFound."""
        with self._database.write() as connection:
            gone = connection.execute(
                delete(WatchedFolderRow).where(WatchedFolderRow.id == watched_id)
            ).rowcount
        _require(gone, watched_id)

    def _set(self, watched_id: int, **values: object) -> None:
        with self._database.write() as connection:
            changed = connection.execute(
                update(WatchedFolderRow).where(WatchedFolderRow.id == watched_id).values(**values)
            ).rowcount
        _require(changed, watched_id)


def _require(n_rows: int, watched_id: int) -> None:
    if not n_rows:
        raise NotFound(
            "There is no watched folder {watched_id}.",
            "Look at the list of watched folders again.",
            watched_id=watched_id,
        )

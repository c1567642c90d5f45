"""What was asked to be added and is not done yet: it outlasts the window and a crash."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from storage.database import Database
from storage.records import QueuedAdd
from storage.tables import QueuedAddRow


class Queue:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, paths: Sequence[str]) -> int:
        """Remember these files and folders; returns the entry's number."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._database.write() as connection:
            return connection.execute(
                insert(QueuedAddRow)
                .values(paths=list(paths), queued_at=now)
                .returning(QueuedAddRow.id)
            ).scalar_one()

    def all(self) -> list[QueuedAdd]:
        """Oldest first."""
        query = select(QueuedAddRow.id, QueuedAddRow.paths).order_by(QueuedAddRow.id)
        with self._database.read() as connection:
            return [QueuedAdd(row.id, tuple(row.paths)) for row in connection.execute(query)]

    def done(self, queued_id: int) -> None:
        with self._database.write() as connection:
            connection.execute(delete(QueuedAddRow).where(QueuedAddRow.id == queued_id))

"""Which saved indexes may be trusted: a row is written only after its file is safely on disk."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from storage.database import Database
from storage.records import SnapshotRecord, SpaceName
from storage.tables import SnapshotRow


class Snapshots:
    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self, space: SpaceName) -> SnapshotRecord | None:
        query = (
            select(SnapshotRow.__table__)
            .where(SnapshotRow.space == space)
            .order_by(SnapshotRow.generation.desc(), SnapshotRow.id.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return SnapshotRecord(row.space, row.generation, row.file_name, row.sha256)

    def record(self, snapshot: SnapshotRecord) -> list[str]:
        """Make this the space's only snapshot; returns the names of files now out of use."""
        with self._database.write() as connection:
            old = self._forget(connection, snapshot.space)
            connection.execute(
                insert(SnapshotRow).values(
                    space=snapshot.space,
                    generation=snapshot.generation,
                    file_name=snapshot.file_name,
                    sha256=snapshot.sha256,
                )
            )
        return [name for name in old if name != snapshot.file_name]

    def forget(self, space: SpaceName) -> list[str]:
        """Trust no snapshot of the space any more (after a removal, so that nothing removed lives
        on in one); returns the names of files to delete."""
        with self._database.write() as connection:
            return self._forget(connection, space)

    @staticmethod
    def _forget(connection: Connection, space: SpaceName) -> list[str]:
        return list(
            connection.execute(
                delete(SnapshotRow)
                .where(SnapshotRow.space == space)
                .returning(SnapshotRow.file_name)
            ).scalars()
        )

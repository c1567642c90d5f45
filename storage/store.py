"""The library: one folder, one database, opened for writing or beside a writer.

    with Store.open(folder, writer=True) as store:
        change = store.contents.replace(stamp, content)

The verbs live on the repositories, by what they are about; each writing verb is one transaction
and has been committed when it returns. Write from one thread only; read from any."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Self

from storage.backup import back_up
from storage.database import Database, generation_of
from storage.repositories.checks import Checks
from storage.repositories.chunks import Chunks
from storage.repositories.collections import Collections
from storage.repositories.contents import Contents
from storage.repositories.conversations import Conversations
from storage.repositories.health import Health
from storage.repositories.items import Items
from storage.repositories.keywords import Keywords
from storage.repositories.queue import Queue
from storage.repositories.snapshots import Snapshots
from storage.repositories.vectors import Vectors
from storage.repositories.voices import Voices
from storage.repositories.watched import Watched
from storage.rotation import automatic_backups, back_up_daily


class Store:
    """`items`, `contents`, `chunks`, `keywords`, `vectors`, `conversations`, `queue`,
    `collections`, `voices`, `watched`, `snapshots`, `health`, `checks`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.items = Items(database)
        self.contents = Contents(database, self.items)
        self.chunks = Chunks(database)
        self.keywords = Keywords(database)
        self.vectors = Vectors(database)
        self.conversations = Conversations(database)
        self.queue = Queue(database)
        self.collections = Collections(database)
        self.voices = Voices(database)
        self.watched = Watched(database)
        self.snapshots = Snapshots(database)
        self.health = Health(database)
        self.checks = Checks(database)

    @classmethod
    def open(cls, folder: Path, *, writer: bool) -> Store:
        """Open the library in `folder`; a writer makes it if there is none. An older library is
        backed up beside itself and migrated; after an unclean stop the file is checked.

        Raises LibraryLocked (another writer), LibraryTooNew, LibraryDamaged, SqliteUnfit,
        DiskFull, PassphraseNeeded (see `storage.keyring`), KeyDamaged, and NotFound where a
        reader finds no library."""
        return cls(Database(folder, writer=writer))

    @property
    def folder(self) -> Path:
        return self._database.folder

    @property
    def is_writer(self) -> bool:
        return self._database.is_writer

    @property
    def has_passphrase(self) -> bool:
        return self._database.key is not None

    def seal(self, file_name: str, content: bytes) -> bytes:
        """What a file of this name beside the database is to hold: encrypted where the library
        has a passphrase, else as it is."""
        key = self._database.key
        return content if key is None else key.seal(content, file_name)

    def unseal(self, file_name: str, stored: bytes) -> bytes:
        """Undo `seal`. Raises ValueError where that is not what was sealed."""
        key = self._database.key
        return stored if key is None else key.unseal(stored, file_name)

    @property
    def generation(self) -> int:
        """Raised by every change to what can be found."""
        with self._database.read() as connection:
            return generation_of(connection)

    def backup_to(self, file: Path, stopped: Callable[[], bool] = lambda: False) -> None:
        """Write the whole library as one file that `storage.backup.restore` takes. Works beside a
        writer. Raises DiskFull, Stopped; then a file that was there before is as it was."""
        back_up(self._database, file, stopped)

    def back_up_daily(self, today: datetime.date) -> Path | None:
        """See `storage.rotation`. Works beside the writer, so it may run in a thread."""
        return back_up_daily(self._database, today)

    def automatic_backups(self) -> list[Path]:
        """The newest first."""
        return automatic_backups(self.folder)

    def close(self) -> None:
        """Close cleanly; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

"""Looking ahead at what a drop would add, in a thread: folders may be large, or on a slow drive.

Only names and sizes are looked at, by the same rules as adding goes by; no file is opened."""

from __future__ import annotations

import threading
from collections.abc import Container, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """So far. `by_kind` goes by the files' names; `others` are of kinds that are not read or not
    known by name; `known` are in the library already."""

    files: int = 0
    n_bytes: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    others: int = 0
    known: int = 0
    finished: bool = False


class Survey:
    """Begins at once; `counts` may be read at any time."""

    def __init__(self, paths: Sequence[str], known: Container[str]) -> None:
        self.counts = Counts()
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(tuple(paths), known), name="survey", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Count no further."""
        self._stopped.set()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self, paths: Sequence[str], known: Container[str]) -> None:
        from storage.folders import Found, walk
        from storage.readers.formats import read_by_name

        counts = self.counts
        for entry in walk(paths):
            if self._stopped.is_set():
                return
            if not isinstance(entry, Found):
                continue
            counts.files += 1
            counts.n_bytes += entry.size
            counts.known += entry.path in known
            kind = read_by_name(entry.path)
            if kind is None:
                counts.others += 1
            else:
                counts.by_kind[kind] = counts.by_kind.get(kind, 0) + 1
        counts.finished = True

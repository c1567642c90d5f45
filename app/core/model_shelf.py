"""The model store as the user sees it: rows, and installing as a stream of events."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from app.core import events
from app.core.errors import UserError
from models.download import InstallCancelled
from models.errors import ModelError, ModelMissing
from models.store import ModelStore

_GIVE_WAY_S = 0.1
STARTER = "starter"
QUICK = "quick"  # of the starter set what every machine can carry

Put = Callable[[Any], None]


class ModelShelf:
    """`in_use` names the model that the open library works with for each role."""

    def __init__(self, store: ModelStore, in_use: Mapping[str, str] | None = None) -> None:
        self._store = store
        self._in_use = dict(in_use or {})

    def rows(self) -> Iterator[events.ModelRow]:
        for info in self._store.rows():
            does = tuple(role for role, name in self._in_use.items() if name == info.name)
            yield events.ModelRow(
                name=info.name,
                role=info.role,
                licence=info.licence,
                size_bytes=info.size_bytes,
                installed=info.installed,
                starter=info.starter,
                note=info.problem or info.note,
                in_use=info.installed and bool(does),
                does=does if info.installed else (),
                memory_bytes=info.memory_bytes,
            )

    def require(self, name: str, role: str) -> None:
        """Raises UserError unless it is installed and can have the role."""
        fitting = ("text", "multilingual") if role in ("text", "multilingual") else (role,)
        rows = self._store.rows()
        if any(i.name == name and i.role in fitting and i.installed for i in rows):
            return
        if role == "decoder":
            raise UserError(
                "model_missing",
                "No language model named {name} is installed.",
                "Install it, or choose another one.",
                name=name,
            )
        raise UserError(
            "model_missing",
            "No model named {name} that could do this is installed.",
            "Install it, or choose another one.",
            name=name,
        )

    def remove(self, name: str) -> None:
        """Delete a model. Raises UserError where it is in use or is not there."""
        if name in self._in_use.values():
            raise UserError(
                "in_use",
                "The model {name} is in use.",
                "Let another one do its work first.",
                name=name,
            )
        try:
            self._store.remove(name)
        except ModelError as error:
            raise UserError.of(error) from error

    def verify(self, name: str, cancelled: Callable[[], bool]) -> Iterator[Any]:
        """Read every file of a stored model and compare it with its checksum.

        Yields InstallProgress, then ModelChecked; not that where it is cancelled. Raises UserError
        where it is not there."""

        def work(put: Put) -> None:
            def report(stage: str, n_done: int, total: int) -> None:
                if cancelled():
                    raise InstallCancelled
                put(events.InstallProgress(name, stage, n_done, total))  # type: ignore[arg-type]

            problems = self._store.verify(name, progress=report)
            put(events.ModelChecked(name, tuple(problem.what for problem in problems)))

        yield from _beside("verify a model", work, events.InstallProgress(name, "verify", 0, 0))

    def install(
        self, name: str, cancelled: Callable[[], bool], *, again: bool = False
    ) -> Iterator[Any]:
        """Install a model, the `starter` set or its `quick` part; `again`: one that is damaged is
        deleted first.

        Yields InstallProgress, then InstallFinished. Raises UserError where it cannot be had."""
        in_hand = name
        folder: Path | None = None  # of a single model

        def work(put: Put) -> None:
            nonlocal folder

            def began(model: str) -> None:
                nonlocal in_hand
                in_hand = model

            def report(stage: str, n_done: int, total: int) -> None:
                put(events.InstallProgress(in_hand, stage, n_done, total))  # type: ignore[arg-type]

            if name in (STARTER, QUICK):
                messages = self._store.install_starter(
                    quick=name == QUICK, began=began, progress=report, cancelled=cancelled
                )
                for message in messages:
                    put(events.InstallNote(message))
                return
            if again:
                with contextlib.suppress(ModelMissing):
                    self._store.remove(name)
            folder = self._store.install(name, progress=report, cancelled=cancelled)

        first = events.InstallProgress(name, "download", 0, 0)
        if not (yield from _beside("install", work, first)):
            return  # what was downloaded stays for the next time
        installed = {info.name: info for info in self._store.rows() if info.installed}
        if folder is None:
            size = sum(info.size_bytes for info in installed.values() if info.starter)
        elif folder.parent == self._store.root:
            size = installed[folder.name].size_bytes
        else:
            size = 0
            yield events.InstallNote(f"{name} is used where it lies; nothing was stored.")
        yield events.InstallFinished(name, size)


def _beside(
    name: str, work: Callable[[Put], None], last: events.InstallProgress
) -> Generator[Any, None, bool]:
    """Do `work` in a thread of its own, so that whoever drives this may do other things between
    two events; yields what it puts, again and again `last`, how far it is, where that takes long.
    Returns whether it came to its end. Raises UserError for what is wrong with a model."""
    told: queue.Queue[Any] = queue.Queue()
    done = object()

    def run() -> None:
        try:
            work(told.put)
            told.put(done)
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            told.put(error)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    while True:
        try:
            event = told.get(timeout=_GIVE_WAY_S)
        except queue.Empty:
            yield last  # a large file is being checked or converted: others get their turn
            continue
        if event is done:
            thread.join()
            return True
        if isinstance(event, InstallCancelled):
            thread.join()
            return False
        if isinstance(event, ModelError):
            raise UserError.of(event) from event
        if isinstance(event, Exception):
            raise event
        if isinstance(event, events.InstallProgress):
            last = event
        yield event

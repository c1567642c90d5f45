"""The model store as the user sees it: rows, and installing as a stream of events."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from app.core import events
from app.core.errors import UserError
from models.download import InstallCancelled
from models.errors import ModelError
from models.store import ModelStore

_GIVE_WAY_S = 0.1
STARTER = "starter"
QUICK = "quick"  # of the starter set what every machine can carry


class ModelShelf:
    """`in_use` names the models that the open library works with."""

    def __init__(self, store: ModelStore, in_use: Collection[str] = ()) -> None:
        self._store = store
        self._in_use = frozenset(in_use)

    def rows(self) -> Iterator[events.ModelRow]:
        for info in self._store.rows():
            yield events.ModelRow(
                name=info.name,
                role=info.role,
                licence=info.licence,
                size_bytes=info.size_bytes,
                installed=info.installed,
                starter=info.starter,
                note=info.problem or info.note,
                in_use=info.installed and info.name in self._in_use,
            )

    def require_writer(self, name: str) -> None:
        """Raises UserError unless it is an installed language model."""
        if not any(
            i.name == name and i.role == "decoder" and i.installed for i in self._store.rows()
        ):
            raise UserError(
                "model_missing",
                "No language model named {name} is installed.",
                "Install it, or choose another one.",
                name=name,
            )

    def remove(self, name: str) -> None:
        """Delete a model. Raises UserError where it is in use or is not there."""
        if name in self._in_use:
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

    def install(self, name: str, cancelled: Callable[[], bool]) -> Iterator[Any]:
        """Install a model, the `starter` set or its `quick` part.

        Yields InstallProgress, then InstallFinished.

        The work runs in a thread of its own, so that whoever drives this may do other things
        between two events. Raises UserError where it cannot be had."""
        progress: queue.Queue[Any] = queue.Queue()
        done = object()

        in_hand = name
        folder: Path | None = None  # of a single model

        def work() -> None:
            nonlocal folder

            def began(model: str) -> None:
                nonlocal in_hand
                in_hand = model

            def report(stage: str, n_done: int, total: int) -> None:
                progress.put(events.InstallProgress(in_hand, stage, n_done, total))  # type: ignore[arg-type]

            try:
                if name in (STARTER, QUICK):
                    messages = self._store.install_starter(
                        quick=name == QUICK, began=began, progress=report, cancelled=cancelled
                    )
                    for message in messages:
                        progress.put(events.InstallNote(message))
                else:
                    folder = self._store.install(name, progress=report, cancelled=cancelled)
                progress.put(done)
            except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
                progress.put(error)

        thread = threading.Thread(target=work, name="install", daemon=True)
        thread.start()
        last = events.InstallProgress(name, "download", 0, 0)
        while True:
            try:
                event = progress.get(timeout=_GIVE_WAY_S)
            except queue.Empty:
                yield last  # a large file is being checked or converted: others get their turn
                continue
            if event is done:
                break
            if isinstance(event, InstallCancelled):
                thread.join()
                return  # what was downloaded stays for the next time
            if isinstance(event, ModelError):
                raise UserError.of(event) from event
            if isinstance(event, Exception):
                raise event
            if isinstance(event, events.InstallProgress):
                last = event
            yield event
        thread.join()
        installed = {info.name: info for info in self._store.rows() if info.installed}
        if folder is None:
            size = sum(info.size_bytes for info in installed.values() if info.starter)
        elif folder.parent == self._store.root:
            size = installed[folder.name].size_bytes
        else:
            size = 0
            yield events.InstallNote(f"{name} is used where it lies; nothing was stored.")
        yield events.InstallFinished(name, size)

"""How the engine answers the calls about a library's passphrase. They need its folder only: the
library cannot be opened yet, or must not be open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.core import calls, events, locking
from app.log import leave_contents_out
from app.tasks.handlers import Closed, Reply

LockHandler = Callable[[Path, Any], Iterator[Reply]]


def _open(folder: Path, request: calls.OpenLock) -> Iterator[Reply]:
    backup = Path(request.backup) if request.backup else None
    yield locking.open_lock(folder, request.passphrase, backup)


def _lock(folder: Path, request: calls.LockLibrary) -> Iterator[Reply]:
    locking.require_unlocked(folder)
    yield Closed(lambda: None)
    for event in locking.lock_in_steps(folder, request.passphrase):
        if isinstance(event, events.LockChanged):
            leave_contents_out(empty=True)
        yield event


def _unlock(folder: Path, request: calls.UnlockLibrary) -> Iterator[Reply]:
    locking.open_lock(folder, request.passphrase)  # before anything is closed for it
    yield Closed(lambda: None)
    yield from locking.unlock_in_steps(folder, request.passphrase)


def _change(folder: Path, request: calls.ChangePassphrase) -> Iterator[Reply]:
    yield locking.change_passphrase(folder, request.old, request.new)


LOCK_HANDLERS: dict[type[calls.Request[Any]], LockHandler] = {
    calls.OpenLock: _open,
    calls.LockLibrary: _lock,
    calls.UnlockLibrary: _unlock,
    calls.ChangePassphrase: _change,
}

"""Commands about a library's passphrase, and asking for it. It comes from a prompt or from the
environment, never from the command's words, which other users of the machine can see."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Iterable
from getpass import getpass
from pathlib import Path

import typer

from app import log, paths
from app.cli_display import say
from app.cli_json import write_json
from app.cli_session import DONE, FAILED_OR_NOTHING, Json, Library, library_folder
from app.core import events
from app.core.lock_words import FORGOTTEN_IS_LOST, left_behind
from storage import keyring
from storage.errors import PassphraseNeeded, PassphraseWrong
from storage.files import FILE_NAME

_TRIES = 3


def lock(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Encrypt the library with a passphrase. A forgotten passphrase means a lost library."""
    from app.core import locking

    folder = _folder(context, library)
    locking.require_unlocked(folder)
    say(FORGOTTEN_IS_LOST)
    passphrase = _new(keyring.PASSPHRASE_VARIABLE)
    changed = _followed(locking.lock_in_steps(folder, passphrase))
    log.leave_contents_out(empty=True)
    _tell(changed, as_json, "The library is locked with the passphrase.")


def unlock(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Take the passphrase off: the library can be read by whoever can read its folder."""
    from app.core import locking
    from app.core.rescue import require_library

    folder = _folder(context, library)
    require_library(folder)
    locking.require_locked(folder)
    changed = _followed(locking.unlock_in_steps(folder, _present(folder / FILE_NAME)))
    _tell(changed, as_json, "The library has no passphrase any more.")


def passphrase(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Change the passphrase; the library itself is not written again."""
    from app.core import locking
    from app.core.rescue import require_library

    folder = _folder(context, library)
    require_library(folder)
    locking.require_locked(folder)
    old = _present(folder / FILE_NAME)
    new = _new(locking.NEW_PASSPHRASE_VARIABLE)
    changed = locking.change_passphrase(folder, old, new)
    _tell(
        changed,
        as_json,
        "The passphrase is changed. Backups that lie elsewhere keep the one of their day.",
    )


def open_lock(*files: Path) -> None:
    """Get the passphrases of these databases where they need one: from the environment, else from
    the terminal. Raises PassphraseNeeded where there is neither, PassphraseWrong."""
    from app.core import locking

    for file in files:
        locking.open_from_environment(file)
        if not keyring.is_open(file):
            _asked(file)


def _present(file: Path) -> str:
    """The passphrase that holds now, whether or not this process knows the key."""
    given = os.environ.get(keyring.PASSPHRASE_VARIABLE)
    return given if given else _asked(file)


def _asked(file: Path) -> str:
    if not _is_terminal():
        keyring.key_for(file)  # says what is needed
        raise keyring.needed()
    for attempt in range(_TRIES):
        given = getpass(f"Passphrase of {file.parent if file.name == FILE_NAME else file}: ")
        try:
            keyring.open_with(file, given)
        except PassphraseWrong as error:
            if attempt == _TRIES - 1:
                raise
            say(error.message)
        else:
            return given
    raise AssertionError("the last attempt returns or raises")


def _new(variable: str) -> str:
    given = os.environ.get(variable)
    if given:
        return given
    if not _is_terminal():
        raise PassphraseNeeded(
            "A new passphrase is needed.",
            f"Run this in a terminal, where it is asked for, or set the variable {variable}. "
            "Nothing was changed.",
        )
    from app.core import locking

    return locking.require_new(getpass("New passphrase: "), getpass("The same again: "))


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _followed(steps: Iterable[events.CopyProgress | events.LockChanged]) -> events.LockChanged:
    """Show on a terminal how far it is."""
    from rich.console import Console
    from rich.progress import Progress

    changed: events.LockChanged | None = None
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Converting", total=None)
        for event in steps:
            if isinstance(event, events.LockChanged):
                changed = event
            else:
                progress.update(task, completed=event.done, total=event.total or None)
    assert changed is not None
    return changed


def _folder(context: typer.Context, library: Path | None) -> Path:
    chosen = library_folder(context, library) or paths.default_library()
    return chosen.expanduser().absolute()


def _tell(changed: events.LockChanged, as_json: bool, said: str) -> None:
    left = left_behind(changed)
    if as_json:
        write_json(dataclasses.asdict(changed))
    else:
        print(said)
    if left:
        say(left)
    raise typer.Exit(FAILED_OR_NOTHING if left else DONE)

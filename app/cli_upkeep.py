"""Commands that keep a library sound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from app.cli_display import say
from app.cli_locking import open_lock
from app.cli_session import INTERRUPTED, interruptible, opened
from app.core import events
from app.core.relocate import relocate
from app.core.rescue import check_and_read_again, require_library, rescue
from storage.files import FILE_NAME


def verify_library(folder: Path, *, repair: bool, deep: bool) -> events.VerifyReport:
    """Check, mend if asked, and read again what is to be had from the files only."""
    require_library(folder)
    open_lock(folder / FILE_NAME)
    rescued = rescue(folder) if repair else None
    if rescued is not None:
        say(rescued.message)
    with opened(folder, writer=True) as core, interruptible() as stopped:
        checked = _followed(
            check_and_read_again(
                core.maintenance, core.ingest, stopped.is_set, repair=repair, deep=deep
            )
        )
    return checked if rescued is None else rescued.told_in(checked)


def _followed(
    stream: Iterable[events.VerifyProgress | events.VerifyReport],
) -> events.VerifyReport:
    """Show on a terminal how far it is. Raises typer.Exit where it was stopped."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Checking", total=None)
        for event in stream:
            if isinstance(event, events.VerifyReport):
                return event
            progress.update(
                task, description=event.step, completed=event.done, total=event.total or None
            )
    raise typer.Exit(INTERRUPTED)


def relocate_files(folder: Path, old: Path, new: Path) -> events.Relocated:
    """Follow files that were moved; shows on a terminal how far it is."""
    from rich.console import Console
    from rich.progress import Progress

    require_library(folder)
    progress = Progress(console=Console(stderr=True), transient=True)
    with opened(folder, writer=True) as core, interruptible() as stopped, progress:
        task = progress.add_task("Looking for files", total=None)
        for event in relocate(core.store, old, new, stopped.is_set):
            if isinstance(event, events.Relocated):
                return event
            progress.update(task, completed=event.done, total=event.total)
    raise typer.Exit(INTERRUPTED)

"""Commands that keep a library sound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer

from app.cli_display import say
from app.cli_session import INTERRUPTED, interruptible, opened
from app.core import events
from app.core.rescue import check_and_read_again, require_library, rescue


def verify_library(folder: Path, *, repair: bool, deep: bool) -> events.VerifyReport:
    """Check, mend if asked, and read again what is to be had from the files only."""
    require_library(folder)
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

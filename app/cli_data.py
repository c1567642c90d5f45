"""The command that moves the data folder."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer

from app.cli_session import INTERRUPTED, Json, interruptible, report


def move_data_folder(
    folder: Annotated[Path, typer.Argument(help="An empty or a new folder.")],
    as_json: Json = False,
    in_window: Annotated[bool, typer.Option("--window", hidden=True)] = False,
) -> None:
    """Move settings, library and kept notes to another folder or drive."""
    if in_window:
        from app.main import move

        raise typer.Exit(move(folder))
    from rich.console import Console
    from rich.progress import Progress

    from app.core.data_folder import DataMoved, move_data
    from app.core.errors import UserError

    progress = Progress(console=Console(stderr=True), transient=True)
    with interruptible() as stopped, progress:
        task = progress.add_task("Copying and comparing", total=None)
        try:
            for event in move_data(folder, stopped.is_set):
                if isinstance(event, DataMoved):
                    moved = event
                else:
                    progress.update(task, completed=event.done, total=event.total)
        except UserError as error:
            if error.code == "stopped":
                raise typer.Exit(INTERRUPTED) from error
            raise
    report(
        as_json,
        dataclasses.asdict(moved),
        f"The data folder is {moved.folder} now. The old one goes when Triptych has opened the "
        "library there.",
    )

"""`triptych watch`: folders that the library follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli_display import follow_add, say, skip_reasons, summary
from app.cli_json import add_object, write_json
from app.cli_session import (
    DONE,
    FAILED_OR_NOTHING,
    INTERRUPTED,
    Json,
    Library,
    interruptible,
    library_folder,
    opened,
    report,
)
from app.core import events
from app.core.naming import one_line

watch_app = typer.Typer(help="Folders that the library follows.")

Ignore = Annotated[
    list[str] | None,
    typer.Option("--ignore", help="Leave out what matches, as in .gitignore; may be repeated."),
]
Named = Annotated[str, typer.Argument(metavar="ID|DIR", help="A watched folder.")]


@watch_app.command(name="add")
def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder.")],
    ignore: Ignore = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Follow a folder, and take in what is in it now."""
    with (
        opened(library_folder(context, library), writer=True) as core,
        interruptible() as stopped,
    ):
        row = core.watching.watch(folder.expanduser(), ignore or ())
        seen = core.watching.catch_up(stopped.is_set, row.watched_id)
        result = follow_add(_without_rows(seen))
        row = next(row_now for row_now in core.watching.rows() if row_now.path == row.path)
    _tell(as_json, {"folder": dataclasses.asdict(row), **add_object(result)}, result)


@watch_app.command(name="list")
def list_watched(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """The folders that are followed, and how they do."""
    with opened(library_folder(context, library), writer=False) as core:
        rows = list(core.watching.rows(probe=True))
    if as_json:
        write_json({"folders": [dataclasses.asdict(row) for row in rows]})
        return
    for row in rows:
        rules = f"  without {' '.join(row.ignore)}" if row.ignore else ""
        path = one_line(row.path)
        print(f"{row.watched_id:>4}  {row.state:<9} {row.items:>7} items  {path}{one_line(rules)}")


@watch_app.command()
def remove(
    context: typer.Context, folder: Named, library: Library = None, as_json: Json = False
) -> None:
    """Follow a folder no longer. What was read from it stays in the library."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.watching.stop(core.watching.named(folder))
    report(
        as_json,
        dataclasses.asdict(row),
        f"{row.path} is no longer watched. Its {row.items} items stay in the library.",
    )


@watch_app.command()
def pause(
    context: typer.Context, folder: Named, library: Library = None, as_json: Json = False
) -> None:
    """Follow a folder no further until it is resumed."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.watching.pause(core.watching.named(folder), True)
    report(as_json, dataclasses.asdict(row), f"{row.path} is paused.")


@watch_app.command()
def resume(
    context: typer.Context, folder: Named, library: Library = None, as_json: Json = False
) -> None:
    """Follow a paused folder again; the next `sync`, or the window, catches up with it."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.watching.pause(core.watching.named(folder), False)
    report(as_json, dataclasses.asdict(row), f"{row.path} is watched.")


@watch_app.command()
def sync(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Catch up with all watched folders: what is new, changed, moved or gone. The window does so
    by itself."""
    with (
        opened(library_folder(context, library), writer=True) as core,
        interruptible() as stopped,
    ):
        finished = [
            follow_add(_without_rows(core.watching.catch_up(stopped.is_set, row.watched_id)))
            for row in core.watching.rows()
            if row.state != "paused" and not stopped.is_set()
        ]
    result = _joined(finished)
    _tell(as_json, add_object(result), result)


def _without_rows(told: Iterator[Any]) -> Iterator[Any]:
    return (event for event in told if not isinstance(event, events.WatchedRow))


def _joined(finished: list[events.AddFinished]) -> events.AddFinished:
    return events.AddFinished(
        added=sum(one.added for one in finished),
        updated=sum(one.updated for one in finished),
        unchanged=sum(one.unchanged for one in finished),
        moved=sum(one.moved for one in finished),
        missing=sum(one.missing for one in finished),
        chunks=sum(one.chunks for one in finished),
        elapsed_s=round(sum(one.elapsed_s for one in finished), 3),
        skipped=tuple(skipped for one in finished for skipped in one.skipped),
        failed=tuple(failed for one in finished for failed in one.failed),
        cancelled=any(one.cancelled for one in finished),
        found_again=sum(one.found_again for one in finished),
    )


def _tell(as_json: bool, value: dict[str, Any], result: events.AddFinished) -> None:
    if as_json:
        write_json(value)
    else:
        say(summary(result))
        for line in skip_reasons(result):
            say(line)
        for failed in result.failed:
            say(f"  failed {failed.path}: {failed.reason}")
    if result.cancelled:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(FAILED_OR_NOTHING if result.failed else DONE)

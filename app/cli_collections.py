"""`triptych collections`: named sets of items."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from app.cli_json import list_object, write_json
from app.cli_session import Json, Library, library_folder, opened, report
from app.core.naming import one_line

collections_app = typer.Typer(help="Named sets of items, to search in and to ask about.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A collection, in any case.")]
Items = Annotated[
    list[str], typer.Argument(metavar="ID|PATH...", help="Items; a folder means all below it.")
]


@collections_app.command(name="list")
def list_collections(
    context: typer.Context, library: Library = None, as_json: Json = False
) -> None:
    """The collections there are."""
    with opened(library_folder(context, library), writer=False) as core:
        rows = list(core.collections.rows())
    if as_json:
        write_json({"collections": [dataclasses.asdict(row) for row in rows]})
        return
    for row in rows:
        print(f"{row.items:>7} items  {one_line(row.name)}")


@collections_app.command()
def show(
    context: typer.Context, name: Name, library: Library = None, as_json: Json = False
) -> None:
    """The items of a collection."""
    with opened(library_folder(context, library), writer=False) as core:
        wanted = core.collections.named(name)
        rows = [row for row in core.browser.items() if wanted in row.collections]
    if as_json:
        write_json(list_object(rows))
        return
    for row in rows:
        print(f"{row.item_id:>6}  {row.kind:<6} {row.state:<10} {one_line(row.path)}")


@collections_app.command()
def add(
    context: typer.Context,
    name: Name,
    named: Items,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Put items into a collection; it is made where there is none of that name."""
    with opened(library_folder(context, library), writer=True) as core:
        item_ids = core.maintenance.item_ids(named)
        if core.store.collections.by_name(name) is None:
            row = core.collections.make(name, item_ids)
        else:
            row = core.collections.put(core.collections.named(name), item_ids)
    report(as_json, dataclasses.asdict(row), f"{row.name} has {row.items} items.")


@collections_app.command(name="take-out")
def take_out(
    context: typer.Context,
    name: Name,
    named: Items,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Take items out of a collection; they stay in the library."""
    with opened(library_folder(context, library), writer=True) as core:
        item_ids = core.maintenance.item_ids(named)
        row = core.collections.take_out(core.collections.named(name), item_ids)
    report(as_json, dataclasses.asdict(row), f"{row.name} has {row.items} items.")


@collections_app.command()
def rename(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str, typer.Argument(metavar="NEW")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Give a collection another name."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.collections.rename(core.collections.named(name), new_name)
    report(as_json, dataclasses.asdict(row), f"It is named {row.name} now.")


@collections_app.command()
def remove(
    context: typer.Context, name: Name, library: Library = None, as_json: Json = False
) -> None:
    """Remove a collection; its items stay in the library."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.collections.remove(core.collections.named(name))
    report(
        as_json,
        dataclasses.asdict(row),
        f"The collection {row.name} is removed. Its {row.items} items stay in the library.",
    )

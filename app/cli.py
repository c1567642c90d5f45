"""The command line. Every command runs the core in this process and keeps to the contract: with
`--json`, standard output is one JSON object and nothing else."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app import paths
from app.cli_batch import ask_line, ask_once, run_batch, search_line
from app.cli_collections import collections_app
from app.cli_data import move_data_folder
from app.cli_display import AnswerPrinter, follow_add, say, show_hits, skip_reasons, summary
from app.cli_json import add_object, answer_object, list_object, search_object, write_json
from app.cli_locking import lock, open_lock, passphrase, unlock
from app.cli_models import models_app
from app.cli_narrow import narrowed
from app.cli_selftest import selftest
from app.cli_session import (
    CANNOT_GO_ON,
    DONE,
    FAILED_OR_NOTHING,
    INTERRUPTED,
    Json,
    Library,
    interruptible,
    library_folder,
    opened,
    report,
    settings_and_warnings,
    usage_error,
)
from app.cli_voices import voices_app
from app.cli_watch import watch_app
from app.core.errors import UserError
from app.core.events import Removed
from app.core.naming import one_line
from app.core.question.query import Query
from models.decoder.fields import FIELDS
from models.decoder.settings import GenerationSettings
from storage.files import FILE_NAME
from storage.records import Kind

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    help="Ask one question of your documents, pictures and recordings. Offline.",
    pretty_exceptions_enable=False,
)
app.add_typer(models_app, name="models")
app.add_typer(watch_app, name="watch")
app.add_typer(collections_app, name="collections")
app.add_typer(voices_app, name="voices")


class KindName(enum.StrEnum):
    text = "text"
    image = "image"
    audio = "audio"


@app.callback(invoke_without_command=True)
def window(
    context: typer.Context,
    library: Library = None,
    add: Annotated[
        list[Path] | None, typer.Option("--add", help="With the window: add this at once.")
    ] = None,
    in_background: Annotated[
        bool, typer.Option("--in-background", help="With the window: in the tray, or small.")
    ] = False,
) -> None:
    """Without a command: open the window."""
    trouble = paths.home_trouble()
    if trouble is not None and context.invoked_subcommand not in (None, "models"):
        raise UserError("not_reachable", trouble, paths.HOME_NEXT_STEP, retryable=True)
    if context.invoked_subcommand is None:
        from app.main import run

        raise typer.Exit(
            run(
                library or paths.default_library(),
                add=tuple(add or ()),
                in_background=in_background,
            )
        )
    context.obj = library


@app.command()
def demo(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Make the sample library, ask its questions, show the answers; then open the window."""
    from app.demo import run_demo

    raise typer.Exit(
        run_demo(library_folder(context, library) or paths.demo_library(), as_json=as_json)
    )


@app.command()
def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)],
    library: Library = None,
    rehash: Annotated[bool, typer.Option(help="Hash files even if time and size agree.")] = False,
    as_json: Json = False,
) -> None:
    """Add files and folders; Ctrl-C stops cleanly and a second run goes on."""
    with opened(library_folder(context, library), writer=True) as core, interruptible() as stopped:
        result = follow_add(core.ingest.add(files, stopped.is_set, rehash=rehash))
    if as_json:
        write_json(add_object(result))
    else:
        say(summary(result))
        for line in skip_reasons(result):
            say(line)
        for failed in result.failed:
            say(f"  failed {failed.path}: {failed.reason}")
        if result.missing:
            say("If missing files were moved: `triptych relocate OLD_FOLDER NEW_FOLDER`.")
    if result.cancelled:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(FAILED_OR_NOTHING if result.failed else DONE)


InFolder = Annotated[Path | None, typer.Option("--in", help="Only this folder or file.")]
NamePart = Annotated[str | None, typer.Option("--name", help="Only files so named, or in part.")]
Since = Annotated[str | None, typer.Option(help="Only from this day on, as 2026-11-26.")]
Until = Annotated[str | None, typer.Option(help="Only up to this day.")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", help="Only these languages, as de or fr.")
]
InCollections = Annotated[
    list[str] | None, typer.Option("--collection", help="Only this collection; may be repeated.")
]


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="Words to look for.")] = None,
    image: Annotated[Path | None, typer.Option(help="Look for pictures like this one.")] = None,
    audio: Annotated[Path | None, typer.Option(help="Look for what sounds like this.")] = None,
    kind: Annotated[list[KindName] | None, typer.Option(help="Only these kinds.")] = None,
    in_folder: InFolder = None,
    name: NamePart = None,
    since: Since = None,
    until: Until = None,
    language: Languages = None,
    collection: InCollections = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many hits.")] = 10,
    batch: Annotated[Path | None, typer.Option(help="JSON lines with id and query.")] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Find passages, pictures and moments."""
    if batch is None and text is None and image is None and audio is None:
        raise usage_error("There is nothing to search for.", "Give words, --image or --audio.")
    with opened(library_folder(context, library), writer=False) as core:
        if batch is not None:
            raise typer.Exit(run_batch(batch, lambda line: search_line(core, line)))
        query = narrowed(
            Query(text, image, audio, _kinds(kind), k),
            folder=in_folder,
            name=name,
            since=since,
            until=until,
            languages=language or (),
            collections=[core.collections.named(name) for name in collection or ()],
        )
        result = core.retriever.search(query)
    if as_json:
        write_json(search_object(result))
    else:
        if result.understood is not None:
            say(f"Understood as: {result.understood}")
        for line in show_hits(result.hits):
            print(line)
        if not result.hits:
            say("Nothing was found.")
    raise typer.Exit(DONE if result.hits else FAILED_OR_NOTHING)


def ask(
    context: typer.Context,
    question: str | None = None,
    image: Path | None = None,
    audio: Path | None = None,
    kind: list[KindName] | None = None,
    in_folder: Path | None = None,
    name: str | None = None,
    since: str | None = None,
    until: str | None = None,
    language: list[str] | None = None,
    collection: list[str] | None = None,
    batch: Path | None = None,
    show_sources: bool = False,
    library: Path | None = None,
    as_json: bool = False,
    **sampling: Any,
) -> None:
    """Ask a question; one answer from all sources, each claim with its place."""
    changes = {name: value for name, value in sampling.items() if value is not None}
    if batch is None and question is None and image is None and audio is None:
        raise usage_error("There is no question.", "Give one, or --batch FILE.")
    with opened(library_folder(context, library), writer=False) as core, interruptible() as stopped:
        settings = core.generation_settings(changes)
        if batch is not None:
            raise typer.Exit(
                run_batch(batch, lambda line: ask_line(core, line, settings, stopped.is_set))
            )
        query = narrowed(
            Query(question, image, audio, _kinds(kind)),
            folder=in_folder,
            name=name,
            since=since,
            until=until,
            languages=language or (),
            collections=[core.collections.named(name) for name in collection or ()],
        )
        show = None if as_json else AnswerPrinter().take
        answer, sources = ask_once(core, query, settings, stopped.is_set, show)
    if as_json:
        write_json(answer_object(answer, sources if show_sources else None))
    elif show_sources:
        print("\nSources:")
        for line in show_hits(sources.hits):
            print(line)
    if answer.cancelled:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(FAILED_OR_NOTHING if answer.abstained else DONE)


def _with_sampling_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give `ask` one option for each setting of generation, by the setting's own name."""
    fixed: dict[str, Any] = {
        "context": typer.Context,
        "question": Annotated[str | None, typer.Argument(help="The question.")],
        "image": Annotated[Path | None, typer.Option(help="Ask about this picture.")],
        "audio": Annotated[Path | None, typer.Option(help="Ask about this sound.")],
        "kind": Annotated[list[KindName] | None, typer.Option(help="Only these kinds.")],
        "in_folder": InFolder,
        "name": NamePart,
        "since": Since,
        "until": Until,
        "language": Languages,
        "collection": InCollections,
        "batch": Annotated[Path | None, typer.Option(help="JSON lines with id and question.")],
        "show_sources": Annotated[bool, typer.Option("--show-sources", help="List the sources.")],
        "library": Library,
        "as_json": Json,
    }
    own = inspect.signature(command).parameters
    parameters = [own[name].replace(annotation=hint) for name, hint in fixed.items()]
    hints = typing.get_type_hints(GenerationSettings)
    for field in FIELDS:
        plain = _option_type(hints[field.name])
        flag = "--" + field.name.replace("_", "-")
        if field.default is True:  # a switch that is on needs a way to switch it off
            flag += f"/--no-{flag.removeprefix('--')}"
        option = typer.Option(flag, rich_help_panel="Sampling", help=field.tooltip)
        parameters.append(
            inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[plain | None, option],
            )
        )
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _option_type(hint: Any) -> Any:
    if typing.get_origin(hint) is tuple:
        return list[str]
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    return inner[0] if inner else hint


app.command(name="ask")(_with_sampling_options(ask))


# --- looking after the library ------------------------------------------------------------------


@app.command(name="list")
def list_items(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """What the library holds."""
    with opened(library_folder(context, library), writer=False) as core:
        rows = list(core.browser.items())
    if as_json:
        write_json(list_object(rows))
        return
    for row in rows:
        reason = f"  ({row.reason})" if row.reason else ""
        print(f"{row.item_id:>6}  {row.kind:<6} {row.state:<10} {one_line(row.path)}{reason}")


@app.command()
def show(
    context: typer.Context,
    item_id: Annotated[int, typer.Argument(metavar="ID")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """One item with its passages."""
    with opened(library_folder(context, library), writer=False) as core:
        detail = core.browser.item(item_id)
    if as_json:
        write_json(dataclasses.asdict(detail))
        return
    print(one_line(detail.item.title), one_line(detail.item.path), sep="\n")
    print(f"{detail.media_type}, {detail.item.state}")
    for key, value in detail.metadata.items():
        print(f"  {key}: {value}")
    for chunk in detail.chunks:
        print(f"[{chunk.chunk_id}] {chunk.text}")


@app.command()
def remove(
    context: typer.Context,
    named: Annotated[list[str], typer.Argument(metavar="ID|PATH...")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Take items out of the library and erase what was read from them; files stay untouched."""
    with opened(library_folder(context, library), writer=True) as core:
        removed = core.remove(core.maintenance.item_ids(named))
    report(as_json, dataclasses.asdict(removed), _removed(removed))


@app.command()
def status(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """How much the library holds, and with which models."""
    with opened(library_folder(context, library), writer=False) as core:
        value = dataclasses.asdict(core.maintenance.status())
    if as_json:
        write_json(value)
        return
    for key, entry in value.items():
        print(f"{key.replace('_', ' ')}: {entry}")


@app.command()
def verify(
    context: typer.Context,
    library: Library = None,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read all that is stored.")] = False,
    as_json: Json = False,
) -> None:
    """Check that database and index are whole and agree; --deep reads everything in them."""
    from app.cli_upkeep import verify_library

    folder = (library_folder(context, library) or paths.default_library()).expanduser().absolute()
    checked = verify_library(folder, repair=repair, deep=deep)
    text = "All is well." if checked.ok else "\n".join(checked.problems)
    done = "".join(f"Mended: {what}\n" for what in checked.repaired)
    report(as_json, dataclasses.asdict(checked), done + text)
    raise typer.Exit(DONE if checked.ok else CANNOT_GO_ON)


@app.command()
def relocate(
    context: typer.Context,
    old: Annotated[Path, typer.Argument(help="Where the files were, as the library has it.")],
    new: Annotated[Path, typer.Argument(help="Where they are now.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Follow a folder that was moved, or a library that came to another machine."""
    from app.cli_upkeep import relocate_files

    folder = (library_folder(context, library) or paths.default_library()).expanduser().absolute()
    moved = relocate_files(folder, old.absolute(), new.expanduser().absolute())
    said = f"{moved.moved} items follow their files; {moved.stayed} files are where they were."
    if moved.lost:
        said += f" {len(moved.lost)} were not found below {new}:\n" + "\n".join(
            f"  {one_line(path)}" for path in moved.lost[:20]
        )
    report(as_json, dataclasses.asdict(moved), said)
    raise typer.Exit(INTERRUPTED if moved.cancelled else FAILED_OR_NOTHING if moved.lost else DONE)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Ends in .md or .jsonl.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Write what was read, and the conversations, as Markdown or JSON lines."""
    from app.core.transfer import export_library

    with opened(library_folder(context, library), writer=False) as core:
        written = export_library(core.store, file.expanduser().absolute())
    report(as_json, dataclasses.asdict(written), f"{written.items} items written to {file}.")


@app.command()
def backup(
    context: typer.Context, file: Path, library: Library = None, as_json: Json = False
) -> None:
    """Write the whole library into one file."""
    from app.core.transfer import backup_library

    with opened(library_folder(context, library), writer=False) as core:
        written = backup_library(core.store, file.expanduser().absolute())
    report(as_json, dataclasses.asdict(written), f"{written.items} items saved in {file}.")


@app.command()
def restore(
    context: typer.Context, file: Path, library: Library = None, as_json: Json = False
) -> None:
    """Make a library from a backup; one that is there is kept beside it under another name."""
    from app.core.transfer import restore_library

    folder = (library_folder(context, library) or paths.default_library()).expanduser().absolute()
    open_lock(folder / FILE_NAME, file.expanduser().absolute())
    written = restore_library(file.expanduser().absolute(), folder)
    report(as_json, dataclasses.asdict(written), f"{written.items} items restored.")


app.command(name="lock")(lock)
app.command(name="unlock")(unlock)
app.command(name="passphrase")(passphrase)
app.command(name="selftest")(selftest)
app.command(name="move-data")(move_data_folder)


@app.command()
def bench(
    what: Annotated[Literal["ingest", "search", "decode", "answer"], typer.Argument()],
    as_json: Json = False,
) -> None:
    """Measure against peers in the same run (needs the extra `bench`)."""
    from app.bench import run_bench

    value = run_bench(what, settings_and_warnings())
    if as_json:
        write_json(value)
        return
    for key, entry in value.items():
        print(f"{key}: {entry}")


def _kinds(chosen: list[KindName] | None) -> tuple[Kind, ...]:
    return tuple(name.value for name in chosen or ())


def _removed(removed: Removed) -> str:
    said = f"{removed.items} items removed."
    if removed.in_backups:
        said += (
            f" The {removed.in_backups} automatic backups in the library's folder `backups` may "
            "still hold them; they go within five weeks, or when you delete that folder."
        )
    return said

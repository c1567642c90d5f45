"""The command line. Every command runs the core in this process and keeps to the contract: with
`--json`, standard output is one JSON object and nothing else."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import logging
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from app import paths
from app.cli_display import follow_add, say, show_answer, show_hits, summary
from app.cli_json import (
    add_object,
    answer_object,
    error_object,
    list_object,
    read_batch,
    search_object,
    write_json,
)
from app.cli_session import (
    CANNOT_GO_ON,
    DONE,
    FAILED_OR_NOTHING,
    INTERRUPTED,
    interruptible,
    opened,
    our_bug,
    settings_and_warnings,
    usage_error,
)
from app.core import events
from app.core.errors import UserError
from app.core.retrieve import Query
from models.decoder.settings import GenerationSettings
from storage.records import Kind

if typing.TYPE_CHECKING:
    from app.compose import Core

log = logging.getLogger(__name__)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    help="Ask one question of your documents, pictures and recordings. Offline.",
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="The models: what can be installed, and what is.")
app.add_typer(models_app, name="models")


class KindName(enum.StrEnum):
    text = "text"
    image = "image"
    audio = "audio"


Library = Annotated[Path | None, typer.Option("--library", help="The library's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]


@app.callback(invoke_without_command=True)
def window(context: typer.Context, library: Library = None) -> None:
    """Without a command: open the window."""
    if context.invoked_subcommand is None:
        from app.main import run

        raise typer.Exit(run(library or paths.default_library()))
    context.obj = library


@app.command()
def demo(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """Make the sample library, ask its questions, show the answers; then open the window."""
    from app.demo import run_demo

    raise typer.Exit(run_demo(_folder(context, library) or paths.demo_library(), as_json=as_json))


@app.command()
def add(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)],
    library: Library = None,
    rehash: Annotated[bool, typer.Option(help="Hash files even if time and size agree.")] = False,
    as_json: Json = False,
) -> None:
    """Add files and folders; Ctrl-C stops cleanly and a second run goes on."""
    with opened(_folder(context, library), writer=True) as core, interruptible() as stopped:
        result = follow_add(core.ingest.add(files, stopped.is_set, rehash=rehash))
    if as_json:
        write_json(add_object(result))
    else:
        say(summary(result))
        for failed in result.failed:
            say(f"  failed {failed.path}: {failed.reason}")
    if result.cancelled:
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(FAILED_OR_NOTHING if result.failed else DONE)


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="Words to look for.")] = None,
    image: Annotated[Path | None, typer.Option(help="Look for pictures like this one.")] = None,
    audio: Annotated[Path | None, typer.Option(help="Look for what sounds like this.")] = None,
    kind: Annotated[list[KindName] | None, typer.Option(help="Only these kinds.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many hits.")] = 10,
    batch: Annotated[Path | None, typer.Option(help="JSON lines with id and query.")] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Find passages, pictures and moments."""
    if batch is None and text is None and image is None and audio is None:
        raise usage_error("There is nothing to search for.", "Give words, --image or --audio.")
    with opened(_folder(context, library), writer=False) as core:
        if batch is not None:
            raise typer.Exit(_run_batch(batch, lambda line: _search_line(core, line)))
        result = core.retriever.search(Query(text, image, audio, _kinds(kind), k))
    if as_json:
        write_json(search_object(result))
    else:
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
    with opened(_folder(context, library), writer=False) as core, interruptible() as stopped:
        settings = core.generation_settings(changes)
        if batch is not None:
            raise typer.Exit(
                _run_batch(batch, lambda line: _ask_line(core, line, settings, stopped.is_set))
            )
        query = Query(question, image, audio, _kinds(kind))
        answer, sources = _answer(core, query, settings, stopped.is_set)
    if as_json:
        write_json(answer_object(answer, sources if show_sources else None))
    else:
        for line in show_answer(answer):
            print(line)
        if show_sources:
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
        "batch": Annotated[Path | None, typer.Option(help="JSON lines with id and question.")],
        "show_sources": Annotated[bool, typer.Option("--show-sources", help="List the sources.")],
        "library": Library,
        "as_json": Json,
    }
    own = inspect.signature(command).parameters
    parameters = [own[name].replace(annotation=hint) for name, hint in fixed.items()]
    hints = typing.get_type_hints(GenerationSettings)
    for field in dataclasses.fields(GenerationSettings):
        plain = _option_type(hints[field.name])
        option = typer.Option("--" + field.name.replace("_", "-"), rich_help_panel="Sampling")
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


def _answer(
    core: Core, query: Query, settings: GenerationSettings, cancelled: Callable[[], bool]
) -> tuple[events.Answer, events.SourcesChosen]:
    sources, answer = events.SourcesChosen(()), None
    for event in core.ask(query, settings, None, cancelled):
        if isinstance(event, events.SourcesChosen):
            sources = event
        elif isinstance(event, events.Answer):
            answer = event
    assert answer is not None
    return answer, sources


# --- batches ------------------------------------------------------------------------------------


def _run_batch(file: Path, answer_line: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """One result a line, in order; a bad line gives an error with its id and the rest go on."""
    status = DONE
    for line in read_batch(file.expanduser()):
        try:
            if isinstance(line, UserError):
                raise line
            write_json({"id": line.get("id"), **answer_line(line)})
        except UserError as error:
            status = FAILED_OR_NOTHING
            given = line.get("id") if isinstance(line, dict) else None
            write_json({"id": given, **error_object(error)})
        except Exception:
            log.exception("a line of the batch failed")
            status = FAILED_OR_NOTHING
            given = line.get("id") if isinstance(line, dict) else None
            write_json({"id": given, **error_object(our_bug())})
    return status


def _search_line(core: Core, line: dict[str, Any]) -> dict[str, Any]:
    return search_object(core.retriever.search(_line_query(line, "query")))


def _ask_line(
    core: Core,
    line: dict[str, Any],
    settings: GenerationSettings,
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    answer, _ = _answer(core, _line_query(line, "question"), settings, cancelled)
    return answer_object(answer, None)


def _line_query(line: dict[str, Any], text_key: str) -> Query:
    text = line.get(text_key)
    kinds = line.get("kind") or []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    image, audio = line.get("image"), line.get("audio")
    if not (text or image or audio):
        raise UserError("bad_line", f"the line has no {text_key}", f'Add "{text_key}": "…".')
    if not set(kinds) <= {"text", "image", "audio"} or not isinstance(text, str | None):
        raise UserError("bad_line", "a value of the line has the wrong type", "See the manual.")
    k = line.get("k", 10)
    if not isinstance(k, int) or not 1 <= k <= 1000:
        raise UserError("bad_line", "k must be a whole number from 1 to 1000", "Change k.")
    return Query(
        text, Path(image) if image else None, Path(audio) if audio else None, tuple(kinds), k
    )


# --- looking after the library ------------------------------------------------------------------


@app.command(name="list")
def list_items(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """What the library holds."""
    with opened(_folder(context, library), writer=False) as core:
        rows = list(core.browser.items())
    if as_json:
        write_json(list_object(rows))
        return
    for row in rows:
        reason = f"  ({row.reason})" if row.reason else ""
        print(f"{row.item_id:>6}  {row.kind:<6} {row.state:<10} {row.path}{reason}")


@app.command()
def show(
    context: typer.Context,
    item_id: Annotated[int, typer.Argument(metavar="ID")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """One item with its passages."""
    with opened(_folder(context, library), writer=False) as core:
        detail = core.browser.item(item_id)
    if as_json:
        write_json(dataclasses.asdict(detail))
        return
    print(f"{detail.item.title}\n{detail.item.path}\n{detail.media_type}, {detail.item.state}")
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
    with opened(_folder(context, library), writer=True) as core:
        removed = core.maintenance.remove(core.maintenance.item_ids(named))
    _report(as_json, dataclasses.asdict(removed), f"{removed.items} items removed.")


@app.command()
def status(context: typer.Context, library: Library = None, as_json: Json = False) -> None:
    """How much the library holds, and with which models."""
    with opened(_folder(context, library), writer=False) as core:
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
    as_json: Json = False,
) -> None:
    """Check that database and index are whole and agree."""
    with opened(_folder(context, library), writer=True) as core:
        report = core.maintenance.verify(repair=repair)
    text = "All is well." if report.ok else "\n".join(report.problems)
    done = "".join(f"Mended: {what}\n" for what in report.repaired)
    _report(as_json, dataclasses.asdict(report), done + text)
    raise typer.Exit(DONE if report.ok else CANNOT_GO_ON)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Ends in .md or .jsonl.")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Write what was read, and the conversations, as Markdown or JSON lines."""
    from app.core.transfer import export_library

    with opened(_folder(context, library), writer=False) as core:
        written = export_library(core.store, file.expanduser().absolute())
    _report(as_json, dataclasses.asdict(written), f"{written.items} items written to {file}.")


@app.command()
def backup(
    context: typer.Context, file: Path, library: Library = None, as_json: Json = False
) -> None:
    """Write the whole library into one file."""
    from app.core.transfer import backup_library

    with opened(_folder(context, library), writer=False) as core:
        written = backup_library(core.store, file.expanduser().absolute())
    _report(as_json, dataclasses.asdict(written), f"{written.items} items saved in {file}.")


@app.command()
def restore(
    context: typer.Context, file: Path, library: Library = None, as_json: Json = False
) -> None:
    """Make a library from a backup; refuses to overwrite one that holds anything."""
    from app.core.transfer import restore_library

    folder = (_folder(context, library) or paths.default_library()).expanduser().absolute()
    written = restore_library(file.expanduser().absolute(), folder)
    _report(as_json, dataclasses.asdict(written), f"{written.items} items restored.")


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


# --- models -------------------------------------------------------------------------------------


@models_app.command(name="list")
def list_models(as_json: Json = False) -> None:
    """What can be installed, and what is."""
    rows = list(_shelf().rows())
    if as_json:
        write_json({"models": [dataclasses.asdict(row) for row in rows]})
        return
    for row in rows:
        mark = "installed" if row.installed else ""
        print(f"{row.name:<30} {row.role:<8} {row.size_bytes / 1e6:>7.0f} MB  {mark}")


@models_app.command()
def install(
    names: Annotated[list[str], typer.Argument(help="Names, or `starter` for the starter set.")],
    as_json: Json = False,
) -> None:
    """Download, check and convert models; a second call does nothing."""
    shelf = _shelf()
    finished: list[events.InstallFinished] = []
    messages: list[str] = []
    with interruptible() as stopped:
        for name in names:
            for event in shelf.install(name, stopped.is_set):
                if isinstance(event, events.InstallFinished):
                    finished.append(event)
                elif isinstance(event, str):
                    messages.append(event)
                    say(event)
                else:
                    _show_install(event)
    value = {"installed": [dataclasses.asdict(done) for done in finished], "messages": messages}
    _report(as_json, value, "Installed: " + ", ".join(done.name for done in finished))


_last_shown: dict[str, int] = {}


def _show_install(event: events.InstallProgress) -> None:
    """A line for each tenth of a stage."""
    tenth = 10 * event.done // event.total if event.total else 0
    key = f"{event.name} {event.stage} {event.total}"
    if _last_shown.get(key) != tenth:
        _last_shown[key] = tenth
        say(f"{event.name}: {event.stage} {tenth * 10} %")


@models_app.command(name="remove")
def remove_model(names: list[str], as_json: Json = False) -> None:
    """Delete models from the model store."""
    from models.errors import ModelError
    from models.store import ModelStore

    store = ModelStore(settings_and_warnings().model_store)
    for name in names:
        try:
            store.remove(name)
        except ModelError as error:
            raise UserError(error.code, error.message, error.next_step) from error
    _report(as_json, {"removed": names}, f"Removed: {', '.join(names)}")


@models_app.command(name="verify")
def verify_models(as_json: Json = False) -> None:
    """Check every file of every model against its SHA-256."""
    from models.store import ModelStore

    problems = ModelStore(settings_and_warnings().model_store).verify()
    texts = [f"{problem.name}: {problem.what}" for problem in problems]
    value = {"ok": not texts, "problems": texts}
    _report(as_json, value, "\n".join(texts) or "All models are whole.")
    raise typer.Exit(CANNOT_GO_ON if texts else DONE)


def _shelf() -> Any:
    from app.core.model_shelf import ModelShelf
    from models.store import ModelStore

    return ModelShelf(ModelStore(settings_and_warnings().model_store))


def _kinds(chosen: list[KindName] | None) -> tuple[Kind, ...]:
    return tuple(name.value for name in chosen or ())


def _folder(context: typer.Context, library: Path | None) -> Path | None:
    """`--library` may stand before or after the command."""
    return library or context.obj


def _report(as_json: bool, value: dict[str, Any], text: str) -> None:
    if as_json:
        write_json(value)
    else:
        print(text)

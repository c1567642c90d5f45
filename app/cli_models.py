"""`triptych models`: what can be installed, and what is."""

from __future__ import annotations

import dataclasses
import sys
from typing import Annotated, Any

import typer

from app.cli_display import say
from app.cli_json import write_json
from app.cli_session import (
    CANNOT_GO_ON,
    DONE,
    Json,
    interruptible,
    report,
    settings_and_warnings,
)
from app.core import events
from app.core.errors import UserError

models_app = typer.Typer(help="The models: what can be installed, and what is.")


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
    names: Annotated[
        list[str], typer.Argument(help="Names, `starter` for the starter set, or `quick`.")
    ],
    as_json: Json = False,
) -> None:
    """Download, check and convert models; a second call does nothing."""
    shelf = _shelf()
    finished: list[events.InstallFinished] = []
    messages: list[str] = []
    printer = InstallPrinter(terminal=sys.stderr.isatty())
    with interruptible() as stopped:
        for name in names:
            for event in shelf.install(name, stopped.is_set):
                if isinstance(event, events.InstallFinished):
                    finished.append(event)
                elif isinstance(event, events.InstallNote):
                    messages.append(event.text)
                    printer.end_line()
                    say(event.text)
                else:
                    printer.take(event)
        printer.end_line()
    value = {"installed": [dataclasses.asdict(done) for done in finished], "messages": messages}
    report(as_json, value, "Installed: " + ", ".join(done.name for done in finished))


class InstallPrinter:
    """On a terminal a line that moves for each model; elsewhere a line for each of its stages."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._told: set[tuple[str, str]] = set()
        self._name, self._width = "", 0  # of the line that moves

    def take(self, event: events.InstallProgress) -> None:
        in_bytes = event.stage == "download" and event.total > 0
        if not self._terminal:
            if (event.name, event.stage) not in self._told:
                self._told.add((event.name, event.stage))
                size = f" {event.total / 1e6:.0f} MB" if in_bytes else ""
                say(f"{event.name}: {_STAGES[event.stage]}{size} …")
            return
        if event.name != self._name:
            self.end_line()
            self._name = event.name
        if in_bytes:
            far = f" {event.done / 1e6:.0f} of {event.total / 1e6:.0f} MB"
        else:
            far = f" {100 * event.done // event.total} %" if event.total else " …"
        line = f"{event.name}: {_STAGES[event.stage]}{far}"
        print(f"\r{line:<{self._width}}", end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def end_line(self) -> None:
        if self._name:
            print(file=sys.stderr, flush=True)
        self._name, self._width = "", 0


_STAGES = {"download": "downloading", "verify": "checking", "convert": "preparing"}


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
    report(as_json, {"removed": names}, f"Removed: {', '.join(names)}")


@models_app.command(name="verify")
def verify_models(as_json: Json = False) -> None:
    """Check every file of every model against its SHA-256."""
    from models.store import ModelStore

    problems = ModelStore(settings_and_warnings().model_store).verify()
    texts = [f"{problem.name}: {problem.what}" for problem in problems]
    value = {"ok": not texts, "problems": texts}
    report(as_json, value, "\n".join(texts) or "All models are whole.")
    raise typer.Exit(CANNOT_GO_ON if texts else DONE)


def _shelf() -> Any:
    from app.core.model_shelf import ModelShelf
    from models.store import ModelStore

    return ModelShelf(ModelStore(settings_and_warnings().model_store))

"""One command's run: the library it opens, its readers, Ctrl-C, and how it ends."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import paths
from app.cli_display import say
from app.cli_json import write_json
from app.core.errors import UserError
from app.settings import Settings
from app.settings import load as load_settings
from storage.files import FILE_NAME

if TYPE_CHECKING:
    from app.compose import Core

Library = Annotated[Path | None, typer.Option("--library", help="The library's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]

DONE, FAILED_OR_NOTHING, WRONG_USE, CANNOT_GO_ON, INTERRUPTED = 0, 1, 2, 3, 130


def settings_and_warnings() -> Settings:
    settings, warnings = load_settings()
    for warning in warnings:
        say(f"Note: {warning}")
    return settings


@contextlib.contextmanager
def opened(library: Path | None, *, writer: bool) -> Iterator[Core]:
    """The core of a library, closed at the end. Raises UserError where it cannot be opened."""
    from app.cli_locking import open_lock
    from app.compose import open_core
    from app.core.data_folder import finish_move
    from app.tasks.readers import ReaderPool
    from models.memory import keep_freed_memory

    keep_freed_memory()
    settings = settings_and_warnings()
    with ReaderPool(settings.reading.readers, timeout_s=settings.reading.timeout_s) as readers:
        folder = (library or paths.default_library()).expanduser().absolute()
        open_lock(folder / FILE_NAME)
        core = open_core(folder, readers, writer=writer, settings=settings)
        if writer:
            finish_move(core.store)
        try:
            yield core
        finally:
            core.close()


@contextlib.contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, so that work ends at the next safe point; a second ends at once."""
    stopped = threading.Event()

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        say("Stopping after the file in hand; what is done is kept. Ctrl-C again ends at once.")

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def library_folder(context: typer.Context, library: Path | None) -> Path | None:
    """`--library` may stand before or after the command."""
    return library or context.obj


def usage_error(message: str, next_step: str) -> UserError:
    return UserError("usage", message, next_step)


def our_bug() -> UserError:
    return UserError(
        "bug",
        "Something went wrong inside Triptych. Your files and your library are untouched.",
        "Run it again; the log in the data folder has the details for a report.",
    )


def report(as_json: bool, value: dict[str, Any], text: str) -> None:
    """Print a command's result as one object, or as words."""
    if as_json:
        write_json(value)
    else:
        print(text)

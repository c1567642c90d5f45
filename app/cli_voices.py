"""`triptych voices`: names for those who speak in recordings."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from app.cli_json import write_json
from app.cli_session import Json, Library, library_folder, opened, report
from app.core.naming import one_line

voices_app = typer.Typer(help="Names for those who speak in recordings.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A voice, in any case.")]
Recording = Annotated[str, typer.Argument(metavar="ID|PATH", help="A recording.")]


@voices_app.command(name="list")
def list_voices(
    context: typer.Context,
    recording: Annotated[
        str | None, typer.Argument(metavar="[ID|PATH]", help="Who speaks in this recording.")
    ] = None,
    library: Library = None,
    as_json: Json = False,
) -> None:
    """The voices that have a name, or the speakers of one recording."""
    with opened(library_folder(context, library), writer=False) as core:
        if recording is None:
            voices = list(core.voices.rows())
        else:
            speakers = core.voices.speakers(core.maintenance.item_ids([recording])[0])
    if recording is None:
        if as_json:
            write_json({"voices": [dataclasses.asdict(row) for row in voices]})
            return
        for row in voices:
            print(f"{row.recordings:>7} recordings  {one_line(row.name)}")
        return
    if as_json:
        write_json({"speakers": [dataclasses.asdict(row) for row in speakers]})
        return
    for speaker in speakers:
        label = speaker.label or "(one voice)"
        print(f"{speaker.number:>3}  {round(speaker.seconds):>6} s  {one_line(label)}")


@voices_app.command()
def name(
    context: typer.Context,
    recording: Recording,
    speaker: Annotated[
        str, typer.Argument(metavar="SPEAKER", help='A number, or what is shown: "Speaker 2".')
    ],
    name: Annotated[str, typer.Argument(metavar="NAME")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Give a speaker a name; where the same voice is heard elsewhere, it has it too."""
    with opened(library_folder(context, library), writer=True) as core:
        (item_id, *_) = core.maintenance.item_ids([recording])
        row = core.voices.name(item_id, speaker, name)
    report(as_json, dataclasses.asdict(row), f"{row.name} is heard in {row.recordings} recordings.")


@voices_app.command()
def rename(
    context: typer.Context,
    name: Name,
    new_name: Annotated[str, typer.Argument(metavar="NEW")],
    library: Library = None,
    as_json: Json = False,
) -> None:
    """Give a voice another name."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.voices.rename(name, new_name)
    report(as_json, dataclasses.asdict(row), f"It is named {row.name} now.")


@voices_app.command()
def forget(
    context: typer.Context, name: Name, library: Library = None, as_json: Json = False
) -> None:
    """Forget a voice; its speakers have numbers again."""
    with opened(library_folder(context, library), writer=True) as core:
        row = core.voices.forget(name)
    report(as_json, dataclasses.asdict(row), f"The voice {row.name} is forgotten.")

"""The real ingest with fake models, to be killed: `python -m tests.e2e.interrupted_child …`.

    add LIBRARY FOLDER        acknowledges as the command line does, `indexed <path>`
    remove LIBRARY FOLDER     says `removing`, and `removed` when all is committed

Reading a scanned page and hearing a part take a little while here, so that there is a moment in
which to be killed; each is told before it begins: `part speech 2`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cli_display import follow_add, say
from app.compose import Core, open_core
from app.core import events
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.protocols import Rgb, TextLine, Transcript
from tests.e2e.guarded import refuse_the_network
from tests.fakes import FakeSpeechReader, FakeTextReader, fake_loaders

_PART_S = 0.15


class _PageReader(FakeTextReader):
    def read_lines(self, image: Rgb) -> list[TextLine]:
        time.sleep(_PART_S)
        return [TextLine(f"A scanned page of tone {int(image.mean())}.", (0, 0, 1, 0.1), 0.9)]


class _SpeechReader(FakeSpeechReader):
    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        if len(samples) > 60 * 16_000:
            time.sleep(_PART_S)
        return super().transcribe(samples, language=language)


def open_library(library: Path, readers: ReaderPool) -> Core:
    """The child's core; the parent looks at the library with the same one."""
    loaders = {**fake_loaders(), "ocr": _PageReader, "speech": _SpeechReader}
    return open_core(library, readers, writer=True, settings=Settings(), loaders=loaders)


def _telling(stream: Iterable[Any]) -> Iterator[Any]:
    told: events.FileStarted | None = None
    for event in stream:  # a part that takes long is said again while it lasts
        if isinstance(event, events.FileStarted) and event.stage in ("ocr", "speech"):
            if event != told:
                say(f"part {event.stage} {event.done}")
            told = event
        yield event


def main(arguments: Sequence[str]) -> None:
    what, library, folder = arguments[0], Path(arguments[1]), Path(arguments[2])
    with ReaderPool(2) as readers:
        core = open_library(library, readers)
        if what == "add":
            follow_add(_telling(core.ingest.add([folder])))
        else:
            named = core.maintenance.item_ids([str(folder)])
            say("removing")
            core.maintenance.remove(named)
            say("removed")
        core.close()


if __name__ == "__main__":
    sys.addaudithook(refuse_the_network)
    main(sys.argv[1:])

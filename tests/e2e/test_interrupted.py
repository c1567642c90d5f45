"""Killed at any moment, the library stays whole, keeps what it acknowledged and goes on from there.

The moments come from a seed: so many acknowledgements, then a few milliseconds more."""

from __future__ import annotations

import json
import math
import os
import random
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.compose import Core, open_core
from app.core import events
from app.core.intake.sound import PART_S
from app.core.question.retrieve import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.protocols import Rows
from tests.e2e import schemas
from tests.e2e.corpora import mixed_files
from tests.e2e.interrupted_child import open_library
from tests.e2e.program import ROOT, run
from tests.fakes import FakeTextEncoder, fake_loaders

N_MOMENTS = 50  # at which the real program is killed
_CHILD = [sys.executable, "-m", "tests.e2e.interrupted_child"]


@pytest.fixture(scope="module")
def readers() -> Iterator[ReaderPool]:
    with ReaderPool(2) as pool:
        yield pool


@dataclass(frozen=True)
class Stopped:
    """What a child said before it was killed or ended by itself (`status` 0)."""

    lines: tuple[str, ...]
    status: int

    @property
    def indexed(self) -> tuple[str, ...]:
        return tuple(
            line.removeprefix("indexed ") for line in self.lines if line.startswith("indexed ")
        )


def run_until(
    command: Sequence[str], reached: Callable[[str], bool], *, n_lines: int, more_s: float
) -> Stopped:
    """Kill the child `more_s` after the n-th line that `reached` takes; what it had written to the
    pipe by then is what a user would have seen."""
    lines: list[str] = []
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stderr is not None
    with process:
        left = n_lines
        for raw in process.stderr:
            lines.append(os.fsdecode(raw).rstrip("\n"))
            left -= reached(lines[-1])
            if left <= 0:
                time.sleep(more_s)
                process.kill()
                break
        rest = process.stderr.read()
    lines += os.fsdecode(rest).splitlines()
    assert process.returncode in (0, -signal.SIGKILL), lines
    return Stopped(tuple(lines), process.returncode)


def is_acknowledgement(line: str) -> bool:
    return line.startswith("indexed ")


def assert_whole(core: Core, acknowledged: Sequence[str], chance: random.Random) -> None:
    """The library agrees with itself, and holds and finds all that was acknowledged."""
    report = core.maintenance.verify()
    assert (report.ok, report.problems) == (True, ())
    held = {name: set(map(int, index.ids())) for name, index in core.indexes.open().items()}
    for space in core.store.vectors.spaces():
        assert held[space.name] == set(map(int, core.store.vectors.ids(space.name)))
    for path in acknowledged:
        item = core.store.items.by_path(path)
        assert item is not None and item.state == "ready", path
        chunks = core.store.chunks.of_content(item.content_id or 0)
        assert chunks and {int(chunk.chunk_id) for chunk in chunks} <= held["text"], path
    texts = [path for path in acknowledged if path.endswith((".txt", ".md"))]
    for path in chance.sample(texts, min(4, len(texts))):
        by_words = core.store.keywords.search(f"number-{int(Path(path).stem)}", 3)
        items = core.store.items.best_for_chunks([chunk_id for chunk_id, _ in by_words])
        assert path in [item.path for item in items.values()]


def test_killed_while_adding_nothing_acknowledged_is_lost(
    tmp_path: Path, readers: ReaderPool
) -> None:
    chance = random.Random(20)
    library, folder = tmp_path / "library", tmp_path / "files"
    files = mixed_files(folder, 90)
    acknowledged: list[str] = []
    kills = 0
    for _ in range(6):
        stopped = run_until(
            [*_CHILD, "add", str(library), str(folder)],
            is_acknowledgement,
            n_lines=chance.randint(1, 16),
            more_s=chance.uniform(0, 0.06),
        )
        kills += stopped.status != 0
        assert not set(stopped.indexed) & set(acknowledged), "encoded a second time"
        acknowledged += stopped.indexed
        core = open_library(library, readers)
        assert_whole(core, acknowledged, chance)
        core.close()
    assert kills >= 4 and len(acknowledged) >= 10

    class Counting(FakeTextEncoder):
        texts: list[str] = []  # noqa: RUF012 - one encoder, one test

        def encode_documents(self, texts: Sequence[str]) -> Rows:
            self.texts.extend(texts)
            return super().encode_documents(texts)

    loaders = {**fake_loaders(), "text": Counting}
    core = open_core(library, readers, writer=True, settings=Settings(), loaders=loaders)
    finished = list(core.ingest.add([folder]))[-1]
    assert isinstance(finished, events.AddFinished)
    assert finished.unchanged >= len(acknowledged)
    assert finished.unchanged + finished.added == len(files)
    assert not finished.failed and not finished.skipped
    again = {f"number-{int(Path(path).stem)}" for path in acknowledged if path.endswith(".txt")}
    encoded = {word.strip(".") for text in Counting.texts for word in text.split()}
    assert not again & encoded
    assert_whole(core, [str(path) for path in files], chance)
    core.close()


def long_tone(path: Path, duration_s: int) -> None:
    """A recording long enough to be taken in parts; 8 kHz keeps it small."""
    rate_hz = 8_000
    second = [round(9_000 * math.sin(2 * math.pi * 300 * n / rate_hz)) for n in range(rate_hz)]
    samples: NDArray[np.int16] = np.asarray(second, np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        for number in range(duration_s):
            file.writeframes((samples // (1 + number % 7)).tobytes())


def scanned_pdf(path: Path, n_pages: int) -> None:
    """Pages that hold a picture and no text."""
    pages = [Image.new("RGB", (200, 280), (30 * n + 20,) * 3) for n in range(n_pages)]
    pages[0].save(path, save_all=True, append_images=pages[1:])


@pytest.mark.parametrize(
    ("stage", "name", "n_parts"), [("speech", "long.wav", 5), ("ocr", "scan.pdf", 5)]
)
def test_killed_between_parts_it_goes_on_with_the_next(
    stage: str, name: str, n_parts: int, tmp_path: Path, readers: ReaderPool
) -> None:
    library, folder = tmp_path / "library", tmp_path / "files"
    folder.mkdir()
    file = folder / name
    if stage == "speech":
        long_tone(file, PART_S * n_parts - PART_S // 4)
    else:
        scanned_pdf(file, n_parts)
    chance = random.Random(name)
    command = [*_CHILD, "add", str(library), str(folder)]

    def is_part(line: str) -> bool:
        return line.startswith(f"part {stage} ")

    n_left = n_parts
    for n_lines in (2, 3):
        stopped = run_until(command, is_part, n_lines=n_lines, more_s=chance.uniform(0, 0.12))
        assert stopped.status != 0 and not stopped.indexed
        core = open_library(library, readers)
        assert_whole(core, [], chance)
        item = core.store.items.by_path(str(file))
        assert item is not None and item.state == "reading"
        content = core.store.contents.get(item.content_id or 0)
        # The parts before the one it was killed in are kept; perhaps that one, too.
        assert content is not None and content.n_pending in (n_left - n_lines + 1, n_left - n_lines)
        n_left = content.n_pending
        core.close()
    last = run_until(command, is_acknowledgement, n_lines=99, more_s=0)
    assert (last.status, last.indexed) == (0, (str(file),))
    assert sum(is_part(line) for line in last.lines) == n_left
    core = open_library(library, readers)
    assert_whole(core, [str(file)], chance)
    chunks = core.store.chunks.of_content(core.store.items.by_path(str(file)).content_id or 0)  # type: ignore[union-attr]
    places = [(chunk.locator.get("page"), chunk.locator.get("start_s")) for chunk in chunks]
    assert len(places) == len(set(places)), "a part was stored twice"
    if stage == "ocr":
        assert [chunk.locator["page"] for chunk in chunks] == list(range(1, n_parts + 1))
    core.close()


def test_killed_while_removing_the_rest_is_whole(tmp_path: Path, readers: ReaderPool) -> None:
    library, folder = tmp_path / "library", tmp_path / "files"
    files = [str(path) for path in mixed_files(folder, 40)]
    core = open_library(library, readers)
    chance = random.Random(3)
    for more_s in (0.0, 0.004, 0.02):
        list(core.ingest.add([folder]))
        core.close()
        stopped = run_until(
            [*_CHILD, "remove", str(library), str(folder)],
            lambda line: line == "removing",
            n_lines=1,
            more_s=more_s,
        )
        core = open_library(library, readers)
        left = [path for path in files if core.store.items.by_path(path) is not None]
        assert_whole(core, left, chance)
        if "removed" in stopped.lines:
            assert not left
    if left := core.maintenance.item_ids([str(folder)]) if core.store.health.counts().items else []:
        core.maintenance.remove(left)
    assert core.store.health.counts().chunks == 0
    assert not core.retriever.search(Query("number-3")).hits
    assert core.maintenance.verify().ok
    core.close()


# --- the program itself, with the real models ---------------------------------------------------


@pytest.mark.weights
@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT to one process")
def test_ctrl_c_stops_the_program_cleanly_and_a_second_run_goes_on(tmp_path: Path) -> None:
    library, folder = tmp_path / "library", tmp_path / "files"
    mixed_files(folder, 30)
    command = [sys.executable, "-m", "tests.e2e.guarded", "add", str(folder)]
    command += ["--library", str(library), "--json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr is not None
    with process:
        next(line for line in process.stderr if line.startswith(b"indexed "))
        process.send_signal(signal.SIGINT)
        printed, said = process.communicate()
    assert process.returncode == 130
    (line,) = printed.decode("utf-8").splitlines()
    first = json.loads(line)
    jsonschema.validate(first, schemas.ADD)
    assert b"Traceback" not in said
    assert 0 < first["added"] < 30
    second = run("add", folder, "--json", library=library)
    assert (second.status, second.value["added"]) == (0, 30 - first["added"])
    assert second.value["unchanged"] == first["added"]


@pytest.mark.weights
@pytest.mark.slow
def test_the_program_killed_again_and_again_loses_nothing(tmp_path: Path) -> None:
    chance = random.Random(50)
    library, folder = tmp_path / "library", tmp_path / "files"
    files = [str(path) for path in mixed_files(folder, 260)]
    acknowledged: list[str] = []
    command = [sys.executable, "-m", "tests.e2e.guarded", "add", str(folder)]
    command += ["--library", str(library)]
    for number in range(N_MOMENTS):
        stopped = run_until(
            command,
            is_acknowledgement,
            n_lines=chance.randint(1, 5),
            more_s=chance.choice((0.0, chance.uniform(0, 0.05), chance.uniform(0, 1.5))),
        )
        assert not set(stopped.indexed) & set(acknowledged), "encoded a second time"
        acknowledged += stopped.indexed
        verified = run("verify", "--json", library=library)
        assert verified.status == 0, (number, verified.stdout)
        assert (verified.value["ok"], verified.value["problems"]) == (True, [])
        items = {
            item["path"]: item for item in run("list", "--json", library=library).value["items"]
        }
        for path in acknowledged:
            assert items[path]["state"] == "ready" and items[path]["chunks"] > 0
    finished = run("add", folder, "--json", library=library)
    assert finished.status == 0, finished.stderr
    assert finished.value["unchanged"] >= len(acknowledged)
    assert finished.value["unchanged"] + finished.value["added"] == len(files)
    assert run("verify", "--json", library=library).value["ok"] is True
    for path in chance.sample([path for path in files if path.endswith(".txt")], 5):
        words = Path(path).read_text("utf-8")  # its number alone is close to all other numbers
        hits = run("search", words, "--json", library=library).value["hits"]
        assert path in [hit["path"] for hit in hits]

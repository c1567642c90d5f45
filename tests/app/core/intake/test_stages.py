"""What is read after a file's first commit: scanned pages and the parts of long recordings."""

from __future__ import annotations

import threading
import wave
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.compose import Core, open_core
from app.core import events
from app.core.question.retrieve import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.protocols import Rgb, Segment, TextLine, Transcript
from storage.errors import ReadError
from tests.fakes import FakeSpeechReader, FakeTextReader, fake_loaders

Open = Callable[..., Core]
_TONES = {40: "copper kettle", 90: "silver spoon", 140: "golden plate", 190: "marble floor"}


class PageReader(FakeTextReader):
    """Reads a page by its grey: each tone is another pair of words."""

    def read_lines(self, image: Rgb) -> list[TextLine]:
        nearest = min(_TONES, key=lambda tone: abs(tone - int(image.mean())))
        return [TextLine(f"Here stands the {_TONES[nearest]}.", (0.1, 0.1, 0.9, 0.2), 0.9)]


class PartListener(FakeSpeechReader):
    """Hears, of each stretch it is given, how loud it is; keeps how long each was."""

    heard: list[float] = []  # noqa: RUF012 - emptied for each test

    def transcribe(
        self, samples: NDArray[np.float32], *, language: str | None = None
    ) -> Transcript:
        self.heard.append(len(samples) / 16_000)
        return Transcript("en", (Segment(0.0, len(samples) / 16_000, "A steady hum."),))


@pytest.fixture
def open_reading(tmp_path: Path, readers: ReaderPool) -> Iterator[Open]:
    """Opens the library with a reader of pages and a listener of parts."""
    opened: list[Core] = []
    PartListener.heard.clear()

    def open_it(settings: Settings | None = None) -> Core:
        loaders = {**fake_loaders(), "ocr": PageReader, "speech": PartListener}
        core = open_core(
            tmp_path / "library",
            readers,
            writer=True,
            settings=settings or Settings(),
            loaders=loaders,
        )
        opened.append(core)
        return core

    yield open_it
    for core in opened:
        core.close()


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A PDF of four pages that hold nothing but a picture."""
    path = tmp_path / "files" / "scan.pdf"
    path.parent.mkdir(exist_ok=True)
    pages = [Image.new("RGB", (200, 280), (tone, tone, tone)) for tone in _TONES]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Five minutes of faint noise at 8 kHz with a silence of half a second each 20 s."""
    path = tmp_path / "files" / "long.wav"
    path.parent.mkdir(exist_ok=True)
    noise = np.random.default_rng(1).integers(-3000, 3000, 8_000 * 20, np.int16)
    noise[:4_000] = 0
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        for _ in range(15):
            file.writeframes(noise.tobytes())
    return path


def all_of(core: Core, root: Path, cancelled: Callable[[], bool] = lambda: False) -> list[Any]:
    return list(core.ingest.add([root], cancelled))


def chunks_of(core: Core, path: Path) -> Sequence[Any]:
    item = core.store.items.by_path(str(path))
    assert item is not None and item.content_id is not None
    return core.store.chunks.of_content(item.content_id)


def test_scanned_pages_are_read_and_found_by_page(open_reading: Open, scan: Path) -> None:
    core = open_reading()
    told = all_of(core, scan)
    stages = [e for e in told if isinstance(e, events.FileStarted) and e.stage == "ocr"]
    assert list(dict.fromkeys((e.done, e.total) for e in stages)) == [(n, 4) for n in range(4)]
    assert [e.outcome for e in told if isinstance(e, events.FileIndexed)] == ["added"]
    hit = core.retriever.search(Query("golden plate")).hits[0]
    assert (hit.kind, hit.locator["page"]) == ("text", 3)
    assert hit.locator["bbox"] == pytest.approx([0.1, 0.1, 0.9, 0.2])
    assert told[-1].chunks == 4


def test_a_file_is_told_as_indexed_after_its_last_page(open_reading: Open, scan: Path) -> None:
    core = open_reading()
    for event in core.ingest.add([scan]):
        if isinstance(event, events.FileIndexed):
            content = core.store.contents.by_sha256(core.store.items.by_path(event.path).sha256)  # type: ignore[union-attr]
            assert content is not None and content.n_pending == 0


def test_without_ocr_in_the_settings_no_page_waits(open_reading: Open, scan: Path) -> None:
    from dataclasses import replace

    settings = Settings()
    core = open_reading(replace(settings, reading=replace(settings.reading, ocr=False)))
    told = all_of(core, scan)
    assert not [e for e in told if isinstance(e, events.FileStarted) and e.stage == "ocr"]
    assert core.store.health.counts().pending == 0


def test_pages_stopped_halfway_are_taken_up_by_the_next_add(open_reading: Open, scan: Path) -> None:
    core = open_reading()
    begun: set[int] = set()

    def cancelled() -> bool:
        return len(begun) >= 3

    stream = core.ingest.add([scan], cancelled)
    for event in stream:
        if isinstance(event, events.FileStarted) and event.stage == "ocr":
            begun.add(event.done)
    item = core.store.items.by_path(str(scan))
    assert item is not None and item.state == "reading"
    assert [c.locator["page"] for c in chunks_of(core, scan)] == [1, 2, 3]
    core.close()
    core = open_reading()
    told = all_of(core, scan)
    stages = [e for e in told if isinstance(e, events.FileStarted) and e.stage == "ocr"]
    assert {e.total for e in stages} == {1}
    assert [e.path for e in told if isinstance(e, events.FileIndexed)] == [str(scan)]
    assert [c.locator["page"] for c in chunks_of(core, scan)] == [1, 2, 3, 4]
    assert core.store.items.by_path(str(scan)).state == "ready"  # type: ignore[union-attr]
    assert core.maintenance.verify().ok


def test_a_long_recording_is_heard_in_parts_that_cover_it_once(
    open_reading: Open, recording: Path
) -> None:
    core = open_reading()
    told = all_of(core, recording)
    stages = [e for e in told if isinstance(e, events.FileStarted) and e.stage == "speech"]
    assert list(dict.fromkeys((e.done, e.total) for e in stages)) == [(n, 5) for n in range(5)]
    assert sum(PartListener.heard) == pytest.approx(300, abs=0.5)
    chunks = chunks_of(core, recording)
    starts = [chunk.locator["start_s"] for chunk in chunks]
    ends = [chunk.locator["end_s"] for chunk in chunks]
    assert starts == sorted(starts) and starts[0] == 0 and ends[-1] == pytest.approx(300, abs=0.5)
    assert starts[1:] == pytest.approx(ends[:-1], abs=0.1), "the parts meet"
    detail = core.browser.item(core.store.items.by_path(str(recording)).item_id)  # type: ignore[union-attr]
    assert detail.duration_s == pytest.approx(300, abs=0.1)


def test_a_recording_stopped_halfway_does_not_hear_a_part_twice(
    open_reading: Open, recording: Path
) -> None:
    core = open_reading()
    all_of(core, recording, lambda: len(PartListener.heard) >= 1)
    assert len(PartListener.heard) == 1
    core.close()
    all_of(core := open_reading(), recording)
    assert len(PartListener.heard) == 5
    starts = [chunk.locator["start_s"] for chunk in chunks_of(core, recording)]
    assert len(starts) == len(set(starts)) == 5
    assert all_of(core, recording)[-1].unchanged == 1
    assert len(PartListener.heard) == 5


@pytest.mark.parametrize("stopped", [False, True])
def test_a_question_comes_in_between_while_a_part_is_heard(
    open_reading: Open, recording: Path, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    """And a stop need not wait for its end; a part that was not heard to its end is heard anew."""
    asked, given_up = threading.Event(), threading.Event()
    core, hear = open_reading(), PartListener.transcribe

    def slowly(self: Any, samples: NDArray[np.float32], **how: Any) -> Transcript:
        if not asked.wait(30):
            given_up.set()
        return hear(self, samples, **how)

    monkeypatch.setattr(PartListener, "transcribe", slowly)
    told: list[int] = []
    for event in core.ingest.add([recording], lambda: stopped and len(told) > 1):
        if isinstance(event, events.FileStarted) and event.stage == "speech":
            told.append(event.done)
        if told == [0, 0] and not stopped:  # of the first part, which waits for this
            core.retriever.search(Query("a hum"))
            asked.set()
    asked.set()
    assert not given_up.is_set()
    if stopped:
        assert chunks_of(core, recording) == []
        core.close()
        all_of(core := open_reading(), recording)
    assert len(chunks_of(core, recording)) == 5
    assert core.maintenance.verify().ok


def test_a_page_that_fails_for_now_is_listed_and_tried_again(
    open_reading: Open, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = open_reading()
    whole = core.readers.page_image

    def late(path: Path, page: int, **how: Any) -> Any:
        if page == 2:
            raise ReadError("took longer than 60 s to read", retryable=True)
        return whole(path, page, **how)

    monkeypatch.setattr(core.readers, "page_image", late)
    told = all_of(core, scan)
    assert not [event for event in told if isinstance(event, events.FileIndexed)]
    assert [(f.reason, f.retryable) for f in told[-1].failed] == [
        ("page 2: took longer than 60 s to read", True)
    ]
    item = core.store.items.by_path(str(scan))
    assert item is not None and (item.state, item.retryable) == ("attention", True)
    assert core.retriever.search(Query("copper kettle")).hits, "what was read stays found"
    monkeypatch.undo()
    told = all_of(core, scan)
    assert [event.path for event in told if isinstance(event, events.FileIndexed)] == [str(scan)]
    item = core.store.items.by_path(str(scan))
    assert item is not None and (item.state, item.reason) == ("ready", None)
    assert [c.locator["page"] for c in chunks_of(core, scan)] == [1, 2, 3, 4]


def test_a_page_set_aside_does_not_hold_up_other_folders(
    open_reading: Open, scan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = open_reading()

    def late(path: Path, page: int, **how: Any) -> Any:
        raise ReadError("took longer than 60 s to read", retryable=True)

    monkeypatch.setattr(core.readers, "page_image", late)
    all_of(core, scan)
    other = tmp_path / "other.txt"
    other.write_text("Something else.", "utf-8")
    told = all_of(core, other)
    assert (told[-1].added, told[-1].failed) == (1, ())


def test_a_page_that_fails_for_good_does_not_keep_the_others(
    open_reading: Open, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = open_reading()
    whole = core.readers.page_image

    def broken(path: Path, page: int, **how: Any) -> Any:
        if page == 2:
            raise ReadError("the page is damaged")
        return whole(path, page, **how)

    monkeypatch.setattr(core.readers, "page_image", broken)
    told = all_of(core, scan)
    assert [(f.reason, f.retryable) for f in told[-1].failed] == [
        ("page 2: the page is damaged", False)
    ]
    assert [c.locator["page"] for c in chunks_of(core, scan)] == [1, 3, 4]
    assert core.store.items.by_path(str(scan)).state == "ready"  # type: ignore[union-attr]


def test_pages_of_a_vanished_file_wait_without_a_word(open_reading: Open, scan: Path) -> None:
    core = open_reading()
    n_begun = 0

    def cancelled() -> bool:
        return n_begun >= 1

    stream = core.ingest.add([scan], cancelled)
    for event in stream:
        n_begun += isinstance(event, events.FileStarted) and event.stage == "ocr"
    bytes_, folder = scan.read_bytes(), scan.parent
    scan.unlink()
    told = all_of(core, folder)
    assert not told[-1].failed and told[-1].missing == 1
    scan.write_bytes(bytes_)
    all_of(core, folder)
    assert len(chunks_of(core, scan)) == 4
    assert core.store.health.counts().pending == 0


def test_equal_scans_are_read_once_and_each_is_told(open_reading: Open, scan: Path) -> None:
    copy = scan.with_name("copy.pdf")
    copy.write_bytes(scan.read_bytes())
    core = open_reading()
    told = all_of(core, scan.parent)
    stages = [e for e in told if isinstance(e, events.FileStarted) and e.stage == "ocr"]
    assert list(dict.fromkeys((e.path, e.done) for e in stages)) == [
        (stages[0].path, n) for n in range(4)
    ]
    indexed = {e.path: e for e in told if isinstance(e, events.FileIndexed)}
    assert set(indexed) == {str(scan), str(copy)}
    for path, event in indexed.items():
        assert event.item_id == core.store.items.by_path(path).item_id  # type: ignore[union-attr]


def test_equal_scans_that_fail_for_now_are_each_listed(
    open_reading: Open, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = scan.with_name("copy.pdf")
    copy.write_bytes(scan.read_bytes())
    core = open_reading()

    def late(path: Path, page: int, **how: Any) -> Any:
        raise ReadError("took longer than 60 s to read", retryable=True)

    monkeypatch.setattr(core.readers, "page_image", late)
    told = all_of(core, scan.parent)
    assert {failed.path for failed in told[-1].failed} == {str(scan), str(copy)}
    assert {row.state for row in core.browser.items()} == {"attention"}


def test_a_file_removed_between_two_pages_does_not_end_the_add(
    open_reading: Open, scan: Path
) -> None:
    (scan.parent / "other.pdf").write_bytes(scan.read_bytes() + b"\n% another")
    core = open_reading()
    told: list[Any] = []
    for event in core.ingest.add([scan.parent]):
        told.append(event)
        if isinstance(event, events.FileStarted) and (event.stage, event.done) == ("ocr", 1):
            left = list(core.browser.items())
            if len(left) == 2:
                removed = event.path
                core.maintenance.remove([row.item_id for row in left if row.path == removed])
    assert isinstance(told[-1], events.AddFinished) and not told[-1].failed
    assert [e.path for e in told if isinstance(e, events.FileIndexed)] == [
        row.path for row in core.browser.items()
    ]
    assert core.maintenance.verify().ok

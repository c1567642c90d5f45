"""The demo's questions with the real models: three kinds of source, each at its place."""

from __future__ import annotations

import json
import shutil
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from app.compose import Core, open_core
from app.core import events
from app.core.question.query import Query
from app.demo import N_QUESTIONS
from app.tasks.readers import ReaderPool
from tests.evaluation.scoring import SAMPLES, demo_data, score

pytestmark = pytest.mark.weights

_QUICK, _TOO_MUCH = "qwen2.5-coder-0.5b-instruct", "deep-field"
QUERIES = json.loads(
    (Path(__file__).parent / "questions" / "samples_retrieval.json").read_text("utf-8")
)["queries"]


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES / "library", folder / "files")
    with ReaderPool(2) as readers:
        core = open_core(folder / "library", readers, writer=True)
        finished = list(core.ingest.add([folder / "files"]))[-1]
        assert finished.failed == ()
        assert finished.skipped == ()
        yield core
        core.close()


@pytest.mark.parametrize("entry", demo_data()["questions"][:N_QUESTIONS], ids=lambda e: e["id"])
def test_a_demo_question_is_answered_from_three_kinds(core: Core, entry: dict) -> None:
    settings = core.generation_settings({})
    *_, answer = core.ask(Query(entry["question"]), settings)
    assert isinstance(answer, events.Answer)
    if answer.model == _QUICK and entry["id"] == _TOO_MUCH:
        pytest.skip(f"{_QUICK} misreads a part of this question; `models install starter`")
    assert not answer.abstained
    assert {c.kind for c in answer.citations if c.supported} == {"text", "image", "audio"}
    missed = [fact for fact in score(entry["facts"], answer) if not (fact.said and fact.cited)]
    assert missed == [], answer.answer


def test_what_words_ask_for_is_found(core: Core) -> None:
    wanted = [query for query in QUERIES if "text" in query]
    ranks = [_rank(core, Query(query["text"], k=5), query["file"]) for query in wanted]
    found_first = sum(rank == 1 for rank in ranks) / len(ranks)
    assert found_first >= 0.8
    assert None not in ranks


def test_a_part_of_a_picture_finds_the_picture(core: Core, tmp_path: Path) -> None:
    for query in (query for query in QUERIES if "image" in query):
        made = tmp_path / "query.png"
        _crop(SAMPLES / "library" / query["image"]["file"], query["image"], made)
        assert _rank(core, Query(image=made, k=3), query["file"]) is not None, query["id"]


def _rank(core: Core, query: Query, file: str) -> int | None:
    hits = core.retriever.search(query).hits
    return next((h.rank for h in hits if Path(h.path).as_posix().endswith(file)), None)


def _crop(source: Path, part: dict, made: Path) -> None:
    x0, y0, x1, y1 = part["box"]
    register_heif_opener()
    with Image.open(source) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = picture.size
    cropped = picture.crop((int(x0 * width), int(y0 * height), int(x1 * width), int(y1 * height)))
    (ImageOps.mirror(cropped) if part["mirrored"] else cropped).save(made)


def test_a_stretch_of_sound_finds_its_recording(core: Core, tmp_path: Path) -> None:
    for query in (query for query in QUERIES if "audio" in query):
        part = query["audio"]
        source = SAMPLES / "library" / part["file"]
        windows = core.readers.sound(source, start_s=part["start_s"], end_s=part["end_s"])
        made = tmp_path / "query.wav"
        with wave.open(str(made), "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(16_000)
            written.writeframes(np.concatenate(list(windows)).tobytes())
        assert _rank(core, Query(audio=made, k=3), query["file"]) is not None, query["id"]

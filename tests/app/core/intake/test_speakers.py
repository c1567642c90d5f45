"""A recording's speakers: cut apart, numbered over the whole, before the words of its passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.compose import Core, open_core
from app.core.intake.speakers import Named, Said, labelled, numbered, tell_apart
from app.settings import Settings
from app.tasks.readers import ReaderPool
from models.protocols import Segment
from tests.fakes import FakeVoiceEncoder, fake_loaders, spoken_wave, tones

HZ = {"low": 150.0, "high": 1200.0}


def test_a_segment_of_two_speakers_is_cut_between_its_sentences() -> None:
    segments = (
        Segment(0.0, 8.0, "Is the roof tight by now? It has leaked since May."),
        Segment(8.0, 12.0, "And the cellar?"),
    )
    sound = tones([(HZ["low"], 4.0), (HZ["high"], 4.0), (HZ["low"], 4.0)])
    spoken = tell_apart(segments, sound, FakeVoiceEncoder())
    told = [(p.speaker, p.text) for p in spoken.passages]
    assert told == [
        (0, "Is the roof tight by now?"),
        (1, "It has leaked since May."),
        (0, "And the cellar?"),
    ]
    assert len(spoken.voices) == 2
    assert spoken.passages[0].end_s == spoken.passages[1].start_s


def test_one_voice_is_cut_as_without_an_encoder() -> None:
    segments = tuple(Segment(4.0 * n, 4.0 * n + 4, f"Sentence {n}.") for n in range(3))
    spoken = tell_apart(segments, tones([(HZ["low"], 12.0)]), FakeVoiceEncoder())
    assert [(p.speaker, p.text) for p in spoken.passages] == [
        (0, f"Sentence {n}.") for n in range(3)
    ]


def unit(*values: float) -> NDArray[np.float32]:
    row = np.asarray(values, np.float32)
    return row / np.linalg.norm(row)


A, ALSO_A, B = unit(1, 0.1, 0), unit(1, 0.4, 0), unit(0, 0.3, 1)


def test_a_speaker_of_several_parts_is_one() -> None:
    speakers, of = numbered([Said(A, 8), Said(B, 5), Said(ALSO_A, 9), Said(B, 4)])
    assert [s.label for s in speakers] == ["Speaker 1", "Speaker 2"]
    assert of == [0, 1, 0, 1]
    assert speakers[0].seconds == pytest.approx(17)


def test_one_speaker_has_no_label_but_their_name() -> None:
    speakers, of = numbered([Said(A, 8), Said(ALSO_A, 9)])
    assert ([s.label for s in speakers], of) == ([None], [0, 0])
    speakers, _ = numbered([Said(A, 8)], [Named("Anna", A), Named("Ben", B)])
    assert [s.label for s in speakers] == ["Anna"]


def test_a_name_is_given_where_the_voice_is_like_enough_or_the_user_said_so() -> None:
    said = [Said(A, 8), Said(B, 5)]
    speakers, _ = numbered(said, [Named("Anna", ALSO_A)])
    assert [s.label for s in speakers] == ["Anna", "Speaker 2"]
    unlike = unit(1, 1, 1)
    speakers, _ = numbered(said, [Named("Anna", unlike)])
    assert [s.label for s in speakers] == ["Speaker 1", "Speaker 2"]
    speakers, _ = numbered(said, [Named("Anna", A)], {2: "Anna", 1: "Ben"})
    assert [s.label for s in speakers] == ["Ben", "Anna"]


def test_a_label_changes_the_words_and_the_place() -> None:
    text, place = labelled("Yes.", {"start_s": 1.0, "end_s": 2.0}, "Speaker 1")
    assert (text, place) == (
        "Speaker 1: Yes.",
        {"start_s": 1.0, "end_s": 2.0, "speaker": "Speaker 1"},
    )
    assert labelled(text, place, "Anna")[0] == "Anna: Yes."
    assert labelled(text, place, None) == ("Yes.", {"start_s": 1.0, "end_s": 2.0})


# --- in a library -------------------------------------------------------------------------------


@pytest.fixture
def heard(tmp_path: Path, readers: ReaderPool) -> Iterator[Callable[..., Core]]:
    """Opens a library that tells speakers apart, or one that does not."""
    opened: list[Core] = []

    def open_it(*, voices: bool = True) -> Core:
        loaders = fake_loaders() | ({"voices": FakeVoiceEncoder} if voices else {})
        core = open_core(
            tmp_path / "library", readers, writer=True, settings=Settings(), loaders=loaders
        )
        opened.append(core)
        return core

    yield open_it
    for core in opened:
        core.close()


def passages(core: Core, path: Path) -> list[tuple[str, str | None]]:
    item = core.store.items.by_path(str(path))
    assert item is not None and item.content_id is not None
    chunks = core.store.chunks.of_content(item.content_id)
    return [(chunk.text, chunk.locator.get("speaker")) for chunk in chunks]


def test_a_conversation_says_who_speaks(heard: Callable[..., Core], tmp_path: Path) -> None:
    path = spoken_wave(tmp_path / "talk.wav", [(HZ["low"], 8.0), (HZ["high"], 8.0)])
    core = heard()
    list(core.ingest.add([path]))
    assert passages(core, path) == [
        ("Speaker 1: This is sentence 0.", "Speaker 1"),
        ("Speaker 1: This is sentence 1.", "Speaker 1"),
        ("Speaker 2: This is sentence 2.", "Speaker 2"),
        ("Speaker 2: This is sentence 3.", "Speaker 2"),
    ]
    assert core.store.health.verify() == []


@pytest.mark.parametrize("voices", [True, False])
def test_a_recording_of_one_voice_is_as_it_was(
    heard: Callable[..., Core], tmp_path: Path, voices: bool
) -> None:
    path = spoken_wave(tmp_path / "memo.wav", [(HZ["low"], 8.0)])
    core = heard(voices=voices)
    list(core.ingest.add([path]))
    assert passages(core, path) == [("This is sentence 0.", None), ("This is sentence 1.", None)]


def test_speakers_of_a_long_recording_are_one_through_all_its_parts(
    heard: Callable[..., Core], tmp_path: Path
) -> None:
    turns = [(HZ["low"], 40.0), (HZ["high"], 40.0), (HZ["low"], 40.0), (HZ["high"], 40.0)]
    path = spoken_wave(tmp_path / "hearing.wav", turns)
    core = heard()
    list(core.ingest.add([path]))
    told = passages(core, path)
    assert {speaker for _, speaker in told} == {"Speaker 1", "Speaker 2"}
    assert all(text.startswith(f"{speaker}: ") for text, speaker in told)
    speaking = [speaker for _, speaker in told]
    assert speaking[0] == speaking[len(told) // 2 + 2] == "Speaker 1"
    assert speaking[-1] == speaking[len(told) // 3] == "Speaker 2"
    item = core.store.items.by_path(str(path))
    assert item is not None and item.n_chunks == len(told)
    rows = core.store.vectors.ids("text")
    assert len(rows) == len(told) == len(core.store.vectors.ids("voice"))
    assert core.store.keywords.search("Speaker 2", 5)
    assert list(core.store.contents.pending()) == []
    assert core.store.health.verify() == []

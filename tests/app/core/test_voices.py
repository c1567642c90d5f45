"""Voices with names: given once, found again, shown and searched everywhere, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.compose import Core, open_core
from app.core.errors import UserError
from app.core.question.retrieve import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.fakes import FakeVoiceEncoder, fake_loaders, spoken_wave

LOW, HIGH, OTHER = 150.0, 1200.0, 600.0


@pytest.fixture
def open_heard(tmp_path: Path, readers: ReaderPool) -> Iterator[Callable[[], Core]]:
    opened: list[Core] = []

    def open_it() -> Core:
        core = open_core(
            tmp_path / "library",
            readers,
            writer=True,
            settings=Settings(),
            loaders={**fake_loaders(), "voices": FakeVoiceEncoder},
        )
        opened.append(core)
        return core

    yield open_it
    for core in opened:
        core.close()


@pytest.fixture
def core(open_heard: Callable[[], Core], tmp_path: Path) -> Core:
    """A talk of two, a memo by the first of them, and one by somebody else."""
    core = open_heard()
    files = [
        spoken_wave(tmp_path / "talk.wav", [(LOW, 8.0), (HIGH, 8.0)]),
        spoken_wave(tmp_path / "memo.wav", [(LOW, 9.0)]),
        spoken_wave(tmp_path / "other.wav", [(OTHER, 9.5)]),
    ]
    list(core.ingest.add(files))
    return core


def item(core: Core, name: str) -> int:
    return next(int(row.item_id) for row in core.browser.items() if row.path.endswith(name))


def said(core: Core, name: str) -> list[str]:
    found = core.store.items.get(item(core, name))
    assert found is not None and found.content_id is not None
    return [chunk.text for chunk in core.store.chunks.of_content(found.content_id)]


def test_a_name_is_given_once_and_found_in_other_recordings(core: Core, tmp_path: Path) -> None:
    row = core.voices.name(item(core, "talk.wav"), "Speaker 1", "Anna")
    assert (row.name, row.recordings) == ("Anna", 2)
    assert said(core, "talk.wav")[0] == "Anna: This is sentence 0."
    assert said(core, "talk.wav")[-1] == "Speaker 2: This is sentence 3."
    assert all(text.startswith("Anna: ") for text in said(core, "memo.wav"))
    assert said(core, "other.wav")[0] == "This is sentence 0."
    later = spoken_wave(tmp_path / "later.wav", [(OTHER, 8.0), (LOW, 8.0)])
    list(core.ingest.add([later]))
    assert [text.split(":")[0] for text in said(core, "later.wav")] == [
        *["Speaker 1"] * 2,
        *["Anna"] * 2,
    ]
    assert core.store.health.verify() == []


def test_what_a_named_voice_said_is_found_by_the_name(core: Core) -> None:
    core.voices.name(item(core, "talk.wav"), "2", "Ben")
    found = core.retriever.find(Query("Ben: sentence 2"))
    assert found[0].chunk.text == "Ben: This is sentence 2."
    assert found[0].chunk.locator.get("speaker") == "Ben"


def test_a_voice_is_renamed_and_forgotten_everywhere(core: Core) -> None:
    core.voices.name(item(core, "talk.wav"), "speaker 1", "Anna")
    assert core.voices.rename("anna", "Anna Berg").recordings == 2
    assert said(core, "memo.wav")[0].startswith("Anna Berg: ")
    assert core.store.keywords.search("Berg", 5)
    core.voices.forget("Anna Berg")
    assert list(core.voices.rows()) == []
    assert said(core, "memo.wav")[0] == "This is sentence 0."
    assert said(core, "talk.wav")[0] == "Speaker 1: This is sentence 0."
    assert core.store.keywords.search("Berg", 5) == []
    assert core.store.health.verify() == []


def test_two_names_of_one_voice_become_one(core: Core, tmp_path: Path) -> None:
    core.voices.name(item(core, "talk.wav"), "1", "Anna")
    core.voices.name(item(core, "memo.wav"), "1", "Ann")  # a slip: it is the same voice
    core.voices.name(item(core, "other.wav"), "1", "Zoe")
    seconds = {row.name: row.seconds for row in core.voices.rows()}
    merged = core.voices.merge("ann", "Anna")
    assert (merged.name, merged.recordings) == ("Anna", 2)
    assert merged.seconds == pytest.approx(seconds["Ann"] + seconds["Anna"], abs=0.1)
    assert [row.name for row in core.voices.rows()] == ["Anna", "Zoe"]
    assert said(core, "memo.wav")[0].startswith("Anna: ")
    assert said(core, "other.wav")[0].startswith("Zoe: ")
    assert core.voices.merge("Anna", "anna").name == "Anna"  # nothing to do
    with pytest.raises(UserError, match="no voice named Ann"):
        core.voices.merge("Ann", "Anna")
    assert core.store.health.verify() == []
    list(core.ingest.add([spoken_wave(tmp_path / "later.wav", [(LOW, 8.5)])]))
    assert said(core, "later.wav")[0].startswith("Anna: ")


def test_what_the_user_says_of_a_recording_holds_against_likeness(core: Core) -> None:
    core.voices.name(item(core, "talk.wav"), "1", "Anna")
    core.voices.name(item(core, "memo.wav"), "Anna", "Zoe")  # it is her sister
    assert said(core, "memo.wav")[0].startswith("Zoe: ")
    assert said(core, "talk.wav")[0].startswith("Anna: ")


def test_names_stay_when_the_library_is_opened_again(
    open_heard: Callable[[], Core], core: Core
) -> None:
    core.voices.name(item(core, "talk.wav"), "1", "Anna")
    core.close()
    again = open_heard()
    assert [row.name for row in again.voices.rows()] == ["Anna"]
    assert [s.label for s in again.voices.speakers(item(again, "talk.wav"))] == [
        "Anna",
        "Speaker 2",
    ]


def test_a_voice_outlives_the_recording_it_was_named_in(core: Core, tmp_path: Path) -> None:
    core.voices.name(item(core, "memo.wav"), "1", "Anna")
    core.remove([item(core, "memo.wav")])
    list(core.ingest.add([spoken_wave(tmp_path / "new.wav", [(LOW, 8.5)])]))
    assert said(core, "new.wav")[0].startswith("Anna: ")


@pytest.mark.parametrize("name", ["", "x" * 61, "a: b"])
def test_names_that_cannot_be(core: Core, name: str) -> None:
    with pytest.raises(UserError):
        core.voices.name(item(core, "talk.wav"), "1", name)


def test_what_is_not_there(core: Core) -> None:
    with pytest.raises(UserError, match="no speaker Speaker 9"):
        core.voices.name(item(core, "talk.wav"), "Speaker 9", "Anna")
    with pytest.raises(UserError, match="no voice named Anna"):
        core.voices.forget("Anna")
    with pytest.raises(UserError, match="no recording"):
        core.voices.speakers(999)
    core.voices.name(item(core, "talk.wav"), "1", "Anna")
    core.voices.name(item(core, "talk.wav"), "2", "Ben")
    with pytest.raises(UserError, match="already"):
        core.voices.rename("Ben", "anna")


def test_a_recording_finds_the_others_with_its_voice(core: Core, tmp_path: Path) -> None:
    query = spoken_wave(tmp_path / "query.wav", [(OTHER, 8.0)])
    found = core.retriever.find(Query("", audio=query))
    assert found[0].item.path.endswith("other.wav")

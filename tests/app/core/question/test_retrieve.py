"""Finding by words, picture, sound and kind; removing; and a library made by another encoder."""

from __future__ import annotations

import math
import struct
import wave
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.compose import Core, open_core
from app.core import events
from app.core.errors import UserError
from app.core.intake import reencode
from app.core.question.retrieve import Query
from app.settings import Settings
from app.tasks.readers import ReaderPool
from tests.fakes import FakeImageEncoder, FakeSpeechReader, FakeTextEncoder, fake_loaders


def tone(path: Path, frequency_hz: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        samples = [
            round(9_000 * math.sin(2 * math.pi * frequency_hz * n / 16_000)) for n in range(32_000)
        ]
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "orchard.md").write_text("# Orchard\n\nPears ripen in September.", "utf-8")
    Image.new("RGB", (64, 64), (200, 20, 20)).save(folder / "rose.png")
    Image.new("RGB", (64, 64), (20, 20, 200)).save(folder / "lake.png")
    tone(folder / "low.wav", 300)
    tone(folder / "high.wav", 3_000)
    return folder


@pytest.fixture
def filled(core: Core, folder: Path) -> Core:
    finished = list(core.ingest.add([folder]))[-1]
    assert isinstance(finished, events.AddFinished) and finished.added == 6
    return core


def names(core: Core, query: Query) -> list[str]:
    return [Path(hit.path).name for hit in core.retriever.search(query).hits]


def test_words_find_their_passage_with_its_place(filled: Core) -> None:
    hit = filled.retriever.search(Query("brass key")).hits[0]
    assert (Path(hit.path).name, hit.kind, hit.rank) == ("harbour.txt", "text", 1)
    assert hit.snippet == "The harbour master keeps the brass key."
    assert hit.locator["char_start"] == 0
    assert {"text", "keyword"} <= set(hit.scores) and 0 < hit.score <= 1


def test_a_picture_finds_the_picture_most_like_it(filled: Core, tmp_path: Path) -> None:
    asked = tmp_path / "asked.png"
    Image.new("RGB", (50, 40), (30, 10, 190)).save(asked)
    found = names(filled, Query(image=asked))
    assert found[0] == "lake.png" and set(found) <= {"lake.png", "rose.png"}


def test_a_sound_finds_the_sound_most_like_it(filled: Core, tmp_path: Path) -> None:
    found = filled.retriever.search(Query(audio=tone(tmp_path / "asked.wav", 3_010), k=10)).hits
    by_sound = {Path(hit.path).name: hit.scores["audio"] for hit in found if "audio" in hit.scores}
    assert max(by_sound, key=by_sound.__getitem__) == "high.wav"


@pytest.mark.parametrize("kind", ["text", "image", "audio"])
def test_kinds_leave_all_others_out(filled: Core, kind: str) -> None:
    hits = filled.retriever.search(Query("sentence brass thing", kinds=(kind,), k=20)).hits  # type: ignore[arg-type]
    assert hits and {hit.kind for hit in hits} == {kind}


def test_k_bounds_the_hits(filled: Core) -> None:
    assert len(filled.retriever.search(Query("sentence brass thing", k=2)).hits) == 2


def test_an_empty_library_finds_nothing(core: Core) -> None:
    assert core.retriever.search(Query("anything")).hits == ()


@pytest.mark.parametrize("how", ["image", "audio"])
def test_a_query_file_that_cannot_be_read_is_said(filled: Core, tmp_path: Path, how: str) -> None:
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n broken")
    query = Query(image=broken) if how == "image" else Query(audio=broken)
    with pytest.raises(UserError) as caught:
        filled.retriever.search(query)
    assert caught.value.code == "query_unreadable" and caught.value.next_step


def test_a_reader_beside_the_writer_finds_what_was_committed(
    filled: Core, open_library: Callable[..., Core]
) -> None:
    beside = open_library(writer=False)
    assert names(beside, Query("brass key"))[0] == "harbour.txt"


# --- removing -----------------------------------------------------------------------------------


def test_what_is_removed_is_found_by_no_way(filled: Core, folder: Path) -> None:
    named = [str(folder / name) for name in ("harbour.txt", "rose.png", "low.wav")]
    removed = filled.maintenance.remove(filled.maintenance.item_ids(named))
    assert removed.items == 3 and removed.chunks >= 3
    gone = {"harbour.txt", "rose.png", "low.wav"}
    assert not gone & set(names(filled, Query("harbour master brass key sentence red", k=50)))
    assert not gone & set(names(filled, Query(image=folder / "rose.png")))
    assert not gone & set(names(filled, Query(audio=folder / "low.wav")))
    assert (folder / "harbour.txt").exists(), "the user's file stays"
    assert filled.maintenance.verify().ok
    raw = b"".join(
        path.read_bytes() for path in filled.store.folder.iterdir() if path.suffix != ".lock"
    )
    assert b"harbour master keeps" not in raw, "erased on disk, too"


def test_removing_what_is_not_there_is_said(filled: Core, folder: Path) -> None:
    with pytest.raises(UserError) as caught:
        filled.maintenance.item_ids([str(folder / "no such file")])
    assert caught.value.code == "not_found"
    with pytest.raises(UserError):
        filled.maintenance.remove([999_999])


def test_a_folders_name_means_all_below_it(filled: Core, folder: Path) -> None:
    assert len(filled.maintenance.item_ids([str(folder)])) == 6


# --- another encoder ----------------------------------------------------------------------------


class OtherText(FakeTextEncoder):
    name, fingerprint = "other-text", "fake-text-2"


class OtherImage(FakeImageEncoder):
    name, fingerprint = "other-image", "fake-image-2"


class OtherSpeech(FakeSpeechReader):
    name, fingerprint = "other-speech", "fake-speech-2"


OTHERS = {"text": OtherText, "image": OtherImage, "speech": OtherSpeech}


@pytest.mark.parametrize("role", ["text", "image", "speech"])
def test_another_encoder_is_refused_until_the_library_is_encoded_anew(
    filled: Core, folder: Path, readers: ReaderPool, role: str
) -> None:
    before = filled.store.health.counts()
    filled.close()
    loaders = {**fake_loaders(), role: OTHERS[role]}
    core = open_core(
        filled.store.folder, readers, writer=True, settings=Settings(), loaders=loaders
    )
    query = {
        "text": Query("brass key"),
        "image": Query(image=folder / "rose.png"),
        "speech": Query(audio=folder / "low.wav"),
    }[role]
    with pytest.raises(UserError, match="another model") as caught:
        core.retriever.search(query)
    assert "verify --repair" in caught.value.next_step
    assert core.store.health.counts().vectors == before.vectors, "nothing was changed"
    report = core.maintenance.verify(repair=True)
    assert report.ok and any(OTHERS[role].name in text for text in report.repaired)
    assert dict(report.vectors) == dict(before.vectors)
    space = "audio" if role == "speech" else role
    held = {record.name: record.fingerprint for record in core.store.vectors.spaces()}
    assert held[space] == OTHERS[role].fingerprint  # type: ignore[index]
    expected = {"text": "harbour.txt", "image": "rose.png", "speech": "low.wav"}[role]
    assert expected in names(core, query)[:2]
    again = list(core.ingest.add([folder]))[-1]
    assert (again.unchanged, again.added) == (6, 0)
    core.close()


def test_encoding_anew_may_be_stopped_and_goes_on_where_it_was(
    filled: Core, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_vectors = filled.store.health.counts().vectors["text"]
    filled.close()
    monkeypatch.setattr(reencode, "_BATCH", 2)
    loaders = {**fake_loaders(), "text": OtherText}
    core = open_core(
        filled.store.folder, readers, writer=True, settings=Settings(), loaders=loaders
    )
    before = {record.name: record.fingerprint for record in core.store.vectors.spaces()}
    done: list[int] = []
    for told in core.maintenance.check(lambda: len(done) == 2, repair=True):
        assert isinstance(told, events.VerifyProgress), "stopped, there is no report"
        if told.step == "Encoding anew":
            assert told.total == n_vectors
            done.append(told.done)
    assert done == [2, 4]
    assert {r.name: r.fingerprint for r in core.store.vectors.spaces()} == before
    encoded = [
        told.done
        for told in core.maintenance.check(repair=True)
        if isinstance(told, events.VerifyProgress) and told.step == "Encoding anew"
    ]
    assert encoded[0] == 6, "what was encoded is not encoded again"
    assert core.maintenance.verify().ok
    core.close()


def test_an_add_with_another_encoder_changes_nothing_and_says_so(
    filled: Core, folder: Path, readers: ReaderPool
) -> None:
    filled.close()
    (folder / "new.txt").write_text("A new note about copper.", "utf-8")
    loaders = {**fake_loaders(), "text": OtherText}
    core = open_core(
        filled.store.folder, readers, writer=True, settings=Settings(), loaders=loaders
    )
    with pytest.raises(UserError, match="another model"):
        list(core.ingest.add([folder]))
    assert core.store.items.by_path(str(folder / "new.txt")) is None
    core.maintenance.verify(repair=True)
    assert list(core.ingest.add([folder]))[-1].added == 1
    core.close()


def test_vectors_whose_files_are_gone_are_counted_as_lost(
    filled: Core, folder: Path, readers: ReaderPool
) -> None:
    filled.close()
    (folder / "rose.png").unlink()
    loaders = {**fake_loaders(), "image": OtherImage}
    core = open_core(
        filled.store.folder, readers, writer=True, settings=Settings(), loaders=loaders
    )
    report = core.maintenance.verify(repair=True)
    assert any("1 could not be" in text for text in report.repaired), report.repaired
    assert report.vectors["image"] == 1
    core.close()


# --- other languages ------------------------------------------------------------------------------


def in_english(text: str) -> str:
    known = {"schlüssel": "key", "keller": "cellar", "liegt": "lies", "ofen": "stove"}
    known |= {"der": "the", "wo": "where", "und": "and"}
    return " ".join(known.get(word, word) for word in text.lower().rstrip("?").split())


class Translating(FakeTextEncoder):
    """Knows a few German words, and reads them as the English ones."""

    fingerprint = "fake-translating-1"

    def encode_documents(self, texts):
        return super().encode_documents([in_english(text) for text in texts])

    encode_queries = encode_documents


@pytest.fixture
def two_languages(tmp_path: Path, readers: ReaderPool) -> Iterator[Core]:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(30):
        (folder / f"note{n}.txt").write_text(f"A note on subject {n} and on nothing else", "utf-8")
    (folder / "key.txt").write_text("the cellar key lies here", "utf-8")
    (folder / "ofen.txt").write_text("Der Ofen und die Asche sind nicht in dem Haus", "utf-8")
    loaders = {**fake_loaders(), "multilingual": Translating}
    opened = open_core(tmp_path / "library", readers, writer=True, loaders=loaders)
    list(opened.ingest.add([folder]))
    yield opened
    opened.close()


def test_a_question_finds_a_passage_in_another_language(two_languages: Core) -> None:
    assert names(two_languages, Query("Wo liegt der Schlüssel und der Keller?"))[0] == "key.txt"
    assert names(two_languages, Query("Keller Schlüssel"))[0] == "key.txt"
    assert names(two_languages, Query("is the stove in the house"))[0] == "ofen.txt"
    assert names(two_languages, Query("where is the cellar key"))[0] == "key.txt"


def test_vectors_of_both_encoders_are_kept_in_step(two_languages: Core) -> None:
    report = two_languages.maintenance.verify()
    assert report.ok and report.vectors["multilingual"] == report.vectors["text"] == 32
    two_languages.maintenance.remove(two_languages.maintenance.item_ids(["1"]))
    assert two_languages.maintenance.verify().vectors["multilingual"] == 31


def test_many_english_texts_do_not_wait_for_the_second_encoder(
    tmp_path: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.intake.ingest._FEW_CHUNKS", 2)
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(30):
        (folder / f"{n}.txt").write_text(f"This is the note on the subject {n}", "utf-8")
    (folder / "ofen.txt").write_text("Der Ofen und die Asche sind nicht in dem Haus", "utf-8")
    loaders = {**fake_loaders(), "multilingual": Translating}
    opened = open_core(tmp_path / "library", readers, writer=True, loaders=loaders)
    try:
        list(opened.ingest.add([folder]))
        assert opened.maintenance.verify().vectors == {"text": 31, "multilingual": 1}
    finally:
        opened.close()


# --- looking closer -------------------------------------------------------------------------------


class TokenKeeping(FakeTextEncoder):
    """Keeps the text itself as its token vectors and likes what was kept shortest."""

    def encode_passages(self, texts):
        packed = [np.frombuffer(text.encode(), np.uint8).reshape(-1, 1) for text in texts]
        return self.encode_documents(["the same"] * len(texts)), packed

    def score(self, query, texts, tokens, rarities):
        assert len(texts) == len(tokens) <= 50 and set(rarities) == set(query.lower().split())
        return [None if kept is None else -float(len(kept)) for kept in tokens]


def test_the_reranker_is_given_what_was_kept_and_decides_between_equals(
    tmp_path: Path, readers: ReaderPool
) -> None:
    loaders = {**fake_loaders(), "text": TokenKeeping}
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "long.txt").write_text("the green lamp in the hall. " * 6, "utf-8")
    (folder / "short.txt").write_text("the green lamp in the hall.", "utf-8")
    opened = open_core(tmp_path / "library", readers, writer=True, loaders=loaders)
    try:
        list(opened.ingest.add([folder]))
        assert names(opened, Query("green lamp"))[0] == "short.txt"
        assert len(opened.store.vectors.tokens_of([1, 2])) == 2
    finally:
        opened.close()


def test_english_texts_get_their_second_vector_in_idle_time(
    tmp_path: Path, readers: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.intake.ingest._FEW_CHUNKS", 0)
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(70):
        (folder / f"note{n}.txt").write_text(f"A note on subject {n} and on nothing else", "utf-8")
    loaders = {**fake_loaders(), "multilingual": Translating}
    opened = open_core(tmp_path / "library", readers, writer=True, loaders=loaders)
    try:
        list(opened.ingest.add([folder]))
        assert not opened.maintenance.status().vectors.get("multilingual")
        assert opened.beside.step(lambda: True)  # something was asked for: only the first few
        assert opened.maintenance.status().vectors["multilingual"] == 8
        assert not opened.beside.step(lambda: False)
        assert opened.maintenance.status().vectors["multilingual"] == 70
        assert "multilingual" in opened.retriever.search(Query("subject 7")).hits[0].scores
        (folder / "more.txt").write_text("And the cellar key lies in the hall", "utf-8")
        list(opened.ingest.add([folder]))
        assert not opened.beside.step(lambda: False)
        assert opened.maintenance.status().vectors["multilingual"] == 71
        assert opened.maintenance.verify().ok
        monkeypatch.setattr("app.core.intake.beside.MOST_PASSAGES", 71)
        (folder / "last.txt").write_text("And one more note on the garden gate", "utf-8")
        list(opened.ingest.add([folder]))
        assert not opened.beside.step(lambda: False)
        assert opened.maintenance.status().vectors["multilingual"] == 71
    finally:
        opened.close()


# --- order --------------------------------------------------------------------------------------


def test_a_code_goes_before_all_that_sounds_like_it(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "bills"
    folder.mkdir()
    for n in range(12):
        (folder / f"bill{n}.txt").write_text(
            f"Invoice INV-2024-{100 + n} for repair of roof", "utf-8"
        )
    list(core.ingest.add([folder]))
    assert names(core, Query("INV-2024-107"))[0] == "bill7.txt"
    assert names(core, Query("which roof repair is on invoice INV-2024-104"))[0] == "bill4.txt"


def test_headings_and_sheets_are_searched_with_their_passage(core: Core, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    body = "\n\n".join(f"# Part {n}\n\n{'Words about nothing here. ' * 40}" for n in range(5))
    file.write_text(f"{body}\n\n# Upholstery\n\n{'Fabric is to be chosen. ' * 40}", "utf-8")
    list(core.ingest.add([file]))
    hit = core.retriever.search(Query("upholstery")).hits[0]
    assert hit.locator["heading_path"][-1] == "Upholstery"


def test_copies_and_near_copies_are_one_hit_with_all_places(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    text = "The boiler was serviced by the plumber in the cellar of the old house"
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "b.txt").write_text(text, "utf-8")
    (folder / "c.txt").write_text(text + ".\n", "utf-8")
    (folder / "d.txt").write_text("Something else about a garden and its gate", "utf-8")
    list(core.ingest.add([folder]))
    hits = core.retriever.search(Query("boiler serviced by the plumber")).hits
    places = [Path(place.path).name for place in hits[0].also]
    assert sorted([Path(hits[0].path).name, *places]) == ["a.txt", "b.txt", "c.txt"]
    assert all(not hit.also for hit in hits[1:])


# --- narrowing ----------------------------------------------------------------------------------


@pytest.fixture
def letters(core: Core, tmp_path: Path) -> Path:
    folder = tmp_path / "letters"
    (folder / "old").mkdir(parents=True)
    (folder / "older").mkdir()
    head = "From: A <a@b.example>\nSubject: The roof\nDate: {}\nContent-Type: text/plain\n\n{}\n"
    for path, day, text in (
        ("old/june.eml", "Tue, 03 Jun 2025 10:00:00 +0000", "The roof will be mended soon."),
        ("older/may.eml", "Fri, 02 May 2025 10:00:00 +0000", "The roof is leaking badly."),
        ("may note.eml", "Mon, 04 Aug 2025 10:00:00 +0000", "The roof was mended at last."),
    ):
        (folder / path).write_text(head.format(day, text), "utf-8")
    (folder / "dach.txt").write_text("Das Dach ist nicht mehr undicht und der Boden auch", "utf-8")
    list(core.ingest.add([folder]))
    return folder


@pytest.mark.parametrize(
    ("narrowed", "files"),
    [
        ({"folder": "old"}, {"june.eml"}),
        ({"folder": "old/june.eml"}, {"june.eml"}),
        ({"name": "MAY"}, {"may.eml", "may note.eml"}),
        ({"since": date(2025, 5, 3), "until": date(2025, 6, 3)}, {"june.eml"}),
        ({"until": date(2025, 6, 2)}, {"may.eml"}),
        ({"languages": ("de",)}, {"dach.txt"}),
        ({"name": "june", "languages": ("de",)}, set()),
        ({"folder": "nowhere"}, set()),
    ],
)
def test_what_is_left_out_is_found_by_no_way(
    core: Core, letters: Path, narrowed: dict[str, Any], files: set[str]
) -> None:
    if "folder" in narrowed:
        narrowed = {"folder": letters / narrowed["folder"]}
    assert set(names(core, Query("roof mended dach", k=50, **narrowed))) == files


def test_a_file_or_a_day_named_in_the_query_goes_first(core: Core, letters: Path) -> None:
    assert names(core, Query("what does may.eml say of the roof"))[0] == "may.eml"
    assert names(core, Query("the letter of 3 June about the roof"))[0] == "june.eml"
    assert names(core, Query("what was written about the roof in August 2025"))[0] == "may note.eml"
    assert names(core, Query("the roof in December 1999"))  # nothing of then, all the same found


def test_within_the_file_of_the_day_that_is_named_the_other_words_decide(
    core: Core, tmp_path: Path
) -> None:
    folder = tmp_path / "minutes"
    folder.mkdir()
    for month in range(1, 11):
        agenda = "The committee meeting was told who was present at the last meeting. " * 8
        people = " ".join(f"Guest{month}x{n} of the committee," for n in range(30))
        (folder / f"2025-{month:02}-04.md").write_text(
            f"# Committee meeting 2025-{month:02}-04\n\n## Agenda\n\n{agenda}\n\n"
            f"## Attending\n\n{people}\n",
            "utf-8",
        )
    list(core.ingest.add([folder]))
    asked = Query("Who was attending the committee meeting of 4 July 2025?")
    first = core.retriever.find(asked)[0]
    assert "Guest7x0" in first.chunk.text and first.is_named
    several = core.retriever.find(Query("Who was attending the meetings in July 2025?"))
    assert not any(entry.is_named for entry in several), "a month names no file"


def test_a_file_that_is_named_is_kept_to_the_languages_asked_for(
    core: Core, tmp_path: Path
) -> None:
    english = "The roof of the barn was mended by the men of the village in the spring. " * 20
    german = "Das Dach der Scheune wurde von den Leuten aus dem Dorf im Herbst gedeckt. " * 20
    (tmp_path / "barn.md").write_text(f"# Roof\n\n{english}\n\n# Dach\n\n{german}\n", "utf-8")
    list(core.ingest.add([tmp_path / "barn.md"]))
    asked = "what does barn.md say of the roof of the village"
    languages = {found.chunk.language for found in core.retriever.find(Query(asked))}
    assert languages == {"en", "de"}
    kept = core.retriever.find(Query(asked, languages=("de",)))
    assert {found.chunk.language for found in kept} == {"de"}


def test_nothing_found_is_a_result_and_hits_say_how_strong_they_are(filled: Core) -> None:
    assert filled.retriever.search(Query("plugh")).hits == ()
    hits = filled.retriever.search(Query("harbour master keeps the brass key")).hits
    assert hits[0].strength == "strong" and {hit.strength for hit in hits} <= {
        "strong",
        "fair",
        "weak",
    }


def test_a_question_is_not_answered_by_a_place_that_asks_it(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "asked"
    folder.mkdir()
    (folder / "list.txt").write_text("Open: where is the brass key? Who winds the clock?", "utf-8")
    (folder / "note.txt").write_text("The brass key is in the drawer, where it is dry.", "utf-8")
    list(core.ingest.add([folder]))
    asked = core.retriever.search(Query("Where is the brass key?")).hits
    assert all("literal" not in hit.scores for hit in asked)
    quoted = core.retriever.search(Query("where is the brass key")).hits
    assert Path(quoted[0].path).name == "list.txt" and "literal" in quoted[0].scores


def test_a_day_is_found_before_other_days_however_it_is_written(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "days"
    folder.mkdir()
    said = {
        "iso": "Harbour council, meeting on 2025-03-14, start 18:00.",
        "german": "Hafenrat, Sitzung am 14.03.2025, Beginn 18 Uhr.",
        "english": "Harbour council, meeting on March 14th, 2025, start at six.",
        "turned": "Harbour council, meeting on 2025-04-13, start 18:00.",
        "week": "Harbour council, meeting on 2025-03-21, start 18:00.",
        "other": "Hafenrat, Sitzung am 13.04.2025, Beginn 18 Uhr.",
    }
    for name, text in said.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    list(core.ingest.add([folder]))
    for day in ("14 March 2025", "2025-03-14", "14.03.2025", "council meeting on 14 March 2025"):
        assert set(names(core, Query(day))[:3]) == {"iso.txt", "german.txt", "english.txt"}, day


def test_the_very_signs_come_before_the_same_digits(core: Core, tmp_path: Path) -> None:
    folder = tmp_path / "sums"
    folder.mkdir()
    (folder / "time.txt").write_text("10:00 10:00 10:00 doors open", "utf-8")
    (folder / "sum.txt").write_text("The cloakroom fee for every guest is 10.00 a coat", "utf-8")
    list(core.ingest.add([folder]))
    assert names(core, Query("10.00"))[0] == "sum.txt"


class Knowing(FakeTextEncoder):
    """An encoder that has some words whole and cuts all others up."""

    def __init__(self, whole: Sequence[str]) -> None:
        self.whole = whole

    def token_spans(self, text: str) -> np.ndarray:
        spans = super().token_spans(text)
        if text in self.whole or len(spans) != 1:
            return spans
        return np.array([(0, 1), (1, len(text))], np.int32)


def test_a_mistyped_search_finds_and_says_what_was_understood(
    core: Core, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    list(core.ingest.add([folder]))
    monkeypatch.setitem(core.encoders.__dict__, "text", Knowing(["brss"]))
    result = core.retriever.search(Query("the harbuor mastre, and brss"))
    assert result.query == "the harbuor mastre, and brss"
    assert result.understood == "the harbour master, and brss"
    assert Path(result.hits[0].path).name == "harbour.txt"
    assert core.retriever.search(Query("the harbour master")).understood is None

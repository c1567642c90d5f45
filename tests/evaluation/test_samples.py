"""The sample library: complete, small, free to pass on, and its questions point at real places."""

from __future__ import annotations

import email
import email.policy
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
LIBRARY = SAMPLES / "library"
RETRIEVAL = Path(__file__).parent / "questions" / "samples_retrieval.json"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _questions() -> list[dict[str, Any]]:
    return list(_json(SAMPLES / "questions.json")["questions"])


def test_every_file_has_an_origin_and_is_unchanged() -> None:
    listed = {row["file"]: row for row in _json(SAMPLES / "origins.json")["files"]}
    found = {p.relative_to(LIBRARY).as_posix(): p for p in LIBRARY.rglob("*") if p.is_file()}
    assert found.keys() == listed.keys()
    for name, path in found.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed[name]["sha256"], name
        assert listed[name]["origin"], name
        assert listed[name]["licence"], name


def test_the_library_is_small_and_holds_every_kind_of_file() -> None:
    paths = [path for path in LIBRARY.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) < 6_000_000
    expected = (
        "txt md py html csv eml pdf docx pptx xlsx epub jpg png webp heic wav ogg mp3 m4a flac"
    )
    assert {path.suffix[1:] for path in paths} >= set(expected.split())


def test_at_least_three_questions_each_need_a_text_a_picture_and_a_recording() -> None:
    questions = _questions()
    assert len(questions) >= 3
    for question in questions:
        assert {fact["kind"] for fact in question["facts"]} == {"text", "image", "audio"}
        for fact in question["facts"]:
            assert (LIBRARY / fact["file"]).is_file()
            assert fact["any_of"]


def test_no_question_gives_away_its_own_answer() -> None:
    for question in _questions():
        for fact in question["facts"]:
            for expected in fact["any_of"]:
                assert expected.lower() not in question["question"].lower(), question["id"]


def test_each_fact_stands_in_one_file_only() -> None:
    """Else an answer could be right without the picture or the recording."""
    texts = {
        path.relative_to(LIBRARY).as_posix(): _words_in(path)
        for path in LIBRARY.rglob("*")
        if path.suffix in {".txt", ".md", ".py", ".html", ".csv", ".eml", ".docx", ".pptx", ".epub"}
    }
    for question in _questions():
        for fact in question["facts"]:
            if fact["kind"] == "text" and fact["file"] in texts:
                assert fact["quote"].lower() in texts[fact["file"]], fact["quote"]
            others = [
                name
                for name, text in texts.items()
                if name != fact["file"] and fact["any_of"][0].lower() in text
            ]
            if question["id"] not in {"shuttle", "visit"}:  # a name, and everyday words
                assert not others, (fact["any_of"][0], others)


def test_recordings_are_as_long_as_the_questions_say() -> None:
    import av

    for question in _questions():
        for fact in question["facts"]:
            if fact["kind"] == "audio":
                with av.open(str(LIBRARY / fact["file"])) as container:
                    duration_s = (container.duration or 0) / av.time_base
                start_s, end_s = fact["locator"]["start_s"], fact["locator"]["end_s"]
                assert 0 <= start_s < end_s <= duration_s


@pytest.mark.parametrize("query", _json(RETRIEVAL)["queries"], ids=lambda query: query["id"])
def test_retrieval_queries_are_well_formed(query: dict[str, Any]) -> None:
    assert (LIBRARY / query["file"]).is_file()
    assert query["kind"] in {"text", "image", "audio"}
    (way,) = {"text", "image", "audio"} & query.keys()
    if way != "text":
        assert (LIBRARY / query[way]["file"]).is_file()


def _words_in(path: Path) -> str:
    """Lower-case text with white space folded; of office files and books the text runs joined."""
    if path.suffix == ".eml":
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        body = message.get_body(("plain",))
        assert body is not None
        return " ".join(body.get_content().lower().split())
    if not zipfile.is_zipfile(path):
        return " ".join(path.read_text(encoding="utf-8").lower().split())
    from lxml import etree

    runs = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".xhtml")):
                runs += list(etree.fromstring(archive.read(name)).itertext())
    return " ".join(" ".join(runs).lower().split())

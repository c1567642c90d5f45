"""The contract of the command line, with the real models on part of the sample library."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.e2e import schemas
from tests.e2e.program import SAMPLES, Ended, run

pytestmark = pytest.mark.weights

CHOSEN = (
    "pictures/telescope-type-plate.png",
    "telescope/telescope-handbook.docx",
    "recordings/technician-advice.wav",
    "letters/kengaku-memo-ja.txt",
    "kitchen/espresso-journal.csv",
)
QUESTION = (
    "What focal length is on the plate of the main telescope, which eyepiece is recommended for"
    " the first view, and how long must the mirror cool down?"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield tmp_path_factory.mktemp("cli") / "library"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name in CHOSEN:
        shutil.copy(SAMPLES / name, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (folder / "program.bin").write_bytes(bytes(range(256)) * 8)
    return folder


@pytest.fixture(scope="module")
def added(library: Path, folder: Path) -> Ended:
    return run("add", folder, "--json", library=library)


def valid(ended: Ended, schema: dict[str, object]) -> dict[str, object]:
    jsonschema.validate(ended.value, schema)
    return ended.value


def test_add_tells_what_happened_to_each_file(added: Ended, folder: Path) -> None:
    value = valid(added, schemas.ADD)
    assert added.status == 1, added.stderr  # one file failed
    assert value["added"] == len(CHOSEN)
    assert [Path(f["path"]).name for f in value["failed"]] == ["broken.pdf"]
    assert [Path(s["path"]).name for s in value["skipped"]] == ["program.bin"]
    acknowledged = {line for line in added.stderr.splitlines() if line.startswith("indexed ")}
    assert acknowledged == {f"indexed {folder / Path(name).name}" for name in CHOSEN}


def test_a_second_add_finds_nothing_to_do(added: Ended, folder: Path, library: Path) -> None:
    again = run("add", folder, "--json", library=library)
    value = valid(again, schemas.ADD)
    assert (value["added"], value["updated"], value["chunks"]) == (0, 0, 0)
    assert value["unchanged"] == len(CHOSEN)


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("how long does the mirror cool", "technician-advice.wav", "audio"),
        ("serial number on the plate", "telescope-type-plate.png", "image"),
        ("見学", "kengaku-memo-ja.txt", "text"),
    ],
)
def test_search_finds_every_kind(
    added: Ended, library: Path, query: str, name: str, kind: str
) -> None:
    found = run("search", query, "--json", library=library)
    hits = valid(found, schemas.SEARCH)["hits"]
    assert found.status == 0
    assert (Path(hits[0]["path"]).name, hits[0]["kind"]) == (name, kind)  # type: ignore[index]


def test_search_by_kind_by_picture_and_by_sound(added: Ended, library: Path, folder: Path) -> None:
    texts = run("search", "mirror", "--kind", "text", "--json", library=library)
    assert {hit["kind"] for hit in valid(texts, schemas.SEARCH)["hits"]} == {"text"}  # type: ignore[attr-defined]
    for option, name in (
        ("--image", "telescope-type-plate.png"),
        ("--audio", "technician-advice.wav"),
    ):
        alike = run("search", option, folder / name, "--json", "-k", "3", library=library)
        hits = valid(alike, schemas.SEARCH)["hits"]
        assert name in [Path(hit["path"]).name for hit in hits]  # type: ignore[attr-defined]


def test_ask_cites_a_text_a_picture_and_a_recording(added: Ended, library: Path) -> None:
    asked = run("ask", QUESTION, "--json", "--show-sources", library=library)
    value = valid(asked, schemas.ASK)
    assert asked.status == 0
    supported = [c for c in value["citations"] if c["supported"]]  # type: ignore[attr-defined]
    assert {c["kind"] for c in supported} == {"text", "image", "audio"}
    for citation in value["citations"]:  # type: ignore[attr-defined]
        assert f"[{citation['marker']}]" in value["answer"]  # type: ignore[operator]


def test_ask_abstains_where_the_library_knows_nothing(added: Ended, library: Path) -> None:
    asked = run("ask", "Who won the football cup in Brazil?", "--json", library=library)
    value = valid(asked, schemas.ASK)
    assert (asked.status, value["abstained"], value["citations"]) == (1, True, [])


def test_a_batch_answers_in_order_and_survives_a_bad_line(
    added: Ended, library: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = ['{"id": "a", "query": "mirror"}', "{", '{"id": 2, "query": "espresso", "k": 1}']
    batch.write_text("\n".join(lines), "utf-8")
    ended = run("search", "--batch", batch, "--json", library=library)
    first, bad, last = ended.lines
    assert (first["id"], bad["id"], last["id"]) == ("a", None, 2)
    jsonschema.validate(first, schemas.SEARCH)
    jsonschema.validate(bad, schemas.ERROR)
    assert len(last["hits"]) == 1


def test_list_show_status_and_verify(added: Ended, library: Path) -> None:
    items = valid(run("list", "--json", library=library), schemas.LIST)["items"]
    by_name = {Path(item["path"]).name: item for item in items}  # type: ignore[attr-defined]
    assert by_name["broken.pdf"]["state"] == "attention"
    sound = by_name["technician-advice.wav"]
    shown = run("show", str(sound["item_id"]), "--json", library=library).value
    assert shown["chunks"][0]["locator"]["start_s"] >= 0
    valid(run("status", "--json", library=library), schemas.STATUS)
    verified = run("verify", "--json", library=library)
    assert verified.status == 0
    assert valid(verified, schemas.VERIFY)["ok"] is True


def test_export_backup_restore_and_remove(added: Ended, library: Path, tmp_path: Path) -> None:
    exported = tmp_path / "all.jsonl"
    assert run("export", exported, "--json", library=library).status == 0
    records = [json.loads(line) for line in exported.read_text("utf-8").splitlines()]
    assert len(records) == len(CHOSEN) + 1
    assert run("export", tmp_path / "all.md", library=library).status == 0
    saved, second = tmp_path / "saved.triptych", tmp_path / "second"
    assert run("backup", saved, "--json", library=library).status == 0
    assert run("restore", saved, "--json", library=second).status == 0
    plate = next(r for r in records if r["path"].endswith("telescope-type-plate.png"))
    gone = run("remove", plate["path"], "--json", library=second)
    assert (gone.status, gone.value["items"]) == (0, 1)
    left = run("list", "--json", library=second).value["items"]
    assert plate["path"] not in [item["path"] for item in left]
    assert run("verify", "--json", library=second).status == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("search", "--json"), 2),
        (("ask", "x", "--no-such-option", "--json"), 2),
        (("ask", "x", "--top-p", "7", "--json"), 2),
        (("show", "999999", "--json"), 3),
        (("remove", "no such file", "--json"), 3),
    ],
)
def test_wrong_use_and_errors_are_json_too(
    added: Ended, library: Path, arguments: tuple[str, ...], status: int
) -> None:
    ended = run(*arguments, library=library)
    assert ended.status == status
    jsonschema.validate(ended.value, schemas.ERROR)
    assert "Traceback" not in ended.stderr


def test_models_list_and_verify_as_json() -> None:
    rows = run("models", "list", "--json").value["models"]
    assert {"text", "image", "tags", "speech", "decoder"} <= {row["role"] for row in rows}
    assert all(row["installed"] for row in rows if row["starter"] and row["role"] != "decoder")


def test_a_missing_library_is_said_plainly(tmp_path: Path) -> None:
    ended = run("search", "anything", "--json", library=tmp_path / "none")
    assert ended.status == 3
    jsonschema.validate(ended.value, schemas.ERROR)

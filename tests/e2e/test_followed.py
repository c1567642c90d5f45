"""Watched folders and collections on the command line, with the real program on real folders."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.e2e import schemas
from tests.e2e.program import run

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files") / "notes"
    (folder / "drafts").mkdir(parents=True)
    (folder / "harbour.txt").write_text("The harbour master keeps the brass key.", "utf-8")
    (folder / "orchard.txt").write_text("Pears ripen in September.", "utf-8")
    (folder / "drafts" / "pier.txt").write_text("A plan of the pier.", "utf-8")
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Path:
    """Follows `folder` without its drafts, and has a collection of one of its two items."""
    library = folder.parent / "library"
    ended = run("watch", "add", folder, "--ignore", "drafts/", "--json", library=library)
    jsonschema.validate(ended.value, schemas.WATCH_ADD)
    assert (ended.status, ended.value["added"]) == (0, 2), ended.stderr
    made = run("collections", "add", "Keys", folder / "harbour.txt", "--json", library=library)
    jsonschema.validate(made.value, schemas.COLLECTION)
    assert made.value["items"] == 1
    return library


def test_a_search_keeps_to_a_collection(library: Path) -> None:
    inside = run("search", "pears", "--collection", "keys", "--json", library=library)
    assert {Path(hit["path"]).name for hit in inside.value["hits"]} <= {"harbour.txt"}
    everywhere = run("search", "pears", "--json", library=library)
    assert Path(everywhere.value["hits"][0]["path"]).name == "orchard.txt"
    unknown = run("search", "pears", "--collection", "Atlantis", "--json", library=library)
    assert (unknown.status, unknown.value["error"]["code"]) == (3, "not_found")
    listed = run("collections", "list", "--json", library=library)
    jsonschema.validate(listed.value, schemas.COLLECTIONS)
    assert [row["name"] for row in listed.value["collections"]] == ["Keys"]


def test_a_folder_is_followed_from_one_command_to_the_next(library: Path, folder: Path) -> None:
    (folder / "harbour.txt").rename(folder / "port.txt")
    (folder / "new.txt").write_text("The lighthouse is painted every spring.", "utf-8")
    (folder / "drafts" / "more.txt").write_text("More of the pier.", "utf-8")
    synced = run("watch", "sync", "--json", library=library)
    jsonschema.validate(synced.value, schemas.ADD)
    assert (synced.value["added"], synced.value["moved"]) == (1, 1)
    shown = run("collections", "show", "Keys", "--json", library=library)
    assert [Path(row["path"]).name for row in shown.value["items"]] == ["port.txt"]
    away = folder.with_name("not here")
    away.mkdir()
    folder.rename(away / "notes")
    assert run("watch", "sync", "--json", library=library).value["missing"] == 3
    rows = run("watch", "list", "--json", library=library)
    jsonschema.validate(rows.value, schemas.WATCH_LIST)
    assert [(row["state"], row["items"]) for row in rows.value["folders"]] == [("missing", 3)]
    (away / "notes").rename(folder)
    assert run("watch", "sync", "--json", library=library).value["unchanged"] == 3
    gone = run("watch", "remove", folder, "--json", library=library)
    assert (gone.status, gone.value["items"]) == (0, 3)
    assert len(run("list", "--json", library=library).value["items"]) == 3

"""Named sets of items: what they hold, what they narrow, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.compose import Core
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query


@pytest.fixture
def items(core: Core, tmp_path: Path) -> dict[str, int]:
    """Three notes of nearly the same words, by name."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("red", "green", "blue"):
        (folder / f"{name}.txt").write_text(f"The {name} key opens the boat house.", "utf-8")
    list(core.ingest.add([folder]))
    return {Path(item.path).stem: int(item.item_id) for item in core.store.items.all()}


def names_found(core: Core, query: Query) -> set[str]:
    return {Path(hit.path).stem for hit in core.retriever.search(query).hits}


def test_a_collection_narrows_a_search_to_its_items(core: Core, items: dict[str, int]) -> None:
    made = core.collections.make("Keys", [items["red"], items["blue"]])
    assert (made.name, made.items) == ("Keys", 2)
    inside = Query("key of the boat house", collections=(made.collection_id,))
    assert names_found(core, inside) == {"red", "blue"}
    both = Query(
        "key of the boat house", collections=(made.collection_id,), items=(items["green"],)
    )
    assert names_found(core, both) == {"red", "green", "blue"}


def test_an_empty_collection_finds_nothing(core: Core, items: dict[str, int]) -> None:
    made = core.collections.make("Nothing yet")
    assert names_found(core, Query("boat house", collections=(made.collection_id,))) == set()


def test_items_come_in_once_and_leave_without_leaving_the_library(
    core: Core, items: dict[str, int]
) -> None:
    made = core.collections.make("Keys", [items["red"]])
    again = core.collections.put(made.collection_id, [items["red"], items["green"], 9999])
    assert again.items == 2
    assert core.collections.take_out(made.collection_id, [items["red"]]).items == 1
    rows = {row.item_id: row.collections for row in core.browser.items()}
    assert rows[items["green"]] == (made.collection_id,)
    assert rows[items["red"]] == ()


def test_a_removed_item_leaves_its_collections_and_a_removed_collection_no_item(
    core: Core, items: dict[str, int]
) -> None:
    made = core.collections.make("Keys", list(items.values()))
    core.maintenance.remove([items["red"]])
    assert [row.items for row in core.collections.rows()] == [2]
    assert core.collections.remove(made.collection_id).items == 2
    assert list(core.collections.rows()) == []
    assert core.store.health.counts().items == 2
    assert core.maintenance.verify().ok


def test_an_item_that_moves_stays_in_its_collection(
    core: Core, items: dict[str, int], tmp_path: Path
) -> None:
    made = core.collections.make("Keys", [items["red"]])
    folder = tmp_path / "files"
    (folder / "red.txt").rename(folder / "scarlet.txt")
    list(core.ingest.add([folder]))
    assert core.collections.item_ids(made.collection_id) == [items["red"]]


@pytest.mark.parametrize("taken", ["Schlüssel", "SCHLÜSSEL", "  schlussel "])
def test_a_name_is_given_once(core: Core, taken: str) -> None:
    core.collections.make("Schlüssel")
    with pytest.raises(UserError, match="already"):
        core.collections.make(taken)
    assert core.collections.named(taken) == 1


def test_a_rename_may_change_the_case_but_take_no_other_name(core: Core) -> None:
    first = core.collections.make("trips")
    core.collections.make("Bills")
    assert core.collections.rename(first.collection_id, "Trips").name == "Trips"
    with pytest.raises(UserError, match="Bills"):
        core.collections.rename(first.collection_id, "bills")


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_collection_needs_a_name_of_its_own(core: Core, name: str) -> None:
    with pytest.raises(UserError, match="80 letters"):
        core.collections.make(name)


def test_an_unknown_collection_is_said_plainly(core: Core) -> None:
    with pytest.raises(UserError, match="no collection Atlantis"):
        core.collections.named("Atlantis")


def test_a_count_keeps_to_what_the_question_is_kept_to(core: Core, items: dict[str, int]) -> None:
    def counted(query: Query) -> str:
        answer = list(core.ask(query, core.settings.generation))[-1]
        assert isinstance(answer, events.Answer)
        return answer.answer

    question = "How many documents are in the archive?"
    assert "3" in counted(Query(question))
    made = core.collections.make("Keys", [items["red"], items["blue"]])
    assert "2" in counted(Query(question, collections=(made.collection_id,)))
    assert "1" in counted(Query(question, items=(items["green"],)))


def test_an_overview_reads_only_what_the_question_is_kept_to(
    core: Core, items: dict[str, int]
) -> None:
    asked = Query("What are these documents about?", items=(items["red"], items["green"]))
    told = list(core.ask(asked, core.settings.generation))
    sources = next(event for event in told if isinstance(event, events.SourcesChosen))
    assert {Path(hit.path).stem for hit in sources.hits} == {"red", "green"}
    assert told[-1].coverage["items_considered"] == 2

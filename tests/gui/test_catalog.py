"""How the items of a library are arranged, narrowed and counted; no window."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from app.core.events import CollectionRow, ItemRow
from app.gui.library.catalog import Catalog, Filter, item_of
from app.gui.library.delegate import elided
from app.gui.library.mentions import named_by
from app.gui.library.model import MAX_RUNS, ItemModel, _differences, _middle


def row(item_id: int, path: str, **more: Any) -> ItemRow:
    values: dict[str, Any] = {
        "kind": "text",
        "state": "ready",
        "chunks": 3,
        "title": path.rpartition("/")[2],
        "added_at": "2026-03-02T09:00:00+00:00",
    }
    return ItemRow(item_id, path, **{**values, **more})


ROWS = [
    row(1, "/home/ann/papers/lease.pdf", language="en"),
    row(2, "/home/ann/papers/old/plan.pdf", state="attention", added_at="2026-02-11T10:00:00Z"),
    row(3, "/home/ann/photos/wall.jpg", kind="image", title="North wall"),
    row(4, "/home/ann/memo.ogg", kind="audio", language="de", changed_at="2026-02-28T08:00:00Z"),
    row(5, "/home/ann/papers/mail.eml!/bill.pdf", language="de", collections=(7,)),
]


@pytest.fixture
def catalog() -> Catalog:
    made = Catalog(today=lambda: date(2026, 3, 2))
    made.put(ROWS)
    made.collections = (CollectionRow(7, "Bills", 1, ""), CollectionRow(8, "Empty", 0, ""))
    return made


def lines(catalog: Catalog) -> list[str]:
    """What is shown: headings with their counts, items indented below them."""
    view = catalog.view()
    said = []
    for token in view.tokens:
        depth = "  " * view.depth(token, catalog.items)
        if token < 0:
            heading = view.headings[token]
            said.append(f"{depth}{heading.label} ({heading.count})")
        else:
            said.append(depth + catalog.items[item_of(token)].title)
    return said


def test_flat_by_name_and_newest_first(catalog: Catalog) -> None:
    assert lines(catalog) == ["bill.pdf", "lease.pdf", "memo.ogg", "North wall", "plan.pdf"]
    catalog.order = "newest"
    assert lines(catalog)[-1] == "plan.pdf"


def test_in_folders_from_the_first_that_holds_several(catalog: Catalog) -> None:
    catalog.order = "folder"
    assert lines(catalog) == [
        "ann (5)",
        "  papers (3)",
        "    old (1)",
        "      plan.pdf",
        "    bill.pdf",
        "    lease.pdf",
        "  photos (1)",
        "    North wall",
        "  memo.ogg",
    ]
    papers = next(h for h in catalog.view().headings.values() if h.label == "papers")
    assert {item.item_id for item in catalog.below(papers)} == {1, 2, 5}
    catalog.fold(papers)
    assert lines(catalog)[:3] == ["ann (5)", "  papers (3)", "  photos (1)"]


def test_folders_of_another_system_are_folders_too() -> None:
    catalog = Catalog()
    catalog.put([row(1, r"C:\Users\Ann\a.txt", title="a"), row(2, r"D:\b.txt", title="b")])
    catalog.order = "folder"
    assert lines(catalog) == ["Ann (1)", "  a", "D: (1)", "  b"]


def test_by_kind_by_date_and_by_collection(catalog: Catalog) -> None:
    catalog.order = "kind"
    assert lines(catalog)[0] == "Documents (3)"
    catalog.order = "date"
    assert [line for line in lines(catalog) if "(" in line] == ["Today (4)", "February 2026 (1)"]
    catalog.order = "collection"
    assert lines(catalog)[:3] == ["Bills (1)", "bill.pdf", "Empty (0)"]
    assert lines(catalog)[3] == "In no collection (4)"


def test_an_item_of_two_collections_stands_in_both(catalog: Catalog) -> None:
    catalog.put([replace(ROWS[0], collections=(7, 8))])
    catalog.order = "collection"
    tokens = catalog.view().tokens
    assert len(tokens) == len(set(tokens))
    assert lines(catalog)[:5] == [
        "Bills (2)", "bill.pdf", "lease.pdf", "Empty (1)", "lease.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"words": ("lease",)}, {1}),
        ({"words": ("papers",)}, set()),  # not the path
        ({"words": ("wall.jpg",)}, {3}),  # the file's name beside its title
        ({"kind": "image"}, {3}),
        ({"states": frozenset({"attention"})}, {2}),
        ({"languages": frozenset({"de"})}, {4, 5}),
        ({"languages": frozenset({""})}, {2, 3}),
        ({"added": "week"}, {1, 3, 4, 5}),
        ({"changed": "week"}, {4}),
        ({"languages": frozenset({"de"}), "kind": "audio"}, {4}),
    ],
)
def test_filters(catalog: Catalog, wanted: dict[str, Any], expected: set[int]) -> None:
    catalog.filter = Filter(**wanted)
    assert set(catalog.view().tokens) == expected


def test_what_was_found_before_changes_nothing_in_what_is_found(catalog: Catalog) -> None:
    """Each key narrows or widens what the last ones left; the outcome is that of a new list."""
    rng = random.Random(5)
    wanted: dict[str, Any] = {}
    for _ in range(200):
        held = list(catalog.items)
        if rng.random() < 0.2:
            catalog.put(
                [replace(catalog.items[rng.choice(held)], added_at=f"2026-03-0{_ % 9 + 1}")]
            )
            catalog.changes()
        wanted |= rng.choice(
            [
                {"words": tuple(rng.sample(["p", "pa", "l", "lea", "pdf", ".pdf"], 2))},
                {"words": ()},
                {"kind": rng.choice(["", "text", "audio"])},
                {"languages": frozenset(rng.sample(["en", "de", ""], rng.randrange(3)))},
            ]
        )
        catalog.filter = Filter(**wanted)
        anew = Catalog(today=lambda: date(2026, 3, 2))
        anew.put(catalog.items.values())
        anew.collections, anew.filter = catalog.collections, catalog.filter
        catalog.order = anew.order = rng.choice(["name", "newest", "folder", "date", "collection"])
        assert lines(catalog) == lines(anew)


def test_counts_follow_every_other_part_of_the_filter(catalog: Catalog) -> None:
    catalog.filter = Filter(kind="text", languages=frozenset({"de"}))
    assert catalog.facet("kind") == {"audio": 1, "text": 1}
    assert catalog.facet("language") == {"en": 1, "": 1, "de": 1}
    assert catalog.facet("added")["week"] == 1


def test_rows_that_are_the_same_change_nothing(catalog: Catalog) -> None:
    assert catalog.put(ROWS) == set() and not catalog.keep_only({1, 2, 3, 4, 5})
    assert catalog.put([replace(ROWS[1], state="ready")]) == {2}
    assert catalog.keep_only({1, 2, 4, 5})
    assert 3 not in catalog.items and len(catalog.view().tokens) == 4


def test_a_list_that_comes_in_helpings_is_shown_at_its_end(qtbot: Any) -> None:
    model = ItemModel()
    model.replace(ROWS)
    model.take(ROWS[:2])
    model.take([replace(ROWS[4], title="Anew")])
    assert model.rowCount() == 5
    assert model.finish()
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == [
        "Anew", "lease.pdf", "plan.pdf",
    ]  # fmt: skip
    model.take(model.items())
    assert not model.finish()


def test_names_that_are_begun(catalog: Catalog) -> None:
    assert next(scope.name for scope in named_by(catalog, "", 8)) == "Bills"
    assert [s.name for s in named_by(catalog, "p", 3)] == ["papers", "photos", "plan.pdf"]
    (bills, bill) = named_by(catalog, "bill", 8)
    assert (bills.collections, bill.item_ids) == ((7,), (5,))
    assert named_by(catalog, "nothing like it", 8) == []


def test_a_list_becomes_another_by_what_goes_and_comes() -> None:
    rng = random.Random(3)
    for _ in range(300):
        old = rng.sample(range(40), rng.randrange(1, 30))
        new = old[:]
        for _ in range(rng.randrange(6)):
            if new and rng.random() < 0.5:
                new.pop(rng.randrange(len(new)))
            else:
                new.insert(rng.randrange(len(new) + 1), rng.randrange(100, 200))
        new = list(dict.fromkeys(new))
        if rng.random() < 0.3:
            rng.shuffle(new)
        start, old_end, new_end = _middle(old, new)
        gone, come = _differences(old[start:old_end], new[start:new_end])
        made = old[:]
        for at in reversed(gone):
            del made[start + at]
        for at in come:
            made.insert(start + at, new[start + at])
        assert made == new


def test_the_model_changes_row_by_row(qtbot: Any) -> None:
    model = ItemModel()
    model.replace(ROWS)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.update_rows([row(6, "/home/ann/zebra.txt"), replace(ROWS[0], title="Zoo")], (6, 1, 2))
    titles = [model.index(at, 0).data() for at in range(model.rowCount())]
    assert titles == ["bill.pdf", "memo.ogg", "North wall", "zebra.txt", "Zoo"]
    model.set_order("folder")
    assert model.rowCount() == 8
    assert len(resets) == 1, "only another view is a reset"
    many = [row(100 + n, f"/home/ann/x/{n:04d}.txt") for n in range(3 * MAX_RUNS)]
    model.update_rows(many)
    assert model.rowCount() == len(model.items()) + 4


def test_a_line_is_cut_within_the_file_name_that_ends_it(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    for line in ("Being read · call with the roofer.mp3", "call with the roofer of Tuesday.mp3"):
        cut = elided(line, metrics, metrics.horizontalAdvance(line) - 30)
        assert cut.endswith("r.mp3" if "roofer.mp3" in line else "y.mp3") and "…" in cut
        assert cut.startswith("Being read · call" if "·" in line else "call")
    said = "Being read, and then looked at again · x.mp3"
    assert elided(said, metrics, metrics.horizontalAdvance(said) // 2).endswith("…")
    words = "This PDF is protected by a password"
    assert elided(words, metrics, metrics.horizontalAdvance(words) - 30).endswith("…")

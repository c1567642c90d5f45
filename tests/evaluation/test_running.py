"""The room itself, over a tiny set: real store, index and readers, stand-ins for the models."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.core import thresholds
from app.settings import Settings
from app.tasks.readers import ReaderPool
from storage.folding import fold
from storage.spelling import one_mistake_from
from tests.evaluation import figures, sets
from tests.evaluation.__main__ import main
from tests.evaluation.mistyping import mistyped
from tests.evaluation.peers import PlainDense
from tests.evaluation.questions import from_entry, split_of
from tests.evaluation.report import as_text, compare, examples, figures_of
from tests.evaluation.running import Machine, Row, is_taken_back, run_library
from tests.evaluation.sets import Library, Search, SetMissing, Wanted, libraries, searches_of
from tests.evaluation.switches import SWITCHES, trying, without
from tests.fakes import fake_loaders

TEXTS = {
    "rent.txt": "The rent of the hall is 85 pounds a month. Heating is included.",
    "sheep.txt": "The gate is closed because of the sheep on the meadow.",
    "cake.txt": "Twelve cakes are wanted for the sale before the shop.",
}
QUESTIONS = tuple(
    from_entry(entry)
    for entry in (
        {
            "id": "rent",
            "kind": "fact",
            "question": "What is the rent of the hall a month?",
            "must": [r"\b85\b"],
            "sources": [{"file": "rent.txt"}],
        },
        {
            "id": "again",
            "kind": "follow-up",
            "question": "Is heating of the hall included?",
            "before": ["What is the rent of the hall a month?"],
            "must": ["included"],
            "sources": [{"file": "rent.txt"}],
        },
        {"id": "none", "kind": "absent", "question": "Quantum xylophone?", "abstain": True},
    )
)


@pytest.fixture(scope="module")
def machine() -> Machine:
    with ReaderPool(1) as readers:
        yield Machine(readers, Settings(), fake_loaders())


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    return Library(
        "tiny",
        "tiny",
        folder,
        questions=QUESTIONS,
        searches=(Search("sheep", "sheep on the meadow", (("sheep.txt",),)),),
        spoken={"rent.txt": "the rent of the hall is ninety pounds a month heating is included"},
    )


def test_a_run_gives_a_row_for_everything_done(
    library: Library, machine: Machine, tmp_path: Path
) -> None:
    rows = list(run_library(library, machine, tmp_path, keep=False))
    assert [row["row"] for row in rows] == ["add", "hear", "search", "ask", "ask", "ask"]
    added, heard, searched, rent, again, none = rows
    assert (added["files"], added["failed"]) == (3, [])
    assert (heard["errors"], heard["words"]) == (1, 13)
    assert searched["ranks"] == [1]
    assert searched["ndcg@10"] == 1.0
    assert rent["citations"] or rent["abstained"]
    assert all(cited["file"] in TEXTS for cited in rent["citations"])
    assert again["question"].startswith("What is the rent of the hall a month? / ")
    assert none["standing"] == "declined right"
    told = figures_of(rows)["tiny"]
    assert told["files"] == 3
    assert told["right"]["n"] == 3
    assert told["word error rate"]["value"] == pytest.approx(1 / 13, abs=1e-4)
    assert "search ndcg@10: 1.000" in as_text({"tiny": told})


def test_a_library_that_is_kept_is_not_added_again(
    library: Library, machine: Machine, tmp_path: Path
) -> None:
    list(run_library(library, machine, tmp_path, keep=False))
    (library.folder / "late.txt").write_text("A late file about lamps.", "utf-8")
    (added, *_) = run_library(library, machine, tmp_path, keep=True)
    assert added["files"] == 4


def test_the_plain_peer_answers_from_the_nearest_passages(
    library: Library, machine: Machine, tmp_path: Path
) -> None:
    peer = Machine(machine.readers, machine.settings, machine.loaders, PlainDense())
    rows = [r for r in run_library(library, peer, tmp_path, keep=False) if r["row"] == "ask"]
    assert rows[0]["citations"]
    assert not rows[0]["abstained"]


def test_of_held_questions_nothing_can_be_read(
    library: Library, machine: Machine, tmp_path: Path
) -> None:
    import dataclasses

    held = next(f"q{n}" for n in range(99) if split_of(f"q{n}") == "held")
    hidden = dataclasses.replace(
        library, hides_held=True, questions=(dataclasses.replace(QUESTIONS[0], id=held),)
    )
    row = list(run_library(hidden, machine, tmp_path, keep=False))[-1]
    assert row["id"] == held
    assert not {"question", "answer", "gold", "citations", "why", "invented"} & row.keys()
    assert figures_of([row])["tiny"]["right"]["n"] == 1


def test_two_runs_are_compared_in_pairs() -> None:
    ours, theirs = [_row("a", 1), _row("b", 1), _row("c", 1)], [_row("a", 0), _row("b", 1)]
    compared = compare(ours, theirs)["s"]
    assert compared["right"] == {"this": 1.0, "other": 0.5, "difference": 0.5, "p": 1.0, "n": 2}
    assert compared["changed"] == {"to right": ["a"], "to not right": []}


def _row(row_id: str, right: int) -> Row:
    standing = "right" if right else "wrong"
    return {"row": "ask", "set": "s", "id": row_id, "right": right, "standing": standing}


def test_examples_show_right_and_wrong_answers_as_they_are() -> None:
    told = {"kind": "fact", "gold": "85", "citations": [{"marker": 1, "file": "rent.txt"}]}
    rows = [
        _row(str(n), right) | told | {"question": f"Q{n}?", "answer": f"A{n} [1]"}
        for n, right in enumerate([1, 1, 1, 0, 0])
    ]
    text = examples([*rows, _row("held", 1)], 4)
    assert "fact: 3 of 5 right" in text
    assert [f"Q{n}?" in text for n in range(5)] == [True, True, False, True, True]
    assert "[1] rent.txt; wanted: 85" in text


def test_what_is_shown_must_stay() -> None:
    assert not is_taken_back("It is 85. Yes.", "It is 85 [1]. Yes [2].")
    assert not is_taken_back("It is [2] 85.", "It is 85 [1].\n\nThe document says: “85”")
    assert is_taken_back("It is 90.", "Nothing was found.")
    assert not is_taken_back("", "Nothing was found.")


def test_wanted_questions_lie_at_even_distances() -> None:
    searches = [Search(f"q{n}", "?", ()) for n in range(10)]
    assert [s.id for s in Wanted(limit=3).of(searches)] == ["q0", "q3", "q6"]
    halves = [Wanted(split).of(searches) for split in ("dev", "held")]
    assert sum(map(len, halves)) == 10


def test_sets_in_the_tree_can_be_made(tmp_path: Path) -> None:
    for name in ("samples", "archive", "household", "shapes"):
        for library in libraries(name, Wanted(), tmp_path):
            assert all(path.exists() for path in library.paths()), library.name
            assert library.questions, library.name
    (archive,) = libraries("archive", Wanted(), tmp_path)
    assert len(archive.searches) == len(searches_of(archive.questions)) > 80


def test_a_corpus_of_passages_becomes_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "corpus" / "faq"
    root.mkdir(parents=True)
    rows = [{"id": f"d{n}", "title": "", "text": f"text {n}"} for n in range(4)]
    (root / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    (root / "queries.jsonl").write_text('{"qid": "q1", "query": "text 2"}\n', "utf-8")
    (root / "qrels.tsv").write_text("q1\td2\t1\n", "utf-8")
    monkeypatch.setenv(sets.CORPUS_VARIABLE, str(root.parent))
    (library,) = libraries("faq", Wanted(n_files=2), tmp_path / "work")
    written = {path.name: path.read_text("utf-8") for path in library.folder.iterdir()}
    assert len(written) == 2, "so many files, that which answers among them"
    ((relevant,),) = (search.relevant for search in library.searches)
    assert "text 2" in written[next(iter(relevant))]
    assert not any("d2" in name for name in written), "a name tells nothing"


def test_a_missing_corpus_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(sets.CORPUS_VARIABLE, raising=False)
    with pytest.raises(SetMissing, match=sets.CORPUS_VARIABLE):
        libraries("faq", Wanted(), tmp_path)
    assert main(["faq", "--out", str(tmp_path / "run")]) == 3
    assert sets.CORPUS_VARIABLE in capsys.readouterr().err


def test_a_switch_changes_the_product_and_changes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    place = ("tests.evaluation.figures", "N_DRAWS", lambda n: n + 1)
    monkeypatch.setitem(SWITCHES, "more-draws", (place,))
    before = figures.N_DRAWS
    with without(["more-draws"]):
        assert before + 1 == figures.N_DRAWS
    assert before == figures.N_DRAWS


def test_a_switch_of_what_is_gone_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SWITCHES, "gone", (("tests.evaluation.figures", "GONE", lambda _: 1),))
    with pytest.raises(AttributeError, match="GONE"), without(["gone"]):
        pass


def test_another_value_of_a_threshold_is_tried_and_taken_back() -> None:
    before = thresholds.WEAK_SIMILARITY
    with trying(["WEAK_SIMILARITY=0.5"]):
        assert thresholds.WEAK_SIMILARITY == 0.5
    assert before == thresholds.WEAK_SIMILARITY
    with pytest.raises(AttributeError), trying(["NO_SUCH=1"]):
        pass


def test_mistakes_of_typing_are_one_a_word_and_the_same_every_time() -> None:
    text = "What is the rent of the hall, and who wants 12 cakes from cake.txt?"
    made = [mistyped(text, seed) for seed in range(20)]
    assert made == [mistyped(text, seed) for seed in range(20)] and len(set(made)) > 10
    for typed in made:
        before = re.findall(r"[\w.]+", text)
        after = re.findall(r"[\w.]+", typed)
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        assert 1 <= len(changed) <= 2
        assert {a for a, _ in changed} <= {"rent", "hall", "wants", "cakes"}
        assert all(fold(b) in one_mistake_from(a) for a, b in changed)
    assert mistyped("who is it?", 1) == "who is it?"

"""The benchmark's own parts that need no model: modes, kept rows, figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.passages import Mode, Row, _figures, _keep, _kept, _ratios
from tests.evaluation.passages.questions import Question

ASKED = Question(
    "q1", "Who?", "John Rolfe", "b", ("a", "c", "d", "e"), order=("a", "b", "c", "d", "e")
)
RIGHT = Row("q1", "exact", "x", "John Rolfe [2]", (2,), (2,), 100.0, 900, 0)
WRONG = Row("q1", "fast", "x", "Nobody [1][2]", (1, 2), (), 20.0, 900, 800)


def test_a_mode_may_set_values_of_the_context() -> None:
    assert Mode.parse("exact") == Mode("exact", "exact", {})
    mode = Mode.parse("fast:n_recomputed=32:share=0.15:way=blend")
    assert mode.reuse == "fast"
    assert mode.knobs == {"n_recomputed": 32, "share": 0.15, "way": "blend"}
    for text in ("quick", "fast:n_recomputed", "fast:=3"):
        with pytest.raises(ValueError, match=r"mode is|knob is"):
            Mode.parse(text)


def test_an_interrupted_run_goes_on_behind_a_line_that_was_cut_off(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    assert _kept(out) == {}
    _keep(out, RIGHT)
    with out.open("a") as file:
        file.write('{"id": "q2", "mode": "ex')
    assert list(_kept(out).values()) == [RIGHT]
    _keep(out, WRONG)
    assert list(_kept(out).values()) == [RIGHT, WRONG]


def test_another_prompt_or_other_code_is_asked_again(tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    _keep(out, RIGHT)
    assert ("q1", "exact", "x") in _kept(out)
    assert ("q1", "exact", "y") not in _kept(out)


def test_figures_and_ratios_of_written_out_answers() -> None:
    questions = [ASKED, replace(ASKED, id="q2")]
    exact = [RIGHT, replace(RIGHT, id="q2")]
    fast = [replace(RIGHT, mode="fast", ttft_ms=30.0), replace(WRONG, id="q2")]
    figures = _figures(questions, fast)
    assert figures["token_f1"] == 0.5
    assert figures["exact_match"] == 0.5
    assert figures["names_passage"] == 0.5  # the first it names counts
    assert figures["cites_passage"] == 0.5
    assert figures["median_ttft_ms"] == 25.0
    ratios = _ratios(questions, {"exact": exact, "fast": fast})["fast"]
    assert ratios["token_f1"] == 0.5
    assert ratios["names_passage"] == 0.5
    assert ratios["ttft"] == 0.25
    assert ratios["same_answer"] == 0.5

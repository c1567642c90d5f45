"""Who speaks when, from rows whose speakers are known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.core.intake.turns import find_turns, grouped, window_starts

WINDOW_S = 1.6


def voices(speakers: list[int], *, spread: float = 0.5, seed: int = 0) -> NDArray[np.float32]:
    """Unit rows around one direction a speaker; two of one speaker have a cosine of about 0.8."""
    random = np.random.default_rng(seed)
    middle = np.abs(np.random.default_rng(99).normal(size=(8, 64))) * (
        np.random.default_rng(98).random((8, 64)) < 0.3
    )
    middle /= np.linalg.norm(middle, axis=1, keepdims=True)
    noise = random.normal(size=(len(speakers), 64))
    rows = middle[speakers] + spread * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_windows_cover_a_stretch_and_end_with_it() -> None:
    starts = window_starts([(1.0, 4.0), (6.0, 6.5)], WINDOW_S)
    assert starts[0] == 1.0 and np.isclose(starts[-2] + WINDOW_S, 4.0)
    assert np.isclose(starts[-1], 6.25 - WINDOW_S / 2), "a short stretch has one, around it"
    assert np.all(np.diff(starts[:-1]) <= 0.4 + 1e-9)


def test_a_short_stretch_at_the_beginning_does_not_begin_before_it() -> None:
    assert window_starts([(0.0, 0.5)], WINDOW_S).tolist() == [0.0]


def test_two_speakers_are_told_apart_where_they_change() -> None:
    stretches = [(0.0, 10.0), (12.0, 20.0)]
    starts = window_starts(stretches, WINDOW_S)
    middles = starts + WINDOW_S / 2
    said = [int(5.0 < middle < 16.0) for middle in middles]
    turns = find_turns(stretches, starts, voices(said), WINDOW_S)
    assert [turn.speaker for turn in turns] == [0, 1, 1, 0]
    assert abs(turns[0].end_s - 5.0) <= 0.4 and abs(turns[2].end_s - 16.0) <= 0.4
    assert [turn.start_s for turn in turns][2] == 12.0


def test_one_voice_is_one_speaker_and_one_odd_window_no_turn() -> None:
    starts = window_starts([(0.0, 30.0)], WINDOW_S)
    said = [0] * len(starts)
    assert {t.speaker for t in find_turns([(0.0, 30.0)], starts, voices(said), WINDOW_S)} == {0}
    said[20] = 1
    (turn,) = find_turns([(0.0, 30.0)], starts, voices(said), WINDOW_S)
    assert (turn.start_s, turn.end_s, turn.speaker) == (0.0, 30.0, 0)


def test_speakers_are_numbered_as_they_first_speak() -> None:
    said = [3, 3, 1, 3, 5, 1] * 4
    groups = grouped(voices(said, spread=0.3), np.full(len(said), 2.0), 0.65)
    assert groups[:6].tolist() == [0, 0, 1, 0, 2, 1]


def test_who_speaks_too_little_is_nobody() -> None:
    said = [0] * 20 + [1] * 2
    assert set(grouped(voices(said), np.full(22, 0.4), 0.65).tolist()) == {0}


def test_more_rows_than_are_linked_at_once() -> None:
    said = ([0] * 50 + [1] * 30) * 40
    groups = grouped(voices(said), np.full(len(said), 0.4), 0.65)
    assert groups.tolist() == said


def test_no_rows_no_turns() -> None:
    assert find_turns([], np.zeros(0), np.zeros((0, 4), np.float32), WINDOW_S) == []

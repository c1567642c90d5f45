from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from models.errors import ModelUnsuitable
from models.protocols import Segment
from models.speech import (
    WhisperReader,
    _compression,
    _own_frames,
    _own_language,
    _segments,
    load_speech_reader,
)
from models.voice import SAMPLE_RATE_HZ, Stretch, Window, join_stretches, voice_stretches


def test_windows_join_neighbours_and_leave_out_silences() -> None:
    stretches = [Stretch(0, 5), Stretch(6, 12), Stretch(31, 36), Stretch(60, 70), Stretch(71, 99)]
    windows = join_stretches(stretches, max_window_s=18, max_gap_s=20)
    assert [window.stretches for window in windows] == [
        (Stretch(0, 5), Stretch(6, 12), Stretch(31, 36)),
        (Stretch(60, 70),),
        (Stretch(71, 99),),
    ]
    assert [window.seconds for window in windows] == [16, 10, 28]
    assert join_stretches([]) == []


def test_times_in_a_window_are_times_in_the_recording() -> None:
    window = Window((Stretch(10, 15), Stretch(30, 34)))
    assert window.span(1, 3) == (11, 13)
    assert window.span(1, 7) == (11, 32)
    assert window.span(6, 9) == (31, 34)
    # in the silence around the cut: the sentence before it, and the one after it
    assert window.span(1, 5.3) == (11, 15)
    assert window.span(4.8, 8) == (30, 33)
    assert window.span(9, 9.5) == (34, 34)
    assert Window((Stretch(10, 10.2),)).span(0, 0.2) == pytest.approx((10, 10.2))


def test_the_rest_of_a_window_and_its_sound() -> None:
    window = Window((Stretch(0, 1), Stretch(2, 4)))
    assert window.after(0.5) == Window((Stretch(0.5, 1), Stretch(2, 4)))
    assert window.after(2) == Window((Stretch(3, 4),))
    assert window.after(3) is None
    samples = np.arange(5 * SAMPLE_RATE_HZ, dtype=np.float32)
    cut = window.cut(samples)
    assert len(cut) == 3 * SAMPLE_RATE_HZ
    assert cut[SAMPLE_RATE_HZ] == 2 * SAMPLE_RATE_HZ


def test_silence_and_noise_hold_no_voice() -> None:
    quiet = np.zeros(3 * SAMPLE_RATE_HZ, np.float32)
    noise = np.random.default_rng(0).normal(0, 0.01, 3 * SAMPLE_RATE_HZ).astype(np.float32)
    assert voice_stretches(quiet) == []
    assert voice_stretches(noise) == []
    assert voice_stretches(np.zeros(0, np.float32)) == []


class FakeTokenizer:
    """Words 0 to 9 are themselves; 100 is the time 0.00, each further token 20 ms."""

    timestamp_begin: ClassVar[int] = 100

    def decode(self, tokens: list[int]) -> str:
        return " ".join(str(token) for token in tokens)


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([100, 1, 2, 150, 150, 3, 200], [Segment(0, 1, "1 2"), Segment(1, 2, "3")]),
        ([100, 1, 2], [Segment(0, 4, "1 2")]),
        ([1], [Segment(0, 4, "1")]),
        ([110, 1, 900], [Segment(0.2, 4, "1")]),
        ([], []),
    ],
)
def test_tokens_are_cut_at_their_times(tokens: list[int], expected: list[Segment]) -> None:
    given = list(_segments(tokens, FakeTokenizer(), 0.0, 4.0))
    assert [each.text for each in given] == [each.text for each in expected]
    for one, other in zip(given, expected, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx((other.start_s, other.end_s))


def test_words_read_from_a_later_time_on_begin_there() -> None:
    assert list(_segments([1, 2], FakeTokenizer(), 3.0, 4.0)) == [Segment(3, 4, "1 2")]


def test_a_loop_compresses_more_than_speech() -> None:
    assert _compression("thank you for watching " * 12) > 2.4
    assert _compression("the party you are trying to reach does not accept calls") < 2.4
    assert _compression("") == 0


def test_how_a_sound_sounds_needs_its_own_length_alone() -> None:
    lengths = [_own_frames(round(seconds * SAMPLE_RATE_HZ)) for seconds in (0.1, 3, 10, 28, 30)]
    assert lengths == sorted(lengths)
    assert lengths[0] < 600 and lengths[-1] == 3000
    assert all(length % 2 == 0 for length in lengths)


def test_a_folder_without_a_speech_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsuitable):
        load_speech_reader(tmp_path, threads=1)
    (tmp_path / "model.bin").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnsuitable):
        load_speech_reader(tmp_path, threads=1)


class _Told(WhisperReader):
    """Tells the language of a stretch from a table; decodes nothing."""

    def __init__(self, languages: dict[float, str | None]) -> None:
        self._by_start = languages

    def _surely(self, stretch: Stretch, samples: np.ndarray) -> str | None:
        return self._by_start[stretch.start_s]


def test_a_window_is_taken_apart_where_another_language_begins() -> None:
    starts = [0.0, 5.0, 10.0, 12.0, 17.0]
    ends = [4.0, 9.0, 11.0, 16.0, 21.0]
    pairs = zip(starts, ends, strict=True)
    window = Window(tuple(Stretch(start, end) for start, end in pairs))
    reader = _Told({0.0: "de", 5.0: "de", 12.0: "en", 17.0: "en"})
    first, second = reader._apart(window, np.zeros(0, np.float32))
    assert ([each.start_s for each in first[0].stretches], first[1]) == ([0.0, 5.0, 10.0], "de")
    assert ([each.start_s for each in second[0].stretches], second[1]) == ([12.0, 17.0], "en")
    doubtful = _Told({0.0: "de", 5.0: None, 12.0: None, 17.0: "de"})
    assert doubtful._apart(window, np.zeros(0, np.float32)) == [(window, None)]


def test_a_window_keeps_the_usual_language_unless_it_is_surely_another() -> None:
    long = Window((Stretch(0.0, 6.0),))
    assert _own_language({"de": 0.9, "en": 0.05}, "en", long) == "de"
    assert _own_language({"de": 0.6, "en": 0.3}, "en", long) == "en"
    assert _own_language({"de": 0.9, "en": 0.05}, "en", Window((Stretch(0.0, 1.0),))) == "en"

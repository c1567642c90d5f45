from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from models.errors import ModelUnsuitable
from models.protocols import Segment
from models.speech import _alike, _compression, _frames_for, _segments, load_speech_reader
from models.voice import SAMPLE_RATE_HZ, Stretch, pack_windows, voice_stretches


def test_windows_join_neighbours_and_leave_out_long_silences() -> None:
    stretches = [Stretch(0, 5), Stretch(6, 12), Stretch(20, 30), Stretch(30.5, 45)]
    windows = pack_windows(stretches, max_window_s=20, max_gap_s=1.5)
    assert windows == [Stretch(0, 12), Stretch(20, 30), Stretch(30.5, 45)]
    assert pack_windows([]) == []


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
    given = list(_segments(tokens, FakeTokenizer(), 4.0))
    assert [each.text for each in given] == [each.text for each in expected]
    for one, other in zip(given, expected, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx((other.start_s, other.end_s))


def test_a_loop_compresses_more_than_speech() -> None:
    assert _compression("thank you for watching " * 12) > 2.4
    assert _compression("the party you are trying to reach does not accept calls") < 2.4
    assert _compression("") == 0


def test_encoded_length_follows_the_sound_up_to_thirty_seconds() -> None:
    lengths = [_frames_for(round(seconds * SAMPLE_RATE_HZ)) for seconds in (0.1, 3, 10, 28, 30)]
    assert lengths == sorted(lengths)
    assert lengths[0] < 600 and lengths[-1] == 3000
    assert all(length % 2 == 0 for length in lengths)


def test_batches_hold_windows_of_like_length() -> None:
    windows = [Stretch(0, 2), Stretch(3, 13), Stretch(14, 15), Stretch(16, 27), Stretch(30, 31)]
    batches = list(_alike(windows))
    assert [window for batch in batches for window in batch] == sorted(
        windows, key=lambda window: window.start_s - window.end_s
    )


def test_a_folder_without_a_speech_model(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsuitable):
        load_speech_reader(tmp_path, threads=1)
    (tmp_path / "model.bin").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ModelUnsuitable):
        load_speech_reader(tmp_path, threads=1)

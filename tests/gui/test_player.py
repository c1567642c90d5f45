"""Playing from windows of samples: what is asked for, what is dropped, when it ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtMultimedia import QAudioFormat

from app.gui.evidence.player import NO_OUTPUT, WINDOW_S, Player

RATE_HZ = 16_000


class Sink:
    """Takes what it is given and has heard as much as the test says."""

    def __init__(self) -> None:
        self.taken = bytearray()
        self.heard_s = 0.0
        self.room = 1 << 20

    def bytesFree(self) -> int:
        return self.room

    def processedUSecs(self) -> int:
        return round(self.heard_s * 1e6)

    def write(self, samples: bytes) -> int:
        self.taken += samples
        return len(samples)

    def setVolume(self, volume: float) -> None:
        self.volume = volume

    def stop(self) -> None: ...

    def deleteLater(self) -> None: ...


class Played(Player):
    sink: Sink

    def _open_sink(self) -> bool:
        self.sink = Sink()
        self._sink = self._io = self.sink  # type: ignore[assignment]
        self._format = QAudioFormat()
        self._format.setSampleRate(RATE_HZ)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        return True


@pytest.fixture
def player(qapp: Any) -> Played:
    made = Played()
    made.wants = []  # type: ignore[attr-defined]
    made.wanted.connect(lambda start, end: made.wants.append((start, end)))  # type: ignore[attr-defined]
    made.load(50.0)
    return made


def sound(seconds: float) -> np.ndarray:
    return np.full(round(seconds * RATE_HZ), 7, dtype=np.int16)


def test_it_asks_ahead_and_plays_in_order(player: Any) -> None:
    player.play(12.0)
    assert player.wants == [(12.0, 12.0 + WINDOW_S)]
    player.feed(12.0, sound(10), RATE_HZ)
    player.feed(22.0, sound(10), RATE_HZ)
    assert len(player.sink.taken) == 20 * RATE_HZ * 2
    assert len(player.wants) == 1
    player.sink.heard_s = 13.0
    player._tick()
    assert player.wants[1:] == [(32.0, 50.0)]
    assert player.position_s == 25.0


def test_samples_of_an_earlier_seek_are_dropped(player: Any) -> None:
    player.play(0.0)
    player.seek(30.0)
    player.feed(0.0, sound(5), RATE_HZ)
    assert player.sink.taken == b""
    player.feed(30.0, sound(5), RATE_HZ)
    assert len(player.sink.taken) == 5 * RATE_HZ * 2


def test_it_stops_at_the_end_and_starts_again(player: Any) -> None:
    player.play(45.0)
    player.feed(45.0, sound(5), RATE_HZ)
    assert player.playing
    player.sink.heard_s = 5.0
    player._tick()
    assert not player.playing
    assert player.position_s == 50.0
    player.toggle()
    assert player.playing
    assert player.wants[-1][0] == 0.0
    player.stop()


def test_seeking_while_paused_only_moves(player: Any) -> None:
    player.seek(20.0)
    assert player.wants == []
    assert player.position_s == 20.0
    assert not player.playing


def test_faster_it_gets_through_in_less_time_and_knows_where_it_is(player: Any) -> None:
    player.set_speed(2.0)
    player.play(40.0)
    player.feed(40.0, sound(10), RATE_HZ)
    assert len(player.sink.taken) / 2 / RATE_HZ == pytest.approx(5.0, abs=0.1)
    player.sink.heard_s = 3.0
    player._tick()
    assert player.position_s == 46.0 and player.playing
    player.sink.heard_s = 5.0
    player._tick()
    assert not player.playing and player.position_s == 50.0


def test_another_speed_goes_on_from_where_it_is(player: Any) -> None:
    player.play(0.0)
    player.feed(0.0, sound(20), RATE_HZ)
    player.sink.heard_s = 4.0
    player._tick()
    player.set_speed(0.5)
    assert player.playing and player.wants[-1][0] == 4.0
    player.feed(4.0, sound(5), RATE_HZ)
    player.sink.heard_s = 2.0
    player._tick()
    assert player.position_s == 5.0
    player.stop()


def test_the_volume_holds_for_what_plays_and_for_what_is_played_next(player: Any) -> None:
    player.set_volume(0.5)
    player.play(0.0)
    assert player.sink.volume == 0.25  # half as loud to the ear
    player.set_volume(0.0)
    assert player.sink.volume == 0.0
    player.stop()


def test_no_more_is_made_than_there_is_room_for(player: Any) -> None:
    player.set_speed(1.5)
    player.play(0.0)
    player.sink.room = 6400
    player.feed(0.0, sound(20), RATE_HZ)
    assert 0 < len(player.sink.taken) <= 6400
    player.stop()


def test_without_an_output_it_says_so(qapp: Any) -> None:
    class Silent(Player):
        def _open_sink(self) -> bool:
            return False

    player = Silent()
    said: list[str] = []
    player.troubled.connect(said.append)
    player.load(10.0)
    player.toggle()
    assert said == [NO_OUTPUT]
    assert not player.playing

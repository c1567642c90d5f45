"""Plays a recording from samples that the engine sends in windows; no file is opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal

from app.gui.evidence.stretch import Stretcher
from app.gui.language import tr

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink

WINDOW_S = 20.0  # asked for at a time
AHEAD_S = 8.0  # ask for more when less than this is waiting
TICK_MS = 40
SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
NO_OUTPUT = tr("No sound output was found on this computer. You can still read and seek.")


class Player(QObject):
    """`wanted` asks for samples of [start, end) seconds; `feed` takes them, in order."""

    wanted = Signal(float, float)
    moved = Signal(float)
    playing_changed = Signal(bool)
    troubled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sink: QAudioSink | None = None
        self._io: QIODevice | None = None
        self._format: QAudioFormat | None = None
        self._stretcher: Stretcher | None = None  # with what was fed and is not written yet
        self._rate_hz = 0
        self._written_s = 0.0  # as the sink counts, whatever the speed
        self.speed = 1.0
        self.volume = 1.0  # as it is heard: half is half as loud
        self._base_s = 0.0  # where the sink's clock began
        self._at_s = 0.0
        self._fed_to_s = 0.0
        self._asked_to_s = 0.0
        self._duration_s = 0.0
        self.playing = False
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def load(self, duration_s: float) -> None:
        self.stop()
        self._duration_s = duration_s
        self._at_s = 0.0

    @property
    def position_s(self) -> float:
        return self._at_s

    def toggle(self) -> None:
        if self.playing:
            self.pause()
        else:
            again = self._at_s >= self._duration_s - 0.1
            self.play(0.0 if again else self._at_s)

    def play(self, from_s: float) -> None:
        self._close_sink()
        self._at_s = self._base_s = from_s
        if not self._open_sink():
            self._set_playing(False)
            self.moved.emit(self._at_s)
            self.troubled.emit(NO_OUTPUT)
            return
        self._fed_to_s = self._asked_to_s = from_s
        self._written_s = 0.0
        self._stretcher = None
        self.set_volume(self.volume)
        self._set_playing(True)
        self._ask_ahead()
        self._timer.start()

    def pause(self) -> None:
        self._close_sink()
        self._set_playing(False)

    def seek(self, to_s: float) -> None:
        if self.playing:
            self.play(to_s)
        self._at_s = to_s
        self.moved.emit(to_s)

    def set_speed(self, speed: float) -> None:
        """Of what is heard from now on; voices keep their pitch."""
        if speed != self.speed:
            self.speed = speed
            if self.playing:
                self.play(self._at_s)

    def set_volume(self, volume: float) -> None:
        """From 0 to 1."""
        self.volume = volume
        if self._sink is not None:
            self._sink.setVolume(volume**2)

    def stop(self) -> None:
        self._close_sink()
        self._set_playing(False)

    def feed(self, start_s: float, samples: NDArray[Any], sample_rate_hz: int) -> None:
        """`samples` is int16 (n,). What does not follow on from the last is stale: dropped."""
        if not self.playing or abs(start_s - self._fed_to_s) > 0.25 or self._format is None:
            return
        if self._stretcher is None:
            self._stretcher, self._rate_hz = Stretcher(sample_rate_hz, self.speed), sample_rate_hz
        self._stretcher.push(samples)
        self._fed_to_s = start_s + len(samples) / sample_rate_hz
        self._tick()

    def _tick(self) -> None:
        if self._sink is None or self._io is None or self._format is None:
            return
        all_fed = self._fed_to_s >= self._duration_s - 0.1
        self._write(self._sink.bytesFree(), last=all_fed)
        heard_s = self._sink.processedUSecs() / 1e6
        self._at_s = min(self._base_s + heard_s * self.speed, self._fed_to_s, self._duration_s)
        self.moved.emit(self._at_s)
        self._ask_ahead()
        nothing_left = self._stretcher is None or self._stretcher.is_empty
        if all_fed and nothing_left and heard_s >= self._written_s - 0.05:
            self._at_s = self._duration_s
            self.pause()
            self.moved.emit(self._at_s)

    def _write(self, n_bytes: int, *, last: bool) -> None:
        """As much as the sink has room for; no more is made than that."""
        assert self._format is not None and self._io is not None
        if self._stretcher is None:
            return
        n_frames = n_bytes // max(1, self._format.bytesPerFrame())
        n_samples = n_frames * self._rate_hz // self._format.sampleRate()
        samples = self._stretcher.pull(n_samples, last=last)
        if len(samples):
            self._io.write(_converted(samples, self._rate_hz, self._format))
            self._written_s += len(samples) / self._rate_hz

    def _ask_ahead(self) -> None:
        wanting = self._asked_to_s - self._at_s < AHEAD_S and self._asked_to_s < self._duration_s
        if wanting and self._fed_to_s >= self._asked_to_s - 0.25:
            start = self._asked_to_s
            self._asked_to_s = min(self._duration_s, start + WINDOW_S)
            self.wanted.emit(start, self._asked_to_s)

    def _open_sink(self) -> bool:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return False
        wanted = QAudioFormat()
        wanted.setSampleRate(16_000)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(wanted):
            wanted = device.preferredFormat()
            wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._format = wanted
        self._sink = QAudioSink(device, wanted)
        self._sink.setBufferSize(wanted.bytesForDuration(400_000))
        self._io = self._sink.start()
        return self._io is not None

    def _close_sink(self) -> None:
        self._timer.stop()
        self._stretcher = None
        sink, self._sink, self._io = self._sink, None, None
        if sink is not None:
            sink.stop()
            sink.deleteLater()

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)


def _converted(samples: NDArray[Any], rate_hz: int, wanted: QAudioFormat) -> bytes:
    """The samples at the output's rate and number of channels, as int16 bytes."""
    import numpy as np

    if wanted.sampleRate() != rate_hz and len(samples):
        n_out = round(len(samples) * wanted.sampleRate() / rate_hz)
        at = np.linspace(0, len(samples) - 1, n_out)
        samples = np.interp(at, np.arange(len(samples)), samples).astype(np.int16)
    if wanted.channelCount() > 1:
        samples = np.repeat(samples, wanted.channelCount())
    return np.ascontiguousarray(samples, dtype=np.int16).tobytes()

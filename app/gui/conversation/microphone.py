"""Records from the microphone into memory; nothing is listened to but while it says so."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QIODevice, QObject, Qt, QTimer, Signal

from app.gui.language import tr

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSource

MAX_S = 120.0
LEAST_S = 0.3  # what is shorter was a slip of the hand
NO_MICROPHONE = tr("No microphone was found on this computer.")
REFUSED = tr("The system does not let Triptych use the microphone; its settings can allow it.")
_TICK_MS = 200


class Microphone(QObject):
    """`recorded` carries a WAV file's bytes, of one channel at the device's own rate; `ticked` the
    seconds so far; `ended` comes before either and also where nothing was recorded."""

    recorded = Signal(bytes)
    ticked = Signal(float)
    begun = Signal()
    ended = Signal()
    troubled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source: QAudioSource | None = None
        self._io: QIODevice | None = None
        self._format: QAudioFormat | None = None
        self._heard = bytearray()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def recording(self) -> bool:
        return self._source is not None

    def start(self) -> None:
        if self.recording:
            return
        if (refused := self._asks_first()) is not None:
            if refused:
                self.troubled.emit(refused)
            return
        if not self._open():
            self.troubled.emit(NO_MICROPHONE)
            return
        self._timer.start()
        self.begun.emit()
        self.ticked.emit(0.0)

    def stop(self) -> None:
        """End, and hand over what was recorded."""
        if not self.recording:
            return
        self._read()
        seconds = self._seconds()
        contents = self._as_wav() if seconds >= LEAST_S else b""
        self._close()
        self.ended.emit()
        if contents:
            self.recorded.emit(contents)

    def discard(self) -> None:
        if self.recording:
            self._close()
            self.ended.emit()

    def _asks_first(self) -> str | None:
        """None where it may record; else why not, or "" while the system asks the user."""
        from PySide6.QtCore import QMicrophonePermission

        application = QCoreApplication.instance()
        assert application is not None
        permission = QMicrophonePermission()
        status = application.checkPermission(permission)
        if status == Qt.PermissionStatus.Granted:
            return None
        if status == Qt.PermissionStatus.Denied:
            return REFUSED
        application.requestPermission(permission, self, self.start)
        return ""

    def _open(self) -> bool:
        from PySide6.QtMultimedia import QAudioFormat, QAudioSource, QMediaDevices

        device = QMediaDevices.defaultAudioInput()
        if device.isNull():
            return False
        wanted = QAudioFormat()
        wanted.setSampleRate(16_000)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        if not device.isFormatSupported(wanted):
            wanted = device.preferredFormat()
            wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        source = QAudioSource(device, wanted)
        opened = source.start()
        if opened is None:
            source.deleteLater()
            return False
        self._heard.clear()
        self._format, self._source, self._io = wanted, source, opened
        return True

    def _tick(self) -> None:
        self._read()
        self.ticked.emit(self._seconds())
        if self._seconds() >= MAX_S:
            self.stop()

    def _read(self) -> None:
        if self._io is not None:
            self._heard += bytes(self._io.readAll().data())

    def _seconds(self) -> float:
        assert self._format is not None
        return len(self._heard) / max(1, self._format.bytesForDuration(1_000_000))

    def _as_wav(self) -> bytes:
        assert self._format is not None
        made = io.BytesIO()
        with wave.open(made, "wb") as file:
            file.setnchannels(self._format.channelCount())
            file.setsampwidth(2)
            file.setframerate(self._format.sampleRate())
            file.writeframes(bytes(self._heard))
        return made.getvalue()

    def _close(self) -> None:
        self._timer.stop()
        source, self._source, self._io = self._source, None, None
        if source is not None:
            source.stop()
            source.deleteLater()
        self._heard.clear()

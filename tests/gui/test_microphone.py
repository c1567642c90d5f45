"""A question is recorded: the button, what becomes of the sound, and what is said without one."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtMultimedia import QAudioFormat, QMediaDevices

from app.gui.conversation.microphone import NO_MICROPHONE, Microphone
from app.gui.window import Window

RATE_HZ = 16_000


class Source:
    """What `QAudioSource` is to the microphone."""

    def __init__(self) -> None:
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True

    def deleteLater(self) -> None:
        pass


def listening(microphone: Microphone, seconds: float) -> Source:
    """Begin with a device that has heard so much; offscreen there is none."""
    heard = QBuffer(microphone)
    heard.setData(QByteArray(b"\x01\x02" * round(RATE_HZ * seconds)))
    heard.open(QIODevice.OpenModeFlag.ReadOnly)
    form = QAudioFormat()
    form.setSampleRate(RATE_HZ)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    source = Source()

    def open_it() -> bool:
        microphone._format, microphone._io = form, heard
        microphone._source = source  # type: ignore[assignment]
        return True

    microphone._open = open_it  # type: ignore[method-assign]
    return source


def test_what_was_said_is_attached_to_the_question(
    qtbot: Any, open_window: Callable[..., Window]
) -> None:
    window = open_window()
    composer = window.conversation.composer
    source = listening(composer.microphone, 1.5)
    composer.record.click()
    assert composer.microphone.recording and composer.record.text() == "0:00"
    assert composer.record.accessibleName() == "Stop recording and attach it"
    composer.record.click()
    assert source.stopped and not composer.microphone.recording
    qtbot.waitUntil(lambda: bool(composer.attachment()), timeout=20_000)
    with wave.open(composer.attachment()) as kept:
        assert (kept.getframerate(), kept.getnchannels()) == (RATE_HZ, 1)
        assert kept.getnframes() == round(1.5 * RATE_HZ)
    assert Path(composer.attachment()).parent == window.notes.folder()


def test_it_ends_by_itself_and_a_slip_of_the_hand_is_nothing(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.conversation.microphone.MAX_S", 1.0)
    microphone = Microphone()
    listening(microphone, 1.5)
    with qtbot.waitSignal(microphone.recorded, timeout=20_000):
        microphone.start()
    assert not microphone.recording
    recorded: list[bytes] = []
    microphone.recorded.connect(recorded.append)
    listening(microphone, 0.1)
    microphone.start()
    microphone.stop()
    assert not recorded and not microphone.recording


@pytest.mark.skipif(
    not QMediaDevices.defaultAudioInput().isNull(), reason="this computer has a microphone"
)
def test_without_a_microphone_it_says_so(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window()
    window.conversation.composer.record.click()
    assert NO_MICROPHONE in window.banner.message()
    assert not window.conversation.composer.microphone.recording

"""A question is recorded: the button, what becomes of the sound, and what is said without one."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtMultimedia import QAudioFormat, QMediaDevices

from app.gui.conversation.microphone import NO_MICROPHONE, Microphone
from app.gui.window import Window
from tests.gui.scripted.contents import SPOKEN

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


def test_what_was_said_becomes_the_question(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window()
    composer = window.conversation.composer
    composer.edit.setPlainText("Tell me:")
    source = listening(composer.microphone, 1.5)
    composer.record.click()
    assert composer.microphone.recording and composer.record.text() == "0:00"
    assert composer.record.accessibleName() == "Stop recording"
    composer.record.click()
    assert source.stopped and not composer.microphone.recording
    typed = f"Tell me: {SPOKEN}"
    qtbot.waitUntil(lambda: composer.edit.toPlainText() == typed, timeout=20_000)
    assert not composer.attachment() and composer.send.isEnabled()
    assert list(window.notes.folder().iterdir()) == []  # nothing of it is kept


def test_a_recording_without_words_stays_attached_as_the_sound_it_is(
    qtbot: Any, open_window: Callable[..., Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.library.notes.tr", lambda text: text.replace("Question", "hum"))
    window = open_window()
    composer = window.conversation.composer
    listening(composer.microphone, 1.5)
    composer.record.click()
    composer.record.click()
    said = composer.attached.heard
    qtbot.waitUntil(lambda: said.text().startswith("Nobody speaks"), timeout=20_000)
    assert composer.edit.toPlainText() == "" and not composer.send.isEnabled()
    assert composer.find_button.isEnabled()
    with wave.open(composer.attachment()) as kept:
        assert (kept.getframerate(), kept.getnchannels()) == (RATE_HZ, 1)
        assert kept.getnframes() == round(1.5 * RATE_HZ)
    assert Path(composer.attachment()).parent == window.notes.folder()


def test_what_is_said_in_an_attached_recording_can_be_asked(
    qtbot: Any, open_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = open_window()
    composer = window.conversation.composer
    memo = tmp_path / "memo.ogg"
    memo.write_bytes(b"x")
    composer.attach(str(memo))
    qtbot.waitUntil(lambda: composer.attached.words == SPOKEN, timeout=20_000)
    assert SPOKEN in composer.attached.heard.text() and composer.attached.ask_words.isVisible()
    assert composer.edit.toPlainText() == "" and composer.attachment() == str(memo)
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=20_000)
    turn = window.conversation.turns[-1]
    assert (turn.question, turn.attachment) == (SPOKEN, "")
    assert not composer.attached.isVisible() and memo.exists()


def test_a_recording_that_is_taken_off_is_listened_to_no_more(
    qtbot: Any, open_window: Callable[..., Window], tmp_path: Path
) -> None:
    window = open_window("--slow")
    composer = window.conversation.composer
    spoken = tmp_path / "spoken.wav"
    spoken.write_bytes(b"x")
    window.conversation_flow.hearing.take_spoken(str(spoken))
    assert composer.attached.heard.text() == "Listening to what is said…"
    composer.attached.removed.emit()
    assert not spoken.exists() and not composer.attached.isVisible()
    spoken.write_bytes(b"x")
    window.conversation_flow.hearing.take_spoken(str(spoken))
    composer.edit.setPlainText("What sounds like this?")
    qtbot.keyClick(composer.edit, Qt.Key.Key_Return)  # asked with, before it was heard
    assert spoken.exists() and window.conversation.turns[-1].attachment == str(spoken)
    composer.attach(str(tmp_path / "picture.png"))
    composer.attached.removed.emit()
    assert spoken.exists()
    qtbot.waitUntil(lambda: not window.stream.open_requests()[1:], timeout=20_000)
    assert composer.edit.toPlainText() == "" and not composer.attached.words


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

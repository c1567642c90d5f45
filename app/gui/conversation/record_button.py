"""The button that records a question: pressed once it listens, pressed again it is heard."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.gui import parts, places
from app.gui.conversation.microphone import Microphone
from app.gui.language import tr
from app.gui.theme import Theme


class RecordButton(parts.IconButton):
    def __init__(self, theme: Theme, microphone: Microphone) -> None:
        super().__init__(theme, "microphone", tr("Record a question"))
        self._microphone = microphone
        self.clicked.connect(self._press)
        microphone.begun.connect(self._show)
        microphone.ended.connect(self._show)
        microphone.ticked.connect(self._tick)
        self._show()

    def _press(self) -> None:
        if self._microphone.recording:
            self._microphone.stop()
        else:
            self._microphone.start()

    def _show(self) -> None:
        recording = self._microphone.recording
        name = tr("Stop recording") if recording else tr("Record a question")
        self.set_icon("stop" if recording else "microphone", "error" if recording else "text_soft")
        self.setAccessibleName(name)
        tip = tr("Record a question; its words come into the box…")
        self.setToolTip(name if recording else tip)
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if recording else style.ToolButtonIconOnly
        )

    def _tick(self, seconds: float) -> None:
        self.setText(places.clock(seconds))

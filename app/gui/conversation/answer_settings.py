"""Keeps the panel of answer settings and the settings file the same."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtCore import QObject, QTimer

from app.gui.banner import Banner
from app.gui.conversation.sampling import SamplingPanel
from app.gui.conversation.sampling_fields import defaults
from app.gui.language import tr
from models.decoder.settings import GenerationSettings

SECTION = "generation"
SAVE_AFTER_MS = 800


class AnswerSettings(QObject):
    """Reads once, writes a moment after the last change; only what differs from the defaults."""

    def __init__(self, panel: SamplingPanel, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._panel, self._banner = panel, banner
        self._saved: dict[str, object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.save)
        panel.changed.connect(self._timer.start)
        panel.presets.own_changed.connect(self._save_presets)

    def load(self) -> None:
        from app import settings

        loaded, _warnings = settings.load()
        self._panel.presets.show_own(settings.load_presets())
        self._panel.load(asdict(loaded.generation))
        self._saved = self._panel.values()
        self._timer.stop()

    def save(self) -> None:
        values = self._panel.values()
        if self._saved is None or values == self._saved:
            return
        from app import settings

        normal = defaults()
        changed = {
            name: None if value == normal[name] else value
            for name, value in values.items()
            if value != self._saved[name]
        }
        self._timer.stop()
        try:
            settings.save_section(SECTION, changed)
        except (OSError, ValueError) as error:
            self._say_unsaved(tr("The answer settings"), error)
        self._saved = values

    def _save_presets(self, presets: dict[str, GenerationSettings]) -> None:
        from app import settings

        try:
            settings.save_presets(presets)
        except OSError as error:
            self._say_unsaved(tr("Your presets"), error)

    def _say_unsaved(self, what: str, error: Exception) -> None:
        self._banner.say(
            "settings",
            tr("{what} could not be saved; they hold until you close the window.").format(
                what=what
            ),
            tr("Check that the data folder can be written to ({why}).").format(
                why=type(error).__name__
            ),
            tone="warn",
        )

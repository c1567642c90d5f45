"""How the window looks and speaks: settings of the window itself, which stand at the page's top.
They are kept with its size and panes, not in `settings.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QSettings

from app.core.setting_fields import About, Kind, SettingField, Value
from app.gui.language import LANGUAGES, tr
from app.gui.theme import SCALES, Mode, Theme

MODES: tuple[tuple[Mode, str], ...] = (
    ("system", tr("Like the system")),
    ("light", tr("Light")),
    ("dark", tr("Dark")),
)


@dataclass(frozen=True, slots=True)
class WindowSetting:
    field: SettingField
    read: Callable[[], Value]
    write: Callable[[Value], None]


def window_settings(theme: Theme, memory: QSettings) -> tuple[WindowSetting, ...]:
    def set_mode(value: Value) -> None:
        theme.set_mode(cast(Mode, value))

    def set_language(value: Value) -> None:
        memory.setValue("language", value)

    def set_scale(value: Value) -> None:
        theme.set_scale(float(str(value)))

    def set_still(value: Value) -> None:
        theme.set_still(bool(value))

    return (
        WindowSetting(
            _field(
                "mode",
                "choice",
                "system",
                About(
                    tr("Colours"),
                    tr("Light, dark, or as the desktop has it."),
                    tr("Like the system: changes with the desktop, at dusk for instance."),
                    choices=MODES,
                    holds="now",
                ),
            ),
            lambda: theme.mode,
            set_mode,
        ),
        WindowSetting(
            _field(
                "language",
                "choice",
                "system",
                About(
                    tr("Language"),
                    tr("Of the window. Answers are in the language of their question."),
                    tr("The language holds from the next start."),
                    choices=LANGUAGES,
                ),
            ),
            lambda: str(memory.value("language", "system")),
            set_language,
        ),
        WindowSetting(
            _field(
                "scale",
                "choice",
                "1.0",
                About(
                    tr("Text size"),
                    tr("Ctrl++ and Ctrl+- do the same."),
                    tr("Everything in the window grows with its text."),
                    choices=tuple((str(scale), f"{scale:.0%}") for scale in SCALES),
                    holds="now",
                ),
            ),
            lambda: str(min(SCALES, key=lambda scale: abs(scale - theme.scale))),
            set_scale,
        ),
        WindowSetting(
            _field(
                "still",
                "switch",
                False,
                About(
                    tr("Less motion"),
                    tr("Bars move as work goes on, and never by themselves."),
                    tr("For those whom moving things disturb."),
                    holds="now",
                ),
            ),
            lambda: theme.still,
            set_still,
        ),
    )


def _field(name: str, kind: Kind, default: Value, about: About) -> SettingField:
    return SettingField("window", name, kind, default, about)

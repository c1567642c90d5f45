"""How the window looks, speaks, begins and ends: settings of the window itself, which stand at the
page's top. They are kept with its size and panes, or by the system, not in `settings.toml`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QSettings

from app.core.setting_fields import About, Kind, SettingField, Value
from app.gui.language import LANGUAGES, tr
from app.gui.login import LoginEntry
from app.gui.theme import SCALES, Mode, Theme
from app.gui.tray import Tray

MODES: tuple[tuple[Mode, str], ...] = (
    ("system", tr("Like the system")),
    ("light", tr("Light")),
    ("dark", tr("Dark")),
)


@dataclass(frozen=True, slots=True)
class WindowSetting:
    """`write` raises OSError where it cannot be kept; `note` is what else there is to know."""

    field: SettingField
    read: Callable[[], Value]
    write: Callable[[Value], None]
    note: Callable[[], str] = str


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


def program_settings(tray: Tray, login: LoginEntry) -> tuple[WindowSetting, ...]:
    """Two switches that are off."""
    return (
        WindowSetting(
            _field(
                "tray",
                "switch",
                False,
                About(
                    tr("Go on in the tray"),
                    tr("A closed window stays in the tray; adding and watched folders go on."),
                    tr("Quit in the menu, or in that of the tray, ends it."),
                    holds="now",
                ),
                section="program",
            ),
            lambda: tray.is_on,
            lambda value: tray.turn(bool(value)),
            lambda: "" if tray.is_there() else tr("This desktop has no tray at the moment."),
        ),
        WindowSetting(
            _field(
                "login",
                "switch",
                False,
                About(
                    tr("Start at login"),
                    tr("Triptych starts with your session: in the tray if that is on, else small."),
                    tr("One entry among what your system starts; off takes it out again."),
                    holds="now",
                ),
                section="program",
            ),
            login.is_on,
            lambda value: login.turn(bool(value)),
        ),
    )


def _field(
    name: str, kind: Kind, default: Value, about: About, section: str = "window"
) -> SettingField:
    return SettingField(section, name, kind, default, about)

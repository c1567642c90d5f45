"""Joins the settings page to the file, to the window's own memory and to the engine."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import paths, settings
from app.core.calls import ReopenLibrary
from app.core.events import Failure, Words
from app.core.setting_fields import SettingField, Value, setting_fields
from app.gui.banner import Banner
from app.gui.language import in_one_line, tr, window_language
from app.gui.settings_page.appearance import WindowSetting
from app.gui.settings_page.page import SettingsPage
from app.gui.theme import Theme
from app.tasks.stream import EventStream

_PLACE = re.compile(r"line (\d+), column (\d+)")


class SettingsFlow(QObject):
    """What is given on the page is written at once. `applied`: the library was opened anew."""

    applied = Signal()

    def __init__(
        self,
        stream: EventStream,
        theme: Theme,
        own: Sequence[WindowSetting],
        banner: Banner,
        others: Mapping[str, Callable[[], object]],
        window: QWidget,
    ) -> None:
        """`own` are the window's settings; `others` opens the pages that have settings of their
        own, by name."""
        super().__init__(window)
        self._stream, self._theme, self._window = stream, theme, window
        self._banner, self._others = banner, others
        self._in_window = {setting.field.key: setting for setting in own}
        self._language = self._in_window["window.language"].read()  # as this start has it
        self._in_file = {field.key: field for field in setting_fields()}
        self._in_force = settings.Settings()
        self._applying = False
        self.page: SettingsPage | None = None

    def begin(self) -> None:
        """With the engine's start: what is in the file now is what holds."""
        found = settings.read()
        self._in_force = found.settings
        if found.unreadable or any(slip.is_known for slip in found.slips):
            self._banner.say(
                "settings",
                tr("Some of your settings could not be used."),
                tr("The defaults hold in their place."),
                tone="warn",
                button=tr("Settings…"),
                act=self.show,
            )

    def show(self) -> None:
        if self.page is None:
            fields = [setting.field for setting in self._in_window.values()]
            page = SettingsPage(self._theme, fields, list(self._in_file.values()), self._window)
            page.given.connect(self._give)
            page.other_wanted.connect(self._go_elsewhere)
            page.apply_wanted.connect(self.apply)
            page.set_aside_wanted.connect(self._set_aside)
            self.page = page
        self._refresh()
        self.page.begin()
        self.page.open()

    def apply(self) -> None:
        """Open the library anew, so that all settings hold."""
        found = settings.read().settings
        self._applying = True
        self._refresh()

        def done() -> None:
            self._applying = False
            self._in_force = found
            self._refresh()
            self.applied.emit()

        def fail(failure: Failure) -> None:
            self._applying = False
            self._refresh(in_one_line(failure))

        self._stream.call(ReopenLibrary()).done(done).failed(fail)

    def _refresh(self, trouble: str = "") -> None:
        """Show what is in the file and in the window now; `trouble` is what did not succeed."""
        page = self.page
        if page is None:
            return
        found = settings.read()
        unfit = {slip.key: slip for slip in found.slips if slip.is_known}
        waiting = 0
        for key, field in self._in_file.items():
            value = field.value_in(found.settings)
            slip = unfit.get(key)
            wrong = field.trouble(value) if slip is None else _unfit(field, slip)
            waits = field.about.holds == "opened" and value != field.value_in(self._in_force)
            waiting += waits
            page.rows[key].show_value(value, _note(field, waits=waits), wrong)
            page.rows[key].edit.setEnabled(not found.unreadable)
        for key, setting in self._in_window.items():
            value = setting.read()
            changed = key == "window.language" and value != self._language
            note = tr("The language holds from the next start.") if changed else setting.note()
            page.rows[key].show_value(value, note)
        page.show_unknown([slip.key for slip in found.slips if not slip.is_known])
        page.show_waiting(waiting, applying=self._applying)
        if found.unreadable:
            trouble = tr("settings.toml could not be read, so the defaults hold: {why}").format(
                why=_where(found.unreadable)
            )
        page.show_trouble(trouble, may_set_aside=bool(found.unreadable))

    def _give(self, key: str, value: Value) -> None:
        if (setting := self._in_window.get(key)) is not None:
            try:
                setting.write(value)
                self._refresh()
            except OSError as error:
                self._refresh(
                    tr("The system did not let it be set ({why}); all is as before.").format(
                        why=error.strerror or error
                    )
                )
            return
        field = self._in_file[key]
        trouble = ""
        try:
            kept = None if value == field.default else value
            settings.save_section(field.section, {field.name: kept})
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            trouble = tr("The settings could not be written ({why}); all is as before.").format(
                why=why
            )
        self._refresh(trouble)

    def _go_elsewhere(self, name: str) -> None:
        assert self.page is not None
        self.page.accept()
        self._others[name]()

    def _set_aside(self) -> None:
        """The file that cannot be read gets a name that nothing else has."""
        file = paths.settings_file()
        try:
            file.rename(_unused(file))
            self._refresh()
        except OSError as error:
            self._refresh(str(error.strerror or error))


def _unfit(field: SettingField, slip: settings.Slip) -> Words:
    least, most = field.about.least, field.about.most
    if least is not None and most is not None and isinstance(slip.value, int | float):
        return Words(
            "The file has {value} here. This can be from {least} to {most}; the default holds.",
            {"value": str(slip.value), "least": f"{least:g}", "most": f"{most:.0f}"},
        )
    return Words(
        "The file has {value} here, which cannot be; the default holds.",
        {"value": str(slip.value)},
    )


def _note(field: SettingField, *, waits: bool) -> str:
    """What else there is to know of a setting at this moment."""
    about = field.about
    if about.environment and os.environ.get(about.environment):
        return tr("{name} is set to {value}, which wins over this.").format(
            name=about.environment, value=os.environ[about.environment]
        )
    return tr("Takes effect at the next start, or when applied.") if waits else ""


def _where(why: str) -> str:
    """What the reader of the file says is English; of that another language is told the place."""
    found = _PLACE.search(why)
    if found is None or window_language() == "en":
        return why
    return tr("line {line}, column {column}").format(line=found[1], column=found[2])


def _unused(file: Path) -> Path:
    number = 1
    while (other := file.with_name(f"{file.stem}-unreadable-{number}{file.suffix}")).exists():
        number += 1
    return other

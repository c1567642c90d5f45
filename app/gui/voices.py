"""Joins the page of named voices to the engine."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import ForgetVoice, ListVoices, MergeVoices, RenameVoice, Request
from app.core.events import Failure, VoiceRow
from app.gui.language import in_one_line
from app.gui.naming import NameDialog
from app.gui.theme import Theme
from app.gui.voices_dialog import VoicesDialog
from app.tasks.stream import EventStream


class VoicesFlow(QObject):
    changed = Signal()  # transcripts say other names now

    def __init__(self, stream: EventStream, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._stream, self._theme, self._window = stream, theme, window
        self.dialog: VoicesDialog | None = None

    def show(self) -> None:
        if self.dialog is None:
            self.dialog = VoicesDialog(self._theme, self._window)
            self.dialog.rename_wanted.connect(self._rename)
            self.dialog.merge_wanted.connect(lambda *of: self._change(MergeVoices(*of)))
            self.dialog.forget_wanted.connect(lambda name: self._change(ForgetVoice(name)))
        self._ask(self.dialog, ListVoices())
        self.dialog.open()

    def _rename(self, name: str, new_name: str, box: NameDialog) -> None:
        if self.dialog is not None:
            self._ask(self.dialog, RenameVoice(name, new_name), box, changes=True)

    def _change(self, request: Request[VoiceRow]) -> None:
        if self.dialog is not None:
            self._ask(self.dialog, request, changes=True)

    def _ask(
        self,
        dialog: VoicesDialog,
        request: Request[VoiceRow],
        box: NameDialog | None = None,
        *,
        changes: bool = False,
    ) -> None:
        told: list[VoiceRow] = []

        def show() -> None:
            dialog.show_rows(told)
            if changes:
                self.changed.emit()

        def fail(failure: Failure) -> None:
            dialog.show_trouble(in_one_line(failure))

        operation = self._stream.call(request).on(VoiceRow, told.append).done(show)
        if box is not None:
            box.follow(operation, fail)
        else:
            operation.failed(fail)

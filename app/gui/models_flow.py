"""Joins the models dialog to the engine: listing, installing, checking, choosing, measuring."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import settings
from app.core.calls import (
    ChooseModel,
    DescribeMachine,
    InstallModel,
    ListModels,
    MeasureSpeed,
    RemoveModel,
    ReportStatus,
    VerifyModel,
)
from app.core.events import (
    EncodeProgress,
    Failure,
    InstallFinished,
    InstallProgress,
    LibraryStatus,
    Machine,
    ModelChecked,
    ModelRow,
    Speed,
    SpeedProgress,
)
from app.gui.language import tr
from app.gui.models_card import ModelCard
from app.gui.models_dialog import ModelsDialog
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation

_SPACES = {"speech": "audio", "voices": "voice"}  # of a role's vectors, where it has another name


class ModelsFlow(QObject):
    """What was begun goes on when the dialog is closed."""

    starter_missing = Signal(int, object)  # how many starter models are not there; bytes to fetch
    progressed = Signal(InstallProgress)
    installed = Signal()
    chosen = Signal()  # the library was opened anew, with another model

    def __init__(
        self,
        stream: EventStream,
        theme: Theme,
        on_failure: Callable[[Failure], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._theme, self._window = stream, theme, window
        self._on_failure = on_failure
        self._dialog: ModelsDialog | None = None
        self._installing: Operation | None = None
        self._busy: dict[str, Operation] = {}  # what is checked or chosen, by its name
        self._measuring: Operation | None = None

    def show(self) -> None:
        if self._dialog is None:
            dialog = self._dialog = ModelsDialog(self._theme, self._window)
            dialog.install_wanted.connect(self.install)
            dialog.cancel_wanted.connect(self.cancel)
            dialog.use_wanted.connect(self.choose)
            dialog.asked_to_use.connect(self._ask_to_use)
            dialog.verify_wanted.connect(self.verify)
            dialog.stop_wanted.connect(self._stop)
            dialog.remove_wanted.connect(self.remove)
            dialog.speed.measure_wanted.connect(self.measure)
            dialog.speed.stop_wanted.connect(self._stop_measuring)
        self._dialog.open()
        self.reload()
        box = self._dialog.speed
        self._stream.call(DescribeMachine()).on(Machine, box.show_machine).failed(_leave_out)

    def reload(self) -> None:
        rows: list[ModelRow] = []

        def show() -> None:
            missing = [row for row in rows if row.starter and not row.installed]
            self.starter_missing.emit(len(missing), sum(row.size_bytes for row in missing))
            if self._dialog is not None and self._installing is None and not self._busy:
                self._dialog.show_rows(rows)
                self._dialog.choices.show_chosen(settings.load()[0].models)

        self._stream.call(ListModels()).on(ModelRow, rows.append).done(show)

    def cancel(self) -> None:
        if self._installing is not None:
            self._installing.cancel()

    def _card(self, name: str) -> ModelCard | None:
        return None if self._dialog is None else self._dialog.cards.get(name)

    # --- choosing ---

    def _ask_to_use(self, name: str, role: str) -> None:
        """How much would be encoded anew; nothing is asked where that is nothing."""

        def ask(status: LibraryStatus) -> None:
            n_vectors = status.vectors.get(_SPACES.get(role, role), 0)
            if n_vectors and self._dialog is not None:
                self._dialog.ask(name, role, n_vectors)
            else:
                self.choose(name, role)

        self._stream.call(ReportStatus()).on(LibraryStatus, ask)

    def choose(self, name: str, role: str = "decoder") -> None:
        """Let this model have the role."""
        if self._dialog is not None:
            self._dialog.show_choosing(name)

        def progress(event: EncodeProgress) -> None:
            if card := self._card(name):
                card.show_encoding(event)

        def end() -> None:
            del self._busy[name]
            self.chosen.emit()  # stopped or not: it may have been too late to stop

        self._busy[name] = (
            self._stream.call(ChooseModel(name, role))
            .on(EncodeProgress, progress)
            .done(end)
            .failed(lambda failure: self._fail(name, failure))
        )

    def remove(self, name: str) -> None:
        self._stream.call(RemoveModel(name)).done(self.reload).failed(
            lambda failure: self._fail(name, failure)
        )

    def _fail(self, name: str, failure: Failure) -> None:
        self._busy.pop(name, None)
        if self._dialog is not None and self._dialog.isVisible():
            for card in self._dialog.cards.values():
                card.show_busy(False)
            self._dialog.choices.show_busy(False)
            self._dialog.fail(name, failure)
        else:
            self.reload()
            self._on_failure(failure)

    # --- checking and measuring ---

    def verify(self, name: str) -> None:
        """Read the files of a model through."""
        checked: list[ModelChecked] = []
        if card := self._card(name):
            card.show_begun(tr("Checking"))

        def progress(event: InstallProgress) -> None:
            if card := self._card(name):
                card.progress(event)

        def end() -> None:
            del self._busy[name]
            if card := self._card(name):
                if checked:
                    card.show_checked(checked[0])
                else:
                    card.show_ended(tr("The check was stopped."))

        self._busy[name] = (
            self._stream.call(VerifyModel(name))
            .on(InstallProgress, progress)
            .on(ModelChecked, checked.append)
            .done(end)
            .failed(lambda failure: self._fail(name, failure))
        )

    def _stop(self, name: str) -> None:
        if operation := self._busy.get(name):
            operation.cancel()

    def measure(self) -> None:
        """How fast the models in use are."""
        dialog = self._dialog
        if dialog is None or self._measuring is not None:
            return
        box, found = dialog.speed, list[Speed]()
        box.show_begun()

        def end() -> None:
            self._measuring = None
            if found:
                box.show_speed(found[0])
            else:
                box.show_stopped()

        def fail(failure: Failure) -> None:
            self._measuring = None
            box.fail(failure)

        self._measuring = (
            self._stream.call(MeasureSpeed())
            .on(SpeedProgress, box.progress)
            .on(Speed, found.append)
            .done(end)
            .failed(fail)
        )

    def _stop_measuring(self) -> None:
        if self._measuring is not None:
            self._measuring.cancel()

    # --- installing ---

    def install(self, name: str, again: bool = False) -> None:
        if self._installing is not None:
            return

        def progress(event: InstallProgress) -> None:
            self.progressed.emit(event)
            if self._dialog is not None:
                self._dialog.progress(event)

        def end() -> None:
            self._installing = None
            self.installed.emit()
            self.reload()

        def fail(failure: Failure) -> None:
            self._installing = None
            if self._dialog is not None and self._dialog.isVisible():
                self._dialog.fail(name, failure)
            else:
                self._on_failure(failure)

        self._installing = (
            self._stream.call(InstallModel(name, again))
            .on(InstallProgress, progress)
            .on(InstallFinished, lambda _event: None)
            .done(end)
            .failed(fail)
        )


def _leave_out(_failure: Failure) -> None:
    """Only a line of the page is lacking then."""

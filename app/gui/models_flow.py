"""Joins the models dialog to the engine: listing and installing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.core.calls import ChooseModel, InstallModel, ListModels, RemoveModel
from app.core.events import Failure, InstallFinished, InstallProgress, ModelRow
from app.gui.models_dialog import ModelsDialog
from app.gui.theme import Theme
from app.tasks.stream import EventStream, Operation


class ModelsFlow(QObject):
    """An installation goes on when the dialog is closed."""

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

    def show(self) -> None:
        if self._dialog is None:
            self._dialog = ModelsDialog(self._theme, self._window)
            self._dialog.install_wanted.connect(self.install)
            self._dialog.cancel_wanted.connect(self.cancel)
            self._dialog.use_wanted.connect(self.choose)
            self._dialog.remove_wanted.connect(self.remove)
        self._dialog.open()
        self.reload()

    def reload(self) -> None:
        rows: list[ModelRow] = []

        def show() -> None:
            missing = [row for row in rows if row.starter and not row.installed]
            self.starter_missing.emit(len(missing), sum(row.size_bytes for row in missing))
            if self._dialog is not None and self._installing is None:
                self._dialog.show_rows(rows)

        self._stream.call(ListModels()).on(ModelRow, rows.append).done(show)

    def cancel(self) -> None:
        if self._installing is not None:
            self._installing.cancel()

    def choose(self, name: str) -> None:
        """Let this model write the answers."""
        if self._dialog is not None:
            self._dialog.show_choosing()
        self._change(ChooseModel(name), name, self.chosen.emit)

    def remove(self, name: str) -> None:
        self._change(RemoveModel(name), name, self.reload)

    def _change(
        self, request: ChooseModel | RemoveModel, name: str, then: Callable[[], None]
    ) -> None:
        def fail(failure: Failure) -> None:
            self.reload()
            if self._dialog is not None and self._dialog.isVisible():
                self._dialog.fail(name, failure)
            else:
                self._on_failure(failure)

        self._stream.call(request).done(then).failed(fail)

    def install(self, name: str) -> None:
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
            self._stream.call(InstallModel(name))
            .on(InstallProgress, progress)
            .on(InstallFinished, lambda _event: None)
            .done(end)
            .failed(fail)
        )

"""How the library and the engine are, on one page: what is here, what reads it, when checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.calls import ReportStatus, Verify
from app.core.events import Failure, LibraryStatus, VerifyProgress, VerifyReport
from app.gui import parts, places
from app.gui.banner import Banner
from app.gui.language import figure, tr, worded
from app.gui.models_card import ROLES
from app.gui.page import Page
from app.tasks.stream import EventStream, Operation

_NOUNS = {"text": "document", "image": "picture", "audio": "recording"}


class HealthDialog(Page):
    """Facts in words, and a button that checks them now."""

    check_wanted = Signal()
    deep_check_wanted = Signal()
    stop_wanted = Signal()
    models_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Health"), parent, size=QSize(600, 420), head="Triptych")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self.checked = parts.label("", "soft", wrap=True)
        self.checked.hide()
        self.add_below(self.checked)
        self.check = parts.button(tr("Check now"))
        self.check.clicked.connect(self._check_or_stop)
        self.deep = parts.button(tr("Check everything"))
        self.deep.setToolTip(tr("Reads all that is stored. This takes longer."))
        self.deep.clicked.connect(self.deep_check_wanted)
        models = parts.button(tr("Models…"))
        models.clicked.connect(self.models_wanted)
        for at, button in enumerate((self.check, self.deep, models)):
            self.foot.insertWidget(at, button)

    def show_status(self, status: LibraryStatus, model_url: str | None = None) -> None:
        parts.clear(self._grid)
        self.head.setText(f"Triptych {status.version}")
        for line, (name, said) in enumerate(facts(status, model_url)):
            self._grid.addWidget(parts.label(name, "small"), line, 0, Qt.AlignmentFlag.AlignTop)
            value = parts.label(said, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            value.setAccessibleName(f"{name}: {said}")
            self._grid.addWidget(value, line, 1)

    def show_checking(self, said: str) -> None:
        """The button stops what is under way."""
        self.check.setText(tr("Stop"))
        self.deep.setEnabled(False)
        self.checked.setText(said)
        self.checked.show()

    def show_checked(self, said: str) -> None:
        self.check.setText(tr("Check now"))
        self.deep.setEnabled(True)
        self.checked.setText(said)
        self.checked.show()

    def _check_or_stop(self) -> None:
        (self.stop_wanted if self.check.text() == tr("Stop") else self.check_wanted).emit()


def facts(status: LibraryStatus, model_url: str | None = None) -> list[tuple[str, str]]:
    """What the page says, in order. `model_url`: a server that the user lets write the answers."""
    kinds = ", ".join(
        places.count(number, _NOUNS[kind]) for kind, number in status.by_kind.items() if number
    )
    look = sum(status.by_state.get(state, 0) for state in ("attention", "missing"))
    models = "\n".join(f"{name} {ROLES.get(role, role)}" for role, name in status.models.items())
    reading = tr("Files are read")
    said = [
        (tr("Engine"), tr("Running on this computer")),
        (
            tr("Connections"),
            "1: " + tr("Questions and their passages are sent to {url}").format(url=model_url)
            if model_url
            else tr("0: nothing is sent, and only installing a model downloads anything"),
        ),
        (tr("Library"), f"{kinds or tr('Empty')}\n{status.library}"),
        (
            tr("Holds"),
            tr("{n}, {size} on disk").format(
                n=places.count(status.chunks, "passage"), size=places.size(status.size_bytes)
            ),
        ),
        (tr("Needs a look"), places.count(look, "item") if look else tr("Nothing")),
        (tr("Models"), models or tr("None is installed")),
        (reading, tr("in processes held by: {what}").format(what=status.readers_confined_by)),
        (tr("Backups"), _backups(status.backups)),
        (tr("Last checked"), (status.last_verified or tr("never"))[:16].replace("T", " ")),
    ]
    return [entry for entry in said if entry[0] != reading or status.readers_confined_by]


def _backups(paths: Sequence[str]) -> str:
    if not paths:
        return tr("None yet; one is made automatically on each day of use")
    kept = places.count(len(paths), "backup")
    return tr(
        "{n} made automatically, the newest:\n{path}\n"
        "What was removed stays in them for up to five weeks."
    ).format(n=kept, path=paths[0])


def progress_line(progress: VerifyProgress) -> str:
    if not progress.total:
        return f"{tr(progress.step)}…"
    return tr("{step}: {n} of {all}").format(
        step=tr(progress.step),
        n=figure(progress.done),
        all=places.count(progress.total, progress.unit),
    )


def report_line(report: VerifyReport) -> str:
    if report.ok:
        read = tr("everything in it was read, ") if report.deep else ""
        return tr("The library is whole: {read}{n} checked.").format(
            read=read, n=places.count(report.items, "item")
        )
    return tr("{n} found in the library.").format(n=places.count(len(report.problems), "problem"))


class LibraryHealth(QObject):
    repaired = Signal()

    def __init__(
        self,
        stream: EventStream,
        banner: Banner,
        models: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._stream, self._banner = stream, banner
        self._models, self._window = models, window
        self._model_url: str | None = None

    def show(self) -> None:
        dialog = HealthDialog(self._window)
        dialog.check_wanted.connect(lambda: self.check(dialog))
        dialog.deep_check_wanted.connect(lambda: self.check(dialog, deep=True))
        dialog.models_wanted.connect(dialog.accept)
        dialog.models_wanted.connect(self._models)
        from app import settings

        loaded, _warnings = settings.load()
        self._model_url = loaded.decoder.url
        self._stream.call(ReportStatus()).on(
            LibraryStatus, lambda status: dialog.show_status(status, self._model_url)
        ).done(dialog.open)

    def repair(self) -> None:
        self._verify(repair=True)

    def check(self, dialog: HealthDialog | None = None, *, deep: bool = False) -> None:
        if dialog is None:
            self._verify()
            return
        here = [dialog]
        dialog.destroyed.connect(here.clear)

        def refresh(status: LibraryStatus) -> None:
            for open_dialog in here:
                open_dialog.show_status(status, self._model_url)

        def say(said: str) -> None:
            for open_dialog in here:
                open_dialog.show_checking(said)

        def show(report: VerifyReport) -> None:
            for open_dialog in here:
                open_dialog.show_checked(report_line(report))
                self._stream.call(ReportStatus()).on(LibraryStatus, refresh)
            if not report.ok or not here:
                self._say(report)

        def end(said: str) -> None:
            for open_dialog in here:
                open_dialog.show_checked(said)

        say(tr("Checking…"))
        operation = self._run(Verify(deep=deep), say, show, end)
        dialog.stop_wanted.connect(operation.cancel)

    def _verify(self, *, repair: bool = False) -> None:
        """Told of in the line across the top."""

        def say(said: str) -> None:
            if self._banner.topic == "check" and not self._banner.isHidden():
                self._banner.say("check", said, button=tr("Stop"), act=operation.cancel)

        self._banner.say("check", tr("Checking the library…"))
        operation = self._run(
            Verify(repair), say, self._say, lambda said: self._banner.say("check", said)
        )

    def _run(
        self,
        request: Verify,
        say: Callable[[str], None],
        show: Callable[[VerifyReport], None],
        end: Callable[[str], None],
    ) -> Operation:
        """One check: `say` tells how far it is, `show` its report, `end` that there is none."""
        reports: list[VerifyReport] = []

        def done() -> None:
            if reports:
                show(reports[-1])
                self.repaired.emit()
            else:
                end(tr("The check was stopped. What is stored serves as before."))

        def fail(failure: Failure) -> None:
            end(worded(failure.message))
            self._stream.on_failure(failure)

        return (
            self._stream.call(request)
            .on(VerifyProgress, lambda event: say(progress_line(event)))
            .on(VerifyReport, reports.append)
            .done(done)
            .failed(fail)
        )

    def _say(self, report: VerifyReport) -> None:
        if report.ok:
            self._banner.say("check", report_line(report))
            return
        self._banner.say(
            "check",
            report_line(report),
            tr("Your files are not affected. ") + " ".join(report.problems[:3]),
            tone="warn",
            button=tr("Repair"),
            act=self.repair,
        )

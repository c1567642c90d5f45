"""The window: three panes and what joins them. Thin on purpose; the work is in the flows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMessageBox, QSplitter, QWidget

from app import paths
from app.core.events import Citation, Failure, Hit, ItemRow, LibraryStatus, VerifyReport
from app.gui import actions, parts, places
from app.gui.banner import Banner
from app.gui.conversation.answer_settings import AnswerSettings
from app.gui.conversation.flow import ConversationFlow
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.turn import TurnView
from app.gui.drop_overlay import DropOverlay, dropped_paths
from app.gui.evidence.flow import EvidenceFlow
from app.gui.evidence.pane import EvidencePane
from app.gui.header import Header
from app.gui.health import EngineHealth
from app.gui.library.flow import LibraryFlow
from app.gui.library.pane import LibraryPane
from app.gui.models_flow import ModelsFlow
from app.gui.samples import open_another, sample_folder
from app.gui.theme import Theme
from app.tasks.client import EngineClient
from app.tasks.stream import EventStream

NARROW = 1120  # below this the sources lie over the conversation
TINY = 720  # below this the library lies over it too, when called


class Window(QWidget):
    """All that is inside the frame. `leave` is for the end: it remembers, and ends the engine."""

    def __init__(self, theme: Theme, client: EngineClient, memory: QSettings) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(480, 420)  # panes give way before this; see `arrange`
        self.setAcceptDrops(True)
        self._theme, self._memory = theme, memory
        self._painted = False
        self._missing_models = (0, 0)  # how many, bytes to download
        self._models_offered = False  # said once: who closes the message has read it
        self._wants_library = True
        self._wants_evidence = True
        self._was = (False, False)  # narrow, tiny: panes come and go where this changes

        self.stream = EventStream(client, parent=self)
        self.header = Header(theme)
        self.banner = Banner(theme)
        self.library = LibraryPane(theme)
        self.conversation = ConversationPane(theme)
        self.evidence = EvidencePane(theme)
        self._lay_out()
        self.overlay = DropOverlay(theme, self)

        self.health = EngineHealth(self.stream, client, self.banner, self._engine_is_back)
        self.library_flow = LibraryFlow(self.stream, self.library, theme, self.show_failure, self)
        self.conversation_flow = ConversationFlow(
            self.stream, self.conversation, self.library.history, self.show_failure, self
        )
        self.evidence_flow = EvidenceFlow(self.stream, self.evidence, self.show_failure, self)
        self.answer_settings = AnswerSettings(self.conversation.sampling, self.banner, self)
        self.models_flow = ModelsFlow(self.stream, theme, self.show_failure, self)
        self._join()
        self._install_actions()
        self._recall()

    # --- layout ---

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for pane in (self.library, self.conversation, self.evidence):
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([280, 600, 400])
        box = parts.column(self, space=0)
        box.addWidget(self.header)
        box.addWidget(self.banner)
        box.addWidget(self._splitter, 1)

    @property
    def narrow(self) -> bool:
        return self.width() < NARROW

    def arrange(self) -> None:
        """Which panes are seen, and whether the sources lie beside or over the conversation."""
        overlay = self.narrow
        if overlay != (self.evidence.parentWidget() is self):
            if overlay:
                self.evidence.setParent(self)
            else:
                self._splitter.addWidget(self.evidence)
                self._splitter.setStretchFactor(1, 1)
            self.evidence.setProperty("overlay", overlay)
            parts.restyle(self.evidence)
        self.library.setVisible(self._wants_library)
        self.evidence.setVisible(self._wants_evidence)
        self.header.library.setChecked(self._wants_library)
        self.header.evidence.setChecked(self._wants_evidence)
        if overlay and self._wants_evidence:
            self._place_overlay()

    def _place_overlay(self) -> None:
        area = self._splitter.geometry()
        left = self.conversation.x() if self._wants_library else 0
        room = area.width() - left
        width = 480 if room > 480 + 220 else room  # a sliver of the conversation helps nobody
        self.evidence.setGeometry(area.right() - width + 1, area.top(), width, area.height())
        self.evidence.raise_()

    def toggle_library(self) -> None:
        self._wants_library = not self._wants_library
        self.arrange()

    def toggle_evidence(self) -> None:
        self._wants_evidence = not self._wants_evidence
        self.arrange()

    def reveal_evidence(self) -> None:
        if not self._wants_evidence:
            self.toggle_evidence()

    def hide_evidence(self) -> None:
        if self._wants_evidence:
            self.toggle_evidence()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow, tiny = self.width() < NARROW, self.width() < TINY
        if (narrow, tiny) != self._was:
            if narrow != self._was[0]:
                self._wants_evidence = not narrow
            if tiny != self._was[1]:
                self._wants_library = not tiny
            self._was = (narrow, tiny)
        self.arrange()
        self.overlay.setGeometry(self.rect())

    # --- joining ---

    def _join(self) -> None:
        self.header.library.clicked.connect(self.toggle_library)
        self.header.evidence.clicked.connect(self.toggle_evidence)
        self.header.mode_chosen.connect(self._theme.set_mode)
        self.header.models_wanted.connect(self.models_flow.show)
        self.header.check_wanted.connect(self.check_library)
        self.header.about_wanted.connect(self.show_about)
        self.library.opened.connect(self.open_item)
        self.library.list.scope_wanted.connect(self.conversation.composer.set_scope)
        self.library_flow.listed.connect(self._show_count)
        self.library_flow.closed.connect(self.conversation.empty.show_closed)
        self.library_flow.removed.connect(self.evidence_flow.forget)
        self.conversation.source_opened.connect(self.open_source)
        self.conversation.empty.add_files_wanted.connect(self.library_flow.choose_files)
        self.conversation.empty.add_folder_wanted.connect(self.library_flow.choose_folder)
        self.conversation_flow.answered.connect(self._show_first_source)
        self.conversation_flow.sources_gone.connect(self._close_sources)
        self.conversation_flow.models_wanted.connect(self.models_flow.show)
        self.conversation_flow.model_missed.connect(lambda: self.banner.withdraw("models"))
        self.evidence.source_opened.connect(self.open_source)
        self.evidence.closed.connect(self.hide_evidence)
        self.models_flow.starter_missing.connect(self._offer_models)
        self.models_flow.installed.connect(self.library_flow.resume)
        self.models_flow.progressed.connect(self.conversation.empty.show_installing)
        self.conversation.empty.models_wanted.connect(lambda: self.models_flow.install("starter"))
        self.conversation.empty.samples_wanted.connect(self.open_samples)

    def _install_actions(self) -> None:
        made = actions.install(
            self,
            {
                "add_files": self.library_flow.choose_files,
                "add_folder": self.library_flow.choose_folder,
                "filter": self._go_to_filter,
                "new": self.conversation_flow.start_new,
                "history": self._go_to_history,
                "question": self.conversation.take_focus,
                "stop": self._escape,
                "copy": self.conversation.copy_last,
                "again": self._ask_anew,
                "settings": self.conversation.composer.settings.toggle,
                "next_source": lambda: self.evidence.step(+1),
                "previous_source": lambda: self.evidence.step(-1),
                "next_page": lambda: self.evidence.page.turn(+1),
                "previous_page": lambda: self.evidence.page.turn(-1),
                "play": self._play_or_pause,
                "toggle_library": self.toggle_library,
                "toggle_evidence": self.toggle_evidence,
                "next_pane": lambda: self._go_to_pane(+1),
                "previous_pane": lambda: self._go_to_pane(-1),
                "larger": lambda: self._theme.step_scale(+1),
                "smaller": lambda: self._theme.step_scale(-1),
                "normal": lambda: self._theme.step_scale(0),
                "menu": self.header.menu_button.showMenu,
                "shortcuts": lambda: actions.ShortcutsDialog(self).open(),
                "quit": lambda: self.window().close(),
            },
        )
        actions.install_numbers(self, self.conversation.open_marker)
        self.header.build_menu(made)

    # --- starting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """After the first paint: start the engine and ask what there is."""
        self.answer_settings.load()
        self.stream.start()
        self._engine_is_back()
        self.conversation.composer.edit.setFocus()

    def _engine_is_back(self) -> None:
        self.library_flow.reload()
        self.library_flow.resume()
        self.conversation_flow.engine_is_back()
        self.models_flow.reload()

    # --- what happens ---

    def open_source(self, source: Citation | Hit) -> None:
        others = next(
            (
                [card.source for card in turn.cards]
                for turn in self.conversation.turns
                if any(card.source is source for card in turn.cards)
            ),
            [source],
        )
        self.reveal_evidence()
        self.evidence_flow.open_source(source, others)
        self.conversation.set_current_source(source)
        self.library.list.select(source.item_id)

    def open_item(self, item: ItemRow) -> None:
        self.reveal_evidence()
        self.conversation.set_current_source(None)
        self.evidence_flow.open_item(item)

    def show_failure(self, failure: Failure) -> None:
        """A failure that has no better place."""
        if failure.code == "engine_died":
            return  # said once, by `health`
        button, act = "", None
        next_step = failure.next_step
        if failure.code == "model_missing":
            button, act = "Install…", self.models_flow.show
            next_step = "Words are found without it; the rest waits until it is installed."
        elif failure.retryable:
            button, act = "Try again", self._engine_is_back
        self.banner.say(
            failure.code, failure.message, next_step, tone="error", button=button, act=act
        )

    def check_library(self) -> None:
        self.header.status.show_text("Checking the library…")

        def show(report: VerifyReport) -> None:
            if report.ok:
                said = f"The library is whole: {places.count(report.items, 'item')} checked."
                self.banner.say("check", said)
            else:
                self.banner.say(
                    "check",
                    f"{places.count(len(report.problems), 'problem')} found in the library.",
                    "Your files are not affected. " + " ".join(report.problems[:3]),
                    tone="warn",
                    button="Repair",
                    act=lambda: self._verify(repair=True, show=show),
                )

        self._verify(repair=False, show=show)

    def show_about(self) -> None:
        def show(status: LibraryStatus) -> None:
            box = QMessageBox(self)
            box.setWindowTitle("About this library")
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setText(f"Triptych {status.version}")
            kinds = ", ".join(
                places.count(number, places.KIND_NAMES.get(kind, kind).lower())
                for kind, number in status.by_kind.items()
            )
            models = "\n".join(f"  {role}: {name}" for role, name in status.models.items())
            box.setInformativeText(
                f"{status.library}\n\n{kinds}\n{places.count(status.chunks, 'passage')}, "
                f"{places.size(status.size_bytes)}\n\nModels\n{models}\n\n"
                f"Files are read in processes held by: {status.readers_confined_by}"
            )
            box.open()

        self.stream.call("status", {}).on(LibraryStatus, show).failed(self.show_failure)

    def _verify(self, *, repair: bool, show: Callable[[VerifyReport], None]) -> None:
        self.stream.call("verify", {"repair": repair}).on(VerifyReport, show).done(
            lambda: self._show_count(self.library.items.rowCount())
        ).failed(self.show_failure)

    def _show_count(self, n_items: int) -> None:
        self.header.status.show_text(f"{places.count(n_items, 'item')}" if n_items else "")
        self.conversation.empty.show_for(n_items)
        if not self._models_offered:
            self._offer_models(*self._missing_models)

    def _show_first_source(self, turn: TurnView) -> None:
        """Wide windows show the first source at once; narrow ones wait to be asked."""
        if not self.narrow and self._wants_evidence:
            self.open_source(turn.cards[0].source)

    def _close_sources(self) -> None:
        """An item that was opened from the library stays; the sources of an old answer do not."""
        if self.evidence_flow.source is not None:
            self.evidence_flow.close()

    def _offer_models(self, n_missing: int, n_bytes: int) -> None:
        self._missing_models = (n_missing, n_bytes)
        self.conversation.empty.show_missing(n_missing, n_bytes)
        if n_missing and self.library.items.rowCount():  # else the empty state says it
            self._models_offered = True
            self.banner.say(
                "models",
                f"{places.count(n_missing, 'model')} still to install ({places.size(n_bytes)}).",
                "Words are found already. Answers, pictures and recordings need them; they are "
                "downloaded once, then everything works offline.",
                tone="warn",
                button="Install…",
                act=self.models_flow.show,
            )
        elif not n_missing:
            self.banner.withdraw("models")

    def open_samples(self) -> None:
        """The sample library in a window of its own: it is never mixed with the user's."""
        if not open_another(paths.demo_library(), sample_folder()):
            self.banner.say("samples", "The sample library could not be opened.", tone="error")

    def _ask_anew(self) -> None:
        if self.conversation.turns:
            self.conversation.turns[-1].again_wanted.emit()

    def _go_to_filter(self) -> None:
        if not self._wants_library:
            self.toggle_library()
        self.library.show_library()
        self.library.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.library.search.selectAll()

    def _go_to_history(self) -> None:
        if not self._wants_library:
            self.toggle_library()
        self.library.show_history()
        self.library.history.take_focus()

    def _go_to_pane(self, by: int) -> None:
        """To the next pane that is seen, round and round; from nowhere, to the question."""
        panes: list[LibraryPane | ConversationPane | EvidencePane] = [
            pane for pane in (self.library, self.conversation, self.evidence) if pane.isVisible()
        ]
        focus = self.focusWidget()
        here = next(
            (at for at, pane in enumerate(panes) if focus is not None and pane.isAncestorOf(focus)),
            None,
        )
        target = self.conversation if here is None else panes[(here + by) % len(panes)]
        target.take_focus()

    def _escape(self) -> None:
        if self.conversation_flow.stop():
            return
        if self.narrow and self._wants_evidence:
            self.hide_evidence()
        elif self.library.search.hasFocus():
            self.library.search.clear()
        self.conversation.composer.edit.setFocus()

    def _play_or_pause(self) -> None:
        if self.evidence.current_view() is self.evidence.sound:
            self.evidence_flow.player.toggle()

    # --- dropping ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.overlay.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.overlay.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.library.show_library()
            self.library_flow.add(paths)

    # --- remembering ---

    def _recall(self) -> None:
        sizes = self._memory.value("panes")
        if isinstance(sizes, list) and len(sizes) == 3:
            self._splitter.setSizes([int(size) for size in sizes])

    def leave(self) -> None:
        if not self.narrow:
            self._memory.setValue("panes", self._splitter.sizes())
        self._memory.setValue("mode", self._theme.mode)
        self._memory.setValue("scale", self._theme.scale)
        self.answer_settings.save()
        self.evidence_flow.player.stop()
        self.stream.stop()

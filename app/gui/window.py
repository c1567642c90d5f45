"""The window: three panes and what joins them. Thin on purpose; the work is in the flows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app import paths
from app.core.events import Citation, Failure, Hit, ItemRow
from app.gui import actions, parts, places
from app.gui.arrangement import Arrangement
from app.gui.backups import BackupFlow
from app.gui.banner import Banner
from app.gui.conversation.answer_settings import AnswerSettings
from app.gui.conversation.flow import ConversationFlow
from app.gui.conversation.pane import ConversationPane
from app.gui.conversation.turn import TurnView
from app.gui.drop_overlay import DropOverlay
from app.gui.dropping import Dropping
from app.gui.evidence.flow import EvidenceFlow
from app.gui.evidence.pane import EvidencePane
from app.gui.find import FindView
from app.gui.folders import FoldersFlow
from app.gui.header import Header
from app.gui.health import EngineHealth
from app.gui.key_tips import KeyTips, widgets_with_keys
from app.gui.keys import KeyBindings
from app.gui.language import step_of, tr, worded
from app.gui.library.collecting import CollectionFlow
from app.gui.library.flow import LibraryFlow
from app.gui.library.mentions import named_by
from app.gui.library.notes import NoteFlow
from app.gui.library.pane import LibraryPane
from app.gui.library.watching import WatchFlow
from app.gui.library_health import LibraryHealth
from app.gui.login import login_entry
from app.gui.models_flow import ModelsFlow
from app.gui.models_offer import ModelsOffer
from app.gui.navigation import Navigation
from app.gui.passphrase import PassphraseFlow
from app.gui.privacy import PrivacyDialog
from app.gui.samples import open_another, sample_folder
from app.gui.settings_page.appearance import program_settings, window_settings
from app.gui.settings_page.flow import SettingsFlow
from app.gui.shortcuts import ShortcutsDialog
from app.gui.status_line import StatusFlow, StatusLine
from app.gui.steering.flow import SteeringFlow
from app.gui.theme import Theme
from app.gui.tray import Tray
from app.gui.verbs import verbs_of
from app.gui.voices import VoicesFlow
from app.tasks.client import EngineClient
from app.tasks.stream import EventStream


class Window(QWidget):
    """All that is inside the frame. `leave` is for the end: it remembers, and ends the engine."""

    def __init__(self, theme: Theme, client: EngineClient, memory: QSettings) -> None:
        super().__init__()
        self.setObjectName("root")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(480, 420)  # panes give way before this; see `arrange`
        self.setAcceptDrops(True)
        self.theme, self._memory = theme, memory
        self._bindings = KeyBindings(memory, self)
        self._painted = False

        self.stream = EventStream(client, parent=self)
        self.stream.on_failure = self.show_failure
        self.header = Header(theme)
        self.banner = Banner(theme)
        self.status = StatusLine(theme)
        self.library = LibraryPane(theme)
        self.conversation = ConversationPane(theme)
        self.evidence = EvidencePane(theme)
        self.panes = Arrangement(self, self.header, self.library, self.conversation, self.evidence)
        self._lay_out()
        self.overlay = DropOverlay(theme, self)
        self.notes = NoteFlow(self.banner, self)
        self.dropping = Dropping(
            self.overlay, self.conversation.composer, self.library.items.paths, self.notes, self
        )

        self.health = EngineHealth(self.stream, client, self.banner, self._engine_is_back)
        self.status_flow = StatusFlow(self.stream, client, self.status, self.conversation, self)
        self.library_flow = LibraryFlow(self.stream, self.library, theme, self.show_failure, self)
        self.collection_flow = CollectionFlow(self.stream, self.library, self)
        self.watch_flow = WatchFlow(
            self.stream,
            theme,
            self.library.strip,
            self.banner,
            lambda: self.library_flow.adding,
            self,
        )
        self.conversation_flow = ConversationFlow(
            self.stream, self.conversation, self.library.history, self.show_failure, self
        )
        self.evidence_flow = EvidenceFlow(self.stream, self.evidence, self.show_failure, self)
        self.answer_settings = AnswerSettings(self.conversation.sampling, self.banner, self)
        self.models_flow = ModelsFlow(self.stream, theme, self.show_failure, self)
        self.models_offer = ModelsOffer(
            self.conversation.empty, self.library, self.banner, self.models_flow.show
        )
        self.library_health = LibraryHealth(self.stream, self.banner, self.models_flow.show, self)
        self.backup_flow = BackupFlow(self.stream, theme, self)
        self.folders_flow = FoldersFlow(self)
        self.voices_flow = VoicesFlow(self.stream, theme, self)
        self.passphrase_flow = PassphraseFlow(self.stream, self.banner, self)
        self.tray = Tray(memory, self)
        self.find_view = FindView(theme, self.stream, self)
        self.steering = SteeringFlow(self.stream, theme, self.conversation, self)
        self.navigation = Navigation(
            self,
            self.panes,
            self.library,
            self.conversation,
            self.evidence,
            self.conversation_flow,
            self.evidence_flow.player,
        )
        self.settings_flow = SettingsFlow(
            self.stream,
            theme,
            [*window_settings(theme, memory), *program_settings(self.tray, login_entry())],
            self.banner,
            {
                "settings": lambda: self.conversation.composer.settings.setChecked(True),
                "models": self.models_flow.show,
                "folders": self.folders_flow.show,
                "backups": self.backup_flow.show,
                "privacy": self.show_privacy,
                "passphrase": self.passphrase_flow.show,
                "shortcuts": self.show_shortcuts,
            },
            self,
        )
        self._join()
        self._install_actions()
        self.panes.recall(self._memory)
        self.evidence_flow.sound.recall(self._memory)

    # --- layout ---

    def _lay_out(self) -> None:
        box = parts.column(self, space=0)
        box.addWidget(self.header)
        box.addWidget(self.banner)
        box.addWidget(self.panes.splitter, 1)
        box.addWidget(self.status)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.theme.dress(self.window())
        self.panes.share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes.resized()
        self.overlay.setGeometry(self.rect())

    # --- joining ---

    def _join(self) -> None:
        self.header.library.clicked.connect(self.panes.toggle_library)
        self.header.evidence.clicked.connect(self.panes.toggle_evidence)
        self.header.models_wanted.connect(self.models_flow.show)
        self.header.check_wanted.connect(self.library_health.check)
        self.header.health_wanted.connect(self.library_health.show)
        self.library_health.repaired.connect(self.library_flow.reload)
        self.library.opened.connect(self.open_item)
        self.library.list.scope_wanted.connect(self.conversation.composer.set_scope)
        composer = self.conversation.composer
        for brought in (self.dropping.dropped, self.notes.kept):
            brought.connect(self.library.show_library)
            brought.connect(self.library_flow.add)
        for attached in (self.dropping.attached, self.notes.kept_to_ask):
            attached.connect(composer.attach)
            attached.connect(self.conversation.take_focus)
        composer.microphone.recorded.connect(self.notes.take_recording_to_ask)
        self.notes.spoken.connect(self.conversation_flow.hearing.take_spoken)
        composer.microphone.troubled.connect(self.notes.say)
        composer.edit.pasted.connect(self.dropping.paste_into_question)
        self.library.list.checked_scope.connect(composer.scopes.show_checked)
        composer.scopes.unchecked.connect(self.library.items.uncheck_all)
        composer.mention.lookup = partial(named_by, self.library.items.catalog)
        self.library_flow.listed.connect(self._show_count)
        self.library_flow.listed.connect(lambda: self.status_flow.show_idle(tr("Ready")))
        for signal in (self.library_flow.closed, self.passphrase_flow.locked):
            signal.connect(lambda: self.status_flow.show_idle(self.passphrase_flow.closed_words))
        self.library_flow.closed.connect(self.conversation.empty.show_closed)
        self.library_flow.closed.connect(self.library.show_closed)
        self.library_flow.removed.connect(self.evidence_flow.forget)
        self.conversation.source_opened.connect(self.open_source)
        self.conversation.empty.add_files_wanted.connect(self.library_flow.choose_files)
        self.conversation.empty.add_folder_wanted.connect(self.library_flow.choose_folder)
        self.conversation_flow.answered.connect(self._show_first_source)
        self.conversation_flow.keeping.exported.connect(
            lambda path: self.banner.say(
                "export", tr("The conversation was written with its sources."), path
            )
        )
        self.conversation_flow.sources_gone.connect(self._close_sources)
        self.conversation_flow.models_wanted.connect(self.models_flow.show)
        self.conversation_flow.model_missed.connect(lambda: self.banner.withdraw("models"))
        self.evidence.source_opened.connect(self.open_source)
        self.find_view.opened.connect(self.open_source)
        self.steering.source_opened.connect(self.open_source)
        self.evidence.closed.connect(self.panes.hide_evidence)
        self.models_flow.starter_missing.connect(self.models_offer.make)
        self.models_flow.installed.connect(self.library_flow.resume)
        self.models_flow.installed.connect(self.watch_flow.follow)
        self.models_flow.chosen.connect(self._engine_is_back)
        self.settings_flow.applied.connect(self._engine_is_back)
        self.watch_flow.items_changed.connect(self.library_flow.reload)
        self.watch_flow.took_in.connect(self.library_flow.note_item)
        self.header.backups_wanted.connect(self.backup_flow.show)
        self.header.voices_wanted.connect(self.voices_flow.show)
        self.voices_flow.changed.connect(self.evidence_flow.sound.name_anew)
        self.header.privacy_wanted.connect(self.show_privacy)
        self.header.folders_wanted.connect(self.folders_flow.show)
        self.backup_flow.replaced.connect(self._library_is_another)
        self.backup_flow.passphrase_needed.connect(self.passphrase_flow.ask_for)
        self.passphrase_flow.opened.connect(self._library_is_another)
        self.header.passphrase_wanted.connect(self.passphrase_flow.show)
        self.header.watched_wanted.connect(self.watch_flow.show)
        self.library.list.watch_wanted.connect(self.watch_flow.watch)
        self.library.list.delegate.is_watched = self.watch_flow.is_watched
        self.collection_flow.changed.connect(self.library_flow.reload_items)
        self.models_flow.progressed.connect(self.conversation.empty.show_installing)
        self.conversation.empty.models_wanted.connect(lambda: self.models_flow.install("starter"))
        self.conversation.empty.samples_wanted.connect(self.open_samples)

    def _install_actions(self) -> None:
        made = actions.install(self, verbs_of(self), self._bindings.keys)
        actions.keep_within(made["paste"], self, self.library)
        actions.install_numbers(self, self.conversation.open_marker)
        self.header.build_menu(made)
        self._tips = KeyTips(
            self._bindings, widgets_with_keys(self), self.conversation.empty.show_keys
        )

        def rebind() -> None:
            for row in actions.TABLE:
                made[row.name].setShortcuts(self._bindings.keys(row))

        self._bindings.changed.connect(rebind)

    # --- starting ---

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self.begin_soon()

    def begin_soon(self) -> None:
        """At the first paint, or where the window stays hidden."""
        self._painted = True
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        """After the first paint: start the engine and ask what there is."""
        self.answer_settings.load()
        self.settings_flow.begin()
        self.stream.start()
        self.status_flow.start()
        self._engine_is_back()
        self.conversation.composer.edit.setFocus()

    def _engine_is_back(self) -> None:
        self.library_flow.reload()
        self.library_flow.resume()
        self.collection_flow.reload()
        self.watch_flow.follow()
        self.conversation_flow.engine_is_back()
        self.models_flow.reload()

    def _library_is_another(self) -> None:
        """A backup has taken its place: nothing that is shown of the old one holds."""
        self.conversation_flow.start_new()
        self.evidence_flow.close()
        self._engine_is_back()

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
        self.panes.reveal_evidence()
        self.evidence_flow.open_source(source, others)
        self.conversation.set_current_source(source)
        self.library.list.select(source.item_id)

    def open_item(self, item: ItemRow) -> None:
        self.panes.reveal_evidence()
        self.conversation.set_current_source(None)
        self.evidence_flow.open_item(item)

    def show_failure(self, failure: Failure) -> None:
        """A failure that has no better place."""
        if failure.code in ("engine_died", "library_replaced"):
            return  # said once, by `health`; and where it was asked for
        if failure.code in ("passphrase_needed", "passphrase_wrong"):  # one of the environment's
            self.passphrase_flow.ask()
            return
        button, act = "", None
        next_step = step_of(failure)
        if failure.code == "model_missing":
            button, act = tr("Install…"), self.models_flow.show
            next_step = tr("Words are found without it; the rest waits until it is installed.")
        elif failure.code == "library_damaged":
            button, act = tr("Repair"), self.library_health.repair
            next_step = tr(
                "What can be read is copied, the damaged file is kept; your files are safe."
            )
        elif failure.retryable:
            button, act = tr("Try again"), self._engine_is_back
        self.banner.say(
            failure.code, worded(failure.message), next_step, tone="error", button=button, act=act
        )

    def _show_count(self, n_items: int) -> None:
        self.header.status.show_text(f"{places.count(n_items, 'item')}" if n_items else "")
        self.conversation.empty.show_for(n_items)
        self.models_offer.again()

    def _show_first_source(self, turn: TurnView) -> None:
        """Wide windows show the first source at once; narrow ones wait to be asked."""
        if not self.panes.narrow and self.panes.wants_evidence:
            self.open_source(turn.cards[0].source)

    def _close_sources(self) -> None:
        """An item that was opened from the library stays; the sources of an old answer do not."""
        if self.evidence_flow.source is not None:
            self.evidence_flow.close()

    def open_samples(self) -> None:
        """The sample library in a window of its own: it is never mixed with the user's."""
        if not open_another(paths.demo_library(), sample_folder()):
            self.banner.say("samples", tr("The sample library could not be opened."), tone="error")

    def show_privacy(self) -> None:
        dialog = PrivacyDialog(lambda: self.status_flow.vitals.newest, self)
        dialog.folders_wanted.connect(self.folders_flow.show)
        dialog.open()

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self._bindings, self).open()

    # --- dropping ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dropping.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.dropping.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.dropping.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropping.drop(event)

    # --- remembering ---

    def leave(self) -> None:
        self.panes.remember(self._memory)
        self.evidence_flow.sound.remember(self._memory)
        self._memory.setValue("mode", self.theme.mode)
        self._memory.setValue("scale", self.theme.scale)
        self._memory.setValue("still", self.theme.still)
        self._memory.sync()
        self.answer_settings.save()
        self.evidence_flow.player.stop()
        self.conversation.composer.microphone.discard()
        self.status_flow.stop()
        self.stream.stop()

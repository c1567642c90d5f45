"""Where the keys lead: from pane to pane, to the filter, to the history, and what Esc means now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.gui.arrangement import Arrangement
from app.gui.conversation.flow import ConversationFlow
from app.gui.conversation.pane import ConversationPane
from app.gui.evidence.pane import EvidencePane
from app.gui.evidence.player import Player
from app.gui.library.pane import LibraryPane


class Navigation:
    def __init__(
        self,
        root: QWidget,
        panes: Arrangement,
        library: LibraryPane,
        conversation: ConversationPane,
        evidence: EvidencePane,
        asking: ConversationFlow,
        player: Player,
    ) -> None:
        self._root, self._panes = root, panes
        self._library, self._conversation, self._evidence = library, conversation, evidence
        self._asking, self._player = asking, player

    def ask_anew(self) -> None:
        if self._conversation.turns:
            self._conversation.turns[-1].again_wanted.emit()

    def go_to_filter(self) -> None:
        self._panes.reveal_library()
        self._library.show_library()
        self._library.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._library.search.selectAll()

    def go_to_history(self) -> None:
        self._panes.reveal_library()
        self._library.show_history()
        self._library.history.take_focus()

    def go_to_pane(self, by: int) -> None:
        """To the next pane that is seen, round and round; from nowhere, to the question."""
        panes: list[LibraryPane | ConversationPane | EvidencePane] = [
            pane for pane in (self._library, self._conversation, self._evidence) if pane.isVisible()
        ]
        focus = self._root.focusWidget()
        here = next(
            (at for at, pane in enumerate(panes) if focus is not None and pane.isAncestorOf(focus)),
            None,
        )
        target = self._conversation if here is None else panes[(here + by) % len(panes)]
        target.take_focus()

    def escape(self) -> None:
        if self._asking.stop():
            return
        if self._panes.narrow and self._panes.wants_evidence:
            self._panes.hide_evidence()
        elif self._library.search.hasFocus():
            self._library.search.clear()
        self._conversation.composer.edit.setFocus()

    def play_or_pause(self) -> None:
        if self._evidence.current_view() is self._evidence.sound:
            self._player.toggle()

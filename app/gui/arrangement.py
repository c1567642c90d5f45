"""Which panes are seen, how wide, and whether the sources lie beside or over the conversation."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from app.gui import parts
from app.gui.conversation.pane import ConversationPane
from app.gui.evidence.pane import EvidencePane
from app.gui.header import Header
from app.gui.library.pane import LibraryPane

NARROW = 1120  # below this the sources lie over the conversation
TINY = 720  # below this the library lies over it too, when called
OVERLAY_WIDTH = 480
WIDTHS = (296, 400)  # of library and sources, until the user says otherwise


class Arrangement:
    """A pane that was hidden comes back as wide as it was."""

    def __init__(
        self,
        root: QWidget,
        header: Header,
        library: LibraryPane,
        conversation: ConversationPane,
        evidence: EvidencePane,
    ) -> None:
        self._root, self._header = root, header
        self._library, self._conversation, self._evidence = library, conversation, evidence
        self.wants_library = self.wants_evidence = True
        self._widths = WIDTHS
        self._was = (False, False)  # narrow, tiny: panes come and go where this changes
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for pane in (library, conversation, evidence):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.splitterMoved.connect(self._note_widths)

    @property
    def narrow(self) -> bool:
        return self._root.width() < NARROW

    def resized(self) -> None:
        narrow, tiny = self.narrow, self._root.width() < TINY
        if (narrow, tiny) != self._was:
            if narrow != self._was[0]:
                self.wants_evidence = not narrow
            if tiny != self._was[1]:
                self.wants_library = not tiny
            self._was = (narrow, tiny)
        self.arrange()

    def arrange(self) -> None:
        overlay = self.narrow
        before = self._seen()
        if overlay != (self._evidence.parentWidget() is self._root):
            if overlay:
                self._evidence.setParent(self._root)
            else:
                self.splitter.addWidget(self._evidence)
                self.splitter.setStretchFactor(1, 1)
            self._evidence.setProperty("overlay", overlay)
            parts.restyle(self._evidence)
        self._library.setVisible(self.wants_library)
        self._evidence.setVisible(self.wants_evidence)
        self._header.library.setChecked(self.wants_library)
        self._header.evidence.setChecked(self.wants_evidence)
        if self._seen() != before:
            self.share_width()
        if overlay and self.wants_evidence:
            self._place_overlay()

    def toggle_library(self) -> None:
        self.wants_library = not self.wants_library
        self.arrange()

    def toggle_evidence(self) -> None:
        self.wants_evidence = not self.wants_evidence
        self.arrange()

    def reveal_evidence(self) -> None:
        if not self.wants_evidence:
            self.toggle_evidence()

    def hide_evidence(self) -> None:
        if self.wants_evidence:
            self.toggle_evidence()

    def reveal_library(self) -> None:
        if not self.wants_library:
            self.toggle_library()

    def recall(self, memory: QSettings) -> None:
        kept = memory.value("panes")
        if isinstance(kept, list) and len(kept) == 3:
            self._widths = (int(kept[0]) or WIDTHS[0], int(kept[2]) or WIDTHS[1])

    def remember(self, memory: QSettings) -> None:
        memory.setValue("panes", [self._widths[0], 0, self._widths[1]])

    def _seen(self) -> tuple[bool, bool]:
        """Library and sources, where they take width from the conversation."""
        beside = self._evidence.parentWidget() is self.splitter
        return (not self._library.isHidden(), beside and not self._evidence.isHidden())

    def _note_widths(self, _at: int = 0, _index: int = 0) -> None:
        library, evidence = self._seen()
        self._widths = (
            self._library.width() if library else self._widths[0],
            self._evidence.width() if evidence else self._widths[1],
        )

    def share_width(self) -> None:
        """To each side what it had; the conversation takes the rest."""
        seen = self._seen()
        left, right = (width if on else 0 for width, on in zip(self._widths, seen, strict=True))
        rest = max(self.splitter.width() - left - right, 1)
        self.splitter.setSizes([left, rest, right][: self.splitter.count()])

    def _place_overlay(self) -> None:
        area = self.splitter.geometry()
        left = self._conversation.x() if self.wants_library else 0
        room = area.width() - left
        # a sliver of the conversation helps nobody
        width = OVERLAY_WIDTH if room > OVERLAY_WIDTH + 220 else room
        self._evidence.setGeometry(area.right() - width + 1, area.top(), width, area.height())
        self._evidence.raise_()

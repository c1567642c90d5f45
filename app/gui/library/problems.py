"""What was skipped or failed, why, and another try for what another try may help."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from app.core.events import FileFailed, FileSkipped
from app.gui import parts, places
from app.gui.theme import Theme

MAX_SHOWN = 300


class ProblemsDialog(QDialog):
    retry_wanted = Signal(list)

    def __init__(
        self,
        theme: Theme,
        failed: Sequence[FileFailed],
        skipped: Sequence[FileSkipped],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Not added")
        self.setMinimumSize(520, 320)
        self.resize(620, 460)
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label("What was not added, and why", "title"))
        box.addWidget(
            parts.label(
                "Everything else is in the library. These files were left as they are.", "soft"
            )
        )
        inside = QWidget()
        inside.setObjectName("scrolled")
        rows = parts.column(inside, space=6)
        waiting = [entry for entry in failed if entry.waits]
        broken = [entry for entry in failed if not entry.waits]
        if broken:
            rows.addWidget(parts.label(f"COULD NOT BE READ ({len(broken):,})", "overline"))
        for entry in broken[:MAX_SHOWN]:
            rows.addWidget(_problem(theme, entry.path, entry.reason, "warning", "warn"))
        if waiting:
            rows.addWidget(parts.label(f"WAITING FOR A MODEL ({len(waiting):,})", "overline"))
            rows.addWidget(
                parts.label(
                    "They are taken up by themselves once the models are installed.",
                    "soft",
                    wrap=True,
                )
            )
        for entry in waiting[:MAX_SHOWN]:
            rows.addWidget(_problem(theme, entry.path, entry.reason, "info", "text_soft"))
        if skipped:
            rows.addWidget(parts.label(f"NOT A KIND THAT IS READ ({len(skipped):,})", "overline"))
        for left_out in skipped[:MAX_SHOWN]:
            rows.addWidget(_problem(theme, left_out.path, left_out.reason, "info", "text_soft"))
        hidden = max(0, len(failed) - MAX_SHOWN) + max(0, len(skipped) - MAX_SHOWN)
        if hidden:
            rows.addWidget(parts.label(f"and {hidden:,} more; copy the list to see all", "small"))
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        box.addWidget(scroll, 1)
        buttons = parts.row()
        copy = parts.button("Copy list")
        lines = [f"{entry.path}\t{entry.reason}" for entry in failed]
        lines += [f"{left_out.path}\t{left_out.reason}" for left_out in skipped]
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText("\n".join(lines)))
        buttons.addWidget(copy)
        buttons.addStretch(1)
        self._again = [entry.path for entry in broken if entry.retryable]
        again = parts.button(f"Try {places.count(len(self._again), 'file')} again")
        again.setVisible(bool(self._again))
        again.clicked.connect(self._retry)
        self.retry_button = again
        done = parts.button("Close", "primary")
        done.clicked.connect(self.accept)
        buttons.addWidget(again)
        buttons.addWidget(done)
        box.addLayout(buttons)
        done.setFocus()

    def _retry(self) -> None:
        self.retry_wanted.emit(self._again)
        self.accept()


def _problem(theme: Theme, path: str, reason: str, icon: str, ink: str) -> QFrame:
    card = parts.frame("card")
    inner = parts.row(card, margin=10, space=10)
    inner.addWidget(parts.Picture(theme, icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
    words = parts.column(space=2)
    name = parts.ElidedLabel("heading")
    name.show_text(places.file_name(path))
    words.addWidget(name)
    words.addWidget(parts.label(reason, "soft", wrap=True))
    inner.addLayout(words, 1)
    return card

"""What an empty conversation teaches: two lines, and three things to do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.gui import icons, parts
from app.gui.theme import Theme


class EmptyConversation(QWidget):
    add_files_wanted = Signal()
    add_folder_wanted = Signal()
    question_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        box = parts.column(self, margin=0, space=8)
        box.addStretch(3)
        mark = parts.label()
        mark.setPixmap(icons.pixmap("triptych", "#000000", 52))
        mark.setAccessibleName("Triptych")
        box.addWidget(mark)
        box.addSpacing(8)
        self._head = parts.label("", "display", wrap=True)
        self._text = parts.label("", "soft", wrap=True)
        box.addWidget(self._head)
        box.addWidget(self._text)
        box.addSpacing(12)
        self._actions: list[QPushButton] = []
        self._list = parts.column(space=8)
        box.addLayout(self._list)
        box.addStretch(4)
        theme.changed.connect(self._draw)
        self.show_for(0)

    def show_for(self, n_items: int) -> None:
        """Other words for a library with something in it."""
        self._n_items = n_items
        if n_items:
            self._head.setText("Ask your library")
            self._text.setText(
                "One answer from documents, pictures and recordings together.\n"
                "Each claim carries a number: open it to see the page, the picture or the second."
            )
        else:
            self._head.setText("Bring your material together")
            self._text.setText(
                "Add documents, pictures and recordings, then ask one question of them all.\n"
                "Each claim in the answer leads back to its place. Nothing leaves this computer."
            )
        self._draw()

    def _draw(self) -> None:
        parts.clear(self._list)
        self._actions = []
        if self._n_items:
            self._example("quote", "What do my documents and recordings say about …")
            self._example("picture", "Which picture shows …")
            self._example("sound", "At what point in the recordings is … mentioned?")
        else:
            self._action("files-add", "Add files…    Ctrl+O", self.add_files_wanted.emit)
            self._action("folder-add", "Add a folder…    Ctrl+Shift+O", self.add_folder_wanted.emit)
            self._action(
                "quote",
                "See what to ask: “Which pages mention …?”",
                lambda: self.question_wanted.emit("Which pages mention "),
            )

    def _example(self, icon: str, text: str) -> None:
        self._action(
            icon, text, lambda: self.question_wanted.emit(text.replace("…", "").strip() + " ")
        )

    def _action(self, icon: str, text: str, act) -> None:  # type: ignore[no-untyped-def]
        made = parts.button(text, "example")
        made.setIcon(self._theme.icon(icon, "accent_text"))
        made.setIconSize(QSize(20, 20))
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda: act())
        self._list.addWidget(made)
        self._actions.append(made)

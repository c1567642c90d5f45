"""What an empty conversation teaches: two lines, and three things to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.core.events import InstallProgress
from app.gui import icons, parts, places
from app.gui.language import tr
from app.gui.theme import Theme

_AIR = 14  # above and below the words, however many lines they need


class ExampleButton(QPushButton):
    """An icon, words, and the key that does the same: that of `action`, where one is named."""

    def __init__(self, theme: Theme, icon: str, text: str, action: str = "") -> None:
        super().__init__()
        self.setAutoDefault(False)
        self.setProperty("role", "example")
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._theme, self.action = theme, action
        box = self._line = parts.row(self, space=12)
        box.setContentsMargins(14, _AIR, 14, _AIR)
        box.addWidget(parts.Picture(theme, icon, "accent_text", 20))
        self.words = parts.label(text, wrap=True)
        box.addWidget(self.words, 1)
        self.key = parts.label("", "small")
        box.addWidget(self.key)

    def sizeHint(self) -> QSize:
        return QSize(280, self._theme.px("body") + 33)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Higher where its words need two lines."""
        return self._line.totalHeightForWidth(width)

    def show_words(self, text: str) -> None:
        self.words.setText(text)
        self.updateGeometry()


class EmptyConversation(QWidget):
    add_files_wanted = Signal()
    add_folder_wanted = Signal()
    question_wanted = Signal(str)
    models_wanted = Signal()
    samples_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._key_of: Callable[[str], str] = lambda _action: ""
        box = parts.column(self, margin=0, space=8)
        box.setContentsMargins(0, 16, 0, 16)
        box.addStretch(3)
        mark = parts.label()
        mark.setPixmap(icons.pixmap("triptych", "#000000", 56))
        mark.setAccessibleName("Triptych")
        box.addWidget(mark)
        box.addSpacing(8)
        self._head = parts.label("", "display", wrap=True)
        self._text = parts.label("", "lead", wrap=True)
        box.addWidget(self._head)
        box.addWidget(self._text)
        box.addSpacing(16)
        self._list = parts.column(space=8)
        box.addLayout(self._list)
        box.addStretch(4)
        self._for_empty: bool | None = None
        self._missing: tuple[int, int] = (0, 0)
        self._models: ExampleButton | None = None
        self._head.setText(tr("Opening your library…"))

    def show_missing(self, n_models: int, n_bytes: int) -> None:
        """How many starter models are not installed, and what there is to download."""
        if self._missing != (n_models, n_bytes):
            self._missing = (n_models, n_bytes)
            if self._for_empty is not None:
                n_items, self._for_empty = 0 if self._for_empty else 1, None
                self.show_for(n_items)

    def show_installing(self, event: InstallProgress) -> None:
        if self._models is not None:
            self._models.setEnabled(False)
            of = ""
            if event.stage == "download" and event.total:
                of = f", {places.size_of(event.done, event.total)}"
            self._models.show_words(tr("Installing {name}").format(name=event.name) + of)

    def show_for(self, n_items: int) -> None:
        """Other words for a library with something in it."""
        if self._for_empty == (n_items == 0):
            return
        self._for_empty = n_items == 0
        parts.clear(self._list)
        self._models = None
        n_missing, n_bytes = self._missing
        if self._for_empty:
            self._head.setText(tr("Bring your material together"))
            self._text.setText(
                tr(
                    "Add documents, pictures and recordings, then ask one question of them all.\n"
                    "Each claim leads back to its place. Nothing leaves this computer."
                )
                + (
                    tr(
                        "\nYou can add files already: they are read as soon as the models are "
                        "there."
                    )
                    if n_missing
                    else ""
                )
            )
            if n_missing:
                self._models = self._add(
                    "download",
                    tr("Install the models: {size}, once").format(size=places.size(n_bytes)),
                    self.models_wanted.emit,
                )
            self._add("picture", tr("Look at the sample library"), self.samples_wanted.emit)
            self._add("files-add", tr("Add files…"), self.add_files_wanted.emit, "add_files")
            self._add("folder-add", tr("Add a folder…"), self.add_folder_wanted.emit, "add_folder")
            if not n_missing:
                self._ask(
                    "quote",
                    tr("Then ask: “What do these say about …?”"),
                    tr("What do these say about "),
                )
        else:
            self._head.setText(tr("Ask your library"))
            self._text.setText(
                tr(
                    "One answer from documents, pictures and recordings together.\n"
                    "Each claim carries a number: open it to see the page, the picture or the "
                    "second."
                )
            )
            self._ask(
                "document",
                tr("What do my documents say about …"),
                tr("What do my documents say about "),
            )
            self._ask("picture", tr("Which picture shows …"), tr("Which picture shows "))
            self._ask(
                "sound", tr("What is said in the recordings about …"), tr("What is said about ")
            )

    def show_closed(self) -> None:
        """The library could not be opened; why is said elsewhere."""
        if self._for_empty is None:
            self._head.setText(tr("The library is not open"))

    def _ask(self, icon: str, text: str, question: str) -> None:
        self._add(icon, text, lambda: self.question_wanted.emit(question))

    def show_keys(self, key_of: Callable[[str], str]) -> None:
        """`key_of` tells the key of an action by its name; "" where it has none."""
        self._key_of = key_of
        for made in self.findChildren(ExampleButton):
            made.key.setText(key_of(made.action) if made.action else "")

    def _add(
        self, icon: str, text: str, act: Callable[[], object], action: str = ""
    ) -> ExampleButton:
        made = ExampleButton(self._theme, icon, text, action)
        made.key.setText(self._key_of(action) if action else "")
        made.clicked.connect(lambda _on=False: act())
        self._list.addWidget(made)
        return made

"""What is part of the question besides its words: a picture, or a recording with what is said in
it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from app.gui import parts, places
from app.gui.language import tr
from app.gui.theme import Theme


class AttachmentRow(QWidget):
    """`words` are those that were heard in a recording, "" until then and where there are none."""

    removed = Signal()
    words_wanted = Signal()  # they are to be the question, instead of the recording

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.path = self.words = ""
        box = parts.column(self, space=2)
        line = parts.row(space=4)
        self._picture = parts.Picture(theme, "clip", "text_soft", 16)
        self._name = parts.ElidedLabel("small")
        close = parts.IconButton(theme, "close", tr("Remove the attachment"))
        close.clicked.connect(lambda _on=False: self.removed.emit())
        self.thumbnail = parts.label()
        line.addWidget(self._picture)
        line.addWidget(self.thumbnail)
        line.addWidget(self._name, 1)
        self.ask_words = parts.button(
            tr("Ask these words"),
            "flat",
            tip=tr("Put what is said in the recording into the box, instead of the recording"),
        )
        self.ask_words.clicked.connect(lambda _on=False: self.words_wanted.emit())
        line.addWidget(self.ask_words)
        line.addWidget(close)
        box.addLayout(line)
        self.heard = parts.label("", "small", wrap=True)
        self.heard.setContentsMargins(20, 0, 0, 0)
        box.addWidget(self.heard)
        self.show_path("")

    def show_path(self, path: str) -> None:
        """ "" for none."""
        self.path, self.words = path, ""
        self._name.show_text(places.file_name(path) if path else "")
        self.setVisible(bool(path))
        self.show_thumbnail(QPixmap())
        self.say("")

    def show_thumbnail(self, picture: QPixmap) -> None:
        """In the place of the paper clip, where there is one."""
        self.thumbnail.setPixmap(picture)
        self.thumbnail.setVisible(not picture.isNull())
        self._picture.setVisible(picture.isNull())

    def say(self, words: str) -> None:
        """What is known of its words, while there are none."""
        self.heard.setText(words)
        self.heard.setVisible(bool(words))
        self.ask_words.hide()

    def show_words(self, words: str) -> None:
        self.words = words
        self.say(tr("Heard: “{words}”").format(words=_shortened(words)))
        self.ask_words.show()


def _shortened(words: str, most: int = 160) -> str:
    return words if len(words) <= most else words[: most - 1].rpartition(" ")[0] + "…"

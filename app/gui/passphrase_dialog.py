"""The boxes about the library's passphrase: giving it at the start, locking the library with one,
changing it, taking it off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.core.events import CopyProgress
from app.gui import parts
from app.gui.language import tr


class _Box(QDialog):
    """A title, words, fields for passphrases, what happened, and buttons."""

    def __init__(self, title: str, words: tuple[str, ...], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self._box = parts.column(self, margin=20, space=12)
        self._box.addWidget(parts.label(title, "title"))
        for word in words:
            self._box.addWidget(parts.label(word, "soft", wrap=True))
        self.said = parts.label("", wrap=True)
        self.said.hide()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.bar.hide()
        self._fields: list[QLineEdit] = []

    def _field(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setAccessibleName(name)
        head = parts.label(name, "small")
        head.setBuddy(edit)
        group: QVBoxLayout = parts.column(space=2)
        group.addWidget(head)
        group.addWidget(edit)
        self._box.addLayout(group)
        self._fields.append(edit)
        return edit

    def end(self, said: str, tone: str) -> None:
        """Say what came of it, and let it be tried again."""
        self.bar.hide()
        for child in self.findChildren(QWidget):
            child.setEnabled(True)
        self.said.setText(said)
        self.said.setProperty("tone", tone)
        parts.restyle(self.said)
        self.said.setVisible(bool(said))
        self._fit()
        if tone == "error" and self._fields:
            self._fields[0].setFocus()
            self._fields[0].selectAll()

    def begin(self) -> None:
        for edit in self._fields:
            edit.setEnabled(False)
        self.said.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as all that is said needs, and no higher."""
        self._box.activate()
        self.resize(self.width(), self._box.totalHeightForWidth(self.width()))

    def show_progress(self, event: CopyProgress) -> None:
        if event.done and event.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, round(1000 * event.done / event.total)))

    def forget(self) -> None:
        """No passphrase stays in a box that is closed."""
        for edit in self._fields:
            edit.clear()
        self.said.hide()

    def done(self, result: int) -> None:
        self.forget()
        super().done(result)


class OpenBox(_Box):
    """Asks for the passphrase of a library, or of the backup that is named."""

    given = Signal(str)

    def __init__(self, of_backup: bool = False, parent: QWidget | None = None) -> None:
        title = tr("This backup is locked") if of_backup else tr("This library is locked")
        words = tr("It opens with its passphrase. Nothing is shown of it before.")
        super().__init__(title, (words,), parent)
        self.edit = self._field(tr("Passphrase"))
        self.edit.returnPressed.connect(self._give)
        self._box.addWidget(self.bar)
        self._box.addWidget(self.said)
        buttons = parts.row()
        later = parts.button(tr("Not now"))
        later.clicked.connect(self.reject)
        self.open_button = parts.button(tr("Open"), "primary")
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._give)
        buttons.addStretch(1)
        buttons.addWidget(later)
        buttons.addWidget(self.open_button)
        self._box.addLayout(buttons)
        self.edit.setFocus()

    def _give(self) -> None:
        if self.edit.text() and self.edit.isEnabled():
            passphrase = self.edit.text()
            self.begin()
            self.given.emit(passphrase)


class PassphraseBox(_Box):
    """Locks a library that has no passphrase; changes that of one that has, or takes it off."""

    lock_wanted = Signal(str)
    change_wanted = Signal(str, str)
    unlock_wanted = Signal(str)

    def __init__(self, *, locked: bool, parent: QWidget | None = None) -> None:
        words = (
            tr(
                "All that the library holds of your files, your questions and its backups is "
                "encrypted on the disk. The passphrase is asked for at each start. Your own files "
                "stay as they are."
            ),
            tr(
                "A forgotten passphrase cannot be replaced by anybody: then the library and its "
                "backups are lost. Write it down where only you find it."
            ),
        )
        super().__init__(tr("Passphrase"), words, parent)
        self.locked = locked
        self.old = self._field(tr("Present passphrase")) if locked else None
        self.new = self._field(tr("New passphrase"))
        self.again = self._field(tr("The same again"))
        self._box.addWidget(self.bar)
        self._box.addWidget(self.said)
        buttons = parts.row()
        close = parts.button(tr("Close"))
        close.clicked.connect(self.reject)
        buttons.addWidget(close)
        buttons.addStretch(1)
        self.take_off = parts.button(tr("Take it off"))
        self.take_off.setVisible(locked)
        self.take_off.clicked.connect(self._take_off)
        self.act = parts.button(tr("Change it") if locked else tr("Lock the library"), "primary")
        self.act.setDefault(True)
        self.act.clicked.connect(self._act)
        buttons.addWidget(self.take_off)
        buttons.addWidget(self.act)
        self._box.addLayout(buttons)

    def begin(self) -> None:
        super().begin()
        self.act.setEnabled(False)
        self.take_off.setEnabled(False)

    def _act(self) -> None:
        new = self.new.text()
        if not new or new != self.again.text():
            self.end(tr("The two new passphrases are not the same, or empty."), "error")
            return
        old = self.old.text() if self.old is not None else ""
        self.begin()
        if self.locked:
            self.change_wanted.emit(old, new)
        else:
            self.lock_wanted.emit(new)

    def _take_off(self) -> None:
        assert self.old is not None
        old = self.old.text()
        self.begin()
        self.unlock_wanted.emit(old)

"""Which keys do what: the table's, or the user's own, which are remembered."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence

from app.gui.actions import TABLE, ActionRow

_GROUP = "keys"
_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeyBindings(QObject):
    """`changed` when a key was given or taken. An action may be left without any."""

    changed = Signal()

    def __init__(self, memory: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory

    def keys(self, row: ActionRow) -> list[QKeySequence]:
        own = self._memory.value(f"{_GROUP}/{row.name}")
        if own is None:
            return [QKeySequence(key) for key in row.keys]
        return [QKeySequence.fromString(str(own), _PORTABLE)] if own else []

    def shown(self, row: ActionRow) -> str:
        """The first key as the system writes it; for a row that no action goes with, as it is."""
        if not row.name:
            return row.keys[0]
        keys = self.keys(row)
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def is_own(self, row: ActionRow) -> bool:
        return self._memory.contains(f"{_GROUP}/{row.name}")

    def holder(self, key: QKeySequence, but: ActionRow) -> ActionRow | None:
        """The other action that has this key."""
        return next((row for row in TABLE if row is not but and key in self.keys(row)), None)

    def bind(self, row: ActionRow, key: QKeySequence) -> None:
        """Give the action this key alone; an empty one leaves it without."""
        self._memory.setValue(f"{_GROUP}/{row.name}", key.toString(_PORTABLE))
        self.changed.emit()

    def reset(self, row: ActionRow | None = None) -> None:
        """Back to the table's keys, for one action or for all."""
        self._memory.remove(f"{_GROUP}/{row.name}" if row is not None else _GROUP)
        self.changed.emit()


def native(key: str) -> str:
    """A key as this system and language call it, also the first of `Ctrl+1 … 9`; what is no key is
    left as it is."""
    key, dots, last = key.partition(" … ")
    sequence = QKeySequence(key)
    if sequence.isEmpty() or sequence[0].key() == Qt.Key.Key_unknown:  # type: ignore[index]
        return f"{key}{dots}{last}"
    return sequence.toString(QKeySequence.SequenceFormat.NativeText) + dots + last

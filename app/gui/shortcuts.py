"""The list of keys, and giving an action another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QKeySequenceEdit,
    QPushButton,
    QWidget,
)

from app.gui import parts
from app.gui.actions import IN_LISTS, TABLE, ActionRow
from app.gui.keys import KeyBindings, native
from app.gui.language import tr
from app.gui.page import ScrolledByKey

_FIXED = (
    ActionRow("", tr("Ask"), ("Return",), tr("Question box")),
    ActionRow("", tr("New line"), ("Shift+Return",), tr("Question box")),
    ActionRow("", tr("Only find passages"), ("Ctrl+Return",), tr("Question box")),
    ActionRow("", tr("Open source 1 to 9"), ("Ctrl+1 … 9",), tr("Question box")),
)


class ShortcutsDialog(QDialog):
    """A click on a key changes it; those of the question box and of lists are fixed."""

    def __init__(self, bindings: KeyBindings, parent: QWidget) -> None:
        super().__init__(parent)
        self._bindings, self._owner = bindings, parent
        self._buttons: dict[str, QPushButton] = {}
        self.setWindowTitle(tr("Keyboard shortcuts"))
        box = parts.column(self, margin=20, space=12)
        box.addWidget(parts.label(tr("Keyboard shortcuts"), "title"))
        box.addWidget(parts.label(tr("Click a key to change it."), "soft"))
        rows = [*TABLE, *_FIXED, *IN_LISTS]
        inside = QWidget()
        halves = parts.row(inside, space=40)
        for names in _halves(rows):
            halves.addLayout(self._make_half(rows, names))
        scroll = ScrolledByKey(tr("Keyboard shortcuts"), inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reset = parts.button(
            tr("Reset all"), "flat", tip=tr("All keys back to what they were")
        )
        self._show()
        self._inside, self._scroll = inside, scroll
        box.addWidget(scroll, 1)
        bottom = parts.row()
        self.reset.clicked.connect(self._reset_all)
        bottom.addWidget(self.reset)
        bottom.addStretch(1)
        done = parts.button(tr("Close"), "primary")
        done.clicked.connect(self.accept)
        bottom.addWidget(done)
        box.addLayout(bottom)
        bindings.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Wide enough for every key: before it is shown its texts have another font."""
        super().showEvent(event)
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self._scroll.setMinimumWidth(self._inside.sizeHint().width() + bar + 8)
        room = max(360, self._owner.window().height() - 80)
        self.resize(self.minimumSizeHint().width(), min(self._inside.height() + 170, room))

    def button_of(self, name: str) -> QPushButton:
        return self._buttons[name]

    def _reset_all(self) -> None:
        self._bindings.reset()

    def _make_half(self, rows: Sequence[ActionRow], groups: Sequence[str]) -> QGridLayout:
        """Two columns, words and key. Each half has a grid of its own: lines of equal height."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        line = 0
        for name in groups:
            head = parts.label(name.upper(), "overline")
            head.setContentsMargins(0, 8 if line else 0, 0, 0)
            grid.addWidget(head, line, 0, 1, 2)
            line += 1
            for row in (entry for entry in rows if entry.group == name):
                grid.setRowMinimumHeight(
                    line, grid.verticalSpacing() + self.fontMetrics().height() + 5
                )
                grid.addWidget(parts.label(row.text), line, 0)
                grid.addWidget(self._make_key(row), line, 1, Qt.AlignmentFlag.AlignRight)
                line += 1
        grid.setRowStretch(line, 1)
        return grid

    def _make_key(self, row: ActionRow) -> QWidget:
        if not row.name:
            fixed = parts.label(native(row.keys[0]), "small")
            fixed.setContentsMargins(8, 2, 8, 2)
            return fixed
        key = parts.button("", "key", tip=tr("Change this key"))
        key.clicked.connect(lambda: KeyDialog(self._bindings, row, self).open())
        self._buttons[row.name] = key
        return key

    def _show(self) -> None:
        for row in TABLE:
            shown = self._bindings.shown(row) or tr("none")
            button = self._buttons[row.name]
            button.setText(shown)
            button.setAccessibleName(f"{row.text}: {shown}")
            button.setProperty("own", self._bindings.is_own(row))
            parts.restyle(button)
            button.setMinimumWidth(button.sizeHint().width())
        self.reset.setEnabled(any(self._bindings.is_own(row) for row in TABLE))


def _halves(rows: Sequence[ActionRow]) -> tuple[list[str], list[str]]:
    """The groups in two columns of about the same height, in their order."""
    sizes = Counter(row.group for row in rows)
    lines = len(rows) + len(sizes)
    left: list[str] = []
    for group in sizes:
        if sum(sizes[name] + 1 for name in [*left, group]) <= (lines + sizes[group]) / 2:
            left.append(group)
    return left, [group for group in sizes if group not in left]


class KeyDialog(QDialog):
    """Press a key, and see whether another action has it."""

    def __init__(self, bindings: KeyBindings, row: ActionRow, parent: QWidget) -> None:
        super().__init__(parent)
        self._bindings, self._row = bindings, row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Change a key"))
        self.setMinimumWidth(360)
        box = parts.column(self, margin=20, space=10)
        box.addWidget(parts.label(row.text, "heading"))
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.edit.setAccessibleName(tr("Press the new key"))
        self.edit.setKeySequence((bindings.keys(row) or [QKeySequence()])[0])
        self.edit.keySequenceChanged.connect(self._look)
        box.addWidget(self.edit)
        self.said = parts.label(tr("Press the new key, or clear it."), "small", wrap=True)
        box.addWidget(self.said)
        bottom = parts.row()
        back = parts.button(tr("Default"), "flat", tip=tr("Back to {key}").format(key=row.keys[0]))
        back.clicked.connect(self._reset)
        bottom.addWidget(back)
        bottom.addStretch(1)
        cancel = parts.button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.take = parts.button(tr("Use it"), "primary")
        self.take.clicked.connect(self._take)
        bottom.addWidget(cancel)
        bottom.addWidget(self.take)
        box.addLayout(bottom)

    def _look(self, key: QKeySequence) -> None:
        holder = None if key.isEmpty() else self._bindings.holder(key, self._row)
        typed = not key.isEmpty() and types_text(key)
        self.take.setEnabled(holder is None and not typed)
        if holder is not None:
            self.said.setText(
                tr("“{name}” has this key. Change that one first.").format(name=holder.text)
            )
        elif typed:
            self.said.setText(tr("This key alone writes a character. Hold Ctrl or Alt with it."))
        else:
            self.said.setText("")

    def _take(self) -> None:
        self._bindings.bind(self._row, self.edit.keySequence())
        self.accept()

    def _reset(self) -> None:
        self._bindings.reset(self._row)
        self.accept()


def types_text(key: QKeySequence) -> bool:
    """Whether the key would be missing in the question box: a letter, a digit, a sign."""
    pressed = key[0]  # type: ignore[index]
    held = pressed.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return not held and int(pressed.key()) < int(Qt.Key.Key_Escape)

"""What the pages of the menu are made of: a title, a body that scrolls, and a foot that closes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui import parts
from app.gui.language import tr

_MOST_GROWTH = 1.5  # of a page beside its text; larger text scrolls


class ScrolledByKey(QScrollArea):
    """What is in `inside` scrolls, also by the arrows. It is a stop of Tab only where there is
    something to scroll to, and shows that it has the keys."""

    def __init__(self, name: str, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self._inside = inside
        inside.setObjectName("scrolled")
        self.setWidget(inside)
        self._ring = parts.frame("ring")
        self._ring.setParent(self)
        self._ring.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._ring.hide()
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.rangeChanged.connect(lambda *_range: self._take_part())
        self._take_part()

    def _take_part(self) -> None:
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        scrolls = any(bar.maximum() > bar.minimum() for bar in bars)
        policy = Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.setGeometry(self.rect())
        self._ring.raise_()
        self._ring.setVisible(event.reason() != Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ring.setGeometry(self.rect())


class Scrolled(ScrolledByKey):
    """What is in `body` scrolls up and down, and is never cut at its side."""

    def __init__(self, name: str, space: int = 8) -> None:
        super().__init__(name, QWidget())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body: QVBoxLayout = parts.column(self._inside, space=space)
        self.body.setContentsMargins(0, 0, 8, 0)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        least = self._inside.minimumSizeHint().width() + bar
        return QSize(least, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()  # something inside has grown
        return super().event(event)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to what has just been shown."""
        self._inside.adjustSize()
        self.ensureWidgetVisible(widget)


class Page(QDialog):
    """`body` takes what the page shows, `foot` what stands beside its Close."""

    def __init__(
        self, title: str, parent: QWidget | None = None, *, size: QSize, head: str = ""
    ) -> None:
        """`size` is for text of the usual size; `head` stands on the page where it is more than
        the window's title says."""
        super().__init__(parent)
        self._size: QSize | None = size
        self.setWindowTitle(title)
        box = self._box = parts.column(self, margin=20, space=12)
        self.head = parts.label(head or title, "title", wrap=True)
        box.addWidget(self.head)
        self.area = Scrolled(head or title, space=10)
        self.body = self.area.body
        box.addWidget(self.area, 1)
        self.foot = parts.row()
        self.foot.addStretch(1)
        self.closing = parts.button(tr("Close"))
        self.closing.clicked.connect(self.accept)
        self.foot.addWidget(self.closing)
        box.addLayout(self.foot)

    def add_about(self, words: str) -> None:
        self.body.addWidget(parts.label(words, "soft", wrap=True))

    def add_above(self, widget: QWidget) -> None:
        """Between the title and the body, where it is seen however far the body is scrolled."""
        self._box.insertWidget(1, widget)

    def add_below(self, widget: QWidget) -> None:
        """Between the body and the foot, where it is seen however far the body is scrolled."""
        self._box.insertWidget(self._box.count() - 1, widget)

    def showEvent(self, event: QShowEvent) -> None:
        """Before it is shown its texts have another font."""
        super().showEvent(event)
        if self._size is None:
            return
        usual = QFontMetrics(QGuiApplication.font()).height()
        grown = max(1.0, min(_MOST_GROWTH, self.fontMetrics().height() / usual))
        room = self.screen().availableSize() - QSize(40, 80)
        self.resize((self._size * grown).boundedTo(room).expandedTo(self.minimumSizeHint()))
        self._size = None


class Question(QFrame):
    """Asked in place before something that cannot be taken back; `confirm` is the button that does
    it, and Cancel puts the question away."""

    def __init__(self, means: str, verb: str) -> None:
        super().__init__()
        self.setProperty("role", "note")
        box = parts.column(self, margin=12, space=8)
        self.head = parts.label("", "heading", wrap=True)
        box.addWidget(self.head)
        box.addWidget(parts.label(means, wrap=True))
        self.cancel = parts.button(tr("Cancel"))
        self.cancel.clicked.connect(self.hide)
        self.confirm = parts.button(verb, "primary")
        line = parts.row()
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.confirm)
        box.addLayout(line)
        self.hide()

    def ask(self, head: str) -> None:
        self.head.setText(head)
        self.show()
        self.confirm.setFocus()

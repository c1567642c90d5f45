"""A page of a PDF or a picture on a canvas, with the tools that go with each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.gui import parts, places
from app.gui.evidence.canvas import Canvas
from app.gui.language import tr
from app.gui.theme import Theme


def _zoom_tools(theme: Theme, canvas: Canvas) -> list[parts.IconButton]:
    out = parts.IconButton(theme, "minus", tr("Zoom out"), tip=tr("Zoom out (-)"))
    fit = parts.IconButton(theme, "fit", tr("Fit"), tip=tr("Fit (0)"))
    closer = parts.IconButton(theme, "plus", tr("Zoom in"), tip=tr("Zoom in (+)"))
    out.clicked.connect(lambda: canvas.zoom_by(0.8))
    fit.clicked.connect(canvas.fit)
    closer.clicked.connect(lambda: canvas.zoom_by(1.25))
    return [out, fit, closer]


class PageView(QWidget):
    """`page_wanted` carries a page number from 1; `sharper_wanted` a width in device pixels."""

    page_wanted = Signal(int)
    sharper_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.page = 1
        self._n_pages: int | None = None
        box = parts.column(self, space=0)
        tools = parts.row(space=4)
        tools.setContentsMargins(12, 2, 12, 4)
        self.previous = parts.IconButton(theme, "left", tr("Previous page"))
        self.next = parts.IconButton(theme, "right", tr("Next page"))
        self.previous.clicked.connect(lambda: self.turn(-1))
        self.next.clicked.connect(lambda: self.turn(+1))
        self._number = parts.label("", "small")
        tools.addWidget(self.previous)
        tools.addWidget(self._number)
        tools.addWidget(self.next)
        tools.addStretch(1)
        self.canvas = Canvas(theme, tr("Page"), pen_style="marker")
        self.canvas.sharper_wanted.connect(self.sharper_wanted)
        for tool in _zoom_tools(theme, self.canvas):
            tools.addWidget(tool)
        box.addLayout(tools)
        box.addWidget(self.canvas, 1)

    def show_number(self, page: int, n_pages: int | None) -> None:
        self.page, self._n_pages = page, n_pages
        said = tr("Page {n}").format(n=page)
        self._number.setText(places.so_many_of(page, n_pages) if n_pages else said)
        self.canvas.setAccessibleName(said)
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(n_pages is None or page < n_pages)

    def turn(self, by: int) -> None:
        page = self.page + by
        if page >= 1 and (self._n_pages is None or page <= self._n_pages):
            self.page_wanted.emit(page)


class PictureView(QWidget):
    """The picture, its marked area, and below it the words it is found by."""

    sharper_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        box = parts.column(self, space=0)
        tools = parts.row(space=4)
        tools.setContentsMargins(12, 2, 12, 4)
        self._size = parts.label("", "small")
        tools.addWidget(self._size)
        tools.addStretch(1)
        self.canvas = Canvas(theme, tr("Picture"), pen_style="frame")
        self.canvas.sharper_wanted.connect(self.sharper_wanted)
        for tool in _zoom_tools(theme, self.canvas):
            tools.addWidget(tool)
        box.addLayout(tools)
        box.addWidget(self.canvas, 1)
        self._words_head = parts.label(tr("WHAT IT IS FOUND BY"), "overline")
        self._words_head.setContentsMargins(16, 10, 16, 2)
        box.addWidget(self._words_head)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setProperty("role", "quiet")
        self.words.setMaximumHeight(132)
        self.words.setAccessibleName(tr("Tags and text of the picture"))
        box.addWidget(self.words)

    def show_words(self, text: str, width: int | None = None, height: int | None = None) -> None:
        self.words.setPlainText(text)
        self.words.setVisible(bool(text))
        self._words_head.setVisible(bool(text))
        self._size.setText(f"{width} × {height} px" if width and height else "")

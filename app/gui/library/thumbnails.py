"""Small pictures for the rows of the library, fetched as rows come into view."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from app.core.calls import DrawThumbnail
from app.core.events import Failure, Pixels
from app.gui.evidence.canvas import image_from_rgb
from app.tasks.stream import EventStream

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_KEPT = 600
MAX_IN_FLIGHT = 4
RATIO = 2


class Thumbnails(QObject):
    """`get` answers at once: with a picture, or with None and the wish to fetch it."""

    arrived = Signal()

    def __init__(self, stream: EventStream, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stream, self._side = stream, side
        self._kept: OrderedDict[int, QPixmap | None] = OrderedDict()
        self._wanted: list[int] = []
        self._in_flight: set[int] = set()

    def get(self, item_id: int) -> QPixmap | None:
        if item_id in self._kept:
            self._kept.move_to_end(item_id)
            return self._kept[item_id]
        if item_id not in self._in_flight:
            if item_id in self._wanted:
                self._wanted.remove(item_id)
            self._wanted.append(item_id)  # newest last: what is in view comes first
            del self._wanted[:-60]
            self._fetch()
        return None

    def forget_failures(self) -> None:
        """Ask again for what could not be had, after items changed."""
        for item_id in [key for key, value in self._kept.items() if value is None]:
            del self._kept[item_id]

    def _fetch(self) -> None:
        while self._wanted and len(self._in_flight) < MAX_IN_FLIGHT:
            item_id = self._wanted.pop()
            self._in_flight.add(item_id)
            self._ask(item_id)

    def _ask(self, item_id: int) -> None:
        self._stream.call(DrawThumbnail(item_id)).on_arrays(
            Pixels, lambda _event, arrays: self._keep(item_id, arrays)
        ).done(lambda: self._end(item_id)).failed(lambda failure: self._fail(item_id, failure))

    def _keep(self, item_id: int, arrays: tuple[NDArray[Any], ...]) -> None:
        self._kept[item_id] = rounded(image_from_rgb(arrays[0]), self._side)
        while len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()

    def _end(self, item_id: int) -> None:
        self._in_flight.discard(item_id)
        self._kept.setdefault(item_id, None)
        self._fetch()

    def _fail(self, item_id: int, failure: Failure) -> None:
        self._in_flight.discard(item_id)
        if failure.code != "engine_died":
            self._kept[item_id] = None
            self._fetch()


def rounded(image: QImage, side: int) -> QPixmap:
    """The middle square with rounded corners, `side` device-independent pixels wide."""
    pixels = side * RATIO
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    scaled = image.scaled(pixels, pixels, mode, Qt.TransformationMode.SmoothTransformation)
    left, top = (scaled.width() - pixels) // 2, (scaled.height() - pixels) // 2
    made = QPixmap(pixels, pixels)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(0, 0, pixels, pixels, 7 * RATIO, 7 * RATIO)
    painter.setClipPath(path)
    painter.drawImage(QRect(0, 0, pixels, pixels), scaled, QRect(left, top, pixels, pixels))
    painter.end()
    made.setDevicePixelRatio(RATIO)
    return made

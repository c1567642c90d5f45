"""A picture that is attached to the question, drawn small beside its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.core.calls import DrawFile
from app.core.events import Failure, Pixels
from app.gui.conversation.composer import Composer
from app.gui.conversation.scope import is_recording
from app.gui.evidence.canvas import image_from_rgb
from app.gui.language import in_one_line
from app.gui.library.thumbnails import RATIO, rounded
from app.tasks.stream import EventStream, Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE = 36


class AttachedPicture(QObject):
    """One that cannot be read says so before it is asked with."""

    def __init__(self, stream: EventStream, composer: Composer, parent: QObject) -> None:
        super().__init__(parent)
        self._stream, self._row = stream, composer.attached
        self._running: Operation | None = None
        composer.attachment_changed.connect(self._draw)

    def _draw(self, path: str) -> None:
        if self._running is not None:
            self._running.abandon()
            self._running = None
        if path and not is_recording(path):
            call = self._stream.call(DrawFile(path, 4 * _SIDE * RATIO))  # of a wide one, the middle
            self._running = call.on_arrays(Pixels, self._show).failed(self._fail)

    def _show(self, _event: Pixels, arrays: tuple[NDArray[Any], ...]) -> None:
        self._running = None
        self._row.show_thumbnail(rounded(image_from_rgb(arrays[0]), _SIDE))

    def _fail(self, failure: Failure) -> None:
        self._running = None
        self._row.say(in_one_line(failure))

"""Moving the data folder in a thread, while nothing else of the program runs."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from app.core.errors import UserError
from app.core.events import CopyProgress, Failure

_PATIENCE_S = 20.0  # for the engine of the window that was closed for this
_AGAIN_S = 0.25

T = TypeVar("T")

log = logging.getLogger(__name__)


class Moving:
    """Begins at once; all may be read at any time. Once `finished`, `moved` says whether it came to
    its end, else `trouble` why not."""

    def __init__(self, target: Path) -> None:
        self.progress = CopyProgress(0, 0)
        self.moved = False
        self.trouble: Failure | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(target,), name="moving", daemon=False
        )
        self._thread.start()

    @property
    def finished(self) -> bool:
        return not self._thread.is_alive()

    def stop(self) -> None:
        """End it soon; what was copied is taken back."""
        self._stopped.set()

    def join(self, timeout_s: float) -> None:
        self._thread.join(timeout_s)

    def _run(self, target: Path) -> None:
        from app.core.data_folder import DataMoved, move_data

        try:
            for event in _once_closed(lambda: move_data(target, self._stopped.is_set)):
                if isinstance(event, DataMoved):
                    self.moved = True
                else:
                    self.progress = event
        except Exception as error:  # noqa: BLE001 - the edge of a thread; it is told
            self.trouble = _told(error)


class Planning:
    """Looks whether the data folder can be moved to `target`, and how much it is."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.n_bytes = 0
        self.trouble: Failure | None = None
        self._thread = threading.Thread(target=self._run, name="planning", daemon=True)
        self._thread.start()

    @property
    def finished(self) -> bool:
        return not self._thread.is_alive()

    def _run(self) -> None:
        from app.core.data_folder import plan_move

        try:
            self.n_bytes = plan_move(self.target).n_bytes
        except (UserError, OSError) as error:
            self.trouble = _told(error)


def _told(error: Exception) -> Failure:
    from app.core.troubles import failure_of, known_trouble

    known = known_trouble(error)
    if known is None:
        log.error("moving the data folder failed", exc_info=error)
    trouble = known or UserError(
        "bug",
        "Something went wrong inside. The data folder is where it was.",
        "Try again; if it happens again, the log in the data folder has the details.",
    )
    return failure_of(trouble)


def _once_closed(move: Callable[[], Iterator[T]]) -> Iterator[T]:
    """The window that asked for it may take a moment to close."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            yield from move()
            return
        except UserError as error:
            if error.code != "library_locked" or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_S)

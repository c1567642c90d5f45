"""Long work that cannot be cut into steps, done beside them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_GIVE_WAY_S = 0.1


class Beside(Generic[T]):
    """Runs `work` in a thread of its own; `wait` yields while it runs, so that whoever drives it
    may do other things between two steps. What `work` raises is raised by `wait`."""

    def __init__(self, name: str, work: Callable[[], T]) -> None:
        self._name, self._work = name, work
        self._results: list[T] = []
        self._error: Exception | None = None

    def wait(self) -> Iterator[None]:
        thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_GIVE_WAY_S)
            yield
        if self._error is not None:
            raise self._error

    @property
    def result(self) -> T:
        """After `wait` came to its end."""
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._error = error

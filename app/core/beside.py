"""Long work that cannot be cut into steps, done beside them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_GIVE_WAY_S = 0.1
_LAST_WAIT_S = 0.5  # for what is given up: it may be all but done


class Beside(Generic[T]):
    """Runs `work` in a thread of its own; `wait` yields while it runs, so that whoever drives it
    may do other things between two steps. What `work` raises is raised by `wait`."""

    def __init__(self, name: str, work: Callable[[], T]) -> None:
        self._work = work
        self._results: list[T] = []
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def wait(self) -> Iterator[None]:
        self._thread.start()
        self._thread.join(_GIVE_WAY_S)
        while self._thread.is_alive():
            yield
            self._thread.join(_GIVE_WAY_S)
        if self._error is not None:
            raise self._error

    def unless(self, given_up: Callable[[], bool]) -> Generator[None, None, T | None]:
        """`wait`, and the result; None where it was given up and is not just about to end."""
        for _ in self.wait():
            if given_up():
                self._thread.join(_LAST_WAIT_S)
                if self._thread.is_alive():
                    return None
            yield
        return self.result

    @property
    def result(self) -> T:
        """After `wait` came to its end."""
        return self._results[0]

    def _run(self) -> None:
        try:
            self._results.append(self._work())
        except Exception as error:  # noqa: BLE001 - raised again in the caller's thread
            self._error = error


def saying(event: Any, steps: Generator[None, None, T]) -> Generator[Any, None, T]:
    """What `steps` returns; `event` is said between any two of them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
        yield event

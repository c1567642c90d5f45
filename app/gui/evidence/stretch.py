"""Speech faster or slower at its own pitch: pieces are laid over one another where they fit best
(WSOLA; Verhelst and Roelands, ICASSP 1993). Works on what arrives, a few pieces at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PIECE_S = 0.04
_SEEK_S = 0.008  # how far from its place a piece may be taken


class Stretcher:
    """`push` int16 mono samples, `pull` what they become at `speed`; at 1 they are passed on."""

    def __init__(self, sample_rate_hz: int, speed: float) -> None:
        import numpy as np

        self._speed = speed
        self._piece = int(_PIECE_S * sample_rate_hz) // 2 * 2
        self._half = self._piece // 2
        self._seek = int(_SEEK_S * sample_rate_hz)
        self._waiting: NDArray[np.int16] = np.zeros(0, np.int16)
        self._tail: NDArray[np.float32] | None = None  # the half that the next piece is laid over
        self._at = 0.0  # where the next piece would be taken, in `_waiting`
        ramp = np.linspace(0.0, 1.0, self._half, endpoint=False, dtype=np.float32)
        self._rise = 0.5 - 0.5 * np.cos(np.pi * ramp)

    @property
    def is_empty(self) -> bool:
        """Nothing is left that could be pulled, but for the last piece (see `pull`)."""
        return len(self._waiting) == 0

    def push(self, samples: NDArray[np.int16]) -> None:
        import numpy as np

        self._waiting = np.concatenate([self._waiting, samples])

    def pull(self, n_most: int, *, last: bool = False) -> NDArray[np.int16]:
        """At most `n_most` samples, shape (n,). `last`: no more will be pushed, so the end is let
        out as it is."""
        import numpy as np

        if self._speed == 1.0:
            out, self._waiting = self._waiting[:n_most], self._waiting[n_most:]
            return out
        made: list[NDArray[np.float32]] = []
        n_made = 0
        while n_made + self._half <= n_most:
            at = round(self._at)
            if at + self._piece + self._seek > len(self._waiting):
                if last and len(self._waiting):
                    made.append(self._let_out(at))
                break
            piece = self._best(at)
            made.append(self._over(piece[: self._half]))
            self._tail = piece[self._half :]
            n_made += self._half
            self._at += self._half * self._speed
        self._drop_used()
        if not made:
            return np.zeros(0, np.int16)
        return np.clip(np.concatenate(made), -32768, 32767).astype(np.int16)

    def _best(self, at: int) -> NDArray[np.float32]:
        """The piece near `at` that goes on best from what was laid last."""
        import numpy as np

        low = max(0, at - self._seek)
        near = self._waiting[low : at + self._piece + self._seek].astype(np.float32)
        if self._tail is None:
            return near[at - low : at - low + self._piece]
        n_places = len(near) - self._piece + 1
        likeness = np.correlate(near[: n_places + self._half - 1], self._tail, "valid")
        squares = np.cumsum(np.concatenate([[0.0], near[: n_places + self._half - 1] ** 2]))
        energy = squares[self._half :] - squares[: -self._half]
        place = int(np.argmax(likeness / np.sqrt(energy + 1.0)))
        return near[place : place + self._piece]

    def _over(self, head: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._tail is None:
            return head
        over: NDArray[np.float32] = head * self._rise + self._tail * (1.0 - self._rise)
        return over

    def _let_out(self, at: int) -> NDArray[np.float32]:
        import numpy as np

        rest = self._waiting[min(at, len(self._waiting)) :].astype(np.float32)
        self._waiting = self._waiting[:0]
        self._at = 0.0
        if self._tail is None or len(rest) < self._half:
            return rest if self._tail is None else self._tail
        return np.concatenate([self._over(rest[: self._half]), rest[self._half :]])

    def _drop_used(self) -> None:
        used = max(0, min(round(self._at) - self._seek, len(self._waiting)))
        self._waiting = self._waiting[used:]
        self._at -= used

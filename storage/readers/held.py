"""What a file encloses, kept in memory while it is read, each under a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Held:
    """Contents by name, in their order; of names that come twice the later ones get a number."""

    def __init__(self, enclosed: Iterable[tuple[str, bytes]]) -> None:
        self._contents: dict[str, bytes] = {}
        for name, content in enclosed:
            free = name
            while free in self._contents:
                free = f"{len(self._contents)} {name}"
            self._contents[free] = content

    def sizes(self) -> Sequence[tuple[str, int]]:
        return [(name, len(content)) for name, content in self._contents.items()]

    def read(self, name: str) -> bytes:
        return self._contents[name]

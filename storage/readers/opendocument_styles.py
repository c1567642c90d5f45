"""What the styles of OpenDocument do to words, sheets, slides: raised, struck out, not shown."""

from __future__ import annotations

from typing import Any

from storage.readers.archive import attribute, local

_MAX_PARENTS = 20


class Styles:
    """By name, as the parts `styles.xml` and `content.xml` define them; a style has what its
    parent has."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self._parents: dict[str, str] = {}
        self._positions: dict[str, str] = {}
        self._said: dict[str, dict[str, bool]] = {"struck": {}, "unseen": {}}
        for root in (styles, content):
            for style in root.iter("{*}style") if root is not None else ():
                name = attribute(style, "name") or ""
                self._parents[name] = attribute(style, "parent-style-name") or ""
                for properties in style:
                    self._learn(name, properties)

    def _learn(self, name: str, properties: Any) -> None:
        kind = local(properties)
        if kind == "text-properties":
            if position := attribute(properties, "text-position"):
                self._positions[name] = position.split()[0] if position.split() else ""
            line = attribute(properties, "text-line-through-style")
            if line is not None:
                self._said["struck"][name] = line != "none"
            if (display := attribute(properties, "display")) is not None:
                self._said["unseen"][name] = display == "none"
        elif kind == "table-properties":
            if attribute(properties, "display") == "false":
                self._said["unseen"][name] = True
        elif kind == "drawing-page-properties" and attribute(properties, "visibility") == "hidden":
            self._said["unseen"][name] = True

    def shift(self, element: Any) -> int:
        """Above 0 where its letters are raised, below 0 where they are lowered."""
        said = self._positions.get(attribute(element, "style-name") or "", "")
        if said.startswith(("super", "sub")):
            return 1 if said.startswith("super") else -1
        said = said.rstrip("%")
        return int(said) if said.lstrip("-").isdigit() else 0

    def is_struck(self, element: Any) -> bool:
        return self._has("struck", element)

    def is_unseen(self, element: Any) -> bool:
        """Words, a sheet or a slide that its style hides."""
        return self._has("unseen", element)

    def _has(self, mark: str, element: Any) -> bool:
        name = attribute(element, "style-name") or ""
        for _ in range(_MAX_PARENTS):
            if name in self._said[mark]:
                return self._said[mark][name]
            if not name:
                break
            name = self._parents.get(name, "")
        return False

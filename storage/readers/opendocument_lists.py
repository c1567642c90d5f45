"""Numbers that OpenDocument puts before headings and list items by itself (part 3, 19.880)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from storage.readers.archive import attribute, local
from storage.readers.docx_numbers import written

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"}
_FORMS["I"] = "upperRoman"
_MAX_LEVELS = 10


@dataclass(frozen=True, slots=True)
class _Level:
    form: str | None  # a number format; None: a bullet; "": nothing is shown
    prefix: str = ""
    suffix: str = ""
    n_shown: int = 1
    start: int = 1


class Lists:
    """Counts along the paragraphs of a document; each is asked for once, in order."""

    def __init__(self, content: Any, styles: Any | None) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        for root in (styles, content):
            for element in root.iter() if root is not None else ():
                if local(element) == "list-style":
                    self._styles[attribute(element, "name") or ""] = _levels(element)
                elif local(element) == "outline-style":
                    self._outline = _levels(element)
        self._counts: dict[Any, list[int]] = {}
        self._numbered: set[Any] = set()
        self._headings = [0] * (_MAX_LEVELS + 1)
        self._last_of_style: dict[str, Any] = {}

    def before(self, block: Any) -> str:
        """What stands before the block: `2.1`, `-` for a bullet, "" for nothing."""
        said = next((part for part in block if local(part) == "number"), None)
        if said is not None:
            text = "".join(said.itertext())
            block.remove(said)
            return text.strip()
        if local(block) == "h" and self._outline:
            return self._heading(block)
        return self._item(block)

    def _heading(self, heading: Any) -> str:
        said = attribute(heading, "outline-level") or "1"
        level = min(int(said), _MAX_LEVELS) if said.isdigit() else 1
        how = self._outline.get(level)
        if how is None or not how.form or attribute(heading, "is-list-header") == "true":
            return ""
        self._headings[level] = (self._headings[level] or how.start - 1) + 1
        for below in range(level + 1, _MAX_LEVELS + 1):
            self._headings[below] = 0
        return _shown(how, level, self._headings, self._outline)

    def _item(self, block: Any) -> str:
        item = block.getparent()
        if item is None or local(item) != "list-item" or item in self._numbered:
            return ""
        self._numbered.add(item)
        lists = []
        above = item
        while above is not None:
            if local(above) == "list":
                lists.append(above)
            above = above.getparent()
        level = min(len(lists), _MAX_LEVELS)
        outer = lists[-1]
        name = next((found for one in lists if (found := attribute(one, "style-name"))), "")
        levels = self._styles.get(name, {})
        how = levels.get(level)
        if how is None:
            return ""
        if how.form is None:
            return "-"
        if not how.form:
            return ""
        if outer not in self._counts:
            goes_on = attribute(outer, "continue-numbering") == "true" or attribute(
                outer, "continue-list"
            )
            before = self._last_of_style.get(name) if goes_on else None
            self._counts[outer] = self._counts.get(before, [0] * (_MAX_LEVELS + 1))
        self._last_of_style[name] = outer
        counts = self._counts[outer]
        start = attribute(item, "start-value") or ""
        now = int(start) - 1 if start.isdigit() else counts[level] or how.start - 1
        counts[level] = now + 1
        for below in range(level + 1, _MAX_LEVELS + 1):
            counts[below] = 0
        return _shown(how, level, counts, levels)


def _levels(style: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for element in style:
        name = local(element)
        said = attribute(element, "level") or ""
        if not said.isdigit():
            continue
        if name == "list-level-style-bullet":
            found[int(said)] = _Level(None)
        elif name in {"list-level-style-number", "outline-level-style"}:
            shown = attribute(element, "display-levels") or "1"
            start = attribute(element, "start-value") or "1"
            found[int(said)] = _Level(
                _FORMS.get(attribute(element, "num-format") or "", ""),
                attribute(element, "num-prefix") or "",
                attribute(element, "num-suffix") or "",
                int(shown) if shown.isdigit() else 1,
                int(start) if start.isdigit() else 1,
            )
    return found


def _shown(how: _Level, level: int, counts: list[int], levels: dict[int, _Level]) -> str:
    parts = []
    for at in range(max(1, level - how.n_shown + 1), level + 1):
        form = levels[at].form if at in levels else "decimal"
        if form:
            parts.append(written(max(counts[at], 1), form))
    return f"{how.prefix}{'.'.join(parts)}{how.suffix}".strip()

"""Values that cells of OpenDocument sheets store beside the words they show (part 3, 19.384)."""

from __future__ import annotations

import re
from typing import Any

from storage.readers import number_formats
from storage.readers.archive import attribute

_TIME = re.compile(r"PT(\d+)H(\d+)M(?:(\d+)(?:[.,]\d+)?S)?")


def stored(cell: Any) -> str:
    """The cell's value in words, for one that programs wrote without the words it shows."""
    kind = attribute(cell, "value-type")
    if kind in {"float", "currency", "percentage"}:
        return _figures(attribute(cell, "value") or "", kind, attribute(cell, "currency") or "")
    if kind == "date":
        return (attribute(cell, "date-value") or "").replace("T00:00:00", "").replace("T", " ")
    if kind == "time":
        said = attribute(cell, "time-value") or ""
        parts = _TIME.fullmatch(said)
        return f"{int(parts[1])}:{parts[2]}" + _seconds(parts[3]) if parts else said
    if kind == "boolean":
        return {"true": "yes", "false": "no"}.get(attribute(cell, "boolean-value") or "", "")
    return attribute(cell, "string-value") or "" if kind == "string" else ""


def _figures(said: str, kind: str, currency: str) -> str:
    try:
        number = float(said)
    except ValueError:
        return said
    if kind == "percentage":
        return f"{number_formats.plain(number * 100)}%"
    return f"{number_formats.plain(number)} {currency}".strip()


def _seconds(said: str | None) -> str:
    return f":{said}" if said and int(said) else ""

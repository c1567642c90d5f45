"""Fields of forms in OpenDocument files: what is filled in, chosen or ticked."""

from __future__ import annotations

from typing import Any

from storage.readers.archive import attribute, local

_TICKED = frozenset({"checkbox", "radio"})
_FILLED = frozenset({"text", "textarea", "formatted-text", "number", "date", "time", "combobox"})


def filled_fields(root: Any) -> dict[str, str]:
    """By the id that a drawn control refers to: its field's words, a tick before what it ticks."""
    found: dict[str, str] = {}
    for forms in root.iter("{*}forms"):
        for field in forms.iter():
            identity = attribute(field, "id") or ""
            if identity and (said := _said(field)):
                found[identity] = said
    return found


def _said(field: Any) -> str:
    kind = local(field)
    if kind in _TICKED:
        state = attribute(field, "current-state") or attribute(field, "state") or ""
        chosen = attribute(field, "current-selected") or attribute(field, "selected") or ""
        sign = "☒" if state == "checked" or chosen == "true" else "☐"
        return f"{sign} {attribute(field, 'label') or ''}".strip()
    if kind == "listbox":
        return ", ".join(
            attribute(option, "label") or ""
            for option in field
            if local(option) == "option"
            and (attribute(option, "current-selected") or attribute(option, "selected")) == "true"
        )
    if kind in _FILLED:
        return attribute(field, "current-value") or attribute(field, "value") or ""
    return ""

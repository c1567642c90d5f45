"""Forms that a PDF keeps as XML of their own (XFA 3.3): their pages only say "Please wait".

What the form asks is told in its template, what was filled in in its data; both are told line by
line. Rows that were added while filling in have no place in the template: they follow at the end,
by the names of their fields."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from storage.errors import ReadError
from storage.readers.archive import attribute, local, parse_xml
from storage.readers.sections import one_line

_MAX_PACKET_BYTES = 50_000_000
_MAX_PACKETS = 50
_BARE = re.compile(rb"&(?!#?\w{1,20};)")  # an ampersand that some programs leave as it is
_HIDDEN = frozenset({"hidden", "invisible"})


def form_lines(document: Any) -> list[str]:
    """The lines of the form; [] where the PDF's own pages show it."""
    if document.get_formtype() != raw.FORMTYPE_XFA_FULL:
        return []
    packets = dict(_packets(document))
    filled = _values(packets.get("datasets"))
    lines = list(_template_lines(packets.get("template"), filled))
    lines += [
        f"{name}: {value}" for name, values in filled.items() for value in values if value.strip()
    ]
    return lines


def _packets(document: Any) -> Iterator[tuple[str, Any]]:
    for at in range(min(raw.FPDF_GetXFAPacketCount(document), _MAX_PACKETS)):
        n_bytes = raw.FPDF_GetXFAPacketName(document, at, None, 0)
        name = ctypes.create_string_buffer(max(1, n_bytes))
        raw.FPDF_GetXFAPacketName(document, at, name, n_bytes)
        said = name.value.decode("latin-1")
        size = ctypes.c_ulong()
        if said not in {"template", "datasets"} or not raw.FPDF_GetXFAPacketContent(
            document, at, None, 0, size
        ):
            continue
        if not 0 < size.value <= _MAX_PACKET_BYTES:
            continue
        content = ctypes.create_string_buffer(size.value)
        raw.FPDF_GetXFAPacketContent(document, at, content, size.value, size)
        try:
            yield said, parse_xml(_BARE.sub(b"&amp;", content.raw), mends=True)
        except ReadError:
            continue


def _values(datasets: Any | None) -> dict[str, list[str]]:
    """What was filled in, by the name of the field, in the order of the form."""
    found: dict[str, list[str]] = {}
    leaves = (
        element
        for part in (datasets if datasets is not None else ())
        if local(part) == "data"
        for element in part.iter()
    )
    for element in leaves:
        if local(element) and not any(local(part) for part in element):
            found.setdefault(local(element), []).append(one_line(element.text or ""))
    return found


def _template_lines(template: Any | None, filled: dict[str, list[str]]) -> Iterator[str]:
    """Words that stand in the form, and its fields: `caption: value`."""
    waiting = [template] if template is not None else []
    while waiting:
        element = waiting.pop()
        name = local(element)
        if not name or attribute(element, "presence") in _HIDDEN:
            continue
        if name == "draw":
            if words := _words(element, "value"):
                yield words
        elif name == "field":
            values = filled.get(attribute(element, "name") or "") or []
            yield from _field_line(element, values.pop(0) if values else "")
        elif name == "exclGroup":  # fields of which one is chosen
            values = filled.get(attribute(element, "name") or "") or []
            chosen = values.pop(0) if values else ""
            for field in element:
                if local(field) == "field":
                    yield from _field_line(field, chosen)
        else:
            waiting.extend(reversed(element))


def _field_line(field: Any, value: str) -> Iterator[str]:
    caption = _words(field, "caption").rstrip(": ")
    kinds = {local(one) for part in field if local(part) == "ui" for one in part}
    if "checkButton" in kinds:
        on = _words(field, "items").split(" ")[0] or "1"
        if caption:
            yield f"{'☒' if value == on else '☐'} {caption}"
    elif value and "button" not in kinds:
        yield f"{caption or attribute(field, 'name') or ''}: {value}"
    elif caption and "button" not in kinds:
        yield caption


def _words(element: Any, name: str) -> str:
    """The text of a part of that name; pictures are packed as text, too."""
    for part in element:
        if local(part) == name:
            for one in list(part.iter("{*}image", "{*}script")):
                one.text = ""
            return one_line(" ".join(part.itertext()))
    return ""

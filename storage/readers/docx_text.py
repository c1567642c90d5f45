"""The words of a Word paragraph: raised and lowered letters, equations, boxes, symbols."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storage.readers.archive import attribute, local
from storage.readers.drawing import described
from storage.readers.equations import linear
from storage.readers.raised import lowered, one_stroke, raised, struck
from storage.readers.ruby import reading, settled

LEFT_OUT = frozenset(
    {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "instrText"}
)
_CHECKED, _UNCHECKED = "☒", "☐"
# Letters of the fonts Wingdings and Symbol that say something, by their place in the font.
_SYMBOLS = {
    ("wingdings", 0x6F): "☐",
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x4F): "✗",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0x54): "☒",
    ("wingdings 2", 0xA3): "☐",
    ("wingdings", 0xE0): "→",
    ("wingdings", 0xDF): "←",
    ("symbol", 0x61): "α",
    ("symbol", 0x62): "β",
    ("symbol", 0x44): "Δ",
    ("symbol", 0x6D): "µ",
    ("symbol", 0x70): "π",
    ("symbol", 0x57): "Ω",
    ("symbol", 0xB0): "°",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB4): "×",
    ("symbol", 0xB8): "÷",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xB9): "≠",
    ("symbol", 0xBB): "≈",
    ("symbol", 0xA5): "∞",
    ("symbol", 0xDE): "⇒",
    ("symbol", 0xAE): "→",
}


def paragraph_lines(paragraph: Any) -> tuple[str, list[Any]]:
    """The paragraph's words, and the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        name = local(element)
        if name == "r" and _mark(element, "vanish") not in {None, "0", "false"}:
            continue  # hidden text is not what a reader sees
        if name == "r" and (shift := _shift(element)) and not _is_reference(element):
            text = "".join(_plain_words(element))
            pieces.append(raised(text) if shift == "superscript" else lowered(text))
            boxes.extend(found for found in element.iter() if local(found) == "txbxContent")
        elif name == "r" and _is_struck(element):
            pieces.append(struck("".join(_plain_words(element))))
        elif name == "ruby":
            base = "".join(t.text or "" for t in _below(element, "rubyBase"))
            over = "".join(t.text or "" for t in _below(element, "rt"))
            pieces.append(base + reading(over))
        elif name == "sdt" and (box := _box(element)):
            pieces.append(box)
        elif name == "sdt" and is_prompt(element):
            continue
        elif name == "textpath":  # letters drawn as a picture, as the word across a draft
            pieces.append(f" {attribute(element, 'string') or ''} ")
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "docPr":  # what a picture shows, in the author's words
            if said := described(element):
                pieces.append(f" {said} ")
        elif name in {"oMath", "oMathPara"}:
            pieces.append(linear(element))
        elif name == "ffData":
            pieces.append(_form_value(element))
        elif (sign := _sign(element, name)) is not None:
            pieces.append(sign)
        elif name and name not in LEFT_OUT:
            waiting.extend(reversed(element))
    return settled(one_stroke("".join(pieces))), boxes


def is_prompt(control: Any) -> bool:
    """Whether a content control is not filled in and shows its prompt ("Click to enter text")."""
    return any(
        local(mark) == "showingPlcHdr" and attribute(mark, "val") not in {"0", "false"}
        for properties in control
        if local(properties) == "sdtPr"
        for mark in properties
    )


def is_bold(paragraph: Any) -> bool:
    """Whether all that the paragraph says is set in bold."""
    runs = [run for run in paragraph.iter("{*}r") if any(_plain_words(run))]
    return bool(runs) and all(_mark(run, "b") not in {None, "0", "false"} for run in runs)


def _sign(element: Any, name: str) -> str | None:
    match name:
        case "t":
            return element.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "\u2011"
        case "softHyphen":
            return ""
        case "sym":
            return _symbol(element)
        case "footnoteReference" | "endnoteReference":
            return element.text or ""  # its number, see `docx_notes`
        case _:
            return None


def _plain_words(run: Any) -> Iterator[str]:
    for element in run:
        if local(element) in {"t", "sym"}:
            text = _sign(element, local(element)) or ""
            if text:
                yield text


def _symbol(element: Any) -> str:
    font = (attribute(element, "font") or "").lower()
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return " "
    return _SYMBOLS.get((font, code & 0xFF if 0xF000 <= code <= 0xF0FF else code), " ")


def _is_struck(run: Any) -> bool:
    """Whether the run is words that are crossed out, and nothing but words."""
    is_plain = all(local(part) in {"rPr", "t", "sym", "tab"} for part in run)
    return is_plain and any(
        _mark(run, name) not in {None, "0", "false"} for name in ("strike", "dstrike")
    )


def _is_reference(run: Any) -> bool:
    return any(local(part) in {"footnoteReference", "endnoteReference"} for part in run)


def _shift(run: Any) -> str | None:
    said = _mark(run, "vertAlign")
    return said if said in {"superscript", "subscript"} else None


def _mark(run: Any, name: str) -> str | None:
    """The value of a run's own property; "on" where it has none, None where it is not set."""
    for properties in run:
        if local(properties) == "rPr":
            for mark in properties:
                if local(mark) == name:
                    return attribute(mark, "val") or "on"
            return None
    return None


def _below(element: Any, name: str) -> Iterator[Any]:
    for part in element:
        if local(part) == name:
            yield from (found for found in part.iter() if local(found) == "t")


def _box(control: Any) -> str:
    """The sign of a tick box, "" if the control is none."""
    for properties in control:
        if local(properties) == "sdtPr":
            for mark in properties:
                if local(mark) == "checkbox":
                    checked = [attribute(part, "val") for part in mark if local(part) == "checked"]
                    return _CHECKED if checked and checked[0] not in {"0", "false"} else _UNCHECKED
    return ""


def _form_value(properties: Any) -> str:
    """Of older forms the sign of a tick box, or what is chosen in a list."""
    for element in properties:
        if local(element) == "checkBox":
            said = {local(part): attribute(part, "val") or "1" for part in element}
            value = said.get("checked", said.get("default", "0"))
            return _UNCHECKED if value in {"0", "false"} else _CHECKED
        if local(element) == "ddList":
            entries = [attribute(part, "val") or "" for part in element.iter("{*}listEntry")]
            said = {local(part): attribute(part, "val") or "0" for part in element}
            chosen = said.get("result", said.get("default", "0"))
            return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
    return ""

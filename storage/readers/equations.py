"""Equations of office files and web pages on one line: `3/4`, `x²`, `√(a+b)`, `(a+b)/(c)`.

Office Math (ECMA-376 part 1, 22.1) and MathML 3."""

from __future__ import annotations

from typing import Any

from storage.readers.archive import attribute, local
from storage.readers.raised import lowered, raised

_MAX_DEPTH = 60


def linear(root: Any) -> str:
    """The equation as text; a fraction keeps its bar, a power its place."""
    return " ".join(_text(root, 0).split()) if root is not None else ""


def _text(element: Any, depth: int) -> str:
    name = local(element)
    if depth > _MAX_DEPTH:
        return "".join(element.itertext())
    parts = [child for child in element if local(child)]

    def part(*names: str) -> str:
        found = next((child for child in parts if local(child) in names), None)
        return _text(found, depth + 1).strip() if found is not None else ""

    def child(at: int) -> str:
        return _text(parts[at], depth + 1).strip() if at < len(parts) else ""

    match name:
        case "f":
            return f" {_grouped(part('num'))}/{_grouped(part('den'))} "
        case "mfrac":
            return f" {_grouped(child(0))}/{_grouped(child(1))} "
        case "sSup":
            return part("e") + raised_part(part("sup"))
        case "msup":
            return child(0) + raised_part(child(1))
        case "sSub":
            return part("e") + lowered_part(part("sub"))
        case "msub":
            return child(0) + lowered_part(child(1))
        case "sSubSup":
            return part("e") + lowered_part(part("sub")) + raised_part(part("sup"))
        case "msubsup":
            return child(0) + lowered_part(child(1)) + raised_part(child(2))
        case "rad":
            degree = part("deg")
            return f"{raised_part(degree) if degree else ''}√{_grouped(part('e'))}"
        case "msqrt":
            return f"√{_grouped(''.join(_text(one, depth + 1) for one in parts))}"
        case "mroot":
            return f"{raised_part(child(1))}√{_grouped(child(0))}"
        case "nary":
            sign = _property(element, "chr") or "∫"
            limits = (f"_{_grouped(part('sub'))}" if part("sub") else "") + (
                f"^{_grouped(part('sup'))}" if part("sup") else ""
            )
            return f"{sign}{limits} {part('e')}"
        case "munderover" | "munder" | "mover":
            limits = "".join(
                f"{mark}{_grouped(child(at))}"
                for mark, at in _limits(name)
                if at < len(parts) and child(at)
            )
            return f"{child(0)}{limits} "
        case "d":
            begin, end = _property(element, "begChr"), _property(element, "endChr")
            inner = [_text(one, depth + 1).strip() for one in parts if local(one) == "e"]
            begin, end = "(" if begin is None else begin, ")" if end is None else end
            return f"{begin}{', '.join(inner)}{end}"
        case "func":
            return f"{part('fName')} {part('e')}"
        case "mr" | "mtr":
            return " ".join(_text(one, depth + 1).strip() for one in parts) + "; "
        case "t" | "mi" | "mn" | "mo" | "mtext" | "ms":
            return "".join(element.itertext())
        case "oMathPara":  # each on a line of its own
            return " ".join(_text(one, depth + 1) for one in parts)
        case "annotation" | "annotation-xml" | "fPr" | "rPr" | "ctrlPr" | "sSupPr" | "dPr":
            return ""
        case _ if name.endswith("Pr"):
            return ""
        case _:
            return "".join(_text(one, depth + 1) for one in parts) or (
                (element.text or "") if not parts else ""
            )


def _limits(name: str) -> tuple[tuple[str, int], ...]:
    return {
        "munderover": (("_", 1), ("^", 2)),
        "munder": (("_", 1),),
        "mover": (("^", 1),),
    }[name]


def raised_part(text: str) -> str:
    shown = raised(text)
    return shown if shown != text or not text else f"^{_grouped(text)}"


def lowered_part(text: str) -> str:
    shown = lowered(text)
    return shown if shown != text or not text else f"_{_grouped(text)}"


def _grouped(text: str) -> str:
    """In brackets unless it is one number, one letter or one word."""
    plain = text.replace(".", "").replace(",", "")
    is_one = plain.isalnum() or (text.startswith("(") and text.endswith(")"))
    return text if is_one or not text else f"({text})"


def _property(element: Any, name: str) -> str | None:
    """A value in the element's own properties, such as the sign of a sum."""
    for child in element:
        if local(child).endswith("Pr"):
            for said in child:
                if local(said) == name:
                    return attribute(said, "val")
    return None

"""Raised and lowered letters as text: `x²`, `CO₂`, and never glued to the figure before them; and
what is struck through."""

from __future__ import annotations

import re

_UP = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_DOWN = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_STRUCK_ON = re.compile(r"~~(\s*)~~")
_MAX_CHARS = 12  # longer stretches are words in small print


def raised(text: str) -> str:
    """`2` becomes `²`; what has no raised form follows a `^` where it is short."""
    return _shifted(text, _UP, "^")


def lowered(text: str) -> str:
    """`2` becomes `₂`; what has no lowered form follows a `_` where it is short."""
    return _shifted(text, _DOWN, "_")


def struck(text: str) -> str:
    """`~~50~~`: words that are crossed out say something else than those that are not."""
    core = text.strip()
    return text.replace(core, f"~~{core}~~") if core else text


def one_stroke(text: str) -> str:
    """The text with neighbouring words that are crossed out marked as one."""
    return _STRUCK_ON.sub(r"\1", text)


def _shifted(text: str, table: dict[int, int], mark: str) -> str:
    core = text.strip()
    if not core or len(core) > _MAX_CHARS:
        return text
    if all(ord(char) in table for char in core):
        return text.replace(core, core.translate(table))
    if not any(char.isdigit() for char in core):
        return text  # 1st, Mme, TM: letters glued are read right
    return text.replace(core, f"{mark}({core})" if len(core) > 1 else f"{mark}{core}")

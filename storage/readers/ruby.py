"""Readings printed small over East Asian words: kept, but behind the word, never inside it."""

from __future__ import annotations

import re

_BASE_END, _END = "\ue0f0", "\ue0f1"  # private characters, gone again after `settled`
_RUN = re.compile(f"(?:[^{_BASE_END}{_END}\\s]*?{_BASE_END}[^{_BASE_END}{_END}]*{_END}\\s*)+")
_ONE = re.compile(f"{_BASE_END}([^{_BASE_END}{_END}]*){_END}\\s*")


def reading(text: str) -> str:
    """The mark for a reading, to be written behind the letters it stands over."""
    words = " ".join(text.replace(_BASE_END, "").replace(_END, "").split())
    return f"{_BASE_END}{words}{_END}" if words else ""


def settled(text: str) -> str:
    """The text with the readings of neighbouring letters together behind them, in brackets."""
    if _BASE_END not in text:
        return text

    def together(run: re.Match[str]) -> str:
        readings = "".join(_ONE.findall(run[0]))
        return f"{_ONE.sub('', run[0])}（{readings}）" if readings else _ONE.sub("", run[0])

    return _RUN.sub(together, text).replace(_BASE_END, "").replace(_END, "")

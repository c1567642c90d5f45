"""Words divided at the end of a line: when their hyphen goes and when it stays. Pure."""

from __future__ import annotations

import re

HYPHENS = "\u2010\u2011-"
SOFT_HYPHEN = "\u00ad"

_LAST_WORD = re.compile(rf"[\w{HYPHENS}]*$")
_FIRST_WORD = re.compile(rf"[\w{HYPHENS}]*")


def keeps_hyphen(before: str, after: str) -> bool:
    """Whether the hyphen between `before`, which ends without it, and `after` belongs to the word.

    It does in part numbers (a digit, or capitals alone), before a capital, in words that have
    another hyphen (state-of-the-art), and where nothing but a word follows."""
    left = _found(_LAST_WORD, before)
    right = _found(_FIRST_WORD, after)
    if not left or not right:
        return True
    if any(char.isdigit() for char in left + right):
        return True
    if any(char in HYPHENS for char in left + right):
        return True
    if right[0].isupper() and not left.isupper():
        return True
    return left.isupper() and not right.isupper()


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text[-80:]) if pattern is _LAST_WORD else pattern.match(text[:80])
    return match[0] if match else ""


def join_lines(before: str, after: str) -> str:
    """Two lines as one: a word divided between them is mended."""
    if before.endswith(SOFT_HYPHEN):
        return before[:-1] + after
    if before[-1:] and before[-1] in HYPHENS and before[-2:-1].isalnum() and after[:1].isalnum():
        return before + after if keeps_hyphen(before[:-1], after) else before[:-1] + after
    return f"{before} {after}" if before and after else before or after

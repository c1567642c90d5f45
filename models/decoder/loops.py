"""Finds that a text has begun to repeat itself, as the likeliest words sometimes do for ever."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 64  # tokens of what is repeated
_REPEATED = 16  # tokens that must have been said before, in two rounds or more
_AT_ONCE = 24  # so long a run said twice is enough


def repeats(tokens: Sequence[int]) -> bool:
    """Whether the text ends in a loop: the same run of tokens three times or more, one after the
    other, or a long run twice. Lists and tables repeat their layout, not whole runs."""
    n = len(tokens)
    for length in range(1, min(_LONGEST, n // 2) + 1):
        if tokens[n - 1] != tokens[n - 1 - length]:
            continue
        n_rounds = 2 if length >= _AT_ONCE else max(3, -(-_REPEATED // length) + 1)
        if length * n_rounds > n:
            continue
        last = tokens[n - length :]
        starts = (n - length * k for k in range(2, n_rounds + 1))
        if all(tokens[start : start + length] == last for start in starts):
            return True
    return False

"""A piece of a recording with its neighbours: what was cut apart for searching, read together.

A recording is cut every few seconds: what such a piece says is often answered by the next one.
Vectors and keywords want short pieces, a reader wants the run they stand in."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from app.core import thresholds
from app.core.question.retrieve import Found
from storage.records import Chunk, Locator

# The passages around one in reading order, itself among them.
Neighbours = Callable[[Found], Sequence[Chunk]]


@dataclasses.dataclass(frozen=True, slots=True)
class Joined:
    """`found` is the passage that was found; `members` it and those it is read with, in order."""

    found: Found
    members: tuple[Found, ...]

    @property
    def text(self) -> str:
        return " ".join(member.chunk.text for member in self.members)

    @property
    def locator(self) -> Locator:
        """From where to where, in a recording; else the place of what was found."""
        first, last = self.members[0].chunk.locator, self.members[-1].chunk.locator
        if "start_s" not in first or "end_s" not in last:
            return self.found.chunk.locator
        return {**self.found.chunk.locator, "start_s": first["start_s"], "end_s": last["end_s"]}


def join(
    entries: Iterable[Found], neighbours: Neighbours, count_tokens: Callable[[str], int]
) -> list[Joined]:
    """Each entry with as many neighbours as make a run of `thresholds.RUN_TOKENS`; an entry that
    stands in another's run already is not read twice."""
    joined: list[Joined] = []
    read: set[int] = set()
    for entry in entries:
        if entry.chunk.chunk_id in read:
            continue
        run = _grown(entry, neighbours, count_tokens, read)
        read.update(member.chunk.chunk_id for member in run)
        joined.append(Joined(entry, tuple(run)))
    return joined


def _grown(
    entry: Found,
    neighbours: Neighbours,
    count_tokens: Callable[[str], int],
    read: set[int],
) -> list[Found]:
    if entry.chunk.kind != "audio":
        return [entry]
    left = thresholds.RUN_TOKENS - count_tokens(entry.chunk.text)
    around = list(neighbours(entry))
    at = next((n for n, c in enumerate(around) if c.chunk_id == entry.chunk.chunk_id), None)
    if at is None:
        return [entry]
    after, before = around[at + 1 :], around[:at][::-1]
    run = [entry]
    is_open = [True, True]
    for pair in zip_longest(after, before):
        for side, chunk in enumerate(pair):
            if chunk is None or not is_open[side]:
                continue
            size = count_tokens(chunk.text)
            if chunk.chunk_id in read or size > left:
                is_open[side] = False
                continue
            left -= size
            member = dataclasses.replace(entry, chunk=chunk)
            run = [*run, member] if side == 0 else [member, *run]
    return run

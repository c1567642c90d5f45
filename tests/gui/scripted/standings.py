"""Answers of every standing, as the program gives them, over the played library."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.core import events as e
from tests.gui.scripted.contents import BASE, LEASE, citation
from tests.gui.scripted.texts import MINUTES, QUOTES


def _cited(
    marker: int, item: e.ItemRow, chunk_id: int, locator: dict[str, Any], quote: str
) -> e.Citation:
    return replace(citation(marker, item, locator, quote), chunk_id=chunk_id)


_ROWS = QUOTES.split("\n")
_HARBOUR = [at for at, line in enumerate(_ROWS) if "Harbour" in line][:3]
_START = [QUOTES.index(_ROWS[at]) for at in _HARBOUR]
_CLAUSE = LEASE.split("\n\n")[1]
_CLAUSE_AT = LEASE.index(_CLAUSE)
_DECISION = "The **gutter** is renewed before winter, at the *landlord's* cost."
_DECIDED = MINUTES.index(_DECISION)
_QUOTED = tuple(
    _cited(
        n + 1,
        BASE[6],
        210 + n,
        {
            "sheet": "Quotes",
            "cells": f"A{at + 2}:D{at + 2}",
            "char_start": start,
            "char_end": start + len(_ROWS[at]),
        },
        _ROWS[at],
    )
    for n, (at, start) in enumerate(zip(_HARBOUR, _START, strict=True))
)
_LEASE = _cited(
    1, BASE[1], 104, {"heading_path": ["Upkeep of the exterior"], "char_start": _CLAUSE_AT,
                 "char_end": _CLAUSE_AT + len(_CLAUSE)}, _CLAUSE
)  # fmt: skip
_MINUTES = _cited(
    2, BASE[10], 220, {"heading_path": ["Minutes of the meeting", "Decisions"],
                       "char_start": _DECIDED, "char_end": _DECIDED + len(_DECISION)}, _DECISION
)  # fmt: skip
PASSAGES = {
    cited.chunk_id: e.PassageView(
        BASE[cited.item_id - 1],
        e.ChunkRow(cited.chunk_id, "text", cited.locator, cited.quote, "en"),
        text,
        cited.locator["char_start"],
        cited.locator["char_end"],
    )
    for cited, text in [*((each, QUOTES[:900]) for each in _QUOTED), (_MINUTES, MINUTES)]
}
STRETCHED = "How many quotes of Harbour Roofing come with a guarantee?"
TAKEN = "How long would Harbour Roofing be busy at most?"
PART = "Who keeps the gutters in repair, and who painted the door?"
DISAGREE = "At whose cost is the gutter renewed?"


@dataclass(frozen=True, slots=True)
class Played:
    text: str  # with its numbers
    citations: tuple[e.Citation, ...]
    verdict: e.VerdictName
    reason: str
    notes: tuple[str, ...] = ()


STANDINGS = {
    STRETCHED: Played(
        "667 of the 2,000 rows of “Quotes for the gutter” with Builder “Harbour Roofing” "
        "[1] [2] [3]. Left out of account, for the table says nothing of it: “guarantee”.",
        _QUOTED,
        "partly",
        "stretched",
    ),
    TAKEN: Played(
        "The largest Weeks of “Quotes for the gutter” with Builder “Harbour Roofing” is 5 "
        "[1] [2] [3]. “busy” was taken for “Weeks”.",
        _QUOTED,
        "partly",
        "stretched",
    ),
    PART: Played(
        "The Landlord keeps the roof, the gutters and rainwater pipes in good repair [1].",
        (_LEASE,),
        "partly",
        "part_missing",
        ("Not found in your files: who painted the door?",),
    ),
    DISAGREE: Played(
        "The gutter is renewed at the landlord's cost [1]. The sources differ: “Lease agreement” "
        "(4 May 2019) says the landlord [1]; “Minutes of the meeting” (11 February 2026) says the "
        "tenant [2].",
        (_LEASE, _MINUTES),
        "contradicted",
        "disagree",
    ),
}

"""What the scripted engine plays: a small library, an answer about it, its places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.core import events as e

PAGE = [
    "SURVEY OF THE OLD BAKEHOUSE",
    "",
    "Section 3. External walls",
    "",
    "The north wall is of soft red brick laid in lime mortar, and",
    "was repointed in hard cement some years ago. The cement holds",
    "water in the brick: readings taken at eight points lay between",
    "21 and 28 percent moisture, against 12 percent on the south side.",
    "",
    "We attribute the damp to the failed gutter at the north-east",
    "corner together with the cement pointing. Under clause 14 of the",
    "lease the upkeep of gutters and rainwater pipes falls to the",
    "landlord. We advise replacing four metres of gutter before winter",
    "and raking out the cement joints to a depth of 20 millimetres.",
    "",
    "Section 4. Roof",
    "",
    "The slates are sound. Two are slipped above the flue and should",
    "be refixed when scaffolding is in place for the gutter.",
]
TEXT = "\n".join(PAGE)
LEASE = (
    "14. Upkeep of the exterior\n\n"
    "The Landlord shall keep in good repair the roof, the gutters and rainwater pipes, and the "
    "outer face of the walls. The Tenant shall tell the Landlord in writing of any defect within "
    "twenty-eight days of noticing it.\n\n"
    "15. Interior\n\nThe Tenant shall keep the interior clean and well aired, and shall decorate "
    "it every fifth year of the term."
)
SAID = [
    "This is the site visit at the old bakehouse, dry day, light wind from the west.",
    "Starting at the north wall. The gutter at the corner has come away from its bracket.",
    "You can see the green streak below it, that is where the water has been running down.",
    "Moisture meter says twenty-six percent here, and twenty-eight a little lower.",
    "I would replace the gutter first, before anyone touches the plaster inside.",
    "South wall next. All dry, twelve percent, no complaints.",
    "Two slates have slipped above the flue. Not urgent, but do it with the scaffold up.",
    "That is all for the outside. Going in to look at the kitchen now.",
]
DURATION_S = 94.0


def row(item_id: int, path: str, kind: Any, title: str, chunks: int, **more: Any) -> e.ItemRow:
    return e.ItemRow(
        item_id,
        path,
        kind,
        more.pop("state", "ready"),
        chunks,
        title,
        "2026-03-01T10:00:00Z",
        **more,
    )


BASE = [
    row(1, "/home/user/Bakehouse/survey.pdf", "text", "Building survey.pdf", 41),
    row(2, "/home/user/Bakehouse/lease.docx", "text", "Lease agreement.docx", 63),
    row(3, "/home/user/Bakehouse/photos/north wall.jpg", "image", "North wall.jpg", 1),
    row(4, "/home/user/Bakehouse/site visit.m4a", "audio", "Site visit.m4a", 8),
    row(5, "/home/user/Bakehouse/letters/reply to tenant.eml", "text", "Reply to tenant.eml", 3),
    row(6, "/home/user/Bakehouse/photos/gutter.heic", "image", "Gutter, close-up.heic", 1),
    row(7, "/home/user/Bakehouse/quotes.xlsx", "text", "Quotes for the gutter.xlsx", 12),
    row(8, "/home/user/Bakehouse/call with roofer.mp3", "audio", "Call with the roofer.mp3", 22,
        state="encoding"),
    row(9, "/home/user/Bakehouse/old plans.pdf", "text", "Old plans.pdf", 0, state="attention",
        reason="password-protected"),
    row(10, "/home/user/Bakehouse/photos/flue.jpg", "image", "Flue.jpg", 1, state="missing"),
    row(11, "/home/user/Bakehouse/minutes.md", "text", "Minutes of the meeting.md", 9),
    row(12, "/home/user/Bakehouse/memo.ogg", "audio", "Voice memo.ogg", 4),
]  # fmt: skip

SPOKEN = "Who has to pay for the repair?"  # what is heard in a recording
ANSWER = (
    "The damp in the north wall comes from the **failed gutter** at the north-east corner, made "
    "worse by hard cement pointing that holds water in the brick [1]. The recording of the site "
    "visit says the same: the gutter has come away from its bracket, and the meter read 26 to 28 "
    "percent [2]. The photograph shows the green streak below the corner [3].\n\n"
    "Who pays:\n\n"
    "- **Gutters and rainwater pipes** are the landlord's to keep in repair under clause 14 [4].\n"
    "- The tenant must report a defect in writing within 28 days [4].\n"
    "- The repair was quoted at 1,150 before winter [5].\n"
)
NUMBER = re.compile(r" \[(\d)\]")


def streamed_in_sentences(
    answer: str, citations: Sequence[e.Citation], of_itself: e.Standing = "supported"
) -> Iterator[tuple[str, e.SentenceChecked]]:
    """An answer as an engine tells it: each sentence without its numbers, then how it stands;
    `of_itself` is how one without a number does."""
    told = 0
    for piece in re.findall(r"\S.*?(?:[.:](?=\s)|$)\s*", answer, re.DOTALL):
        text, marks = "", []
        rest = 0
        for found in NUMBER.finditer(piece):
            text += piece[rest : found.start()]
            marks.append((told + len(text), int(found[1])))
            rest = found.end()
        text += piece[rest:]
        cited = tuple(citations[number - 1] for _, number in marks)
        standing: Any = "supported" if all(c.supported for c in cited) else "unsupported"
        standing = standing if marks else of_itself
        end = told + len(text.rstrip())
        yield text, e.SentenceChecked(told, end, standing, cited, tuple(marks))
        told += len(text)


def choice_of(piece: str, n: int) -> e.TokenChoice:
    """A token with its candidates: the more likely, the less `n` is a multiple of five."""
    sure = 0.35 + 0.6 * ((n * 7) % 5) / 4
    others = [" the", " a", " its", " north", " wall", ".", ","]
    rest = [(other, (1 - sure) / 2 ** (k + 1)) for k, other in enumerate(others)]
    model = (*sorted([(piece, sure), *rest], key=lambda each: -each[1]),)
    kept = [each for each in model if each[0] != " north"]
    total = sum(share for _, share in kept)
    grounded = tuple((text, share / total) for text, share in kept)
    top = grounded[:3]
    share_of = sum(share for _, share in top)
    return e.TokenChoice(
        piece, sure, 1.4,
        (
            e.TokenStage("model", model),
            e.TokenStage("grounded", grounded),
            e.TokenStage("top_p", tuple((text, share / share_of) for text, share in top)),
        ),
    )  # fmt: skip


ALSO = (
    "The wall is damp because the gutter failed [1]. The landlord pays under **clause 14** [4].",
    "Water from the broken gutter and the cement pointing. The lease leaves the gutters to the "
    "landlord [4].",
)
CONVERSATIONS = (
    e.ConversationRow(7, "What was agreed about the roof?", "2026-03-01T16:20:00Z", 3),
    e.ConversationRow(6, "Which pictures show the flue?", "2026-02-27T11:05:00Z", 1),
)


def failed(code: str, message: str, next_step: str) -> e.Failure:
    return e.Failure(code, e.Words(message), e.Words(next_step))


def start_of(text: str, inside: str) -> int:
    return inside.index(text)


SENTENCE_TO = start_of(" Under clause", TEXT)
FROM, TO = start_of("We attribute", TEXT), start_of("\n\nSection 4", TEXT)


def citation(marker: int, item: e.ItemRow, locator: dict[str, Any], quote: str, ok: bool = True):
    return e.Citation(
        marker, item.kind, item.path, item.item_id, 100 + marker, locator, quote, ok, item.title
    )


CITATIONS = (
    citation(1, BASE[0], {"page": 3, "char_start": FROM, "char_end": TO}, TEXT[FROM:SENTENCE_TO]),
    citation(
        2, BASE[3], {"start_s": 12.0, "end_s": 47.0}, f"{SAID[1]} You can see the green streak"
    ),
    citation(3, BASE[2], {"bbox": [0.52, 0.18, 0.86, 0.9]}, "brick wall, gutter, moss, drainpipe"),
    citation(
        4,
        BASE[1],
        {"heading_path": ["Part II", "Upkeep of the exterior"], "char_start": 28, "char_end": 150},
        LEASE.split("\n\n")[1],
    ),
    citation(
        5, BASE[6], {"sheet": "Quotes", "cells": "B2:D4"}, "Gutter, 4 m, supplied and fixed", False
    ),
)

"""How an answer to a demo question is scored: is each fact said, and cited at the correct place?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core import events

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
_SLACK_S = 1.0


@dataclass(frozen=True)
class FactScore:
    kind: str
    said: bool
    cited: bool  # by a supported citation of the right file at the right place


def demo_data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SAMPLES / "questions.json").read_text("utf-8"))
    return data


def score(facts: Sequence[Mapping[str, Any]], answer: events.Answer) -> list[FactScore]:
    text = answer.answer.lower()
    return [
        FactScore(
            fact["kind"],
            any(words.lower() in text for words in fact["any_of"]),
            any(_meets(fact, citation) for citation in answer.citations),
        )
        for fact in facts
    ]


def _meets(fact: Mapping[str, Any], citation: events.Citation) -> bool:
    wanted, place = fact["locator"], citation.locator
    if not citation.supported or not Path(citation.path).as_posix().endswith(fact["file"]):
        return False
    if "start_s" in wanted:
        return (
            place["start_s"] <= wanted["end_s"] + _SLACK_S
            and place["end_s"] >= wanted["start_s"] - _SLACK_S
        )
    if "heading_path" in wanted:
        return wanted["heading_path"][-1] in place.get("heading_path", [])
    return all(place.get(key) == value for key, value in wanted.items())

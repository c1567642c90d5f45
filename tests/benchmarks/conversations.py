"""Two rules for conversations over LoCoMo's ten, which nobody here made: who says "I", and on which
day "yesterday" was.

    python -m tests.benchmarks.conversations FOLDER

FOLDER holds the conversations as JSON files (`data/locomo10.zip` of snap-research/locomo at GitHub,
CC BY-NC 4.0: to measure with, not to ship). No model is needed.

Who says "I": a question with its answer as a claim, over the message that it rests on with its
neighbours; true ones should be let pass, those that ask of the other one refused. Days: where the
message of a "when" has words that are said from its day, whether these mean the day, week, month or
year of the true answer. Figures are told for the two halves: 26 to 43, which the rules were looked
at with, and 44 to 50, which were measured afterwards."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.core.dates import dates
from app.core.question.speakers import tells_of_another
from app.core.relative_days import SaidDay, said_days

_WHEN, _FACT, _SWAPPED = 2, 4, 5  # LoCoMo's categories
_LOOKED_AT = range(26, 44)
_BEFORE = re.compile(r"(?i)\b(?P<what>week(?:end)?|monday|tuesday|wednesday|thursday|friday|"
                     r"saturday|sunday) (?:before|of|prior to)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Message:
    session: int
    day: date
    who: str
    said: str


def measure(folder: Path) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {"looked at": Counter(), "afterwards": Counter()}
    for path in sorted(folder.glob("*.json")):
        talk = json.loads(path.read_text("utf-8"))
        counted = counts["looked at" if int(path.stem) in _LOOKED_AT else "afterwards"]
        messages = dict(_messages(talk))
        order = list(messages)
        for asked in talk["qa"]:
            if len(asked["evidence"]) != 1 or asked["evidence"][0] not in messages:
                continue
            at = order.index(asked["evidence"][0])
            here = messages[order[at]]
            if asked["category"] == _WHEN:
                counted.update(_days(here, str(asked["answer"])))
                continue
            beside = [messages[key] for key in order[max(0, at - 1) : at + 2]]
            text = "\n\n".join(
                f"{each.day} 12:00:00 {each.who}: {each.said}"
                for each in beside
                if each.session == here.session
            )
            answer = asked.get("answer", asked.get("adversarial_answer"))
            claim = f"{asked['question'].rstrip('?')}: {answer}"
            name = {_FACT: "true", _SWAPPED: "of the other one"}.get(asked["category"])
            if name is not None:
                counted[name] += 1
                counted[f"{name}, refused"] += tells_of_another(
                    claim, asked["question"], text, "en"
                )
    return {half: dict(sorted(counted.items())) for half, counted in counts.items()}


def _messages(talk: Mapping[str, Any]) -> Iterator[tuple[str, _Message]]:
    number = 1
    while f"session_{number}" in talk:
        stamp = " ".join(talk[f"session_{number}_date_time"].split())
        day = datetime.strptime(stamp, "%I:%M %p on %d %B, %Y").date()
        for each in talk[f"session_{number}"]:
            said = each["text"].replace("\n", " ")
            yield each["dia_id"], _Message(number, day, each["speaker"], said)
        number += 1


def _days(message: _Message, answer: str) -> Iterator[str]:
    """What is counted of one message: whether it says a day from its own, and the right one."""
    told = said_days(message.said, message.day, "en")
    said = [each for each in told if each.grain != "past"]
    true = _true_days(answer)
    if said and true is not None:
        yield "days"
        if any(_is_same(each, *true) for each in said):
            yield "days, right"


def _true_days(answer: str) -> tuple[date, date] | None:
    """The first and the last day of an answer such as "7 May 2023", "June 2023", "2022", "The week
    before 9 June 2023", "The Friday before 20 May 2023"; None for one of another form."""
    answer = re.sub(r"(?<=\d)(?=[A-Z])", " ", answer).strip(" .")
    if re.fullmatch(r"(in )?(19|20)\d\d", answer, re.IGNORECASE):
        year = int(answer[-4:])
        return date(year, 1, 1), date(year, 12, 31)
    told = [mention.moment for mention in dates(answer) if mention.moment.year]
    if len(told) != 1 or not told[0].month:
        return None
    year, month = told[0].year or 0, told[0].month
    if not told[0].day:
        first = date(year, month, 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = date(year, month, told[0].day)
    before = _BEFORE.search(answer)
    if before is None:
        return (day, day) if not re.search(r"(?i)before|after|ago|since", answer) else None
    if " of" in before.group().lower():
        return None
    if before["what"].lower() == "week":
        return day - timedelta(days=7), day - timedelta(days=1)
    if before["what"].lower() == "weekend":
        saturday = day - timedelta(days=(day.weekday() - 5 - 1) % 7 + 1)
        return saturday, saturday + timedelta(days=1)
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    weekday = names.index(before["what"].lower())
    day -= timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)
    return day, day


def _is_same(said: SaidDay, first: date, last: date) -> bool:
    """Whether one is within the other, or overlaps it and is alike in length: "the week before" a
    day is no week of the calendar, and some answers give the month of a day."""
    within = first <= said.first <= said.last <= last or said.first <= first <= last <= said.last
    alike = abs((said.last - said.first) - (last - first)) <= timedelta(days=3)
    return within or (alike and said.first <= last and first <= said.last)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.conversations")
    parser.add_argument("folder", type=Path)
    print(json.dumps(measure(parser.parse_args().folder), indent=1))


if __name__ == "__main__":
    main()

"""Two files that tell different values of the thing asked about: both are told, with their days,
and neither is taken silently. Where all agree, nothing is said here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.question.programs.asked import Asked, Token
from app.core.question.programs.conflict_wording import CONFLICTS, ConflictWording
from app.core.question.programs.dated_facts import Sentence, words_of
from app.core.question.programs.figures import written_day
from app.core.question.programs.filed_facts import day_of
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.programs.told_values import ToldValue, ValueKind, values_told
from app.core.question.values import Statement

_MOST_SOURCES = 4


@dataclass(frozen=True, slots=True)
class _Sought:
    """What kind of value is asked for, of which words, and what is counted."""

    kinds: tuple[ValueKind, ...]
    phrase: str
    words: list[Token]
    head: Token | None = None


def tell_conflict(
    asked: Asked, sentences: Callable[[], Sequence[Sentence]], library: LibraryView
) -> tuple[Statement, ...] | None:
    wording = next(CONFLICTS[known] for known in CONFLICTS if known == asked.language)
    words = {token.folded for token in asked.tokens}
    if words & (wording.current | asked.wording.negations):
        return None
    sought = _sought(asked, wording)
    if sought is None:
        return None
    told = values_told(asked, sought.phrase, sought.words, sought.head, sought.kinds, sentences())
    by_file: dict[int, list[ToldValue]] = {}
    for value in told:
        by_file.setdefault(int(value.sentence.found.item.content_id or 0), []).append(value)
    if any(not _are_one(values) for values in by_file.values()):
        return None  # a file that tells several speaks of several things
    firsts = [values[0] for values in by_file.values()]
    if len(firsts) < 2 or len(firsts) > _MOST_SOURCES or _are_one(firsts):
        return None
    if len({value.kind for value in firsts}) != 1:
        return None
    return _told(asked, wording, firsts, library)


def _are_one(values: Sequence[ToldValue]) -> bool:
    return all(values[0].agrees_with(value) for value in values[1:])


def _sought(asked: Asked, wording: ConflictWording) -> _Sought | None:
    text = " ".join(asked.text.split()).strip(" ¿?.")
    for pattern, kinds in wording.patterns:
        match = pattern.match(text)
        if match is None:
            continue
        phrase = match["of"]
        words = [word for word in words_of(asked, phrase) if word.folded not in wording.verbs]
        head = None
        if "number" in kinds:
            counted = words_of(asked, match["head"])
            if len(counted) != 1:
                return None
            head = counted[0]
            words = [head, *words]
        return _Sought(kinds, phrase, words, head) if words else None
    return None


def _told(
    asked: Asked, wording: ConflictWording, values: Sequence[ToldValue], library: LibraryView
) -> tuple[Statement, ...]:
    filed = {each.item.content_id: each for each in library.files()}
    dated: list[tuple[str, Statement]] = []
    for value in values:
        item = value.sentence.found.item
        known = filed.get(item.content_id) or Filed(item, {})
        day = day_of(known, library)
        name = item.title or re.sub(r"[_-]+", " ", item.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        when = f" ({written_day(day, asked.language)})" if day is not None else ""
        said = wording.says.format(name=name, when=when, value=value.text)
        statement = Statement(f"{said}.", (value.sentence.grounds,), against=True)
        dated.append((day.isoformat() if day else "9999", statement))
    ordered = [statement for _, statement in sorted(dated, key=lambda entry: entry[0])]
    first = ordered[0]
    return (Statement(f"{wording.differ} {first.text}", first.rests_on, against=True), *ordered[1:])

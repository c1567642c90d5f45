"""What a file tells of itself: when it is of, what identifies it, and where it says so. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath

from app.core.dates import dates
from app.core.naming import spoken_name
from app.core.question.programs.asked import Token, alike, tokens_of
from app.core.question.programs.figures import full_day
from app.core.question.programs.kinds import name_tokens
from app.core.question.programs.library import Filed, LibraryView, found_in
from app.core.question.values import Grounds
from app.core.sentences import sentences_of
from storage.records import Chunk

_HEAD_OF_LETTER = 400  # a letter's own date stands within
_DATED_NAME = re.compile(r"(?<!\d)(19|20)(\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)")
_IDENTIFYING = ("subject", "from", "to", "cc", "description", "keywords", "headline", "title",
                "artist", "author", "comment", "city", "country", "album")  # fmt: skip


def name_of(filed: Filed) -> str:
    return filed.item.title or spoken_name(filed.item.path)


def identity(filed: Filed) -> tuple[Token, ...]:
    """The words by which a file is known: names, and what its properties say it is about."""
    said = " ".join(filed.metadata.get(key, "") for key in _IDENTIFYING)
    return name_tokens(filed) + tokens_of(said)


def moment_of(filed: Filed) -> datetime | None:
    """When a photo was taken or a mail was sent, from its properties."""
    if filed.item.kind != "image" and filed.item.media_type != "message/rfc822":
        return None
    try:
        moment = datetime.fromisoformat(filed.metadata.get("date", ""))
    except ValueError:
        return None
    return moment.replace(tzinfo=None)


def day_of(filed: Filed, library: LibraryView) -> date | None:
    """The day a file is of: of its properties, its name, or the one date at its text's head.

    The day that a file was written to the disk says nothing of this."""
    if (moment := moment_of(filed)) is not None:
        return moment.date()
    name = PurePath(filed.item.path).stem
    if match := _DATED_NAME.search(name):
        try:
            return date(int(match[1] + match[2]), int(match[3]), int(match[4]))
        except ValueError:
            pass
    for text in (f"{spoken_name(name)} {filed.item.title or ''}", head_of(filed, library)):
        days = {
            day
            for mention in dates(text[:_HEAD_OF_LETTER])
            if len(mention.readings) == 1 and (day := full_day(mention.moment)) is not None
        }
        if len(days) == 1:
            return days.pop()
        if days:
            return None
    return None


def year_of(filed: Filed, library: LibraryView) -> int | None:
    """The year a file is of, where not even a day is told: one year in its name or folder."""
    day = day_of(filed, library)
    if day is not None:
        return day.year
    years = {
        int(token.text) for token in name_tokens(filed) if re.fullmatch(r"(19|20)\d\d", token.text)
    }
    return years.pop() if len(years) == 1 else None


def head_of(filed: Filed, library: LibraryView) -> str:
    """The beginning of a file's text or, of a recording or picture, of its first passage."""
    passages = library.passages(filed.item)
    return "\n".join(passage.text for passage in passages[:3])[:2_000] if passages else ""


def grounds_of(filed: Filed, library: LibraryView, *wanted: str) -> Grounds | None:
    """A place in the file that says one of the wanted words, or its first words; None for a file
    without passages."""
    passages = library.passages(filed.item)
    for words in wanted:
        for passage in passages:
            at = passage.text.find(words) if words else -1
            if at >= 0:
                return Grounds(found_in(passage, filed.item), _line_around(passage.text, at))
    if not passages:
        return None
    return Grounds(found_in(passages[0], filed.item), _line_around(passages[0].text, 0))


def grounds_at(filed: Filed, library: LibraryView, words: Sequence[Token]) -> Grounds | None:
    """The sentence of the file that holds most of the words."""
    best: tuple[int, Chunk, str] | None = None
    for passage in library.passages(filed.item):
        for start, end in sentences_of(passage.text, passage.language):
            for sentence in passage.text[start:end].split("\n"):
                held = tokens_of(sentence)
                n = sum(any(alike(word, token) for token in held) for word in words)
                if n and (best is None or n > best[0]):
                    best = (n, passage, sentence.strip())
    if best is None:
        return None
    return Grounds(found_in(best[1], filed.item), best[2])


def all_in(words: Sequence[Token], held: Sequence[Token]) -> bool:
    """Whether each of the words stands among the others, in some form."""
    return all(any(alike(word, token) for token in held) for word in words)


def _line_around(text: str, at: int) -> str:
    """The line or sentence of the text that holds a place, verbatim and not too long."""
    sentence = text.rfind(". ", 0, at)
    start = max(text.rfind("\n", 0, at) + 1, sentence + 2 if sentence >= 0 else 0)
    ends = [end for end in (text.find("\n", at), text.find(". ", at)) if end >= 0]
    line = text[start : min(ends) + 1 if ends else len(text)].strip()
    return line[:240].strip() or text[:240].strip()

"""Questions about files themselves, answered from their properties: when a photo was taken, how
long a recording is, who sent a mail, how many pages, which is the newest.

Says nothing unless every word that is left names one file, by its name, title or properties; or, if
none does, stands in one file alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from app.core.question.programs.asked import Asked, Span, Token, alike, tokens_of
from app.core.question.programs.figures import written_day, written_number
from app.core.question.programs.file_telling import FILES, FileTelling
from app.core.question.programs.file_wording import FILE_WORDINGS, FileWording
from app.core.question.programs.filed_facts import (
    all_in,
    day_of,
    grounds_of,
    head_of,
    identity,
    moment_of,
    name_of,
)
from app.core.question.programs.kinds import Kind, is_of, kind_in
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.retrieve import Found
from app.core.question.values import Statement


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is asked of a file: `value` gives its words and where the file says so ("" where only
    its properties do), None where it does not know; `used` are the question's words for it."""

    form: str
    used: frozenset[int]
    value: Callable[[Filed], tuple[str, str] | None]


def answer_about_files(
    asked: Asked, found: Sequence[Found], library: LibraryView
) -> tuple[Statement, ...] | None:
    wording = next(FILE_WORDINGS[known] for known in FILE_WORDINGS if known == asked.language)
    telling = next(FILES[known] for known in FILES if known == asked.language)
    named = kind_in(asked)
    if any(token.folded in asked.wording.negations for token in asked.tokens):
        return None
    kind, used = (named[0], set(named[1].indices())) if named else (None, set())
    facts = _facts(asked, kind, wording, telling, library)
    if kind is not None and (best := _extreme(asked, kind, used, wording, telling, library)):
        statement, winner = best
        more = (_told_of(fact, winner, library) for fact in facts)
        return (statement, *(said for said in more if said is not None))[:2]
    for fact in facts:
        left = _left(asked, used | fact.used)
        filed = _the_file(asked, kind, left, found, library)
        if filed is None:
            continue
        if (said := _told_of(fact, filed, library)) is not None:
            return (said,)
    return None


def _told_of(fact: _Fact, filed: Filed, library: LibraryView) -> Statement | None:
    value = fact.value(filed)
    grounds = value and grounds_of(filed, library, value[1], name_of(filed))
    if not value or not grounds:
        return None
    text = fact.form.format(name=name_of(filed), value=value[0])
    return Statement(f"{text}.", (grounds,))


def _facts(
    asked: Asked,
    kind: Kind | None,
    wording: FileWording,
    telling: FileTelling,
    library: LibraryView,
) -> list[_Fact]:
    """What may be asked, the likeliest first."""
    name = kind.name if kind else ""
    facts: list[_Fact] = []

    def having(*sets: frozenset[str]) -> frozenset[int]:
        words = frozenset().union(*sets)
        return frozenset(at for at, token in enumerate(asked.tokens) if token.folded in words)

    def ask(phrases: tuple[str, ...]) -> frozenset[int] | None:
        span = asked.find(phrases)
        return None if span is None else frozenset(span.indices())

    when, who, where = (ask(each) for each in (
        asked.wording.when, asked.wording.who, asked.wording.where))  # fmt: skip
    many, says = ask(asked.wording.how_many), having(wording.saying)
    if many is not None and (pages := having(wording.pages)):
        facts.append(_Fact(telling.pages, many | pages, _pages))
    if says:
        return facts
    lasts = having(wording.duration)
    if name == "recording" and lasts:
        facts.append(_Fact(telling.duration, lasts, _duration))
    dated = having(wording.dated)
    if name == "picture" and (when is not None or dated):
        taken = having(wording.taken) | dated | (when or frozenset())
        facts.append(_Fact(telling.taken, taken, lambda filed: _moment(asked, filed)))
    if name == "mail" and (when is not None or dated):
        sent = having(wording.sent, wording.received) | dated | (when or frozenset())
        facts.append(_Fact(telling.sent, sent, lambda filed: _moment(asked, filed)))
    dates_itself = kind is not None and not kind.is_medium
    if dates_itself and (dated or (when is not None and having(wording.written, wording.sent))):
        words = having(wording.written, wording.sent) | dated | (when or frozenset())
        facts.append(_Fact(telling.dated, words, lambda filed: _own_day(asked, filed, library)))
    if name == "picture" and where is not None and (taken := having(wording.taken)):
        facts.append(_Fact(telling.taken_at, where | taken, _place))
    if name == "picture" and who is not None and (taken := having(wording.taken, wording.took)):
        facts.append(_Fact(telling.taken_by, who | taken, _author))
    if name == "picture" and (camera := having(wording.camera)):
        words = camera | having(wording.taken)
        facts.append(_Fact(telling.camera, words, lambda filed: _told(filed, "camera")))
    if name == "mail":
        to_whom, from_whom = ask(wording.to_whom), ask(wording.from_whom)
        verbs = having(wording.sent, wording.received)
        if to_whom is not None or (who is not None and asked.tokens[-1].folded == "to"):
            words = verbs | (to_whom or frozenset()) | (who or frozenset())
            facts.append(_Fact(telling.recipient, words, lambda f: _told(f, "to")))
        elif who is not None or from_whom is not None:
            words = verbs | (who or frozenset()) | (from_whom or frozenset())
            facts.append(_Fact(telling.sender, words, lambda f: _told(f, "from")))
        if subject := having(wording.subject):
            facts.append(_Fact(telling.subject, subject, lambda f: _told(f, "subject")))
    elif who is not None and (author := having(wording.author)):
        facts.append(_Fact(telling.author, author | who, _author))
    if kind is not None and kind.is_medium and where is not None:
        facts.append(_Fact(telling.where, where | having(wording.holding), _path))
    if kind is not None and (size := having(wording.size)) and name in {"file", "picture"}:
        facts.append(_Fact(telling.size, size, lambda filed: _size(asked, filed)))
    return facts


def _left(asked: Asked, used: set[int]) -> list[int]:
    return asked.left_over(used)


def _the_file(
    asked: Asked,
    kind: Kind | None,
    left: Sequence[int],
    found: Sequence[Found],
    library: LibraryView,
) -> Filed | None:
    """The one file of the kind that all the words left over name; with no word left, the only
    file of its kind."""
    files = of_kind(library, kind)
    if not left:
        return files[0] if len(files) == 1 and kind is not None else None
    words = [asked.tokens[at] for at in left]
    named = [filed for filed in files if all_in(words, identity(filed))]
    if named:
        return named[0] if len(named) == 1 else _whole_name(words, named)
    if kind is None:
        return None
    near = {entry.item.content_id for entry in found}
    holding = [
        filed
        for filed in files
        if filed.item.content_id in near and all_in(words, _all_words(filed, library))
    ]
    return holding[0] if len(holding) == 1 else None


def of_kind(library: LibraryView, kind: Kind | None) -> list[Filed]:
    if kind is None:
        return list(library.files())
    return [
        filed
        for filed in library.files()
        if is_of(filed, kind, lambda filed=filed: head_of(filed, library))  # type: ignore[misc]
    ]


def _whole_name(words: Sequence[Token], named: Sequence[Filed]) -> Filed | None:
    """Of several files that bear the words, the one that is called just so."""
    exact = [
        filed
        for filed in named
        if all(
            any(alike(token, word) for word in words)
            for token in tokens_of(name_of(filed))
            if len(token.folded) > 2
        )
    ]
    return exact[0] if len(exact) == 1 else None


def _all_words(filed: Filed, library: LibraryView) -> tuple[Token, ...]:
    texts = [passage.text for passage in library.passages(filed.item)]
    return identity(filed) + tuple(token for text in texts for token in tokens_of(text))


# --- the newest, the longest -------------------------------------------------------------------


def _extreme(
    asked: Asked,
    kind: Kind,
    used: set[int],
    wording: FileWording,
    telling: FileTelling,
    library: LibraryView,
) -> tuple[Statement, Filed] | None:
    """Which of a kind, or of those that further words name, is the newest or the longest."""
    if any(token.folded in wording.saying for token in asked.tokens):
        return None
    found = next(
        (
            (span, direction, concept)
            for phrase, direction, concept in asked.wording.superlatives
            if (span := asked.find((phrase,))) is not None
        ),
        None,
    )
    if found is None:
        return None
    span, direction, concept = found
    if not _speaks_of(asked, span, used) or concept not in {"date", "length"}:
        return None
    verbs = wording.sent | wording.taken | wording.received | wording.written | wording.dated
    explained = used | set(span.indices())
    explained |= {at for at, token in enumerate(asked.tokens) if token.folded in verbs}
    words = [asked.tokens[at] for at in asked.left_over(explained)]
    files = [filed for filed in of_kind(library, kind) if all_in(words, identity(filed))]
    valued: list[tuple[float, Filed, str]] = []
    n_unknown = 0
    for filed in files:
        value = _ordered(asked, concept, filed, library)
        if value is None:
            n_unknown += 1
            continue
        valued.append((value[0], filed, value[1]))
    if len(valued) < 2 or n_unknown > len(valued):
        return None
    pick = max if direction == "highest" else min
    best = pick(value for value, _, _ in valued)
    winners = [(filed, said) for value, filed, said in valued if value == best]
    if len(winners) != 1:
        return None
    filed, said = winners[0]
    forms = {
        ("date", "highest"): telling.newest,
        ("date", "lowest"): telling.oldest,
        ("length", "highest"): telling.longest,
        ("length", "lowest"): telling.shortest,
    }
    grounds = grounds_of(filed, library, name_of(filed))
    if grounds is None:
        return None
    text = forms[(concept, direction)].format(n=len(valued), name=name_of(filed), value=said)
    if n_unknown:
        text += f" ({telling.unknown.format(n=n_unknown)})"
    return Statement(f"{text}.", (grounds,)), filed


def _speaks_of(asked: Asked, span: Span, used: set[int]) -> bool:
    """Whether "the oldest" stands beside the kind, or at the end: "which photo is the oldest"."""
    if span.end in used or span.start - 1 in used:
        return True
    return span.end == len(asked.tokens) and all(
        asked.is_plain(at) for at in range(max(used) + 1, span.start)
    )


def _ordered(
    asked: Asked, concept: str, filed: Filed, library: LibraryView
) -> tuple[float, str] | None:
    if concept == "length":
        if filed.duration_s is None:
            return None
        return filed.duration_s, written_duration(filed.duration_s)
    if (moment := moment_of(filed)) is not None:
        return moment.timestamp(), _written_moment(moment, asked.language)
    day = day_of(filed, library)
    return None if day is None else (float(day.toordinal()), written_day(day, asked.language))


# --- values ------------------------------------------------------------------------------------


def _told(filed: Filed, key: str) -> tuple[str, str] | None:
    value = filed.metadata.get(key, "").strip()
    return (value, value) if value else None


def _author(filed: Filed) -> tuple[str, str] | None:
    for key in ("author", "creator", "artist"):
        value = filed.metadata.get(key, "").strip()
        if value and value.lower() not in {"openpyxl", "python-docx", "unknown", "admin", "user"}:
            return value, value
    return None


def _moment(asked: Asked, filed: Filed) -> tuple[str, str] | None:
    moment = moment_of(filed)
    if moment is None:
        return None
    said = filed.metadata.get("date", "")
    quoted = said if filed.item.kind != "image" else "Date: "
    return _written_moment(moment, asked.language), quoted


def _written_moment(moment: datetime, language: str) -> str:
    day = written_day(moment.date(), language)
    return f"{day}, {moment:%H:%M}" if moment.hour or moment.minute else day


def _own_day(asked: Asked, filed: Filed, library: LibraryView) -> tuple[str, str] | None:
    day = day_of(filed, library)
    return None if day is None else (written_day(day, asked.language), "")


def _place(filed: Filed) -> tuple[str, str] | None:
    parts = [filed.metadata.get(key, "").strip() for key in ("city", "country", "place")]
    said = ", ".join(part for part in parts if part)
    return (said, parts[2] or parts[0]) if said else None


def _duration(filed: Filed) -> tuple[str, str] | None:
    return None if filed.duration_s is None else (written_duration(filed.duration_s), "")


def written_duration(seconds: float) -> str:
    """Whole seconds as "1 h 2 min 3 s"."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{n} {unit}" for n, unit in parts if n) or "0 s"


def _pages(filed: Filed) -> tuple[str, str] | None:
    return None if not filed.page_count else (str(filed.page_count), "")


def _size(asked: Asked, filed: Filed) -> tuple[str, str] | None:
    from decimal import Decimal

    n_bytes = filed.item.size
    size = Decimal(n_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{written_number(size, 0 if unit == 'B' else 1, asked.language)} {unit}", ""
        size /= 1000
    return None


def _path(filed: Filed) -> tuple[str, str] | None:
    path = PurePath(filed.item.path)
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name, ""

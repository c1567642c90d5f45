"""Conversations and transcripts in plain text, as meeting programs and messengers save them: each
says in a form of its own who speaks, and when.

A form is taken where its lines begin often enough and the same names come again. Without a day of
its own a message has that of the line above it that tells one, else that of the file's name."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from storage.readers import chat_days
from storage.readers.chats import Message
from storage.readers.sections import one_line

_LOOKED_AT = 2_000  # lines by which a form is told
_HEAD_CHARS = 240  # of a line, in which it says who and when
_MAX_ABOVE = 60  # lines before the first message
_MIN_TURNS = 3
_MIN_PLAIN_TURNS = 6  # without any time
_AGAIN = 1.5  # messages for each name, at least
_SHARE = 0.25  # of the lines that say something, those that begin a message
_SHARE_OF_HEADS = 0.12
_FOLLOWED = 0.8  # of the heads, those with words below
_MAX_NAMES_PLAIN = 8
_WORDS_SAID = 4  # on average, of turns without a time

_TIME = (
    r"(?P<time>\d{1,3}:\d\d(?::\d\d)?)(?:[.,]\d{1,3})?"
    r"(?:[ \u202f\u00a0]?(?P<half>[AaPp])\.?[Mm]\.?)?"
)
_DAY = (
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|[A-Z][a-z]{2,8}\.? +\d{1,2}, \d{4}|\d{1,2}\.? [A-Z][a-z]{2,8}\.? \d{4})"
)
_WHO = r"(?P<who>[\w+@][^:\t<>\[\]{}|\n]{0,59}?)"
_SAID = r"(?P<said>.*)$"


@dataclass(frozen=True, slots=True)
class _Form:
    """`begins` matches the line that begins a message; what is said follows in it, or stands in the
    lines below. `event` matches what happens besides. `who_below`: the name has a line of its own.
    `is_plain`: nothing but a name and a colon."""

    begins: re.Pattern[str]
    event: re.Pattern[str] | None = None
    is_head: bool = False
    who_below: bool = False
    is_relative: bool = False
    is_plain: bool = False
    marked_only: bool = False  # in Markdown: in plain text it is the form of logs


_IRC = r"(?:(?P<day>\d{4}-\d\d-\d\d|[A-Z][a-z]{2} \d{1,2}) )?\[?" + _TIME + r"\]?\s+"
_FORMS = (
    # Zoom's chat, and what it saves of its captions
    _Form(re.compile(
        rf"(?:{_DAY} )?{_TIME}\s+From\s+{_WHO}(?:\s+to\s+(?P<whom>[^:\n]{{1,80}}?))?\s*:\s*{_SAID}"
    )),
    _Form(re.compile(rf"\[{_WHO}\] {_TIME}(?P<said>)\s*$"), is_head=True),
    # Discord by DiscordChatExporter, Teams when copied; Telegram when copied; iMessage
    _Form(re.compile(rf"\[{_DAY},? {_TIME}\] {_WHO}(?: \(pinned\))?(?P<said>)\s*$"), is_head=True),
    _Form(re.compile(rf"{_WHO}, \[{_DAY}(?:,| at)? {_TIME}\]:?(?P<said>)\s*$"), is_head=True),
    _Form(re.compile(rf"{_WHO} {_DAY},? {_TIME}(?P<said>)\s*$"), is_head=True),
    _Form(re.compile(rf"{_DAY}  ?{_TIME}(?: \([^()\n]*\))?(?P<who>)(?P<said>)\s*$"), is_head=True,
          who_below=True),
    # IRC: irssi, HexChat, mIRC, ZNC; WeeChat; Pidgin; LINE
    _Form(re.compile(
        rf"{_IRC}(?:<[@+%&~ ]?(?P<who>[^<>\s]{{1,40}})>|\* (?P<actor>\S{{1,40}}))[ \t]{_SAID}"
    ), event=re.compile(_IRC + r"(?:-!-|\*\*\*|\*) (?P<said>.+)$")),
    _Form(re.compile(rf"{_DAY} {_TIME}\t[@+%&~ ]?(?P<who>[\w\[\]\\`^{{}}|-]{{1,40}})\t{_SAID}"),
          event=re.compile(rf"{_DAY} {_TIME}\t\s*(?:-->|<--|--|\*)\t(?P<said>.+)$")),
    _Form(re.compile(rf"\((?:{_DAY} )?{_TIME}\) {_WHO}: {_SAID}"),
          event=re.compile(rf"\((?:{_DAY} )?{_TIME}\) (?P<said>.+)$")),
    _Form(re.compile(rf"{_TIME}\t(?P<who>[^\t\n]{{1,60}})\t{_SAID}"),
          event=re.compile(rf"{_TIME}\t(?P<said>[^\t\n]+)$")),
    # Signal by signal-export
    _Form(re.compile(rf"\[{_DAY},? {_TIME}\] {_WHO}: {_SAID}"), marked_only=True),
    # Transcripts: Descript and others, Rev and others; Otter, Teams; Webex and others
    _Form(re.compile(
        rf"[\[(]?{_TIME}(?: ?(?:-->|-) ?[\d:.,]+)?[\])]?:?\s+(?:- )?\[?{_WHO}\]?:\s+{_SAID}"
    ), is_relative=True),
    _Form(re.compile(rf"\*\*{_WHO}:?\*\*:?\s*[\[(]?{_TIME}[\])]?:?\s*{_SAID}"), is_relative=True),
    _Form(re.compile(rf"{_WHO}:?\s+[\[(]{_TIME}[\])]:?\s*{_SAID}"), is_relative=True),
    _Form(re.compile(rf"{_WHO}(?:  +|\t+| [-|\u2013\u2022\u00b7] ){_TIME}(?P<said>)\s*$"),
          is_head=True, is_relative=True),
    _Form(re.compile(rf"[\[(]?{_TIME}[\])]?\s+(?P<who>[^\W\d_][^:\t<>\[\]{{}}|.,!?\n]{{0,40}}):?"
                     r"(?P<said>)\s*$"), is_head=True, is_relative=True),
    # Google Meet, WhisperX, and what people type
    _Form(re.compile(rf"\[?(?P<who>SPEAKER[_ ]\d+|Speaker \d+)\]?:\s*{_SAID}"), is_plain=True),
    _Form(re.compile(rf"(?:\*\*)?(?P<who>[^\W\d_a-z][^:\t<>\[\]{{}}|*.,!?\n]{{0,40}}?)(?::\*\*|\*\*:|:)\s+"
                     rf"{_SAID}"), is_plain=True),
)  # fmt: skip
_DAY_LINES = (
    re.compile(r"--- (?:Log opened|Day changed) (?P<said>.+)"),
    re.compile(r"\*{4} BEGIN LOGGING AT (?P<said>.+)"),
    re.compile(r"Session (?:Start|Time): (?P<said>.+)"),
    re.compile(r"Conversation with .+ at (?P<said>.+) on .+"),
    re.compile(r"(?P<said>\d{4}[./]\d{1,2}[./]\d{1,2})(?:\([^()]{1,12}\)| [^\W\d]{1,12})"),
    re.compile(
        r"[-=*#\s]*(?:[A-Z][a-z]{2,8}, ?)?(?P<said>"
        + _DAY.removeprefix("(?P<day>").removesuffix(")")
        + r")[-=*\s]*"
    ),
)
_CLOCK = re.compile(r"\d:\d\d")
_RULE = re.compile(r"={20,}")
_CLOCK_LINE = re.compile(r"\[?\d{1,3}:\d\d(?::\d\d)?\]?")


def conversation_in(
    text: str, path: PurePath, *, is_marked: bool = False
) -> tuple[str, list[Message]]:
    """What stands above the first message, and the messages; ("", []) where it is none.

    `path` tells the day where nothing else does; `is_marked`: it is written in Markdown."""
    lines = text.split("\n")
    form = _form_of(lines[:_LOOKED_AT], is_marked=is_marked)
    if form is None:
        return "", []
    return _Reading(form, chat_days.of_path(path)).read(lines)


def _form_of(lines: Sequence[str], *, is_marked: bool) -> _Form | None:
    said = [line[:_HEAD_CHARS] for line in lines if line.strip()]
    if is_marked and sum(line.startswith("#") for line in said) > 1:
        return None  # minutes: their headings say more
    timed = {n for n, line in enumerate(said) if _CLOCK.search(line)}
    best: tuple[int, _Form] | None = None
    for form in _FORMS:
        if (form.marked_only and not is_marked) or (form.is_plain and is_marked):
            continue
        among = range(len(said)) if form.is_plain else sorted(timed)
        at = [n for n in among if form.begins.match(said[n])]
        if (
            len(at) >= (_MIN_PLAIN_TURNS if form.is_plain else _MIN_TURNS)
            and at[0] <= _MAX_ABOVE
            and (best is None or len(at) > best[0])
            and _fits(form, said, at)
        ):
            best = len(at), form
    return best[1] if best else None


def _fits(form: _Form, said: Sequence[str], at: Sequence[int]) -> bool:
    matches = [match for n in at if (match := form.begins.match(said[n]))]
    if form.who_below:
        names = Counter(said[n + 1].strip() for n in at if n + 1 < len(said))
    else:
        names = Counter(_who(match) for match in matches)
    n_lines = len(said) - at[0]
    begun = set(at)
    # Heads may stand alone, where what follows is below; else the words are in the line.
    heads = [n for n, match in zip(at, matches, strict=True) if not match["said"].strip()]
    followed = sum(n + 1 < len(said) and n + 1 not in begun for n in heads)
    if len(at) < _AGAIN * len(names) or followed < _FOLLOWED * len(heads):
        return False
    if form.is_plain:
        n_words = sum(len(match["said"].split()) for match in matches)
        speaks = all(name[:7].lower() == "speaker" for name in names)
        return len(at) >= _SHARE * n_lines and (
            speaks
            or (
                1 < len(names) <= _MAX_NAMES_PLAIN
                and 2 * len(at) >= n_lines
                and n_words >= _WORDS_SAID * len(at)
                and _alternates([_who(match) for match in matches])
            )
        )
    return len(at) >= (_SHARE_OF_HEADS if len(heads) * 2 > len(at) else _SHARE) * n_lines


def _alternates(names: Sequence[str]) -> bool:
    """Whether it is talk: no name is followed by the same other one each time, as the lines of
    forms and lists of properties are."""
    after: dict[str, set[str]] = {}
    for name, following in itertools.pairwise(names):
        after.setdefault(name, set()).add(following)
    return len(set(names)) == 2 or any(len(found) > 1 for found in after.values())


def _who(match: re.Match[str]) -> str:
    return (match["who"] or match.groupdict().get("actor") or "").strip()


class _Reading:
    """Goes through the lines by one form."""

    def __init__(self, form: _Form, day: str) -> None:
        self._form = form
        self._day = day
        self._above: list[str] = []
        self._begun: list[tuple[Message, list[str]]] = []

    def read(self, lines: Sequence[str]) -> tuple[str, list[Message]]:
        self._lines = lines
        at = 0
        while at < len(lines):
            at = self._line(at)
        days = iter(_understood([message.day for message, _ in self._begun]))
        messages = [
            Message(next(days), message.time, message.who, "\n".join(said).strip())
            for message, said in self._begun
        ]
        return "\n".join(self._above).strip("\n"), [each for each in messages if each.said]

    def _line(self, at: int) -> int:
        """Take the line at `at`; returns where to go on."""
        line = self._lines[at]
        head, rest = line[:_HEAD_CHARS], line[_HEAD_CHARS:]
        if (match := self._form.begins.match(head)) is not None:
            who, said = _who(match), match["said"] + rest
            if self._form.who_below:
                at += 1
                who = self._lines[at].strip() if at < len(self._lines) else ""
            whom = (match.groupdict().get("whom") or "").strip()
            if whom and whom.lower() != "everyone":
                who = f"{who} to {whom.replace('(Direct Message)', '').strip()}"
            if match.groupdict().get("actor"):
                said = f"* {said}"
            self._begin(match, one_line(who), said)
        elif self._form.event is not None and (match := self._form.event.match(head)):
            self._begin(match, "", match["said"] + rest)
        elif day := self._day_of(at):
            self._day = day
            if not self._begun:
                self._above.append(line)
        elif not self._begun:
            self._above.append(line)
            self._day = chat_days.within(head) or self._day
        elif _RULE.fullmatch(line.strip()):
            self._begun.append((Message("", "", "", ""), []))
        elif not _CLOCK_LINE.fullmatch(line.strip()):
            self._begun[-1][1].append(line.strip("\r"))
        return at + 1

    def _begin(self, match: re.Match[str], who: str, said: str) -> None:
        day = match.groupdict().get("day") or ""
        if day and re.fullmatch(r"[A-Z][a-z]{2} \d{1,2}", day):  # the year stands above
            day = chat_days.named(f"{day} {self._day[:4]}") or self._day
        time = _time(match)
        if self._form.is_relative and not match["half"] and time:
            time = f"[{time}]"
        self._begun.append((Message(day or self._day, time, who, ""), [said]))

    def _day_of(self, at: int) -> str:
        """The day that a line tells which is between messages."""
        line = self._lines[at].strip()
        if len(line) > 120 or not line:
            return ""
        for pattern in _DAY_LINES:
            if match := pattern.fullmatch(line):
                said = match["said"]
                return chat_days.named(said) or chat_days.within(said) or ""
        return ""


def _time(match: re.Match[str]) -> str:
    said = match.groupdict().get("time") or ""
    half = match.groupdict().get("half")
    if not half:
        return said
    hour, _, rest = said.partition(":")
    return f"{int(hour) % 12 + (12 if half in 'Pp' else 0):02}:{rest}"


def _understood(days: Sequence[str]) -> list[str]:
    """Days as ISO dates where they can be understood."""
    words = [chat_days.named(day) or day for day in days]
    figures = [day for day in words if re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}", day)]
    known = dict(zip(figures, chat_days.in_one_order(figures), strict=True)) if figures else {}
    return [known.get(day, day) for day in words]

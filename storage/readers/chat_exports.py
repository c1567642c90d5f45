"""Conversations in JSON, as messengers export them: Telegram, Messenger and Instagram, Slack,
Discord (by DiscordChatExporter), Google Chat, Skype; and text messages of telephones.

A list of records is a conversation where most of them have what one program's messages have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.readers.chats import Message
from storage.readers.sections import one_line

if TYPE_CHECKING:
    from storage.readers.structured import Value

_LOOKED_AT = 50
_SHARE = 0.7
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$")
_GOOGLE = re.compile(r"\w+, (.+?)(?: at|,)? (\d{1,2}:\d\d(?::\d\d)?)[\s\u202f]*([AP]M)? UTC$")
_NETWORK = re.compile(r"^\d{1,2}:(?=[\w.+-]*[A-Za-z])")  # before the accounts of Skype
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class _Program:
    """How a program calls what a message has. `has`: what tells its messages from others';
    `more`: what else may be said in one."""

    has: tuple[str, ...]
    when: str
    who: tuple[str, ...]
    said: tuple[str, ...]
    more: tuple[str, ...] = ()
    newest_first: bool = False


_PROGRAMS = (
    _Program(  # Telegram
        ("id", "type", "date", "text"),
        "date",
        ("from", "actor"),
        ("text",),
        ("action", "title", "members", "file", "file_name", "photo", "poll", "forwarded_from"),
    ),
    _Program(  # Messenger and Instagram
        ("sender_name", "timestamp_ms"),
        "timestamp_ms",
        ("sender_name",),
        ("content",),
        ("share", "photos", "videos", "audio_files", "files", "sticker"),
        newest_first=True,
    ),
    _Program(  # Messenger, encrypted conversations
        ("senderName", "timestamp", "text"),
        "timestamp",
        ("senderName",),
        ("text",),
        ("media",),
        newest_first=True,
    ),
    _Program(  # DiscordChatExporter
        ("author", "timestamp", "content", "isPinned"),
        "timestamp",
        ("author",),
        ("content",),
        ("attachments", "embeds"),
    ),
    _Program(  # Google Chat
        ("creator", "created_date"), "created_date", ("creator",), ("text",), ("attached_files",)
    ),
    _Program(  # telephones
        ("address", "readable_date", "body"), "date", ("contact_name", "address"), ("body",)
    ),
    _Program(  # Skype
        ("originalarrivaltime", "messagetype", "content", "from"),
        "originalarrivaltime",
        ("displayName", "from"),
        ("content",),
        newest_first=True,
    ),
    _Program(  # Slack
        ("type", "ts", "text"),
        "ts",
        ("user_profile", "username", "user", "bot_id"),
        ("text",),
        ("attachments", "files"),
    ),
)  # fmt: skip
# Of people and files within records.
_NAMES = ("real_name", "display_name", "nickname", "name", "email")
_TOLD = ("text", "question", "answers", "title", "description", "fallback", "link", "name",
         "fileName", "original_name", "uri")  # fmt: skip


def messages_in(values: Sequence[Value], said_as: Callable[[str, str], str]) -> list[Message]:
    """The messages of a list; [] where it is no conversation. `said_as` writes a value as text,
    by its name."""
    records = [value for value in values[:_LOOKED_AT] if isinstance(value, dict)]
    for program in _PROGRAMS:
        n_has = sum(all(key in record for key in program.has) for record in records)
        if records and n_has >= _SHARE * len(values[:_LOOKED_AT]):
            break
    else:
        return []
    every = [value for value in values if isinstance(value, dict)]
    people = _people(every)
    found = [_message(record, program, people, said_as) for record in every]
    first, last = (str(every[at].get(program.when)) for at in (0, -1))
    return found[::-1] if program.newest_first and first > last else found


def title_of(record: Mapping[str, Value]) -> str:
    """What a conversation calls itself."""
    for key in ("name", "title", "threadName", "displayName"):
        if isinstance(said := record.get(key), str) and said:
            return one_line(said)[:200]
    found = [record.get(key) for key in ("guild", "channel")]
    names = [_name(one, {}) for one in found if isinstance(one, dict)]
    people = record.get("participants")
    if not names and isinstance(people, list):
        return ", ".join(filter(None, (_name(one, {}) for one in people)))[:200]
    return " › ".join(filter(None, names))


def _message(
    record: Mapping[str, Value],
    program: _Program,
    people: Mapping[str, str],
    said_as: Callable[[str, str], str],
) -> Message:
    who = next((name for key in program.who if (name := _name(record.get(key), people))), "")
    if record.get("type") == "sent":  # of a telephone: the name is that of the other one
        who = f"sent to {who}"
    said = [_said(record.get(key, ""), said_as) for key in program.said]
    more = [
        text.replace("_", " ") if key == "action" else text
        for key in program.more
        for text in dict.fromkeys(_told(record.get(key, ""), said_as))
    ]
    said.append(f"[{', '.join(more)}]" if more else "")
    text = _MENTION.sub(
        lambda mention: "@" + people.get(mention[1], mention[1]), "\n".join(filter(None, said))
    )
    day, time = _when(record.get(program.when), said_as)
    return Message(day, time, said_as("", who), text)


def _name(value: Value | None, people: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        found = (value.get(key) for key in _NAMES)
        return next((one_line(name) for name in found if isinstance(name, str) and name), "")
    if not isinstance(value, str):
        return ""
    return people.get(value) or _NETWORK.sub("", value)


def _people(records: Sequence[Mapping[str, Value]]) -> dict[str, str]:
    """Names by their number, where a message says both (Slack, Skype)."""
    found: dict[str, str] = {}
    for record in records:
        account, shown = record.get("from"), record.get("displayName")
        if isinstance(account, str) and isinstance(shown, str) and account and shown:
            found[account] = one_line(shown)
        number, profile = record.get("user"), record.get("user_profile")
        if isinstance(number, str) and isinstance(profile, dict) and (name := _name(profile, {})):
            found[number] = name
    return found


def _said(value: Value, said_as: Callable[[str, str], str]) -> str:
    """A text with its lines; of Telegram in pieces."""
    if isinstance(value, list):
        pieces = [one.get("text") if isinstance(one, dict) else one for one in value]
        value = "".join(piece for piece in pieces if isinstance(piece, str))
    if not isinstance(value, str):
        return ""
    return "\n".join(said_as("", line) for line in value.split("\n")).strip()


def _told(value: Value, said_as: Callable[[str, str], str]) -> Iterator[str]:
    if isinstance(value, str):
        if text := said_as("", value):
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _told(one, said_as)
    else:
        for key in _TOLD:
            yield from _told(value.get(key, ""), said_as)


def _when(value: Value | None, said_as: Callable[[str, str], str]) -> tuple[str, str]:
    if not isinstance(value, str):
        return "", ""
    if match := _ISO.match(value):
        zone = " UTC" if match[4] == "Z" else f" {match[4]}" if match[4] else ""
        return match[1], f"{match[2]}{match[3] or ''}{zone}"
    if match := _GOOGLE.match(value):
        return _google_day(match), f"{' '.join(filter(None, match.groups()[1:]))} UTC"
    day, _, time = said_as("timestamp", value).partition(" ")
    return day, time


def _google_day(match: re.Match[str]) -> str:
    for form in ("%B %d, %Y", "%d %B %Y"):
        try:
            return f"{datetime.datetime.strptime(match[1], form):%Y-%m-%d}"
        except ValueError:
            continue
    return match[1]

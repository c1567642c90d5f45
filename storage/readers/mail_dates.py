"""When a mail was sent: its date however programs write it, or what the way here tells of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime

from storage.readers import chat_days
from storage.readers.mail_headers import header

# What a mail without `Date` has; of `Received` the last one was written first.
_ON_THE_WAY = ("Resent-Date", "X-Original-Date", "Delivery-Date", "X-Delivery-Time")
_STATIONS = ("Received", "X-Received")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])")
_SECONDS = re.compile(r"(\d{9,10})(?:\d{3})?")  # since 1970, maybe with milliseconds
_ENVELOPE = re.compile(r"From .*?((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*)")


def sent(message: Message) -> str:
    """When the mail was sent, "" where nothing in it tells."""
    if said := header(message, "Date"):
        return moment(said)
    return next((found for found in map(moment, _told_on_the_way(message)) if _is_day(found)), "")


def moment(said: str) -> str:
    """A date in ISO 8601, as it stands where it cannot be read."""
    try:
        return parsedate_to_datetime(said).isoformat(" ")
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    try:
        return datetime.datetime.fromisoformat(said.strip()).isoformat(" ")
    except ValueError:
        pass
    if counted := _SECONDS.fullmatch(said.strip()):
        return f"{datetime.datetime.fromtimestamp(int(counted[1]), datetime.UTC):%Y-%m-%d %H:%M:%S}"
    day = chat_days.within(said)
    clock = _CLOCK.search(said)
    if not day:
        return said
    return f"{day} {int(clock[1]):02d}:{clock[2]}:{clock[3] or '00'}" if clock else day


def _told_on_the_way(message: Message) -> Iterator[str]:
    yield from (said for name in _ON_THE_WAY if (said := header(message, name)))
    for name in _STATIONS:
        stations = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
        yield from (" ".join(one.rpartition(";")[2].split()) for one in reversed(stations))
    if envelope := _ENVELOPE.match(message.get_unixfrom() or ""):
        yield envelope[1]


def _is_day(text: str) -> bool:
    return re.match(r"\d{4}-\d\d-\d\d", text) is not None

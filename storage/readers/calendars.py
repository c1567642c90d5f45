"""Calendars (iCalendar, RFC 5545) and contacts (vCard, RFC 6350 and before) as lines of text."""

from __future__ import annotations

import datetime
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.readers import caps
from storage.readers.calendar_times import duration, moment, rule
from storage.readers.decoding import decode, known_encoding
from storage.readers.html import add_html
from storage.readers.sections import Sections, one_line
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument
from storage.records import Locator

_FOLD = re.compile(r"\r?\n[ \t]")
_SOFT = re.compile(r"=\r?\n")
_LINE = re.compile(r"(?:([\w-]+)\.)?([\w-]+)((?:;[^:;\"]*(?:\"[^\"]*\"[^:;\"]*)*)*):(.*)", re.S)
_ESCAPED = re.compile(r"\\([\\;,nN:])")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_ANSWER = re.compile(r"PARTSTAT=(ACCEPTED|DECLINED|TENTATIVE|DELEGATED)\b", re.I)
_MARKUP = re.compile(r"<(?:html-blob|br|p|b|a|span|div|ul|li)\b[^<>]*>", re.I)
_EVENTS = {"VEVENT": "Event", "VTODO": "Task", "VJOURNAL": "Note", "VFREEBUSY": "Time"}
_EVENT_NAMES = {
    "SUMMARY": "Summary",
    "DTSTART": "Start",
    "DTEND": "End",
    "DUE": "Due",
    "DURATION": "Duration",
    "LOCATION": "Place",
    "ORGANIZER": "Organizer",
    "ATTENDEE": "Attendee",
    "DESCRIPTION": "Description",
    "RRULE": "Repeats",
    "RDATE": "Also on",
    "EXDATE": "Not on",
    "STATUS": "Status",
    "CATEGORIES": "Categories",
    "URL": "Address",
    "COMMENT": "Comment",
    "RECURRENCE-ID": "Instead of",
    "CONTACT": "Contact",
    "ATTACH": "Attachment",
    "CONFERENCE": "Conference",
    "X-GOOGLE-CONFERENCE": "Conference",
    "X-ALT-DESC": "Description",
    "COMPLETED": "Completed",
}
_CONTACT_NAMES = {
    "FN": "Name",
    "NICKNAME": "Nickname",
    "ORG": "Organisation",
    "TITLE": "Title",
    "ROLE": "Role",
    "TEL": "Phone",
    "EMAIL": "E-mail",
    "ADR": "Address",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "URL": "Web",
    "NOTE": "Note",
    "CATEGORIES": "Categories",
    "X-SKYPE": "Skype",
    "IMPP": "Messenger",
    "X-SOCIALPROFILE": "Profile",
    "RELATED": "Related",
    "X-ABRELATEDNAMES": "Related",
    "X-ABDATE": "Date",
    "GENDER": "Gender",
}


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    parameters: str
    value: str
    group: str = ""  # of a contact: what belongs together, as a number and what it is called


def read_calendar(path: Path, media_type: str) -> TextDocument:
    """A section for each event or task."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    title = add_calendar(decode(content), sections, {})
    sections.truncated |= cut
    return sections.document(media_type, title=title)


def read_contacts(path: Path, media_type: str) -> TextDocument:
    """A section for each person."""
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    sections = Sections()
    add_contacts(decode(content), sections, {})
    sections.truncated |= cut
    return sections.document(media_type)


def add_calendar(text: str, sections: Sections, place: Locator) -> str | None:
    """Add the events of a calendar; return the calendar's name."""
    kind: str | None = None
    lines: list[str] = []
    summary = ""
    title: str | None = None
    inner = 0  # alarms and the like within an event
    for one in _properties(text):
        if one.name == "BEGIN":
            if kind is None and one.value.upper() in _EVENTS:
                kind, lines, summary = _EVENTS[one.value.upper()], [], ""
            elif kind is not None:
                inner += 1
        elif one.name == "END" and kind is not None:
            if inner:
                inner -= 1
                continue
            sections.add("\n".join(lines), _below(place, summary or kind))
            kind = None
        elif kind is None:
            if one.name == "X-WR-CALNAME":
                title = one_line(one.value)
        elif not inner and one.name in _EVENT_NAMES:
            name = kind if one.name == "SUMMARY" else _EVENT_NAMES[one.name]
            value = _event_value(one)
            if one.name == "X-ALT-DESC" and any(line.startswith(f"{name}: ") for line in lines):
                continue  # the same words, marked up
            if value:
                lines.append(f"{name}: {value}")
                summary = value if one.name == "SUMMARY" else summary
    if kind is not None and lines:
        sections.add("\n".join(lines), _below(place, summary or kind))
    return title


def add_contacts(text: str, sections: Sections, place: Locator) -> None:
    """Add the people of a vCard file."""
    found: list[tuple[str, str, str, str]] = []  # (group, what it is, what kind of it, value)
    labels: dict[str, str] = {}
    name = ""
    full = ""
    for one in _properties(text):
        if one.name == "BEGIN":
            found, labels, name, full = [], {}, "", ""
        elif one.name == "END":
            if not name and full:
                name = full
                found.insert(0, ("", "Name", "", full))
            name = name or next((value for *_, value in found), "")  # of one without a name
            lines = []
            for group, label, kinds, value in found:
                said = labels.get(group) or kinds
                lines.append(f"{label} ({said}): {value}" if said else f"{label}: {value}")
            sections.add("\n".join(lines), _below(place, name))
            found = []
        elif one.name == "N":
            parts = [one_line(_unescaped(part)) for part in _split(one.value)] + [""] * 5
            full = " ".join(part for part in (parts[3], parts[1], parts[2], parts[0]) if part)
        elif one.name == "X-ABLABEL" and one.group:
            labels[one.group] = one_line(_unescaped(one.value)).removeprefix("_$!<").rstrip("!$_>")
        elif one.name in _CONTACT_NAMES:
            value = _contact_value(one)
            if value:
                kinds = ", ".join(_kinds(one.parameters))
                found.append((one.group, _CONTACT_NAMES[one.name], kinds, value))
                name = value if one.name == "FN" else name


def _below(place: Locator, heading: str) -> Locator:
    above = place.get("heading_path", [])
    path = [*above, one_line(heading)[:200]] if heading.strip() else above
    return {**place, "heading_path": path} if path else place


def _properties(text: str) -> Iterator[_Property]:
    for line in _FOLD.sub("", _soft_joined(text)).split("\n"):
        found = _LINE.match(line.strip("\r"))
        if found is None:
            continue
        name, parameters, value = found[2].upper(), found[3], found[4]
        if re.search(r"ENCODING=(?:\"?)QUOTED-PRINTABLE", parameters, re.I):
            charset = re.search(r"CHARSET=\"?([\w-]+)", parameters, re.I)
            content = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
            known = known_encoding(charset[1]) if charset else None
            value = content.decode(known, "replace") if known else decode(content)
        elif re.search(r"ENCODING=\"?(?:B|BASE64)\b", parameters, re.I):
            continue  # a photograph
        yield _Property(name, parameters, value, found[1] or "")


def _soft_joined(text: str) -> str:
    """Lines of quoted-printable that go on, joined; base64 lines never end in `=` and a name."""
    return _SOFT.sub("", text) if "QUOTED-PRINTABLE" in text.upper() else text


def _event_value(one: _Property) -> str:
    if one.name in {"EXDATE", "RDATE"}:
        return ", ".join(moment(said) for said in one.value.split(","))
    if one.name == "DTEND" and (day := _DAY.fullmatch(one.value.strip())):
        # Of whole days the end is the day after the last one (RFC 5545, 3.6.1).
        try:
            last = datetime.date(*map(int, day.groups())) - datetime.timedelta(days=1)
        except (ValueError, OverflowError):
            return moment(one.value)
        return last.isoformat()
    if one.name == "DURATION":
        return duration(one.value)
    if one.name == "ATTACH":
        return one.value if re.match(r"https?:|file:", one.value) else ""
    if one.name in {"DTSTART", "DTEND", "DUE", "COMPLETED", "RECURRENCE-ID"}:
        zone = re.search(r"TZID=\"?([^;:\"]+)", one.parameters)
        said = moment(one.value)
        return f"{said} ({zone[1]})" if zone else said
    if one.name == "RRULE":
        return rule(one.value)
    if one.name in {"ORGANIZER", "ATTENDEE"}:
        named = re.search(r"CN=\"?([^;:\"]+)", one.parameters)
        address = one.value.removeprefix("mailto:").removeprefix("MAILTO:")
        answer = _ANSWER.search(one.parameters)
        said = f"{named[1]} <{address}>" if named else address
        return f"{said} ({answer[1].lower()})" if answer else said
    said = _unescaped(one.value).strip()
    if one.name in {"DESCRIPTION", "X-ALT-DESC"} and _MARKUP.search(said):
        page = Sections()
        add_html(said.encode("utf-8", "replace"), page)
        return "\n".join(section.text for section in page.document("").sections)
    return said


def _contact_value(one: _Property) -> str:
    if one.name in {"BDAY", "ANNIVERSARY", "X-ABDATE"}:
        return moment(one.value)
    if one.name == "GENDER":
        kind, _, words = one.value.partition(";")
        return words or {"M": "male", "F": "female", "O": "other"}.get(kind.upper(), "")
    if one.name in {"ADR", "ORG"}:
        return ", ".join(
            words for part in _split(one.value) if (words := one_line(_unescaped(part)))
        )
    return _unescaped(one.value).strip().removeprefix("tel:")


def _kinds(parameters: str) -> list[str]:
    """What a number or an address is for, in small letters."""
    found = []
    for part in parameters.lower().split(";"):
        key, mark, value = part.partition("=")
        for word in (value if mark else key).strip('"').split(","):
            if (key == "type" or not mark) and word not in {"", "pref", "voice", "internet"}:
                found.append(word)
    return list(dict.fromkeys(found))


def _split(value: str) -> list[str]:
    return re.split(r"(?<!\\);", value)


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)

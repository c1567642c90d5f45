"""Places, times and sizes in the words of the window. Values in, plain text out; no widgets."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath, PureWindowsPath
from typing import Any

from app.gui.language import figure, tr

KIND_NAMES = {"text": tr("Document"), "image": tr("Picture"), "audio": tr("Recording")}
KIND_ICONS = {"text": "document", "image": "picture", "audio": "sound"}
STATE_NAMES = {
    "waiting": tr("Waiting"),
    "reading": tr("Reading"),
    "encoding": tr("Indexing"),
    "ready": tr("Ready"),
    "attention": tr("Needs attention"),
    "missing": tr("Missing from disk"),
}

_MONTHS = (
    tr("January"),
    tr("February"),
    tr("March"),
    tr("April"),
    tr("May"),
    tr("June"),
    tr("July"),
    tr("August"),
    tr("September"),
    tr("October"),
    tr("November"),
    tr("December"),
)

_SHORT_MONTHS = (
    tr("Jan"),
    tr("Feb"),
    tr("Mar"),
    tr("Apr"),
    tr("May"),
    tr("Jun"),
    tr("Jul"),
    tr("Aug"),
    tr("Sep"),
    tr("Oct"),
    tr("Nov"),
    tr("Dec"),
)


def clock(seconds: float) -> str:
    """`0:07`, `12:05`, `1:02:09`."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def place(locator: Mapping[str, Any]) -> str:
    """Where in its file a passage is; empty where the file as a whole is meant."""
    parts: list[str] = []
    if "page" in locator:
        number = locator["page"]
        label = locator.get("page_label")  # what is printed on it
        parts.append(tr("page {n}").format(n=f"{label} ({number})" if label else number))
    if "slide" in locator:
        parts.append(tr("slide {n}").format(n=locator["slide"]))
    if "sheet" in locator:
        cells = f" {locator['cells']}" if locator.get("cells") else ""
        parts.append(tr("sheet {name}").format(name=locator["sheet"]) + cells)
    if "start_s" in locator:
        start, end = float(locator["start_s"]), locator.get("end_s")
        parts.append(clock(start) if end is None else f"{clock(start)}–{clock(float(end))}")
    if locator.get("heading_path"):
        parts.append(" › ".join(str(entry) for entry in list(locator["heading_path"])[-2:]))
    elif locator.get("part", "body") != "body":
        parts.append(PurePath(str(locator["part"])).name)
    if "page" not in locator and marked_area(locator) is not None:
        parts.append(tr("marked area"))
    return " · ".join(parts)


def marked_area(locator: Mapping[str, Any]) -> tuple[float, ...] | None:
    """The box of a picture's locator, unless it is the whole frame."""
    box = tuple(float(edge) for edge in locator.get("bbox") or ())
    return None if box in ((), (0.0, 0.0, 1.0, 1.0)) else box


def file_name(path: str) -> str:
    """The last component, whichever system wrote the path."""
    return PureWindowsPath(path).name if "\\" in path else PurePath(path).name


def title_of(title: str | None, path: str) -> str:
    return (title or "").strip() or file_name(path) or path


def folder(path: str) -> str:
    pure = PureWindowsPath(path) if "\\" in path else PurePath(path)
    return pure.parent.name


def whole_folder(path: str) -> str:
    pure = PureWindowsPath(path) if "\\" in path else PurePath(path)
    return str(pure.parent)


def tooltip(text: str) -> str:
    """For Qt's tooltips, which guess whether a text is rich: what could be taken for it is
    escaped, so that no file name draws or loads anything."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text or "&" in text else text


def duration(seconds: float) -> str:
    """A remaining time, rounded to what one can rely on."""
    if seconds < 5:
        return tr("a few seconds")
    if seconds < 50:
        return f"{round(seconds / 5) * 5} s"
    if seconds < 3570:
        minutes = max(1, round(seconds / 60))
        return f"{minutes} min"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min"


def month(number: int) -> str:
    """The name of a month, from 1."""
    return _MONTHS[number - 1]


def day(when: date, *, long: bool = False) -> str:
    """`26 Nov 2026`, or `26 November 2026`."""
    name = (_MONTHS if long else _SHORT_MONTHS)[when.month - 1]
    return tr("{day} {month} {year}").format(day=when.day, month=name, year=when.year)


def so_many_of(n: int, whole: int) -> str:
    return tr("{n} of {all}").format(n=figure(n), all=figure(whole))


def size_of(done: int, total: int) -> str:
    """`9.0 MB of 18 MB`."""
    return tr("{n} of {all}").format(n=size(done), all=size(total))


def rate(per_s: float) -> str:
    """How fast files go: `12 a second`, `40 a minute`, `5 an hour`."""
    for factor, unit in ((1, tr("a second")), (60, tr("a minute")), (3600, tr("an hour"))):
        if per_s * factor >= 1.5:
            return f"{figure(per_s * factor)} {unit}"
    return tr("less than one an hour") if per_s * 3600 < 1 else f"1 {tr('an hour')}"


def size(n_bytes: int) -> str:
    value = float(n_bytes)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            digits = 0 if unit == "B" or value >= 10 else 1
            return f"{figure(value, digits)} {unit}"
        value /= 1000
    return f"{figure(value, 1)} GB"


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{figure(number)} {tr(one if number == 1 else many or one + 's')}"

"""Why files were not added, in groups that say what to do. Values in, values out; no Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.events import FileFailed, FileSkipped
from app.gui.language import tr
from app.gui.library.reason_words import translated


@dataclass(frozen=True, slots=True)
class Group:
    """`entries` are (path, reason); `retry` those of them that another try may help."""

    title: str
    advice: str
    entries: tuple[tuple[str, str], ...]
    grave: bool = True
    retry: tuple[str, ...] = ()


# The readers' own words tell the groups apart; the first that fits counts.
_FAILED = (
    (
        tr("Protected"),
        tr("Save a copy without the protection and add that."),
        ("password", "protected"),
    ),
    (
        tr("Damaged"),
        tr("Part or all of their content is broken. Get them anew from where they came from."),
        ("damaged", "decoded", "no pages", "incomplete"),
    ),
    (
        tr("Not allowed to be read"),
        tr("Change their permissions, then try again."),
        ("permission",),
    ),
    (
        tr("Gone, or still being written"),
        tr("Try again when they are finished."),
        (
            "no longer",
            "changed",
            "being written",
            "stopped before",
            "no such file",
            "another program",
        ),
    ),
    (
        tr("Too large, too deep or too slow to read"),
        tr("Split them into smaller files, or unpack them."),
        ("more than", "memory", "too deep", "nested", "longer than"),
    ),
)
_OTHERS = (tr("Could not be read"), tr("The reason stands with each."))
_WAITING = (
    tr("Waiting for a model"),
    tr("They are read automatically once the models are installed."),
)
_NOT_READ = (
    tr("Of kinds that are not read"),
    tr("Nothing is wrong with them. Save them as PDF or text to have them found."),
)
_NOTHING_IN = (tr("Empty, or no files of one's own"), tr("Nothing needs to be done."))
_EMPTY = ("empty file", "a link", "not a regular file", "kept in the cloud")


def grouped(failed: Sequence[FileFailed], skipped: Sequence[FileSkipped]) -> list[Group]:
    """The gravest first; none is empty."""
    groups: list[Group] = []
    left = [entry for entry in failed if not entry.waits]
    for title, advice, words in _FAILED:
        fits = [entry for entry in left if any(word in entry.reason.casefold() for word in words)]
        left = [entry for entry in left if entry not in fits]
        groups.append(_group(title, advice, fits))
    groups.append(_group(*_OTHERS, left))
    waiting = [(entry.path, entry.reason) for entry in failed if entry.waits]
    groups.append(Group(*_WAITING, tuple(waiting), grave=False))
    empty = [e for e in skipped if any(words in e.reason for words in _EMPTY)]
    unread = [entry for entry in skipped if entry not in empty]
    for (title, advice), some in ((_NOT_READ, unread), (_NOTHING_IN, empty)):
        entries = tuple((entry.path, in_words(entry.reason)) for entry in some)
        groups.append(Group(title, advice, entries, grave=False))
    return [group for group in groups if group.entries]


def _group(title: str, advice: str, entries: Sequence[FileFailed]) -> Group:
    pairs = tuple((entry.path, in_words(entry.reason)) for entry in entries)
    return Group(
        title, advice, pairs, retry=tuple(entry.path for entry in entries if entry.retryable)
    )


def in_words(reason: str) -> str:
    """`unsupported type application/zip` as a sentence; others begin with a capital letter."""
    begin = "unsupported type "
    if reason.startswith(begin):
        return tr("This kind of file is not read ({kind}).").format(kind=reason[len(begin) :])
    reason = translated(reason)
    said = reason[:1].upper() + reason[1:]
    return said if said.endswith((".", ")")) else f"{said}."


def as_csv(groups: Sequence[Group]) -> str:
    """A table for other programs: what happened, why, and to which file. A cell that a spreadsheet
    would take for a formula is quoted by an apostrophe."""
    made = io.StringIO()
    table = csv.writer(made)
    table.writerow(("group", "reason", "path"))
    for group in groups:
        for path, reason in group.entries:
            table.writerow([_plain(cell) for cell in (group.title, reason, path)])
    return made.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell

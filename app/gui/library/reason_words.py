"""Why a file was not read, in the window's language. Below the window a reason is a plain phrase in
English, kept with the item; here it is looked up, with what was put into it left as it is."""

from __future__ import annotations

import re

from app.gui.language import tr

# Phrases with something put into them, as `{name}`; the readers write them.
TEMPLATES: tuple[str, ...] = (
    "only {some} MB of its {all} MB are on the disk; it is not complete",
    "unsupported type {kind} (a package of a program)",
    "the file could not be opened ({why})",
    "there is no page {page} in this file",
    "the picture has more than {n} million pixels",
    "it unpacks to more than {n} MB",
    "it holds more than {n} parts",
    "it unpacks to more than {n} times its size, as a ZIP bomb does",
    "a part of it unpacks to more than {n} MB",
    "page {page} is damaged and cannot be shown",
    "took longer than {seconds} s to read",
    "part {part} could not be read (an internal error)",
    "this folder could not be read ({why})",
    "page {page}",
    "from {time} on",
    "unsupported type {kind}",
    "{kind}: not read; {advice}",
)
_IN_PART = re.compile(r"(?P<place>page \d+|from \d+:\d+ on): (?P<reason>.+)", re.DOTALL)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"{(\w+)}", template)
    made = "".join(
        f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
    )
    return re.compile(made, re.DOTALL)


_PATTERNS = tuple((template, _pattern(template)) for template in TEMPLATES)


def translated(reason: str) -> str:
    """A phrase; one that nobody translated stays English."""
    if (said := tr(reason)) != reason:
        return said
    if found := _IN_PART.fullmatch(reason):
        return f"{translated(found['place'])}: {translated(found['reason'])}"
    for template, pattern in _PATTERNS:
        if found := pattern.fullmatch(reason):
            values = {name: tr(value) for name, value in found.groupdict().items()}
            return tr(template).format(**values)
    return reason

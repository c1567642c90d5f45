"""Passes of a phone's wallet (`.pkpass`): tickets, boarding passes, vouchers, cards of members.

A ZIP with `pass.json` (Apple, Wallet Passes), whose words may stand in `pass.strings` by
language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers.archive import Archive
from storage.readers.decoding import decode
from storage.readers.sections import Sections, one_line
from storage.readers.values import TextDocument

PASS = "pass.json"
_STYLES = ("boardingPass", "eventTicket", "coupon", "storeCard", "generic")
_FRONT = ("headerFields", "primaryFields", "secondaryFields", "auxiliaryFields")
_TOLD = {
    "organizationName": "From",
    "logoText": "Heading",
    "relevantDate": "Date",
    "expirationDate": "Valid until",
}
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=\s*"((?:[^"\\]|\\.)*)"\s*;')
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:?\d\d)?")
_MAX_CODE = 60  # what a bar code says, where people can read it
_LONG_CHARS = 200  # a text that is a paragraph of its own


def read(path: Path, media_type: str) -> TextDocument:
    """What stands on the pass, then what stands on its back. Raises ReadError."""
    with archives.opened(path) as archive:
        try:
            told = json.loads(decode(archive.read(PASS)))
        except (ValueError, RecursionError) as error:
            raise ReadError("the pass is damaged") from error
        words = _words(archive)
    if not isinstance(told, dict):
        raise ReadError("the pass is damaged")
    title = _said(told.get("description"), words) or _said(told.get("organizationName"), words)
    lines = [title] if title else []
    for key, name in _TOLD.items():
        if said := _said(told.get(key), words):
            lines.append(f"{name}: {_MOMENT.sub(_shown_moment, said)}")
    back: list[tuple[str, str]] = []
    for style in _STYLES:
        held = told.get(style)
        if not isinstance(held, dict):
            continue
        for group in _FRONT:
            lines += [
                f"{name}: {said}".removeprefix(": ") for name, said in _fields(held, group, words)
            ]
        back += _fields(held, "backFields", words)
    lines += [f"Code: {code}" for code in _codes(told)]
    lines += [
        f"{name}: {said}".removeprefix(": ") for name, said in back if len(said) < _LONG_CHARS
    ]
    sections = Sections()
    above = [title[:200]] if title else []
    sections.add("\n".join(lines), {"heading_path": above} if above else {})
    for name, said in back:
        if len(said) >= _LONG_CHARS:
            sections.add(f"{name}\n{said}".strip(), {"heading_path": [*above, name or "Back"]})
    return sections.document(media_type, title=title or None)


def _shown_moment(moment: re.Match[str]) -> str:
    zone = moment[3] or ""
    return f"{moment[1]} {moment[2]} {'UTC' if zone == 'Z' else zone}".rstrip()


def _fields(
    held: Mapping[str, object], group: str, words: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    fields = held.get(group)
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, dict):
            said = _said(field.get("value"), words, lines=True)
            if said:
                currency = field.get("currencyCode")
                yield (
                    _said(field.get("label"), words).rstrip(":"),
                    f"{said} {currency}" if isinstance(currency, str) else said,
                )


def _codes(told: Mapping[str, object]) -> list[str]:
    barcodes = told.get("barcodes")
    held = [*(barcodes if isinstance(barcodes, list) else ()), told.get("barcode")]
    found: list[str] = []
    for code in (one for one in held if isinstance(one, dict)):
        for key in ("altText", "message"):
            said = code.get(key)
            if isinstance(said, str) and one_line(said) and len(said) <= _MAX_CODE:
                found.append(one_line(said))
                break
    return list(dict.fromkeys(found))


def _words(archive: Archive) -> dict[str, str]:
    """Texts by their keys, of English where the pass speaks it, else of its first language."""
    names = sorted(name for name in archive.names if name.endswith(".lproj/pass.strings"))
    name = next((name for name in names if name.lower().startswith("en")), None)
    if not (name := name or next(iter(names), None)):
        return {}
    pairs = _STRING.findall(decode(archive.read(name)))
    return {_unescaped(key): _unescaped(text) for key, text in pairs}


def _unescaped(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _said(value: object, words: Mapping[str, str], *, lines: bool = False) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = words.get(str(value), str(value))
    return text.strip() if lines else one_line(text)

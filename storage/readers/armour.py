"""What travels within the plain text of a mail: lines broken for the way, signatures in letters,
files in letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message

_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[\w-]+:.*\n)*\n?", re.M)
_BLOCK = re.compile(
    r"^-----BEGIN PGP (SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----[ \t]*\n.*?"
    r"(?:^-----END PGP \1-----[ \t]*$|\Z)",
    re.M | re.S,
)
_DASHED = re.compile(r"^- (?=-)", re.M)
_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,200})")
_MAX_ENCODED = 50


def unarmoured(text: str) -> str:
    """The text without signatures and files that are written in it as letters; what is encrypted
    says so."""
    if "-----BEGIN PGP " in text:
        text = text.replace("\r\n", "\n")
        if _SIGNED.search(text):
            text = _DASHED.sub("", _SIGNED.sub("", text))
        text = _BLOCK.sub(lambda block: "[encrypted]" if block[1] == "MESSAGE" else "", text)
    if "begin " in text:
        lines = text.replace("\r\n", "\n").split("\n")
        for start, end in reversed(list(_encoded(lines))):
            del lines[start:end]
        text = "\n".join(lines)
    return text


def encoded_within(part: Message) -> Iterator[Message]:
    """The files that older programs wrote into a text as letters (uuencode), as parts."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or b"begin " not in content:
        return
    lines = content.decode("latin-1").replace("\r\n", "\n").split("\n")
    for start, end in _encoded(lines):
        named = _BEGIN.fullmatch(lines[start])
        inner = Message()
        inner["Content-Type"] = "application/octet-stream"
        inner["Content-Transfer-Encoding"] = "x-uuencode"
        name = named[1].strip() if named else "file"
        inner.add_header("Content-Disposition", "attachment", filename=name)
        inner.set_payload("\n".join(lines[start:end]) + "\n")
        yield inner


def _encoded(lines: list[str]) -> Iterator[tuple[int, int]]:
    """From which line to which a file stands: each line as long as its first letter says."""
    at = n_found = 0
    while at < len(lines) and n_found < _MAX_ENCODED:
        if not _BEGIN.fullmatch(lines[at]):
            at += 1
            continue
        end = at + 1
        while end < len(lines) and _is_encoded(lines[end]):
            end += 1
        if end > at + 1 and lines[end : end + 1] == ["end"]:
            n_found += 1
            yield at, end + 1
        at = end


def _is_encoded(line: str) -> bool:
    if line == "`":
        return True
    n_bytes = (ord(line[0]) - 32) & 63 if line and " " < line[0] <= "`" else 0
    n_letters = (n_bytes + 2) // 3 * 4
    return bool(n_bytes) and n_letters - 3 <= len(line) - 1 <= n_letters + 1


def unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that were broken only for the way, joined again (RFC 3676)."""
    lines: list[str] = []
    flows = False
    depth = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = len(line) - len(line.lstrip(">"))
        words = line[quoted:]
        if quoted or words.startswith(" "):
            words = words.removeprefix(" ")
        if flows and quoted == depth and words != "-- ":
            lines[-1] += words
        else:
            lines.append(f"{'>' * quoted}{' ' if quoted else ''}{words}")
        flows = words.endswith(" ") and words != "-- "
        depth = quoted
        if flows and delete_space:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line.rstrip() for line in lines)

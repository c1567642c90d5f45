"""Files within files: an attachment in a mail, a file in an archive, a picture in a document.

A member has a path of its own, `mail.eml!/plan.pdf`, and is read like any file by its reader, which
unpacks it in memory: nothing is written anywhere. Members may hold members, three deep at most."""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from storage.errors import ReadError
from storage.readers import caps
from storage.readers.opening import is_handed
from storage.readers.sections import one_line
from storage.readers.values import Member

MARK = "!/"
MAX_DEPTH = 3
_KEPT_OPEN = 4
# What packing programs and systems add for themselves.
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db"})
_SYSTEM_FOLDERS = frozenset({"__macosx", "node_modules", "__pycache__", "site-packages", "venv"})


class Container(Protocol):
    """What holds members. Names come as the container has them, in its order."""

    def sizes(self) -> Sequence[tuple[str, int]]:
        """(name, bytes when unpacked) of each file in it."""

    def read(self, name: str) -> bytes:
        """The bytes of one. Raises ReadError."""


@dataclass(frozen=True, slots=True)
class _Opened:
    container: Container
    names: Mapping[str, str]  # by safe name: the container's own
    n_left_out: int


_opened: dict[tuple[str, int, int], _Opened] = {}


def split(path: str) -> tuple[str, str] | None:
    """(file on disk, member's path within it), or None for a path that is itself a file's."""
    path = _slashed(path)
    at = path.find(MARK)
    while at > 0:
        if is_handed(path[:at]) or os.path.isfile(path[:at]):  # noqa: PTH113
            return path[:at], path[at + len(MARK) :]
        at = path.find(MARK, at + 1)
    return None


def file_of(path: str) -> str:
    """The file on disk that a path leads to: itself, or what the member lies in."""
    found = split(path) if MARK in _slashed(path) and not os.path.lexists(path) else None
    return found[0] if found else path


def _slashed(path: str) -> str:
    """Where the system writes paths with backslashes, those of members in them with slashes."""
    if os.sep == "/" or "!\\" not in path:
        return path
    file, mark, rest = path.partition("!\\")
    return f"{file}{mark[0]}/{rest.replace(os.sep, '/')}"


def container_of(path: str) -> str | None:
    """The path of what a member lies in, a member itself where it is nested; None for a file."""
    return path[: path.rfind(MARK)] if file_of(path) != path else None


def exists(path: str) -> bool:
    """Whether the file, or the file that the member lies in, is still there."""
    return os.path.lexists(file_of(path))


def open_member(path: str) -> BinaryIO | None:
    """The member's bytes, or None if the path is no member's. Raises ReadError."""
    path = _slashed(path)
    if MARK not in path or os.path.lexists(path) or (found := split(path)) is None:
        return None
    at = path.rfind(MARK)
    if path.count(MARK, len(found[0])) > MAX_DEPTH:
        raise ReadError("it lies too deep in other files")
    opened = _open(Path(path[:at]))
    name = opened.names.get(path[at + len(MARK) :])
    if name is None:
        raise ReadError("it is no longer in the file it was in", retryable=True)
    return io.BytesIO(opened.container.read(name))


def listing(path: Path) -> tuple[tuple[Member, ...], str]:
    """The members of a container, and what is to be said of those that were left out: for their
    size or their number, or because they cannot be unpacked.

    A container in which nothing can be unpacked is a ReadError."""
    if str(path).count(MARK) >= MAX_DEPTH:
        return (), ""
    opened = _open(path)
    found: list[Member] = []
    n_broken = 0
    error: ReadError | None = None
    for safe, name in opened.names.items():
        try:
            content = opened.container.read(name)
        except ReadError as refused:
            error = refused
            n_broken += 1
            continue
        if content:
            found.append(Member(safe, len(content), hashlib.sha256(content).hexdigest()))
    if error is not None and not found:
        raise error
    said = []
    if opened.n_left_out:
        said.append(f"{_files(opened.n_left_out)} in it left out: too large, or too many")
    if error is not None:
        said.append(f"{_files(n_broken)} in it could not be unpacked: {error.reason}")
    return tuple(found), "; ".join(said)


def _files(number: int) -> str:
    return f"{number} file{'s' if number != 1 else ''}"


def _open(path: Path) -> _Opened:
    """The container at `path`, the last ones kept open."""
    from storage.readers import formats, sniff

    try:
        status = Path(file_of(str(path))).stat()
    except OSError as error:
        raise ReadError("the file is no longer there", retryable=True) from error
    key = (str(path), status.st_size, status.st_mtime_ns)
    if key not in _opened:
        found = formats.BY_TYPE.get(sniff.sniff(path))
        if found is None or found.members is None:
            raise ReadError("it is no longer in the file it was in", retryable=True)
        module, _, function = found.members.partition(":")
        opener = getattr(importlib.import_module(f"storage.readers.{module}"), function)
        container: Container = opener(path)
        while len(_opened) >= _KEPT_OPEN:
            _opened.pop(next(iter(_opened)))
        _opened[key] = _with_names(container)
    return _opened[key]


def _with_names(container: Container) -> _Opened:
    names: dict[str, str] = {}
    n_bytes = n_left_out = 0
    for name, size in container.sizes():
        safe = _safe(name)
        if safe is None or size == 0:
            continue
        n_bytes += size
        if (
            size > caps.MAX_MEMBER_FILE_BYTES
            or n_bytes > caps.MAX_ARCHIVE_BYTES
            or len(names) >= caps.MAX_MEMBERS
        ):
            n_left_out += 1
            continue
        stem, ending = posixpath.splitext(safe)
        number = 1
        while safe in names:
            number += 1
            safe = f"{stem} ({number}){ending}"
        names[safe] = name
    return _Opened(container, names, n_left_out)


def _safe(name: str) -> str | None:
    """A name that leads nowhere else; None for what nobody put there."""
    parts = [
        part
        for raw in name.replace("\\", "/").split("/")
        if (part := one_line(raw).strip()) not in {"", ".", ".."}
    ]
    if not parts or parts[-1].lower() in _SYSTEM_FILES:
        return None
    if any(part.startswith((".", "~$")) or part.lower() in _SYSTEM_FOLDERS for part in parts):
        return None
    return "/".join(part[:150] for part in parts[-8:]).replace(MARK, "/")

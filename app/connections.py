"""A log of every connection that the program begins, kept beside its other log.

Python tells of each attempt before it is made (an audit event), whichever library makes it; what a
program that is started for a download does (pip, the hub's client) is noted as one line when it is
started. Names of servers and times only: no path, no question, no document. Connections of the
machine to itself are noted as such.

What native code would do by itself is not heard here; `open_now` counts what the system knows."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import paths

HERE = "this computer"
_MOST_BYTES = 256_000  # then the older half goes
_PROGRAMS = {"pip": "pip", "models.hub": "the hub's client"}

_looked_up = threading.local()
_here = threading.Event()  # set once this process listens


@dataclass(frozen=True, slots=True)
class Connection:
    """`at` in local time, `where` a server or the program that was started, `by` what began it."""

    at: datetime
    where: str
    by: str


def log_file() -> Path:
    return paths.home() / "connections.log"


def listen(by: str) -> None:
    """Note from now on what this process connects to; `by` says which of ours it is."""
    if _here.is_set():
        return
    _here.set()
    sys.addaudithook(lambda event, arguments: _hear(by, event, arguments))


def read(most: int = 200) -> list[Connection]:
    """The newest first."""
    try:
        lines = log_file().read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return list(_parsed(reversed(lines[-most:])))


def open_now(pids: list[int]) -> int | None:
    """How many connections to other machines those processes and their children hold at this
    moment; None where the system does not tell."""
    import psutil

    found = 0
    try:
        for pid in pids:
            process = psutil.Process(pid)
            for each in (process, *process.children(recursive=True)):
                for connection in each.net_connections(kind="inet"):
                    found += bool(connection.raddr) and not _is_here(connection.raddr.ip)
    except (psutil.Error, OSError):
        return None
    return found


def _hear(by: str, event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        _looked_up.name = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        address, port = str(arguments[1][0]), arguments[1][1]
        name = getattr(_looked_up, "name", None)
        name = name.decode("ascii", "replace") if isinstance(name, bytes) else name
        here = f" ({HERE})" if _is_here(address) else ""
        _note(f"{name or address}:{port}{here}", by)
    elif event == "subprocess.Popen":
        words = [str(word) for word in arguments[1] or ()]
        for module, said in _PROGRAMS.items():
            if "-m" in words and module in words[words.index("-m") :][:2] and _fetches(words):
                _note(said, by)


def _fetches(words: list[str]) -> bool:
    """pip is also asked for its own settings only."""
    return "pip" not in words or not {"install", "download"}.isdisjoint(words)


def _note(where: str, by: str) -> None:
    """A log is never worth a failure."""
    with contextlib.suppress(OSError):
        file = log_file()
        if file.exists() and file.stat().st_size > _MOST_BYTES:
            kept = file.read_bytes()[-_MOST_BYTES // 2 :].partition(b"\n")[2]
            beside = file.with_suffix(".new")
            beside.write_bytes(kept)
            beside.replace(file)
        line = f"{datetime.now().astimezone().isoformat(timespec='seconds')}\t{where}\t{by}\n"
        made = os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(made, line.encode("utf-8", "replace"))
        finally:
            os.close(made)


def _parsed(lines: Iterator[str]) -> Iterator[Connection]:
    for line in lines:
        try:
            at, where, by = line.split("\t")
            yield Connection(datetime.fromisoformat(at), where, by)
        except ValueError:
            continue


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return address == "localhost"

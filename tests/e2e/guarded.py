"""Runs the program with every attempt to reach beyond this machine refused and reported.

    python -m tests.e2e.guarded search …

A refused attempt ends the process with status 99, whatever the program would make of it."""

from __future__ import annotations

import os
import sys
from typing import Any

OUTSIDE = 99
_ASKING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto")


def asked_outside(event: str, arguments: tuple[Any, ...]) -> str | None:
    """What an audited event tries to reach beyond this machine, in words; None where it does not.

    Addresses of this machine, Unix sockets and the kernel's own sockets are no such attempt."""
    if event not in _ASKING:
        return None
    target = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    host = target[0] if isinstance(target, tuple) else target
    if isinstance(target, bytes) or host in ("127.0.0.1", "::1", "localhost", None):
        return None
    if event == "socket.connect" and isinstance(target, str):
        return None  # a Unix socket
    return f"an attempt to reach {host!r} by {event}"


def refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    attempt = asked_outside(event, arguments)
    if attempt is not None:
        sys.stderr.write(f"{attempt}\n")
        sys.stderr.flush()
        os._exit(OUTSIDE)


if __name__ == "__main__":
    sys.addaudithook(refuse_the_network)
    from app.__main__ import main

    sys.exit(main(sys.argv[1:]))

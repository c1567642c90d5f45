"""JSON over HTTP, whole or as a stream of server-sent events, from sockets alone: every wait can be
given up within a tenth of a second, which http.client's buffered reader does not allow."""

from __future__ import annotations

import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

_POLL_S = 0.1
_MAX_HEAD = 64 * 1024
_MAX_EVENT = 8 * 1024 * 1024


class HttpError(Exception):
    """The server could not be reached, answered with an error, or with something else than JSON."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class GivenUp(Exception):
    """The caller's `cancelled` said so."""


def request_json(
    url: str,
    body: Mapping[str, Any] | None,
    *,
    headers: Mapping[str, str] | None = None,
    timeout_s: float = 30.0,
) -> Any:
    """POST `body`, or GET where it is None. Raises HttpError."""
    text = b"".join(_exchange(url, body, headers or {}, timeout_s, lambda: False))
    try:
        return json.loads(text)
    except ValueError as error:
        raise HttpError(f"{url} did not answer in JSON") from error


def stream_events(
    url: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    timeout_s: float = 600.0,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[dict[str, Any]]:
    """POST `body` and yield each event's JSON until `[DONE]` or the end; `timeout_s` is the longest
    silence. Closing the generator closes the connection, which makes the server stop.

    Raises HttpError, GivenUp."""
    waiting = b""
    for piece in _exchange(url, body, headers or {}, timeout_s, cancelled):
        waiting += piece.replace(b"\r\n", b"\n")
        if len(waiting) > _MAX_EVENT:
            raise HttpError("an event larger than allowed")
        *events, waiting = waiting.split(b"\n\n")
        for event in events:
            lines = [line for line in event.split(b"\n") if line.startswith((b"data:", b"error:"))]
            text = b"\n".join(line.split(b":", 1)[1].strip() for line in lines)
            if text == b"[DONE]":
                return
            if not text:
                continue
            try:
                value = json.loads(text)
            except ValueError as error:
                raise HttpError("an event that is not JSON") from error
            if isinstance(value, dict):
                yield value


def _exchange(
    url: str,
    body: Mapping[str, Any] | None,
    headers: Mapping[str, str],
    timeout_s: float,
    cancelled: Callable[[], bool],
) -> Iterator[bytes]:
    """The pieces of the response's body as they come."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise HttpError(f"{url} is not an http address")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    payload = b"" if body is None else json.dumps(body).encode()
    fields = {
        "Host": parts.netloc.rsplit("@", 1)[-1],
        "Connection": "close",
        "Accept": "application/json, text/event-stream",
        "Content-Type": "application/json",
        "Content-Length": str(len(payload)),
        **headers,
    }
    if any("\r" in text or "\n" in text for pair in fields.items() for text in pair):
        raise HttpError("a header with a line break")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
    try:
        with socket.create_connection((parts.hostname, port), timeout=10.0) as plain:
            connection = plain
            if parts.scheme == "https":
                context = ssl.create_default_context()
                connection = context.wrap_socket(plain, server_hostname=parts.hostname)
            connection.sendall(head.encode("latin-1", "replace") + payload)
            connection.settimeout(_POLL_S)
            yield from _read_response(_receive(connection, timeout_s, cancelled))
    except OSError as error:
        raise HttpError(f"{parts.netloc} cannot be reached: {error}") from error


def _receive(
    connection: socket.socket, timeout_s: float, cancelled: Callable[[], bool]
) -> Iterator[bytes]:
    last = time.monotonic()
    while True:
        if cancelled():
            raise GivenUp
        try:
            piece = connection.recv(64 * 1024)
        except TimeoutError:
            if time.monotonic() - last > timeout_s:
                raise HttpError("the server has been silent for too long") from None
            continue
        if not piece:
            return
        last = time.monotonic()
        yield piece


def _read_response(pieces: Iterator[bytes]) -> Iterator[bytes]:
    got = b""
    for piece in pieces:
        got += piece
        if b"\r\n\r\n" in got or len(got) > _MAX_HEAD:
            break
    head, separator, rest = got.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    status = first.split(" ", 2)[1] if first.startswith("HTTP/1.") and separator else ""
    if not status.isdigit():
        raise HttpError("the answer is not HTTP")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    chunked = fields.get("transfer-encoding", "").lower() == "chunked"
    body = _unchunk(rest, pieces) if chunked else _up_to(fields.get("content-length"), rest, pieces)
    if int(status) >= 400:
        text = b"".join(body)[:2000].decode("utf-8", "replace")
        raise HttpError(_error_text(text) or f"status {status}", int(status))
    yield from body


def _up_to(length: str | None, rest: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    missing = int(length) if length and length.isdigit() else None
    piece: bytes | None = rest
    while piece is not None and (missing is None or missing > 0):
        if missing is not None:
            piece = piece[:missing]
            missing -= len(piece)
        yield piece
        piece = next(pieces, None) if missing != 0 else None


def _unchunk(got: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        while b"\r\n" not in got:
            piece = next(pieces, None)
            if piece is None:
                return
            got += piece
        size_text, _, got = got.partition(b"\r\n")
        try:
            size = int(size_text.split(b";")[0], 16)
        except ValueError:
            raise HttpError("the answer is not HTTP") from None
        if size == 0:
            return
        while len(got) < size + 2:
            piece = next(pieces, None)
            if piece is None:
                return
            got += piece
        yield got[:size]
        got = got[size + 2 :]


def _error_text(text: str) -> str:
    """The message in an error body of the usual shape, else its beginning."""
    try:
        error = json.loads(text)["error"]
        return str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, KeyError, TypeError):
        return text[:200]

"""Every connection is noted before it is made; in a child, since listening never ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app import connections
from tests.e2e.program import ROOT

CHILD = """
import socket, subprocess, sys, urllib.request
from app import connections
connections.listen("engine")
connections.listen("engine")
for url in sys.argv[1:]:
    try:
        urllib.request.urlopen(url, timeout=5).read()
    except OSError as error:
        print(type(error).__name__)
try:
    subprocess.run([sys.executable, "-P", "-m", "pip", "config", "list"], capture_output=True)
    subprocess.run([sys.executable, "-P", "-m", "pip", "install", "--dry-run", "--no-index", "pip"],
                   capture_output=True)
except OSError:
    pass
left, right = socket.socketpair()
left.sendall(b"x")
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path))
    return tmp_path


def test_what_is_connected_to_is_noted_and_nothing_else(home: Path) -> None:
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]

    def answer() -> None:
        caller, _address = server.accept()
        with caller:
            caller.recv(4096)
            caller.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, f"http://localhost:{port}/secret?q=1"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    thread.join()
    server.close()
    assert ran.stdout == ""
    noted = connections.read()
    assert [entry.by for entry in noted] == ["engine"] * len(noted)
    wheres = [entry.where for entry in noted]
    assert wheres[0] == "pip" and wheres.count("pip") == 1
    assert set(wheres[1:]) == {f"localhost:{port} (this computer)"}
    assert "secret" not in connections.log_file().read_text("utf-8")
    assert connections.log_file().stat().st_mode & 0o077 == 0


def test_the_log_keeps_its_newer_half(home: Path) -> None:
    file = connections.log_file()
    file.write_text("2026-11-27T06:00:00+00:00\told.example:443\tengine\n" * 6000, "utf-8")
    connections._note("new.example:443", "engine")
    assert file.stat().st_size < 200_000
    assert [entry.where for entry in connections.read(2)] == ["new.example:443", "old.example:443"]


def test_a_damaged_line_is_passed_over(home: Path) -> None:
    connections.log_file().write_bytes(b"\xff\n2026-11-27T06:00:00+00:00\ta:1\tengine\nhalf a li")
    assert [entry.where for entry in connections.read()] == ["a:1"]


def test_connections_of_the_machine_to_itself_are_not_counted() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    caller = socket.create_connection(server.getsockname())
    assert connections.open_now([os.getpid()]) == 0
    caller.close()
    server.close()
    assert connections._is_here("::1") and not connections._is_here("192.0.2.7")

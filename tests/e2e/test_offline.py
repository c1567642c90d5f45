"""Nothing reaches beyond this machine: the guard sees an attempt, and the program needs none."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import jsonschema
import pytest

from tests.e2e import schemas
from tests.e2e.guarded import OUTSIDE
from tests.e2e.program import ROOT, SAMPLES, run

ELSEWHERE = "192.0.2.1"  # of the block kept for documentation: nobody is there
WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net")


def why_not_isolated() -> str | None:
    """Why no process can be started without a network here; None where it can."""
    if shutil.which("unshare") is None:
        return "there is no unshare"
    tried = subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "unshare may not make a namespace"


def test_the_guard_refuses_other_machines(expected_attempts: list[str]) -> None:
    with pytest.raises(RuntimeError, match="an attempt to reach"):
        socket.create_connection((ELSEWHERE, 443), timeout=0.1)
    with pytest.raises(RuntimeError, match="getaddrinfo"):
        socket.getaddrinfo("example.org", 443)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(RuntimeError):
        sender.sendto(b"report", (ELSEWHERE, 53))
    with pytest.raises(RuntimeError):
        urllib.request.urlopen(f"https://{ELSEWHERE}/", timeout=0.1)
    assert len(expected_attempts) >= 4


def test_the_guard_lets_this_machine_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()[:2], timeout=5) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"


def test_an_attempt_that_code_swallows_fails_the_run(tmp_path: Path) -> None:
    """A run of its own over the real conftest, in which a test hides the guard's error."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_hides.py").write_text(
        "import contextlib, socket\n"
        "def test_hides():\n"
        "    with contextlib.suppress(Exception):\n"
        f"        socket.create_connection(('{ELSEWHERE}', 443), timeout=0.1)\n",
        "utf-8",
    )
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1, ended.stdout
    assert ELSEWHERE in ended.stdout and "1 error" in ended.stdout


def test_a_guarded_program_ends_at_its_first_attempt() -> None:
    code = (
        "import contextlib, socket, sys; from tests.e2e.guarded import refuse_the_network;"
        "sys.addaudithook(refuse_the_network)\n"
        f"with contextlib.suppress(Exception): socket.create_connection(('{ELSEWHERE}', 443))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == OUTSIDE and ELSEWHERE.encode() in ended.stderr


@pytest.mark.weights
def test_the_program_adds_searches_and_answers_in_a_world_without_network(tmp_path: Path) -> None:
    if (reason := why_not_isolated()) is not None:
        pytest.skip(reason)
    isolated = subprocess.run(
        [
            *WITHOUT_NETWORK,
            sys.executable,
            "-c",
            f"import socket; socket.create_connection(('{ELSEWHERE}', 9))",
        ],
        capture_output=True,
        check=False,
    )
    assert b"unreachable" in isolated.stderr, "there is a network after all"
    library, files = tmp_path / "library", tmp_path / "files"
    files.mkdir()
    for name in (
        "pictures/telescope-type-plate.png",
        "recordings/technician-advice.wav",
        "notes/closing-checklist.txt",
    ):
        shutil.copy(SAMPLES / name, files)
    added = run("add", files, "--json", library=library, before=WITHOUT_NETWORK)
    assert (added.status, added.value["added"]) == (0, 3), added.stderr
    found = run("search", "mirror", "--json", library=library, before=WITHOUT_NETWORK)
    jsonschema.validate(found.value, schemas.SEARCH)
    assert found.status == 0 and found.value["hits"]
    question = "How long must the mirror cool down?"
    asked = run("ask", question, "--json", library=library, before=WITHOUT_NETWORK)
    jsonschema.validate(asked.value, schemas.ASK)
    assert asked.status == 0 and asked.value["citations"], asked.stderr

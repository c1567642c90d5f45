"""A reader that has been taken over: what its process can still do, and that it still reads."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import pytest

from app.tasks import readers, sandbox
from app.tasks.readers import ReaderPool
from storage.errors import ReadError
from storage.readers.values import Picture, SoundHeader, TextDocument
from tests.e2e.program import SAMPLES

confined = pytest.mark.skipif(
    sandbox.landlock_version() == 0, reason="this kernel cannot take a reader's rights away"
)

# Runs as native code would: through the C library, past Python's own hooks.
TAKEN_OVER = """
import ctypes, json, os
from app.tasks import reader_child
from storage.readers.values import TextDocument, Section

libc = ctypes.CDLL(None, use_errno=True)

def tried(number):
    return "done" if number >= 0 else os.strerror(ctypes.get_errno())

def attack(request):
    secret, folder = json.loads(os.environ_secret)
    said = {
        "read another file": tried(libc.open(secret.encode(), os.O_RDONLY)),
        "list a folder": "done" if libc.opendir(folder.encode()) else "refused",
        "write": tried(libc.open(f"{folder}/planted".encode(), os.O_CREAT | os.O_WRONLY, 0o600)),
        "delete": tried(libc.unlink(secret.encode())),
        "connect": tried(libc.socket(2, 1, 0)),
        "talk to this machine": tried(libc.socket(1, 1, 0)),
        "fork": tried(libc.fork()),
        "trace": tried(libc.ptrace(16, os.getppid(), 0, 0)),
        "kill its parent": tried(libc.kill(os.getppid(), 0)),
        "key": "done" if libc.getenv(b"SECRET_API_KEY") else "refused",
        "execute": tried(libc.execv(b"/bin/true", None)),
    }
    section = Section(json.dumps(said), {})
    yield reader_child.describe(TextDocument("text/plain", None, {}, (section,)))

reader_child.OPERATIONS["read"] = attack
if __name__ == "__main__":
    import sys
    os.environ_secret = open(sys.argv[0].replace("taken_over.py", "where.json")).read()
    reader_child.main()
"""


@confined
def test_a_reader_that_is_taken_over_reaches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    secret, module = tmp_path / "secret.txt", tmp_path / "module"
    secret.write_text("private", "utf-8")
    module.mkdir()
    (module / "taken_over.py").write_text(textwrap.dedent(TAKEN_OVER), "utf-8")
    (module / "where.json").write_text(json.dumps([str(secret), str(tmp_path)]), "utf-8")
    read = tmp_path / "given.txt"
    read.write_text("given", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(module))
    monkeypatch.setenv("SECRET_API_KEY", "of the user")
    with ReaderPool(1, child_module="taken_over") as pool:
        document = pool.read(read)
    assert isinstance(document, TextDocument)
    said = json.loads(document.sections[0].text)
    assert "done" not in said.values(), said
    assert secret.read_text("utf-8") == "private"
    assert not (tmp_path / "planted").exists()


@confined
def test_the_same_is_read_with_rights_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    assert len(files) > 20
    with ReaderPool(2) as pool:
        without = [_told(pool, path) for path in files]
    monkeypatch.setattr(readers, "HANDS_OVER", False)
    with ReaderPool(2) as pool:
        assert [_told(pool, path) for path in files] == without
    assert {type(told).__name__ for told in without} >= {"TextDocument", "SoundHeader", "tuple"}


def _told(pool: ReaderPool, path: Path) -> object:
    reading = pool.read(path)
    if isinstance(reading, Picture):
        return reading.width, reading.height, reading.rgb.tobytes(), reading.title
    if isinstance(reading, SoundHeader):
        windows = [window.tobytes() for window in pool.sound(path, end_s=3.0)]
        return reading if windows else None
    return reading


@confined
def test_a_file_that_is_gone_costs_no_reader(tmp_path: Path) -> None:
    with ReaderPool(1) as pool:
        (tmp_path / "here.txt").write_text("here", "utf-8")
        pool.read(tmp_path / "here.txt")
        worker = pool._idle[0]
        with pytest.raises(ReadError, match="no longer there"):
            pool.read(tmp_path / "gone.txt")
        assert pool._idle == [worker]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the filter is Linux's")
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_whole(machine: str) -> None:
    """Each instruction has eight bytes, every jump lands inside, and the last one lets through."""
    program = sandbox.filter_program(machine, os.getpid())
    rows = [program[at : at + 8] for at in range(0, len(program), 8)]
    assert len(program) % 8 == 0 and len(rows) < 256
    for place, row in enumerate(rows):
        if row[0] & 0x07 == 0x05:
            assert place + 1 + max(row[2], row[3]) < len(rows)
    assert rows[-1] == bytes.fromhex("0600000000 00ff7f".replace(" ", ""))

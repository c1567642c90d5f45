"""Nothing calls home, and nothing in the folder one stands in is run.

The whole program, its native libraries too, is watched by the kernel (strace) in a world without a
network: a look-up of a name is an attempt as much as a connection is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models.silence import ENVIRONMENT
from tests.e2e.program import ROOT, SAMPLES
from tests.e2e.test_offline import WITHOUT_NETWORK, why_not_isolated

PHOTO = "pictures/telescope-type-plate.png"
SCAN = "letters/delivery-note-scan.pdf"
VOICE = "recordings/technician-advice.wav"

# The window with its real engine: adds, finds and asks through the window's own stream.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app import main
from app.core import calls, events
from app.core.question.query import Query
from app.gui.window import Window
from models.silence import silence

silence()
library, picture = map(Path, sys.argv[1:])
begin = Window._begin
steps = [
    (calls.Add((str(picture),)), events.FileIndexed),
    (calls.Search(Query("mirror")), events.SearchResult),
    (calls.Ask(Query("How long must the mirror cool down?")), events.Answer),
]

def work(window):
    begin(window)
    def next_step():
        if not steps:
            QTimer.singleShot(1000, window, window.window().close)
            return
        request, told = steps.pop(0)
        call = window.stream.call(request)
        call.on(told, lambda event: print(type(event).__name__, flush=True))
        call.done(next_step)
        call.failed(lambda failure: (print(failure), window.window().close()))
    next_step()

Window._begin = work
sys.exit(main.run(library))
"""


def why_not_watched() -> str | None:
    if shutil.which("strace") is None:
        return "there is no strace"
    return why_not_isolated()


def attempts(trace: Path) -> list[str]:
    """What was sent or connected beyond this machine; loopback addresses are this machine."""
    asked = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        if any(call in line for call in ("connect(", "sendto(", "sendmsg(", "sendmmsg(")):
            local = '"127.' in line or '"::1"' in line
            if ("AF_INET" in line and not local) or "htons(53)" in line:
                asked.append(line)
    return asked


def watched(command: list[str], trace: Path, home: Path) -> tuple[str, list[str]]:
    """Run a command without a network; return what it printed and what it attempted."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ENVIRONMENT},
        "HOME": str(home),
        "TRIPTYCH_MODELS": os.environ.get("TRIPTYCH_MODELS") or str(_model_store()),
        "QT_QPA_PLATFORM": "offscreen",
    }
    watch = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(trace)]
    done = subprocess.run(
        [*WITHOUT_NETWORK, *watch, *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, attempts(trace)


def _model_store() -> Path:
    from app import paths

    return paths.model_store()


@pytest.fixture
def world(tmp_path: Path) -> Path:
    if (reason := why_not_watched()) is not None:
        pytest.skip(reason)
    (tmp_path / "user").mkdir()
    (tmp_path / "files").mkdir()
    return tmp_path


def test_a_look_up_is_seen(world: Path) -> None:
    """The watch itself: a name that is looked up, and a datagram, are attempts."""
    code = (
        "import contextlib, socket\n"
        "with contextlib.suppress(OSError): socket.getaddrinfo('example.org', 443)\n"
        "sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "with contextlib.suppress(OSError): sender.sendto(b'x', ('192.0.2.1', 9))\n"
    )
    _, asked = watched([sys.executable, "-c", code], world / "trace", world / "user")
    assert any("192.0.2.1" in line for line in asked), asked
    assert len(asked) >= 2, asked


@pytest.mark.weights
def test_adding_searching_and_asking_call_nobody(world: Path) -> None:
    for sample in (PHOTO, SCAN, VOICE):
        shutil.copy(SAMPLES / sample, world / "files")
    library = ["--library", str(world / "library")]
    program = [sys.executable, "-P", "-m", "app"]
    for words in (
        ["add", str(world / "files")],
        ["search", "mirror"],
        ["ask", "How long must the mirror cool down?", "--max-new-tokens", "24"],
    ):
        _, asked = watched([*program, *words, *library], world / "trace", world / "user")
        assert not asked, asked
    assert not list(world.rglob("*onnxruntime*"))


@pytest.mark.weights
def test_the_window_and_its_engine_call_nobody(world: Path) -> None:
    shutil.copy(SAMPLES / PHOTO, world / "files")
    command = [sys.executable, "-c", WINDOW, str(world / "library"), str(world / "files")]
    printed, asked = watched(command, world / "trace", world / "user")
    assert "FileIndexed" in printed
    assert "SearchResult" in printed and "Answer" in printed, printed
    assert not asked, asked
    assert not list(world.rglob("*onnxruntime*"))


# --- the folder one stands in -------------------------------------------------------------------

TRAPS = ("storage", "app", "models", "index", "queue", "pip", "venv", "typer", "numpy", "json")


@pytest.fixture
def trapped_folder(tmp_path: Path) -> Path:
    """A folder of a user who keeps files of the names of modules; each leaves a mark when run."""
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in TRAPS:
        (folder / f"{name}.py").write_text(
            f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\nraise SystemExit(7)\n", "utf-8"
        )
    return folder


def run_in(folder: Path, command: list[str], said: bytes = b"") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input=said.decode(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_run_py_runs_nothing_of_the_folder(trapped_folder: Path, tmp_path: Path) -> None:
    """`run.py` with the environment of these tests in the place of its own."""
    drive = (
        "import importlib.util, sys; from pathlib import Path\n"
        f"spec = importlib.util.spec_from_file_location('run', {str(ROOT / 'run.py')!r})\n"
        "run = importlib.util.module_from_spec(spec); spec.loader.exec_module(run)\n"
        "run.PYTHON = Path(sys.executable); run.set_up = lambda extra: True\n"
        "sys.exit(run.main(['models', 'list']))"
    )
    done = run_in(trapped_folder, [sys.executable, "-P", "-c", drive])
    assert done.returncode == 0, done.stderr
    assert "all-minilm-l6-v2" in done.stdout
    assert not (tmp_path / "ran").exists()


def test_the_engine_runs_nothing_of_the_folder(trapped_folder: Path, tmp_path: Path) -> None:
    from app.tasks.client import engine_command

    done = run_in(trapped_folder, engine_command(tmp_path / "library"))
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_asking_pip_runs_nothing_of_the_folder(trapped_folder: Path, tmp_path: Path) -> None:
    code = "from models import download; print(dict(download._pip_settings()))"
    done = run_in(trapped_folder, [sys.executable, "-P", "-c", code])
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_every_interpreter_is_started_without_the_folder() -> None:
    """Setting up too (venv, pip), which no test does for real."""
    sources = [ROOT / "run.py", *(ROOT / "app").rglob("*.py"), *(ROOT / "models").rglob("*.py")]
    starts = [
        line.strip()
        for source in sources
        for line in source.read_text("utf-8").splitlines()
        if ("sys.executable," in line or "str(PYTHON)," in line) and "[" in line
    ]
    assert len(starts) >= 6, starts
    assert all('"-P"' in line for line in starts), starts

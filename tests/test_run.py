"""What `run.py` makes of pip's lines while it sets up."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import Any

import pytest

RUN_PY = Path(__file__).resolve().parents[1] / "run.py"

# As pip 26 writes them: with the metadata apart, then without, then of an index of one's own.
LOOKING_UP = """\
Looking in indexes: https://index.example/simple
Obtaining file:///home/ann/triptych
  Installing build dependencies: started
  Installing build dependencies: finished with status 'done'
Collecting numpy<2.5,>=2.4 (from triptych==0.1.0)
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl.metadata (62 kB)
Collecting xlrd==2.0.2 (from triptych==0.1.0)
""".splitlines()
FETCHING = """\
Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.8 MB)
Progress 0 of 16800000
Progress 8400000 of 16800000
Progress 16800000 of 16800000
  Downloading https://index.example/wheels/torch-2.13.0%2Bcpu-cp311-cp311-win_amd64.whl (191.8 MB)
Progress 0 of 191794682
Progress 50000000 of 191794682
""".splitlines()
THE_REST = """\
Progress 191794682 of 191794682
Downloading olefile-0.47-py2.py3-none-any.whl (114 kB)
Using cached pyside6_addons-6.11.3-cp310-abi3-manylinux_2_34_x86_64.whl (175.3 MB)
  Downloading jieba-0.42.1.tar.gz (19.2 MB)
Progress 19200000 of 19200000
""".splitlines()
INSTALLING = "Installing collected packages: xlrd, numpy, torch"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("run", RUN_PY)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


def said_after(pip: Any, lines: list[str]) -> tuple[str, str]:
    for line in lines:
        pip.take(line)
    return pip.words()


def test_what_is_fetched_how_much_of_it_and_how_far(run: Any) -> None:
    pip = run.Pip(time.monotonic())
    assert said_after(pip, LOOKING_UP) == ("Looking up what is needed", "")
    assert said_after(pip, FETCHING[:3]) == ("Fetching numpy 2.4.6", "8 of 17 MB, 8 MB in all")
    head, rest = said_after(pip, FETCHING[3:])
    assert (head, rest) == ("Fetching torch 2.13.0+cpu", "50 of 192 MB, 67 MB in all")
    said_after(pip, THE_REST[:3])
    assert pip.words() == ("Fetching pyside6-addons 6.11.3", "kept before, 209 MB in all")
    assert said_after(pip, THE_REST[3:])[0] == "Fetching jieba 0.42.1"
    assert round(pip.fetched() / 1e6) == 228, "what was kept before was not fetched"


def test_a_pip_that_tells_no_progress_still_tells_files_and_their_sizes(run: Any) -> None:
    pip = run.Pip(time.monotonic())
    said_after(pip, [line for line in FETCHING + THE_REST if not line.startswith("Progress")])
    assert round(pip.fetched() / 1e6) == 228


def test_what_is_in_place_is_counted(run: Any, tmp_path: Path) -> None:
    place = run.Path(run.sysconfig.get_path("purelib", "venv", {"base": str(tmp_path / ".venv")}))
    for name in ("pip", "xlrd", "numpy"):
        if name == "xlrd":
            pip = run.Pip(time.monotonic())
            pip.take(INSTALLING)
        (place / f"{name}-1.dist-info").mkdir(parents=True)
        (place / f"{name}-1.dist-info/RECORD").touch()
    pip.take("")
    assert pip.words() == ("Installing 3 packages", "2 are in place")


def test_one_line_moves_on_a_terminal(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    pip = run.Pip(time.monotonic(), terminal=True)
    for line in FETCHING:
        pip.take(line)
        pip._shown_at = 0.0
        pip.show()
    pip.end_line()
    out, err = capsys.readouterr()
    assert not out and "\n" not in err
    assert "Fetching numpy 2.4.6: 8 of 17 MB, 8 MB in all (0 s)" in err
    widest = max(map(len, err.split("\r")))
    assert err.endswith("\r") and widest < 80


def test_elsewhere_a_line_for_each_stage_and_large_file(
    run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    pip = run.Pip(time.monotonic(), terminal=False)
    for line in LOOKING_UP + FETCHING + THE_REST + [INSTALLING, ""]:
        pip.take(line)
        pip.show()
    pip.end_line()
    assert capsys.readouterr().err.splitlines() == [
        "Looking up what is needed …",
        "Fetching torch 2.13.0+cpu (192 MB) …",
        "Installing 3 packages …",
    ]


def test_what_pip_could_not_do_is_said_in_its_words(run: Any) -> None:
    pip = run.Pip(time.monotonic(), terminal=False)
    failed = pip.install("--no-index", "--no-cache-dir", "nothing-of-that-name==1")
    assert failed and all(line.startswith("ERROR") for line in failed)
    assert any("nothing-of-that-name" in line for line in failed)

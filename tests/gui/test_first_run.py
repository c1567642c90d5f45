"""The first minutes: no models yet, files dropped at once, the program started twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.events import AddFinished, FileFailed, FileSkipped
from app.gui.instance import Instance
from app.gui.library.progress import summary
from app.gui.window import Window

Open = Callable[..., Window]


def words_of(window: Window) -> list[str]:
    box = window.conversation.empty._list
    return [box.itemAt(n).widget().words.text() for n in range(box.count())]


def test_an_empty_window_offers_the_models_with_their_size_then_the_samples(
    qtbot: Any, open_window: Open
) -> None:
    window = open_window("--empty", "--no-models", wait=False)
    qtbot.waitUntil(lambda: any("Install" in text for text in words_of(window)), timeout=10_000)
    first, second, *_ = words_of(window)
    assert first == "Install the models: 1.1 GB, once"
    assert "sample library" in second
    button = window.conversation.empty._models
    assert button is not None
    button.click()
    qtbot.waitUntil(
        lambda: not any("nstall" in text for text in words_of(window)), timeout=10_000
    )  # installed: the step is gone


def test_installing_again_is_possible_after_one_installation(qtbot: Any, open_window: Open) -> None:
    window = open_window("--no-models")
    window.models_flow.show()
    dialog = window.models_flow._dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.cards), timeout=10_000)
    window.models_flow.install("dinov2-small")
    qtbot.waitUntil(lambda: window.models_flow._installing is None, timeout=10_000)
    qtbot.waitUntil(dialog.cancel_button.isHidden, timeout=10_000)
    assert dialog.starter_button.isEnabled()


def test_what_waits_for_a_model_is_no_problem() -> None:
    finished = AddFinished(
        added=2, updated=0, unchanged=0, moved=0, missing=0, chunks=2, elapsed_s=1.0,
        skipped=(FileSkipped("/a.exe", "not read"),),
        failed=(FileFailed("/a.png", "waits for a model", True, waits=True),),
    )  # fmt: skip
    assert (
        summary(finished).replace("\N{NO-BREAK SPACE}", " ")
        == "2 added, 1 waiting for a model, 1 left out"
    )
    assert finished.waits_for_models


def test_a_second_start_hands_its_files_to_the_first(qtbot: Any, tmp_path: Path) -> None:
    first = Instance(tmp_path / "library", ())
    assert not first.handed_over
    heard: list[list[str]] = []
    first.wanted.connect(heard.append)
    script = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "app = QCoreApplication([]); from app.gui.instance import Instance;"
        "sys.exit(0 if Instance(Path(sys.argv[1]), [Path(sys.argv[2])]).handed_over else 4)"
    )
    second = started(script, str(tmp_path / "library"), str(tmp_path / "memo.txt"))
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=15_000)
    assert second.returncode == 0
    assert heard == [[str(tmp_path / "memo.txt")]]
    other = Instance(tmp_path / "another library", ())
    assert not other.handed_over, "each library has its own window"
    for instance in (first, other):
        instance._server.close()
        instance.deleteLater()


def started(script: str, *arguments: str) -> Any:
    import subprocess
    import sys

    return subprocess.Popen([sys.executable, "-c", script, *arguments])


@pytest.mark.parametrize(
    ("room", "wanted"), [((1366, 768), (1280, 706)), ((4000, 3000), (1280, 800))]
)
def test_the_first_window_fits_the_screen(
    room: tuple[int, int], wanted: tuple[int, int], monkeypatch: pytest.MonkeyPatch, qapp: Any
) -> None:
    from PySide6.QtCore import QRect

    from app.gui import first_frame

    class Screen:
        def availableGeometry(self) -> QRect:
            return QRect(0, 0, *room)

    monkeypatch.setattr(first_frame.QGuiApplication, "primaryScreen", lambda: Screen())
    assert first_frame._fitting(1280, 800) == wanted

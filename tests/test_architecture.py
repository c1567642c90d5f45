"""The rooms keep to themselves, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("torch", "transformers", "faiss", "librosa", "numba", "ctranslate2", "onnxruntime")


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", ["app.cli", "app.settings", "app.core.events", "app.main"])
def test_importing_the_application_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_init_files_are_empty() -> None:
    rooms = ("app", "models", "index", "storage", "resources")
    found = [path for room in rooms for path in (ROOT / room).rglob("__init__.py")]
    assert found
    assert [path for path in found if path.read_text("utf-8").strip()] == []

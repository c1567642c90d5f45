"""The rooms keep to themselves, and nothing heavy is imported before it is needed."""

from __future__ import annotations

import ast
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


def test_the_window_stays_a_house() -> None:
    """No file over 400 lines and no class over 25 methods: what grows is split by what it does."""
    for file in (ROOT / "app" / "gui").rglob("*.py"):
        text = file.read_text("utf-8")
        assert len(text.splitlines()) <= 400, file.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                n_methods = sum(isinstance(entry, ast.FunctionDef) for entry in node.body)
                assert n_methods <= 25, f"{file.name}: {node.name} has {n_methods} methods"

"""Why files were not read, in another language: every reason that the readers give."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.core.events import FileFailed, ItemRow
from app.gui.language import Catalogue, read_messages
from app.gui.library.model import subtitle
from app.gui.library.reason_words import TEMPLATES, translated
from app.gui.library.reasons import grouped, in_words
from storage.readers.formats import BY_TYPE, why_not

ROOT = Path(__file__).resolve().parents[2]
RAISED = {"ReadError", "Unsupported", "Passed"}


def reasons_in_code() -> tuple[set[str], set[str]]:
    """Those that are constant, and those with a 7 for each value that is put in."""
    constant: set[str] = set()
    filled: set[str] = set()
    for room in ("storage", "app"):
        for file in (ROOT / room).rglob("*.py"):
            tree = ast.parse(file.read_text("utf-8"))
            named = {
                node.targets[0].id: node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for node in ast.walk(tree):
                name = getattr(getattr(node, "func", None), "id", "")
                if not isinstance(node, ast.Call) or name not in RAISED or not node.args:
                    continue
                said = node.args[-1] if name == "Passed" else node.args[0]
                said = named.get(said.id, said) if isinstance(said, ast.Name) else said
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    constant.add(said.value)
                elif isinstance(said, ast.JoinedStr):
                    pieces = (
                        str(p.value) if isinstance(p, ast.Constant) else "7" for p in said.values
                    )
                    filled.add("".join(pieces))
    assert len(constant) > 50 and len(filled) > 10
    return constant, filled


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    catalogue = Catalogue("de", qapp)
    qapp.installTranslator(catalogue)
    yield
    qapp.removeTranslator(catalogue)


def test_every_reason_has_a_translation(german: None) -> None:
    known = read_messages("de")
    constant, filled = reasons_in_code()
    assert sorted(constant - set(known)) == []
    assert sorted(set(TEMPLATES) - set(known)) == []
    still_english = {reason for reason in filled if translated(reason) == reason}
    assert {r for r in still_english if "Apple" not in r} == set()


def test_what_is_known_and_not_read_says_so_in_both_languages(german: None) -> None:
    known = read_messages("de")
    told = [one for one in BY_TYPE.values() if one.advice]
    assert len(told) > 10
    assert [one.name for one in told if not {one.name, one.advice} <= set(known)] == []
    rar = why_not("application/vnd.rar", BY_TYPE["application/vnd.rar"])
    assert in_words(rar) == (
        "RAR-Archiv: wird nicht gelesen; entpacken Sie es und fügen Sie den Ordner hinzu, oder "
        "packen Sie es als ZIP."
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("password-protected", "Mit einem Passwort geschützt."),
        ("the picture has more than 120 million pixels",
         "Das Bild hat mehr als 120 Millionen Bildpunkte."),
        ("page 7: the picture is damaged or incomplete",
         "Seite 7: das Bild ist beschädigt oder unvollständig."),
        ("from 3:20 on: reading was stopped", "Ab 3:20: das Lesen wurde angehalten."),
        ("the file could not be opened ({braces} too)",
         "Die Datei ließ sich nicht öffnen ({braces} too)"),
        ("something that nobody translated", "Something that nobody translated."),
    ],
)  # fmt: skip
def test_what_was_put_in_stays_as_it_is(german: None, reason: str, said: str) -> None:
    assert in_words(reason) == said


def test_groups_are_found_by_the_readers_words_and_shown_in_the_language(german: None) -> None:
    (group,) = grouped([FileFailed("/a.pdf", "password-protected", False)], ())
    assert group.entries == (("/a.pdf", "Mit einem Passwort geschützt."),)


def test_a_row_says_it_too(german: None) -> None:
    row = ItemRow(1, "/a.pdf", "text", "attention", 0, "a", "", "the PDF has no pages")
    assert subtitle(row) == "Das PDF hat keine Seiten."

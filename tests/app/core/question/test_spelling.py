"""Mistyped words: which are set right, and which are left alone. The library's words are a list
here; that they are its own is tried in tests/storage/test_keywords.py."""

from __future__ import annotations

import pytest

from app.core.question.spelling import mended
from storage.folding import fold
from storage.spelling import one_mistake_from

_LIBRARY = (
    *("photograph", "received", "Vertrag", "Rechnung", "trailers", "ships", "Hofmeister", "λιμάνι"),
)
_ENCODER = frozenset(("chips", "received", "annual"))


def _meant_by(word: str, *, likely_only: bool) -> str | None:
    if fold(word) in map(fold, _LIBRARY):
        return None
    near = {term for term, rank in one_mistake_from(word).items() if not (likely_only and rank)}
    return next((known for known in _LIBRARY if fold(known) in near), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("the photgraph", "the photograph"),
        ("Photogrpah of it", "Photograph of it"),
        ("who recieved it?", "who received it?"),
        ("Wann endet der Vertarg?", "Wann endet der Vertrag?"),
        ("die Rechnnung, die Rexhnung", "die Rechnung, die Rechnung"),
        ("fee for trailors!", "fee for trailers!"),
        ("λιμνάι", "λιμάνι"),
        ("two shpis", "two ships"),
    ],
)
def test_a_mistyped_word_becomes_the_librarys(typed: str, meant: str) -> None:
    assert mended(typed, _meant_by, _ENCODER.intersection) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "fish and chips",  # a word, and not ships
        "shins, shipx",  # too short for a wrong letter to tell
        "“photgraph” as it stands",
        "photgraph.txt in C:\\photgraph, photgraph@example.org, photgraph7",
        "PHOTGRAPH",
        "who is that",  # nothing that is near
        "ハーバー",
        "",
        "photgraph " * 65,
    ],
)
def test_what_is_a_word_a_code_or_quoted_stays(typed: str) -> None:
    assert mended(typed, _meant_by, _ENCODER.intersection) == typed


def test_a_name_becomes_another_only_by_a_likely_mistake_or_stays() -> None:
    words_among = _ENCODER.intersection
    assert mended("ask Mr Hofmiester", _meant_by, words_among) == "ask Mr Hofmeister"
    assert mended("ask Mr Hofmaister", _meant_by, words_among) == "ask Mr Hofmaister"
    assert mended("ask mr hofmaister", _meant_by, words_among) == "ask mr hofmeister"
    kept = mended("the photgraph of Mr Hofmiester", _meant_by, words_among, keep_names=True)
    assert kept == "the photograph of Mr Hofmiester"

from __future__ import annotations

import pytest

from app.core.question.held import held_words
from app.core.words import content_words


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("rents paid in March", "The tenant pays his rent; the March rent was paid late.", "en"),
        ("two keys", "He left 2 spare keys, the third key is lost.", "en"),
        ("Mieten der Häuser", "Die Miete für das Haus steigt.", "de"),
        ("école", "Les écoles ferment ; l’école rouvre lundi.", "fr"),
        ("mail", "An e-mail came, and a voice-mail.", "en"),
        ("IBAN DE44 5001", "IBAN: DE44 5001 0517 5407", "en"),
        ("契約書", "この契約書は有効です。", "ja"),
        ("nothing alike", "Quite other words stand here.", "en"),
    ],
)
def test_the_short_way_finds_what_the_long_way_does(query: str, text: str, language: str) -> None:
    wanted = set(content_words(query, language))
    assert held_words(text, wanted, language) == wanted & set(content_words(text, language))


def test_nothing_wanted_holds_nothing() -> None:
    assert held_words("some text", set(), "en") == set()

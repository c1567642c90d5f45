from __future__ import annotations

import pytest

from app.core.language import detect_language
from app.core.naming import clock, place
from app.core.words import content_words, name_words, names, numbers, stated_numbers, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [("doors", "door"), ("opened", "opening"), ("stories", "story"), ("torches", "torch")],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_names_leave_out_the_first_word() -> None:
    assert names("The rocket left Cape Canaveral. Then it rained in Florida.") == {
        stem("cape"),
        stem("canaveral"),
        stem("florida"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emma paid the deposit.", ["emma"]),
        ("Visitors must bring a torch.", []),
        ("Dr. Ahmed signed it, not Dr. Brown.", ["ahmed", "brown"]),
        ("The US and the U.K. agreed with us.", ["us", "uk"]),
        ("Anna Schmidt wohnt in Hamburg und zahlt die Kaution.", ["anna", "schmidt", "hamburg"]),
        ("Die Kaution beträgt 900 Euro.", []),
        ("Man bekommt sechzehn Wochen Elternzeit und einen Liter Milch.", []),
        ("M. Dupont habite à Lyon depuis l'été.", ["dupont", "lyon"]),
        ("La señora García vive en Madrid.", ["garcia", "madrid"]),
        ("Иванов живёт в Москве.", ["иванов", "москве"]),
        ("Ο Παπαδόπουλος ζει στην Αθήνα.", ["παπαδοπουλοσ", "αθηνα"]),
    ],
)
def test_names_in_scripts_that_have_capitals(text: str, expected: list[str]) -> None:
    assert name_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die Rechnungen der Häuser", ["rechnung", "haus"]),
        ("会议于上海举行", ["会议", "上海", "海举", "举行"]),
        ("議長は田中さん", ["议长", "田中"]),
        ("λιμάνια και σπίτια", ["λιμαν", "σπιτ"]),
    ],
)
def test_content_words_in_other_languages(text: str, expected: list[str]) -> None:
    assert content_words(text) == expected


def test_numbers_are_compared_by_value_not_by_spelling() -> None:
    assert numbers("twelve cats and 1,500 dogs at 19:30") == {"12", "1500", "19:30"}
    assert stated_numbers("one cat and 3 dogs") == {"3"}


def test_content_words_leave_out_what_carries_no_meaning() -> None:
    assert content_words("What is the colour of the doors?") == [stem("colour"), stem("doors")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The doors open at eight and the lecture is free for all of you.", "en"),
        ("Die Türen öffnen um acht, und der Vortrag ist für alle frei.", "de"),
        ("Les portes ouvrent à huit heures et la conférence est pour tous.", "fr"),
        ("これは日本語の文章です。", "ja"),
        ("这是一个中文句子。", "zh"),
        ("Двери открываются в восемь часов.", "ru"),
        ("Wat is de borg?", "nl"),
        ("Skrzynia stoi w magazynie w mieście Łódź.", "pl"),
        ("Двері відчиняються о восьмій годині.", "uk"),
        ("Il treno parte alle sette.", "it"),
        ("Το λιμάνι είναι κλειστό.", "el"),
        ("42", None),
        ("invoice 2024 0917", None),
        ("Rent | 900 | 950", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_places_in_words() -> None:
    assert place({"start_s": 12.4, "end_s": 18.0}) == "0:12-0:18"
    assert place({"page": 3, "char_start": 0, "char_end": 9}) == "page 3"
    assert place({"sheet": "Costs", "cells": "A2:C9"}) == "sheet Costs, A2:C9"
    assert clock(3725) == "1:02:05"

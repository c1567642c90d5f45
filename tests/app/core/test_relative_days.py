"""Days that are said from where a text stands."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.relative_days import said_days, with_days

WEDNESDAY = date(2023, 5, 24)


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("en", "I went yesterday.", "23 May 2023"),
        ("en", "It rained the day before yesterday.", "22 May 2023"),
        ("en", "Last night it rained.", "23 May 2023"),
        ("en", "We leave tomorrow.", "25 May 2023"),
        ("en", "We met last Friday.", "19 May 2023"),
        ("en", "The fair is this coming Monday.", "29 May 2023"),
        ("en", "We met last week.", "the week of 15 May 2023"),
        ("en", "We camped this past weekend.", "the weekend of 20 May 2023"),
        ("en", "We go camping next month.", "June 2023"),
        ("en", "He was born last year.", "2022"),
        ("en", "She left ten days ago.", "14 May 2023"),
        ("en", "She left two weeks ago.", "the week of 8 May 2023"),
        ("en", "She left three months ago.", "February 2023"),
        ("en", "She left a year ago.", "2022"),
        ("en", "A few weeks ago it rained.", "before 24 May 2023"),
        ("en", "Last summer it rained.", "before 24 May 2023"),
        ("de", "Vor einigen Jahren war ich dort.", "vor dem 24. Mai 2023"),
        ("de", "Gestern war ich dort.", "23. Mai 2023"),
        ("de", "Bis morgen!", "25. Mai 2023"),
        ("de", "Letzten Freitag war ich dort.", "19. Mai 2023"),
        ("de", "Wir waren vor drei Wochen dort.", "die Woche vom 1. Mai 2023"),
        ("de", "Im vergangenen Monat war er da.", "April 2023"),
        ("fr", "Il est venu lundi dernier.", "22 mai 2023"),
        ("fr", "Il est venu il y a trois jours.", "21 mai 2023"),
        ("es", "Vino hace dos meses.", "marzo de 2023"),
        ("es", "Vino la semana pasada.", "la semana del 15 de mayo de 2023"),
    ],
)
def test_a_day_is_counted_from_the_day_on_which_it_is_said(
    language: str, text: str, meant: str
) -> None:
    (said,) = said_days(text, WEDNESDAY, language)
    assert said.written(language) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The last week of May was warm."),
        ("en", "Over the last year it rose."),
        ("en", "It takes place next Friday."),  # in two days, or in nine?
        ("en", "It will be done in two weeks."),  # then, or within
        ("de", "Guten Morgen! Am Morgen regnet es."),
        ("de", "Die letzte Woche des Jahres ist kurz."),
        ("nl", "Gisteren was ik daar."),  # a language that is not known here
    ],
)
def test_what_may_mean_something_else_is_left_alone(language: str, text: str) -> None:
    assert said_days(text, WEDNESDAY, language) == []


def test_nothing_is_told_without_a_day() -> None:
    assert with_days("I went yesterday.", None, "en") == "I went yesterday."


def test_each_message_speaks_from_its_own_day() -> None:
    text = "2023-05-08 13:56:00 Ada: I went yesterday.\n\n2023-06-09 10:00:00 Ben: I go next month."
    assert with_days(text, date(2020, 1, 1), "en") == (
        "2023-05-08 13:56:00 Ada: I went yesterday (7 May 2023).\n\n"
        "2023-06-09 10:00:00 Ben: I go next month (July 2023)."
    )


@pytest.mark.parametrize("on", [date(1, 1, 1), date(9999, 12, 31)])
def test_no_day_is_before_the_first_or_after_the_last(on: date) -> None:
    for text in ("yesterday", "tomorrow", "last month", "next month", "900 years ago"):
        with_days(text, on, "en")

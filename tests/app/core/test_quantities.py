from __future__ import annotations

from decimal import Decimal

import pytest

from app.core.codes import codes
from app.core.quantities import quantities, same


def values(text: str, language: str | None = None) -> list[str]:
    return ["/".join(map(str, found.readings)) for found in quantities(text, language)]


def first_same(one: str, other: str, language: str | None = None) -> bool:
    return same(quantities(one, language)[0], quantities(other, language)[0])


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1234.56", None, "1234.56"), ("1,234.56", None, "1234.56"), ("1.234,56", None, "1234.56"),
        ("1 234,56", "fr", "1234.56"), ("1'234.56", None, "1234.56"), ("310.00", None, "310"),
        ("2.125", None, "2.125/2125"), ("2.125", "en", "2.125"), ("2.125", "de", "2125"),
        ("1,00,000", None, "100000"), ("1.234.567", None, "1234567"), ("0.125", None, "0.125"),
        ("-5", None, "-5"), ("−5", None, "-5"), ("minus five", "en", "-5"),
        ("1.5 million", "en", "1500000"), ("3 Mio.", "de", "3000000"), ("10k", None, "10000"),
        ("3万円", None, "30000"), ("½", None, "0.5"), ("2½", None, "2.5"), ("1/2 cup", None, "0.5"),
        ("forty-three", "en", "43"), ("dreiundvierzig", "de", "43"),
        ("quarante-trois", "fr", "43"), ("dix-sept ans", "fr", "17"),
        ("cuarenta y tres", "es", "43"), ("сорок три", "ru", "43"), ("σαράντα τρία", "el", "43"),
        ("ثلاثة وأربعون", "ar", "43"), ("四十三人", "zh", "43"), ("三万五千円", "ja", "35000"),
        ("٤٣", None, "43"), ("４３", None, "43"), ("3rd", None, "3"), ("the third", "en", "3"),
        ("12 500 рублей", "ru", "12500"), ("百分之五", "zh", "5"), ("x² = 4", None, "4"),
    ],
)  # fmt: skip
def test_values(text: str, language: str | None, value: str) -> None:
    assert values(text, language) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-02-02 at 10:15", "IBAN DE07 1234 5678 9012 3456 78", "+49 30 1234567",
        "0471 555 2201", "B12 and STS-93", "version 1.8.2", "order 2024-0917", "room 007",
        "made by 37signals", "no one came", "a second later",
    ],
)  # fmt: skip
def test_what_counts_nothing(text: str) -> None:
    assert quantities(text, "en") == ()


def test_other_numbers_of_the_text_decide_what_a_point_means() -> None:
    assert values("2,125 and 3.5") == ["2125", "3.5"]
    assert values("2.125 und 3,5") == ["2125", "3.5"]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("310", "310.00", True), ("1,234.56", "1.234,56", True), ("2.125 and 0.5", "2125", False),
        ("2.125", "2125", False), ("2.125", "2.125", True), ("-5", "5", False),
        ("1.5 km", "1500 m", True), ("90 minutes", "1.5 hours", True), ("5 kg", "5 km", False),
        ("5 %", "5 percent", True), ("5 %", "5 €", False), ("900 €", "EUR 900", True),
        ("$900", "900 USD", True), ("$900", "900 €", False), ("900", "900 €", True),
        ("64K", "64 k", True), ("$5K", "5000 $", True), ("300 K", "300000", False),
        ("5-7 people", "5 people", False), ("5-7 people", "5 to 7 people", True),
        ("3rd floor", "floor 3", True),
    ],
)  # fmt: skip
def test_amounts_are_compared_as_wholes(one: str, other: str, equal: bool) -> None:
    assert first_same(one, other) is equal


def test_ranges_share_their_unit() -> None:
    low, high = quantities("from 5 to 7 kg")
    assert (low.readings, low.unit, low.bound) == ((Decimal(5000),), "g", "from")
    assert (high.readings, high.unit, high.bound) == ((Decimal(7000),), "g", "to")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("DE07 1234 5678 9012 3456 78", "DE07123456789012345678"),
        ("0471-5559914", "04715559914"), ("STS-93", "STS93"), ("B12", "B12"), ("v1.2", "V1.2"),
    ],
)  # fmt: skip
def test_codes_have_one_form(text: str, normal: str) -> None:
    assert [code.normal for code in codes(f"See {text} there")] == [normal]


@pytest.mark.parametrize("text", ["", "...", "1" * 5000, "1,2,3,4,5", "-", "5-", "½½", "1e5", "²"])
def test_any_text_is_accepted(text: str) -> None:
    quantities(text)

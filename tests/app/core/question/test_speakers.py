"""What one of two tells of himself says nothing of the other."""

from __future__ import annotations

import pytest

from app.core.question.claims import Evidence, supports
from app.core.question.speakers import conversation

CHAT = """2023-02-08 09:40:40 Jon: Love the tattoo, did you just get it?

2023-02-08 09:41:20 Gina: A few years ago. My tattoo stands for freedom, dancing without worrying.

2023-02-08 09:42:00 Jon: I started a bakery in Leeds after that."""


@pytest.mark.parametrize(
    ("claim", "question", "borne_out"),
    [
        ("Gina's tattoo stands for freedom.", "What does Gina's tattoo stand for?", True),
        ("Jon's tattoo stands for freedom.", "What does Jon's tattoo stand for?", False),
        ("Jon started a bakery in Leeds.", "What did Jon start in Leeds?", True),
        ("Gina started a bakery in Leeds.", "What did Gina start in Leeds?", False),
    ],
)
def test_a_claim_of_one_does_not_rest_on_what_another_says_of_himself(
    claim: str, question: str, borne_out: bool
) -> None:
    assert bool(supports(claim, Evidence(1, CHAT), 0.9, question)) == borne_out


LETTER = """Dear Ben,

I broke my arm on Monday. The rent of the flat is 900 euros. I heard that Ben Junior won a cup.

Yours, Ada"""


@pytest.mark.parametrize(
    ("claim", "borne_out"),
    [
        ("Ben broke his arm on Monday.", False),
        ("Ada broke her arm on Monday.", True),
        ("Ben's rent of the flat is 900 euros.", True),
        ("Ben Junior won a cup.", True),
    ],
)
def test_the_writer_of_a_letter_is_not_whom_it_is_written_to(claim: str, borne_out: bool) -> None:
    assert bool(supports(claim, Evidence(1, LETTER, "from Ada"), 0.9)) == borne_out


def test_what_is_said_to_someone_is_of_him() -> None:
    said = "Ada: I saw that you broke your arm on Monday.\nBen: Yes.\nAda: I am sorry."
    assert supports("Ben broke his arm on Monday.", Evidence(1, said), 0.9) > 0


def test_lines_of_a_form_are_no_conversation() -> None:
    assert conversation("Tenant: Ada Byrne\nLandlord: Karl Voss\nRent: I pay 900") == ()
    assert len(conversation(CHAT)) == 3

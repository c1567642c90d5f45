from __future__ import annotations

from app.core.question.asked import understand
from app.core.question.passage import whole_passage
from app.core.question.quoting import Quote, answers_whole, best_quote
from tests.app.core.question.values import alike, found


def test_a_heading_alone_is_no_quotation() -> None:
    head = "# Meeting of the rowing club, May 2025"
    title = "Meeting of the rowing club, May 2025"
    passages = [
        whole_passage(
            found(1, f"{head}\n\nThe barn of the rowing club is closed.", title=title), {}
        )
    ]
    quote = best_quote("Who was at the meeting of the rowing club in May 2025?", passages, alike)
    assert quote is not None and quote.text == "The barn of the rowing club is closed."


def test_who_names_a_day_asks_for_more_than_another() -> None:
    question = understand("When does the bakery close on Saturdays?")
    sign = whole_passage(found(1, "", title="bakery", kind="image"), {})
    other = Quote(1, "Monday closed\nRye bread only on Wednesdays and Saturdays", 0.9)
    assert not answers_whole(question, other, sign)
    assert answers_whole(question, Quote(1, "On Saturday we close at 13:00", 0.9), sign)


def test_the_line_of_a_picture_is_quoted() -> None:
    text = "Linseed oil 1L 11.20\nSandpaper P120 in five pieces 4.10"
    receipt = whole_passage(found(1, text, title="receipt", kind="image"), {})
    quote = best_quote("How much was the sandpaper?", [receipt], alike)
    assert quote is not None and quote.text == "Sandpaper P120 in five pieces 4.10"

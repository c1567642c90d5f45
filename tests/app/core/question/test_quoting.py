from __future__ import annotations

from app.core.question.passage import whole_passage
from app.core.question.quoting import best_quote
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

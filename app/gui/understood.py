"""How a search was understood, in a line: mistyped words set right, and what it says of the place
that it looks for."""

from __future__ import annotations

from app.core.events import SearchResult
from app.gui.language import tr


def understood_line(result: SearchResult) -> str:
    """ "" where it was taken as it was typed."""
    said = []
    if result.understood is not None:
        said.append(tr("Understood as: {what}").format(what=result.understood))
    if result.files:
        said.append(tr("First: what stands in {names}").format(names=", ".join(result.files)))
    if result.days:
        said.append(tr("First: what is of {days}").format(days=", ".join(result.days)))
    return " · ".join(said)

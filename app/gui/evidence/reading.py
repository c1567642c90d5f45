"""A document's text put together again from its passages, which may overlap. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.events import ChunkRow
from app.gui.language import tr

MAX_CHARS = 300_000


def whole_text(chunks: Sequence[ChunkRow], limit: int = MAX_CHARS) -> str:
    """The passages in order, what two of them share only once, cut after `limit` characters."""
    pieces: list[str] = []
    n_chars, reached = 0, 0
    for chunk in chunks:
        start, end = chunk.locator.get("char_start"), chunk.locator.get("char_end")
        text = chunk.text
        if start is not None and end is not None:
            if end - start == len(text):  # the passage is exactly that range of the source
                text = text[max(0, reached - start) :]
            gap = "" if start < reached else "\n" if start - reached <= 1 else "\n\n"
            reached = max(reached, end)
        else:
            gap = "\n\n"
        if text:
            pieces.append((gap if pieces else "") + text)
            n_chars += len(pieces[-1])
        if n_chars > limit:
            pieces.append(tr("\n\n… The rest is not shown here; every passage can be asked for."))
            break
    return "".join(pieces)

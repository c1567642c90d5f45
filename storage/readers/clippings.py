"""What readers of a Kindle mark and note (`My Clippings.txt`): each under the title of its book."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storage.readers.sections import Sections, one_line

_MARK = "=========="
_END = re.compile(rf"^{_MARK}[ \t]*$", re.M)
_LOOKED_AT = 50
_SHARE = 0.8


def clippings_in(text: str) -> list[tuple[str, str]]:
    """(book, the clipping with that title above it) of each; [] where the text is something else:
    blocks that end with a line of `=` and have a title and, below it, a line `- Your highlight …`.
    """
    if _MARK not in text:
        return []
    blocks = [block.strip("\n") for block in _END.split(text)]
    blocks = [block for block in blocks if block.strip()]
    looked_at = blocks[:_LOOKED_AT]
    n_clippings = sum(block.partition("\n")[2].lstrip().startswith("- ") for block in looked_at)
    if not n_clippings or n_clippings < _SHARE * len(looked_at) or not _END.search(text):
        return []
    return list(_parted(blocks))


def _parted(blocks: list[str]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        yield one_line(block.partition("\n")[0])[:200], block


def add_clippings(clippings: list[tuple[str, str]], sections: Sections) -> None:
    for book, said in clippings:
        sections.add(said, {"heading_path": [book]} if book else {})

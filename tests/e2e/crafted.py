"""All crafted traps in one order: (name, ending, maker). A maker takes a source of chance."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.e2e.traps import archives, mails, pdfs, pictures, sounds, words

Trap = tuple[str, str, Callable[[random.Random], bytes]]

CRAFTED: tuple[Trap, ...] = (
    *archives.TRAPS,
    *pdfs.TRAPS,
    *pictures.TRAPS,
    *sounds.TRAPS,
    *mails.TRAPS,
    *words.TRAPS,
)

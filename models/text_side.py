"""Whether an image checkpoint can take words as a query, told from its config alone: no torch."""

from __future__ import annotations

import json
from pathlib import Path

_WITH_TEXT_SIDE = frozenset({"clip", "siglip", "siglip2"})


def has_text_side(folder: Path) -> bool:
    """True for CLIP and SigLIP folders; False where the config cannot be read."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(config, dict) and config.get("model_type") in _WITH_TEXT_SIDE

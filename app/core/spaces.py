"""Make the encoders' spaces known to the store before anything is written to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.encoders import Role
from app.core.indexes import Indexes
from storage.records import SpaceName, SpaceRecord

_SPACE_OF: dict[Role, SpaceName] = {"text": "text", "image": "image", "speech": "audio"}


def announcing(
    role: Role, load: Callable[[], Any], indexes: Callable[[], Indexes], *, writer: bool
) -> Callable[[], Any]:
    """Wrap a loader so that a loaded encoder's space is checked, and made where we may write.

    The wrapped loader raises SpaceMismatch where the library holds another encoder's vectors."""
    space = _SPACE_OF.get(role)
    if space is None:
        return load

    def load_and_announce() -> Any:
        encoder = load()
        record = SpaceRecord(space, encoder.dim, encoder.fingerprint)
        indexes().ensure(record, make=writer)
        return encoder

    return load_and_announce

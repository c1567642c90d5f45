"""Make the encoders' spaces known to the store before anything is written to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.encoders import Role
from app.core.errors import UserError
from app.core.indexes import Indexes
from storage.errors import SpaceMismatch
from storage.records import SpaceName, SpaceRecord

SPACE_OF: dict[Role, SpaceName] = {
    "text": "text",
    "multilingual": "multilingual",
    "image": "image",
    "speech": "audio",
    "voices": "voice",
}


def announcing(
    role: Role, load: Callable[[], Any], indexes: Callable[[], Indexes], *, writer: bool
) -> Callable[[], Any]:
    """Wrap a loader so that a loaded encoder's space is checked, and made where we may write.

    The wrapped loader raises UserError where the library holds another encoder's vectors."""
    space = SPACE_OF.get(role)
    if space is None:
        return load

    def load_and_announce() -> Any:
        encoder = load()
        record = SpaceRecord(space, encoder.dim, encoder.fingerprint)
        try:
            indexes().ensure(record, make=writer)
        except SpaceMismatch as error:
            raise UserError(
                error.code,
                "This library's {space} vectors were made by another model than {model}.",
                "`triptych verify --repair` encodes them anew; or choose the former model "
                "again. Nothing was changed.",
                space=space,
                model=encoder.name,
            ) from error
        return encoder

    return load_and_announce

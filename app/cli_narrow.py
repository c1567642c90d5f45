"""What a search and a question may be narrowed to on the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.core.errors import UserError
from app.core.question.query import Query


def narrowed(
    query: Query,
    *,
    folder: Path | None,
    name: str | None,
    since: str | None,
    until: str | None,
    languages: Sequence[str] | str = (),
    collections: Sequence[int] = (),
) -> Query:
    """The query with what is to be left out. Raises UserError for a day that is none."""
    several = (languages,) if isinstance(languages, str) else tuple(languages)
    return dataclasses.replace(
        query,
        folder=folder,
        name=name or None,
        since=_day("since", since),
        until=_day("until", until),
        languages=tuple(language.lower() for language in several),
        collections=tuple(collections),
    )


def _day(option: str, value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UserError(
            "usage", f"{value!r} for {option} is not a day.", "Write it as 2026-11-26."
        ) from error

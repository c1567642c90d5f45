"""The JSON of the command line: core values into the objects that other programs rely on."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core import events
from app.core.errors import UserError


def write_json(value: Mapping[str, Any]) -> None:
    """Write one object on a line of standard output, as UTF-8 whatever the terminal's encoding."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, default=str) + "\n"
    sys.stdout.buffer.write(line.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def error_object(error: UserError) -> dict[str, Any]:
    return {
        "error": {
            "code": error.code,
            "message": error.message,
            "next_step": error.next_step,
            "retryable": error.retryable,
        }
    }


def add_object(result: events.AddFinished) -> dict[str, Any]:
    return dataclasses.asdict(result)


def search_object(result: events.SearchResult) -> dict[str, Any]:
    return {
        "query": result.query,
        "elapsed_ms": result.elapsed_ms,
        "understood": result.understood,
        "hits": [dataclasses.asdict(hit) for hit in result.hits],
    }


def answer_object(answer: events.Answer, sources: events.SourcesChosen | None) -> dict[str, Any]:
    value = dataclasses.asdict(answer)
    for of_the_window in ("turn_id", "rating"):
        del value[of_the_window]
    if sources is not None:
        value["sources"] = [dataclasses.asdict(hit) for hit in sources.hits]
    return value


def list_object(rows: list[events.ItemRow]) -> dict[str, Any]:
    return {"items": [dataclasses.asdict(row) for row in rows]}


def read_batch(file: Path) -> list[dict[str, Any] | UserError]:
    """The lines of a batch in order; a bad line is a UserError in its place.

    Raises UserError where the file cannot be read."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "batch_unreadable", f"{file} could not be read: {error}", "Check the path."
        ) from error
    return [_batch_line(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _batch_line(number: int, line: str) -> dict[str, Any] | UserError:
    next_step = 'A line looks like {"id": "1", "query": "…"}.'
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return UserError("bad_line", f"line {number} is not JSON: {error.msg}", next_step)
    if not isinstance(value, dict):
        return UserError("bad_line", f"line {number} is not an object", next_step)
    return value

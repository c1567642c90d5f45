"""The command line's contract as JSON Schemas."""

from __future__ import annotations

from typing import Any


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


STRING, NUMBER, INTEGER, BOOLEAN = (
    {"type": name} for name in ("string", "number", "integer", "boolean")
)
PATH = {"type": "string", "pattern": "^(/|[A-Za-z]:)"}
KIND = {"enum": ["text", "image", "audio"]}
COUNT = {"type": "integer", "minimum": 0}
STATE = {"enum": ["waiting", "reading", "encoding", "ready", "attention", "missing"]}
LOCATOR = {
    "type": "object",
    "properties": {
        "page": {"type": "integer", "minimum": 1},
        "char_start": COUNT,
        "char_end": COUNT,
        "heading_path": _array(STRING),
        "slide": {"type": "integer", "minimum": 1},
        "sheet": STRING,
        "cells": STRING,
        "part": STRING,
        "bbox": {"type": "array", "items": NUMBER, "minItems": 4, "maxItems": 4},
        "start_s": NUMBER,
        "end_s": NUMBER,
        "speaker": STRING,
    },
}
ADD = _object(
    added=COUNT,
    updated=COUNT,
    unchanged=COUNT,
    moved=COUNT,
    missing=COUNT,
    chunks=COUNT,
    elapsed_s=NUMBER,
    skipped=_array(_object(path=PATH, reason=STRING)),
    failed=_array(_object(path=PATH, reason=STRING, retryable=BOOLEAN)),
)
HIT = _object(
    rank={"type": "integer", "minimum": 1},
    score=NUMBER,
    kind=KIND,
    path=PATH,
    item_id=INTEGER,
    chunk_id=INTEGER,
    locator=LOCATOR,
    snippet=STRING,
)
SEARCH = _object(query=STRING, elapsed_ms=NUMBER, hits=_array(HIT))
CITATION = _object(
    marker={"type": "integer", "minimum": 1},
    kind=KIND,
    path=PATH,
    item_id=INTEGER,
    chunk_id=INTEGER,
    locator=LOCATOR,
    quote=STRING,
    supported=BOOLEAN,
)
ASK = _object(
    question=STRING,
    answer=STRING,
    abstained=BOOLEAN,
    citations=_array(CITATION),
    coverage=_object(items_considered=COUNT, items_used=COUNT),
    sampling=_object(temperature=NUMBER, seed=INTEGER),
    model=STRING,
    metrics=_object(
        retrieve_ms=NUMBER,
        ttft_ms=NUMBER,
        tpot_ms=NUMBER,
        tokens_per_s=NUMBER,
        prompt_tokens=COUNT,
        cached_tokens=COUNT,
        completion_tokens=COUNT,
        context_length=COUNT,
        peak_rss_mb=NUMBER,
    ),
)
LIST = _object(
    items=_array(
        _object(
            item_id=INTEGER,
            path=PATH,
            kind=KIND,
            state=STATE,
            chunks=COUNT,
            title=STRING,
            added_at=STRING,
        )
    )
)
_VECTORS = {"type": "object", "additionalProperties": COUNT}
VERIFY = _object(
    ok=BOOLEAN,
    problems=_array(STRING),
    items=COUNT,
    chunks=COUNT,
    vectors=_VECTORS,
    generation=COUNT,
)
STATUS = _object(
    by_kind=_VECTORS,
    by_state=_VECTORS,
    chunks=COUNT,
    vectors=_VECTORS,
    generation=COUNT,
    size_bytes=COUNT,
    models={"type": "object", "additionalProperties": STRING},
    last_verified={"type": ["string", "null"]},
)
COLLECTION = _object(collection_id=INTEGER, name=STRING, items=COUNT, created_at=STRING)
COLLECTIONS = _object(collections=_array(COLLECTION))
WATCHED = _object(
    watched_id=INTEGER,
    path=PATH,
    ignore=_array(STRING),
    state={"enum": ["watching", "paused", "missing"]},
    items=COUNT,
    by_state=_VECTORS,
)
WATCH_ADD = _object(folder=WATCHED, **ADD["properties"])
WATCH_LIST = _object(folders=_array(WATCHED))
ERROR = _object(error=_object(code=STRING, message=STRING, next_step=STRING, retryable=BOOLEAN))

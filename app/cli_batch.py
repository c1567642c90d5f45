"""Many questions from one file: the models load once, a bad line never stops the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli_json import answer_object, error_object, read_batch, search_object, write_json
from app.cli_narrow import narrowed
from app.cli_session import DONE, FAILED_OR_NOTHING, our_bug
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query
from app.core.troubles import known_trouble
from models.decoder.settings import GenerationSettings

if TYPE_CHECKING:
    from app.compose import Core

log = logging.getLogger(__name__)


def ask_once(
    core: Core,
    query: Query,
    settings: GenerationSettings,
    cancelled: Callable[[], bool],
    show: Callable[[Any], None] | None = None,
) -> tuple[events.Answer, events.SourcesChosen]:
    """The answer and the sources it was written from; `show` is told each event as it comes."""
    sources, answer = events.SourcesChosen(()), None
    for event in core.ask(query, settings, None, cancelled):
        if show is not None:
            show(event)
        if isinstance(event, events.SourcesChosen):
            sources = event
        elif isinstance(event, events.Answer):
            answer = event
    assert answer is not None
    return answer, sources


def run_batch(file: Path, answer_line: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """One result a line, in order; a bad line gives an error with its id and the rest go on."""
    status = DONE
    for line in read_batch(file.expanduser()):
        try:
            if isinstance(line, UserError):
                raise line
            write_json({"id": line.get("id"), **answer_line(line)})
        except Exception as error:
            trouble = known_trouble(error)
            if trouble is None:
                log.exception("a line of the batch failed")
            status = FAILED_OR_NOTHING
            given = line.get("id") if isinstance(line, dict) else None
            write_json({"id": given, **error_object(trouble or our_bug())})
    return status


def search_line(core: Core, line: dict[str, Any]) -> dict[str, Any]:
    return search_object(core.retriever.search(_line_query(core, line, "query")))


def ask_line(
    core: Core,
    line: dict[str, Any],
    settings: GenerationSettings,
    cancelled: Callable[[], bool],
) -> dict[str, Any]:
    answer, _ = ask_once(core, _line_query(core, line, "question"), settings, cancelled)
    return answer_object(answer, None)


def _line_query(core: Core, line: dict[str, Any], text_key: str) -> Query:
    text = line.get(text_key)
    kinds = line.get("kind") or []
    kinds = [kinds] if isinstance(kinds, str) else kinds
    image, audio = line.get("image"), line.get("audio")
    if not (text or image or audio):
        raise UserError("bad_line", f"the line has no {text_key}", f'Add "{text_key}": "…".')
    if not set(kinds) <= {"text", "image", "audio"} or not isinstance(text, str | None):
        raise UserError("bad_line", "a value of the line has the wrong type", "See the manual.")
    k = line.get("k", 10)
    if not isinstance(k, int) or not 1 <= k <= 1000:
        raise UserError("bad_line", "k must be a whole number from 1 to 1000", "Change k.")
    query = Query(
        text, Path(image) if image else None, Path(audio) if audio else None, tuple(kinds), k
    )
    return narrowed(
        query,
        folder=Path(line["in"]) if line.get("in") else None,
        name=line.get("name"),
        since=line.get("since"),
        until=line.get("until"),
        languages=line.get("language") or (),
        collections=[core.collections.named(name) for name in _several(line.get("collection"))],
    )


def _several(value: Any) -> list[str]:
    """One name, or a list of them."""
    return [value] if isinstance(value, str) else [str(name) for name in value or ()]

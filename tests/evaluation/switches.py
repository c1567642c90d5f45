"""Heuristics of the product that an evaluation can put out of action, one by one, to see what each
is worth. For measuring only: nothing in the product knows of this file.

Where a heuristic is gone from the product its switch raises, and can go from here too."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

_ODD = "picture photo photograph image recording document much many long far often ago"
_NEVER = re.compile(r"(?!)")
Change = tuple[str, str, Callable[[Any], Any]]  # module, name in it, what it becomes

SWITCHES: dict[str, tuple[Change, ...]] = {
    # A question is split at ", and wh-…" before its parts are quoted for.
    "split-at-wh": (("app.core.question.quoting", "_ASKS_AGAIN", lambda _: _NEVER),),
    # Heads of a mail are not quoted where the message is at hand.
    "heads-of-mail": (
        ("app.core.question.quoting", "_is_heads_of_mail", lambda _: lambda found: False),
    ),
    # Words of questions and of pictures that carry no meaning.
    "odd-stop-words": (
        (
            "app.core.words",
            "_STOP_WORDS",
            lambda words: words - frozenset(_ODD.split()),
        ),
    ),
    # The best passage of each kind comes along.
    "leader-per-kind": (
        ("app.core.question.ask", "choose_sources", lambda choose: _of_one_kind(choose)),
    ),
    # The best sentence of each kind is quoted.
    "quotes": (("app.core.question.quoting", "ANSWERS", lambda _: 9.0),),
    # A number counts only where its own sentence shares words with the claim.
    "nearness-of-numbers": (
        ("app.core.question.claims", "_near", lambda _: lambda *arguments: True),
    ),
}


def _of_one_kind(choose: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """The choice made as if all that was found were of one kind."""

    def chosen(found: Sequence[Any], **limits: Any) -> list[Any]:
        alike = [
            dataclasses.replace(entry, chunk=dataclasses.replace(entry.chunk, kind="text"))
            for entry in found
        ]
        by_id = {entry.chunk.chunk_id: entry for entry in found}
        return [by_id[entry.chunk.chunk_id] for entry in choose(alike, **limits)]

    return chosen


@contextlib.contextmanager
def without(names: Sequence[str]) -> Iterator[None]:
    """Put the named heuristics out of action. Raises AttributeError where one is gone."""
    with contextlib.ExitStack() as undo:
        for name in names:
            for module_name, attribute, change in SWITCHES[name]:
                module = importlib.import_module(module_name)
                before = getattr(module, attribute)
                setattr(module, attribute, change(before))
                undo.callback(setattr, module, attribute, before)
        yield

"""Heuristics of the product that an evaluation can put out of action, one by one, to see what each
is worth. For measuring only: nothing in the product knows of this file.

Where a heuristic is gone from the product its switch raises, and can go from here too."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.core import thresholds

_ODD = "picture photo photograph image recording document much many long far often ago"
Change = tuple[str, str, Callable[[Any], Any]]  # module, name in it, what it becomes

SWITCHES: dict[str, tuple[Change, ...]] = {
    # Words of questions and of pictures that carry no meaning.
    "odd-stop-words": (
        (
            "app.core.words",
            "_STOP_WORDS",
            lambda words: words - frozenset(_ODD.split()),
        ),
    ),
    # A number counts only where its own sentence shares words with the claim.
    "nearness-of-numbers": (
        ("app.core.question.claims", "_near", lambda _: lambda *arguments: True),
    ),
}


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


@contextlib.contextmanager
def trying(changes: Sequence[str]) -> Iterator[None]:
    """Give thresholds of the core other values, each as NAME=VALUE. Raises AttributeError where
    there is none of that name."""
    with contextlib.ExitStack() as undo:
        for change in changes:
            name, _, text = change.partition("=")
            before = getattr(thresholds, name)
            setattr(thresholds, name, type(before)(text))
            undo.callback(setattr, thresholds, name, before)
        yield

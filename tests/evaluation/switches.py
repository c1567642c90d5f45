"""Heuristics of the product that an evaluation can put out of action, one by one, to see what each
is worth. For measuring only: nothing in the product knows of this file.

Where a heuristic is gone from the product its switch raises, and can go from here too."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from app.core import thresholds

Change = tuple[str, str, Callable[[Any], Any]]  # module, name in it, what it becomes


def _always(value: Any) -> Callable[[Any], Any]:
    """A function that gives the same whatever it is called with."""
    return lambda _: lambda *arguments, **named: value


def _whole(understand: Callable[..., Any]) -> Callable[..., Any]:
    def understood(*arguments: Any, **named: Any) -> Any:
        question = understand(*arguments, **named)
        return dataclasses.replace(question, parts=(question.resolved,))

    return understood


def _without_programs(answerer: type) -> Callable[..., Any]:
    return lambda retriever, encoders, surroundings, limits, reckon, query_tables: answerer(
        retriever, encoders, surroundings, limits
    )


def _all_alike(_: Any) -> Callable[..., Any]:
    return lambda text, spans, rarities: np.ones(len(spans), np.float32)


SWITCHES: dict[str, tuple[Change, ...]] = {
    # Tokens of a rare word count for more when token vectors are compared.
    "rarity": (("models.text", "token_weights", _all_alike),),
    # Tables, counts, lists, dates and files worked out by programs instead of the model.
    "programs": (("app.compose", "Answerer", _without_programs),),
    # Where they decline, a query over a table that the model writes and a program runs.
    "table-queries": (("app.core.question.table_query", "_asks_rows", _always(False)),),
    # A question that asks several things is searched and answered part by part.
    "parts": (("app.core.question.ask", "understand", _whole),),
    # Questions that gather (list, count, comparison, file) get twice the passages.
    "gathering": (
        ("app.core.question.ask", "how_many", lambda _: lambda question, n_sources: n_sources),
    ),
    # A question that names what no source names is declined.
    "not-named": (
        ("app.core.question.writing", "not_named", _always(())),
        ("app.core.question.verdict", "not_named", _always(())),
    ),
    # A quotation with every word of the question is the answer where the model's has no support.
    "quote-whole": (("app.core.question.ask", "answers_whole", _always(False)),),
    # A sentence with a number, date or name that stands nowhere is not shown.
    "invented": (("app.core.question.writing", "invents", _always(False)),),
    # Nothing is answered where what was found is weak by cosine and by words.
    "weak": (("app.core.question.ask", "is_weak", _always(False)),),
    # What was written is held against what a second reader reads.
    "second-reading": (("app.core.question.writing", "SecondReading", _always(None)),),
    # Where the model finds no sentence it is asked for a few words.
    "briefly": (("app.core.question.writing", "_BRIEFLY", lambda _: frozenset()),),
    # Of a length of time the model reads the two days, and a program counts.
    "spans": (
        ("app.core.question.writing", "asks_for_span", _always(False)),
        ("app.core.question.ask", "span_between", _always(None)),
    ),
    # Which of two is more is borne out where a source says so, not where it has the numbers.
    "degrees": (("app.core.question.checking", "degrees", _always(frozenset())),),
    # How many there are is borne out by a row only in a cell for that very thing.
    "cells": (("app.core.question.claims", "in_its_cell", _always(True)),),
    # Of one who takes part in a conversation nothing is borne out by what another says of himself.
    "speakers": (
        ("app.core.question.claims", "tells_of_another", _always(False)),
        ("app.core.question.checking", "tells_of_another", _always(False)),
    ),
    # "yesterday" is read with the day that it was.
    "relative-days": (("app.core.question.passage", "said_days", _always([])),),
    # That it was photographed is known of a picture, that it was said of a recording.
    "called": (("app.core.question.passage", "_CALLED", lambda _: {}),),
    # Mistyped words of a question or a search are set right.
    "spelling": (
        (
            "app.core.question.retrieve",
            "mended",
            lambda _: lambda text, *_, **__: text,
        ),
    ),
    # A second answer, from more passages, where nothing bears out the first.
    "second-answer": (("app.core.question.writing", "agree", _always(None)),),
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

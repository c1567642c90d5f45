"""The passages that a question is answered from, as the model will read them."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Sequence

from app.core.question.asked import Question
from app.core.question.joining import join
from app.core.question.overview import (
    asks_about_many,
    evenly,
    item_asked_about,
    of_the_folder,
    spread_over,
)
from app.core.question.passage import Dated, Passage, fair_shares, make_passage
from app.core.question.pointing import points_back
from app.core.question.query import Query
from app.core.question.retrieve import Found, Retriever
from app.core.question.select import choose
from app.core.question.surroundings import Surroundings
from app.core.words import content_words

_OVERVIEW_SHARE = 1.5  # of the budget: an overview reads more, and is asked for seldom
_BESIDE = 2  # passages of other parts of a question
_MOST_BEGINNINGS = 24  # of items in an overview of a folder


class PassageChooser:
    """`token_budget` is for all passages of one prompt together; `count_tokens` is the model's."""

    def __init__(
        self,
        retriever: Retriever,
        surroundings: Surroundings,
        count_tokens: Callable[[str], int],
        token_budget: int,
        dated: Dated,
    ) -> None:
        self._retriever = retriever
        self._surroundings = surroundings
        self._count = count_tokens
        self._budget = token_budget
        self._dated = dated

    def find(self, query: Query, question: Question) -> list[Found]:
        """What is found for a part of what was asked. A part that leans on the first one ("when is
        its vaccination due") is looked for by its own words too, in turns: those of the first part
        would drown them."""
        found = self._retriever.find(dataclasses.replace(query, text=question.resolved))
        if question.text == question.resolved or not content_words(question.text):
            return found
        alone = self._retriever.find(dataclasses.replace(query, text=question.text))
        pair = (found, alone) if points_back(question.text) else (alone, found)
        turns = (entry for pair in itertools.zip_longest(*pair) for entry in pair if entry)
        return list({entry.chunk.chunk_id: entry for entry in reversed(list(turns))}.values())[::-1]

    def choose(
        self, question: Question, found: Sequence[Found], n_sources: int, query: Query
    ) -> list[Passage]:
        """The best few; for an overview the whole item that the question is about, or the
        beginnings of the items of a folder, of those that `query` keeps to."""
        if question.asks == "summary" and asks_about_many(question.resolved):
            within = self._retriever.contents_within(query)
            items = of_the_folder(question.resolved, self._surroundings.items(within))
            heads = self._surroundings.beginnings(evenly(items, _MOST_BEGINNINGS))
            return self.passages(question, heads, int(self._budget * _OVERVIEW_SHARE))
        if question.asks == "summary" and found:
            item = item_asked_about(question.resolved, found)
            if item is not None:
                budget = int(self._budget * _OVERVIEW_SHARE)
                return self.passages(question, self._overview(item, budget), budget)
        best = choose(found, n_sources=n_sources, question=question.resolved)
        return self.passages(question, best, self._budget)

    def passages(
        self, question: Question, chosen: Iterable[Found], budget: int | None = None
    ) -> list[Passage]:
        """A recording's with what was said around it (`joining`). Within the budget: where together
        they are longer, each is cut to a fair share, and what the short ones leave goes to the
        long ones."""
        joined = join(chosen, self._surroundings.neighbours, self._count)
        sizes = [self._count(run.text) for run in joined]
        shares = fair_shares(sizes, budget or self._budget)
        wanted = content_words(question.resolved)
        return [
            make_passage(
                run,
                self._surroundings.properties(run.found),
                wanted=wanted,
                budget=share,
                count_tokens=self._count,
                dated=self._dated,
            )
            for run, share in zip(joined, shares, strict=True)
        ]

    def beside(
        self, question: Question, own: Sequence[Passage], others: Sequence[Sequence[Passage]]
    ) -> list[Passage]:
        """A part's own passages, and behind them the best two of the other parts: what one part
        asks often stands in the place that answers another."""
        turns = itertools.chain.from_iterable(itertools.zip_longest(*others))
        held = {passage.found.chunk.chunk_id: passage.found for passage in own}
        theirs = {p.found.chunk.chunk_id: p.found for p in turns if p is not None}
        further = [found for known, found in theirs.items() if known not in held]
        return self.passages(question, [*held.values(), *further[:_BESIDE]])

    def _overview(self, item: Found, budget: int) -> list[Found]:
        whole = self._surroundings.whole(item)
        taken = spread_over([entry.chunk for entry in whole], budget, self._count)
        kept = {chunk.chunk_id for chunk in taken}
        return [entry for entry in whole if entry.chunk.chunk_id in kept]

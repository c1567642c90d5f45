"""One question on its way to an answer, and what the model drafts on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.core.events import Judged
from app.core.question.asked import Question
from app.core.question.checking import Claim, SentenceTest
from app.core.question.claims import Evidence
from app.core.question.passage import Passage
from app.core.question.query import Query
from app.core.question.retrieve import Found
from app.core.question.telling import Telling
from app.core.question.values import Reckoning
from app.core.question.verdict import Verdict
from models.decoder.interface import Prompt, Step, Turn
from models.decoder.settings import GenerationSettings


@dataclass(slots=True)
class Draft:
    """What the model writes from these passages, as it grows. `pending` is not shown yet;
    `unnamed` are names of the question that what it rests on says nothing of."""

    question: Question
    passages: Sequence[Passage]
    test: SentenceTest
    alone: bool = True  # not one of several parts of a question
    claims: list[Claim] = field(default_factory=list)
    pending: list[tuple[str, Claim]] = field(default_factory=list)
    shown: list[Claim] = field(default_factory=list)
    unnamed: tuple[str, ...] = ()

    @property
    def rests_on(self) -> list[Evidence]:
        cited = {marker for claim in self.claims for marker in claim.markers}
        return [source for source in self.test.sources if source.marker in cited]

    @property
    def text(self) -> str:
        return " ".join(claim.text for claim in self.claims)


@dataclass(slots=True)
class Drafted:
    """What the model was given and what it wrote: its text as it came, before any check."""

    prompt: Prompt
    chunk_ids: tuple[int, ...]  # of the passages in the prompt
    token_ids: list[int] = field(default_factory=list)
    text: str = ""
    n_prompt_tokens: int = 0

    def add(self, step: Step) -> None:
        self.token_ids += step.token_ids
        self.text += step.text
        self.n_prompt_tokens = step.counts.prompt_tokens


@dataclass(slots=True)
class Run:
    """One question on its way."""

    question: Question
    query: Query
    found: Sequence[Found]
    settings: GenerationSettings
    cancelled: Callable[[], bool]
    turns: tuple[Turn, ...] = ()
    retrieve_ms: float = 0.0
    telling: Telling = field(default_factory=Telling)
    verdict: Verdict = field(default_factory=lambda: Verdict("declined", "nothing_found"))
    last: Step | None = None
    stopped: bool = False
    n_left_out: int = 0  # sentences that were written and not shown
    reckoned: Reckoning | None = None
    drafted: list[Drafted] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)

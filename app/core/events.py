"""Frozen values that travel: from the core to the command line, the engine's pipe and the window.

Every value is made of plain strings, numbers, tuples, dicts and other such values, so that it can
be written as JSON with its class name in `type` (see `app.tasks.wire`). No arrays here: pixels and
samples travel beside the JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "image", "audio"]
Standing = Literal["supported", "unsupported", "contradicted", "unchecked"]
VerdictName = Literal["answered", "quoted", "partly", "contradicted", "declined"]
Strength = Literal["strong", "fair", "weak"]
WatchedState = Literal["watching", "paused", "missing"]
LeftOut = Literal["", "refuses", "says_nothing", "invents", "contradicted"]
Stage = Literal["scan", "read", "encode", "ocr", "speech"]
TextForm = Literal["words", "markdown", "code", "notebook"]


@dataclass(frozen=True, slots=True)
class Place:
    """Another place that says the same as a hit: a copy, or a passage with nearly its words."""

    path: str
    item_id: int
    chunk_id: int
    locator: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """`snippet` is plain text; `scores` holds the score per way of finding (text, image, audio,
    keyword, literal); `also` the other places that say the same; `strength` what to
    think of it: a score orders the hits of one search, and says nothing across searches."""

    rank: int
    score: float
    kind: Kind
    path: str
    item_id: int
    chunk_id: int
    locator: Mapping[str, Any]
    snippet: str
    title: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    suspicious: bool = False  # the passage tells its reader how to answer
    also: tuple[Place, ...] = ()
    strength: Strength = "fair"


@dataclass(frozen=True, slots=True)
class Citation:
    """`quote` is verbatim from the source; `supported` says that the stated test passed."""

    marker: int
    kind: Kind
    path: str
    item_id: int
    chunk_id: int
    locator: Mapping[str, Any]
    quote: str
    supported: bool
    title: str | None = None
    suspicious: bool = False  # the passage tells its reader how to answer


# --- adding ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scanned:
    """The folders are read; `n_files` will be looked at."""

    n_files: int


@dataclass(frozen=True, slots=True)
class FileStarted:
    path: str
    stage: Stage
    done: int = 0  # pages or seconds of this file
    total: int = 0


@dataclass(frozen=True, slots=True)
class FileIndexed:
    """Committed: from here on nothing of it can be lost."""

    path: str
    item_id: int
    outcome: Literal["added", "updated", "unchanged", "moved"]


@dataclass(frozen=True, slots=True)
class FileSkipped:
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileFailed:
    """`waits`: nothing is wrong with the file, a model that it needs is not installed."""

    path: str
    reason: str
    retryable: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class VectorsFilled:
    """Passages added while no text encoder was installed, now found by their meaning too."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class AddProgress:
    done: int
    total: int
    eta_s: float | None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class AddFinished:
    added: int
    updated: int
    unchanged: int
    moved: int
    missing: int
    chunks: int
    elapsed_s: float
    skipped: tuple[FileSkipped, ...]
    failed: tuple[FileFailed, ...]
    cancelled: bool = False
    found_again: int = 0  # of the unchanged: were missing before

    @property
    def changes_any(self) -> bool:
        """Whether any item is other than it was."""
        return bool(self.added or self.updated or self.moved or self.missing or self.found_again)

    @property
    def waits_for_models(self) -> bool:
        """Some files can only be read once a model is installed."""
        return any(failed.waits for failed in self.failed)


# --- searching and answering -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`understood` is the query as it was searched by, where mistyped words were set right;
    `files` and `days` are what it says of the place, in its own words: passages of a file of that
    name, or that is of that day, come before others as near."""

    query: str
    elapsed_ms: float
    hits: tuple[Hit, ...]
    understood: str | None = None
    files: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesChosen:
    """The passages put before the model, numbered from 1 in this order."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class PrefillProgress:
    done_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of the answer, without numbers in brackets. What was shown is never taken back: the
    pieces joined are the text that `SentenceChecked` and `Answer` count in."""

    text: str


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """How the sentence [start, end) of the streamed text stands. `marks` are (position in the
    streamed text, number): there `[number]` belongs; numbers run from 1 in the order of the text.
    `citations` has those numbers' places, with this sentence's own words as quotes."""

    start: int
    end: int
    standing: Standing
    citations: tuple[Citation, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The checked answer: the streamed text with its numbers in place; every `[n]` in it has a
    citation with marker n. `reason` is a code that goes with the verdict ("" where all is well);
    `resolved` is the question as it was understood, where that differs from how it was asked;
    `coverage_text` says in words how far was looked."""

    question: str
    answer: str
    abstained: bool
    citations: tuple[Citation, ...]
    coverage: Mapping[str, int]  # items_considered, items_used, items_unreadable where there are
    sampling: Mapping[str, Any]
    model: str
    metrics: Mapping[str, float]
    conversation_id: int | None = None
    cancelled: bool = False
    notes: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()  # other sequences, as written and unchecked
    verdict: VerdictName = "answered"
    reason: str = ""
    sentences: tuple[SentenceChecked, ...] = ()
    resolved: str | None = None
    coverage_text: str = ""
    turn_id: int | None = None  # where it is remembered
    rating: int = 0  # the asker's own: 1 good, -1 bad
    attachment: str = ""  # path of the picture or recording that was part of the question


# --- how an answer came about --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TokenStage:
    """The likeliest tokens after one filter, likeliest first: (spelling, probability). The first
    stage is "model", before all of them."""

    name: str
    candidates: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class TokenChoice:
    """`probability` of the chosen token and `entropy` in bits are the model's own."""

    spelling: str
    probability: float
    entropy: float
    stages: tuple[TokenStage, ...]


@dataclass(frozen=True, slots=True)
class TokensInspected:
    """The tokens of the model's draft number `draft` (from 0) of `n_drafts`, as far as they were
    looked into; it has `n_tokens`."""

    draft: int
    n_drafts: int
    tokens: tuple[TokenChoice, ...]
    n_tokens: int


@dataclass(frozen=True, slots=True)
class Considered:
    """A passage that was found. `read`: it was put before the model; `cited`: a sentence rests
    on it."""

    hit: Hit
    read: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the model was given, and wrote to it before any check."""

    n_passages: int
    n_prompt_tokens: int
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence that the model wrote, how it stands to what was read, and why it was left out."""

    text: str
    standing: Standing
    left_out: LeftOut = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """`asks` is what kind of thing was asked (fact, count, list …); `found` the best of `n_found`
    passages; `by_program`: a program worked the answer out, and no model was asked."""

    understood: str
    asks: str
    n_found: int
    found: tuple[Considered, ...]
    by_program: bool
    attempts: tuple[Attempt, ...]
    judged: tuple[Judged, ...]
    verdict: VerdictName
    reason: str


# --- looking -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ItemRow:
    item_id: int
    path: str
    kind: Kind
    state: str
    chunks: int
    title: str
    added_at: str
    reason: str | None = None
    size: int = 0
    language: str | None = None
    changed_at: str = ""  # the file's last change, ISO 8601, UTC
    collections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemRows:
    """A helping of items: one by one they take three times as long through the pipe."""

    rows: tuple[ItemRow, ...]


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A named set of items."""

    collection_id: int
    name: str
    items: int
    created_at: str


@dataclass(frozen=True, slots=True)
class WordsHeard:
    """What is said in a recording; "" where nobody speaks in it."""

    words: str


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice that has a name; heard in so many recordings, and known by so many seconds."""

    name: str
    recordings: int
    seconds: float
    created_at: str


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker of a recording by order of appearance from 1; `label` is what their passages begin
    with, None where the recording has but one without a name."""

    number: int
    label: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """A folder that the library follows. `missing`: its drive or folder is not there now."""

    watched_id: int
    path: str
    ignore: tuple[str, ...]
    state: WatchedState
    items: int
    by_state: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChunkRow:
    chunk_id: int
    kind: Kind
    locator: Mapping[str, Any]
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """An item with its metadata and, in order, its chunks."""

    item: ItemRow
    media_type: str
    metadata: Mapping[str, str]
    chunks: tuple[ChunkRow, ...]
    page_count: int | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A chunk in its surroundings: `text[start:end]` is the chunk within the excerpt. `form` and
    `headings` as of `ItemText`."""

    item: ItemRow
    chunk: ChunkRow
    text: str
    start: int
    end: int
    form: TextForm = "words"
    headings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemText:
    """The text that was read from an item, from its beginning; `n_chars` is the length of all of
    it. `form` says what its lines are; `headings` are the lines that stand over parts of it, with
    their levels from 1, where the text itself does not mark them."""

    text: str
    n_chars: int
    form: TextForm
    headings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    items: int
    by_kind: Mapping[str, int]
    by_state: Mapping[str, int]
    chunks: int
    vectors: Mapping[str, int]
    generation: int
    size_bytes: int
    models: Mapping[str, str]
    last_verified: str | None
    library: str
    version: str
    readers_confined_by: str = ""
    has_passphrase: bool = False
    backups: tuple[str, ...] = ()  # those made by themselves, the newest first


@dataclass(frozen=True, slots=True)
class VerifyProgress:
    """`step` in words; `done` of `total` units, 0 of 0 where they are not counted."""

    step: str
    done: int = 0
    total: int = 0
    unit: str = "passage"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """`deep`: everything that is stored was read, not only whether it agrees with itself."""

    ok: bool
    problems: tuple[str, ...]
    items: int
    chunks: int
    vectors: Mapping[str, int]
    generation: int
    repaired: tuple[str, ...] = ()
    deep: bool = False


@dataclass(frozen=True, slots=True)
class ConversationRow:
    conversation_id: int
    title: str
    started_at: str
    n_turns: int


# --- models ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelRow:
    name: str
    role: str
    licence: str
    size_bytes: int
    installed: bool
    starter: bool
    note: str = ""
    in_use: bool = False  # the one that the settings name for its role
    does: tuple[str, ...] = ()  # the roles that the open library has it for
    memory_bytes: int = 0  # what it takes while it works; 0 where that was not measured


@dataclass(frozen=True, slots=True)
class ModelChecked:
    """Every file of a model was read; `damaged` says what is wrong with it, file by file."""

    name: str
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeedProgress:
    """So many steps of the benchmark are done."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What models work on here: `device` is "cpu", "cuda" or "mps"; memory in bytes."""

    device: str
    n_threads: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Speed:
    """What the benchmark found: `words_per_s` and `tokens_per_s` as the language model writes,
    without its reading; `passage_ms` for one passage of 60 words. `device` is "cpu", "cuda" or
    "mps"."""

    model: str
    words_per_s: float
    tokens_per_s: float
    passage_ms: float
    device: str
    n_threads: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class EncodeProgress:
    """So many of a space's vectors are made anew."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class InstallProgress:
    name: str
    stage: Literal["download", "verify", "convert"]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class InstallNote:
    """Something the user should be told, such as which model stands in for one not to be had."""

    text: str


@dataclass(frozen=True, slots=True)
class InstallFinished:
    name: str
    size_bytes: int


# --- engine ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pixels:
    """Announces one uint8 array (height, width, 3) beside it; `boxes` as fractions, and
    `strong_boxes` those of the sentence within them."""

    width: int
    height: int
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    strong_boxes: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Peaks:
    """Announces one int8 array (n_bins, 2) beside it, evenly over `duration_s`."""

    duration_s: float
    n_bins: int


@dataclass(frozen=True, slots=True)
class Samples:
    """Announces one int16 array (n,) of mono sound beside it, beginning at `start_s`."""

    start_s: float
    sample_rate_hz: int


@dataclass(frozen=True, slots=True)
class Relocated:
    """`moved` counts files and what lies in them; `stayed` are files that are where they were;
    `lost` the paths of those that were found nowhere below the new folder."""

    moved: int
    stayed: int
    lost: tuple[str, ...]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Removed:
    """`in_backups`: how many backups made before may still hold it; they go within five weeks, or
    with their folder."""

    items: int
    chunks: int
    in_backups: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A file that export or backup wrote, or restore read."""

    path: str
    items: int


@dataclass(frozen=True, slots=True)
class LockChanged:
    """Whether the library needs a passphrase now. `left` are files in its folder that could not be
    converted with it."""

    locked: bool
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a backup is written, or a backup that is to be restored is copied and checked: bytes
    of about so many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in English as it stands in the code, with `{name}` where a value belongs, so that
    it can be put into another language before the values are put in."""

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.filled(self.template)

    def filled(self, template: str) -> str:
        """The template, this one or its translation, with the values in their places. A text
        without values may hold braces."""
        return template.format(**self.values) if self.values else template


@dataclass(frozen=True, slots=True)
class Failure:
    """A call ended with an error the user can act on (`code` "bug" for our own)."""

    code: str
    message: Words
    next_step: Words
    retryable: bool = False

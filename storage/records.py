"""Values that the store takes and gives: plain, frozen, free of SQL and of any encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType, TypedDict

import numpy as np
from numpy.typing import NDArray

ItemId = NewType("ItemId", int)
ContentId = NewType("ContentId", int)
ChunkId = NewType("ChunkId", int)
ConversationId = NewType("ConversationId", int)
CollectionId = NewType("CollectionId", int)
WatchedId = NewType("WatchedId", int)
VoiceId = NewType("VoiceId", int)

Kind = Literal["text", "image", "audio"]
State = Literal["waiting", "reading", "encoding", "ready", "attention", "missing"]
SpaceName = Literal["text", "image", "audio", "voice", "multilingual"]


class Locator(TypedDict, total=False):
    """Where in a file a chunk is. Only the keys that apply are present.

    `char_start`/`char_end` are code points, half-open, in the stored extracted text; `bbox` is
    [x0, y0, x1, y1] as fractions of the picture after EXIF rotation; times are seconds."""

    page: int
    page_label: str  # what is printed on it, where that is not its number: `iv`, `A-3`
    page_offset: int  # where the page's text begins in the stored text
    char_start: int
    char_end: int
    heading_path: list[str]
    headings_within: list[str]  # below the first, of small parts that are one passage
    slide: int
    sheet: str
    cells: str
    part: str
    bbox: list[float]
    lines: list[list[float]]  # read in a picture: where each begins in the passage, and its box
    start_s: float
    end_s: float
    speaker: str  # who is heard, as the passage's text begins with it


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What the file system says of a file; `sha256` is of its bytes, in lower-case hex."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the store remembers of a path: enough to see that it has not changed. `state` is
    `ready`, `attention` or `missing`."""

    path: str
    size: int
    mtime_ns: int
    item_id: ItemId
    state: State


@dataclass(frozen=True, slots=True)
class NewChunk:
    """A unit of citation to be stored. Each vector is a unit-length float32 row of its space."""

    kind: Kind
    text: str
    locator: Locator
    language: str | None = None
    vectors: Mapping[SpaceName, NDArray[np.float32]] = field(default_factory=dict)
    heads: str = ""  # what it stands under: title, headings, sheet, sender; searched like the text
    tokens: bytes | None = None  # token vectors as the text encoder packed them


@dataclass(frozen=True, slots=True)
class PendingPart:
    """A part of a content still to be read: a scanned page (`ocr`), a stretch of sound (`speech`),
    or, once that is done, who speaks in all of it (`voices`). `part` is the page number from 1, or
    the start in whole seconds."""

    stage: Literal["ocr", "speech", "voices"]
    part: int


@dataclass(frozen=True, slots=True)
class NewContent:
    """All that is known of some bytes, keyed by their SHA-256; stored whole or not at all."""

    sha256: str
    kind: Kind
    media_type: str
    title: str | None
    text: str  # the extracted text that `char_start`/`char_end` count in; "" for pictures, sound
    metadata: Mapping[str, str]
    chunks: tuple[NewChunk, ...]
    pending: tuple[PendingPart, ...] = ()
    page_count: int | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    peaks: NDArray[np.int8] | None = None  # shape (n_bins, 2): lowest and highest sample per bin
    thumbnail_jpeg: bytes | None = None
    recipe: str = ""  # what it was made with (readers, chunker, encoders); compared, never parsed


@dataclass(frozen=True, slots=True)
class Item:
    item_id: ItemId
    path: str
    kind: Kind
    state: State
    reason: str | None  # why an item is in state `attention`
    title: str | None
    media_type: str
    size: int
    mtime_ns: int
    sha256: str
    content_id: ContentId | None
    n_chunks: int
    added_at: str  # ISO 8601, UTC
    retryable: bool = False  # attention: would reading again help?
    language: str | None = None  # of most of its passages, ISO 639-1


@dataclass(frozen=True, slots=True)
class Content:
    content_id: ContentId
    sha256: str
    kind: Kind
    media_type: str
    title: str | None
    text: str
    metadata: Mapping[str, str]
    page_count: int | None
    width: int | None
    height: int | None
    duration_s: float | None
    recipe: str = ""
    n_chunks: int = 0
    n_pending: int = 0  # parts still to be read


@dataclass(frozen=True, slots=True)
class Chunk:
    chunk_id: ChunkId
    content_id: ContentId
    ordinal: int
    kind: Kind
    text: str
    locator: Locator
    language: str | None
    heads: str = ""


@dataclass(frozen=True, slots=True)
class SpaceRecord:
    """An embedding space as stored; vectors of another fingerprint are refused."""

    name: SpaceName
    dim: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class VectorBatch:
    """Rows of one space: `ids` int64 of shape (n,), `rows` float32 of shape (n, dim)."""

    space: SpaceName
    ids: NDArray[np.int64]
    rows: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Change:
    """What one committed transaction did to the vectors; the index in memory follows it."""

    generation: int
    item_id: ItemId | None
    added: tuple[VectorBatch, ...] = ()
    removed: tuple[ChunkId, ...] = ()
    n_chunks: int = 0


@dataclass(frozen=True, slots=True)
class StoredCitation:
    """A citation with its own quote and place, so that re-reading a file orphans nothing."""

    marker: int
    kind: Kind
    path: str
    item_id: int
    chunk_id: int
    locator: Locator
    quote: str
    supported: bool


@dataclass(frozen=True, slots=True)
class StoredTurn:
    question: str
    answer: str
    abstained: bool
    citations: tuple[StoredCitation, ...]
    model: str
    asked_at: str
    details: Mapping[str, object] = field(default_factory=dict)  # sampling, coverage, metrics
    turn_id: int | None = field(default=None, compare=False)  # once it is stored


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    conversation_id: ConversationId
    title: str
    started_at: str
    n_turns: int


@dataclass(frozen=True, slots=True)
class PendingWork:
    """A part still to be read, with one item whose file holds it."""

    item: Item
    content_id: ContentId
    part: PendingPart


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """A saved index of one space: file name within the library, and the generation it shows."""

    space: SpaceName
    generation: int
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the library holds."""

    items: int
    by_kind: Mapping[str, int]
    by_state: Mapping[str, int]
    chunks: int
    vectors: Mapping[str, int]
    pending: int
    generation: int
    last_verified: str | None


@dataclass(frozen=True, slots=True)
class QueuedAdd:
    """Files and folders that were asked to be added and are not done yet."""

    queued_id: int
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of items."""

    collection_id: CollectionId
    name: str
    created_at: str  # ISO 8601, UTC
    n_items: int


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice with a name. `row` is its mean, unit length, by the encoder of that fingerprint."""

    voice_id: VoiceId
    name: str
    encoder: str
    row: NDArray[np.float32]
    seconds: float  # of speech that it is the mean of
    created_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class WatchedFolder:
    """A folder that the library follows. `ignore` are lines as in .gitignore."""

    watched_id: WatchedId
    path: str
    ignore: tuple[str, ...]
    paused: bool
    file_number: str  # the folder's inode; "" where the file system has none
    watched_since: str  # ISO 8601, UTC

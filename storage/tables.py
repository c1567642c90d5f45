"""The tables. Each index says which query it serves; full-text tables are in `storage.sqlite`.

Chunk ids are AUTOINCREMENT: an id once given never names another passage, not even after its
passage is gone. `checksum` is of the row itself, see `storage.sqlite_checksums`."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage import sqlite


class Json(TypeDecorator[Any]):
    """A small JSON value as text, keys in the order given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        try:
            return json.loads(value) if value else {}
        except ValueError as error:
            raise sqlite.damaged("A row of the library is damaged.") from error


class PackedText(TypeDecorator[str]):
    """A long text, deflated UTF-8: a third of its size."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes:
        return zlib.compress((value or "").encode("utf-8", "replace"), 6)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str:
        try:
            return zlib.decompress(value).decode("utf-8") if value else ""
        except (zlib.error, UnicodeDecodeError) as error:
            raise sqlite.damaged("A text in the library is damaged.") from error


class Base(DeclarativeBase):
    pass


class LibraryInfoRow(Base):
    """Single facts: schema, generation, clean_shutdown, last_verified, words_version."""

    __tablename__ = "library_info"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(String)
    checksum: Mapped[int | None]


class SpaceRow(Base):
    """An embedding space. One of a name is live; another may be built beside it (`live` 0)."""

    __tablename__ = "spaces"
    __table_args__ = (Index("spaces_name_live", "name", "live", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    dim: Mapped[int]
    fingerprint: Mapped[str]
    live: Mapped[bool]
    checksum: Mapped[int | None]


class ContentRow(Base):
    """What is known of some bytes, whichever paths hold them."""

    __tablename__ = "contents"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    # unique: content_by_sha256, asked for each new file before it is read
    sha256: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    media_type: Mapped[str]
    title: Mapped[str | None]
    details: Mapped[Any] = mapped_column(Json)
    page_count: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_s: Mapped[float | None]
    recipe: Mapped[str]
    language: Mapped[str | None]  # of most of its passages
    n_chunks: Mapped[int]
    n_pending: Mapped[int]
    generation: Mapped[int]
    checksum: Mapped[int | None]


class ContentTextRow(Base):
    """The extracted text, apart so that listing contents reads none of it."""

    __tablename__ = "content_texts"

    content_id: Mapped[int] = mapped_column(
        ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(PackedText)
    checksum: Mapped[int | None]


class ContentMediaRow(Base):
    """Peaks (int8, two a bin) and thumbnail (JPEG)."""

    __tablename__ = "content_media"

    content_id: Mapped[int] = mapped_column(
        ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True
    )
    peaks: Mapped[bytes | None]
    thumbnail: Mapped[bytes | None]
    checksum: Mapped[int | None]


class ItemRow(Base):
    """One path. `state` is ready, attention or missing; the others are states of work under way
    and are not stored. An item that needs attention keeps the content it had."""

    __tablename__ = "items"
    __table_args__ = (
        Index("items_content", "content_id"),  # paths of a content: hits, moves, last user gone?
        Index("items_state", "state"),  # counts, and listing what needs attention
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)  # by_path; known_stamps reads it as a range
    content_id: Mapped[int | None] = mapped_column(ForeignKey("contents.id"))
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str | None]
    retryable: Mapped[bool]
    size: Mapped[int]
    mtime_ns: Mapped[int]
    sha256: Mapped[str]
    added_at: Mapped[str]
    checksum: Mapped[int | None]


class ChunkRow(Base):
    """A passage. `position` is its page or second where it has one, so that parts read later (a
    scanned page) stand where they belong."""

    __tablename__ = "chunks"
    __table_args__ = (
        # chunks_of and neighbours, in reading order
        Index("chunks_content", "content_id", "position", "ordinal"),
        Index("chunks_kind", "kind"),  # ids_of_kinds, for a search filtered by kind
        Index("chunks_language", "language"),  # languages, and a search filtered by language
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"))
    position: Mapped[float]
    ordinal: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]
    locator: Mapped[Any] = mapped_column(Json)
    language: Mapped[str | None]
    heads: Mapped[str]  # what it stands under; needed to take its keyword row out again
    checksum: Mapped[int | None]


class VectorRow(Base):
    """A float16 row. Clustered by space and chunk, so that a space is read in one sweep."""

    __tablename__ = "vectors"
    __table_args__ = ({"sqlite_with_rowid": False},)

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    chunk_id: Mapped[int] = mapped_column(primary_key=True)
    row: Mapped[bytes]
    checksum: Mapped[int | None]


class TokenRow(Base):
    """A passage's token vectors, packed by the encoder of the text space `space_id`: those of
    another space are passed over. Some kilobytes each, so in a table of their own."""

    __tablename__ = "token_rows"

    chunk_id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int]
    rows: Mapped[bytes]
    checksum: Mapped[int | None]


class PendingRow(Base):
    __tablename__ = "pending_parts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    content_id: Mapped[int] = mapped_column(
        ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True
    )
    stage: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    checksum: Mapped[int | None]


class QueuedAddRow(Base):
    """Files and folders that were asked to be added; goes when they are."""

    __tablename__ = "queued_adds"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    paths: Mapped[Any] = mapped_column(Json)
    queued_at: Mapped[str]
    checksum: Mapped[int | None]


class CollectionRow(Base):
    """A named set of items. `folded` is the name as it is compared."""

    __tablename__ = "collections"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)  # by_name
    created_at: Mapped[str]
    checksum: Mapped[int | None]


class CollectionItemRow(Base):
    __tablename__ = "collection_items"
    __table_args__ = (
        Index("collection_items_item", "item_id"),  # an item that goes leaves its collections
        {"sqlite_with_rowid": False},
    )

    collection_id: Mapped[int] = mapped_column(
        ForeignKey("collections.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(
        ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
    )
    checksum: Mapped[int | None]


class VoiceRow(Base):
    """A voice with a name: its mean row (float16, unit length) by the encoder of that fingerprint,
    over so many seconds of speech. `folded` is the name as it is compared."""

    __tablename__ = "voices"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    folded: Mapped[str] = mapped_column(unique=True)  # put
    encoder: Mapped[str]
    row: Mapped[bytes]
    seconds: Mapped[float]
    created_at: Mapped[str]
    checksum: Mapped[int | None]


class VoiceSpeakerRow(Base):
    """A speaker of a recording, by number, whom the user gave a name."""

    __tablename__ = "voice_speakers"
    __table_args__ = (
        Index("voice_speakers_voice", "voice_id"),  # a voice that is forgotten leaves them
        {"sqlite_with_rowid": False},
    )

    content_id: Mapped[int] = mapped_column(
        ForeignKey("contents.id", ondelete="CASCADE"), primary_key=True
    )
    speaker: Mapped[int] = mapped_column(primary_key=True)
    voice_id: Mapped[int] = mapped_column(ForeignKey("voices.id", ondelete="CASCADE"))
    checksum: Mapped[int | None]


class WatchedFolderRow(Base):
    """A folder that the library follows. `ignore` are lines as in .gitignore; `file_number` is the
    folder's own (inode), by which it is known again under another name."""

    __tablename__ = "watched_folders"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(unique=True)
    ignore: Mapped[Any] = mapped_column(Json)
    paused: Mapped[bool]
    file_number: Mapped[str]  # as text: on Windows it may not fit into 63 bits
    watched_since: Mapped[str]
    checksum: Mapped[int | None]


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    started_at: Mapped[str]
    checksum: Mapped[int | None]


class TurnRow(Base):
    __tablename__ = "turns"
    __table_args__ = (Index("turns_conversation", "conversation_id"),)  # loading a conversation

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    question: Mapped[str]
    answer: Mapped[str]
    abstained: Mapped[bool]
    model: Mapped[str]
    asked_at: Mapped[str]
    details: Mapped[Any] = mapped_column(Json)
    checksum: Mapped[int | None]


class CitationRow(Base):
    """Holds its own quote and place, and points to no chunk: re-reading a file orphans nothing."""

    __tablename__ = "citations"
    __table_args__ = (
        Index("citations_turn", "turn_id"),  # loading a conversation
        Index("citations_item", "item_id"),  # which answers quote an item that is to be removed
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"))
    marker: Mapped[int]
    kind: Mapped[str]
    path: Mapped[str]
    item_id: Mapped[int]
    chunk_id: Mapped[int]
    locator: Mapped[Any] = mapped_column(Json)
    quote: Mapped[str]
    supported: Mapped[bool]
    checksum: Mapped[int | None]


class SnapshotRow(Base):
    """A saved index of a space; written only after its file is safely on disk."""

    __tablename__ = "snapshots"

    id: Mapped[int] = mapped_column(primary_key=True)
    space: Mapped[str]
    generation: Mapped[int]
    file_name: Mapped[str]
    sha256: Mapped[str]

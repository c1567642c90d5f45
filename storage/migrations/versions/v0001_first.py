"""Everything that the first version of a library holds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TOKENIZE = "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'\""
_FULL_TEXT = (
    f"CREATE VIRTUAL TABLE keywords USING fts5(words, content='', {_TOKENIZE})",
    "INSERT INTO keywords(keywords, rank) VALUES('secure-delete', 1)",
    f"CREATE VIRTUAL TABLE names USING fts5(words, {_TOKENIZE})",
    "INSERT INTO names(names, rank) VALUES('secure-delete', 1)",
    "CREATE VIRTUAL TABLE keyword_frequencies USING fts5vocab(keywords, row)",
)


def upgrade() -> None:
    op.create_table(
        "library_info",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
    op.create_table(
        "spaces",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("dim", sa.Integer, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
    )
    op.create_index("spaces_name_live", "spaces", ["name", "live"], unique=True)
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("title", sa.String),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("page_count", sa.Integer),
        sa.Column("width", sa.Integer),
        sa.Column("height", sa.Integer),
        sa.Column("duration_s", sa.Double),
        sa.Column("recipe", sa.String, nullable=False),
        sa.Column("n_chunks", sa.Integer, nullable=False),
        sa.Column("n_pending", sa.Integer, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "content_texts",
        _of_content(),
        sa.Column("text", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "content_media",
        _of_content(),
        sa.Column("peaks", sa.LargeBinary),
        sa.Column("thumbnail", sa.LargeBinary),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.String, nullable=False, unique=True),
        sa.Column("content_id", sa.Integer, sa.ForeignKey("contents.id")),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("retryable", sa.Boolean, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("mtime_ns", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("added_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("items_content", "items", ["content_id"])
    op.create_index("items_state", "items", ["state"])
    op.create_table(
        "chunks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("content_id", sa.Integer, sa.ForeignKey("contents.id"), nullable=False),
        sa.Column("position", sa.Double, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("language", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_index("chunks_content", "chunks", ["content_id", "position", "ordinal"])
    op.create_index("chunks_kind", "chunks", ["kind"])
    op.create_table(
        "vectors",
        sa.Column("space_id", sa.Integer, sa.ForeignKey("spaces.id"), primary_key=True),
        sa.Column("chunk_id", sa.Integer, primary_key=True),
        sa.Column("row", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pending_parts",
        _of_content(),
        sa.Column("stage", sa.String, primary_key=True),
        sa.Column("part", sa.Integer, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("started_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "conversation_id",
            sa.Integer,
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("question", sa.String, nullable=False),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("abstained", sa.Boolean, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("asked_at", sa.String, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
    )
    op.create_index("turns_conversation", "turns", ["conversation_id"])
    op.create_table(
        "citations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "turn_id", sa.Integer, sa.ForeignKey("turns.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("marker", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("item_id", sa.Integer, nullable=False),
        sa.Column("chunk_id", sa.Integer, nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("quote", sa.String, nullable=False),
        sa.Column("supported", sa.Boolean, nullable=False),
    )
    op.create_index("citations_turn", "citations", ["turn_id"])
    op.create_index("citations_item", "citations", ["item_id"])
    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("space", sa.String, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
    )
    for statement in _FULL_TEXT:
        op.execute(statement)


def _of_content() -> "sa.Column[int]":
    return sa.Column(
        "content_id",
        sa.Integer,
        sa.ForeignKey("contents.id", ondelete="CASCADE"),
        primary_key=True,
    )

"""Passages can be told apart by their language quickly."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_index("chunks_language", "chunks", ["language"])

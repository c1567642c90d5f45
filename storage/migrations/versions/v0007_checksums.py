"""Every row that holds something carries a checksum; counted after the migration."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = (
    "library_info",
    "spaces",
    "contents",
    "content_texts",
    "content_media",
    "items",
    "chunks",
    "vectors",
    "token_rows",
    "pending_parts",
    "queued_adds",
    "collections",
    "collection_items",
    "watched_folders",
    "conversations",
    "turns",
    "citations",
)


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("checksum", sa.Integer))

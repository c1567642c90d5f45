"""Named sets of items, folders that are followed, and the language of each content."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False, unique=True),
        sa.Column("created_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "collection_items",
        sa.Column(
            "collection_id",
            sa.Integer,
            sa.ForeignKey("collections.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "item_id", sa.Integer, sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("collection_items_item", "collection_items", ["item_id"])
    op.create_table(
        "watched_folders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.String, nullable=False, unique=True),
        sa.Column("ignore", sa.Text, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("file_number", sa.String, nullable=False),
        sa.Column("watched_since", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("contents", sa.Column("language", sa.String, nullable=True))
    op.execute(
        "UPDATE contents SET language = (SELECT language FROM chunks "
        "WHERE content_id = contents.id AND language IS NOT NULL "
        "GROUP BY language ORDER BY count(*) DESC, language LIMIT 1)"
    )

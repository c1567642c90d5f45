"""Voices that have a name, and the speakers of recordings that were given it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "voices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("folded", sa.String, nullable=False, unique=True),
        sa.Column("encoder", sa.String, nullable=False),
        sa.Column("row", sa.LargeBinary, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("created_at", sa.String, nullable=False),
        sa.Column("checksum", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "voice_speakers",
        sa.Column(
            "content_id",
            sa.Integer,
            sa.ForeignKey("contents.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("speaker", sa.Integer, primary_key=True),
        sa.Column(
            "voice_id", sa.Integer, sa.ForeignKey("voices.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("checksum", sa.Integer),
        sqlite_with_rowid=False,
    )
    op.create_index("voice_speakers_voice", "voice_speakers", ["voice_id"])

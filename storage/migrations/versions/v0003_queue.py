"""Work that outlasts the window."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "queued_adds",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("paths", sa.Text, nullable=False),
        sa.Column("queued_at", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )

"""Keyword rows hold other forms of their words; text is folded further than FTS5 does."""

from alembic import op

from storage import sqlite
from storage.repositories.health import rebuild_keywords, rebuild_names

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    connection = op.get_bind()
    sqlite.make_full_text_anew(connection)
    rebuild_keywords(connection)
    rebuild_names(connection)

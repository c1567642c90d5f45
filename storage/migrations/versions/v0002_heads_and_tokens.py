"""What a passage stands under is searched with it; room for its token vectors."""

import json

import sqlalchemy as sa
from alembic import op

from storage import sqlite
from storage.repositories.health import rebuild_keywords, rebuild_names

revision = "0002"
down_revision = "0001"

_ROWS_A_STEP = 5000


def upgrade() -> None:
    op.execute("ALTER TABLE chunks ADD COLUMN heads VARCHAR NOT NULL DEFAULT ''")
    op.create_table(
        "token_rows",
        sa.Column("chunk_id", sa.Integer, primary_key=True),
        sa.Column("space_id", sa.Integer, nullable=False),
        sa.Column("rows", sa.LargeBinary, nullable=False),
    )
    connection = op.get_bind()
    _fill_heads(connection)
    sqlite.make_full_text_anew(connection)
    rebuild_keywords(connection)
    rebuild_names(connection)


def _fill_heads(connection: sa.Connection) -> None:
    """Title, headings and sheet, as far as they are known without reading the files again."""
    last = 0
    while rows := connection.exec_driver_sql(
        "SELECT k.id, c.title, k.locator FROM chunks AS k "
        "JOIN contents AS c ON c.id = k.content_id "
        "WHERE k.id > ? ORDER BY k.id LIMIT ?",
        (last, _ROWS_A_STEP),
    ).fetchall():
        last = rows[-1][0]
        filled = [(heads, row[0]) for row in rows if (heads := _heads(row[1], row[2]))]
        if filled:
            connection.exec_driver_sql("UPDATE chunks SET heads = ? WHERE id = ?", filled)


def _heads(title: str | None, locator: str) -> str:
    place = json.loads(locator)
    parts = [title or "", *place.get("heading_path", []), place.get("sheet", "")]
    return "\n".join(dict.fromkeys(part for part in parts if part))

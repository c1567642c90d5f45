"""The searchable line of each content: its title, file names and metadata."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage import sqlite
from storage.tables import ContentRow, ItemRow
from storage.words import name_document


def refresh(connection: Connection, content_id: int) -> None:
    """Write the line anew from the content and the paths that hold it now."""
    content = connection.execute(
        select(ContentRow.title, ContentRow.details).where(ContentRow.id == content_id)
    ).one()
    paths = connection.execute(select(ItemRow.path).where(ItemRow.content_id == content_id))
    words = name_document(content.title, paths.scalars(), content.details)
    sqlite.put_name(connection, content_id, words)

"""The library into a file and back: export for reading, backup for keeping."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from app.core import events
from app.core.beside import Beside
from app.core.conversations import Conversations
from app.core.errors import UserError
from app.core.marking import told
from app.core.naming import place, spoken_name
from storage.backup import arriving_of, bring, put_in_place
from storage.errors import StorageError
from storage.files import partial_of
from storage.store import Store


def export_library(store: Store, file: Path) -> events.Written:
    """Write items with their passages, then conversations: Markdown or JSON lines by the ending.

    The file appears whole or not at all. Raises UserError."""
    writers = {".md": _markdown, ".jsonl": _json_lines}
    lines = writers.get(file.suffix.lower())
    if lines is None:
        raise UserError(
            "usage",
            "{file} ends in neither .md nor .jsonl.",
            "Choose one of the two.",
            file=file.name,
        )
    beside = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        made = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(made, "w", encoding="utf-8") as stream:  # noqa: PTH123 - it is open already
            for line in lines(store):
                stream.write(line + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    except OSError as error:
        with contextlib.suppress(OSError):  # where not even that folder is there
            beside.unlink(missing_ok=True)
        raise UserError(
            "cannot_write",
            "{file} could not be written: {reason}. The library is unchanged.",
            "Choose another place, or free room there.",
            file=file,
            reason=error.strerror or error,
        ) from error
    return events.Written(str(file), store.health.counts().items)


def _records(store: Store) -> Iterator[dict[str, Any]]:
    for item in store.items.all():
        content = store.contents.get(item.content_id) if item.content_id else None
        chunks = store.chunks.of_content(item.content_id) if item.content_id else []
        yield {
            "type": "item",
            "item_id": int(item.item_id),
            "path": item.path,
            "kind": item.kind,
            "state": item.state,
            "title": item.title or spoken_name(item.path),
            "sha256": item.sha256,
            "metadata": dict(content.metadata) if content else {},
            "chunks": [{"text": chunk.text, "locator": told(chunk.locator)} for chunk in chunks],
        }
    conversations = Conversations(store)
    for row in conversations.rows():
        for answer in conversations.answers(row.conversation_id):
            yield {
                "type": "answer",
                "conversation": row.title,
                "question": answer.question,
                "answer": answer.answer,
                "citations": [
                    {
                        "marker": citation.marker,
                        "path": citation.path,
                        "locator": dict(citation.locator),
                        "quote": citation.quote,
                        "supported": citation.supported,
                    }
                    for citation in answer.citations
                ],
            }


def _json_lines(store: Store) -> Iterator[str]:
    for record in _records(store):
        yield json.dumps(record, ensure_ascii=False)


def _markdown(store: Store) -> Iterator[str]:
    for record in _records(store):
        if record["type"] == "item":
            yield f"# {record['title']}\n\n`{record['path']}` ({record['kind']})\n"
            for chunk in record["chunks"]:
                where = place(chunk["locator"])
                yield (f"*{where}*\n\n" if where else "") + _quoted(chunk["text"]) + "\n"
        else:
            yield f"# Question: {record['question']}\n\n{record['answer']}\n"
            for citation in record["citations"]:
                where = place(citation["locator"])
                yield f"- [{citation['marker']}] `{citation['path']}` {where}"
            yield ""


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def backup_library(
    store: Store, file: Path, stopped: Callable[[], bool] = lambda: False
) -> events.Written:
    """Write one file that `restore_library` takes. Raises UserError."""
    try:
        store.backup_to(file, stopped)
    except StorageError as error:
        raise _told(error) from error
    except (OSError, ValueError) as error:
        raise UserError(
            "cannot_write",
            "{file} could not be written: {error}. The library is unchanged.",
            "Choose another place, or free room there.",
            file=file,
            error=error,
        ) from error
    return events.Written(str(file), store.health.counts().items)


def backup_in_steps(
    store: Store, file: Path, stopped: Callable[[], bool]
) -> Iterator[events.CopyProgress | events.Written]:
    """The same beside other work; `Written` comes last."""
    total = store.health.size_bytes()
    writing = Beside("backup", lambda: backup_library(store, file, stopped))
    for _ in writing.wait():
        yield events.CopyProgress(_size(partial_of(file)), total)
    yield writing.result


def bring_in_steps(
    file: Path, folder: Path, stopped: Callable[[], bool]
) -> Generator[events.CopyProgress, None, Path]:
    """The long part of restoring, beside other work. Returns what `put_restored` takes.

    Raises UserError; then nothing has changed."""
    bringing = Beside("restore", lambda: bring(file, folder, stopped))
    try:
        for _ in bringing.wait():
            yield events.CopyProgress(_size(arriving_of(folder)), _size(file))
    except StorageError as error:
        raise _told(error) from error
    return bringing.result


def put_restored(arriving: Path, file: Path, folder: Path) -> events.Written:
    """What was brought from `file` takes the library's place; what was there is kept beside it.
    Nobody may have the library open. Raises UserError."""
    try:
        put_in_place(arriving, folder)
        with Store.open(folder, writer=True) as store:
            return events.Written(str(file), store.health.counts().items)
    except StorageError as error:
        raise _told(error) from error


def restore_library(file: Path, folder: Path) -> events.Written:
    """Put a backup in a library's place; what was there is kept beside it. Raises UserError."""
    try:
        arriving = bring(file, folder)
    except StorageError as error:
        raise _told(error) from error
    return put_restored(arriving, file, folder)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _told(error: StorageError) -> UserError:
    return UserError.of(error)

"""Remembered questions and answers, with their own copies of quotes and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import repeat
from typing import Any

from app.core import events
from app.core.errors import UserError
from models.decoder.interface import Turn
from storage.records import ConversationId, StoredCitation, StoredTurn
from storage.store import Store

_TITLE_CHARS = 80


class Conversations:
    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, words: str = "") -> Iterator[events.ConversationRow]:
        """All, the newest first; with `words` those that have all of them somewhere, by their
        letters, capital or small."""
        store = self._store.conversations
        for summary in store.holding(words.split()) if words.split() else store.all():
            yield events.ConversationRow(
                int(summary.conversation_id), summary.title, summary.started_at, summary.n_turns
            )

    def turns(self, conversation_id: int | None) -> tuple[Turn, ...]:
        """What was asked and said so far; what was declined has no answer."""
        if conversation_id is None:
            return ()
        return tuple(
            Turn(stored.question, "" if stored.abstained else stored.answer)
            for stored in self._store.conversations.load(conversation_id)
        )

    def answers(self, conversation_id: int) -> Iterator[events.Answer]:
        for stored in self._store.conversations.load(conversation_id):
            details: dict[str, Any] = dict(stored.details)
            cited: Iterable[Mapping[str, Any]] = details.get("cited") or repeat({})
            yield events.Answer(
                question=stored.question,
                answer=stored.answer,
                abstained=stored.abstained,
                citations=tuple(
                    events.Citation(
                        marker=citation.marker,
                        kind=citation.kind,
                        path=citation.path,
                        item_id=citation.item_id,
                        chunk_id=citation.chunk_id,
                        locator=dict(citation.locator),
                        quote=citation.quote,
                        supported=citation.supported,
                        title=more.get("title"),
                        suspicious=bool(more.get("suspicious")),
                    )
                    for citation, more in zip(stored.citations, cited, strict=False)
                ),
                coverage=details.get("coverage", {}),
                sampling=details.get("sampling", {}),
                model=stored.model,
                metrics=details.get("metrics", {}),
                conversation_id=conversation_id,
                notes=tuple(details.get("notes", ())),
                verdict=details.get("verdict", "declined" if stored.abstained else "answered"),
                reason=details.get("reason", ""),
                resolved=details.get("resolved"),
                coverage_text=details.get("coverage_text", ""),
                cancelled=bool(details.get("cancelled")),
                alternatives=tuple(details.get("alternatives", ())),
                sentences=tuple(_sentences(details.get("sentences", ()))),
                attachment=details.get("attachment", ""),
                turn_id=stored.turn_id,
                rating=int(details.get("rating", 0)),
            )

    def rename(self, conversation_id: int, title: str) -> None:
        """Raises UserError where the title is empty; NotFound where the conversation is gone."""
        wanted = " ".join(title.split())[:_TITLE_CHARS]
        if not wanted:
            raise UserError("bad_title", "A conversation needs a name.", "Type one.")
        self._store.conversations.rename(conversation_id, wanted)

    def forget(self, conversation_id: int) -> None:
        """Erase a conversation with its answers and quotes."""
        self._store.conversations.delete(conversation_id)

    def rate(self, turn_id: int, rating: int) -> None:
        """The asker's own word on an answer. Raises NotFound where it is gone."""
        self._store.conversations.add_detail(turn_id, "rating", rating)

    def remember(self, answer: events.Answer, conversation_id: int | None) -> tuple[int, int]:
        """Store an answer; starts a conversation where there is none. Returns the conversation's
        id and the turn's."""
        store = self._store.conversations
        known = ConversationId(conversation_id) if conversation_id is not None else None
        if known is None:
            known = store.start(answer.question[:_TITLE_CHARS])
        turn_id = store.add_turn(
            known,
            StoredTurn(
                question=answer.question,
                answer=answer.answer,
                abstained=answer.abstained,
                citations=tuple(
                    StoredCitation(
                        marker=citation.marker,
                        kind=citation.kind,
                        path=citation.path,
                        item_id=citation.item_id,
                        chunk_id=citation.chunk_id,
                        locator=citation.locator,  # type: ignore[arg-type]
                        quote=citation.quote,
                        supported=citation.supported,
                    )
                    for citation in answer.citations
                ),
                model=answer.model,
                asked_at=datetime.now(UTC).isoformat(timespec="seconds"),
                details={
                    "coverage": dict(answer.coverage),
                    "sampling": dict(answer.sampling),
                    "metrics": dict(answer.metrics),
                    "notes": list(answer.notes),
                    "verdict": answer.verdict,
                    "reason": answer.reason,
                    "resolved": answer.resolved,
                    "coverage_text": answer.coverage_text,
                    "cancelled": answer.cancelled,
                    "alternatives": list(answer.alternatives),
                    "attachment": answer.attachment,
                    "cited": [
                        {"title": citation.title, "suspicious": citation.suspicious}
                        for citation in answer.citations
                    ],
                    "sentences": [
                        [checked.start, checked.end, checked.standing, checked.marks]
                        for checked in answer.sentences
                    ],
                },
            ),
        )
        return int(known), turn_id


def _sentences(stored: Iterable[Any]) -> Iterator[events.SentenceChecked]:
    """Where each sentence is and how it stands; what it cites is with the answer."""
    for start, end, standing, marks in stored:
        yield events.SentenceChecked(
            start, end, standing, marks=tuple((at, number) for at, number in marks)
        )

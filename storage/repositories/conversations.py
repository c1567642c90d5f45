"""Conversations: questions with their answers, which keep their own quotes and places."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from storage.database import Database
from storage.errors import NotFound
from storage.records import ConversationId, ConversationSummary, StoredCitation, StoredTurn
from storage.repositories.batches import batches
from storage.tables import CitationRow, ConversationRow, TurnRow


class Conversations:
    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, title: str) -> ConversationId:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._database.write() as connection:
            made = connection.execute(
                insert(ConversationRow)
                .values(title=title, started_at=now)
                .returning(ConversationRow.id)
            ).scalar_one()
        return ConversationId(made)

    def add_turn(self, conversation_id: int, turn: StoredTurn) -> int:
        """Returns the turn's id. Raises NotFound if the conversation is gone."""
        with self._database.write() as connection:
            _require(
                connection.execute(
                    select(ConversationRow.id).where(ConversationRow.id == conversation_id)
                ).scalar()
            )
            turn_id = connection.execute(
                insert(TurnRow)
                .values(
                    conversation_id=conversation_id,
                    question=turn.question,
                    answer=turn.answer,
                    abstained=turn.abstained,
                    model=turn.model,
                    asked_at=turn.asked_at,
                    details=dict(turn.details),
                )
                .returning(TurnRow.id)
            ).scalar_one()
            if turn.citations:
                connection.execute(
                    insert(CitationRow),
                    [
                        {
                            "turn_id": turn_id,
                            "marker": citation.marker,
                            "kind": citation.kind,
                            "path": citation.path,
                            "item_id": citation.item_id,
                            "chunk_id": citation.chunk_id,
                            "locator": citation.locator,
                            "quote": citation.quote,
                            "supported": citation.supported,
                        }
                        for citation in turn.citations
                    ],
                )
        return turn_id

    def add_detail(self, turn_id: int, name: str, value: object) -> None:
        """Raises NotFound if the turn is gone."""
        with self._database.write() as connection:
            details = connection.execute(
                select(TurnRow.details).where(TurnRow.id == turn_id)
            ).scalar()
            _require(details is not None)
            connection.execute(
                update(TurnRow)
                .where(TurnRow.id == turn_id)
                .values(details={**(details or {}), name: value})
            )

    def all(self) -> list[ConversationSummary]:
        """All conversations, latest started first."""
        return self._summaries(None)

    def load(self, conversation_id: int) -> list[StoredTurn]:
        """The turns in order. Raises NotFound if the conversation is gone."""
        with self._database.read() as connection:
            _require(
                connection.execute(
                    select(ConversationRow.id).where(ConversationRow.id == conversation_id)
                ).scalar()
            )
            turns = connection.execute(
                select(TurnRow.__table__)
                .where(TurnRow.conversation_id == conversation_id)
                .order_by(TurnRow.id)
            ).all()
            citations: dict[int, list[StoredCitation]] = {turn.id: [] for turn in turns}
            for row in connection.execute(
                select(CitationRow.__table__)
                .join(TurnRow, TurnRow.id == CitationRow.turn_id)
                .where(TurnRow.conversation_id == conversation_id)
                .order_by(CitationRow.id)
            ):
                citations[row.turn_id].append(
                    StoredCitation(
                        marker=row.marker,
                        kind=row.kind,
                        path=row.path,
                        item_id=row.item_id,
                        chunk_id=row.chunk_id,
                        locator=row.locator,
                        quote=row.quote,
                        supported=row.supported,
                    )
                )
        return [
            StoredTurn(
                question=turn.question,
                answer=turn.answer,
                abstained=turn.abstained,
                citations=tuple(citations[turn.id]),
                model=turn.model,
                asked_at=turn.asked_at,
                details=turn.details,
                turn_id=turn.id,
            )
            for turn in turns
        ]

    def rename(self, conversation_id: int, title: str) -> None:
        """Raises NotFound if the conversation is gone."""
        with self._database.write() as connection:
            _require(
                connection.execute(
                    update(ConversationRow)
                    .where(ConversationRow.id == conversation_id)
                    .values(title=title)
                ).rowcount
            )

    def delete(self, conversation_id: int) -> None:
        """Erase a conversation with its turns and quotes; one that is gone is no error."""
        with self._database.write() as connection:
            connection.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id))
        self._database.checkpoint()

    def holding(self, words: Sequence[str]) -> list[ConversationSummary]:
        """The conversations that have each of these words in their title, a question or an answer,
        by letters. Read through one after the other: they are hundreds, not millions."""
        wanted = [word.casefold() for word in words]
        found = {summary.conversation_id: summary for summary in self._summaries(None)}
        texts = {number: [summary.title] for number, summary in found.items()}
        with self._database.read() as connection:
            for row in connection.execute(
                select(TurnRow.conversation_id, TurnRow.question, TurnRow.answer)
            ):
                if row.conversation_id in texts:
                    texts[row.conversation_id] += [row.question, row.answer]
        return [
            found[number]
            for number, said in texts.items()
            if all(word in " ".join(said).casefold() for word in wanted)
        ]

    def citing(self, item_ids: Sequence[int]) -> list[ConversationSummary]:
        """The conversations that quote any of these items; removing an item leaves its quotes."""
        return self._summaries(item_ids)

    def erase_quotes(self, item_ids: Sequence[int]) -> int:
        """Blank what was quoted from these items; the answers' own words stay. Returns how many
        quotes were blanked."""
        n_erased = 0
        with self._database.write() as connection:
            for ids in batches(item_ids):
                n_erased += connection.execute(
                    update(CitationRow)
                    .where(CitationRow.item_id.in_(ids), CitationRow.quote != "")
                    .values(quote="")
                ).rowcount
        self._database.checkpoint()
        return n_erased

    def _summaries(self, item_ids: Sequence[int] | None) -> list[ConversationSummary]:
        query = (
            select(
                ConversationRow.id,
                ConversationRow.title,
                ConversationRow.started_at,
                func.count(TurnRow.id),
            )
            .outerjoin(TurnRow, TurnRow.conversation_id == ConversationRow.id)
            .group_by(ConversationRow.id)
            .order_by(ConversationRow.id.desc())
        )
        if item_ids is not None:
            quoting = (
                select(TurnRow.conversation_id)
                .join(CitationRow, CitationRow.turn_id == TurnRow.id)
                .where(CitationRow.item_id.in_(list(item_ids)))
            )
            query = query.where(ConversationRow.id.in_(quoting))
        with self._database.read() as connection:
            return [
                ConversationSummary(ConversationId(row[0]), row[1], row[2], row[3])
                for row in connection.execute(query)
            ]


def _require(found: object) -> None:
    if not found:
        raise NotFound("This conversation no longer exists.", "Start a new one.")

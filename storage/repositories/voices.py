"""Voices that the user named, and which speakers of which recordings they named so."""

from __future__ import annotations

import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, func, insert, select, update

from storage import sqlite
from storage.database import Database
from storage.errors import NotFound
from storage.folding import fold
from storage.records import ContentId, Voice, VoiceId
from storage.tables import ChunkRow, VoiceRow, VoiceSpeakerRow


class Voices:
    """A voice keeps the mean of what it was named by, so it is known again when those recordings
    are gone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Voice]:
        """In order of their names."""
        query = select(VoiceRow.__table__).order_by(VoiceRow.folded)
        with self._database.read() as connection:
            return [
                Voice(
                    VoiceId(row.id), row.name, row.encoder, _unpacked(row.row), row.seconds,
                    row.created_at,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def by_name(self, name: str) -> Voice | None:
        """In any case, and with or without accents."""
        return next((voice for voice in self.all() if fold(voice.name) == fold(name)), None)

    def put(self, name: str, encoder: str, row: NDArray[np.float32], seconds: float) -> VoiceId:
        """Keep a voice under its name; one of that name, as `by_name` compares, is replaced."""
        values = {"encoder": encoder, "row": _packed(row), "seconds": seconds}
        with self._database.write() as connection:
            known = connection.execute(
                select(VoiceRow.id).where(VoiceRow.folded == fold(name))
            ).scalar()
            if known is not None:
                connection.execute(update(VoiceRow).where(VoiceRow.id == known).values(**values))
                return VoiceId(known)
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            made = connection.execute(
                insert(VoiceRow)
                .values(name=name, folded=fold(name), created_at=now, **values)
                .returning(VoiceRow.id)
            ).scalar_one()
        return VoiceId(made)

    def rename(self, voice_id: int, name: str) -> None:
        """Raises NotFound. Another voice's name must not be given."""
        with self._database.write() as connection:
            _require(connection, voice_id)
            connection.execute(
                update(VoiceRow).where(VoiceRow.id == voice_id).values(name=name, folded=fold(name))
            )

    def forget(self, voice_id: int) -> None:
        """Erase a voice and whom it was given. Raises NotFound."""
        with self._database.write() as connection:
            _require(connection, voice_id)
            connection.execute(delete(VoiceRow).where(VoiceRow.id == voice_id))

    def join(self, voice_id: int, into_id: int, row: NDArray[np.float32], seconds: float) -> None:
        """Erase a voice; whom it was given is the other one, which has this row and this much
        speech from now on. Raises NotFound."""
        with self._database.write() as connection:
            for each in (voice_id, into_id):
                _require(connection, each)
            connection.execute(
                update(VoiceSpeakerRow)
                .where(VoiceSpeakerRow.voice_id == voice_id)
                .values(voice_id=into_id)
            )
            connection.execute(delete(VoiceRow).where(VoiceRow.id == voice_id))
            values = {"row": _packed(row), "seconds": seconds}
            connection.execute(update(VoiceRow).where(VoiceRow.id == into_id).values(**values))

    def give(self, content_id: int, speaker: int, voice_id: int) -> None:
        """Say that a recording's speaker, by their number, is this voice."""
        values = {"content_id": content_id, "speaker": speaker, "voice_id": voice_id}
        with self._database.write() as connection:
            connection.execute(insert(VoiceSpeakerRow).prefix_with("OR REPLACE").values(**values))

    def given(self, content_id: int) -> dict[int, str]:
        """The names that the user gave a recording's speakers, by their number."""
        query = (
            select(VoiceSpeakerRow.speaker, VoiceRow.name)
            .join(VoiceRow, VoiceRow.id == VoiceSpeakerRow.voice_id)
            .where(VoiceSpeakerRow.content_id == content_id)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def heard_in(self) -> dict[str, int]:
        """In how many recordings each speaker, as their passages name them, is heard."""
        speaker = func.json_extract(ChunkRow.locator, "$.speaker")
        query = (
            select(speaker, func.count(ChunkRow.content_id.distinct()))
            .where(ChunkRow.kind == "audio", speaker.is_not(None))
            .group_by(speaker)
        )
        with self._database.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def recordings(self) -> list[ContentId]:
        """Contents whose speakers are told apart, or were found to be one."""
        with self._database.read() as connection:
            return [ContentId(found) for found in sqlite.contents_in_space(connection, "voice")]


def _require(connection: Connection, voice_id: int) -> None:
    if connection.execute(select(VoiceRow.id).where(VoiceRow.id == voice_id)).scalar() is None:
        raise NotFound(
            "There is no voice {voice_id}.",
            "Look at the list of voices again.",
            voice_id=voice_id,
        )


def _packed(row: NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(row, "<f2").tobytes()


def _unpacked(packed: bytes) -> NDArray[np.float32]:
    row = np.frombuffer(packed, "<f2").astype(np.float32)
    return row / max(float(np.linalg.norm(row)), 1e-12)

"""Names for voices: given once to a speaker of a recording, and found again in the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.relabel import SpeakerLabels
from app.core.intake.speakers import Speaker
from app.core.naming import one_line
from storage.folding import fold
from storage.records import ContentId, Voice
from storage.store import Store

_LONGEST_NAME = 60


class Voices:
    """Each verb that changes something brings the passages of all recordings up to date. All raise
    UserError."""

    def __init__(self, store: Store, indexes: Indexes, labels: SpeakerLabels) -> None:
        self._store = store
        self._indexes = indexes
        self._labels = labels

    def rows(self) -> Iterator[events.VoiceRow]:
        """In order of their names."""
        heard = self._store.voices.heard_in()
        for voice in self._store.voices.all():
            yield _row(voice, heard.get(voice.name, 0))

    def speakers(self, item_id: int) -> list[events.SpeakerRow]:
        """Who speaks in a recording; empty where that was not looked at."""
        found = self._labels.recording(self._content(item_id)).speakers
        return [events.SpeakerRow(each.number, each.label, each.seconds) for each in found]

    def name(self, item_id: int, speaker: str, name: str) -> events.VoiceRow:
        """Give a recording's speaker, by label or number, a name: a new one, or that of a voice
        which is known already and is known better from then on."""
        wanted = _tidy(name)
        content_id = self._content(item_id)
        found = self._labels.recording(content_id).speakers
        meant = _meant(found, speaker)
        if meant is None:
            raise UserError(
                "not_found",
                "There is no speaker {speaker} in this recording.",
                "`triptych voices list` with the recording shows its speakers.",
                speaker=speaker,
            )
        encoder = next(s.fingerprint for s in self._store.vectors.spaces() if s.name == "voice")
        known = self._store.voices.by_name(wanted)
        row, seconds = meant.voice, meant.seconds
        given = self._store.voices.given(content_id).get(meant.number)
        if known is not None and known.encoder == encoder and given != known.name:
            row = _mean(known.row, known.seconds, row, seconds)
            seconds += known.seconds
        voice_id = self._store.voices.put(wanted, encoder, row, seconds)
        self._store.voices.give(content_id, meant.number, voice_id)
        self._relabel()
        return self._now(wanted)

    def rename(self, name: str, new_name: str) -> events.VoiceRow:
        voice, wanted = self._named(name), _tidy(new_name)
        taken = self._store.voices.by_name(wanted)
        if taken is not None and taken.voice_id != voice.voice_id:
            raise UserError(
                "name_taken",
                "There is a voice named {name} already.",
                "Choose another name, or join the two under Voices in the window.",
                name=taken.name,
            )
        self._store.voices.rename(voice.voice_id, wanted)
        self._relabel()
        return self._now(wanted)

    def forget(self, name: str) -> events.VoiceRow:
        """The voice goes; whoever was named by it is a number again. Returns how it was."""
        row = self._now(name)
        self._store.voices.forget(self._named(name).voice_id)
        self._relabel()
        return row

    def merge(self, name: str, into: str) -> events.VoiceRow:
        """They are one: whoever had the first name has the second, which is known by the speech of
        both from then on."""
        gone, kept = self._named(name), self._named(into)
        if gone.voice_id == kept.voice_id:
            return self._now(into)
        row, seconds = kept.row, kept.seconds
        if gone.encoder == kept.encoder:
            row = _mean(row, seconds, gone.row, gone.seconds)
            seconds += gone.seconds
        self._store.voices.join(gone.voice_id, kept.voice_id, row, seconds)
        self._relabel()
        return self._now(into)

    def _relabel(self) -> None:
        for content_id in self._store.voices.recordings():
            items = self._store.items.of_content(content_id)
            if not items:
                continue
            gone, chunks = self._labels.exchanged(content_id, items[0])
            if gone:
                self._indexes.follow(self._store.contents.replace_chunks(content_id, gone, chunks))

    def _content(self, item_id: int) -> ContentId:
        item = self._store.items.get(item_id)
        if item is None or item.content_id is None or item.kind != "audio":
            raise UserError(
                "not_found",
                "This is no recording of the library.",
                "`triptych list --kind audio` shows those there are.",
            )
        return item.content_id

    def _named(self, name: str) -> Voice:
        found = self._store.voices.by_name(one_line(name).strip())
        if found is None:
            raise UserError(
                "not_found",
                "There is no voice named {name}.",
                "`triptych voices list` shows those there are.",
                name=name,
            )
        return found

    def _now(self, name: str) -> events.VoiceRow:
        voice = self._named(name)
        return _row(voice, self._store.voices.heard_in().get(voice.name, 0))


def _meant(speakers: list[Speaker], said: str) -> Speaker | None:
    """By number, or by the label before the words; of several with one name the first."""
    for each in speakers:
        if said.strip() == str(each.number) or (each.label and fold(each.label) == fold(said)):
            return each
    return None


def _mean(
    row: NDArray[np.float32], seconds: float, other: NDArray[np.float32], other_seconds: float
) -> NDArray[np.float32]:
    """Of two unit rows, by how much speech each stands for; of unit length."""
    joined = row * seconds + other * other_seconds
    return np.asarray(joined / max(float(np.linalg.norm(joined)), 1e-12), np.float32)


def _tidy(name: str) -> str:
    wanted = one_line(name).strip()
    if not wanted or len(wanted) > _LONGEST_NAME or ":" in wanted:
        raise UserError(
            "bad_name",
            "A voice needs a name of up to 60 letters, without a colon.",
            "Choose another name.",
        )
    return wanted


def _row(voice: Voice, recordings: int) -> events.VoiceRow:
    return events.VoiceRow(voice.name, recordings, round(voice.seconds, 1), voice.created_at)

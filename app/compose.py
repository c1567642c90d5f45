"""The composition root: the one place where the core's objects are built and joined. No Qt."""

from __future__ import annotations

import dataclasses
import logging
import os
import shutil
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, cast

from app import settings as settings_file
from app.core import events
from app.core.browse import Browser
from app.core.collections import Collections
from app.core.conversations import Conversations
from app.core.encoders import Encoders, Role
from app.core.errors import UserError
from app.core.indexes import Indexes
from app.core.intake.beside import SecondVectors
from app.core.intake.ingest import Ingest
from app.core.intake.reencode import Encoded, Reencoder
from app.core.intake.relabel import SpeakerLabels, named_voices
from app.core.intake.represent import Representer
from app.core.intake.stages import PendingStages
from app.core.intake.watch import Watching
from app.core.locking import open_from_environment
from app.core.maintenance import Maintenance
from app.core.model_shelf import ModelShelf
from app.core.ports import Readers
from app.core.question.ask import Answerer, AnswerLimits, Reckon
from app.core.question.asked import Question
from app.core.question.programs.filed_facts import day_of
from app.core.question.programs.library import Filed, Near, StoredLibrary
from app.core.question.programs.reckon import reckon
from app.core.question.query import Query
from app.core.question.retrieve import Found, Retriever
from app.core.question.surroundings import Surroundings
from app.core.question.table_query import TableQueries
from app.core.question.values import Reckoning
from app.core.spaces import SPACE_OF, announcing
from app.core.voices import Voices
from app.log import leave_contents_out
from app.settings import AUTO, NONE, Settings
from models.decoder.settings import GenerationSettings
from models.errors import ModelError, ModelMissing
from models.store import ModelStore
from models.text_side import has_text_side
from storage.errors import StorageError
from storage.files import FILE_NAME
from storage.store import Store

log = logging.getLogger(__name__)

# What "fast" reuse keeps of passages: a folder of the library, while it is open for writing.
KEPT_PASSAGES = "passages"


Loaders = Mapping[Role, Callable[[], Any]]


@dataclass(frozen=True, slots=True)
class Core:
    """The core of one open library."""

    settings: Settings
    store: Store
    indexes: Indexes
    readers: Readers
    encoders: Encoders
    ingest: Ingest
    beside: SecondVectors
    retriever: Retriever
    answerer: Answerer
    browser: Browser
    maintenance: Maintenance
    conversations: Conversations
    collections: Collections
    voices: Voices
    watching: Watching
    models: ModelShelf
    reencoder: Reencoder
    load_other: Callable[[Role, str], Any]

    def generation_settings(self, changes: Mapping[str, Any]) -> GenerationSettings:
        """The settings file's values with some changed by name. Raises UserError."""
        return changed_settings(self.settings.generation, changes)

    def ask(
        self,
        query: Query,
        generation: GenerationSettings,
        conversation_id: int | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Any]:
        """Answer and, where this library is open for writing, remember."""
        turns = self.conversations.turns(conversation_id)
        began_s = time.perf_counter()
        waited_s: float | None = None  # for the first word, the waking of models included
        for event in self.answerer.ask(query, generation, turns, cancelled):
            if isinstance(event, events.TextDelta) and waited_s is None:
                waited_s = time.perf_counter() - began_s
            if isinstance(event, events.Answer):
                attached = query.image or query.audio
                first = {} if waited_s is None else {"first_word_ms": round(waited_s * 1000)}
                event = dataclasses.replace(
                    event, attachment=str(attached or ""), metrics={**event.metrics, **first}
                )
            if isinstance(event, events.Answer) and self.store.is_writer:
                known, turn_id = self.conversations.remember(event, conversation_id)
                event = dataclasses.replace(event, conversation_id=known, turn_id=turn_id)
                self.answerer.keep_last(turn_id)
            yield event

    def remove(self, item_ids: Sequence[int]) -> events.Removed:
        """Take items out; what lies in a watched folder is left out of it from now on."""
        paths = [item.path for item in self.store.items.by_ids(item_ids)]
        removed = self.maintenance.remove(item_ids)
        self.watching.leave_out(paths)
        return removed

    def encode_for(
        self, role: Role, name: str, cancelled: Callable[[], bool]
    ) -> Generator[events.EncodeProgress, None, bool]:
        """Make the vectors of a role's space with another model than the one in use, whose own
        serve until all are there. Returns whether they are: then the library has to be opened with
        that model before anything else. Raises UserError."""
        space = SPACE_OF.get(role)
        if space is None or not any(live.name == space for live in self.store.vectors.spaces()):
            return True
        try:
            encoder = self.load_other(role, name)
        except ModelError as error:
            raise UserError.of(error) from error
        whole = True
        for change in self.reencoder.replace(space, encoder, cancelled):
            whole = not isinstance(change, Encoded)
            if isinstance(change, Encoded):
                yield events.EncodeProgress(change.done, change.total)
            else:
                log.info("%s", change)
        return whole

    def prepare(self) -> None:
        """Load what the first question would wait for, in idle time."""
        self.retriever.prepare()
        self.answerer.prepare()

    def warm(self, cancelled: Callable[[], bool]) -> None:
        """Prepare for the next question, in idle time after an answer."""
        if self.settings.decoder.reuse == "fast":
            self.answerer.warm(cancelled)

    def close(self) -> None:
        if self.store.is_writer:
            try:
                self.indexes.close()
            except StorageError as error:
                log.warning("the indexes could not be saved: %s", error)
            shutil.rmtree(self.store.folder / KEPT_PASSAGES, ignore_errors=True)
        self.store.close()


def open_core(
    library: Path,
    readers: Readers,
    *,
    writer: bool,
    settings: Settings | None = None,
    loaders: Loaders | None = None,
    image_reads_text: bool | None = None,
    load_other: Callable[[Role, str], Any] | None = None,
) -> Core:
    """Open a library and build its core. Models load when first needed; `loaders` replaces them,
    and `load_other` those that are not in use yet.

    Raises UserError where the library is locked, damaged or of a newer version."""
    settings = settings or settings_file.load()[0]
    shelf = ModelStore(settings.model_store)
    try:
        open_from_environment(library / FILE_NAME)
        store = Store.open(library, writer=writer)
    except StorageError as error:
        raise UserError.of(error) from error
    kept = library / KEPT_PASSAGES if writer else None
    if kept is not None:
        shutil.rmtree(kept, ignore_errors=True)  # left by a process that was ended
    if store.has_passphrase:
        kept = None
        leave_contents_out()
    chosen = loaders or model_loaders(settings, shelf, kept)
    indexes = Indexes(store)
    encoders = Encoders(
        {
            role: announcing(role, load, lambda: indexes, writer=writer)
            for role, load in chosen.items()
        }
    )
    representer = Representer(
        encoders, readers, ocr=settings.reading.ocr, names=lambda: named_voices(store)
    )
    stages = PendingStages(store, indexes, readers, encoders, representer)
    reads_text = image_reads_text or _image_reads_text(settings, shelf)
    retriever = Retriever(store, indexes, encoders, readers, image_reads_text=reads_text)
    limits = AnswerLimits(
        settings.retrieval.n_sources, settings.retrieval.source_tokens, settings.decoder.url
    )
    reencoder = Reencoder(
        store,
        readers,
        {SPACE_OF[role]: load for role, load in chosen.items() if role in SPACE_OF},
    )
    in_use = dataclasses.asdict(settings.models)
    in_use.pop("folder")
    in_use["decoder"] = decoder_name(settings, shelf)
    ingest = Ingest(store, indexes, readers, representer, stages, encoders, reencoder)
    return Core(
        settings=settings,
        store=store,
        indexes=indexes,
        readers=readers,
        encoders=encoders,
        ingest=ingest,
        beside=SecondVectors(store, indexes, encoders, reencoder),
        retriever=retriever,
        answerer=Answerer(
            retriever,
            encoders,
            Surroundings(store),
            limits,
            _reckoner(store, retriever),
            TableQueries(encoders, lambda: StoredLibrary(store, _near(retriever, Query()))).answer,
            _dater(store),
        ),
        browser=Browser(store, readers),
        maintenance=Maintenance(store, indexes, encoders, reencoder, in_use, version(), readers),
        conversations=Conversations(store),
        collections=Collections(store),
        voices=Voices(store, indexes, SpeakerLabels(store, representer.encode_texts)),
        watching=Watching(store, ingest),
        models=ModelShelf(shelf, in_use),
        reencoder=reencoder,
        load_other=load_other or _other_loader(settings, shelf),
    )


def _reckoner(store: Store, retriever: Retriever) -> Reckon:
    """Ask the programs before the language model; each question sees the library as it is then, and
    of it what it is kept to."""

    def work_out(question: Question, found: Sequence[Found], query: Query) -> Reckoning | None:
        within = retriever.contents_within(query)
        library = StoredLibrary(store, _near(retriever, query), within)
        return reckon(question.resolved, found, library, question.language, date.today())

    return work_out


def _near(retriever: Retriever, query: Query) -> Near:
    """Within what the query is kept to; a picture or a sound of its own is left out."""

    def near(question: str, n: int) -> Sequence[Found]:
        asked = dataclasses.replace(query, text=question, image=None, audio=None)
        return retriever.find(asked)[:n]

    return near


def _dater(store: Store) -> Callable[[Found], date | None]:
    """The day that a passage's file is of, where the file tells it."""

    def day_told(found: Found) -> date | None:
        content_id = found.item.content_id
        content = None if content_id is None else store.contents.get(content_id)
        filed = Filed(found.item, content.metadata if content is not None else {})
        return day_of(filed, StoredLibrary(store, lambda question, n: []))

    return day_told


def _image_reads_text(settings: Settings, shelf: ModelStore) -> bool:
    try:
        return has_text_side(shelf.resolve(settings.models.image, "image"))
    except ModelError:
        return False  # not installed: said when a picture is read


def model_loaders(settings: Settings, shelf: ModelStore, kept: Path | None = None) -> Loaders:
    """How each role's model is loaded; nothing is imported before a loader is called. What the
    language model keeps of passages beyond its memory goes to the folder `kept`."""
    threads = settings.n_threads

    def text() -> Any:
        from models.text import load_text_encoder

        path = shelf.resolve(settings.models.text, "text")
        return load_text_encoder(path, threads=threads, name=settings.models.text)

    def multilingual() -> Any:
        from models.text import load_text_encoder

        chosen = settings.models.multilingual
        if chosen in (NONE, settings.models.text):
            raise ModelMissing("No second text encoder is chosen.", "Name one in the settings.")
        return load_text_encoder(shelf.resolve(chosen, "text"), threads=threads, name=chosen)

    def image() -> Any:
        from models.image import load_image_encoder

        path = shelf.resolve(settings.models.image, "image")
        return load_image_encoder(path, threads=threads, name=settings.models.image)

    def tags() -> Any:
        from models.tags import load_tagger

        path = shelf.resolve(settings.models.tags, "tags")
        return load_tagger(path, threads=threads, name=settings.models.tags)

    def speech() -> Any:
        from models.speech import load_speech_reader

        path = shelf.resolve(settings.models.speech, "speech")
        return load_speech_reader(path, threads=threads, name=settings.models.speech)

    def voices() -> Any:
        from models.speakers import load_voice_encoder

        chosen = settings.models.voices
        if chosen == "none":
            raise ModelMissing("Speakers are not told apart.", "Name a model in the settings.")
        path = shelf.resolve(chosen, "voices")
        return load_voice_encoder(path, threads=threads, name=chosen)

    def ocr() -> Any:
        from models.ocr import load_text_reader

        return load_text_reader(threads=threads)

    def decoder() -> Any:
        chosen = settings.decoder
        if chosen.url:
            from models.decoder.remote import RemoteDecoder

            log.warning("questions and passages go to the server at %s", chosen.url)
            return RemoteDecoder(
                chosen.url,
                settings.models.decoder,
                context_length=chosen.url_context_length,
                api_key=os.environ.get("TRIPTYCH_API_KEY"),
            )
        from models.decoder.load import load_decoder
        from models.decoder.passages import PassageCache

        name = decoder_name(settings, shelf)
        if chosen.reuse not in ("off", "exact", "fast"):
            raise UserError(
                "invalid_settings",
                "The setting decoder.reuse cannot be '{reuse}'.",
                "Set it to off, exact or fast.",
                reuse=chosen.reuse,
            )
        return load_decoder(
            shelf.resolve(name, "decoder"),
            threads=threads,
            name=name,
            reuse=cast(Any, chosen.reuse),
            passages=PassageCache(
                memory_limit_bytes=chosen.passage_cache_mb * 2**20,
                folder=kept,
                disk_limit_bytes=chosen.passage_cache_disk_mb * 2**20 if kept else 0,
            )
            if chosen.reuse == "fast"
            else None,
        )

    return {
        "text": text,
        "multilingual": multilingual,
        "image": image,
        "tags": tags,
        "speech": speech,
        "voices": voices,
        "ocr": ocr,
        "decoder": decoder,
    }


def _other_loader(settings: Settings, shelf: ModelStore) -> Callable[[Role, str], Any]:
    """Load a model as if the settings named it for the role."""

    def load(role: Role, name: str) -> Any:
        models = dataclasses.replace(settings.models, **{str(role): name})
        return model_loaders(dataclasses.replace(settings, models=models), shelf)[role]()

    return load


def decoder_name(settings: Settings, shelf: ModelStore) -> str:
    """The language model in use: the chosen one, or the best that is there and fits."""
    chosen = settings.models.decoder
    return shelf.best_decoder() if chosen == AUTO and not settings.decoder.url else chosen


def changed_settings(base: GenerationSettings, changes: Mapping[str, Any]) -> GenerationSettings:
    """Settings with some values changed by name, validated. Raises UserError."""
    known = {field.name for field in dataclasses.fields(GenerationSettings)}
    if unknown := sorted(set(changes) - known):
        raise UserError(
            "invalid_settings",
            "There is no setting {setting}.",
            "The settings are: {settings}.",
            setting=unknown[0],
            settings=", ".join(sorted(known)),
        )
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()
    }
    changed = dataclasses.replace(base, **values)
    try:
        changed.validate()
    except ModelError as error:
        raise UserError.of(error) from error
    return changed


def version() -> str:
    try:
        return installed_version("triptych")
    except PackageNotFoundError:
        return "0"

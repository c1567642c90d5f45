"""How the engine answers each declared call (`app.core.calls`): one generator a call, found by the
type of its request."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from app.compose import Core
from app.core import calls, events
from app.core.benchmark import describe, measure
from app.core.encoders import Role
from app.core.intake.watch import Watching
from app.core.rescue import check_and_read_again
from app.core.spoken import words_said
from app.core.transfer import backup_in_steps, bring_in_steps, put_restored
from app.core.troubles import known_trouble
from app.settings import AUTO, NONE, save_section
from app.tasks.following import Followers
from storage.readers.values import SAMPLE_RATE_HZ

_HELPING = 500  # items sent at once

Boxes = tuple[tuple[float, float, float, float], ...]
Reply = Any  # an event, or an event with a tuple of arrays beside it


@dataclass(frozen=True, slots=True)
class Stop:
    """Whether a call is to end, and why: the user has asked for it, or the window has gone.
    `others_wait`: something else was asked for meanwhile; `wake` lets a call that rests be looked
    at again, from any thread."""

    others_wait: Callable[[], bool] = lambda: False
    wake: Callable[[], None] = lambda: None
    cancelled: threading.Event = field(default_factory=threading.Event)
    window_gone: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> bool:
        return self.cancelled.is_set() or self.window_gone.is_set()


@dataclass(frozen=True, slots=True)
class Rest:
    """Told instead of an event: there is nothing to do `until` this is so."""

    until: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Closed:
    """Told instead of an event: `act` is to be done while the library is closed. It stays closed
    until this call ends, all that are open now fail, and others wait; the next one opens it."""

    act: Callable[[], None]


Handler = Callable[[Core, Any, Stop], Iterator[Reply]]
R = TypeVar("R", bound=calls.Request[Any])
HANDLERS: dict[type[calls.Request[Any]], Handler] = {}


def handles(
    request: type[R],
) -> Callable[[Callable[[Core, R, Stop], Iterator[Reply]]], Callable[..., Iterator[Reply]]]:
    """Registers the handler of a call; its parameter is checked against the declaration."""

    def register(handler: Callable[[Core, R, Stop], Iterator[Reply]]) -> Handler:
        HANDLERS[request] = handler
        return handler

    return register


@handles(calls.Add)
def _add(core: Core, request: calls.Add, stop: Stop) -> Iterator[Reply]:
    paths = [os.path.abspath(path) for path in request.paths]  # noqa: PTH100 - keeps symlinks
    queued_id = core.store.queue.put(paths)
    yield from _add_queued(core, queued_id, paths, stop, request.rehash)


@handles(calls.ResumeAdding)
def _resume(core: Core, request: calls.ResumeAdding, stop: Stop) -> Iterator[Reply]:
    for queued in core.store.queue.all():
        yield from _add_queued(core, queued.queued_id, queued.paths, stop, False)
        if stop():
            return


def _add_queued(
    core: Core, queued_id: int, paths: Sequence[str], stop: Stop, rehash: bool
) -> Iterator[Reply]:
    """It leaves the queue when it is done, or when the user stops it; not with the engine."""
    for event in core.ingest.add([Path(path) for path in paths], stop, rehash=rehash):
        if isinstance(event, events.AddFinished):
            cut_off = stop.window_gone.is_set() and not stop.cancelled.is_set()
            if not cut_off and not (event.waits_for_models and not event.cancelled):
                core.store.queue.done(queued_id)
        yield event


@handles(calls.Remove)
def _remove(core: Core, request: calls.Remove, stop: Stop) -> Iterator[Reply]:
    yield core.remove(request.item_ids)
    core.answerer.kept.forget()


@handles(calls.Search)
def _search(core: Core, request: calls.Search, stop: Stop) -> Iterator[Reply]:
    yield core.retriever.search(request.query)


@handles(calls.Ask)
def _ask(core: Core, request: calls.Ask, stop: Stop) -> Iterator[Reply]:
    settings = request.settings or core.settings.generation
    settings.validate()
    yield from core.ask(request.query, settings, request.conversation_id, stop)


@handles(calls.ReadAhead)
def _read_ahead(core: Core, request: calls.ReadAhead, stop: Stop) -> Iterator[Reply]:
    try:
        core.answerer.read_ahead(request.query, lambda: stop() or stop.others_wait())
    except Exception as error:
        if known_trouble(error) is None:
            raise  # a model that is missing is told when the question is asked
    yield from ()


@handles(calls.Explain)
def _explain(core: Core, request: calls.Explain, stop: Stop) -> Iterator[Reply]:
    yield core.answerer.kept.explain(request.turn_id)


@handles(calls.InspectTokens)
def _inspect_tokens(core: Core, request: calls.InspectTokens, stop: Stop) -> Iterator[Reply]:
    """A draft in one go: another answer between two of its tokens would take its place in the
    model's memory. It gives way to whatever is asked for, and begins anew then."""
    whole = False
    while not whole and not stop():
        whole = True
        for inspected in core.answerer.kept.look_into(
            request.turn_id, lambda: stop() or stop.others_wait()
        ):
            yield inspected
            if len(inspected.tokens) < inspected.n_tokens:
                whole = False
                break


@handles(calls.PreviewWord)
def _preview_word(core: Core, request: calls.PreviewWord, stop: Stop) -> Iterator[Reply]:
    request.settings.validate()
    choice = core.answerer.preview(
        request.query, request.settings, lambda: stop() or stop.others_wait()
    )
    if choice is not None:
        yield choice


@handles(calls.RateAnswer)
def _rate_answer(core: Core, request: calls.RateAnswer, stop: Stop) -> Iterator[Reply]:
    core.conversations.rate(request.turn_id, request.rating)
    yield from ()


@handles(calls.FollowFolders)
def _follow(core: Core, request: calls.FollowFolders, stop: Stop) -> Iterator[Reply]:
    followers = Followers(core.store.folder, stop.wake)
    watching = core.watching
    try:
        yield from watching.rows()
        revision = -1
        while not stop():
            if revision != watching.revision:
                revision = watching.revision
                followers.follow(watching.followed())
            if (seen := followers.next()) is not None:
                yield from watching.take_in(seen, stop)
            else:
                yield Rest(_something_to_do(followers, watching, revision))
    finally:
        followers.close()


def _something_to_do(followers: Followers, watching: Watching, revision: int) -> Callable[[], bool]:
    return lambda: followers.waiting or watching.revision != revision


@handles(calls.WatchFolder)
def _watch_folder(core: Core, request: calls.WatchFolder, stop: Stop) -> Iterator[Reply]:
    core.watching.watch(Path(request.path), request.ignore)
    yield from core.watching.rows()


@handles(calls.PauseWatching)
def _pause_watching(core: Core, request: calls.PauseWatching, stop: Stop) -> Iterator[Reply]:
    core.watching.pause(request.watched_id, request.paused)
    yield from core.watching.rows()


@handles(calls.SetIgnoreRules)
def _set_rules(core: Core, request: calls.SetIgnoreRules, stop: Stop) -> Iterator[Reply]:
    core.watching.set_rules(request.watched_id, request.ignore)
    yield from core.watching.rows()


@handles(calls.StopWatching)
def _stop_watching(core: Core, request: calls.StopWatching, stop: Stop) -> Iterator[Reply]:
    core.watching.stop(request.watched_id)
    yield from core.watching.rows()


@handles(calls.HearWords)
def _hear_words(core: Core, request: calls.HearWords, stop: Stop) -> Iterator[Reply]:
    yield events.WordsHeard(words_said(Path(request.path), core.readers, core.encoders))


@handles(calls.NameVoice)
def _name_voice(core: Core, request: calls.NameVoice, stop: Stop) -> Iterator[Reply]:
    yield core.voices.name(request.item_id, request.speaker, request.name)


@handles(calls.ListVoices)
def _voices(core: Core, request: calls.ListVoices, stop: Stop) -> Iterator[Reply]:
    yield from core.voices.rows()


@handles(calls.RenameVoice)
def _rename_voice(core: Core, request: calls.RenameVoice, stop: Stop) -> Iterator[Reply]:
    core.voices.rename(request.name, request.new_name)
    yield from core.voices.rows()


@handles(calls.MergeVoices)
def _merge_voices(core: Core, request: calls.MergeVoices, stop: Stop) -> Iterator[Reply]:
    core.voices.merge(request.name, request.into)
    yield from core.voices.rows()


@handles(calls.ForgetVoice)
def _forget_voice(core: Core, request: calls.ForgetVoice, stop: Stop) -> Iterator[Reply]:
    core.voices.forget(request.name)
    yield from core.voices.rows()


@handles(calls.ListCollections)
def _collections(core: Core, request: calls.ListCollections, stop: Stop) -> Iterator[Reply]:
    yield from core.collections.rows()


@handles(calls.MakeCollection)
def _make_collection(core: Core, request: calls.MakeCollection, stop: Stop) -> Iterator[Reply]:
    core.collections.make(request.name, request.item_ids)
    yield from core.collections.rows()


@handles(calls.RenameCollection)
def _rename_collection(core: Core, request: calls.RenameCollection, stop: Stop) -> Iterator[Reply]:
    core.collections.rename(request.collection_id, request.name)
    yield from core.collections.rows()


@handles(calls.RemoveCollection)
def _remove_collection(core: Core, request: calls.RemoveCollection, stop: Stop) -> Iterator[Reply]:
    core.collections.remove(request.collection_id)
    yield from core.collections.rows()


@handles(calls.FillCollection)
def _fill_collection(core: Core, request: calls.FillCollection, stop: Stop) -> Iterator[Reply]:
    if request.put:
        core.collections.put(request.collection_id, request.put)
    if request.take_out:
        core.collections.take_out(request.collection_id, request.take_out)
    yield from core.collections.rows()


@handles(calls.ListItems)
def _items(core: Core, request: calls.ListItems, stop: Stop) -> Iterator[Reply]:
    asked = request.item_ids
    rows = core.browser.items() if asked is None else core.browser.items_of(asked)
    for some in iter(lambda: tuple(islice(rows, _HELPING)), ()):
        yield events.ItemRows(some)


@handles(calls.ShowItem)
def _item(core: Core, request: calls.ShowItem, stop: Stop) -> Iterator[Reply]:
    yield core.browser.item(request.item_id)


@handles(calls.ShowPassage)
def _passage(core: Core, request: calls.ShowPassage, stop: Stop) -> Iterator[Reply]:
    yield core.browser.passage(request.chunk_id)


@handles(calls.ReadText)
def _text(core: Core, request: calls.ReadText, stop: Stop) -> Iterator[Reply]:
    yield core.browser.text(request.item_id, request.max_chars)


@handles(calls.DrawPage)
def _page(core: Core, request: calls.DrawPage, stop: Stop) -> Iterator[Reply]:
    marked = (request.char_start, request.char_end)
    image = core.browser.page(request.item_id, request.page, request.width_px, *marked)
    strong: Boxes = ()
    if request.sentence is not None:
        strong = core.browser.boxes(request.item_id, request.page, *request.sentence)
    yield _pixels(image.rgb, image.boxes, strong)


@handles(calls.DrawPicture)
def _picture(core: Core, request: calls.DrawPicture, stop: Stop) -> Iterator[Reply]:
    yield _pixels(core.browser.picture(request.item_id, request.max_side))


@handles(calls.DrawThumbnail)
def _thumbnail(core: Core, request: calls.DrawThumbnail, stop: Stop) -> Iterator[Reply]:
    yield _pixels(core.browser.thumbnail(request.item_id))


@handles(calls.DrawFile)
def _file(core: Core, request: calls.DrawFile, stop: Stop) -> Iterator[Reply]:
    yield _pixels(core.readers.picture(Path(request.path), max_side=request.max_side))


@handles(calls.ReadPeaks)
def _peaks(core: Core, request: calls.ReadPeaks, stop: Stop) -> Iterator[Reply]:
    duration_s, peaks = core.browser.peaks(request.item_id)
    yield events.Peaks(duration_s, len(peaks)), (peaks,)


@handles(calls.ReadSound)
def _sound(core: Core, request: calls.ReadSound, stop: Stop) -> Iterator[Reply]:
    windows = core.browser.sound(request.item_id, request.start_s, request.end_s)
    for window_start_s, samples in windows:
        yield events.Samples(window_start_s, SAMPLE_RATE_HZ), (samples,)
        if stop():
            return


@handles(calls.ListConversations)
def _conversations(core: Core, request: calls.ListConversations, stop: Stop) -> Iterator[Reply]:
    yield from core.conversations.rows(request.words)


@handles(calls.OpenConversation)
def _conversation(core: Core, request: calls.OpenConversation, stop: Stop) -> Iterator[Reply]:
    yield from core.conversations.answers(request.conversation_id)


@handles(calls.ForgetConversation)
def _forget_conversation(
    core: Core, request: calls.ForgetConversation, stop: Stop
) -> Iterator[Reply]:
    core.conversations.forget(request.conversation_id)
    yield from core.conversations.rows()


@handles(calls.RenameConversation)
def _rename_conversation(
    core: Core, request: calls.RenameConversation, stop: Stop
) -> Iterator[Reply]:
    core.conversations.rename(request.conversation_id, request.title)
    yield from core.conversations.rows()


@handles(calls.ReportStatus)
def _status(core: Core, request: calls.ReportStatus, stop: Stop) -> Iterator[Reply]:
    yield core.maintenance.status()


@handles(calls.Verify)
def _verify(core: Core, request: calls.Verify, stop: Stop) -> Iterator[Reply]:
    yield from check_and_read_again(
        core.maintenance, core.ingest, stop, repair=request.repair, deep=request.deep
    )


@handles(calls.BackUp)
def _back_up(core: Core, request: calls.BackUp, stop: Stop) -> Iterator[Reply]:
    yield from backup_in_steps(core.store, Path(request.file), stop)


@handles(calls.Restore)
def _restore(core: Core, request: calls.Restore, stop: Stop) -> Iterator[Reply]:
    file, folder = Path(request.file), core.store.folder
    arriving = yield from bring_in_steps(file, folder, stop)
    restored: list[events.Written] = []
    yield Closed(lambda: restored.append(put_restored(arriving, file, folder)))
    yield from restored


@handles(calls.ListModels)
def _models(core: Core, request: calls.ListModels, stop: Stop) -> Iterator[Reply]:
    yield from core.models.rows()


@handles(calls.ChooseModel)
def _choose_model(core: Core, request: calls.ChooseModel, stop: Stop) -> Iterator[Reply]:
    role, name = request.role, request.name
    if (name, role) == (NONE, "multilingual"):  # what it encoded stays, and waits for it
        yield Closed(lambda: save_section("models", {role: name}))
        return
    if name != AUTO:
        core.models.require(name, role)
    whole = yield from core.encode_for(cast(Role, role), name, stop)
    if whole:  # nothing comes between the new vectors and the new encoder
        yield Closed(lambda: save_section("models", {role: name}))


@handles(calls.DescribeMachine)
def _describe_machine(core: Core, request: calls.DescribeMachine, stop: Stop) -> Iterator[Reply]:
    yield describe(core.settings.n_threads)


@handles(calls.MeasureSpeed)
def _measure_speed(core: Core, request: calls.MeasureSpeed, stop: Stop) -> Iterator[Reply]:
    yield from measure(core.encoders, core.settings.n_threads, stop, stop.others_wait)


@handles(calls.VerifyModel)
def _verify_model(core: Core, request: calls.VerifyModel, stop: Stop) -> Iterator[Reply]:
    yield from core.models.verify(request.name, stop)


@handles(calls.ReopenLibrary)
def _reopen(core: Core, request: calls.ReopenLibrary, stop: Stop) -> Iterator[Reply]:
    yield Closed(lambda: None)


@handles(calls.RemoveModel)
def _remove_model(core: Core, request: calls.RemoveModel, stop: Stop) -> Iterator[Reply]:
    core.models.remove(request.name)
    yield from ()


@handles(calls.InstallModel)
def _install(core: Core, request: calls.InstallModel, stop: Stop) -> Iterator[Reply]:
    yield from core.models.install(request.name, stop, again=request.again)


def _pixels(rgb: NDArray[np.uint8], boxes: Boxes = (), strong: Boxes = ()) -> Reply:
    return events.Pixels(rgb.shape[1], rgb.shape[0], boxes, strong), (rgb,)

"""Every call that the engine answers, declared once: what is asked, and which events come back.

A call is a frozen dataclass derived from `Request[the events it may be answered with]`; with it
the window asks, the engine's handler (`app.tasks.handlers`) is found, and the pipe checks both
directions. To add one: declare it here, handle it there, and let the scripted engine of the tests
play it; tests fail until all three agree. Each call may also be answered by one `Failure`.

Plain values only, and nothing heavy imported: the window reads this before its first paint."""

from __future__ import annotations

import typing
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar, Generic, TypeVar

from app.core import events as e
from app.core.question.query import Query
from models.decoder.settings import GenerationSettings

E = TypeVar("E")


class Urgency(IntEnum):
    """Which call gets its next step first; adding gives way to all that is asked for, and following
    to adding."""

    LOOKING = 0
    ASKING = 1
    KEEPING = 2
    ADDING = 3
    FOLLOWING = 4


class Request(Generic[E]):
    """What is asked of the engine. `events` are the types it may be answered with, besides
    `Failure`; `urgency` is its rank among the calls that are open; `stays` says that it is open for
    good and mostly has nothing to tell."""

    events: ClassVar[tuple[type, ...]] = ()
    stays: ClassVar[bool] = False
    urgency: ClassVar[Urgency] = Urgency.LOOKING

    def __init_subclass__(cls) -> None:
        (base,) = cls.__orig_bases__  # type: ignore[attr-defined]
        (answer,) = typing.get_args(base)
        cls.events = () if answer is type(None) else typing.get_args(answer) or (answer,)


def requests() -> dict[str, type[Request[Any]]]:
    """Every declared call by its name."""
    return {cls.__name__: cls for cls in Request.__subclasses__()}


# --- adding ------------------------------------------------------------------------------------

AddEvent = (
    e.Scanned
    | e.FileStarted
    | e.FileIndexed
    | e.FileSkipped
    | e.FileFailed
    | e.VectorsFilled
    | e.AddProgress
    | e.AddFinished
)


@dataclass(frozen=True)
class Add(Request[AddEvent]):
    """Bring the library up to date with files and folders; `AddFinished` comes last. What is asked
    for is kept until it is done, beyond the engine's end. `rehash`: also where a file looks
    unchanged."""

    paths: tuple[str, ...]
    rehash: bool = False
    urgency: ClassVar = Urgency.ADDING


@dataclass(frozen=True)
class ResumeAdding(Request[AddEvent]):
    """Take up what was asked to be added before: cut off by the end of the window or of the
    engine, or waiting for a model. Nothing comes where nothing waits."""

    urgency: ClassVar = Urgency.ADDING


@dataclass(frozen=True)
class Remove(Request[e.Removed]):
    """Take items out of the library and erase what was read from them; the files stay."""

    item_ids: tuple[int, ...]


# --- following folders -------------------------------------------------------------------------


@dataclass(frozen=True)
class FollowFolders(Request[AddEvent | e.WatchedRow]):
    """Keep the library up to date with its watched folders until it is cancelled: first each
    folder's row, then, whenever something was taken in, events as of adding and the row anew."""

    urgency: ClassVar = Urgency.FOLLOWING
    stays: ClassVar = True


@dataclass(frozen=True)
class WatchFolder(Request[e.WatchedRow]):
    """Follow a folder from now on; `ignore` are lines as in .gitignore. Tells all, as do the
    others."""

    path: str
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class PauseWatching(Request[e.WatchedRow]):
    watched_id: int
    paused: bool


@dataclass(frozen=True)
class SetIgnoreRules(Request[e.WatchedRow]):
    """What the new rules leave out stays in the library until it is removed."""

    watched_id: int
    ignore: tuple[str, ...]


@dataclass(frozen=True)
class StopWatching(Request[e.WatchedRow]):
    """The folder's items stay."""

    watched_id: int


# --- voices ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NameVoice(Request[e.VoiceRow]):
    """Give a recording's speaker, by label or number, a name; the passages of all recordings in
    which that voice is heard begin with it from then on."""

    item_id: int
    speaker: str
    name: str


@dataclass(frozen=True)
class ListVoices(Request[e.VoiceRow]):
    """All voices that have a name, by name; so do the calls that change them."""


@dataclass(frozen=True)
class RenameVoice(Request[e.VoiceRow]):
    name: str
    new_name: str


@dataclass(frozen=True)
class MergeVoices(Request[e.VoiceRow]):
    """The first is the second: whoever had its name has that of the other."""

    name: str
    into: str


@dataclass(frozen=True)
class ForgetVoice(Request[e.VoiceRow]):
    """Whoever was named by it is a number again."""

    name: str


# --- collections -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListCollections(Request[e.CollectionRow]):
    """All, by name; so do the calls that change them."""


@dataclass(frozen=True)
class MakeCollection(Request[e.CollectionRow]):
    name: str
    item_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class RenameCollection(Request[e.CollectionRow]):
    collection_id: int
    name: str


@dataclass(frozen=True)
class RemoveCollection(Request[e.CollectionRow]):
    """Its items stay in the library."""

    collection_id: int


@dataclass(frozen=True)
class FillCollection(Request[e.CollectionRow]):
    """Put items into a collection and take others out of it."""

    collection_id: int
    put: tuple[int, ...] = ()
    take_out: tuple[int, ...] = ()


# --- searching and answering -------------------------------------------------------------------


@dataclass(frozen=True)
class Search(Request[e.SearchResult]):
    query: Query


@dataclass(frozen=True)
class Ask(
    Request[e.SourcesChosen | e.PrefillProgress | e.TextDelta | e.SentenceChecked | e.Answer]
):
    """Answer the question; it is remembered in its conversation, or in a new one for None.
    `settings` None: as the settings file says."""

    query: Query
    settings: GenerationSettings | None = None
    conversation_id: int | None = None
    urgency: ClassVar = Urgency.ASKING


@dataclass(frozen=True)
class ReadAhead(Request[None]):
    """While a question is typed: let the model begin to read. Gives way to whatever else is asked
    for; nothing is told of it."""

    query: Query
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class HearWords(Request[e.WordsHeard]):
    """What is said in a recording that a question is put with; one of music has no words."""

    path: str
    urgency: ClassVar = Urgency.ASKING


@dataclass(frozen=True)
class Explain(Request[e.Explanation]):
    """How an answer came about. Kept for the newest answers while the engine runs."""

    turn_id: int


@dataclass(frozen=True)
class InspectTokens(Request[e.TokensInspected]):
    """How the tokens of an answer were chosen, draft by draft; a draft comes again, longer, where
    something else was asked for meanwhile."""

    turn_id: int
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class PreviewWord(Request[e.TokenChoice]):
    """How the first word of an answer to this would be chosen under these settings. Nothing comes
    where no model would write it, or something else was asked for meanwhile."""

    query: Query
    settings: GenerationSettings
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class RateAnswer(Request[None]):
    """`rating` is 1 for good, -1 for bad, 0 for neither."""

    turn_id: int
    rating: int


# --- looking -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListItems(Request[e.ItemRows]):
    """All items, or those of these ids that there are, in helpings."""

    item_ids: tuple[int, ...] | None = None


@dataclass(frozen=True)
class ShowItem(Request[e.ItemDetail]):
    item_id: int


@dataclass(frozen=True)
class ShowPassage(Request[e.PassageView]):
    """A passage with the text around it."""

    chunk_id: int


@dataclass(frozen=True)
class ReadText(Request[e.ItemText]):
    """The text that was read from an item, at most `max_chars` of it, whole lines."""

    item_id: int
    max_chars: int


@dataclass(frozen=True)
class DrawPage(Request[e.Pixels]):
    """A page as pixels, uint8 (height, width, 3); the character range [char_start, char_end) of
    the stored text becomes boxes, and `sentence`, a range within it, strong boxes."""

    item_id: int
    page: int  # from 1
    width_px: int
    char_start: int | None = None
    char_end: int | None = None
    sentence: tuple[int, int] | None = None


@dataclass(frozen=True)
class DrawPicture(Request[e.Pixels]):
    """A picture as pixels, its longer side at most `max_side`."""

    item_id: int
    max_side: int


@dataclass(frozen=True)
class DrawThumbnail(Request[e.Pixels]):
    """The small picture that is kept of an item."""

    item_id: int


@dataclass(frozen=True)
class DrawFile(Request[e.Pixels]):
    """A picture that is no part of the library, such as one that a question is put with."""

    path: str
    max_side: int


@dataclass(frozen=True)
class ReadPeaks(Request[e.Peaks]):
    """The waveform of a recording, int8 (n_bins, 2)."""

    item_id: int


@dataclass(frozen=True)
class ReadSound(Request[e.Samples]):
    """Mono sound from `start_s` to `end_s`, int16, window by window."""

    item_id: int
    start_s: float
    end_s: float


# --- conversations -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ListConversations(Request[e.ConversationRow]):
    """All conversations, the newest first; with `words` those that have all of them in their name,
    a question or an answer."""

    words: str = ""


@dataclass(frozen=True)
class OpenConversation(Request[e.Answer]):
    """The answers of a conversation, in order."""

    conversation_id: int


@dataclass(frozen=True)
class ForgetConversation(Request[e.ConversationRow]):
    """Erase a conversation; tells those that are left."""

    conversation_id: int


@dataclass(frozen=True)
class RenameConversation(Request[e.ConversationRow]):
    """Give a conversation another name; tells all."""

    conversation_id: int
    title: str


# --- keeping -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportStatus(Request[e.LibraryStatus]):
    """What the library holds and what reads it."""


@dataclass(frozen=True)
class Verify(Request[e.VerifyProgress | e.VerifyReport]):
    """Compare the stored passages, words and vectors; `deep` reads all that is stored; with
    `repair` mend what can be, which may encode all anew and read files again. Cancelled, there is
    no report; what was encoded waits for the next repair."""

    repair: bool = False
    deep: bool = False
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class BackUp(Request[e.CopyProgress | e.Written]):
    """Write the library into one file."""

    file: str
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class Restore(Request[e.CopyProgress | e.Written]):
    """Put a backup in the library's place; what was there is kept beside it. All other calls end
    with a Failure of the code `library_replaced`."""

    file: str
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class OpenLock(Request[e.LockChanged]):
    """Give the passphrase of a library that is locked with one, or of a `backup`. Until then every
    other call, or restoring it, fails with the code `passphrase_needed`."""

    passphrase: str = field(repr=False)
    backup: str = ""


@dataclass(frozen=True)
class LockLibrary(Request[e.CopyProgress | e.LockChanged]):
    """Encrypt the library with a passphrase. All other calls end with a Failure of the code
    `library_replaced`, and what is asked for meanwhile waits."""

    passphrase: str = field(repr=False)
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class UnlockLibrary(Request[e.CopyProgress | e.LockChanged]):
    """Make a locked library plain again, in the same way."""

    passphrase: str = field(repr=False)
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class ChangePassphrase(Request[e.LockChanged]):
    """From now on another passphrase opens the library; nothing else is written."""

    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True)
class ListModels(Request[e.ModelRow]):
    """All models of the catalogue."""


@dataclass(frozen=True)
class ChooseModel(Request[e.EncodeProgress]):
    """Let this installed model have the role from now on; "auto": the best language model that is
    installed; "none": no second text encoder, of the role `multilingual`. What another encoder made
    is encoded anew first, while the live vectors serve; cancelled by then, all stays as it is, and
    what was encoded waits for the next time. Then the library is closed and opened anew, so what is
    under way ends."""

    name: str
    role: str = "decoder"
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class DescribeMachine(Request[e.Machine]):
    """What the models work on; measures nothing."""

    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class MeasureSpeed(Request[e.SpeedProgress | e.Speed]):
    """How fast the models in use are on this computer. Cancelled, there is no `Speed`; gives way to
    whatever else is asked for."""

    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class VerifyModel(Request[e.InstallProgress | e.ModelChecked]):
    """Read every file of an installed model and compare it with its checksum. Cancelled, there is
    no `ModelChecked`."""

    name: str
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class ReopenLibrary(Request[None]):
    """Close the library and open it anew with the settings as they are in the file now; what is
    under way ends."""

    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class RemoveModel(Request[None]):
    """Delete an installed model that is not in use."""

    name: str
    urgency: ClassVar = Urgency.KEEPING


@dataclass(frozen=True)
class InstallModel(Request[e.InstallProgress | e.InstallNote | e.InstallFinished]):
    """Install a model, the `starter` set or its `quick` part; `again`: one that is damaged is
    deleted first."""

    name: str
    again: bool = False
    urgency: ClassVar = Urgency.KEEPING

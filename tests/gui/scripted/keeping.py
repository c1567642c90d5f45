"""Conversations, backups, the passphrase, models."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from app.core import calls
from app.core import events as e
from tests.gui.scripted.contents import CITATIONS, CONVERSATIONS, failed
from tests.gui.scripted.engine import Engine, plays

LARGER = "qwen2.5-coder-1.5b-instruct"


@plays(calls.ListConversations)
def _conversations(engine: Engine, _call: int, asked: calls.ListConversations) -> Iterator[Any]:
    rows = [] if engine.options.empty else list(CONVERSATIONS)
    if engine.turns:
        first, n = engine.turns[0].question, len(engine.turns)
        rows.insert(0, e.ConversationRow(1, first, "2026-03-02T09:00:00Z", n))
    for row in rows:
        if row.conversation_id not in engine.forgotten:
            title = engine.names.get(row.conversation_id, row.title)
            if asked.words.casefold() not in title.casefold():
                continue
            yield dataclasses.replace(row, title=title)


@plays(calls.ForgetConversation)
def _forget_conversation(
    engine: Engine, call: int, asked: calls.ForgetConversation
) -> Iterator[Any]:
    engine.forgotten.add(asked.conversation_id)
    yield from _conversations(engine, call, calls.ListConversations())


@plays(calls.RenameConversation)
def _rename_conversation(
    engine: Engine, call: int, asked: calls.RenameConversation
) -> Iterator[Any]:
    engine.names[asked.conversation_id] = asked.title
    yield from _conversations(engine, call, calls.ListConversations())


@plays(calls.OpenConversation)
def _conversation(engine: Engine, _call: int, asked: calls.OpenConversation) -> Iterator[Any]:
    yield e.Answer(
        "What was agreed about the roof?",
        "Two slipped slates above the flue are refixed while the scaffold is up [1].",
        False,
        CITATIONS[:1],
        {"items_considered": 12, "items_used": 1},
        {},
        "qwen2.5-coder-0.5b-instruct",
        {"ttft_ms": 400.0, "tokens_per_s": 26.0},
        asked.conversation_id,
        turn_id=70,
    )


@plays(calls.BackUp)
def _back_up(engine: Engine, call: int, asked: calls.BackUp) -> Iterator[Any]:
    for done in range(0, 11):
        if call in engine.cancelled:
            yield failed("stopped", "It was stopped.", "Nothing was changed.")
            return
        yield e.CopyProgress(done * 1_840_000, 18_400_000)
        engine.nap(0.2)
    yield e.Written(asked.file, len(engine.items))


@plays(calls.Restore)
def _restore(engine: Engine, call: int, asked: calls.Restore) -> Iterator[Any]:
    yield e.CopyProgress(9_000_000, 18_000_000)
    if "locked" in asked.file and not engine.opened_backup:
        yield failed("passphrase_needed", "It is locked.", "Give it.")
        return
    if "damaged" in asked.file:
        yield failed(
            "library_damaged",
            "This file is not a usable Triptych backup.",
            "Choose another file. The library was not changed.",
        )
        return
    engine.items = engine.items[:4]
    yield e.Written(asked.file, len(engine.items))


@plays(calls.OpenLock)
def _open_lock(engine: Engine, _call: int, asked: calls.OpenLock) -> Iterator[Any]:
    if asked.backup:
        engine.opened_backup = True
        yield e.LockChanged(True)
        return
    yield _with_passphrase(engine, asked.passphrase) or e.LockChanged(True)


@plays(calls.LockLibrary)
def _lock(engine: Engine, _call: int, asked: calls.LockLibrary) -> Iterator[Any]:
    yield e.CopyProgress(9_000_000, 18_000_000)
    engine.passphrase = asked.passphrase
    yield e.LockChanged(True, ("/home/user/library/library-damaged.db",))


@plays(calls.UnlockLibrary)
def _unlock(engine: Engine, _call: int, asked: calls.UnlockLibrary) -> Iterator[Any]:
    if wrong := _with_passphrase(engine, asked.passphrase):
        yield wrong
        return
    yield e.CopyProgress(9_000_000, 18_000_000)
    engine.passphrase = None
    yield e.LockChanged(False)


@plays(calls.ChangePassphrase)
def _change_passphrase(engine: Engine, _call: int, asked: calls.ChangePassphrase) -> Iterator[Any]:
    wrong = _with_passphrase(engine, asked.old)
    if wrong is None:
        engine.passphrase = asked.new
    yield wrong or e.LockChanged(True)


def _with_passphrase(engine: Engine, given: str) -> e.Failure | None:
    engine.is_open = engine.is_open or given == engine.passphrase
    if given == engine.passphrase:
        return None
    return failed(
        "passphrase_wrong",
        "That is not this library's passphrase.",
        "Try again; capital letters count. Nothing was changed.",
    )


@plays(calls.ListModels)
def _models(engine: Engine, _call: int, asked: calls.ListModels) -> Iterator[Any]:
    here = engine.installed
    yield e.ModelRow("all-minilm-l6-v2", "text", "Apache-2.0", 91_000_000, here, True, "English")
    yield e.ModelRow("dinov2-small", "image", "MIT", 97_000_000, here, True)
    yield e.ModelRow("whisper-base", "speech", "MIT", 145_000_000, here, True, "99 languages")
    yield e.ModelRow(
        "qwen2.5-coder-0.5b-instruct", "decoder", "Apache-2.0", 491_000_000, here, True,
        in_use=here and engine.writer != LARGER,
    )  # fmt: skip
    yield e.ModelRow(
        LARGER, "decoder", "Apache-2.0", 1_117_000_000, engine.larger_installed, False,
        "Clearly better answers, about three times slower.", in_use=engine.writer == LARGER,
    )  # fmt: skip


@plays(calls.ChooseModel)
def _choose_model(engine: Engine, _call: int, asked: calls.ChooseModel) -> Iterator[Any]:
    engine.writer = asked.name
    yield from ()


@plays(calls.ReopenLibrary)
def _reopen(engine: Engine, _call: int, asked: calls.ReopenLibrary) -> Iterator[Any]:
    yield from ()


@plays(calls.RemoveModel)
def _remove_model(engine: Engine, _call: int, asked: calls.RemoveModel) -> Iterator[Any]:
    if asked.name == engine.writer:
        yield failed("in_use", f"{asked.name} is in use.", "Let another one do its work first.")
        return
    engine.larger_installed = engine.larger_installed and asked.name != LARGER


@plays(calls.InstallModel)
def _install(engine: Engine, _call: int, asked: calls.InstallModel) -> Iterator[Any]:
    for done in range(0, 101, 10):
        yield e.InstallProgress("dinov2-small", "download", done * 970_000, 97_000_000)
        engine.nap(0.1)
    engine.installed = True
    yield e.InstallFinished(asked.name, 97_000_000)

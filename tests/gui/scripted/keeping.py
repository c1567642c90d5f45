"""Conversations, backups, the passphrase, models."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from app import settings
from app.core import calls
from app.core import events as e
from models.catalog import catalog
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


NOTES = {candidate.name: candidate.note for candidate in catalog()}


@plays(calls.ListModels)
def _models(engine: Engine, _call: int, asked: calls.ListModels) -> Iterator[Any]:
    """Those of the real catalogue, with rounder figures."""
    here, larger = engine.installed, engine.larger_installed
    for name, role, licence, megabytes, memory_mb, starter in (
        ("all-minilm-l6-v2", "text", "Apache-2.0", 91, 150, True),
        ("multilingual-e5-small", "multilingual", "MIT", 253, 480, True),
        ("dinov2-small", "image", "MIT (backbone Apache-2.0)", 89, 180, True),
        ("whisper-base", "speech", "MIT", 145, 290, True),
        ("whisper-tiny.en", "speech", "MIT", 79, 0, False),
        ("qwen2.5-coder-0.5b-instruct", "decoder", "Apache-2.0", 491, 900, True),
        (LARGER, "decoder", "Apache-2.0", 1117, 2200, False),
    ):
        installed = name != "whisper-tiny.en" and (larger if name == LARGER else here)
        chosen = {"decoder": engine.writer, **engine.chosen}
        roles = (role, "text") if role == "multilingual" else (role,)
        does = tuple(
            r for r in roles
            if installed and chosen.get(r, STARTERS.get(r, name)) == name
        )  # fmt: skip
        yield e.ModelRow(
            name, role, licence, megabytes * 1_000_000, installed, starter, NOTES[name],
            in_use=bool(does), does=does, memory_bytes=memory_mb * 1_000_000,
        )  # fmt: skip


STARTERS = {"text": "all-minilm-l6-v2", "multilingual": "multilingual-e5-small"}


@plays(calls.ChooseModel)
def _choose_model(engine: Engine, call: int, asked: calls.ChooseModel) -> Iterator[Any]:
    if asked.role != "decoder" and asked.name != settings.NONE:
        for done in range(0, 84, 14):
            if call in engine.cancelled:
                return
            yield e.EncodeProgress(done, 70)
            engine.nap(0.2)
    settings.save_section("models", {asked.role: asked.name})
    if asked.role != "decoder":
        engine.chosen[asked.role] = asked.name
    elif asked.name != settings.AUTO:
        engine.writer = asked.name


@plays(calls.VerifyModel)
def _verify_model(engine: Engine, call: int, asked: calls.VerifyModel) -> Iterator[Any]:
    for done in range(0, 101, 20):
        if call in engine.cancelled:
            return
        yield e.InstallProgress(asked.name, "verify", done * 1_000_000, 100_000_000)
        engine.nap(0.2)
    damaged = ("model.safetensors has changed since it was installed",)
    yield e.ModelChecked(asked.name, damaged if asked.name == engine.damaged else ())


@plays(calls.DescribeMachine)
def _describe_machine(engine: Engine, _call: int, asked: calls.DescribeMachine) -> Iterator[Any]:
    yield e.Machine("cpu", 4, 16_000_000_000)


@plays(calls.MeasureSpeed)
def _measure_speed(engine: Engine, call: int, asked: calls.MeasureSpeed) -> Iterator[Any]:
    for done in range(8):
        if call in engine.cancelled:
            return
        yield e.SpeedProgress(done, 7)
        engine.nap(0.2)
    yield e.Speed(engine.writer, 6.8, 9.1, 14.2, "cpu", 4, 16_000_000_000)


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
        engine.nap(0.2)
    engine.installed = True
    if asked.again and engine.damaged == asked.name:
        engine.damaged = ""
    yield e.InstallFinished(asked.name, 97_000_000)

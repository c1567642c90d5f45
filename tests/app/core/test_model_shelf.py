"""What may be chosen and removed of the models."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import events
from app.core.errors import UserError
from app.core.model_shelf import ModelShelf
from models.store import ModelStore
from tests.fakes import stored_model


def test_a_model_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / "whisper-base").mkdir()
    shelf = ModelShelf(ModelStore(tmp_path), {"speech": "whisper-base"})
    with pytest.raises(UserError) as refused:
        shelf.remove("whisper-base")
    assert refused.value.code == "in_use" and (tmp_path / "whisper-base").is_dir()
    ModelShelf(ModelStore(tmp_path)).remove("whisper-base")
    assert not (tmp_path / "whisper-base").exists()


def test_what_is_not_there_is_neither_removed_nor_chosen(tmp_path: Path) -> None:
    shelf = ModelShelf(ModelStore(tmp_path))
    name = "qwen2.5-coder-0.5b-instruct"
    for act in (
        lambda: shelf.remove(name),
        lambda: shelf.require(name, "decoder"),
        lambda: shelf.require(name, "text"),
        lambda: list(shelf.verify(name, lambda: False)),
    ):
        with pytest.raises(UserError) as refused:
            act()
        assert refused.value.code == "model_missing"
        assert name in refused.value.message


def test_a_model_is_read_through_and_what_is_damaged_is_told(tmp_path: Path) -> None:
    file = stored_model(tmp_path, "mine", "text", b"x" * 3_000_000)
    shelf = ModelShelf(ModelStore(tmp_path), {"text": "mine"})
    *steps, checked = shelf.verify("mine", lambda: False)
    assert checked == events.ModelChecked("mine")
    assert {step.stage for step in steps} == {"verify"} and steps[-1].done == 3_000_000
    file.write_bytes(b"x" * 2_999_999 + b"y")  # of the same size
    *_steps, checked = shelf.verify("mine", lambda: False)
    assert len(checked.damaged) == 1 and "weights.bin" in checked.damaged[0]
    assert all(isinstance(e, events.InstallProgress) for e in shelf.verify("mine", lambda: True))


def test_each_role_takes_models_that_can_have_it(tmp_path: Path) -> None:
    stored_model(tmp_path, "languages", "multilingual", b"x")
    stored_model(tmp_path, "words", "text", b"x")
    shelf = ModelShelf(ModelStore(tmp_path), {"text": "words", "multilingual": "languages"})
    shelf.require("languages", "text")
    shelf.require("words", "multilingual")
    for role in ("image", "decoder"):
        with pytest.raises(UserError):
            shelf.require("words", role)
    does = {row.name: row.does for row in shelf.rows() if row.installed}
    assert does == {"languages": ("multilingual",), "words": ("text",)}


@pytest.mark.weights
def test_only_a_language_model_writes() -> None:
    from app.settings import load

    shelf = ModelShelf(
        ModelStore(load()[0].model_store), {"decoder": "qwen2.5-coder-0.5b-instruct"}
    )
    shelf.require("qwen2.5-coder-0.5b-instruct", "decoder")
    with pytest.raises(UserError):
        shelf.require("whisper-base", "decoder")
    assert [r.name for r in shelf.rows() if r.in_use] == ["qwen2.5-coder-0.5b-instruct"]

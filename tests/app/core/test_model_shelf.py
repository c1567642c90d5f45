"""What may be chosen and removed of the models."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.errors import UserError
from app.core.model_shelf import ModelShelf
from models.store import ModelStore


def test_a_model_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / "whisper-base").mkdir()
    shelf = ModelShelf(ModelStore(tmp_path), ["whisper-base"])
    with pytest.raises(UserError) as refused:
        shelf.remove("whisper-base")
    assert refused.value.code == "in_use" and (tmp_path / "whisper-base").is_dir()
    ModelShelf(ModelStore(tmp_path)).remove("whisper-base")
    assert not (tmp_path / "whisper-base").exists()


def test_what_is_not_there_is_neither_removed_nor_chosen(tmp_path: Path) -> None:
    shelf = ModelShelf(ModelStore(tmp_path))
    for act in (shelf.remove, shelf.require_writer):
        with pytest.raises(UserError) as refused:
            act("qwen2.5-coder-0.5b-instruct")
        assert refused.value.code == "model_missing"
        assert "qwen2.5-coder-0.5b-instruct" in refused.value.message


@pytest.mark.weights
def test_only_a_language_model_writes() -> None:
    from app.settings import load

    shelf = ModelShelf(ModelStore(load()[0].model_store), ["qwen2.5-coder-0.5b-instruct"])
    shelf.require_writer("qwen2.5-coder-0.5b-instruct")
    with pytest.raises(UserError):
        shelf.require_writer("whisper-base")
    assert [r.name for r in shelf.rows() if r.in_use] == ["qwen2.5-coder-0.5b-instruct"]

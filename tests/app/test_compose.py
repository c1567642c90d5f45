from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.compose import KEPT_PASSAGES, Core, model_loaders
from app.settings import DecoderSettings, Settings
from models.store import ModelStore


def test_kept_passages_do_not_outlive_an_open_library(
    open_library: Callable[..., Core], tmp_path: Path
) -> None:
    core = open_library()
    kept = tmp_path / "library" / KEPT_PASSAGES
    kept.mkdir()
    (kept / "one.safetensors").write_bytes(b"of a passage")
    beside = open_library(writer=False)
    beside.close()
    assert kept.exists()
    core.close()
    assert not kept.exists()
    kept.mkdir()  # as a process that was ended would leave it
    open_library()
    assert not kept.exists()


@pytest.mark.parametrize("reuse", ["exact", "fast"])
def test_fast_reuse_keeps_passages_within_the_settings(
    reuse: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(
        "models.decoder.load.load_decoder", lambda path, **given: seen.update(given)
    )
    monkeypatch.setattr(ModelStore, "resolve", lambda *_: tmp_path)
    decoder = DecoderSettings(reuse=reuse, passage_cache_mb=1, passage_cache_disk_mb=2)
    settings = dataclasses.replace(Settings(), decoder=decoder)
    model_loaders(settings, ModelStore(tmp_path), tmp_path / "kept")["decoder"]()
    if reuse == "exact":
        assert seen["passages"] is None
    else:
        passages = seen["passages"]
        assert passages._memory_limit == 2**20
        assert passages._disk_limit == 2 * 2**20
        assert passages._folder == tmp_path / "kept"

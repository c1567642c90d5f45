"""The store of passages, and answers over passages put in place from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from models.decoder.chat import CHATML, ChatFormat
from models.decoder.context import Cancelled, Context
from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prompt, Source
from models.decoder.kv_cache import KVCache
from models.decoder.load import load_transformer
from models.decoder.passages import Passage, PassageCache, PassageName, name_passage
from models.decoder.tokens import TextTokens

from .conftest import answer, make_tokenizer, prompt

TEXTS = (
    "the thing is in the tin and the tin is in the inn",
    "boxes are blue " * 3,
    "nothing here.",
)


def passage(n_tokens: int = 4, home: int = 3) -> Passage:
    return Passage(torch.randn(2, 2, 2, n_tokens, 8).half(), home)


SIZE = passage().n_bytes


def name(key: str) -> PassageName:
    return name_passage(key, "model", [1, 2], [3, 4, 5])


def test_a_name_changes_with_everything_it_was_computed_from() -> None:
    names = {
        name_passage("k", "model", [1], [2, 3]),
        name_passage("k", "other model", [1], [2, 3]),
        name_passage("k", "model", [1, 2], [3]),
        name_passage("k", "model", [1], [2, 4]),
        name_passage("l", "model", [1], [2, 3]),
    }
    assert len({n.file_name for n in names}) == len(names) == 5


def test_the_longest_unused_goes_first() -> None:
    cache = PassageCache(memory_limit_bytes=2 * SIZE)
    for key in "ab":
        cache.add(name(key), passage())
    assert cache.find(name("a")) is not None
    cache.add(name("c"), passage())
    assert cache.find(name("b")) is None
    assert cache.find(name("a")) is not None and cache.find(name("c")) is not None
    assert cache.n_bytes == 2 * SIZE


def test_on_disk_it_outlives_the_process_and_keeps_its_limit(tmp_path: Path) -> None:
    def open_cache() -> PassageCache:
        return PassageCache(
            memory_limit_bytes=10 * SIZE, folder=tmp_path, disk_limit_bytes=3 * SIZE + 900
        )

    first = passage()
    open_cache().add(name("a"), first)
    found = open_cache().find(name("a"))
    assert found is not None and torch.equal(found.keys_values, first.keys_values)
    assert found.home == first.home
    cache = open_cache()
    for place, key in enumerate("bcde"):
        cache.add(name(key), passage())
        os.utime(tmp_path / name(key).file_name, ns=(place, place))
    cache.add(name("f"), passage())
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 3 * SIZE + 900
    assert open_cache().find(name("b")) is None
    assert open_cache().find(name("f")) is not None


def test_forgetting_erases_memory_and_disk(tmp_path: Path) -> None:
    cache = PassageCache(memory_limit_bytes=10**6, folder=tmp_path, disk_limit_bytes=10**6)
    for key in "ab":
        cache.add(name(key), passage())
    cache.forget(["a", "never seen"])
    assert cache.find(name("a")) is None
    assert len(list(tmp_path.iterdir())) == 1
    assert cache.find(name("b")) is not None
    cache.clear()
    assert len(cache) == 0 and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"", b"not a tensor file", b"\xff" * 200])
def test_a_damaged_file_is_dropped(tmp_path: Path, damage: bytes) -> None:
    def open_cache() -> PassageCache:
        return PassageCache(memory_limit_bytes=10**6, folder=tmp_path, disk_limit_bytes=10**6)

    open_cache().add(name("a"), passage())
    file = tmp_path / name("a").file_name
    file.write_bytes(damage)
    assert open_cache().find(name("a")) is None
    assert not file.exists()


class Assembled:
    """The tiny Qwen2 with a passage cache of its own."""

    def __init__(self, folder: Path, **options: int) -> None:
        self.model = load_transformer(folder, precision="float32")
        self.chat = ChatFormat(CHATML, TextTokens(make_tokenizer().to_str()))
        self.passages = PassageCache(memory_limit_bytes=10**8)
        self.context = Context(
            self.model,
            KVCache(self.model.config),
            reuse="fast",
            passages=self.passages,
            fingerprint="tiny",
            **options,
        )

    def logits(self, *texts: str, question: str = "why?") -> torch.Tensor:
        sources = tuple(Source(text, text) for text in texts)
        layout = self.chat.lay_out(Prompt("rules", sources, (), question))
        for _ in self.context.fill(layout, lambda: False):
            pass
        return self.context.next_logits()

    def exact(self, *texts: str, question: str = "why?") -> torch.Tensor:
        sources = tuple(Source(text, text) for text in texts)
        ids = self.chat.lay_out(Prompt("rules", sources, (), question)).token_ids
        cache = KVCache(self.model.config, capacity=len(ids))
        hidden = self.model.forward(torch.tensor(ids), range(len(ids)), cache)
        return self.model.logits(hidden[-1:])[0]


def test_assembly_with_everything_recomputed_is_exact(folders: dict[str, Path]) -> None:
    made = Assembled(folders["qwen2"], n_recomputed=10_000)
    made.logits(*TEXTS)
    for order in ((2, 0, 1), (1, 2, 0), (0, 1)):
        texts = [TEXTS[i] for i in order]
        found = made.logits(*texts)
        # the first passage is taken as stored, in float16
        torch.testing.assert_close(found, made.exact(*texts), rtol=2e-2, atol=2e-2)


def test_one_passage_is_exact_and_not_computed_again(folders: dict[str, Path]) -> None:
    made = Assembled(folders["qwen2"])
    made.logits(TEXTS[0])
    made.logits(TEXTS[1])
    found = made.logits(TEXTS[0], question="where?")
    assert made.context.n_reused > 30
    wanted = made.exact(TEXTS[0], question="where?")
    torch.testing.assert_close(found, wanted, rtol=2e-2, atol=2e-2)


def test_warm_passages_in_another_order_cost_little_and_stay_close(
    folders: dict[str, Path],
) -> None:
    made = Assembled(folders["qwen2"], n_recomputed=4)
    made.logits(*TEXTS)
    made.logits("something else entirely")
    found = made.logits(TEXTS[1], TEXTS[0], TEXTS[2])
    n_tokens = made.context.cache.length
    assert made.context.n_reused > 0.6 * n_tokens
    wanted = made.exact(TEXTS[1], TEXTS[0], TEXTS[2])
    other = made.exact(TEXTS[1], TEXTS[0][::-1], TEXTS[2])
    distance = float((found - wanted).square().mean())
    assert distance < 0.5 * float((other - wanted).square().mean())


def test_warming_computes_ahead(folders: dict[str, Path]) -> None:
    made = Assembled(folders["qwen2"], n_recomputed=4)
    sources = tuple(Source(text, text) for text in TEXTS)
    layout = made.chat.lay_out(Prompt("rules", sources, (), ""))
    with pytest.raises(Cancelled):
        made.context.warm(layout, lambda: True)
    assert len(made.passages) == 0
    made.context.warm(layout, lambda: False)
    assert len(made.passages) == 3
    made.logits(*reversed(TEXTS))
    assert made.context.n_reused > 40


def test_a_small_cache_only_costs_time(folders: dict[str, Path]) -> None:
    made = Assembled(folders["qwen2"])
    made.passages._memory_limit = 1
    for _ in range(2):
        torch.testing.assert_close(made.logits(*TEXTS), made.exact(*TEXTS), rtol=1e-3, atol=1e-3)


def test_forgetting_a_source_erases_it_everywhere(
    open_decoder: Callable[..., TorchDecoder], tmp_path: Path
) -> None:
    passages = PassageCache(memory_limit_bytes=10**8, folder=tmp_path, disk_limit_bytes=10**8)
    decoder = open_decoder(reuse="fast", passages=passages)
    answer(decoder, prompt("why?", *TEXTS[:2]), max_new_tokens=3)
    assert len(passages) == 2
    decoder.forget([f"key of {TEXTS[0]}"])
    assert len(passages) == 1 and len(list(tmp_path.iterdir())) == 1
    cache = decoder._context.cache
    assert cache.length == 0
    assert float(torch.stack(cache.read(0, torch.float32, cache.capacity)).abs().max()) == 0
    assert decoder._chat._encoded == {}


def test_fast_answers_follow_up_questions(open_decoder: Callable[..., TorchDecoder]) -> None:
    decoder = open_decoder(reuse="fast")
    first, _ = answer(decoder, prompt("why?", *TEXTS), max_new_tokens=5)
    again, last = answer(decoder, prompt("why?", *TEXTS), max_new_tokens=5)
    assert again == first
    assert last.counts.cached_tokens == last.counts.prompt_tokens - 1

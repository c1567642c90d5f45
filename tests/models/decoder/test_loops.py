from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from models.decoder.decode import Emission, decode_one
from models.decoder.engine import TorchDecoder
from models.decoder.kv_cache import KVCache
from models.decoder.loops import repeats
from models.decoder.sampling import Sampler
from models.decoder.settings import GenerationSettings
from models.decoder.writer import Writer

from .conftest import answer, prompt


@pytest.mark.parametrize(
    ("tokens", "found"),
    [
        ([1, 2, 3] * 7, True),
        ([9, 8, 7] + [1, 2, 3] * 7, True),
        ([1, 2, 3] * 3, False),  # "no, no, no" is no loop yet
        ([5] * 17, True),
        ([5] * 16, False),
        (list(range(12)) * 3, True),
        (list(range(12)) * 2, False),
        (list(range(30)) * 2, True),
        (list(range(30)) * 2 + [99], False),
        (list(range(60)), False),
        ([token for n in range(20) for token in (1, 2, 100 + n, 3)], False),  # a list
        ([], False),
    ],
)
def test_repeats(tokens: list[int], found: bool) -> None:
    assert repeats(tokens) is found


class _Round:
    """A model that says the same five tokens over and over."""

    device = torch.device("cpu")

    def forward(self, tokens: torch.Tensor, places: range, cache: KVCache) -> torch.Tensor:
        cache.advance(len(tokens))
        return tokens

    def logits(self, tokens: torch.Tensor) -> torch.Tensor:
        return torch.nn.functional.one_hot((tokens + 1) % 5, 256).float()


def test_a_loop_is_ended_in_greedy_mode_only(open_decoder: Callable[..., TorchDecoder]) -> None:
    decoder = open_decoder()
    for settings, finish in (
        (GenerationSettings(max_new_tokens=60), "loop"),
        (GenerationSettings(max_new_tokens=60, temperature=0.01), "length"),
    ):
        cache = KVCache(decoder._model.config, capacity=100)
        writer, model = decoder._new_writer(settings), _Round()
        first = model.logits(torch.tensor([0]))[0]
        list(decode_one(model, cache, first, Sampler(settings, ()), writer, None))  # type: ignore[arg-type]
        assert writer.finish == finish


def test_the_user_is_told(open_decoder: Callable[..., TorchDecoder]) -> None:
    decoder = open_decoder()
    decoder._decode = _ends_in_a_loop  # type: ignore[method-assign,assignment]
    _, last = answer(decoder, prompt())
    assert last.finish == "loop" and "repeat itself" in str(last.extras["notice"])


def _ends_in_a_loop(*arguments: list[Writer]) -> Iterator[Emission]:
    arguments[2][0].close("loop")
    yield Emission("", ())

"""Logits with the cache equal logits without, and both equal transformers'."""

from __future__ import annotations

import pytest
import torch
import transformers
from torch import Tensor

from models.decoder.kv_cache import KVCache
from models.decoder.transformer import Transformer

N_TOKENS = 40


def ids(n: int = N_TOKENS, seed: int = 0) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(0, 250, (n,), generator=generator)


def expected(reference: transformers.PreTrainedModel, tokens: Tensor) -> Tensor:
    with torch.inference_mode():
        return reference(tokens[None]).logits[0]


def run(model: Transformer, cache: KVCache, tokens: Tensor) -> Tensor:
    cache.reserve(cache.length + len(tokens))
    places = range(cache.length, cache.length + len(tokens))
    return model.logits(model.forward(tokens, places, cache))


def close(found: Tensor, wanted: Tensor) -> None:
    torch.testing.assert_close(found, wanted, rtol=1e-4, atol=1e-4)


def test_prefill_equals_transformers(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    close(run(model, KVCache(model.config), ids()), expected(reference, ids()))


def test_steps_and_chunks_equal_one_pass(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    cache = KVCache(model.config)
    pieces = ids().split([17, 1, 1, 5, 1, 15])
    found = torch.cat([run(model, cache, piece) for piece in pieces])
    assert cache.length == N_TOKENS
    close(found, expected(reference, ids()))


def test_truncated_cache_goes_on_as_if_the_rest_had_never_been(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    cache = KVCache(model.config)
    run(model, cache, ids())
    cache.truncate(11)
    other = ids(9, seed=1)
    wanted = expected(reference, torch.cat((ids()[:11], other)))[11:]
    close(run(model, cache, other), wanted)


def test_branches_equal_sequences_of_their_own(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    cache = KVCache(model.config)
    run(model, cache, ids())
    before = cache.n_bytes
    branches = cache.fork(3, capacity=8)
    tails = torch.stack([ids(3, seed=s) for s in (1, 2, 3)])  # (branch, step)

    def step(tokens: Tensor) -> Tensor:
        places = torch.full((branches.n,), branches.length)
        return model.logits(model.forward(tokens, places, branches))

    step(tails[:, 0])
    step(tails[:, 1])
    branches.select([2, 0, 0, 1])
    found = step(tails[[2, 0, 0, 1], 2])
    for row, tail in zip(found, tails[[2, 0, 0, 1]], strict=True):
        close(row, expected(reference, torch.cat((ids(), tail)))[-1])
    assert cache.length == N_TOKENS and cache.n_bytes == before


def test_a_pass_given_up_leaves_the_cache_as_it_was(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    cache = KVCache(model.config)
    run(model, cache, ids()[:20])
    cache.reserve(N_TOKENS)
    n_calls = 0

    def checkpoint() -> None:
        nonlocal n_calls
        n_calls += 1
        if n_calls == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model.forward(ids(10, seed=5), range(20, 30), cache, checkpoint=checkpoint)
    assert cache.length == 20
    close(run(model, cache, ids()[20:]), expected(reference, ids())[20:])


def test_int8_cache_is_a_quarter_and_close(
    model: Transformer, reference: transformers.PreTrainedModel
) -> None:
    cache, wide = KVCache(model.config, dtype=torch.int8), KVCache(model.config)
    cache.reserve(256)
    wide.reserve(256)
    head_dim = model.config.head_dim
    assert cache.n_bytes * 4 * head_dim == wide.n_bytes * (head_dim + 4)
    found = torch.cat([run(model, cache, piece) for piece in ids().split([30, 1, 9])])
    wanted = expected(reference, ids())
    assert float((found - wanted).abs().mean()) < 0.05 * float(wanted.std())
    assert float((found - wanted).abs().max()) > 0


def test_turning_keys_equals_computing_them_elsewhere(model: Transformer) -> None:
    """Only the first layer's keys depend on nothing but token and place."""
    here, there = KVCache(model.config), KVCache(model.config)
    here.reserve(8)
    there.reserve(8)
    model.forward(ids(8), range(8), here)
    model.forward(ids(8), range(100, 108), there)
    keys = torch.stack(here.read(0, torch.float32))[None]
    turned = model.turn_keys(keys, 100)[0]
    close(turned[0], there.read(0, torch.float32)[0])
    close(turned[1], keys[0, 1])

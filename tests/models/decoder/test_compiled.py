"""The compiled pass against the same layers written out in torch, over the same int8 weights."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.decoder import kernels, simd
from models.decoder.checkpoint import HuggingFaceCheckpoint
from models.decoder.compiled import fits
from models.decoder.config import read_config
from models.decoder.kv_cache import KVCache
from models.decoder.linear import padded
from models.decoder.load import load_transformer
from models.decoder.transformer import Transformer
from models.decoder.weights import int8_weights, quantised


@pytest.fixture(params=[1, 2, 5])
def pair(
    folders: dict[str, Path], kind: str, request: pytest.FixtureRequest
) -> tuple[Transformer, Transformer]:
    """(compiled on so many threads, in torch)"""
    config = read_config(folders[kind])
    tensors = quantised(HuggingFaceCheckpoint(folders[kind]), config, lambda done, total: None)
    weights = int8_weights(tensors, config, request.param)
    device = torch.device("cpu")
    in_torch = replace(weights, one_sequence=None)
    return Transformer(config, weights, device), Transformer(config, in_torch, device)


def states(model: Transformer, cache: KVCache, tokens: torch.Tensor) -> torch.Tensor:
    cache.reserve(cache.length + len(tokens))
    return model.forward(tokens, range(cache.length, cache.length + len(tokens)), cache)


def close(found: torch.Tensor, wanted: torch.Tensor, *, within: float = 2e-3) -> None:
    assert float((found - wanted).norm() / wanted.norm()) < within


@pytest.fixture
def in_16_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a processor that cannot multiply bytes."""
    monkeypatch.setattr(simd, "BYTES", False)


@pytest.mark.usefixtures("in_16_bits")
def test_any_number_of_tokens_after_any_past(pair: tuple[Transformer, Transformer]) -> None:
    compiled, in_torch = pair
    tokens = torch.randint(0, 250, (200,), generator=torch.Generator().manual_seed(3))
    ours, theirs = KVCache(compiled.config), KVCache(in_torch.config)
    for piece in tokens.split([1, 2, 3, 4, 5, 7, 12, 13, 25, 65, 63]):
        close(states(compiled, ours, piece), states(in_torch, theirs, piece))
    assert ours.length == theirs.length == 200
    for layer in range(compiled.config.n_layers):
        for found, wanted in zip(
            ours.read(layer, torch.float32), theirs.read(layer, torch.float32), strict=True
        ):
            close(found, wanted)
    ours.truncate(50)
    theirs.truncate(50)
    close(states(compiled, ours, tokens[60:70]), states(in_torch, theirs, tokens[60:70]))


def test_many_tokens_in_8_bits(pair: tuple[Transformer, Transformer]) -> None:
    """These tiny random models make an error of 0.7 % in each product six times as large."""
    compiled, in_torch = pair
    tokens = torch.randint(0, 250, (120,), generator=torch.Generator().manual_seed(3))
    ours, theirs = KVCache(compiled.config), KVCache(in_torch.config)
    for piece in tokens.split([70, 25, 25]):
        close(states(compiled, ours, piece), states(in_torch, theirs, piece), within=0.1)


@pytest.mark.skipif(not simd.BYTES, reason="this processor has no products of bytes")
@pytest.mark.parametrize("n_in", [32, 64, 96, 256, 288, 896])
@pytest.mark.parametrize("n", [1, 12, 25])
def test_products_of_bytes_are_exact_but_for_the_rounding(n: int, n_in: int) -> None:
    random = np.random.default_rng(n * n_in)
    x = random.normal(size=(n, n_in)).astype(np.float32) * random.uniform(0.1, 9, (n, 1))
    x = x.astype(np.float32)
    x[0, 0] = 300.0  # an outlier costs its own group only
    weight = random.integers(-127, 128, (64, n_in), dtype=np.int8)
    scale = random.uniform(0.5, 2, 64).astype(np.float32)
    norm = random.uniform(0.5, 2, n_in).astype(np.float32)
    n_padded, groups = padded(n), -(-n_in // kernels.GROUP)
    rounded = np.full((n_padded, n_in), 77, np.uint8)
    worths = np.full((n_padded, groups), np.float32(9))
    for me in (0, 1):
        kernels.round_to_bytes(x, norm, np.float32(1e-6), me, 2, rounded, worths)
    told = np.repeat(worths[:n], kernels.GROUP, axis=1)[:, :n_in]
    told = told * (rounded[:n].astype(np.float32) - 128)
    wanted_x = x * norm / np.sqrt((x * x).mean(1, keepdims=True) + 1e-6)
    assert np.abs(told - wanted_x).max() <= 0.51 * worths[:n].max()
    out = np.ones((n, 64), np.float32)
    packed = np.empty((n_in // 4, kernels.PACKED), np.int32)
    sums = np.empty((groups, kernels.PACKED), np.int32)
    kernels.add_byte_products(rounded, worths, n, weight, scale, 0, 64, packed, sums, out)
    wanted = 1 + told.astype(np.float64) @ (weight * scale[:, None].astype(np.float64)).T
    assert np.abs(out - wanted).max() < 1e-4 * np.abs(wanted).max()


def test_a_token_alone_is_the_same_to_the_last_bit_as_among_others(
    pair: tuple[Transformer, Transformer],
) -> None:
    """So guesses that are checked together give what steps one by one would."""
    compiled, _ = pair
    tokens = torch.randint(0, 250, (30,), generator=torch.Generator().manual_seed(4))
    together, alone = KVCache(compiled.config), KVCache(compiled.config)
    states(compiled, together, tokens[:20])
    states(compiled, alone, tokens[:20])
    wanted = states(compiled, together, tokens[20:])
    found = torch.cat([states(compiled, alone, token) for token in tokens[20:].split(1)])
    assert torch.equal(found, wanted)
    assert torch.equal(compiled.logits(found[3:4])[0], compiled.logits(wanted)[3])


def test_widths_that_are_no_whole_registers_are_left_to_torch(folders: dict[str, Path]) -> None:
    config = read_config(folders["qwen2"])
    assert fits(config)
    assert not fits(replace(config, mlp_size=100))
    assert not fits(replace(config, head_dim=simd.FLOATS // 2, n_heads=8))


@pytest.mark.parametrize("features", ["", "+avx2,+fma,+f16c"])
@pytest.mark.usefixtures("in_16_bits")
def test_other_processors_get_the_same(features: str, folders: dict[str, Path]) -> None:
    """Compiled anew for a processor without wide registers, in a process of its own."""
    if sys.platform == "darwin" or platform.machine() not in ("x86_64", "AMD64"):
        pytest.skip("names processors of the x86-64 kind")
    code = (
        "import torch; from pathlib import Path\n"
        "from models.decoder.kv_cache import KVCache\n"
        "from models.decoder.load import load_transformer\n"
        f"model = load_transformer(Path({str(folders['qwen3'])!r}), precision='int8')\n"
        "cache = KVCache(model.config); cache.reserve(60)\n"
        "x = torch.cat([model.forward(torch.arange(a, b), range(a, b), cache)"
        " for a, b in ((0, 40), (40, 41), (41, 47))])\n"
        "print(x.double().pow(2).sum().item(), x[-1, 3].item())"
    )
    environment = {**os.environ, "NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": features}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    model = load_transformer(folders["qwen3"], precision="int8")
    cache = KVCache(model.config)
    cache.reserve(60)
    pieces = [
        model.forward(torch.arange(a, b), range(a, b), cache)
        for a, b in ((0, 40), (40, 41), (41, 47))
    ]
    x = torch.cat(pieces)
    squares, one = (float(word) for word in ran.stdout.split())
    assert squares == pytest.approx(float(x.double().pow(2).sum()), rel=1e-3)
    assert one == pytest.approx(float(x[-1, 3]), rel=2e-2)

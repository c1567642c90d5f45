from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from models.decoder import linear
from models.decoder.team import Team


@pytest.fixture(params=[1, 3])
def team(request: pytest.FixtureRequest) -> Team:
    return Team(request.param)


@pytest.mark.parametrize("n", [1, 2, 7, 33])
@pytest.mark.parametrize("n_out", [1, 40, 129])
def test_int8_product_is_the_product_with_the_rounded_weights(
    n: int, n_out: int, team: Team
) -> None:
    generator = torch.Generator().manual_seed(n)
    x, w = torch.randn(n, 96, generator=generator), torch.randn(n_out, 96, generator=generator)
    weight, scale = linear.quantise_weight(w)
    product = linear.Int8Linear(weight, scale, team)
    exact = x.double() @ (weight.double() * scale[:, None].double()).T
    # inputs keep 15 bits, so what is lost is far below the rounding of the weights
    torch.testing.assert_close(product(x).double(), exact, rtol=1e-3, atol=2e-3)
    bias, residual = torch.randn(n_out, generator=generator), torch.randn(n, n_out)
    torch.testing.assert_close(product(x, bias), product(x) + bias)
    kept = residual.clone()
    torch.testing.assert_close(product(x, residual), product(x) + residual)
    assert torch.equal(residual, kept)
    assert float((product(x) - x @ w.T).abs().max()) < 0.1 * 96**0.5


def test_a_wide_input_does_not_overflow(team: Team) -> None:
    n_in = 19_456
    weight, scale = torch.full((8, n_in), 127, dtype=torch.int8), torch.ones(8)
    found = linear.Int8Linear(weight, scale, team)(torch.full((5, n_in), -3.0))
    torch.testing.assert_close(found, torch.full((5, 8), -3.0 * 127 * n_in))


def test_an_outlier_token_does_not_blur_the_others(team: Team) -> None:
    x = torch.randn(4, 64, generator=torch.Generator().manual_seed(0))
    product = linear.Int8Linear(*linear.quantise_weight(torch.randn(16, 64)), team)
    alone = product(x[:3])
    x[3] *= 1000
    assert torch.equal(alone, product(x)[:3])


def test_calls_from_several_threads_take_turns(team: Team) -> None:
    product = linear.Int8Linear(*linear.quantise_weight(torch.randn(64, 64)), team)
    x = torch.randn(9, 64)
    wanted = product(x)
    with ThreadPoolExecutor(4) as callers:
        found = list(callers.map(lambda _: product(x), range(40)))
    assert all(torch.equal(each, wanted) for each in found)


def test_tokens_of_zeros_stay_zero(team: Team) -> None:
    product = linear.Int8Linear(*linear.quantise_weight(torch.zeros(8, 64)), team)
    assert float(product(torch.zeros(2, 64)).abs().max()) == 0


def test_weights_are_rounded_to_half_a_step_of_their_row() -> None:
    w = torch.randn(10, 50, generator=torch.Generator().manual_seed(0))
    w[3] *= 100
    weight, scale = linear.quantise_weight(w)
    assert weight.dtype == torch.int8 and int(weight.abs().max()) == 127
    assert bool(((weight * scale[:, None] - w).abs() <= scale[:, None] / 2 + 1e-6).all())

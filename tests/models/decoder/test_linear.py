from __future__ import annotations

import pytest
import torch

from models.decoder import linear

needs_int8 = pytest.mark.skipif(not linear.int8_available(), reason="no int8 products here")


@needs_int8
@pytest.mark.parametrize("n", [1, 2, 7, 33])
def test_int8_product_is_the_product_of_the_rounded_values(n: int) -> None:
    generator = torch.Generator().manual_seed(n)
    x, w = torch.randn(n, 96, generator=generator), torch.randn(40, 96, generator=generator)
    weight, scale = linear.quantise_weight(w)
    ready = linear.quantise_activations(x)
    assert ready.scale is not None and ready.shift is not None
    add = torch.randn(40, generator=generator)
    product = linear.Int8Linear(weight, scale)
    found = product(ready)
    n_levels = linear.levels()
    rounded = (ready.values.double() - n_levels - 1) / n_levels * ready.scale + ready.shift
    assert float((rounded - x).abs().max()) < 0.6 * float(ready.scale.max()) / n_levels
    exact = rounded @ (weight.double() * scale[:, None].double()).T
    torch.testing.assert_close(found.double(), exact, rtol=1e-5, atol=1e-4)
    torch.testing.assert_close(product(ready, add), found + add)
    later = linear.quantise_activations(x, torch.full((n, 1), 3.0))
    torch.testing.assert_close(product(later), 3.0 * found)
    assert float((found - x @ w.T).abs().max() / (x @ w.T).std()) < 0.1


@needs_int8
def test_an_outlier_row_does_not_blur_the_others() -> None:
    x = torch.randn(4, 64, generator=torch.Generator().manual_seed(0))
    alone = linear.quantise_activations(x[:3])
    x[3] *= 1000
    beside = linear.quantise_activations(x)
    assert torch.equal(alone.values, beside.values[:3])


def test_rows_of_zeros_stay_zero() -> None:
    if not linear.int8_available():
        pytest.skip("no int8 products here")
    ready = linear.quantise_activations(torch.zeros(2, 64))
    weight, scale = linear.quantise_weight(torch.zeros(8, 64))
    assert float(linear.Int8Linear(weight, scale)(ready).abs().max()) == 0


@needs_int8
def test_rows_to_one_side_keep_all_steps() -> None:
    x = torch.rand(2, 64, generator=torch.Generator().manual_seed(0)) + 5.0
    ready = linear.quantise_activations(x)
    assert ready.scale is not None and float(ready.scale.max()) < 0.51


def test_weights_are_rounded_to_half_a_step_of_their_row() -> None:
    w = torch.randn(10, 50, generator=torch.Generator().manual_seed(0))
    w[3] *= 100
    weight, scale = linear.quantise_weight(w)
    assert weight.dtype == torch.int8 and int(weight.abs().max()) == 127
    assert bool(((weight * scale[:, None] - w).abs() <= scale[:, None] / 2 + 1e-6).all())

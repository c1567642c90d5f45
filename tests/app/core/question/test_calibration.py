from __future__ import annotations

import numpy as np
import pytest

from app.core.question.calibration import (
    REFERENCE_DEVIATION,
    REFERENCE_MEAN,
    NoiseFloor,
    noise_floor,
)
from tests.fakes import FakeTextEncoder


def test_noise_lies_where_the_reference_puts_it_and_more_is_more() -> None:
    floor = NoiseFloor(0.74, 0.02)
    scaled = floor.similarity(np.array([0.74, 0.76, 0.90, 5.0], np.float32))
    assert scaled[0] == pytest.approx(REFERENCE_MEAN)
    assert scaled[1] == pytest.approx(REFERENCE_MEAN + REFERENCE_DEVIATION, abs=1e-5)
    assert scaled[1] < scaled[2] < scaled[3] == 1.0


def test_the_reference_encoder_is_left_as_it_is() -> None:
    cosines = np.linspace(-0.2, 1, 7, dtype=np.float32)
    floor = NoiseFloor(REFERENCE_MEAN, REFERENCE_DEVIATION)
    np.testing.assert_allclose(floor.similarity(cosines), cosines, atol=1e-6)


class Plain(FakeTextEncoder):
    noise = None  # type: ignore[assignment]


class Crowding(Plain):
    def encode_documents(self, texts):
        rows = super().encode_documents(texts) + np.float32(0.5)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_queries = encode_documents


def test_an_encoder_that_crowds_its_vectors_has_a_high_floor() -> None:
    assert noise_floor(Crowding()).mean > noise_floor(Plain()).mean + 0.2
    assert noise_floor(FakeTextEncoder()) == NoiseFloor(REFERENCE_MEAN, REFERENCE_DEVIATION)

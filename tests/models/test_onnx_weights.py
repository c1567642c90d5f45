"""Against an ONNX graph written here field by field, as protobuf's description says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.convert import dinov2_state
from models.errors import ModelDamaged
from models.onnx_weights import OnnxWeights, read_onnx


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def tensor(name: str, array: np.ndarray, *, packed: bool) -> bytes:
    dims = (
        field(1, b"".join(varint(side) for side in array.shape))
        if packed
        else b"".join(field(1, side) for side in array.shape)
    )
    return field(5, dims + field(2, 1) + field(8, name.encode()) + field(9, array.tobytes()))


def graph() -> tuple[bytes, np.ndarray, np.ndarray]:
    first = np.arange(6, dtype="<f4").reshape(2, 3)
    second = np.arange(400, dtype="<f4").reshape(20, 20)
    product = (
        field(1, b"x") + field(1, b"onnx::MatMul_7") + field(3, b"/a/MatMul") + field(4, b"MatMul")
    )
    shape = field(5, field(1, 1) + field(2, 7) + field(8, b"ints") + field(9, bytes(8)))
    body = (
        field(1, product)
        + tensor("a.bias", first, packed=False)
        + tensor("onnx::MatMul_7", second, packed=True)
        + shape
    )
    return field(1, 8) + field(7, body), first, second


def test_reads_tensors_and_products(tmp_path: Path) -> None:
    raw, first, second = graph()
    path = tmp_path / "m.onnx"
    path.write_bytes(raw)
    weights = read_onnx(path)
    assert set(weights.tensors) == {"a.bias", "onnx::MatMul_7"}
    np.testing.assert_array_equal(weights.tensors["a.bias"], first)
    np.testing.assert_array_equal(weights.tensors["onnx::MatMul_7"], second)
    assert weights.matmuls == {"/a/MatMul": "onnx::MatMul_7"}


@pytest.mark.parametrize("keep", [0, 10, 300])
def test_a_cut_file_is_damaged(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "m.onnx"
    path.write_bytes(graph()[0][:keep])
    with pytest.raises(ModelDamaged):
        read_onnx(path)


def test_dinov2_names_and_transposes() -> None:
    matrix = np.arange(6, dtype=np.float32).reshape(2, 3)
    weights = OnnxWeights(
        {
            "backbone.embeddings.cls_token": np.ones((1, 1, 384), np.float32),
            "p1": np.zeros((1, 1, 384), np.float32),
            "p2": np.ones((1, 1369, 384), np.float32),
            "m": matrix,
        },
        {"/backbone/encoder/layer.3/attention/attention/key/MatMul": "m"},
    )
    state = dinov2_state(weights)
    key = state["encoder.layer.3.attention.attention.key.weight"]
    np.testing.assert_array_equal(key, matrix.T)
    assert state["embeddings.position_embeddings"].shape == (1, 1370, 384)
    with pytest.raises(ModelDamaged):
        dinov2_state(OnnxWeights({}, {}))

"""Read weights out of an ONNX file without the ONNX package: just enough of protobuf's wire format.

Gives the graph's stored tensors and its matrix products by name; runs nothing."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelDamaged

_FLOAT = 1  # TensorProto.DataType


@dataclass(frozen=True, slots=True)
class OnnxWeights:
    """`tensors` by initializer name, float32; `matmuls` from the name of a MatMul node to the name
    of the stored matrix on its right-hand side."""

    tensors: dict[str, NDArray[np.float32]]
    matmuls: dict[str, str]


def read_onnx(path: Path) -> OnnxWeights:
    """Raises ModelDamaged where the file is not an ONNX graph or is cut short."""
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped,
            memoryview(mapped) as whole,
        ):
            return _read(whole)
    except (ValueError, IndexError, UnicodeDecodeError) as error:
        raise ModelDamaged(
            "{file} is not a readable ONNX file.",
            "Install the model again.",
            file=path.name,
        ) from error


def _read(whole: memoryview) -> OnnxWeights:
    tensors: dict[str, NDArray[np.float32]] = {}
    products: list[tuple[str, list[str]]] = []
    for number, value in _fields(whole):
        if number != 7:  # ModelProto.graph
            continue
        for graph_number, part in _fields(_block(value)):
            if graph_number == 5:  # GraphProto.initializer
                tensor = _tensor(_block(part))
                if tensor is not None:
                    tensors[tensor[0]] = tensor[1]
            elif graph_number == 1:  # GraphProto.node
                name, op_type, inputs = _node(_block(part))
                if op_type == "MatMul":
                    products.append((name, inputs))
    if not tensors:
        raise ValueError("no graph")
    matmuls = {name: ins[1] for name, ins in products if len(ins) == 2 and ins[1] in tensors}
    return OnnxWeights(tensors, matmuls)


def _node(block: memoryview) -> tuple[str, str, list[str]]:
    name, op_type, inputs = "", "", []
    for number, value in _fields(block):
        if number == 1:
            inputs.append(str(_block(value), "utf-8"))
        elif number == 3:
            name = str(_block(value), "utf-8")
        elif number == 4:
            op_type = str(_block(value), "utf-8")
    return name, op_type, inputs


def _tensor(block: memoryview) -> tuple[str, NDArray[np.float32]] | None:
    """Name and a copy of the values of a float tensor; None for another type."""
    dims: list[int] = []
    name, data_type, raw = "", 0, b""
    for number, value in _fields(block):
        if number == 1:
            dims.extend([value] if isinstance(value, int) else _packed(value))
        elif number == 2 and isinstance(value, int):
            data_type = value
        elif number in (4, 9):  # float_data, raw_data: both little-endian float32
            raw = bytes(_block(value))
        elif number == 8:
            name = str(_block(value), "utf-8")
    if data_type != _FLOAT:
        return None
    return name, np.frombuffer(raw, "<f4").reshape(dims)


def _fields(block: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yield (field number, value) of one message; fixed-width values are passed over."""
    at = 0
    while at < len(block):
        key, at = _varint(block, at)
        kind = key & 7
        if kind == 0:
            number, at = _varint(block, at)
            yield key >> 3, number
        elif kind == 2:
            length, at = _varint(block, at)
            if at + length > len(block):
                raise ValueError("cut short")
            yield key >> 3, block[at : at + length]
            at += length
        elif kind in (1, 5):
            at += 8 if kind == 1 else 4
        else:
            raise ValueError("not protobuf")


def _varint(block: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = block[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _packed(block: memoryview) -> list[int]:
    values, at = [], 0
    while at < len(block):
        value, at = _varint(block, at)
        values.append(value)
    return values


def _block(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("a number where a block belongs")
    return value

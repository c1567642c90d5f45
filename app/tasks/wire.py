"""Frames between processes: length-prefixed JSON with raw arrays beside it, never pickle.

A frame is an 8-byte big-endian pair (length of the JSON, number of arrays), the UTF-8 JSON, and
for each array an 8-byte big-endian length and its bytes in C order. The JSON's key `arrays` lists
dtype and shape. Lengths are capped, so that a broken or hostile peer cannot ask for all memory."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import IO, Any, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from app.core import events
from app.core.calls import Request, requests

T = TypeVar("T")

MAX_JSON_BYTES = 256 * 1024 * 1024
MAX_ARRAY_BYTES = 1024 * 1024 * 1024
MAX_ARRAYS = 16
_DTYPES = frozenset({"uint8", "int8", "int16", "int32", "int64", "float32"})
_HEAD = struct.Struct(">II")
_SIZE = struct.Struct(">Q")


class WireError(Exception):
    """The peer closed the pipe or sent something that is not a frame."""


def write_frame(
    stream: IO[bytes], message: Mapping[str, Any], arrays: Sequence[NDArray[Any]] = ()
) -> None:
    """Write one frame and flush. Raises WireError if it is too large, OSError if the pipe broke."""
    described = [[str(array.dtype), list(array.shape)] for array in arrays]
    body = json.dumps({**message, "arrays": described}, ensure_ascii=False, allow_nan=False)
    encoded = body.encode("utf-8", "replace")
    if len(encoded) > MAX_JSON_BYTES or len(arrays) > MAX_ARRAYS:
        raise WireError("the message is larger than a frame may be")
    stream.write(_HEAD.pack(len(encoded), len(arrays)))
    stream.write(encoded)
    for array in arrays:
        contiguous = np.ascontiguousarray(array)
        stream.write(_SIZE.pack(contiguous.nbytes))
        stream.write(contiguous.data if contiguous.nbytes else b"")
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], tuple[NDArray[Any], ...]]:
    """Read one frame. Raises WireError at the end of the stream or on anything malformed."""
    n_json, n_arrays = _HEAD.unpack(_read_exactly(stream, _HEAD.size))
    if n_json > MAX_JSON_BYTES or n_arrays > MAX_ARRAYS:
        raise WireError("a frame larger than allowed")
    try:
        message = json.loads(_read_exactly(stream, n_json))
        described = message.pop("arrays")
        if len(described) != n_arrays:
            raise WireError("arrays announced and sent differ")
        arrays = tuple(_read_array(stream, str(dtype), shape) for dtype, shape in described)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WireError(f"not a frame: {type(error).__name__}") from error
    return message, arrays


def _read_array(stream: IO[bytes], dtype: str, shape: Sequence[int]) -> NDArray[Any]:
    (n_bytes,) = _SIZE.unpack(_read_exactly(stream, _SIZE.size))
    if dtype not in _DTYPES or n_bytes > MAX_ARRAY_BYTES:
        raise WireError(f"an array of {n_bytes} bytes of {dtype} is not allowed")
    return np.frombuffer(_read_exactly(stream, n_bytes), dtype=dtype).reshape(shape)


def _read_exactly(stream: IO[bytes], n_bytes: int) -> bytes:
    pieces: list[bytes] = []
    missing = n_bytes
    while missing:
        piece = stream.read(min(missing, 1 << 20))
        if not piece:
            raise WireError("the other side closed the pipe")
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


def to_json(value: Any) -> dict[str, Any]:
    """A value of `app.core.events` or a request as a dict with its class name in `type`."""
    return {"type": type(value).__name__, **msgspec.to_builtins(value, enc_hook=_plain)}


def event_from_json(value: Mapping[str, Any]) -> Any:
    """The event back from `to_json`. Raises WireError for an unknown type or wrong fields."""
    return _from_json(value, _EVENTS)


def request_from_json(value: Mapping[str, Any]) -> Request[Any]:
    """The request back from `to_json`. Raises WireError for an unknown type or wrong fields."""
    return _from_json(value, requests())


_EVENTS: dict[str, type[Any]] = {
    name: cls
    for name, cls in vars(events).items()
    if isinstance(cls, type) and dataclasses.is_dataclass(cls)
}


def _from_json(value: Mapping[str, Any], known: Mapping[str, type[T]]) -> T:
    cls = known.get(str(value.get("type", "")))
    if cls is None:
        raise WireError(f"a value of unknown type: {value.get('type')}")
    try:
        return msgspec.convert(value, cls, dec_hook=_rich)
    except msgspec.ValidationError as error:
        raise WireError(f"not a {cls.__name__}: {error}") from error


def _plain(value: Any) -> Any:
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} does not travel")


def _rich(kind: type, value: Any) -> Any:
    if issubclass(kind, PurePath) and isinstance(value, str):
        return kind(value)
    raise TypeError(f"{kind.__name__} does not travel")

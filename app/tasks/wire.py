"""Frames between processes: length-prefixed JSON with raw arrays beside it, never pickle.

A frame is an 8-byte big-endian pair (length of the JSON, number of arrays), the UTF-8 JSON, and
for each array an 8-byte big-endian length and its bytes in C order. The JSON's key `arrays` lists
dtype and shape. Lengths are capped, so that a broken or hostile peer cannot ask for all memory."""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from app.core import events

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


def event_to_json(event: Any) -> dict[str, Any]:
    """A value of `app.core.events` as a dict with its class name in `type`."""
    return {"type": type(event).__name__, **dataclasses.asdict(event)}


def event_from_json(value: Mapping[str, Any]) -> Any:
    """The value back from `event_to_json`. Raises WireError for an unknown type."""
    fields = dict(value)
    cls = getattr(events, str(fields.pop("type", "")), None)
    if not (isinstance(cls, type) and dataclasses.is_dataclass(cls)):
        raise WireError("an event of unknown type")
    return _build(cls, fields)


_NESTED: dict[str, type] = {
    "hits": events.Hit,
    "citations": events.Citation,
    "sentences": events.SentenceChecked,
    "skipped": events.FileSkipped,
    "failed": events.FileFailed,
    "chunks": events.ChunkRow,
    "item": events.ItemRow,
    "chunk": events.ChunkRow,
}


def _build(cls: type, fields: Mapping[str, Any]) -> Any:
    known = {field.name for field in dataclasses.fields(cls)}
    values: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in known:
            continue
        nested = _NESTED.get(name)
        if isinstance(value, list):
            built = (
                _build(nested, entry) if nested and isinstance(entry, dict) else _freeze(entry)
                for entry in value
            )
            values[name] = tuple(built)
        elif nested and isinstance(value, dict):
            values[name] = _build(nested, value)
        else:
            values[name] = value
    return cls(**values)


def _freeze(value: Any) -> Any:
    return tuple(_freeze(entry) for entry in value) if isinstance(value, list) else value

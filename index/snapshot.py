"""An index as one file, so that a large library opens quickly.

The file is our own: a line of JSON, ids, float16 rows, and a SHA-256 of all that at the end, which
is checked before anything is believed (FAISS's reader took 277 of 420 damaged files without a
word, and its writer reported success on a full disk). A snapshot is a cache: whatever is wrong
with it, the answer is to build the index anew from the store."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path

import numpy as np

from index.errors import ForeignVectors, SnapshotUnusable
from index.space import Space
from index.vectors import VectorIndex

_MAGIC = b"TRPTINDEX1\n"
_DIGEST_BYTES = 32


def to_bytes(index: VectorIndex, space: Space, generation: int) -> bytes:
    """The index of `space` as it stood at the store's `generation`."""
    ids = index.ids()
    halves = index.reconstruct(ids).astype("<f2")
    head = {
        "space": space.name,
        "dim": space.dim,
        "fingerprint": space.fingerprint,
        "generation": generation,
        "rows": len(ids),
    }
    line = json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n"
    body = b"".join((_MAGIC, line, ids.astype("<i8").tobytes(), halves.tobytes()))
    return body + hashlib.sha256(body).digest()


def from_bytes(packed: bytes, space: Space) -> tuple[VectorIndex, int]:
    """The index and the generation it shows. Rows come back as the store would give them.

    Raises SnapshotUnusable if the bytes are damaged or of another space or encoder."""
    body = memoryview(packed)[:-_DIGEST_BYTES]
    if len(packed) < _DIGEST_BYTES or hashlib.sha256(body).digest() != packed[-_DIGEST_BYTES:]:
        raise SnapshotUnusable("the snapshot is damaged")
    if packed[: len(_MAGIC)] != _MAGIC:
        raise SnapshotUnusable("the file is no snapshot of this version")
    try:
        line_end = packed.index(b"\n", len(_MAGIC)) + 1
        head = json.loads(packed[len(_MAGIC) : line_end])
        found = Space(str(head["space"]), int(head["dim"]), str(head["fingerprint"]))
        n_rows, generation = int(head["rows"]), int(head["generation"])
        ids = np.frombuffer(body, "<i8", n_rows, line_end)
        halves = np.frombuffer(body, "<f2", n_rows * found.dim, line_end + ids.nbytes)
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotUnusable("the snapshot's head cannot be read") from error
    if found != space:
        raise SnapshotUnusable(f"the snapshot is of another {space.name} space")
    rows = halves.reshape(n_rows, space.dim).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    index = VectorIndex(space.dim)
    try:
        index.add(ids, rows)
    except ForeignVectors as error:
        raise SnapshotUnusable("the snapshot holds rows that are none") from error
    return index, generation


def write(file: Path, packed: bytes) -> str:
    """Put the bytes on disk for good: the file is there whole or not at all. Returns their SHA-256
    in hex, to be recorded in the store only after this has returned.

    Raises OSError (disk full, no permission); then what was there before is as it was."""
    partial = file.with_name(file.name + ".partial")
    try:
        with partial.open("wb") as stream:
            stream.write(packed)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    if os.name != "nt":  # the rename itself must last; Windows has no such call and needs none
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return hashlib.sha256(packed).hexdigest()


def read(file: Path, sha256: str, space: Space) -> tuple[VectorIndex, int]:
    """The index and its generation. Raises SnapshotUnusable if the file is gone, is not the one
    recorded, or is of another space."""
    try:
        packed = file.read_bytes()
    except OSError as error:
        raise SnapshotUnusable(f"the snapshot cannot be read: {error.strerror}") from error
    if hashlib.sha256(packed).hexdigest() != sha256:
        raise SnapshotUnusable("the snapshot is not the one recorded")
    return from_bytes(packed, space)

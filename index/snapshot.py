"""A large index as one file, so that a large library opens quickly.

The file is our own: a line of JSON, ids, the sketch's codes and centre, and a SHA-256 of all that
at the end, which is checked before anything is believed (FAISS's reader took 277 of 420 damaged
files without a word, and its writer reported success on a full disk). It holds no row: exact ones
always come from the store. A snapshot is a cache: whatever is wrong with it, the answer is to
build the index anew from the store."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.errors import SnapshotUnusable
from index.large import SketchState
from index.sketch import Sketch
from index.space import Space

_MAGIC = b"TRPTINDEX2\n"
_DIGEST_BYTES = 32


def to_bytes(state: SketchState, space: Space, generation: int) -> bytes:
    """The index of `space` as it stood at the store's `generation`."""
    head = {
        "space": space.name,
        "dim": space.dim,
        "fingerprint": space.fingerprint,
        "generation": generation,
        "rows": len(state.ids),
        "code_size": state.codes.shape[1],
    }
    line = json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n"
    arrays = (
        state.ids.astype("<i8").tobytes(),
        state.centre.astype("<f4").tobytes(),
        state.codes.tobytes(),
    )
    body = b"".join((_MAGIC, line, *arrays))
    return body + hashlib.sha256(body).digest()


def from_bytes(packed: bytes, space: Space) -> tuple[SketchState, int]:
    """The index's state and the generation it shows.

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
        code_size = int(head["code_size"])
        ids = np.frombuffer(body, "<i8", n_rows, line_end)
        centre = np.frombuffer(body, "<f4", found.dim, line_end + ids.nbytes)
        codes = np.frombuffer(
            body, np.uint8, n_rows * code_size, line_end + ids.nbytes + centre.nbytes
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotUnusable("the snapshot's head cannot be read") from error
    if found != space:
        raise SnapshotUnusable(f"the snapshot is of another {space.name} space")
    if code_size != Sketch(centre).code_size:
        raise SnapshotUnusable("the snapshot was made by another version of FAISS")
    return SketchState(ids, codes.reshape(n_rows, code_size), centre), generation


def write(file: Path, packed: bytes) -> str:
    """Put the bytes on disk for good: the file is there whole or not at all. Returns their SHA-256
    in hex, to be recorded in the store only after this has returned.

    Raises OSError (disk full, no permission); then what was there before is as it was."""
    partial = file.with_name(file.name + ".partial")
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
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


def read(
    file: Path,
    sha256: str,
    space: Space,
    unseal: Callable[[str, bytes], bytes] = lambda _name, stored: stored,
) -> tuple[SketchState, int]:
    """The index's state and its generation. `unseal` turns what is stored under a name into what
    was to be stored, and raises ValueError where it cannot.

    Raises SnapshotUnusable if the file is gone, is not the one recorded, or is of another space."""
    try:
        packed = file.read_bytes()
    except OSError as error:
        raise SnapshotUnusable(f"the snapshot cannot be read: {error.strerror}") from error
    if hashlib.sha256(packed).hexdigest() != sha256:
        raise SnapshotUnusable("the snapshot is not the one recorded")
    try:
        return from_bytes(unseal(file.name, packed), space)
    except ValueError as error:
        raise SnapshotUnusable("the snapshot cannot be decrypted") from error

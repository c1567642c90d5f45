"""The manifest beside a stored model: each file with size and SHA-256, and where it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from models.errors import ModelDamaged

MANIFEST = "manifest.json"
_FORMAT = 1
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileRecord:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` by path within the model's folder, with forward slashes."""

    name: str
    role: str
    title: str
    licence: str
    sources: tuple[str, ...]
    files: dict[str, FileRecord]

    @property
    def size_bytes(self) -> int:
        return sum(record.size for record in self.files.values())


def sha256_of(
    path: Path, advance: Callable[[int], None] | None = None, n_bytes: int | None = None
) -> str:
    """SHA-256 of a file, in lower-case hex, or of its first `n_bytes`; `advance` gets each step."""
    digest = hashlib.sha256()
    left = n_bytes
    with path.open("rb") as file:
        while block := file.read(_BLOCK if left is None else min(_BLOCK, left)):
            digest.update(block)
            if left is not None:
                left -= len(block)
            if advance is not None:
                advance(len(block))
    return digest.hexdigest()


def record_files(
    folder: Path, advance: Callable[[int], None] | None = None
) -> dict[str, FileRecord]:
    """Hash every file of a model's folder but the manifest itself."""
    return {
        path.relative_to(folder).as_posix(): FileRecord(
            path.stat().st_size, sha256_of(path, advance)
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def write_manifest(folder: Path, manifest: Manifest) -> None:
    body = {"format": _FORMAT, **asdict(manifest)}
    (folder / MANIFEST).write_text(json.dumps(body, indent=1) + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """None where the folder has none (a user's own). Raises ModelDamaged if it is unreadable."""
    try:
        body: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if body.pop("format") != _FORMAT:
            raise ModelDamaged(
                "The model {name} was stored by another version of Triptych.",
                "Install it again: triptych models install {name}",
                name=folder.name,
            )
        files = {name: FileRecord(**record) for name, record in body.pop("files").items()}
        return Manifest(**{**body, "sources": tuple(body["sources"])}, files=files)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ModelDamaged(
            "The manifest of the model {name} cannot be read.",
            "Install it again: triptych models install {name}",
            name=folder.name,
        ) from error


def size_problems(folder: Path, manifest: Manifest) -> list[str]:
    """What is missing or has another size; cheap, done at each load."""
    problems = []
    for name, record in manifest.files.items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            problems.append(f"{name} is missing")
            continue
        if size != record.size:
            problems.append(f"{name} has {size} bytes instead of {record.size}")
    return problems


def hash_problems(
    folder: Path, manifest: Manifest, advance: Callable[[int], None] | None = None
) -> list[str]:
    """The same with every file hashed; done by `verify`."""
    problems = size_problems(folder, manifest)
    named = {problem.split(" ", 1)[0] for problem in problems}
    for name, record in manifest.files.items():
        if name not in named and sha256_of(folder / name, advance) != record.sha256:
            problems.append(f"{name} has changed since it was installed")
    return problems


_WEIGHED = (".safetensors", ".bin", ".gguf", ".json", ".txt", ".model", ".onnx")


def checkpoint_hash(folder: Path) -> str:
    """Short hash of what makes a checkpoint: its weights, configuration and vocabulary.

    Taken from the manifest where there is one; a user's own folder is hashed file by file."""
    manifest = read_manifest(folder)
    if manifest is not None:
        files = {name: record.sha256 for name, record in manifest.files.items()}
    else:
        files = {
            path.relative_to(folder).as_posix(): sha256_of(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix in _WEIGHED
        }
    digest = hashlib.sha256()
    for name in sorted(files):
        if name.endswith(_WEIGHED):
            digest.update(f"{name} {files[name]}\n".encode())
    return digest.hexdigest()[:16]


def fingerprint(folder: Path, **parts: object) -> str:
    """Short hash of a checkpoint and of how it is read (layer, pooling, dim, size)."""
    described = " ".join(f"{key}={parts[key]}" for key in sorted(parts))
    return hashlib.sha256(f"{checkpoint_hash(folder)} {described}".encode()).hexdigest()[:16]

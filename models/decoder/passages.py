"""Keys and values of passages, computed once behind the system prompt and kept for later answers.

Kept in memory and, where a folder is given, on disk; each up to a limit, the longest unused going
first. An entry belongs to one text, one system prompt and one model: what it was computed from is
part of its name, so nothing stale is ever found."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Passage:
    """`keys_values` float16 (n_layers, 2, n_kv_heads, n_tokens, head_dim), keys rotated to the
    places from `home` on."""

    keys_values: Tensor
    home: int

    @property
    def n_bytes(self) -> int:
        return self.keys_values.numel() * self.keys_values.element_size()


@dataclass(frozen=True, slots=True)
class PassageName:
    """`key` is the source's own; `content` hashes model, tokens before it and its tokens."""

    key: str
    content: str

    @property
    def file_name(self) -> str:
        return f"{_file_prefix(self.key)}-{self.content[:24]}.safetensors"


def name_passage(
    key: str, fingerprint: str, before: Sequence[int], tokens: Sequence[int]
) -> PassageName:
    described = f"{fingerprint}|{list(before)}|{list(tokens)}"
    return PassageName(key, hashlib.sha256(described.encode()).hexdigest())


class PassageCache:
    def __init__(
        self,
        *,
        memory_limit_bytes: int,
        folder: Path | None = None,
        disk_limit_bytes: int = 0,
    ) -> None:
        self._memory_limit = memory_limit_bytes
        self._disk_limit = disk_limit_bytes
        self._folder = folder if disk_limit_bytes > 0 else None
        self._held: OrderedDict[PassageName, Passage] = OrderedDict()
        self._held_bytes = 0

    @property
    def n_bytes(self) -> int:
        """Held in memory."""
        return self._held_bytes

    def __len__(self) -> int:
        return len(self._held)

    def find(self, name: PassageName) -> Passage | None:
        passage = self._held.get(name)
        if passage is not None:
            self._held.move_to_end(name)
            return passage
        passage = self._read(name)
        if passage is not None:
            self._hold(name, passage)
        return passage

    def add(self, name: PassageName, passage: Passage) -> None:
        self._hold(name, passage)
        self._write(name, passage)

    def forget(self, keys: Iterable[str]) -> None:
        """Erase all entries of these sources, in memory and on disk."""
        gone = set(keys)
        for name in [name for name in self._held if name.key in gone]:
            self._drop(name)
        if self._folder is not None:
            for key in gone:
                for file in self._folder.glob(f"{_file_prefix(key)}-*"):
                    _erase(file)

    def clear(self) -> None:
        self.forget({name.key for name in self._held})
        if self._folder is not None:
            for file in self._folder.glob("*.safetensors"):
                _erase(file)

    def _hold(self, name: PassageName, passage: Passage) -> None:
        if name in self._held:
            self._drop(name)
        self._held[name] = passage
        self._held_bytes += passage.n_bytes
        while self._held_bytes > self._memory_limit and self._held:
            self._drop(next(iter(self._held)))

    def _drop(self, name: PassageName) -> None:
        self._held_bytes -= self._held.pop(name).n_bytes

    def _read(self, name: PassageName) -> Passage | None:
        if self._folder is None:
            return None
        file = self._folder / name.file_name
        try:
            with safe_open(file, framework="pt") as opened:
                if (opened.metadata() or {}).get("content") != name.content:
                    return None
                home = int(opened.get_tensor("home"))
                passage = Passage(opened.get_tensor("keys_values").clone(), home)
            os.utime(file)  # its time of change is its last use
        except (FileNotFoundError, IsADirectoryError):
            return None
        except (SafetensorError, OSError, ValueError):
            _log.warning("a kept passage could not be read and is dropped: %s", file.name)
            _erase(file)
            return None
        return passage

    def _write(self, name: PassageName, passage: Passage) -> None:
        """A full disk only costs the copy: the passage can always be computed again."""
        if self._folder is None:
            return
        file = self._folder / name.file_name
        beside = file.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            tensors = {"keys_values": passage.keys_values, "home": torch.tensor(passage.home)}
            save_file(tensors, beside, metadata={"content": name.content})
            beside.replace(file)
            self._trim_disk()
        except (OSError, SafetensorError) as error:
            _log.warning("a passage could not be kept on disk: %s", error)
            _erase(beside)

    def _trim_disk(self) -> None:
        assert self._folder is not None
        files = [(file.stat(), file) for file in self._folder.glob("*.safetensors")]
        n_bytes = sum(stat.st_size for stat, _ in files)
        for stat, file in sorted(files, key=lambda entry: entry[0].st_mtime_ns):
            if n_bytes <= self._disk_limit:
                return
            _erase(file)
            n_bytes -= stat.st_size


def _file_prefix(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _erase(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()

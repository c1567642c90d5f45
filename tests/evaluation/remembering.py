"""A language model that remembers what it wrote: the same prompt with the same settings is answered
from a file. Greedy decoding gives the same again, so runs that differ in a threshold or a heuristic
cost only the answers that change. Never for figures of time, which a run then leaves out.

What is remembered belongs to the model's name and to the decoder's code: another build of either
writes anew."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import models.decoder
from models.decoder.interface import Counts, Decoder, Prefilling, Prompt, Step, Timings
from models.decoder.settings import GenerationSettings


class Remembering:
    """`load` is called when something has to be written or counted for the first time."""

    def __init__(self, load: Callable[[], Decoder], name: str, file: Path) -> None:
        self._load = load
        self._decoder: Decoder | None = None
        self.name = name
        self._code = _code_hash()
        self._known = sqlite3.connect(file, timeout=60)
        self._known.execute("CREATE TABLE IF NOT EXISTS written (key TEXT PRIMARY KEY, steps TEXT)")

    def generate(
        self, prompt: Prompt, settings: GenerationSettings, **options: Any
    ) -> Iterator[Prefilling | Step]:
        key = self._key(prompt, settings)
        row = self._known.execute("SELECT steps FROM written WHERE key = ?", (key,)).fetchone()
        if row is not None:
            yield from _steps(json.loads(row[0]))
            return
        steps = []
        for step in self._engine.generate(prompt, settings, **options):
            if isinstance(step, Step):
                steps.append((step.text, step.finish))
            yield step
        # Reached only where the caller took everything: a part must not pass for the whole.
        if steps and steps[-1][1] in ("end", "length", "stop"):
            values = (key, json.dumps(steps))
            self._known.execute("INSERT OR REPLACE INTO written VALUES (?, ?)", values)
            self._known.commit()

    def warm(self, *arguments: Any, **options: Any) -> None:
        """Idle time is not measured here."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    @property
    def _engine(self) -> Decoder:
        if self._decoder is None:
            self._decoder = self._load()
        return self._decoder

    def _key(self, prompt: Prompt, settings: GenerationSettings) -> str:
        """Over all that the model sees; not over the keys by which an engine keeps passages."""
        seen = [
            [source.text for source in prompt.sources]
            if field.name == "sources"
            else repr(getattr(prompt, field.name))
            for field in dataclasses.fields(prompt)
        ]
        text = json.dumps([self.name, self._code, seen, repr(settings)])
        return hashlib.sha256(text.encode()).hexdigest()


def _steps(written: Sequence[Sequence[Any]]) -> Iterator[Step]:
    for text, finish in written:
        yield Step(text, (), finish, Counts(0, 0, 0), Timings(0.0, 0.0, 0.0))


def _code_hash() -> str:
    folder = Path(next(iter(models.decoder.__path__)))
    code = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        code.update(file.read_bytes())
    return code.hexdigest()

"""All settings, built once from `settings.toml` and the environment and passed down by section.

A key the file has and Triptych does not know is kept and warned about; a value of the wrong type
or out of range is warned about and its default used, so that a slip in the file never keeps anybody
from their library."""

from __future__ import annotations

import dataclasses
import math
import os
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import paths
from models.decoder.fields import FIELDS
from models.decoder.settings import GenerationSettings

AUTO, NONE = "auto", "none"  # of a role, in the place of a model's name


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a setting may be, beyond its type: from `least` to `most`, both allowed, or one of
    `choices`."""

    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()

    def holds(self, value: object) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return math.isfinite(value) and self.least <= value <= self.most
        return not self.choices or value in self.choices


def _between(default: Any, least: float, most: float) -> Any:
    return field(default=default, metadata={"allowed": Allowed(least, most)})


def _one_of(*choices: str) -> Any:
    """The first is the default."""
    return field(default=choices[0], metadata={"allowed": Allowed(choices=choices)})


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A catalogue name, a folder, or a hub id for each role. The language model (`decoder`) may be
    "auto": the best that is installed and that the machine's memory can carry."""

    text: str = "all-minilm-l6-v2"
    multilingual: str = "multilingual-e5-small"  # beside it, for what is not English; or "none"
    image: str = "dinov2-small"
    tags: str = "efficientnet-lite2"
    speech: str = "whisper-base"
    voices: str = "resemblyzer"  # tells speakers apart; or "none"
    decoder: str = "auto"
    folder: str | None = None  # the model store; TRIPTYCH_MODELS wins


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    readers: int = _between(2, 1, 16)  # reader processes
    timeout_s: float = _between(60.0, 5, 3600)  # for one file
    ocr: bool = True


@dataclass(frozen=True, slots=True)
class RetrievalSettings:
    # passages for a plain fact; what gathers from several places gets more
    n_sources: int = _between(3, 1, 20)
    # budget for all sources of one answer together
    source_tokens: int = _between(900, 100, 8000)


@dataclass(frozen=True, slots=True)
class DecoderSettings:
    """How the language model runs. With `url` a server that speaks the OpenAI protocol answers
    instead: then questions and passages leave this process. Its key is in TRIPTYCH_API_KEY."""

    reuse: str = _one_of("exact", "fast", "off")  # what is kept of earlier prompts
    passage_cache_mb: int = _between(256, 16, 65536)  # memory for passages kept by "fast"
    # and the library's folder, while it is open in the window
    passage_cache_disk_mb: int = _between(1024, 0, 1048576)
    url: str | None = None  # up to and with the version: http://localhost:11434/v1
    url_context_length: int = _between(8192, 512, 1048576)  # tokens the server's model takes


@dataclass(frozen=True, slots=True)
class NotesSettings:
    """Texts and pictures that come without a file, by drop or paste, are kept as one."""

    folder: str | None = None  # None: in the data folder


@dataclass(frozen=True, slots=True)
class Settings:
    models: ModelSettings = field(default_factory=ModelSettings)
    reading: ReadingSettings = field(default_factory=ReadingSettings)
    retrieval: RetrievalSettings = field(default_factory=RetrievalSettings)
    decoder: DecoderSettings = field(default_factory=DecoderSettings)
    generation: GenerationSettings = field(default_factory=GenerationSettings)
    notes: NotesSettings = field(default_factory=NotesSettings)
    threads: int | None = _between(None, 1, 1024)  # None: all cores; TRIPTYCH_THREADS wins

    @property
    def n_threads(self) -> int:
        from_environment = os.environ.get("TRIPTYCH_THREADS", "")
        if from_environment.isdigit() and int(from_environment) > 0:
            return int(from_environment)
        return self.threads or os.cpu_count() or 1

    @property
    def model_store(self) -> Path:
        return paths.model_store(self.models.folder)

    @property
    def notes_folder(self) -> Path:
        return paths.notes_folder(self.notes.folder)


@dataclass(frozen=True, slots=True)
class Slip:
    """An entry of the file that is not used: its key with its section, and its value. `is_known`:
    there is such a setting, but it cannot have this value."""

    key: str
    value: object
    is_known: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What the file says. `unreadable`: why nothing of it could be used, "" where it could."""

    settings: Settings = field(default_factory=Settings)
    slips: tuple[Slip, ...] = ()
    unreadable: str = ""


def load(file: Path | None = None) -> tuple[Settings, list[str]]:
    """Read the settings file. Returns the settings and a plain warning for each thing amiss."""
    file = file or paths.settings_file()
    found = read(file)
    if found.unreadable:
        return found.settings, [
            f"{file} could not be read ({found.unreadable}); the defaults are used."
        ]
    warnings = [
        f"{slip.key} cannot be {slip.value!r}; its default is used"
        if slip.is_known
        else f"unknown key {slip.key} (kept, not used)"
        for slip in found.slips
    ]
    return found.settings, [f"{file}: {warning}" for warning in warnings]


def read(file: Path | None = None) -> Read:
    """The file as it stands, with what is amiss in it entry by entry."""
    try:
        import tomllib

        table = tomllib.loads((file or paths.settings_file()).read_text("utf-8"))
    except FileNotFoundError:
        return Read()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Read(unreadable=str(error))
    slips: list[Slip] = []
    settings = _build(Settings, table, "", slips)
    return Read(settings, tuple(slips))


def save_section(name: str, values: Mapping[str, Any], file: Path | None = None) -> None:
    """Write some values of one section, "" being what stands above them all; all else in the file,
    comments too, stays as it is.

    `None` removes the key, so that its default holds again. Raises OSError, and ValueError where
    the file is no TOML."""
    import tomlkit

    file = file or paths.settings_file()
    document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
    section = document.setdefault(name, tomlkit.table()) if name else document
    for key, value in values.items():
        if value is None:
            section.pop(key, None)
        else:
            section[key] = list(value) if isinstance(value, tuple) else value
    _replace(file, tomlkit.dumps(document))


def load_presets(file: Path | None = None) -> dict[str, GenerationSettings]:
    """The user's own presets of generation by name, in the order they were saved. What cannot be
    read is left out."""
    file = file or paths.presets_file()
    try:
        import tomllib

        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}
    found: dict[str, GenerationSettings] = {}
    for name, values in table.items():
        if isinstance(values, dict):
            found[name] = _build(GenerationSettings, values, f"{name}.", [])
    return found


def save_presets(presets: Mapping[str, GenerationSettings], file: Path | None = None) -> None:
    """Write all of the user's own presets. Raises OSError."""
    import tomlkit

    normal = dataclasses.asdict(GenerationSettings())
    document = tomlkit.document()
    for name, preset in presets.items():
        table = tomlkit.table()
        for key, value in dataclasses.asdict(preset).items():
            if value != normal[key]:
                table[key] = list(value) if isinstance(value, tuple) else value
        document[name] = table
    _replace(file or paths.presets_file(), tomlkit.dumps(document))


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".toml.new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def _build(cls: type[Any], table: Mapping[str, Any], prefix: str, slips: list[Slip]) -> Any:
    hints = typing.get_type_hints(cls)
    values: dict[str, Any] = {}
    for key, value in table.items():
        hint = hints.get(key)
        if hint is None:
            slips.append(Slip(f"{prefix}{key}", value, is_known=False))
        elif dataclasses.is_dataclass(hint) and isinstance(value, dict):
            values[key] = _build(typing.cast(type, hint), value, f"{prefix}{key}.", slips)
        else:
            fitted = _fit(value, hint)
            if fitted is None or not allowed(cls, key).holds(fitted):
                slips.append(Slip(f"{prefix}{key}", value, is_known=True))
            else:
                values[key] = fitted
    return cls(**values)


def allowed(cls: type[Any], name: str) -> Allowed:
    """What a setting of this section may be."""
    if cls is GenerationSettings:
        known = next(entry for entry in FIELDS if entry.name == name)
        least = -math.inf if known.minimum is None else known.minimum
        return Allowed(least, math.inf if known.maximum is None else known.maximum)
    (found,) = (entry for entry in dataclasses.fields(cls) if entry.name == name)
    limits: Allowed = found.metadata.get("allowed", Allowed())
    return limits


def _fit(value: Any, hint: Any) -> Any:
    """The value as the hinted type, or None where it does not fit."""
    if isinstance(hint, types.UnionType):
        fitted = (_fit(value, part) for part in typing.get_args(hint) if part is not type(None))
        return next((fit for fit in fitted if fit is not None), None)
    if typing.get_origin(hint) is tuple:
        fits = isinstance(value, list) and all(isinstance(entry, str) for entry in value)
        return tuple(value) if fits else None
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if hint is int and isinstance(value, bool):
        return None
    return value if isinstance(value, hint) else None

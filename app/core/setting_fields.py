"""What each setting of `settings.toml` is, as data: the settings page is made from this. The values
themselves, their types and their defaults are those of `app.settings`; what is changed elsewhere in
the window is named in `ELSEWHERE`."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from app.core.events import Words
from app.settings import Settings, allowed

Kind = Literal["switch", "whole", "number", "choice", "folder", "address"]
Value = bool | int | float | str | None
Holds = Literal["now", "opened"]  # at once, or from when the library is opened next

# Settings that another page has: the section, or one key of it.
ELSEWHERE = (
    *("models.text", "models.multilingual", "models.image", "models.tags", "models.speech"),
    *("models.voices", "models.decoder", "generation"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What a typed setting cannot say of itself. `least` and `most`, allowed themselves, are those
    of `app.settings` where there are some;
    `unit` stands behind a figure; `off` is the word for None."""

    label: str
    means: str
    tip: str
    least: float | None = None
    most: float | None = None
    step: float = 1
    unit: str = ""
    off: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    holds: Holds = "opened"
    environment: str = ""  # a variable that wins over the file


@dataclass(frozen=True, slots=True)
class SettingField:
    """`section` is "" for what stands above all sections."""

    section: str
    name: str
    kind: Kind
    default: Value
    about: About

    @property
    def key(self) -> str:
        return f"{self.section}.{self.name}" if self.section else self.name

    def value_in(self, settings: Settings) -> Value:
        holder = getattr(settings, self.section) if self.section else settings
        value: Value = getattr(holder, self.name)
        return value

    def trouble(self, value: Value) -> Words | None:
        """Why the setting cannot have this value; None where it can. Only a folder is looked for
        on the disk."""
        if value is None:
            return None if self.default is None else Words("This cannot be left out.")
        if self.kind in ("whole", "number"):
            return self._trouble_of(float(value))
        if self.kind == "choice" and value not in dict(self.about.choices):
            names = ", ".join(choice for choice, _ in self.about.choices)
            return Words("This can be {names}.", {"names": names})
        if self.kind == "address" and not _is_address(str(value)):
            return Words(
                "This is no address of a server. An example: {example}",
                {"example": "http://localhost:11434/v1"},
            )
        if self.kind == "folder":
            return _trouble_of_folder(Path(str(value)).expanduser())
        return None

    def _trouble_of(self, value: float) -> Words | None:
        least, most = self.about.least, self.about.most
        assert least is not None and most is not None
        if math.isfinite(value) and least <= value <= most:
            return None
        return Words(
            "This can be from {least} to {most}.", {"least": f"{least:g}", "most": f"{most:.0f}"}
        )


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def _trouble_of_folder(folder: Path) -> Words | None:
    try:
        if folder.is_dir():
            return None
        taken = folder.exists()
    except OSError:
        taken = False
    if taken:
        return Words("There is a file of this name; choose a folder.")
    if not folder.is_absolute():
        return Words("Give the whole path, from the drive or the root on.")
    return Words("There is no such folder. Connect its drive, or choose another one.")


ABOUT: dict[str, About] = {
    "threads": About(
        "Processor cores",
        "How many cores the models use.",
        "Fewer leave more for other programs; answers take longer then.",
        off="All", environment="TRIPTYCH_THREADS",
    ),
    "reading.ocr": About(
        "Read text in pictures",
        "Also on scanned pages.",
        "Takes a second or two for each picture while adding. Off: pictures are found by what they "
        "show only.",
    ),
    "reading.readers": About(
        "Files read at once",
        "Each file is read by a small program of its own, which can do no harm.",
        "More read a folder faster where the computer has cores and memory to spare.",
    ),
    "reading.timeout_s": About(
        "Longest time for a file",
        "A file that takes longer is set aside. Half a second more is given for each MB.",
        "Raise it where large files of yours are reported as too slow.",
        step=5, unit="s",
    ),
    "retrieval.n_sources": About(
        "Passages for an answer",
        "How many the model reads for a plain fact; lists and comparisons get twice as many.",
        "More can bring in what was missed, and cost time before the first word.",
    ),
    "retrieval.source_tokens": About(
        "Length of the passages",
        "So much of them is read, all together. A token is about three quarters of a word.",
        "More gives the model more to read, and costs time before the first word.",
        step=100, unit="tokens",
    ),
    "decoder.reuse": About(
        "Keep what was read",
        "What the model keeps of the questions and passages that it has read.",
        "Exact: a question on the same passages answers sooner, word for word as without it. Fast: "
        "passages are kept one by one, which is quicker still and can change a word. Off: each "
        "question is read anew.",
        choices=(("exact", "Exact"), ("fast", "Fast"), ("off", "Off")),
    ),
    "decoder.passage_cache_mb": About(
        "Memory for kept passages",
        "Used with “Fast” only.",
        "The passages that were used last are kept; more memory keeps more of them.",
        step=64, unit="MB",
    ),
    "decoder.passage_cache_disk_mb": About(
        "Disk for kept passages",
        "Used with “Fast” only, in the library's folder, until the library is closed.",
        "What does not fit into memory goes there.",
        step=256, unit="MB",
    ),
    "decoder.url": About(
        "Server that writes the answers",
        "Questions and their passages are sent to it. Without one all stays on this computer.",
        "The address of a server that speaks the OpenAI protocol, up to and with the version. Its "
        "key is read from the variable TRIPTYCH_API_KEY.",
        off="None",
    ),
    "decoder.url_context_length": About(
        "What the server's model can hold",
        "Used with such a server only.",
        "Question, passages, conversation and answer together; the server's manual says it.",
        step=1024, unit="tokens",
    ),
    "notes.folder": About(
        "Folder for kept notes",
        "Texts and pictures that you drop or paste without a file are kept there.",
        "Notes that are there already stay where they are.",
        off="In the data folder", holds="now",
    ),
    "models.folder": About(
        "Folder for models",
        "Shared by all libraries.",
        "Models are not moved: those that are in another folder have to be installed there again, "
        "or copied by you.",
        off="Where the system keeps data of programs", environment="TRIPTYCH_MODELS",
    ),
}  # fmt: skip

# How the page groups them, by sections.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Reading files", ("reading",)),
    ("Finding passages", ("retrieval",)),
    ("Writing answers", ("decoder", "")),
    ("Folders", ("notes", "models")),
)


def setting_fields() -> tuple[SettingField, ...]:
    """One for each setting that has no page of its own, in the order of `ABOUT`."""
    found = {field.key: field for field in _walk()}
    return tuple(found[key] for key in ABOUT)


def typed_keys() -> tuple[str, ...]:
    """Every key that the typed settings have."""
    return tuple(key for _section, _name, _hint, _default, key in _typed())


def _walk() -> Iterator[SettingField]:
    for section, name, hint, default, key in _typed():
        if key in ABOUT:
            about = ABOUT[key]
            limits = allowed(type(getattr(Settings(), section)) if section else Settings, name)
            if math.isfinite(limits.most):
                about = replace(about, least=limits.least, most=limits.most)
            yield SettingField(section, name, _kind(key, hint), default, about)


def _typed() -> Iterator[tuple[str, str, object, Value, str]]:
    normal = Settings()
    for top, hint in typing.get_type_hints(Settings).items():
        value = getattr(normal, top)
        if not is_dataclass(value):
            yield "", top, hint, value, top
            continue
        hints = typing.get_type_hints(type(value))
        for inner in fields(value):
            default = getattr(value, inner.name)
            yield top, inner.name, hints[inner.name], default, f"{top}.{inner.name}"


def _kind(key: str, hint: object) -> Kind:
    if isinstance(hint, types.UnionType):
        (hint,) = (part for part in typing.get_args(hint) if part is not type(None))
    if hint is bool:
        return "switch"
    if hint in (int, float):
        return "whole" if hint is int else "number"
    if ABOUT[key].choices:
        return "choice"
    return "folder" if key.endswith(".folder") else "address"

"""Folders of files for end-to-end tests, the same bytes for the same seed.

`mixed_files` is quick, small and harmless, for tests that kill and go on; `malformed_files` is
what a hostile or unlucky folder holds, made from the sample library and from crafted cases."""

from __future__ import annotations

import io
import math
import os
import random
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.e2e.crafted import CRAFTED
from tests.e2e.mutations import MUTATIONS
from tests.e2e.odd_entries import ODD_ENTRIES, ODD_NAMES

SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "library"
_MOST_SOURCE_BYTES = 400_000  # larger samples would only make the corpus larger
_CRAFTED_SHARE, _ODD_SHARE = 0.45, 0.15

_WORDS = (
    "amber archive bridge canal cedar copper delta ember fern galley harbour island juniper kettle "
    "lantern meadow nickel orchard pebble quarry ribbon saddle timber umber valley willow yarrow"
)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One entry of a corpus; `path` may be a link, a pipe or a folder."""

    path: Path
    how: str


def mixed_files(folder: Path, n: int, seed: int = 0) -> list[Path]:
    """Write `n` small, valid, pairwise different files: text, Markdown, PNG, JPEG and WAV in turn.

    Number i of any corpus of this seed is the same file, so a longer corpus begins like a shorter
    one. Every text holds its own number as `number-i`."""
    makers: tuple[tuple[str, Callable[[int, random.Random], bytes]], ...] = (
        (".txt", _plain_text),
        (".md", _markdown),
        (".png", _picture),
        (".txt", _plain_text),
        (".jpg", _photograph),
        (".md", _markdown),
        (".wav", _tone),
    )
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(n):
        suffix, maker = makers[number % len(makers)]
        path = folder / f"{number:05d}{suffix}"
        path.write_bytes(maker(number, random.Random(f"mixed {seed} {number}")))
        paths.append(path)
    return paths


def malformed_files(
    folder: Path, n: int = 500, seed: int = 0, *, samples: Path = SAMPLES
) -> list[MadeFile]:
    """Make `n` entries in `folder`: damaged samples, crafted traps, odd names and odd entries.

    Where a file system cannot hold an entry (a pipe, a link, a name that is not UTF-8) a damaged
    sample takes its place, so the count stays. From about 200 on every kind is there."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = [
        path
        for path in sorted(samples.rglob("*"))
        if path.is_file() and path.stat().st_size <= _MOST_SOURCE_BYTES
    ]
    if not sources:
        raise ValueError(f"no samples below {samples}")
    chance = random.Random(f"order {seed}")
    plan: list[str] = []
    n_crafted, n_odd = round(n * _CRAFTED_SHARE), round(n * _ODD_SHARE)
    plan += ["crafted"] * n_crafted + ["odd"] * n_odd + ["damaged"] * (n - n_crafted - n_odd)
    chance.shuffle(plan)
    turns = {"crafted": 0, "odd": 0, "damaged": 0}
    made = []
    for number, group in enumerate(plan):
        turn = turns[group]
        turns[group] += 1
        own = random.Random(f"malformed {seed} {number}")
        entry = None
        if group == "crafted":
            entry = _crafted(folder, number, turn, own)
        elif group == "odd":
            entry = _odd(folder, number, turn, own, sources)
        made.append(entry or _damaged(folder, number, turn, own, sources))
    return made


def make_removable(folder: Path) -> None:
    """Give back the permissions that `malformed_files` took, so that the folder can be deleted."""
    for path in folder.iterdir():
        if not path.is_symlink() and not path.stat().st_mode & 0o400:
            path.chmod(0o700)


def _crafted(folder: Path, number: int, turn: int, chance: random.Random) -> MadeFile:
    name, suffix, maker = CRAFTED[turn % len(CRAFTED)]
    path = folder / f"{number:04d}-{name}{suffix}"
    path.write_bytes(maker(chance))
    return MadeFile(path, f"crafted: {name}")


def _damaged(
    folder: Path, number: int, turn: int, chance: random.Random, sources: list[Path]
) -> MadeFile:
    name, mutation = MUTATIONS[turn % len(MUTATIONS)]
    source, other = chance.choice(sources), chance.choice(sources)
    suffix = other.suffix if name == "wrong-extension" else source.suffix
    path = folder / f"{number:04d}-{name}-{source.stem}{suffix}"
    path.write_bytes(mutation(source.read_bytes(), other.read_bytes(), chance))
    return MadeFile(path, f"damaged: {name}")


def _odd(
    folder: Path, number: int, turn: int, chance: random.Random, sources: list[Path]
) -> MadeFile | None:
    """A strange name over good content, or an entry that is no plain file; None if impossible."""
    every = len(ODD_NAMES) + len(ODD_ENTRIES)
    place = turn % every
    try:
        if place < len(ODD_NAMES):
            label, name = ODD_NAMES[place]
            source = chance.choice(sources)
            whole = os.fsdecode(f"{number:04d}-".encode() + name + source.suffix.encode())
            path = folder / whole
            path.write_bytes(source.read_bytes())
            return MadeFile(path, f"name: {label}")
        label, maker = ODD_ENTRIES[place - len(ODD_NAMES)]
        path = folder / f"{number:04d}-{label}"
        return MadeFile(maker(path), f"entry: {label}")
    except (OSError, NotImplementedError, AttributeError, ValueError):
        return None  # this system has no such thing


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS.split(), k=chance.randint(6, 14))).capitalize() + "."


def _plain_text(number: int, chance: random.Random) -> bytes:
    body = " ".join(_sentence(chance) for _ in range(chance.randint(2, 8)))
    return f"Note number-{number}. {body}\n".encode()


def _markdown(number: int, chance: random.Random) -> bytes:
    parts = [f"# Page number-{number}\n"]
    for _ in range(chance.randint(1, 3)):
        parts.append(f"## {chance.choice(_WORDS.split()).title()}\n\n{_sentence(chance)}\n")
    return "\n".join(parts).encode()


def _image(number: int, chance: random.Random) -> Image.Image:
    side = chance.randrange(32, 72)
    picture = Image.new("RGB", (side, 48), (number % 251, number // 251 % 251, 90))
    picture.paste(
        (chance.randrange(256), chance.randrange(256), chance.randrange(256)),
        (8, 8, side - 8, 8 + chance.randrange(8, 32)),
    )
    return picture


def _picture(number: int, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    _image(number, chance).save(buffer, "PNG")
    return buffer.getvalue()


def _photograph(number: int, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    _image(number, chance).save(buffer, "JPEG", quality=90, comment=f"number-{number}")
    return buffer.getvalue()


def _tone(number: int, chance: random.Random) -> bytes:
    rate_hz, length = 16_000, chance.randrange(4_000, 9_000)
    frequency_hz = 200.0 + number % 1_500 + chance.random()
    samples = bytearray()
    for place in range(length):
        value = round(9_000 * math.sin(2 * math.pi * frequency_hz * place / rate_hz))
        samples += value.to_bytes(2, "little", signed=True)
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(samples))
    return buffer.getvalue()

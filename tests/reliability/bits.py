"""One bit of a library's file turned, again and again: is it noticed, is it mended?

    python -m tests.reliability.bits --rounds 150 --seed 1

A turned bit in bytes that nothing uses changes nothing and counts apart."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from app.core.rescue import rescue
from app.core.troubles import known_trouble
from storage import sqlite
from storage.files import FILE_NAME
from tests.reliability.libraries import content_of, filled, opened, rows_of, small_files


@dataclass(frozen=True)
class Outcome:
    """`noticed` is "opening", "verify", "deep", "unused bytes", "nothing", or "a bug" where a
    failure was not foreseen."""

    noticed: str
    said: str
    mended: bool | None = None  # None: nothing was to be mended


def original(folder: Path, n_files: int = 40) -> Path:
    """A library in one file without free pages."""
    files = folder / "files"
    small_files(files, n_files)
    library = folder / "library"
    filled(library, files)
    compact = folder / "compact.db"
    sqlite.copy_into(library / FILE_NAME, compact)
    for file in library.iterdir():
        file.unlink()
    compact.replace(library / FILE_NAME)
    return library


def used_bytes(file: bytes) -> list[tuple[int, int]]:
    """Stretches [start, end) of the pages of tables and indexes that hold something: headers,
    pointers, and cells, see "B-tree Pages" of the description of SQLite's file format."""
    stretches = []
    for page in range(0, len(file), sqlite.PAGE_SIZE):
        start = page + (100 if page == 0 else 0)  # behind the header of the file
        if file[start] not in (0x02, 0x05, 0x0A, 0x0D):
            continue
        head = 12 if file[start] in (0x02, 0x05) else 8
        n_cells = int.from_bytes(file[start + 3 : start + 5], "big")
        cells = int.from_bytes(file[start + 5 : start + 7], "big") or 65536
        stretches.append((start, start + head + 2 * n_cells))
        stretches.append((page + cells, page + sqlite.PAGE_SIZE))
    return [(start, end) for start, end in stretches if start < end <= len(file)]


def turn_a_bit(library: Path, chance: random.Random) -> int:
    """Returns at which byte."""
    file = library / FILE_NAME
    spoilt = bytearray(file.read_bytes())
    stretches = used_bytes(spoilt)
    start, end = chance.choices(stretches, [end - start for start, end in stretches])[0]
    at = chance.randrange(start, end)
    spoilt[at] ^= 1 << chance.randrange(8)
    file.write_bytes(spoilt)
    return at


def try_one(library: Path, sound: Path, *, mend: bool) -> Outcome:
    """Look at a library in which a bit is turned; `sound` is what it was."""
    found = _noticed(library)
    if found is None:
        same = _readable_rows(library) == rows_of(sound)
        return Outcome("unused bytes" if same else "nothing", "")
    noticed, said = found
    return Outcome(noticed, said, _mended(library, sound) if mend else None)


def _noticed(library: Path) -> tuple[str, str] | None:
    try:
        core = opened(library)
    except Exception as error:  # noqa: BLE001 - it is told apart and counted
        return _told(error, "opening")
    try:
        quick = core.maintenance.verify()
        if not quick.ok:
            return "verify", quick.problems[0]
        deep = core.maintenance.verify(deep=True)
        return None if deep.ok else ("deep", deep.problems[0])
    except Exception as error:  # noqa: BLE001 - it is told apart and counted
        return _told(error, "verify")
    finally:
        core.close()


def _told(error: Exception, when: str) -> tuple[str, str]:
    known = known_trouble(error)
    return ("a bug", repr(error)) if known is None else (when, known.message)


def _readable_rows(library: Path) -> object:
    try:
        return rows_of(library)
    except sqlite.driver().Error:
        return None


def _mended(library: Path, sound: Path) -> bool:
    """As `triptych verify --repair` does it."""
    try:
        rescue(library)
        core = opened(library)
        try:
            core.maintenance.verify(repair=True)
            again = core.maintenance.roots_to_read_again()
            if again:
                list(core.ingest.add(again))
            left = core.maintenance.verify(deep=True).problems
        finally:
            core.close()
    except Exception as error:  # noqa: BLE001 - it is counted, and said
        print("not mended:", repr(error))
        return False
    same = content_of(library) == content_of(sound)
    if left or not same:
        print("not mended:", "; ".join(left), "" if same else "the content differs")
    return not left and same


def run(
    rounds: int, seed: int, *, mend: bool, n_files: int = 40, only: int | None = None
) -> list[Outcome]:
    chance = random.Random(seed)
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="bits-") as name:
        sound = original(Path(name), n_files)
        for number in range(rounds):
            library = Path(name) / f"library-{number}"
            shutil.copytree(sound, library)
            at = turn_a_bit(library, chance)
            if only not in (None, number):
                continue
            outcome = try_one(library, sound, mend=mend)
            outcomes.append(outcome)
            print(number, at, outcome, flush=True)
            shutil.rmtree(library)
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="Look at this round alone.")
    parser.add_argument("--no-mend", action="store_true")
    given = parser.parse_args()
    outcomes = run(given.rounds, given.seed, mend=not given.no_mend, only=given.only)
    noticed = Counter(outcome.noticed for outcome in outcomes)
    mended = Counter(str(outcome.mended) for outcome in outcomes if outcome.mended is not None)
    print(json.dumps({"noticed": noticed, "mended": mended}))


if __name__ == "__main__":
    main()

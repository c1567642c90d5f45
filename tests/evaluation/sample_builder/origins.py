"""Where each sample comes from and under which licence: origins.json, and ORIGINS.md from it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.evaluation.sample_builder.sound import RECORDINGS

OWN_LICENCE = "Apache-2.0"
OWN_TEXT = "written for Triptych"
OWN_PICTURE = "drawn for Triptych by a script"
OWN_SOUND = "written for Triptych, spoken by the synthetic voice {voice} of flite 2.2"
_SCIKIT_IMAGE = "scikit-image 0.26.0, skimage/data/{name}"

# Photographs: file -> (source, work and maker, licence as scikit-image's documentation states it)
_PHOTOGRAPHS = {
    "pictures/postcard-falcon-9.jpg": (
        "rocket.jpg",
        "Falcon 9 with DSCOVR at Cape Canaveral, SpaceX; border and caption added",
        "released into the public domain by SpaceX",
    ),
    "pictures/portrait-eileen-collins.webp": (
        "astronaut.png",
        "official portrait of Eileen Collins, NASA",
        "public domain (NASA, no known copyright restrictions)",
    ),
    "pictures/hubble-extreme-deep-field.jpg": (
        "hubble_deep_field.jpg",
        "Hubble eXtreme Deep Field, NASA and ESA",
        "public domain (NASA)",
    ),
    "pictures/observatory-cat.jpg": (
        "chelsea.png",
        "Chelsea the cat, Stefan van der Walt; stored turned, with an orientation mark",
        "CC0 by the photographer",
    ),
    "pictures/espresso.heic": (
        "coffee.png",
        "coffee cup, Rachel Michetti, courtesy of Pikolo Espresso Bar",
        "CC0 by the photographer",
    ),
}
_PDF_PHOTOGRAPH = (
    "; the photograph on page 1 is rocket.jpg of scikit-image 0.26.0, released into the public "
    "domain by SpaceX"
)
_INTRODUCTION = """\
# Origins of the samples

Larkfield Observatory is an invented place. What the files say about real missions, telescopes and
astronauts is public knowledge; what they say about the observatory is made up. Descriptions in the
pictures' metadata were added for the samples; the date and camera of the entrance sign belong to a
rendered picture. `tests/evaluation/sample_builder` makes all of it anew.

| file | origin | licence |
|---|---|---|
"""


def write_origins(target: Path) -> None:
    """Write both lists for every file below `target/library`."""
    library = target / "library"
    rows = []
    for path in sorted(path for path in library.rglob("*") if path.is_file()):
        name = path.relative_to(library).as_posix()
        origin, licence = _origin(name)
        rows.append(
            {
                "file": name,
                "origin": origin,
                "licence": licence,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
        )
    text = json.dumps({"version": 1, "files": rows}, indent=2, ensure_ascii=False) + "\n"
    (target / "origins.json").write_text(text, encoding="utf-8", newline="\n")
    table = "".join(f"| `{row['file']}` | {row['origin']} | {row['licence']} |\n" for row in rows)
    (target / "ORIGINS.md").write_text(_INTRODUCTION + table, encoding="utf-8", newline="\n")


def _origin(name: str) -> tuple[str, str]:
    if name in _PHOTOGRAPHS:
        source, work, licence = _PHOTOGRAPHS[name]
        return f"{work}; from {_SCIKIT_IMAGE.format(name=source)}", licence
    voices = {recording.name: recording.voice for recording in RECORDINGS}
    if name in voices:
        return OWN_SOUND.format(voice=voices[name]), OWN_LICENCE
    if name.startswith("pictures/") or name.endswith("scan.pdf"):
        return OWN_PICTURE, OWN_LICENCE
    extra = _PDF_PHOTOGRAPH if name.endswith("dscovr-briefing.pdf") else ""
    return OWN_TEXT + extra, OWN_LICENCE

"""Draw the library's papers, signs and screens from `papers.json`.

    python -m tests.evaluation.papers.build

A line is x, y, text, size and how it is set: b bold, m monospaced, r with serifs, c centred about
the point, > ending at it."""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.evaluation.sample_builder.pictures import Fonts

HERE = Path(__file__).resolve().parent
_SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
_DESCRIPTION, _DATE, _EXIF_IFD, _DATE_TAKEN = 270, 306, 0x8769, 36867
_TABLE = (120, 110, 96)  # the colour of what a turned paper lies on
_GRAINED = 8  # of so many pixels one has noise


def main() -> int:
    folder = HERE / "library"
    folder.mkdir(exist_ok=True)
    papers = json.loads((HERE / "papers.json").read_text("utf-8"))
    for name, paper in papers.items():
        picture = drawn(paper, Fonts())
        if paper.get("noise"):
            picture = grained(picture, paper["noise"], name)
        quality = {"quality": 82} if name.endswith(".jpg") else {}
        picture.save(folder / name, exif=_exif(paper), **quality)
    return 0


def drawn(paper: dict[str, Any], fonts: Fonts) -> Image.Image:
    picture = Image.new("RGB", tuple(paper["size"]), tuple(paper["paper"]))
    draw = ImageDraw.Draw(picture)
    faces = {"b": fonts.bold, "m": fonts.mono, "r": _SERIF}
    for x, y, text, size, *how in paper["lines"]:
        style = "".join(how)
        face = next((faces[letter] for letter in style if letter in faces), fonts.sans)
        anchor = "mm" if "c" in style else "rt" if ">" in style else "la"
        draw.text((x, y), text, tuple(paper["ink"]), ImageFont.truetype(face, size), anchor)
    if turned := paper.get("turned"):
        return picture.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE)
    return picture


def grained(picture: Image.Image, noise: int, seed: str) -> Image.Image:
    chance = random.Random(seed)
    for _ in range(picture.width * picture.height // _GRAINED):
        place = chance.randrange(picture.width), chance.randrange(picture.height)
        shade = chance.randint(-noise, noise)
        colour = picture.getpixel(place)
        assert isinstance(colour, tuple)
        picture.putpixel(place, tuple(max(0, min(255, part + shade)) for part in colour))
    return picture


def _exif(paper: dict[str, Any]) -> Image.Exif:
    exif = Image.Exif()
    if taken := paper.get("taken"):
        exif[_DATE] = taken
        exif.get_ifd(_EXIF_IFD)[_DATE_TAKEN] = taken
    if description := paper.get("description"):
        exif[_DESCRIPTION] = description
    return exif


if __name__ == "__main__":
    sys.exit(main())

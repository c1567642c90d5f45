"""Pages that lie askew, on their side or on their head, as scanners and telephones give them.

`python -m tests.benchmarks.askew [--photographed]` renders a page of 47 long lines, turns it, and
tells how many of the lines were read letter for letter, and whether all came in order. With
`--photographed` the page also lies on a rough table, seen from an angle, unevenly lit, with noise;
then words are counted. No models are needed but those in the text recogniser's own package."""

from __future__ import annotations

import argparse

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from app.core.intake.layout import arranged, written
from models.ocr import load_text_reader

_TURNS = (0, 1, 3, 7, 20, 90, 93, 180, 184, 270)  # degrees, to the left
_SIZE = (1240, 1754)  # A4 at 150 dpi
_TABLE = (3000, 4000)  # what a telephone gives
_CORNERS = {  # where the page's corners lie on the table, clockwise from the top left
    "flat": ((500, 400), (2500, 420), (2480, 3100), (480, 3080)),
    "turned": ((700, 350), (2600, 650), (2250, 3500), (300, 3100)),
    "from below": ((800, 600), (2200, 600), (2800, 3600), (200, 3600)),
    "from the left": ((300, 500), (2700, 900), (2700, 3000), (300, 3600)),
}
_LINES = [
    f"{at:02d} pays what is due for berth {at} before the end of week {at}" for at in range(47)
]


def page() -> Image.Image:
    made = Image.new("RGB", _SIZE, "white")
    font = ImageFont.load_default(size=27)
    for at, line in enumerate(_LINES):
        ImageDraw.Draw(made).text((90, 80 + 34 * at), line, fill="black", font=font)
    return made


def photographed(made: Image.Image, corners: tuple[tuple[int, int], ...]) -> Image.Image:
    """The page on a rough table, lit from the right."""
    rng = np.random.default_rng(1)
    rough = (110 + rng.normal(0, 18, (_TABLE[1] // 8, _TABLE[0] // 8))).clip(0, 255)
    table = Image.fromarray(rough.astype(np.uint8)).resize(_TABLE).convert("RGB")
    (width, height), rows, values = made.size, [], []
    for (x, y), (u, v) in zip(
        corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True
    ):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    seen = np.linalg.solve(np.array(rows, float), np.array(values, float)).tolist()
    shape = Image.new("L", made.size, 255).transform(_TABLE, Image.Transform.PERSPECTIVE, seen)
    table.paste(
        made.transform(_TABLE, Image.Transform.PERSPECTIVE, seen, Image.Resampling.BICUBIC),
        (0, 0),
        shape,
    )
    lit = np.asarray(table).astype(np.float64)
    lit *= np.linspace(0.45, 1.0, _TABLE[0])[None, :, None]
    lit += rng.normal(0, 9, lit.shape)
    return Image.fromarray(lit.clip(0, 255).astype(np.uint8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--photographed", action="store_true")
    arguments = parser.parse_args()
    reader = load_text_reader(threads=2)

    def read(picture: Image.Image) -> str:
        rgb: NDArray[np.uint8] = np.asarray(picture)
        return written(arranged(reader.read_lines(rgb), rgb.shape[1], rgb.shape[0]))

    if arguments.photographed:
        for name, corners in _CORNERS.items():
            told = read(photographed(page(), corners)).split()
            wanted = " ".join(_LINES).split()
            n_read = sum(word in told for word in wanted)
            print(f"{name}: {n_read} of {len(wanted)} words")
        return
    wanted = ["".join(line.split()) for line in _LINES]
    for degrees in _TURNS:
        turned = page().rotate(
            degrees, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC
        )
        told = "".join(read(turned).split())
        places = [told.index(line) for line in wanted if line in told]
        in_order = places == sorted(places)
        print(f"{degrees} degrees: {len(places)} of {len(wanted)} lines, in order: {in_order}")


if __name__ == "__main__":
    main()

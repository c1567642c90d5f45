"""The archive's pictures: three free photographs with notes in EXIF, and a sign, a slip, a plan and
a certificate drawn here."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.evaluation.sample_builder.pictures import Fonts, photograph

_DESCRIPTION, _MODEL, _DATE, _ARTIST, _EXIF_IFD, _DATE_TAKEN = 270, 272, 306, 315, 0x8769, 36867


def write_pictures(folder: Path, photographs: Path, flowers: Path, fonts: Fonts) -> None:
    """`photographs` is scikit-image's data folder, `flowers` scikit-learn's folder of images."""
    gallery = folder / "pictures"
    gallery.mkdir(parents=True, exist_ok=True)
    _photo(
        photograph(flowers / "flower.jpg"),
        "A dahlia for Ines after the summer concert, from the tenors",
        "2025:06:28 21:34:10",
        "Leo Varga",
    )(gallery / "dahlia.jpg")
    _photo(
        photograph(photographs / "coins.png"),
        "Old coins found in the collection of the Advent concert",
        "2024:12:15 10:12:44",
        "Greta Lindqvist",
    )(gallery / "coins.jpg")
    _photo(
        photograph(photographs / "camera.png"),
        "The photographer at work on the meadow by the mill, rehearsal day",
        "2025:05:03 13:05:27",
        "Lucy Farrow",
    )(gallery / "photographer.jpg")
    _photo(hall_sign(fonts), None, "2025:02:13 18:58:03", "Tom Haldane")(gallery / "hall-sign.jpg")
    piano_slip(fonts).save(gallery / "slip-on-the-piano.png")
    seating_plan(fonts).save(gallery / "seating-plan.png")
    certificate(fonts).save(gallery / "certificate.jpg", quality=80)


class _photo:
    def __init__(
        self, picture: Image.Image, description: str | None, taken: str, artist: str
    ) -> None:
        self._picture, self._exif = picture, Image.Exif()
        if description:
            self._exif[_DESCRIPTION] = description
        self._exif[_MODEL], self._exif[_ARTIST], self._exif[_DATE] = "Pentora X5", artist, taken
        self._exif.get_ifd(_EXIF_IFD)[_DATE_TAKEN] = taken

    def __call__(self, path: Path) -> None:
        self._picture.save(path, quality=85, exif=self._exif)


def hall_sign(fonts: Fonts) -> Image.Image:
    sign = Image.new("RGB", (900, 620), (38, 66, 52))
    draw = ImageDraw.Draw(sign)
    draw.rectangle((24, 24, 876, 596), outline=(230, 220, 180), width=6)
    draw.text((450, 90), "PARISH HALL", (245, 238, 205), _font(fonts.bold, 66), "mm")
    for row, text in enumerate(
        (
            "Monday  Chess club  19:00",
            "Thursday  Thornwick Singers  19:45",
            "Friday  Scouts  17:00",
            "Entrance at the side, Mill Lane",
            "Key: Mrs. Fenn, Mill Lane 9",
        )
    ):
        draw.text((450, 190 + 84 * row), text, (245, 238, 205), _font(fonts.sans, 38), "mm")
    return sign


def piano_slip(fonts: Fonts) -> Image.Image:
    paper = Image.new("RGB", (860, 420), (250, 247, 235))
    draw = ImageDraw.Draw(paper)
    for row, text in enumerate(
        (
            "Please do not move the piano!",
            "Tuned on 3 February.",
            "Fill the humidifier every Monday.",
            "Viktor Brandt, 01632 960 288",
        )
    ):
        draw.text((60, 50 + 84 * row), text, (28, 40, 120), _font(fonts.hand, 54))
    return paper.rotate(-1.2, Image.Resampling.BICUBIC, expand=True, fillcolor=(96, 70, 48))


def seating_plan(fonts: Fonts) -> Image.Image:
    picture = Image.new("RGB", (1000, 680), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.text((500, 44), "Places in the barn, 28 June", (20, 20, 20), _font(fonts.bold, 36), "mm")
    for box, text, colour in (
        ((90, 110, 480, 230), "Tenors", (206, 222, 240)),
        ((520, 110, 910, 230), "Basses", (214, 230, 206)),
        ((90, 260, 480, 380), "Sopranos", (244, 214, 214)),
        ((520, 260, 910, 380), "Altos", (246, 236, 200)),
        ((120, 440, 330, 540), "Organ", (226, 214, 200)),
        ((430, 440, 570, 520), "Conductor", (235, 235, 235)),
        ((690, 440, 880, 540), "Soloists", (232, 216, 240)),
    ):
        draw.rectangle(box, colour, (60, 60, 60), 3)
        middle = ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
        draw.text(middle, text, (20, 20, 20), _font(fonts.sans, 28), "mm")
    draw.text(
        (500, 620),
        "Audience: 180 seats. Emergency exit behind the basses.",
        (150, 20, 20),
        _font(fonts.sans, 26),
        "mm",
    )
    return picture


def certificate(fonts: Fonts) -> Image.Image:
    page = Image.new("RGB", (1000, 760), (238, 222, 184))
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, 970, 730), outline=(110, 80, 40), width=5)
    draw.text((500, 110), "Founding Certificate", (60, 40, 20), _font(fonts.bold, 56), "mm")
    serif = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
    for row, text in enumerate(
        (
            "On the 2nd of May 1924",
            "seventeen singers founded in the Red Lion inn",
            "the Thornwick Choral Society.",
            "First chair: Miss Ada Cobb",
            "First conductor: Mr. Edmund Hale",
        )
    ):
        draw.text((500, 230 + 84 * row), text, (60, 40, 20), _font(serif, 34), "mm")
    chance = random.Random(5)
    for _ in range(900):
        at = chance.randrange(1000), chance.randrange(760)
        draw.point(at, (chance.randint(140, 200),) * 2 + (120,))
    return page.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=(90, 80, 70)).filter(
        ImageFilter.GaussianBlur(0.4)
    )


def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)

"""The sample library's pictures: public-domain photographs and rendered signs, plates, maps.

Photographs come from scikit-image's data folder; dates, places and cameras are written into EXIF
only where they are true or the picture itself is rendered here."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]

_DESCRIPTION, _MAKE, _MODEL, _ORIENTATION, _DATE, _ARTIST = 270, 271, 272, 274, 306, 315
_EXIF_IFD, _GPS_IFD, _DATE_TAKEN = 0x8769, 0x8825, 36867


@dataclass(frozen=True, slots=True)
class Fonts:
    """Paths of the faces used; all are free fonts of a Debian desktop."""

    sans: str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
    bold: str = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
    mono: str = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
    hand: str = "/usr/share/fonts/opentype/urw-base35/Z003-MediumItalic.otf"
    helvetica: str = "/usr/share/fonts/opentype/urw-base35/NimbusSans-Regular.otf"


def write_pictures(folder: Path, photographs: Path, fonts: Fonts) -> None:
    """Write every picture below `folder`; `photographs` is scikit-image's data folder."""
    gallery = folder / "pictures"
    gallery.mkdir(parents=True, exist_ok=True)

    exif = _exif("Postcard: Falcon 9 rocket with the DSCOVR satellite at Launch Complex 40")
    exif.get_ifd(_GPS_IFD).update(
        {1: "N", 2: (28.0, 33.0, 43.0), 3: "W", 4: (80.0, 34.0, 38.0)}  # Launch Complex 40
    )
    postcard(photograph(photographs / "rocket.jpg"), fonts).save(
        gallery / "postcard-falcon-9.jpg", quality=88, exif=exif
    )
    photograph(photographs / "astronaut.png").save(
        gallery / "portrait-eileen-collins.webp",
        quality=82,
        exif=_exif("Eileen Collins, NASA astronaut, official portrait in the orange space suit"),
    )
    photograph(photographs / "hubble_deep_field.jpg").save(
        gallery / "hubble-extreme-deep-field.jpg",
        quality=84,
        exif=_exif("Hubble eXtreme Deep Field, a photograph of about 5,500 galaxies"),
    )
    exif = _exif("The observatory cat, a tabby with green eyes")
    exif[_ORIENTATION] = 6  # stored lying on its side, to be turned by the reader
    photograph(photographs / "chelsea.png").transpose(Image.Transpose.ROTATE_90).save(
        gallery / "observatory-cat.jpg", quality=88, exif=exif
    )
    espresso = pillow_heif.from_pillow(photograph(photographs / "coffee.png"))
    espresso.info["exif"] = _exif("An espresso in a red cup on the kitchen table").tobytes()
    espresso.save(gallery / "espresso.heic", quality=70)

    exif = _exif("The sign at the gate of Larkfield Observatory")
    exif[_MAKE], exif[_MODEL] = "Larkfield", "Rendered picture"
    exif[_DATE] = "2024:10:04 16:20:00"
    exif.get_ifd(_EXIF_IFD)[_DATE_TAKEN] = "2024:10:04 16:20:00"
    entrance_sign(fonts).save(gallery / "entrance-sign.jpg", quality=88, exif=exif)
    type_plate(fonts).save(gallery / "telescope-type-plate.png", optimize=True)
    site_map(fonts).save(gallery / "site-map.png", optimize=True)
    shelf_note(fonts).save(gallery / "note-on-the-shelf.png", optimize=True)


def postcard(view: Image.Image, fonts: Fonts) -> Image.Image:
    """A photograph with a white border and a printed caption."""
    card = Image.new("RGB", (view.width + 60, view.height + 110), (250, 248, 242))
    card.paste(view, (30, 30))
    draw = ImageDraw.Draw(card)
    middle = card.width // 2
    y = view.height + 56
    draw.text(
        (middle, y), "Falcon 9 at Launch Complex 40", (40, 40, 40), _font(fonts.bold, 24), "mm"
    )
    draw.text(
        (middle, y + 30), "Cape Canaveral, Florida", (70, 70, 70), _font(fonts.sans, 18), "mm"
    )
    return card


def entrance_sign(fonts: Fonts) -> Image.Image:
    """A painted board on two posts before an evening sky."""
    width, height = 900, 640
    sky = Image.linear_gradient("L").resize((width, height))
    picture = Image.composite(
        Image.new("RGB", sky.size, (244, 190, 140)), Image.new("RGB", sky.size, (58, 84, 140)), sky
    )
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 560), (300, 500), (620, 540), (900, 480), (900, 640), (0, 640)], (44, 62, 40))
    for x in (150, 720):
        draw.rectangle((x, 120, x + 30, 620), (92, 66, 44))
    draw.rounded_rectangle((90, 80, 810, 470), 18, (20, 40, 78), (235, 225, 200), 8)
    lines = (
        (fonts.bold, 42, "LARKFIELD OBSERVATORY"),
        (fonts.sans, 34, "Public evenings on Fridays"),
        (fonts.sans, 34, "Doors open at 19:30"),
        (fonts.bold, 34, "Adults 6 euros, children free"),
        (fonts.sans, 26, "No dogs in the dome"),
    )
    y = 140
    for face, size, text in lines:
        draw.text((450, y), text, (245, 240, 225), _font(face, size), "mm")
        y += 66
    return picture.filter(ImageFilter.GaussianBlur(0.6))


def type_plate(fonts: Fonts) -> Image.Image:
    """A riveted metal plate with the telescope's data."""
    width, height = 760, 460
    chance = random.Random(7)
    rows = Image.new("L", (1, height))
    rows.putdata([178 + chance.randint(-12, 12) for _ in range(height)])
    picture = Image.merge("RGB", [rows.resize((width, height))] * 3)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((14, 14, width - 15, height - 15), 20, None, (70, 70, 74), 5)
    for x, y in ((44, 44), (width - 45, 44), (44, height - 45), (width - 45, height - 45)):
        draw.ellipse((x - 13, y - 13, x + 13, y + 13), (120, 120, 124), (60, 60, 64), 2)
    lines = (
        (fonts.bold, 38, "MAIN  TELESCOPE"),
        (fonts.sans, 30, "Newtonian reflector, built 1987"),
        (fonts.bold, 34, "Aperture 250 mm"),
        (fonts.bold, 34, "Focal length 2000 mm"),
        (fonts.mono, 28, "Serial number LF-0412"),
    )
    y = 96
    for face, size, text in lines:
        draw.text((width // 2, y), text, (28, 28, 32), _font(face, size), "mm")
        y += 68
    return picture


def site_map(fonts: Fonts) -> Image.Image:
    """A plan of the grounds with labels."""
    picture = Image.new("RGB", (900, 640), (236, 240, 226))
    draw = ImageDraw.Draw(picture)
    label, small = _font(fonts.sans, 24), _font(fonts.sans, 20)
    draw.text((450, 36), "Plan of the grounds", (30, 30, 30), _font(fonts.bold, 32), "mm")
    draw.line([(140, 540), (300, 480), (420, 380), (600, 300), (690, 210)], (196, 164, 120), 12)
    draw.ellipse((650, 110, 770, 230), (255, 255, 255), (60, 60, 60), 4)
    draw.text((710, 254), "Dome", (20, 20, 20), label, "mm")
    for box, text in (
        ((480, 120, 620, 200), "Library"),
        ((560, 340, 760, 430), "Lecture room"),
        ((60, 500, 260, 600), "Lower car park"),
        ((310, 530, 430, 600), "Bus stop"),
    ):
        draw.rectangle(box, (206, 216, 230), (60, 60, 60), 3)
        middle = ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2)
        draw.text(middle, text, (20, 20, 20), label, "mm")
    draw.text((300, 400), "Footpath 350 m", (90, 60, 30), small, "mm")
    draw.text((760, 600), "Assembly point: flagpole", (150, 20, 20), small, "mm")
    draw.line([(830, 90), (830, 150)], (20, 20, 20), 4)
    draw.polygon([(830, 70), (818, 96), (842, 96)], (20, 20, 20))
    draw.text((830, 168), "N", (20, 20, 20), label, "mm")
    return picture


def shelf_note(fonts: Fonts) -> Image.Image:
    """A slip of paper in a hand-like face, a little tilted."""
    paper = Image.new("RGB", (760, 360), (252, 244, 190))
    draw = ImageDraw.Draw(paper)
    for row, text in enumerate(
        ("Spare fuses are in the green tin", "on the top shelf.", "Please put the ladder back!")
    ):
        draw.text((60, 60 + 84 * row), text, (30, 44, 110), _font(fonts.hand, 52))
    return paper.rotate(
        math.degrees(0.025), Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 96, 72)
    )


def delivery_note_scan(fonts: Fonts) -> Image.Image:
    """A typed delivery note as a scanner sees it: grey, tilted, with specks; A4 at 110 dpi."""
    page = Image.new("L", (910, 1287), 246)
    draw = ImageDraw.Draw(page)
    draw.text((100, 110), "DELIVERY NOTE 5518", 30, _font(fonts.bold, 36))
    lines = (
        "To: Larkfield Observatory, workshop",
        "Date of delivery: 4 February 2025",
        "",
        "2 heater strips for the finder, 12 volts",
        "1 drive belt for the dome motor, 840 mm",
        "6 fuses, 10 amperes",
        "",
        "Received complete and undamaged.",
        "Payment within 30 days.",
    )
    for row, text in enumerate(lines):
        draw.text((100, 220 + 46 * row), text, 40, _font(fonts.mono, 24))
    draw.line([(100, 760), (420, 760)], 60, 2)
    draw.text((100, 770), "signature of the duty technician", 70, _font(fonts.sans, 18))
    chance = random.Random(11)
    for _ in range(500):
        x, y = chance.randrange(910), chance.randrange(1287)
        draw.point((x, y), chance.randint(90, 200))
    return page.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=246).filter(
        ImageFilter.GaussianBlur(0.5)
    )


def photograph(path: Path) -> Image.Image:
    """Return the picture in RGB."""
    with Image.open(path) as picture:
        return picture.convert("RGB")


def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


def _exif(description: str) -> Image.Exif:
    exif = Image.Exif()
    exif[_DESCRIPTION] = description
    return exif

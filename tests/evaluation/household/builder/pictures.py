"""The household's pictures: three free photographs with notes in EXIF; signs, labels and
notes drawn here."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.evaluation.sample_builder.pictures import Fonts, photograph

_DESCRIPTION, _MODEL, _DATE, _ARTIST, _EXIF_IFD, _DATE_TAKEN = 270, 272, 306, 315, 0x8769, 36867
_WIDEST_PX = 720
Colour = tuple[int, int, int]


def write_pictures(folder: Path, photographs: Path, fonts: Fonts) -> None:
    """`photographs` is scikit-image's data folder."""
    gallery = folder / "pictures"
    gallery.mkdir(parents=True, exist_ok=True)
    for source, name, description, taken, artist, camera in (
        ("chelsea.png", "pepper.jpg", "Pepper, a week after the bite", "2024:11:09 16:20:31",
         "Edie Tarrant", "Lumo 5"),
        ("coffee.png", "coffee.jpg", "A coffee by the quay after bringing the footstools",
         "2025:04:04 11:05:12", "Miriam Tarrant", "Brightway B2"),
        ("brick.png", "wall.jpg", "Back wall of the workshop: the damp patch is gone",
         "2025:05:22 08:14:50", "Bruno Castell", "Brightway B2"),
    ):  # fmt: skip
        picture = photograph(photographs / source).convert("RGB")
        picture.thumbnail((_WIDEST_PX, _WIDEST_PX))
        _save(picture, gallery / name, description, taken, artist, camera)
    _save(shop_sign(fonts), gallery / "shop-sign.jpg", None, "2025:02:01 09:02:00",
          "Lena Fisk", "Lumo 5")  # fmt: skip
    _save(ferry_notice(fonts), gallery / "ferry-notice.jpg", None, "2024:08:09 22:51:40",
          "Joel Tarrant", "Lumo 5")  # fmt: skip
    _save(paint_tin(fonts), gallery / "paint-tin.jpg", None, "2025:03:29 10:40:09",
          "Joel Tarrant", "Lumo 5")  # fmt: skip
    fuse_box(fonts).save(gallery / "fuse-box.png")
    whiteboard(fonts).save(gallery / "whiteboard.png")
    fridge_note(fonts).save(gallery / "fridge-note.png")


def _save(
    picture: Image.Image, path: Path, description: str | None, taken: str, artist: str, camera: str
) -> None:
    exif = Image.Exif()
    if description:
        exif[_DESCRIPTION] = description
    exif[_MODEL], exif[_ARTIST], exif[_DATE] = camera, artist, taken
    exif.get_ifd(_EXIF_IFD)[_DATE_TAKEN] = taken
    picture.save(path, quality=82, exif=exif)


def _lettered(
    size: tuple[int, int],
    ground: Colour,
    ink: Colour,
    lines: tuple[tuple[str, str, int], ...],  # face, text, size
    *,
    left_px: int | None = None,
) -> Image.Image:
    """Lines under each other, at even distances; centred without `left_px`."""
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    step = size[1] / (len(lines) + 1)
    for row, (face, text, points) in enumerate(lines, start=1):
        at = (size[0] / 2 if left_px is None else left_px, step * row)
        anchor = "mm" if left_px is None else "lm"
        draw.text(at, text, ink, ImageFont.truetype(face, points), anchor)
    return picture


def shop_sign(fonts: Fonts) -> Image.Image:
    sign = _lettered(
        (920, 600),
        (32, 52, 84),
        (244, 236, 214),
        (
            (fonts.bold, "TARRANT UPHOLSTERY", 58),
            (fonts.sans, "Tuesday to Friday  9:00 - 17:30", 40),
            (fonts.sans, "Saturday  9:00 - 12:30", 40),
            (fonts.sans, "Monday closed", 40),
            (fonts.sans, "Deliveries: ring twice at the yard", 36),
            (fonts.sans, "01632 960 744", 40),
        ),
    )
    ImageDraw.Draw(sign).rectangle((20, 20, 899, 579), outline=(214, 186, 120), width=6)
    return sign


def ferry_notice(fonts: Fonts) -> Image.Image:
    return _lettered(
        (900, 640),
        (250, 250, 246),
        (20, 40, 90),
        (
            (fonts.bold, "TONIGHT ON BOARD", 52),
            (fonts.sans, "Restaurant, deck 7: open until 23:30", 36),
            (fonts.sans, "Breakfast from 6:15", 36),
            (fonts.sans, "Children's corner: deck 6", 36),
            (fonts.sans, "Doctor: cabin 5002", 36),
            (fonts.sans, "Please be at your car at 7:40", 36),
        ),
    )


def paint_tin(fonts: Fonts) -> Image.Image:
    return _lettered(
        (760, 720),
        (126, 136, 142),
        (252, 252, 250),
        (
            (fonts.bold, "SEAWALL PAINTS", 54),
            (fonts.bold, "Harbour Grey", 50),
            (fonts.sans, "Code 7042-M", 42),
            (fonts.sans, "Matt paint for walls, 2.5 litres", 36),
            (fonts.sans, "One litre covers 12 square metres", 36),
            (fonts.sans, "Second coat after 6 hours", 36),
            (fonts.sans, "Clean the brushes with water", 36),
        ),
    )


def fuse_box(fonts: Fonts) -> Image.Image:
    return _lettered(
        (760, 700),
        (255, 255, 255),
        (15, 15, 15),
        (
            (fonts.bold, "FUSES, 8 Harbour Rise", 40),
            (fonts.sans, "1  Kitchen sockets  20 A", 36),
            (fonts.sans, "2  Cooker  32 A", 36),
            (fonts.sans, "3  Lights upstairs  6 A", 36),
            (fonts.sans, "4  Lights downstairs  6 A", 36),
            (fonts.sans, "5  Boiler  10 A", 36),
            (fonts.sans, "6  Shed  16 A", 36),
            (fonts.sans, "Checked in September 2024, T. Brill", 32),
        ),
        left_px=60,
    )


def whiteboard(fonts: Fonts) -> Image.Image:
    return _lettered(
        (1000, 640),
        (246, 248, 248),
        (30, 70, 60),
        (
            (fonts.bold, "WEEK OF 7 APRIL", 44),
            (fonts.sans, "Mon 7: order foam for the Headley sofa", 36),
            (fonts.sans, "Tue 8: Heron Hotel, collect 2 chairs, 9:30, Bruno", 36),
            (fonts.sans, "Wed 9: Lena at college", 36),
            (fonts.sans, "Thu 10: swatches to the Herring Café", 36),
            (fonts.sans, "Fri 11: van to Loomis, 8:00", 36),
        ),
        left_px=50,
    )


def fridge_note(fonts: Fonts) -> Image.Image:
    """A slip in a hand-like face."""
    paper = _lettered(
        (860, 460),
        (252, 240, 170),
        (40, 40, 110),
        (
            (fonts.hand, "Joel, Dr. Lowe rang:", 54),
            (fonts.hand, "Jonah on Tuesday 17 June at 15:40.", 54),
            (fonts.hand, "Bring the brace.", 54),
            (fonts.hand, "And buy cat food, without fish!", 54),
        ),
        left_px=50,
    )
    return paper.rotate(1.0, Image.Resampling.BICUBIC, expand=True, fillcolor=(200, 204, 206))

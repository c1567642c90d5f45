"""The archive's PDFs: a lease, a leaflet in two columns drawn row by row, a scanned receipt."""

from __future__ import annotations

import random
from itertools import zip_longest
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.evaluation.sample_builder.pdf import PdfWriter
from tests.evaluation.sample_builder.pictures import Fonts


def write_pages(folder: Path, fonts: Fonts) -> None:
    for name, content in (
        ("papers/lease-parish-hall.pdf", lease(fonts)),
        ("music/leaflet-summer-2025.pdf", leaflet(fonts)),
        ("money/receipt-scan.pdf", receipt(fonts)),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def lease(fonts: Fonts) -> bytes:
    writer = PdfWriter(fonts.helvetica, "Lease of the Parish Hall")
    writer.add_text_page(
        "Lease of the Parish Hall",
        [
            "between the Parish of Thornwick as landlord and the Thornwick Choral Society as "
            "tenant, from 1 January 2023.",
            "The landlord lets the large hall, Mill Lane 3, on Thursdays from 19:00 to 22:00. The "
            "small hall is not let.",
            "The rent is 85 pounds a month, to be paid for half a year in advance, in January and "
            "in July. Heating and electricity are included in the rent.",
            "The tenant leaves a deposit of 250 pounds, which bears no interest and is paid back "
            "at the end of the lease.",
            "The landlord hands over four keys. For a lost key the tenant pays 35 pounds.",
        ],
        folio="Page 1 of 2",
    )
    writer.add_text_page(
        "Duties",
        [
            "The tenant sweeps the hall after each rehearsal. Clearing the snow is not part of the "
            "tenant's duties; the landlord sees to it.",
            "The tenant may use the grand piano. Its tuning is not part of this lease; the tenant "
            "pays for it.",
            "Smoking and open candles are forbidden. Drinks may be served, food may not be cooked.",
            "Either side can end the lease with three months' notice to 30 June or 31 December.",
        ],
        folio="Page 2 of 2",
    )
    return writer.to_bytes()


_LEFT = (
    "PROGRAMME",
    "",
    "Part one",
    "Abendlied (Rheinberger)",
    "Locus iste (Bruckner)",
    "Scarborough Fair",
    "The Lark in the Clear Air",
    "",
    "Interval of 25 minutes",
    "",
    "Part two",
    "Requiem op. 48 (Fauré)",
    "Soprano: Clara Winther",
    "Baritone: Jonas Reed",
    "Organ: Felix Norden",
    "Conductor: Ines Aldous",
)
_RIGHT = (
    "GOOD TO KNOW",
    "",
    "Saturday 28 June 2025",
    "Barn of Hollis Farm, Mill Road",
    "Doors open at 18:15",
    "The concert begins at 19:00",
    "",
    "Cars park on the meadow by the mill.",
    "The way from there is lit.",
    "",
    "Drinks are sold in the interval",
    "by the parents of the village school.",
    "Bring a cushion: the benches are hard.",
    "",
    "Fauré wrote the first version of his",
    "Requiem between 1887 and 1890.",
)


def leaflet(fonts: Fonts) -> bytes:
    writer = PdfWriter(fonts.helvetica, "Summer concert 2025")
    writer.add_column_page("Summer concert 2025", list(zip_longest(_LEFT, _RIGHT, fillvalue="")))
    return writer.to_bytes()


def receipt(fonts: Fonts) -> bytes:
    """A till receipt on a scanner's page: grey, tilted, with specks."""
    page = Image.new("L", (910, 1287), 247)
    draw = ImageDraw.Draw(page)
    draw.text((110, 100), "SAXBY MUSIC STORE", 30, ImageFont.truetype(fonts.bold, 38))
    lines = (
        "4 Market Row, Aldham",
        "Receipt 40817        27.11.2024",
        "",
        "12 music stands x 18.90   226.80",
        " 2 stand lights x 11.50    23.00",
        "Total                     249.80",
        "",
        "Paid by card (O. Marsh)",
        "Exchange within 30 days",
    )
    for row, text in enumerate(lines):
        draw.text((110, 220 + 48 * row), text, 40, ImageFont.truetype(fonts.mono, 28))
    chance = random.Random(23)
    for _ in range(400):
        draw.point((chance.randrange(910), chance.randrange(1287)), chance.randint(90, 200))
    page = page.rotate(-0.7, Image.Resampling.BICUBIC, fillcolor=247)
    writer = PdfWriter(fonts.helvetica, "Scan 0031")
    writer.add_picture_page(page.filter(ImageFilter.GaussianBlur(0.5)))
    return writer.to_bytes()

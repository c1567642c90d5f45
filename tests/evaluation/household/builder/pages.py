"""The household's PDFs: a policy, two tariffs, an estimate, a lease, two invoices, a scan."""

from __future__ import annotations

import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.evaluation.sample_builder.pdf import PdfWriter
from tests.evaluation.sample_builder.pictures import Fonts

Page = tuple[str, list[str]]


def write_pages(folder: Path, fonts: Fonts) -> None:
    for name, title, pages in (
        ("house/insurance-policy-2023.pdf", "Home contents policy NM-20417-H", POLICY),
        ("house/energy-tariff-2023.pdf", "Home Fix 12", TARIFF_2023),
        ("house/energy-tariff-2024.pdf", "Home Fix 24", TARIFF_2024),
        ("house/roof-estimate-harmer.pdf", "Estimate H-2025-09", HARMER),
        ("workshop/lease-quay-street.pdf", "Lease of 12 Quay Street", LEASE),
        ("workshop/invoice-2025-019.pdf", "Invoice 2025-019", INVOICE_AMORY),
        ("workshop/invoice-2025-031.pdf", "Invoice 2025-031", INVOICE_HERON),
    ):
        writer = PdfWriter(fonts.helvetica, title)
        for number, (heading, paragraphs) in enumerate(pages, start=1):
            writer.add_text_page(heading, paragraphs, folio=f"Page {number} of {len(pages)}")
        _write(folder / name, writer.to_bytes())
    writer = PdfWriter(fonts.helvetica, "Scan 0007")
    writer.add_picture_page(receipt(fonts))
    _write(folder / "workshop/receipt-scan.pdf", writer.to_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


POLICY: list[Page] = [
    (
        "Home contents policy NM-20417-H",
        [
            "Insurer: Northgate Mutual. Insured: Miriam and Joel Tarrant, 8 Harbour Rise, "
            "Wexcombe.",
            "The policy begins on 1 March 2023. It runs for a year and goes on for another year "
            "unless it is cancelled in writing one month before it ends.",
            "The sum insured is 55,000 pounds. The premium is 312.40 pounds a year.",
            "You bear the first 150 pounds of each claim yourselves (excess).",
            "Covered are fire, theft, burst pipes, and storm from force 8.",
            "Bicycles are insured against theft for up to 600 pounds each, if they were locked.",
        ],
    ),
    (
        "What is not covered, and what to do",
        [
            "Tools and stock of a trade are not covered, even if they are kept in the home.",
            "Damage by flood from the harbour is not covered. Damage by rain through an open "
            "window is not covered.",
            "A piece of jewellery worth more than 1,500 pounds is covered only if it is listed.",
            "Report a claim to us within 14 days. Report a theft to the police as well.",
        ],
    ),
]
TARIFF_2023: list[Page] = [
    (
        "Kestrel Energy: Home Fix 12",
        [
            "For Joel Tarrant, 8 Harbour Rise, customer 770 418. Electricity.",
            "This tariff is fixed from 1 October 2023 to 30 September 2024.",
            "Unit price: 27.4 pence a kilowatt-hour. Standing charge: 48.2 pence a day.",
            "You pay 104 pounds a month by direct debit on the 15th.",
            "If you leave before the end we charge 60 pounds.",
        ],
    )
]
TARIFF_2024: list[Page] = [
    (
        "Kestrel Energy: Home Fix 24",
        [
            "For Joel Tarrant, 8 Harbour Rise, customer 770 418. Electricity.",
            "This tariff is fixed from 1 October 2024 to 30 September 2026.",
            "Unit price: 25.9 pence a kilowatt-hour. Standing charge: 53.1 pence a day.",
            "You pay 96 pounds a month by direct debit on the 15th.",
            "If you leave before the end we charge 75 pounds.",
        ],
    )
]
HARMER: list[Page] = [
    (
        "Harmer Roofing: estimate H-2025-09",
        [
            "3 February 2025, for Mr and Mrs Tarrant, 8 Harbour Rise, Wexcombe.",
            "Back slope, strip, batten and tile: 4,150 pounds. New gutters, steel: 620 pounds. "
            "Disposal: 380 pounds. Scaffolding is included.",
            "Sum 5,150 pounds, VAT 1,030 pounds, in all 6,180 pounds.",
            "Work on the chimney is not part of this estimate.",
            "The work takes nine working days. Our guarantee is ten years. The estimate holds "
            "until 30 April 2025.",
        ],
    )
]
LEASE: list[Page] = [
    (
        "Lease of 12 Quay Street",
        [
            "between the Harbour Trust, landlord, and Miriam Tarrant, tenant.",
            "The landlord lets the ground floor with the yard as an upholstery workshop and shop. "
            "The lease begins on 1 May 2021 and ends on 30 April 2027.",
            "The tenant pays a deposit of 1,920 pounds.",
        ],
    ),
    (
        "Rent",
        [
            "The rent is 640 pounds a month until 30 April 2024, and 672 pounds from 1 May 2024. "
            "It is due on the third of each month.",
            "Electricity and the removal of waste are not included. Water is included.",
        ],
    ),
    (
        "Use",
        [
            "Machines may run from 7:30 to 19:00 only. On Sundays the workshop stays closed.",
            "The landlord keeps up the roof and the outer walls; the tenant paints the inside "
            "every five years.",
            "The tenant may sublet one room if the landlord agrees in writing.",
            "Once, on 30 April 2025, the tenant could end the lease early, with six months' "
            "notice.",
        ],
    ),
]
INVOICE_AMORY: list[Page] = [
    (
        "Tarrant Upholstery: invoice 2025-019",
        [
            "3 March 2025, to Mrs. Amory, 6 Harbour Rise.",
            "Wing chair: 665.00 pounds. Herringbone, grey, 5.5 metres at 48.00: 264.00 pounds. "
            "Collected by the customer.",
            "Sum: 929.00 pounds. Paid in advance on 20 January: 200.00 pounds. Still to pay: "
            "729.00 pounds, within 14 days.",
            "We are not registered for VAT; no VAT is charged.",
        ],
    )
]
INVOICE_HERON: list[Page] = [
    (
        "Tarrant Upholstery: invoice 2025-031",
        [
            "31 March 2025, to the Heron Hotel, Ms Paula Dent, 1 Ferry Lane.",
            "12 dining chairs, seat and back, at 118.00: 1,416.00 pounds. Alba, moss green, 9 "
            "metres at 34.50: 310.50 pounds. Delivery: 25.00 pounds.",
            "Sum: 1,751.50 pounds, to be paid within 30 days.",
            "We are not registered for VAT; no VAT is charged.",
        ],
    )
]


def receipt(fonts: Fonts) -> Image.Image:
    """A receipt on a scanner's page: grey, tilted, with specks."""
    page = Image.new("L", (910, 1287), 246)
    draw = ImageDraw.Draw(page)
    draw.text((110, 100), "PYM MACHINES", 30, ImageFont.truetype(fonts.bold, 40))
    for row, text in enumerate(
        (
            "Old Mill, Aldmouth",
            "20.02.2025   Receipt 1187",
            "",
            "Sewing machine Dorn 867",
            "New belt             22.50",
            "Set of needles        9.50",
            "Labour, 2 hours     116.00",
            "Total               148.00",
            "",
            "Next service: February 2026",
            "Use oil no. 18 only",
        )
    ):
        draw.text((110, 210 + 50 * row), text, 40, ImageFont.truetype(fonts.mono, 30))
    chance = random.Random(41)
    for _ in range(400):
        draw.point((chance.randrange(910), chance.randrange(1287)), chance.randint(90, 200))
    turned = page.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=246)
    return turned.filter(ImageFilter.GaussianBlur(0.5))

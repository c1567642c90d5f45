"""Make the sample library anew.

Run `python -m tests.evaluation.sample_builder.build --photographs DIR` in the checkout. DIR is the
folder `skimage/data` of an unpacked scikit-image wheel (0.26.0 was used). Also needed: `flite` and
`ffmpeg` on the path, and the fonts of `pictures.Fonts`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tests.evaluation.sample_builder.office import write_office_files
from tests.evaluation.sample_builder.origins import write_origins
from tests.evaluation.sample_builder.pdf import PdfWriter
from tests.evaluation.sample_builder.pictures import (
    Fonts,
    delivery_note_scan,
    photograph,
    write_pictures,
)
from tests.evaluation.sample_builder.questions import questions
from tests.evaluation.sample_builder.sound import write_recordings
from tests.evaluation.sample_builder.texts import write_plain_files

SAMPLES = Path(__file__).parents[3] / "resources" / "samples"


def build(target: Path, photographs: Path) -> None:
    """Write `library/`, `questions.json`, `origins.json` and `ORIGINS.md` below `target`."""
    fonts = Fonts()
    library = target / "library"
    write_plain_files(library)
    write_office_files(library)
    write_pictures(library, photographs, fonts)
    for name, content in (
        ("missions/dscovr-briefing.pdf", dscovr_briefing(photographs, fonts)),
        ("letters/delivery-note-scan.pdf", scanned_delivery_note(fonts)),
    ):
        path = library / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    times = write_recordings(library)
    text = json.dumps(questions(times), indent=2, ensure_ascii=False)
    (target / "questions.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    write_origins(target)


def dscovr_briefing(photographs: Path, fonts: Fonts) -> bytes:
    """Three pages about a satellite that watches the Sun and the Earth."""
    writer = PdfWriter(fonts.helvetica, "DSCOVR: a short briefing")
    writer.add_text_page(
        "DSCOVR: a short briefing",
        [
            "The Deep Space Climate Observatory, DSCOVR for short, is a satellite of the United "
            "States' weather service NOAA, with instruments of NASA and a ride paid by the Air "
            "Force. It weighs about 570 kilograms.",
            "It began in 1998 under the name Triana, as a camera that would show the whole sunlit "
            "Earth at all times. The satellite was built, but its flight was cancelled, and from "
            "2001 it was kept in a box of nitrogen. In 2008 it was taken out, tested and given a "
            "new task: to warn of storms from the Sun.",
        ],
        picture=photograph(photographs / "rocket.jpg").resize((480, 320)),
        folio="Larkfield Observatory, reading room. Page 1 of 3",
    )
    writer.add_text_page(
        "Where it works",
        [
            "DSCOVR works 1.5 million kilometres from Earth, in the direction of the Sun, near a "
            "place called the Lagrange point L1. There the pull of the Sun and of the Earth "
            "balance in such a way that a satellite keeps in step with the Earth.",
            "The satellite reached this place on 8 June 2015, four months after its launch.",
            "The solar wind passes DSCOVR before it meets the Earth. Its magnetometer and its "
            "Faraday cup give a warning 15 to 60 minutes ahead of a magnetic storm, which can "
            "disturb power lines, radio and navigation.",
        ],
        folio="Page 2 of 3",
    )
    writer.add_text_page(
        "The camera EPIC",
        [
            "The second task is looking back. The camera EPIC takes pictures of the whole sunlit "
            "face of the Earth through ten narrow filters, from ultraviolet to near infrared.",
            "The first public picture was taken on 6 July 2015. In the same month EPIC saw the "
            "far side of the Moon pass before the Earth.",
            "From the pictures one measures ozone, the height of clouds, dust and the green of "
            "the forests.",
        ],
        folio="Page 3 of 3",
    )
    return writer.to_bytes()


def scanned_delivery_note(fonts: Fonts) -> bytes:
    writer = PdfWriter(fonts.helvetica, "Scan 0007")
    writer.add_picture_page(delivery_note_scan(fonts))
    return writer.to_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=SAMPLES)
    arguments = parser.parse_args()
    build(arguments.target, arguments.photographs)


if __name__ == "__main__":
    main()

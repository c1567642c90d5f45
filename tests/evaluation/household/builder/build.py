"""Make the household's files anew.

Run `python -m tests.evaluation.household.builder.build --photographs DIR` in the checkout, with the
folder `skimage/data` of scikit-image 0.26.0. Also needed: `flite`, `ffmpeg`, and the fonts of
`Fonts`. The built files are in the tree; whoever only measures needs none of this."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.evaluation.household.builder.letters import write_letters
from tests.evaluation.household.builder.mails import write_mails
from tests.evaluation.household.builder.pages import write_pages
from tests.evaluation.household.builder.pictures import write_pictures
from tests.evaluation.household.builder.sound import write_sound
from tests.evaluation.household.builder.tables import write_tables
from tests.evaluation.sample_builder.pictures import Fonts

LIBRARY = Path(__file__).parents[1] / "library"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=LIBRARY)
    arguments = parser.parse_args()
    fonts = Fonts()
    write_letters(arguments.target)
    write_tables(arguments.target)
    write_mails(arguments.target)
    write_pages(arguments.target, fonts)
    write_pictures(arguments.target, arguments.photographs, fonts)
    write_sound(arguments.target)


if __name__ == "__main__":
    main()

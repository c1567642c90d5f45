"""Make the archive's files anew.

Run `python -m tests.evaluation.archive.builder.build --photographs DIR --flowers DIR` in the
checkout: the folders `skimage/data` of scikit-image 0.26.0 and `sklearn/datasets/images` of
scikit-learn. Also needed: `flite`, `espeak-ng`, `ffmpeg`, and the fonts of `Fonts`. The built files
are in the tree; whoever only measures needs none of this."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.evaluation.archive.builder.mails import write_mails_and_texts
from tests.evaluation.archive.builder.pages import write_pages
from tests.evaluation.archive.builder.papers import write_papers
from tests.evaluation.archive.builder.pictures import write_pictures
from tests.evaluation.archive.builder.sheets import write_sheets
from tests.evaluation.archive.builder.sound import write_recordings
from tests.evaluation.sample_builder.pictures import Fonts

LIBRARY = Path(__file__).parents[1] / "library"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photographs", type=Path, required=True)
    parser.add_argument("--flowers", type=Path, required=True)
    parser.add_argument("--target", type=Path, default=LIBRARY)
    arguments = parser.parse_args()
    fonts = Fonts()
    write_papers(arguments.target)
    write_sheets(arguments.target)
    write_mails_and_texts(arguments.target)
    write_pages(arguments.target, fonts)
    write_pictures(arguments.target, arguments.photographs, arguments.flowers, fonts)
    write_recordings(arguments.target)


if __name__ == "__main__":
    main()

"""A small engine that speaks the real frames and plays a fixed library: for tests and pictures
of the window. Run as a script; it reads calls from standard input until that is closed.

Options: --empty (nothing in the library), --slow (wait between pieces), --no-models (models are
missing), --items N (N more items), --die-on CALL (exit at that call, once per marker file),
--wake SECONDS (silence before the first answer, as while models load)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.gui.scripted import answers, keeping, library, sources
from tests.gui.scripted.engine import PLAYED as PLAYED
from tests.gui.scripted.engine import Engine

PLAYERS = (answers, keeping, library, sources)  # importing them fills `PLAYED`


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--no-models", action="store_true")
    parser.add_argument("--items", type=int, default=0)
    parser.add_argument("--wake", type=float, default=0.0)
    parser.add_argument("--die-on", default="")
    parser.add_argument("--marker", type=Path)
    parser.add_argument("--passphrase")
    Engine(parser.parse_args()).serve()


if __name__ == "__main__":
    main()

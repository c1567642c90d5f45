"""The engine with fake models behind its real pipe: `python -m tests.app.engine_child LIBRARY`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.compose import open_core
from app.core.rescue import rescue
from app.settings import Settings, load
from app.tasks.engine import Engine
from app.tasks.readers import ReaderPool
from tests.e2e.guarded import refuse_the_network
from tests.fakes import fake_loaders


def main(library: Path) -> None:
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with ReaderPool(2) as readers:
        engine = Engine(
            sys.stdin.buffer,
            replies,
            lambda: open_core(
                library,
                readers,
                writer=True,
                settings=Settings(),
                loaders=fake_loaders(load()[0].models.text),
                load_other=lambda role, name: fake_loaders(name)[role](),
            ),
            lambda: rescue(library),
            library,
        )
        engine.run()


if __name__ == "__main__":
    sys.addaudithook(refuse_the_network)
    main(Path(sys.argv[1]))

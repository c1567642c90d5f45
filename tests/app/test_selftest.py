"""The program tries itself: green where all is there, red where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import cli_selftest
from app.cli_selftest import FILES, Lacking, attempts
from app.compose import open_core
from app.demo import sample_folder
from app.settings import Settings
from app.tasks.readers import ReaderPool
from storage import keyring
from storage.errors import PassphraseNeeded
from tests.e2e.program import run
from tests.e2e.test_silence import why_not_watched
from tests.fakes import fake_loaders


def test_every_sample_it_needs_is_there() -> None:
    assert all((sample_folder() / file).is_file() for _, file, _ in FILES)


def test_what_is_missing_is_a_failure(tmp_path: Path) -> None:
    """Fake models hear and see nothing of what the samples say."""
    with ReaderPool(1) as readers:
        core = open_core(
            tmp_path / "library", readers, writer=True, settings=Settings(), loaders=fake_loaders()
        )
        cli_selftest._added(core)
        texts, (_, scan, word) = FILES[:4], FILES[4]
        for _, file, found in texts:
            assert cli_selftest._found(core, file, found)
        with pytest.raises(Lacking, match="was not read in delivery-note-scan"):
            cli_selftest._found(core, scan, word)
        cli_selftest._restored(core, tmp_path)
        stored = tmp_path / "restored" / "library.db"
        assert cli_selftest.CITED.encode() in stored.read_bytes()
        cli_selftest._locked(core, tmp_path)
        keyring.forget_all()
        with pytest.raises(PassphraseNeeded):
            keyring.key_for(stored)
        with pytest.raises(Lacking, match="was not answered"):
            core.maintenance.remove(core.maintenance.item_ids([str(sample_folder())]))
            cli_selftest._answered(core)
        core.close()


def test_attempts_are_told_from_calls_within_the_machine() -> None:
    outside = [
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr="192.0.2.1"}, 16)',
        '7 sendto(3, "…", 29, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr="127.0.0.53"})',
    ]
    within = [
        '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0',
        '7 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr="127.0.0.1"}, 16)',
    ]
    assert attempts("\n".join([*outside, *within])) == outside


@pytest.mark.weights
@pytest.mark.slow
@pytest.mark.skipif(why_not_watched() is not None, reason=str(why_not_watched()))
def test_the_program_tries_itself_without_a_network() -> None:
    done = run("selftest", "--offline", "--json")
    assert done.status == 0, done.stdout
    assert done.value["ok"] and done.value["attempts"] == []
    assert len(done.value["parts"]) >= 15

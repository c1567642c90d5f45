"""A turned bit is noticed and mended; `python -m tests.reliability.bits` turns many."""

from __future__ import annotations

from tests.reliability.bits import run


def test_no_turned_bit_goes_unnoticed_and_most_are_mended() -> None:
    outcomes = run(9, seed=5, mend=True, n_files=16)
    assert not [each for each in outcomes if each.noticed in ("nothing", "a bug")]
    tried = [each for each in outcomes if each.mended is not None]
    assert len(tried) >= 6
    assert sum(bool(each.mended) for each in tried) >= 0.8 * len(tried)

from __future__ import annotations

import re

import pytest

from models.catalog import catalog, entry
from models.convert import _CONVERTERS
from models.errors import ModelMissing


def test_every_entry_is_pinned_and_has_a_converter() -> None:
    names = [candidate.name for candidate in catalog()]
    assert len(set(names)) == len(names)
    for candidate in catalog():
        assert candidate.converter in _CONVERTERS
        assert candidate.wheels and candidate.licence
        for wheel in candidate.wheels:
            assert re.fullmatch("[0-9a-f]{64}", wheel.sha256)
            assert wheel.version and wheel.members


def test_starter_set_has_one_model_of_each_role_and_the_decoder_a_fallback() -> None:
    starters = [candidate for candidate in catalog() if candidate.starter]
    assert sorted(s.role for s in starters) == ["decoder", "image", "speech", "tags", "text"]
    decoder = next(s for s in starters if s.role == "decoder")
    assert any(candidate.fallback_for == decoder.name for candidate in catalog())


def test_members_stay_inside_the_model_folder() -> None:
    for candidate in catalog():
        for wheel in candidate.wheels:
            for _, target in wheel.members:
                assert not target.startswith("/") and ".." not in target.split("/")


def test_unknown_name_says_what_to_do() -> None:
    with pytest.raises(ModelMissing) as caught:
        entry("no-such-model")
    assert "triptych models list" in caught.value.next_step

from __future__ import annotations

import re

import pytest

from models.catalog import catalog, entry, language_models, starter_set
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


GIB = 2**30


@pytest.mark.parametrize(
    ("total_bytes", "decoders"),
    [
        (4 * GIB, ["qwen2.5-coder-0.5b-instruct"]),
        (8 * GIB, ["qwen2.5-coder-0.5b-instruct", "qwen2.5-coder-1.5b-instruct"]),
    ],
)
def test_the_starter_set_has_each_role_and_the_decoders_the_memory_carries(
    total_bytes: int, decoders: list[str]
) -> None:
    starters = starter_set(catalog(), total_bytes)
    others = sorted(s.role for s in starters if s.role != "decoder")
    assert others == ["image", "multilingual", "speech", "tags", "text", "voices"]
    assert [s.name for s in starters if s.role == "decoder"] == decoders
    assert starters[-1].name == decoders[-1], "the largest is installed last"


def test_every_starter_language_model_has_another_to_fall_back_on() -> None:
    ranked = [candidate.name for candidate in language_models(catalog(), 8 * GIB)]
    assert ranked == [
        "qwen2.5-coder-1.5b-instruct",
        "qwen2.5-coder-0.5b-instruct",
        "smollm2-135m-instruct",
    ]


def test_members_stay_inside_the_model_folder() -> None:
    for candidate in catalog():
        for wheel in candidate.wheels:
            for _, target in wheel.members:
                assert not target.startswith("/") and ".." not in target.split("/")


def test_unknown_name_says_what_to_do() -> None:
    with pytest.raises(ModelMissing) as caught:
        entry("no-such-model")
    assert "triptych models list" in caught.value.next_step

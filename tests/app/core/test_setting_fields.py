"""The settings as data: all of them, each with words, a fitting control and plain objections."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.setting_fields import ABOUT, ELSEWHERE, GROUPS, setting_fields, typed_keys
from app.settings import DecoderSettings, NotesSettings, Settings, allowed

FIELDS = {field.key: field for field in setting_fields()}


def test_every_typed_setting_is_described_or_has_another_page() -> None:
    elsewhere = {key for key in typed_keys() if key.startswith(ELSEWHERE)}
    assert set(ABOUT) == set(typed_keys()) - elsewhere
    assert len(elsewhere) > 15
    grouped = [section for _name, sections in GROUPS for section in sections]
    assert sorted(grouped) == sorted({field.section for field in FIELDS.values()})


def test_the_control_follows_from_the_type() -> None:
    kinds = {key: field.kind for key, field in FIELDS.items()}
    assert kinds["reading.ocr"] == "switch"
    assert kinds["threads"] == "whole"
    assert kinds["reading.timeout_s"] == "number"
    assert kinds["decoder.reuse"] == "choice"
    assert kinds["notes.folder"] == kinds["models.folder"] == "folder"
    assert kinds["decoder.url"] == "address"


def test_every_default_is_allowed_and_off_has_a_word() -> None:
    for field in FIELDS.values():
        assert field.trouble(field.default) is None, field.key
        assert bool(field.about.off) == (field.default is None), field.key


def test_values_are_found_in_the_settings() -> None:
    settings = Settings(threads=3, decoder=DecoderSettings(url="http://a/v1"))
    assert FIELDS["threads"].value_in(settings) == 3
    assert FIELDS["decoder.url"].value_in(settings) == "http://a/v1"
    assert FIELDS["notes.folder"].value_in(Settings(notes=NotesSettings("/n"))) == "/n"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("threads", 0, "from 1 to 1024"),
        ("threads", -3, "from 1 to 1024"),
        ("reading.timeout_s", float("nan"), "from 5 to 3600"),
        ("decoder.reuse", "sometimes", "exact, fast, off"),
        ("decoder.url", "my server", "no address"),
        ("decoder.url", "ftp://host/v1", "no address"),
        ("decoder.url", "http://host:port/v1", "no address"),
        ("notes.folder", "notes", "whole path"),
        ("reading.ocr", None, "left out"),
    ],
)
def test_what_cannot_be_is_said_in_plain_words(key: str, value: object, said: str) -> None:
    trouble = FIELDS[key].trouble(value)  # type: ignore[arg-type]
    assert trouble is not None and said in str(trouble)


def test_a_folder_has_to_be_there(tmp_path: Path) -> None:
    field = FIELDS["notes.folder"]
    assert field.trouble(str(tmp_path)) is None
    gone = field.trouble(str(tmp_path / "gone"))
    assert gone is not None and "no such folder" in str(gone)
    (tmp_path / "taken").write_text("x", "utf-8")
    taken = field.trouble(str(tmp_path / "taken"))
    assert taken is not None and "a file of this name" in str(taken)


@pytest.mark.parametrize(
    "address", ["http://localhost:11434/v1", "https://models.example.org/v1", "http://[::1]:8080"]
)
def test_addresses_of_servers_pass(address: str) -> None:
    assert FIELDS["decoder.url"].trouble(address) is None


def test_what_the_page_offers_is_what_the_file_may_hold() -> None:
    for field in setting_fields():
        holder = getattr(Settings(), field.section) if field.section else Settings()
        limits = allowed(type(holder), field.name)
        assert set(dict(field.about.choices)) == set(limits.choices)
        if field.kind in ("whole", "number"):
            assert (field.about.least, field.about.most) == (limits.least, limits.most)
            assert field.default is None or limits.holds(field.default)

"""Settings: from a file that people edit, and from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths, settings
from app.compose import changed_settings
from app.core.errors import UserError
from models.decoder.settings import GenerationSettings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_defaults_hold_silently(file: Path) -> None:
    assert settings.load(file) == (settings.Settings(), [])


def test_values_are_read_by_section(file: Path) -> None:
    file.write_text(
        'threads = 3\n[models]\ntext = "other"\n[reading]\nocr = false\ntimeout_s = 5\n'
        '[generation]\ntop_k = 7\nstop = ["END"]\n',
        "utf-8",
    )
    loaded, warnings = settings.load(file)
    assert warnings == []
    assert (loaded.threads, loaded.models.text, loaded.reading.ocr) == (3, "other", False)
    assert loaded.reading.timeout_s == 5.0 and isinstance(loaded.reading.timeout_s, float)
    assert loaded.generation.top_k == 7
    assert loaded.models.image == settings.ModelSettings().image


def test_an_unknown_key_is_warned_about_and_kept(file: Path) -> None:
    text = "# mine\nfavourite = 1\n[reading]\ncolour = 'red' # why not\n"
    file.write_text(text, "utf-8")
    loaded, warnings = settings.load(file)
    assert loaded == settings.Settings()
    assert len(warnings) == 2 and "favourite" in warnings[0] and "reading.colour" in warnings[1]
    settings.save_section("reading", {"ocr": False}, file)
    saved = file.read_text("utf-8")
    assert "# mine" in saved and "colour = 'red' # why not" in saved and "ocr = false" in saved


@pytest.mark.parametrize(
    "line",
    [
        'threads = "many"',
        "threads = true",
        "[reading]\nocr = 1",
        "[reading]\nreaders = 1.5",
        "[models]\ntext = 3",
        "reading = 4",
        '[generation]\ntop_k = "seven"',
    ],
)
def test_a_value_of_the_wrong_type_is_warned_about_and_its_default_used(
    file: Path, line: str
) -> None:
    file.write_text(line, "utf-8")
    loaded, warnings = settings.load(file)
    assert loaded == settings.Settings()
    assert len(warnings) == 1 and str(file) in warnings[0] and "default" in warnings[0]


@pytest.mark.parametrize("content", [b"= = =", b"\xff\xfe\x00", b"[reading\nocr = 1"])
def test_a_file_that_is_no_toml_keeps_nobody_out(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    loaded, warnings = settings.load(file)
    assert loaded == settings.Settings() and len(warnings) == 1
    assert file.read_bytes() == content


def test_the_environment_wins(file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file.write_text(f'threads = 3\n[models]\nfolder = "{tmp_path / "mine"}"\n', "utf-8")
    monkeypatch.delenv("TRIPTYCH_THREADS", raising=False)
    monkeypatch.delenv("TRIPTYCH_MODELS", raising=False)
    loaded, _ = settings.load(file)
    assert (loaded.n_threads, loaded.model_store) == (3, tmp_path / "mine")
    monkeypatch.setenv("TRIPTYCH_THREADS", "5")
    monkeypatch.setenv("TRIPTYCH_MODELS", str(tmp_path / "theirs"))
    assert (loaded.n_threads, loaded.model_store) == (5, tmp_path / "theirs")
    monkeypatch.setenv("TRIPTYCH_THREADS", "no number")
    assert loaded.n_threads == 3
    monkeypatch.setenv("TRIPTYCH_HOME", str(tmp_path / "elsewhere"))
    assert paths.settings_file() == tmp_path / "elsewhere" / "settings.toml"
    assert paths.default_library().is_relative_to(tmp_path / "elsewhere")
    assert paths.demo_library() != paths.default_library()


def test_saving_changes_only_what_it_is_given(file: Path) -> None:
    file.write_text(
        "# top\nthreads = 2 # mine\n\n[generation]\n# how bold\ntemperature = 0.7\ntop_k = 40\n",
        "utf-8",
    )
    settings.save_section("generation", {"temperature": 0.2, "top_k": None, "stop": ("A",)}, file)
    saved = file.read_text("utf-8")
    for kept in ("# top", "threads = 2 # mine", "# how bold"):
        assert kept in saved
    loaded, warnings = settings.load(file)
    assert warnings == [] and loaded.threads == 2
    assert loaded.generation.temperature == 0.2 and loaded.generation.stop == ("A",)
    assert loaded.generation.top_k == GenerationSettings().top_k
    assert [path.name for path in file.parent.iterdir() if path.suffix == ".new"] == []


def test_saving_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    settings.save_section("models", {"text": "mine"}, file)
    assert settings.load(file)[0].models.text == "mine"


def test_settings_out_of_range_and_unknown_ones_are_said() -> None:
    base = GenerationSettings()
    assert changed_settings(base, {"stop": ["a", "b"]}).stop == ("a", "b")
    with pytest.raises(UserError) as caught:
        changed_settings(base, {"top_p": 7.0})
    assert caught.value.code == "invalid_settings" and caught.value.next_step
    with pytest.raises(UserError, match="no setting topp") as caught:
        changed_settings(base, {"topp": 0.5})
    assert "top_p" in caught.value.next_step


def test_no_reader_at_all_would_wait_for_ever(file: Path) -> None:
    file.write_text("[reading]\nreaders = 0\nocr = false\n", "utf-8")
    loaded, (warning,) = settings.load(file)
    assert loaded.reading == settings.ReadingSettings(ocr=False)
    assert "reading.readers cannot be 0" in warning


@pytest.mark.parametrize(
    ("section", "line"),
    [
        ("", "threads = 0"),
        ("reading", "timeout_s = nan"),
        ("reading", "timeout_s = -1"),
        ("retrieval", "n_sources = 400"),
        ("retrieval", "source_tokens = 0"),
        ("decoder", 'reuse = "much"'),
        ("decoder", "passage_cache_mb = 1"),
        ("decoder", "url_context_length = -5"),
        ("generation", "temperature = -3.0"),
        ("generation", "top_p = 7"),
    ],
)
def test_a_value_out_of_range_is_told_and_its_default_holds(
    file: Path, section: str, line: str
) -> None:
    file.write_text(f"[{section}]\n{line}\n" if section else f"{line}\n", "utf-8")
    found = settings.read(file)
    assert found.settings == settings.Settings()
    key = line.split(" ")[0]
    (slip,) = found.slips
    assert slip.is_known and slip.key == (f"{section}.{key}" if section else key)


def test_what_stands_above_all_sections_is_saved_above_them(file: Path) -> None:
    file.write_text("# top\n\n[reading]\nocr = false\n\n[mine]\nx = 1\n", "utf-8")
    settings.save_section("", {"threads": 3}, file)
    loaded, warnings = settings.load(file)
    assert (loaded.threads, loaded.reading.ocr) == (3, False)
    assert len(warnings) == 1 and "mine" in warnings[0]
    settings.save_section("", {"threads": None}, file)
    assert settings.load(file)[0].threads is None
    assert file.read_text("utf-8").startswith("# top\n")


def test_what_is_amiss_is_told_entry_by_entry(file: Path) -> None:
    file.write_text("colour = 'red'\n[reading]\nocr = 'yes'\nreaders = 4\n", "utf-8")
    found = settings.read(file)
    assert found.settings.reading.readers == 4 and found.settings.reading.ocr
    assert found.slips == (
        settings.Slip("colour", "red", is_known=False),
        settings.Slip("reading.ocr", "yes", is_known=True),
    )
    file.write_text("[reading", "utf-8")
    assert settings.read(file).unreadable
    with pytest.raises(ValueError):
        settings.save_section("reading", {"ocr": True}, file)
    assert file.read_text("utf-8") == "[reading"

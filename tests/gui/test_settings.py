"""Answer settings: what the panel holds, what is saved, what is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSlider

from app import paths, settings
from app.gui.conversation.sampling import SamplingPanel
from app.gui.conversation.sampling_fields import CUSTOM, defaults
from app.gui.theme import Theme
from app.gui.window import Window
from models.decoder.fields import FIELDS
from models.decoder.presets import PRESETS
from models.decoder.settings import GenerationSettings

Open = Callable[..., Window]


def test_the_panel_starts_at_the_defaults_and_off_is_none(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    assert panel.values() == defaults()
    assert panel.values()["temperature"] is None
    assert panel.preset_name() == "Precise"
    for field in FIELDS:
        assert panel.edit_of(field.name).toolTip().startswith(field.tooltip)


def test_every_preset_goes_in_and_comes_out(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    for at, preset in enumerate(PRESETS):
        panel.preset.setCurrentIndex(at)
        panel.preset.activated.emit(at)
        assert GenerationSettings(**panel.values()) == preset.settings
        assert panel.preset_name() == preset.label


def test_a_change_makes_it_custom_and_idle_settings_say_so(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    panel.load({"top_k": 30})
    assert panel.preset_name() == CUSTOM
    assert "no effect" in panel.edit_of("top_k").toolTip()
    panel.load({"top_k": 30, "temperature": 0.5})
    assert "no effect" not in panel.edit_of("top_k").toolTip()
    panel.load({"stop": ("END", "\n\n")})
    assert panel.values()["stop"] == ("END", "\n\n")


def test_settings_are_sent_with_the_question_and_kept(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    window.conversation.sampling.load({"temperature": 0.65, "seed": 7})
    edit = window.conversation.composer.edit
    edit.setPlainText("Why?")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.conversation_flow.running, timeout=15_000)
    answer = window.conversation.turns[0].answer
    assert answer is not None
    assert answer.sampling["temperature"] == 0.65
    assert answer.sampling["top_k"] is None
    qtbot.waitUntil(paths.settings_file().exists, timeout=5_000)
    loaded, warnings = settings.load()
    assert warnings == []
    assert loaded.generation == GenerationSettings(temperature=0.65, seed=7)


def test_the_file_is_shown_and_defaults_leave_it(qtbot: Any, open_window: Open) -> None:
    settings.save_section("generation", {"max_new_tokens": 80})
    window = open_window()
    panel = window.conversation.sampling
    assert panel.preset_name() == "Brief"
    assert panel.values() == {**asdict(GenerationSettings()), "max_new_tokens": 80}
    panel.load({})
    window.answer_settings.save()
    assert "max_new_tokens" not in paths.settings_file().read_text("utf-8")


def test_no_control_is_cut_where_the_panel_is_narrow(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    panel.show()
    seen = []

    def fits() -> bool:
        ends = (edit.mapTo(panel, edit.rect().topRight()).x() for edit in panel._edits.values())
        return all(end < panel.width() for end in ends)

    for width in (760, 500, 420):
        panel.resize(width, 320)
        qtbot.waitUntil(fits, timeout=5_000)
        seen.append(panel._n_columns)
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == 3
    assert seen[-1] < 3


def test_a_slider_and_its_figure_go_together(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    edit = panel.edit_of("temperature")
    slider = edit.findChild(QSlider)
    assert slider is not None and not slider.isEnabled(), "the setting is off"
    panel.load({"temperature": 0.5})
    assert slider.isEnabled()
    half = slider.value()
    slider.setValue(slider.maximum())
    assert panel.values()["temperature"] == edit.field.maximum
    panel.load({"temperature": 0.5})
    assert slider.value() == half
    longest = panel.edit_of("max_new_tokens").findChild(QSlider)
    assert longest is not None
    longest.setValue(longest.value() + 1)
    assert panel.values()["max_new_tokens"] == 288


def test_each_control_says_whether_it_is_the_default(qtbot: Any, theme: Theme) -> None:
    panel = SamplingPanel(theme)
    qtbot.addWidget(panel)
    edit = panel.edit_of("max_new_tokens")
    back = next(b for b in edit.findChildren(QPushButton) if b.text() == "Default")
    assert back.isHidden()
    panel.load({"max_new_tokens": 99})
    assert not back.isHidden()
    back.click()
    assert back.isHidden() and panel.values() == defaults()


def test_presets_of_ones_own_are_kept_by_name(qtbot: Any, open_window: Open) -> None:
    window = open_window()
    panel = window.conversation.sampling
    panel.load({"temperature": 0.33, "stop": ("END",)})
    panel.presets.save("  My   own ")
    assert panel.preset_name() == "My own"
    panel.load({})
    assert panel.preset_name() == "Precise"
    mine = GenerationSettings(temperature=0.33, stop=("END",))
    assert settings.load_presets() == {"My own": mine}
    again = open_window()
    box = again.conversation.sampling.preset
    box.activated.emit(box.findText("My own"))
    assert again.conversation.sampling.settings() == mine
    assert again.conversation.composer.settings.text().endswith("My own")
    again.conversation.sampling.presets.save("Precise")
    assert list(settings.load_presets()) == ["My own", "Precise (own)"]
    again.conversation.sampling.presets.remove("My own")
    again.conversation.sampling.presets.remove("Precise (own)")
    assert settings.load_presets() == {}
    assert again.conversation.sampling.preset_name() == CUSTOM

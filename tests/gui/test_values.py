"""What the window says, and how: Markdown, places, contrast, presets. No engine."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, fields
from typing import Any

import pytest

from app.core.events import AddFinished, Answer, ItemRow, SentenceChecked
from app.core.question.phrases import phrases
from app.gui import places
from app.gui.conversation.sampling_fields import defaults, inactive, preset_of
from app.gui.conversation.standing import metrics_line, own_notes, standing_of
from app.gui.library.model import subtitle
from app.gui.library.progress import summary
from app.gui.markdown import Block, Span, line_of, parse, plain
from app.gui.palette import DARK, LIGHT, Palette, contrast
from app.gui.theme import scale_of
from models.decoder.fields import FIELDS
from models.decoder.presets import PRESETS


def test_markers_become_their_own_spans() -> None:
    (block,) = parse("Dry [1], wet [2, 13].")
    assert [span.marker for span in block.spans] == [None, 1, None, 2, 13, None]


def test_blocks_of_an_answer() -> None:
    text = "# Head\nOne\nline\n\n- a **b**\n  - c\n3. d\n```\nx = [1]\n```"
    assert parse(text) == [
        Block("heading", (Span("Head"),)),
        Block("paragraph", (Span("One line"),)),
        Block("bullet", (Span("a "), Span("b", bold=True))),
        Block("bullet", (Span("c"),), level=1),
        Block("number", (Span("d"),), label="3"),
        Block("code", (Span("x = [1]", code=True),)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "![](file:///etc/hostname)",
        "<img src='http://example.org/x.png'>",
        "[link](http://example.org)",
        "2 * 3 * 4 and snake_case and **",
        "[1",
    ],
)
def test_everything_else_stays_plain_text(text: str) -> None:
    (block,) = parse(text)
    assert "".join(span.text for span in block.spans) == text
    assert all(span.marker is None for span in block.spans)


def test_unfinished_code_of_a_stream_is_shown() -> None:
    assert parse("```\nhalf")[-1] == Block("code", (Span("half", code=True),))


def test_plain_keeps_markers_and_drops_marks() -> None:
    assert plain("**A** [2]\n\n- b") == "A [2]\n• b"


@pytest.mark.parametrize(
    ("locator", "said"),
    [
        ({"page": 3, "char_start": 1, "char_end": 9}, "page 3"),
        ({"start_s": 12.4, "end_s": 3725.0}, "0:12–1:02:05"),
        ({"sheet": "Quotes", "cells": "B2:D4"}, "sheet Quotes B2:D4"),
        ({"slide": 7}, "slide 7"),
        ({"heading_path": ["I", "II", "III"]}, "II › III"),
        ({"bbox": [0, 0, 0.5, 0.5]}, "marked area"),
        ({"bbox": [0.0, 0.0, 1.0, 1.0]}, ""),
        ({"part": "body"}, ""),
        ({"part": "OEBPS/ch02.xhtml"}, "ch02.xhtml"),
        ({}, ""),
    ],
)
def test_places_in_words(locator: dict[str, object], said: str) -> None:
    assert places.place(locator) == said


def test_names_of_either_system() -> None:
    assert places.file_name("C:\\Users\\me\\a b.pdf") == "a b.pdf"
    assert places.file_name("/home/me/a b.pdf") == "a b.pdf"
    assert places.title_of("  ", "/x/y.txt") == "y.txt"


def test_a_row_names_its_file_where_the_title_is_another() -> None:
    item = ItemRow(1, "/usr/share/doc/zlib/copyright", "text", "ready", 3, "copyright", "")
    assert subtitle(item) == "zlib · 3 passages"
    titled = dataclasses.replace(item, title="Licence of zlib")
    assert subtitle(titled) == "copyright · zlib · 3 passages"
    assert subtitle(dataclasses.replace(titled, state="missing")) == "Missing from disk · copyright"
    hostile = "/a/<img src=x>.txt"
    assert "<img" not in places.tooltip(hostile)


def test_times_and_sizes() -> None:
    assert [places.duration(s) for s in (2, 31, 200, 7300)] == [
        "a few seconds", "30 s", "3 min", "2 h 2 min",
    ]  # fmt: skip
    assert [places.size(n) for n in (900, 1_500, 97_000_000, 1_117_000_000)] == [
        "900 B", "1.5 kB", "97 MB", "1.1 GB",
    ]  # fmt: skip


def test_summary_names_only_what_happened() -> None:
    finished = AddFinished(12, 0, 40, 0, 1, 0, 1.0, (), ())
    assert (
        summary(finished).replace("\N{NO-BREAK SPACE}", " ") == "12 added, 40 unchanged, 1 missing"
    )
    assert summary(AddFinished(0, 0, 0, 0, 0, 0, 1.0, (), ())) == "Nothing new"


def test_metrics_line_leaves_out_what_is_unknown() -> None:
    full = metrics_line(
        {"ttft_ms": 910, "tokens_per_s": 24.6}, {"items_considered": 14, "items_used": 3}
    )
    assert full == "first word after 0.9 s · 25 tokens/s · 3 of 14 items used"
    assert metrics_line({}, {}) == ""


def answer(**more: Any) -> Answer:
    values: dict[str, Any] = {
        "question": "?", "answer": "Said [1].", "abstained": False, "citations": (), "coverage": {},
        "sampling": {}, "model": "", "metrics": {}, "coverage_text": "Looked through 5, used 1.",
    }  # fmt: skip
    return Answer(**{**values, **more})


BARE, HELD = (SentenceChecked(0, 9, how, (), ()) for how in ("unsupported", "supported"))


def test_a_quote_of_a_markdown_file_has_no_marks() -> None:
    quote = "- The **gutter** is\n  renewed at the *landlord's* cost, `20 mm` [1]"
    assert line_of(quote, "/a/Minutes.MD") == (
        "• The gutter is renewed at the landlord's cost, 20 mm [1]"
    )
    assert line_of("2 ** 3 ** 4\n = x", "/a/sums.py") == "2 ** 3 ** 4 = x"


@pytest.mark.parametrize(
    ("more", "standing", "notes"),
    [
        (
            {"verdict": "partly", "reason": "some_not_borne_out", "sentences": (HELD, BARE),
             "notes": (phrases("de").not_borne_out,)},
            "Answered in part: no source says what is underlined with dots.", [],
        ),
        (
            {"verdict": "partly", "reason": "some_not_borne_out", "sentences": (HELD,),
             "notes": (phrases("en").not_borne_out,), "cancelled": True},
            "Stopped early; this is what was written until then.", [],
        ),
        (
            {"verdict": "partly", "reason": "some_not_borne_out", "sentences": (BARE,),
             "cancelled": True},
            "Answered in part: no source says what is underlined with dots.",
            ["Stopped early; this is what was written until then."],
        ),
        (
            {"verdict": "partly", "reason": "some_left_out", "notes": (phrases("fr").left_out,)},
            "Answered in part: what no source says was left out.", [],
        ),
        (
            {"verdict": "partly", "reason": "part_missing",
             "notes": ("Not found in your files: the rest", phrases("en").left_out)},
            "Answered in part.",
            ["Not found in your files: the rest", phrases("en").left_out],
        ),
        (
            {"notes": (phrases("es").cut_short,), "coverage": {"items_unreadable": 2}},
            "", ["It ends at its length limit; “Go on” in the menu ⋯ gives more.",
                 "Looked through 5, used 1."],
        ),
    ],
)  # fmt: skip
def test_nothing_is_said_twice_below_an_answer(
    more: dict[str, Any], standing: str, notes: list[str]
) -> None:
    made = answer(**more)
    assert standing_of(made).text == standing
    assert own_notes(made) == notes


def test_text_begins_as_large_as_the_desktops() -> None:
    sizes = [scale_of(px) for px in (9, 12, 13, 15, 16, 17, 20, 40)]
    assert sizes == [1.0, 1.0, 1.0, 1.15, 1.15, 1.3, 1.5, 1.5]


# --- colours ---


def test_contrast_is_the_published_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_ground(palette: Palette) -> None:
    grounds = ("canvas", "sidebar", "surface", "hover", "accent_soft")
    pairs = [(ink, ground) for ink in ("text", "text_soft", "accent_text") for ground in grounds]
    pairs += [(f"{k}_kind", f"{k}_kind_soft") for k in ("text", "image", "audio")]
    pairs += [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("on_highlight", "highlight"),
        ("warn", "warn_soft"),
        ("warn", "surface"),
        ("warn", "sidebar"),
        ("error", "error_soft"),
        ("text", "error_soft"),
        ("good", "surface"),
    ]
    poor = {
        (ink, ground): round(contrast(getattr(palette, ink), getattr(palette, ground)), 2)
        for ink, ground in pairs
        if contrast(getattr(palette, ink), getattr(palette, ground)) < 4.5
    }
    assert not poor
    for ground in ("canvas", "sidebar", "surface"):
        assert contrast(palette.focus, getattr(palette, ground)) >= 3


def test_both_palettes_name_every_colour() -> None:
    for palette in (LIGHT, DARK):
        for field in fields(palette):
            value = getattr(palette, field.name)
            assert isinstance(value, bool) or (len(value) == 7 and value[0] == "#")


# --- settings ---


def test_the_defaults_are_the_first_preset() -> None:
    assert preset_of(defaults()) is PRESETS[0]


def test_every_setting_has_a_field() -> None:
    assert {field.name for field in FIELDS} == set(defaults())


def test_presets_are_recognised_and_changes_are_custom() -> None:
    for preset in PRESETS:
        assert preset_of(asdict(preset.settings)) is preset
    assert preset_of({**defaults(), "seed": 9}) is None


def test_filters_without_temperature_are_inactive() -> None:
    assert inactive({**defaults(), "top_k": 40}) == ("top_k",)
    assert inactive({**defaults(), "top_k": 40, "temperature": 0.7}) == ()

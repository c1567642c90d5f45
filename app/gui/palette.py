"""The colours, by role. Text against its ground has a contrast of at least 4.5 (a test counts)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Each value is `#rrggbb`."""

    dark: bool
    canvas: str  # behind the conversation
    sidebar: str  # library and evidence
    surface: str  # cards, fields
    hover: str
    pressed: str
    border: str
    border_strong: str
    border_field: str  # round what can be typed into
    text: str
    text_soft: str  # secondary text
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str  # ground of chips and of the selected row
    accent_text: str  # accent as text, on canvas and on accent_soft
    focus: str
    highlight: str  # marker pen over a passage
    on_highlight: str
    warn: str
    warn_soft: str
    error: str
    error_soft: str
    good: str
    text_kind: str
    image_kind: str
    audio_kind: str
    text_kind_soft: str
    image_kind_soft: str
    audio_kind_soft: str
    scroll: str
    shade: str  # veil under an overlay

    def kind(self, kind: str) -> str:
        return {"image": self.image_kind, "audio": self.audio_kind}.get(kind, self.text_kind)

    def kind_soft(self, kind: str) -> str:
        soft = {"image": self.image_kind_soft, "audio": self.audio_kind_soft}
        return soft.get(kind, self.text_kind_soft)


LIGHT = Palette(
    dark=False,
    canvas="#fbfaf8",
    sidebar="#f3f1ed",
    surface="#ffffff",
    hover="#e9e6e0",
    pressed="#dedad2",
    border="#e3dfd7",
    border_strong="#8d877b",
    border_field="#bdb7aa",
    text="#1d2126",
    text_soft="#5a5f66",
    accent="#0b6a66",
    accent_hover="#095855",
    on_accent="#ffffff",
    accent_soft="#dcece9",
    accent_text="#0a5d5a",
    focus="#0b7f7a",
    highlight="#fdeab0",
    on_highlight="#1d2126",
    warn="#855300",
    warn_soft="#fbf0d9",
    error="#a6261d",
    error_soft="#fbe9e6",
    good="#2a7a3f",
    text_kind="#4350b5",
    image_kind="#a34a10",
    audio_kind="#8a357f",
    text_kind_soft="#e7e9f8",
    image_kind_soft="#f8e8dc",
    audio_kind_soft="#f5e5f2",
    scroll="#c9c4ba",
    shade="#1d2126",
)

DARK = Palette(
    dark=True,
    canvas="#17191c",
    sidebar="#1d2023",
    surface="#25292d",
    hover="#2c3136",
    pressed="#353b41",
    border="#31363b",
    border_strong="#7b838b",
    border_field="#505860",
    text="#e8e9e6",
    text_soft="#a9b0b6",
    accent="#5fc7bd",
    accent_hover="#7ad6cd",
    on_accent="#06211f",
    accent_soft="#203a39",
    accent_text="#7dd3ca",
    focus="#5fc7bd",
    highlight="#574913",
    on_highlight="#fbf3d6",
    warn="#e9b65c",
    warn_soft="#3a3020",
    error="#ff9a8d",
    error_soft="#43262a",
    good="#79c98e",
    text_kind="#a4aefc",
    image_kind="#f0a878",
    audio_kind="#e09bd8",
    text_kind_soft="#2b2f4c",
    image_kind_soft="#432f24",
    audio_kind_soft="#402b40",
    scroll="#4a5158",
    shade="#000000",
)


def contrast(first: str, second: str) -> float:
    """The WCAG 2 contrast ratio of two `#rrggbb` colours, from 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

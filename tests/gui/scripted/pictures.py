"""The page and the photograph of the scripted library, drawn."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.gui.scripted.contents import PAGE, TEXT


def draw_page(width_px: int, page: int, marked: tuple[int, int]):
    height = round(width_px * 1.414)
    picture = Image.new("RGB", (width_px, height), "white")
    pen = ImageDraw.Draw(picture)
    size = width_px / 44
    try:
        font = ImageFont.truetype("DejaVuSerif.ttf", size)
    except OSError:
        font = ImageFont.load_default(size)
    left, y = width_px * 0.1, height * 0.09
    boxes = []
    for line in PAGE:
        pen.text((left, y), line, fill="#222", font=font)
        if line and marked[0] <= TEXT.index(line) < marked[1]:
            end = left + pen.textlength(line, font=font)
            boxes.append((left / width_px, y / height, end / width_px, (y + size * 1.25) / height))
        y += size * 1.65
    pen.text((width_px / 2, height * 0.95), str(page), fill="#666", font=font)
    return np.asarray(picture), tuple(boxes)


def draw_wall(max_side: int):
    width, height = max_side, round(max_side * 0.75)
    rng = np.random.default_rng(2)
    picture = Image.new("RGB", (width, height), "#b9ad9c")
    pen = ImageDraw.Draw(picture)
    brick_w, brick_h = width / 12, height / 20
    for line in range(21):
        for brick in range(-1, 13):
            x = (brick + (line % 2) / 2) * brick_w
            shade = rng.integers(-16, 16, 3)
            base = np.array([150, 78, 58]) + shade
            damp = max(0.0, 1 - abs((x / width) - 0.68) * 5) * 0.5
            mixed = base * (1 - damp) + np.array([58, 78, 52]) * damp
            fill = tuple(int(v) for v in np.clip(mixed, 0, 255))
            pen.rectangle(
                [x + 2, line * brick_h + 2, x + brick_w - 2, (line + 1) * brick_h - 2], fill=fill
            )
    pen.rectangle([0, 0, width, height * 0.07], fill="#3c4043")
    pen.polygon(
        [(width * 0.6, height * 0.05), (width, height * 0.13), (width, height * 0.18),
         (width * 0.6, height * 0.1)], fill="#55595c",
    )  # fmt: skip
    return np.asarray(picture)

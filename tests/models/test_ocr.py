"""PP-OCR comes with its models in the package, so the real one is read here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.ocr import PpOcrReader, in_reading_order, load_text_reader
from models.protocols import TextLine


@pytest.fixture(scope="module")
def reader() -> PpOcrReader:
    return load_text_reader(threads=2)


def rendered(lines: list[tuple[int, int, str]]) -> np.ndarray:
    picture = Image.new("RGB", (640, 240), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=32)
    for x, y, text in lines:
        draw.text((x, y), text, fill="black", font=font)
    return np.asarray(picture)


def test_reads_rendered_lines_in_order_with_boxes(
    reader: PpOcrReader, capfd: pytest.CaptureFixture[str]
) -> None:
    image = rendered([(20, 140, "Platform 9 to York"), (20, 30, "Departures today")])
    lines = reader.read_lines(image)
    assert [line.text for line in lines] == ["Departures today", "Platform 9 to York"]
    for line in lines:
        x0, y0, x1, y1 = line.bbox
        assert 0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1
    assert lines[0].bbox[3] < lines[1].bbox[1]
    assert lines[0].bbox[0] == pytest.approx(20 / 640, abs=0.03)
    said = capfd.readouterr()
    assert said.out == "" and said.err == ""


def test_pictures_without_text_give_no_lines(reader: PpOcrReader) -> None:
    blank = np.full((200, 300, 3), 255, np.uint8)
    assert reader.read_lines(blank) == []
    assert reader.read_lines(blank[:10]) == []


def line(text: str, x: float, y: float) -> TextLine:
    return TextLine(text, (x, y, x + 0.3, y + 0.05), 0.9)


def test_reading_order_goes_along_level_lines() -> None:
    lines = [line("d", 0.5, 0.31), line("b", 0.5, 0.1), line("c", 0.1, 0.3), line("a", 0.1, 0.11)]
    assert [each.text for each in in_reading_order(lines)] == ["a", "b", "c", "d"]

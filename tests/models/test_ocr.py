"""PP-OCR comes with its models in the package, so the real one is read here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.ocr import PpOcrReader, load_text_reader
from models.text_lines import joined, levelled, order, tiles, turned


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


def rotated(image: np.ndarray, degrees: int) -> np.ndarray:
    return np.asarray(Image.fromarray(image).rotate(degrees, expand=True, fillcolor="white"))


@pytest.mark.parametrize("degrees", [90, 180, 270, 6])
def test_lines_are_read_in_order_whichever_way_up(reader: PpOcrReader, degrees: int) -> None:
    image = rendered(
        [(20, 20, "Final notice: berth fee"), (20, 90, "pay by 3 July at the"), (20, 160, "office")]
    )
    lines = reader.read_lines(rotated(image, degrees))
    assert [line.text for line in lines] == [
        "Final notice: berth fee",
        "pay by 3 July at the",
        "office",
    ]


@pytest.fixture(scope="module")
def letter() -> np.ndarray:
    """A page of long lines, close to each other, as a scanner or a telephone gives it."""
    page = Image.new("RGB", (1240, 1200), "white")
    font = ImageFont.load_default(size=26)
    for at in range(30):
        words = (
            f"{at:02d} pays what is due for berth {at} before the end of the {at}. week of the year"
        )
        ImageDraw.Draw(page).text((60, 80 + 34 * at), words, fill="black", font=font)
    return np.asarray(page)


@pytest.mark.parametrize("degrees", [4, 93, 184])
def test_long_lines_stay_apart_whichever_way_the_page_lies(
    reader: PpOcrReader, letter: np.ndarray, degrees: int
) -> None:
    lines = [line.text.replace(" ", "") for line in reader.read_lines(rotated(letter, degrees))]
    assert [line[:2] for line in lines] == [f"{at:02d}" for at in range(30)]
    assert all("paysw" in line and line.endswith("year") for line in lines)


@pytest.mark.parametrize("degrees", [3, 93, 180])
def test_cells_side_by_side_are_level_though_the_page_is_not(
    reader: PpOcrReader, degrees: int
) -> None:
    page = Image.new("RGB", (1240, 500), "white")
    font = ImageFont.load_default(size=28)
    for row, cells in enumerate([("Finch", "4471"), ("Vidal", "4472"), ("Birch", "4480")]):
        for column, cell in enumerate(cells):
            at = (80 + 800 * column, 80 + 60 * row)
            ImageDraw.Draw(page).text(at, cell, fill="black", font=font)
    lines = reader.read_lines(rotated(np.asarray(page), degrees))
    assert [line.text for line in lines] == ["Finch", "4471", "Vidal", "4472", "Birch", "4480"]
    for left, right in zip(lines[::2], lines[1::2], strict=True):
        assert left.level and right.level
        assert left.level[2] < right.level[0]
        assert abs(left.level[1] - right.level[1]) < 0.5 * (left.level[3] - left.level[1])


def test_a_small_line_on_a_large_sheet_is_found(reader: PpOcrReader) -> None:
    sheet = Image.new("RGB", (4200, 3000), "white")
    font = ImageFont.load_default(size=30)
    ImageDraw.Draw(sheet).text((3500, 2800), "Drawing no. HB-2207", fill="black", font=font)
    (line,) = reader.read_lines(np.asarray(sheet))
    assert line.text == "Drawing no. HB-2207"
    assert line.bbox[0] == pytest.approx(3500 / 4200, abs=0.01)


def test_a_line_across_two_tiles_is_one(reader: PpOcrReader) -> None:
    strip = Image.new("RGB", (2600, 900), "white")
    font = ImageFont.load_default(size=40)
    words = "The annual meeting of the harbour club takes place on the ninth of May at seven"
    ImageDraw.Draw(strip).text((300, 400), words, fill="black", font=font)
    (line,) = reader.read_lines(np.asarray(strip))
    assert line.text.replace(" ", "") == words.replace(" ", "")


def test_pale_print_is_read(reader: PpOcrReader) -> None:
    image = rendered([(20, 90, "Diesel 41.20 EUR")]).astype(np.float32)
    pale = (225 + image * 20 / 255).astype(np.uint8)
    assert [line.text for line in reader.read_lines(pale)] == ["Diesel 41.20 EUR"]


def quad(x: float, y: float, width: float = 30, height: float = 5) -> np.ndarray:
    return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)


def test_order_goes_along_level_lines() -> None:
    quads = np.stack([quad(50, 31), quad(50, 10), quad(10, 30), quad(10, 11)])
    assert order(levelled(quads)) == [3, 1, 2, 0]


def test_order_follows_the_tilt() -> None:
    # lines that rise to the right by a tenth: the right half of the lower line is as high as the
    # left half of the upper one
    slant = np.array([[1, -0.1], [0, 1]], np.float32)
    level = [quad(0, 0), quad(60, 0), quad(0, 8), quad(60, 8)]
    tilted = np.stack([each @ slant for each in level])
    assert order(levelled(tilted[[3, 0, 2, 1]])) == [1, 3, 2, 0]


def test_lines_that_fan_out_are_laid_level() -> None:
    """A page seen from one side: what is level in the middle rises above it and falls below it."""
    level = [quad(x, y, 180, 8) for y in range(0, 200, 20) for x in (0, 220)]
    seen = np.stack(level)
    seen[..., 1] += (seen[..., 1] - 100) * (seen[..., 0] - 200) * 0.001
    laid = levelled(seen)
    assert order(laid) == list(range(len(level)))
    assert np.abs(laid[::2, :, 1].mean(1) - laid[1::2, :, 1].mean(1)).max() < 1
    assert np.ptp(seen[0, :, 1]) > 20 > 12 > np.ptp(laid[0, :, 1])


def test_tiles_cover_and_overlap() -> None:
    found = list(tiles(900, 2400, 1000))
    assert [(left, right) for _, left, _, right in found] == [(0, 1000), (700, 1700), (1400, 2400)]
    assert all((top, bottom) == (0, 900) for top, _, bottom, _ in found)


def test_pieces_of_one_line_are_joined() -> None:
    pieces = [quad(0, 10, 100, 10), quad(80, 11, 100, 10), quad(0, 40, 50, 10), quad(1, 40, 50, 11)]
    boxes = sorted(tuple(each.min(0)) + tuple(each.max(0)) for each in joined(pieces))
    assert len(boxes) == 2
    assert boxes[0] == (0, 10, 180, 21)


def test_points_turn_with_their_picture() -> None:
    corner = np.array([[10.0, 0.0]], np.float32)
    assert turned(corner, 1, 50, 100).tolist() == [[50.0, 10.0]]
    assert turned(corner, 2, 50, 100).tolist() == [[90.0, 50.0]]
    assert turned(corner, 3, 50, 100).tolist() == [[0.0, 90.0]]

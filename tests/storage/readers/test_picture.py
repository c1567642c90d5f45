"""Pictures in many modes, their notes, and hostile ones."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from storage.errors import ReadError, Unsupported
from storage.readers.reading import page_image, picture, read
from storage.readers.values import Picture, TextDocument


def seen(path: Path, **options: int) -> Picture:
    value = read(path, **options)
    assert isinstance(value, Picture)
    return value


def two_halves(width: int = 64, height: int = 32) -> Image.Image:
    """Left red, right blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


@pytest.mark.parametrize(
    "suffix", ["png", "jpg", "webp", "gif", "bmp", "tiff", "ppm", "jp2", "avif"]
)
def test_formats(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    two_halves().save(path)
    found = seen(path)
    assert (found.width, found.height, found.rgb.shape) == (64, 32, (32, 64, 3))
    assert found.rgb.dtype == np.uint8
    assert np.abs(found.rgb[16, 8].astype(int) - (255, 0, 0)).max() < 40
    assert np.abs(found.rgb[16, 56].astype(int) - (0, 0, 255)).max() < 40


def test_heic(tmp_path: Path) -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    two_halves(128, 64).save(tmp_path / "a.heic", quality=90)
    found = seen(tmp_path / "a.heic")
    assert found.media_type == "image/heic"
    assert found.rgb[32, 16, 0] > 200 > 60 > found.rgb[32, 16, 2]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_right_way_up(tmp_path: Path, orientation: int) -> None:
    upright = np.array(two_halves())
    undo: dict[int, Any] = {
        1: lambda x: x,
        2: np.fliplr,
        3: lambda x: np.rot90(x, 2),
        4: np.flipud,
        5: lambda x: x.transpose(1, 0, 2),
        6: np.rot90,
        7: lambda x: np.rot90(x, 2).transpose(1, 0, 2),
        8: lambda x: np.rot90(x, -1),
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(undo[orientation](upright)))
    stored.save(tmp_path / "a.png", exif=exif)
    found = seen(tmp_path / "a.png")
    assert (found.width, found.height) == (64, 32)
    assert np.array_equal(found.rgb, upright)
    assert np.array_equal(picture(tmp_path / "a.png", max_side=1000), upright)


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert (seen(tmp_path / "a.png").rgb == 255).all()
    palette = Image.new("P", (8, 8), 0)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    palette.save(tmp_path / "b.png", transparency=0)
    assert (seen(tmp_path / "b.png").rgb == 255).all()
    Image.new("LA", (8, 8), (0, 0)).save(tmp_path / "c.png")
    assert (seen(tmp_path / "c.png").rgb == 255).all()


def test_sixteen_bits_cmyk_and_black_and_white(tmp_path: Path) -> None:
    deep = np.full((8, 8), 32768, dtype=np.uint16)
    Image.fromarray(deep).save(tmp_path / "a.png")
    assert abs(int(seen(tmp_path / "a.png").rgb[0, 0, 0]) - 128) <= 1
    Image.new("CMYK", (16, 16), (0, 255, 255, 0)).save(tmp_path / "b.jpg")
    assert seen(tmp_path / "b.jpg").rgb[4, 4, 0] > 200 > 90 > seen(tmp_path / "b.jpg").rgb[4, 4, 1]
    Image.new("1", (8, 8), 1).save(tmp_path / "c.png")
    assert (seen(tmp_path / "c.png").rgb == 255).all()
    Image.fromarray(np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)).save(tmp_path / "d.tiff")
    assert seen(tmp_path / "d.tiff").rgb.max() == 255


def test_size_for_models_and_for_looking(tmp_path: Path) -> None:
    two_halves(4000, 3000).save(tmp_path / "a.jpg")
    found = seen(tmp_path / "a.jpg", min_side=448)
    assert (found.width, found.height) == (4000, 3000)
    assert found.rgb.shape == (448, 597, 3)
    assert picture(tmp_path / "a.jpg", max_side=800).shape == (600, 800, 3)


def test_notes_of_camera_and_author(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x010E] = "Canon", "Canon EOS R6", "Harbour at dawn"
    exif.get_ifd(0x8769)[0x9003] = "2023:07:04 12:30:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (48.0, 51.0, 30.0), "W", (2.0, 17.0, 40.0)
    two_halves().save(tmp_path / "a.jpg", exif=exif)
    assert seen(tmp_path / "a.jpg").metadata == {
        "date": "2023-07-04 12:30:00",
        "camera": "Canon EOS R6",
        "description": "Harbour at dawn",
        "place": "48.85833 N, 2.29444 W",
    }


def test_text_chunks_and_xmp(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Title", "Map")
    info.add_itxt("Description", "Grüße")
    two_halves().save(tmp_path / "a.png", pnginfo=info)
    found = seen(tmp_path / "a.png")
    assert (found.title, found.metadata) == ("Map", {"description": "Grüße"})
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description><dc:subject><rdf:Bag>'
        b"<rdf:li>sea</rdf:li><rdf:li>ship</rdf:li></rdf:Bag></dc:subject>"
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    two_halves().save(tmp_path / "b.jpg", xmp=xmp)
    assert seen(tmp_path / "b.jpg").metadata["keywords"] == "sea, ship"


def test_a_moving_picture_shows_its_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    found = seen(tmp_path / "a.gif")
    assert found.rgb[0, 0, 0] > 200
    assert found.metadata["frames"].startswith("3")


def test_a_tiff_of_several_pages_is_a_scanned_document(tmp_path: Path) -> None:
    pages = [Image.new("L", (200, 100), shade) for shade in (0, 255)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    found = read(tmp_path / "a.tif")
    assert isinstance(found, TextDocument)
    assert (found.page_count, found.scanned_pages) == (2, (1, 2))
    assert (page_image(tmp_path / "a.tif", 2, width_px=100).rgb == 255).all()
    with pytest.raises(ReadError, match="no page 3"):
        page_image(tmp_path / "a.tif", 3, width_px=100)


def chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def test_a_bomb_is_refused_by_its_size(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6)))
    (tmp_path / "a.png").write_bytes(bomb + chunk(b"IEND", b""))
    with pytest.raises(ReadError, match="million pixels"):
        read(tmp_path / "a.png")


@pytest.mark.parametrize("progressive", [False, True])
def test_what_there_is_of_a_photograph_that_ends_early_is_seen(
    tmp_path: Path, progressive: bool
) -> None:
    picture = Image.effect_noise((400, 400), 90).convert("RGB")
    picture.paste("black", (0, 0, 400, 100))
    picture.save(tmp_path / "whole.jpg", progressive=progressive)
    content = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(content[: len(content) * 3 // 5])
    found = seen(tmp_path / "a.jpg")
    assert (found.width, found.height) == (400, 400)
    assert "missing" in found.metadata["incomplete"]
    assert found.rgb[10:90].max() < 60
    assert "incomplete" not in seen(tmp_path / "whole.jpg").metadata
    (tmp_path / "b.jpg").write_bytes(content[: content.index(b"\xff\xda") + 40])
    with pytest.raises(ReadError, match="damaged"):
        read(tmp_path / "b.jpg")


def cut_picture(folder: Path, suffix: str, share: float) -> Path:
    Image.effect_noise((200, 200), 80).convert("RGB").save(folder / f"a.{suffix}")
    content = (folder / f"a.{suffix}").read_bytes()
    (folder / f"b.{suffix}").write_bytes(content[: int(len(content) * share)])
    return folder / f"b.{suffix}"


@pytest.mark.parametrize("suffix", ["png", "gif", "tiff", "bmp", "ppm", "tga", "pcx"])
def test_what_there_is_of_other_pictures_that_end_early_is_seen(
    tmp_path: Path, suffix: str
) -> None:
    found = seen(cut_picture(tmp_path, suffix, 0.6))
    assert "missing" in found.metadata["incomplete"]
    assert found.rgb[:100].std() > 30
    assert "incomplete" not in seen(tmp_path / f"a.{suffix}").metadata


@pytest.mark.parametrize(
    ("suffix", "share"), [("webp", 0.5), ("jp2", 0.5), ("png", 0.02), ("gif", 0.02), ("tiff", 0.02)]
)
def test_a_piece_of_a_picture_has_a_plain_reason(tmp_path: Path, suffix: str, share: float) -> None:
    with pytest.raises(ReadError, match="damaged"):
        read(cut_picture(tmp_path, suffix, share))


def test_a_picture_without_a_signature_is_no_text(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "white").save(tmp_path / "a.tga")
    assert seen(tmp_path / "a.tga").rgb.min() == 255
    (tmp_path / "a.bin").write_bytes(b"\xff" * 5000)
    with pytest.raises(Unsupported):
        read(tmp_path / "a.bin")


@pytest.mark.parametrize(("ink", "paper"), [((255, 255, 255), 32), ((0, 0, 0), 255)])
def test_what_is_drawn_on_nothing_is_seen(tmp_path: Path, ink: tuple[int, ...], paper: int) -> None:
    clear = Image.new("RGBA", (100, 60), (*ink, 0))
    clear.paste((*ink, 255), (20, 20, 60, 30))
    clear.save(tmp_path / "a.png")
    rgb = seen(tmp_path / "a.png").rgb
    assert rgb[5, 5].tolist() == [paper] * 3
    assert rgb[25, 30].tolist() == list(ink)


def test_an_animation_shows_a_frame_with_something_on_it(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (60, 40), "white") for _ in range(5)]
    frames[3].paste("black", (10, 10, 40, 30))
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=100)
    found = seen(tmp_path / "a.gif")
    assert found.metadata["frames"].endswith("number 2 is shown")  # equal neighbours are one
    assert found.rgb[20, 20].max() < 40
    assert picture(tmp_path / "a.gif", max_side=60)[20, 20].max() < 40


def test_a_camera_file_shows_its_preview(tmp_path: Path) -> None:
    small, large = tmp_path / "s.jpg", tmp_path / "l.jpg"
    Image.new("RGB", (160, 120), "red").save(small)
    Image.new("RGB", (800, 600), "blue").save(large)
    made = b"II*\x00\x08\x00\x00\x00" + bytes(500) + small.read_bytes() + bytes(99)
    (tmp_path / "a.nef").write_bytes(made + large.read_bytes() + bytes(500))
    found = seen(tmp_path / "a.nef")
    assert (found.width, found.height) == (800, 600)
    assert found.rgb[5, 5, 2] > 200
    (tmp_path / "b.nef").write_bytes(b"II*\x00\x08\x00\x00\x00" + bytes(500))
    with pytest.raises(ReadError, match="no picture for looking at"):
        read(tmp_path / "b.nef")


def test_the_words_of_a_drawing_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Sluice</title><g><text x="1">Sluice '
        "<tspan>gate</tspan></text><script>alert(1)</script><text>Valve 3</text></g></svg>"
    )
    found = read(tmp_path / "a.svg")
    assert isinstance(found, TextDocument)
    assert (found.title, found.sections[0].text) == ("Sluice", "Sluice gate\nValve 3")
    (tmp_path / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>')
    with pytest.raises(ReadError, match="without words"):
        read(tmp_path / "b.svg")


def test_grey_of_twelve_bits_in_sixteen_is_not_black(tmp_path: Path) -> None:
    values = np.full((40, 60), 4080, np.uint16)
    values[:10, :10] = 0
    Image.fromarray(values).save(tmp_path / "a.png")
    rgb = seen(tmp_path / "a.png").rgb
    assert rgb[5, 5].tolist() == [0] * 3
    assert rgb[30, 40].min() > 240

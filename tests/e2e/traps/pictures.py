"""Picture files that lie about their size, their parts or their end."""

from __future__ import annotations

import io
import random
import struct
import zlib

from PIL import Image

_PNG = b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png(width: int, height: int, *between: bytes, pixels: bytes = b"\0" * 64) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(pixels))
    return _PNG + head + b"".join(between) + data + _chunk(b"IEND", b"")


def _photo(format: str, side: int = 24) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((side, side)).convert("RGB").save(buffer, format)
    return buffer.getvalue()


def png_of_huge_size(chance: random.Random) -> bytes:
    return _png(60_000, 60_000)


def png_of_largest_size(chance: random.Random) -> bytes:
    return _png(0x7FFFFFFF, 0x7FFFFFFF)


def png_of_no_size(chance: random.Random) -> bytes:
    return _png(0, 0)


def png_pixel_bomb(chance: random.Random) -> bytes:
    """12,000 x 12,000 real grey pixels in about 150 kB: 432 MB as RGB."""
    packer = zlib.compressobj()
    packed = b"".join(packer.compress(bytes(12_001 * 500)) for _ in range(24)) + packer.flush()
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 12_000, 8, 0, 0, 0, 0))
    return _PNG + head + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def png_text_bomb(chance: random.Random) -> bytes:
    packed = zlib.compress(b"A" * 40_000_000)
    return _png(8, 8, _chunk(b"zTXt", b"Comment\0\0" + packed), pixels=bytes(25 * 8))


def png_with_lying_chunk(chance: random.Random) -> bytes:
    good = _png(8, 8, pixels=bytes(25 * 8))
    return good[:33] + struct.pack(">I", 0xFFFFFFF0) + good[37:]


def png_with_many_chunks(chance: random.Random) -> bytes:
    return _png(8, 8, *[_chunk(b"tEXt", b"k\0v")] * 30_000, pixels=bytes(25 * 8))


def jpeg_of_huge_size(chance: random.Random) -> bytes:
    good = _photo("JPEG")
    place = good.index(b"\xff\xc0") + 5
    return good[:place] + struct.pack(">HH", 65_500, 65_500) + good[place + 4 :]


def jpeg_without_end(chance: random.Random) -> bytes:
    return _photo("JPEG", 200)[:-400]


def jpeg_with_looping_exif(chance: random.Random) -> bytes:
    """The EXIF directory points to itself as the next one and as its own sub-directory."""
    ifd = struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + ifd
    good = _photo("JPEG")
    return good[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + good[2:]


def gif_of_many_frames(chance: random.Random) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    head = b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    return head + frame * 20_000 + b";"


def bmp_of_negative_size(chance: random.Random) -> bytes:
    return (
        b"BM"
        + struct.pack("<IHHI", 58, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, -2_000_000_000, -2_000_000_000, 1, 24, 0, 4, 1, 1, 0, 0)
        + bytes(4)
    )


def tiff_of_circular_pages(chance: random.Random) -> bytes:
    entries = struct.pack("<HHII", 256, 4, 1, 9) + struct.pack("<HHII", 257, 4, 1, 9)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 8)


def tiff_of_countless_values(chance: random.Random) -> bytes:
    entry = struct.pack("<HHII", 273, 4, 0xFFFFFFFF, 8)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + bytes(4)


def webp_with_lying_size(chance: random.Random) -> bytes:
    good = _photo("WEBP")
    return good[:4] + b"\xff\xff\xff\x7f" + good[8:]


def heic_of_only_a_head(chance: random.Random) -> bytes:
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic"


def heic_with_boxes_in_boxes(chance: random.Random) -> bytes:
    body = b""
    for _ in range(400):
        body = struct.pack(">I", len(body) + 8) + b"meta" + body
    return struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + body


def svg_of_many_uses(chance: random.Random) -> bytes:
    layers = ['<g id="l0"><rect width="1" height="1"/></g>']
    for n in range(1, 12):
        layers.append(f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>")
    return ('<svg xmlns="http://www.w3.org/2000/svg">' + "".join(layers) + "</svg>").encode()


TRAPS = tuple(
    (maker.__name__.replace("_", "-"), suffix, maker)
    for suffix, maker in (
        (".png", png_of_huge_size),
        (".png", png_of_largest_size),
        (".png", png_of_no_size),
        (".png", png_pixel_bomb),
        (".png", png_text_bomb),
        (".png", png_with_lying_chunk),
        (".png", png_with_many_chunks),
        (".jpg", jpeg_of_huge_size),
        (".jpg", jpeg_without_end),
        (".jpg", jpeg_with_looping_exif),
        (".gif", gif_of_many_frames),
        (".bmp", bmp_of_negative_size),
        (".tif", tiff_of_circular_pages),
        (".tif", tiff_of_countless_values),
        (".webp", webp_with_lying_size),
        (".heic", heic_of_only_a_head),
        (".heic", heic_with_boxes_in_boxes),
        (".svg", svg_of_many_uses),
    )
)

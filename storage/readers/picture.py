"""Pictures: pixels the right way up on white, and what the camera wrote beside them."""

from __future__ import annotations

import math
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from storage.errors import ReadError, Unsupported
from storage.readers import caps
from storage.readers.camera_raw import preview
from storage.readers.formats import RAW
from storage.readers.opening import open_regular
from storage.readers.picture_notes import notes_of
from storage.readers.sections import clean_metadata, one_line
from storage.readers.values import PageImage, Picture, TextDocument

# Only these of Pillow's formats are ever tried: a short list is faster and far safer.
_FORMATS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/gif": ("GIF",),
    "image/tiff": ("TIFF",),
    "image/webp": ("WEBP",),
    "image/bmp": ("BMP",),
    "image/jp2": ("JPEG2000",),
    "image/heic": ("HEIF",),
    "image/avif": ("AVIF",),
    "image/x-portable-anymap": ("PPM",),
    "image/x-raw": ("JPEG",),
    "image/vnd.adobe.photoshop": ("PSD",),
    "image/x-pcx": ("PCX", "DCX"),
    "image/x-tga": ("TGA",),
    "image/x-icon": ("ICO",),
}
_SAMPLE_PX = 512  # a side, of what transparency is judged by
_OPAQUE = 128.0  # of 255
_PALE = 170.0  # brightness of 255 from which on something is hard to see on white
_FEW = 0.1  # share of what is drawn that is darker, in a drawing meant for a dark ground
_MOSTLY_DRAWN = 0.9  # share of a picture: then its own ground shows
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_DARK = (32, 32, 32, 255)
_FRAMES_TRIED = 12
_FRAMES_PIXELS = 100_000_000  # of all frames that are tried
_CLEARLY_MORE = 2.0  # of the first frame's variation in brightness
_CUT = "ends early"  # among what Pillow knows of a picture
_LEAST_OF_CUT = 0.1  # of its rows, those that are there
_MAX_LONG_SIDE = 8192  # a very long strip is reduced below `min_side` rather than kept huge


def read(path: Path, media_type: str, *, min_side: int) -> Picture | TextDocument:
    """Read a picture. A TIFF of several pages is a scanned document: all its pages want OCR."""
    with _opened(path, media_type) as image:
        n_frames = _frame_count(image, media_type)
        if media_type == "image/tiff" and n_frames > 1:
            n_pages = min(n_frames, caps.MAX_PAGES)
            return TextDocument(
                media_type=media_type,
                title=None,
                metadata=clean_metadata({**notes_of(image), "pages": n_frames}),
                sections=(),
                page_count=n_pages,
                scanned_pages=tuple(range(1, n_pages + 1)),
            )
        notes: dict[str, object] = dict(notes_of(image))
        if n_frames > 1:
            shown = _seek_shown(image, n_frames)
            words = "the first" if shown == 0 else f"number {shown + 1}"
            notes["frames"] = f"{n_frames}, of which {words} is shown"
        turned = _is_turned(image)
        width, height = image.size[::-1] if turned else image.size
        scale = max(min_side / min(width, height), 0.0)
        scale = min(1.0, scale, _MAX_LONG_SIDE / max(width, height))
        rgb = _to_rgb(image, scale)
        if image.info.get(_CUT):
            notes["incomplete"] = "the file ends early, a part of the picture is missing"
    title = notes.pop("title", None)
    return Picture(
        media_type=media_type,
        title=one_line(str(title))[:300] if title else None,
        metadata=clean_metadata(notes),
        width=width,
        height=height,
        rgb=rgb,
    )


def pixels(path: Path, media_type: str, *, max_side: int) -> NDArray[np.uint8]:
    """uint8 (height, width, 3), no side longer than `max_side`, never enlarged."""
    with _opened(path, media_type) as image:
        n_frames = _frame_count(image, media_type)
        if n_frames > 1 and media_type != "image/tiff":
            _seek_shown(image, n_frames)
        return _to_rgb(image, min(1.0, max_side / max(image.size)))


def tiff_page(path: Path, page: int, *, width_px: int | None) -> PageImage:
    """Page `page` (from 1) of a TIFF, at most `width_px` wide; None: as large as it is, within
    what is drawn of a page at most."""
    with _opened(path, "image/tiff") as image:
        try:
            image.seek(page - 1)
        except EOFError as error:
            raise ReadError(f"there is no page {page} in this file") from error
        width, height = image.size[::-1] if _is_turned(image) else image.size
        scale = min(1.0, math.sqrt(caps.MAX_RENDER_PIXELS / (width * height)))
        if width_px is not None:
            scale = min(scale, width_px / width)
        return PageImage(_to_rgb(image, scale))


@contextmanager
def _opened(path: Path, media_type: str) -> Iterator[Image.Image]:
    """Open lazily, refuse what is too large, and turn Pillow's failures into reasons."""
    formats = _FORMATS.get(media_type)
    if formats is None:
        raise Unsupported(f"unsupported type {media_type}")
    if media_type == "image/heic":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
    # Pillow warns from this on and refuses from twice as much on.
    Image.MAX_IMAGE_PIXELS = caps.MAX_PIXELS // 2
    with open_regular(path) as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            shown = preview(stream) if media_type == RAW.media_type else stream
            with Image.open(shown, formats=formats) as image:
                if image.size[0] * image.size[1] > caps.MAX_PIXELS:
                    raise Image.DecompressionBombError
                yield image
        except Image.DecompressionBombError as error:
            n_million = caps.MAX_PIXELS // 1_000_000
            raise ReadError(f"the picture has more than {n_million} million pixels") from error
        except UnidentifiedImageError as error:
            raise ReadError("the picture is damaged or of a variant that is not read") from error
        except MemoryError:
            raise
        except (
            OSError,
            SyntaxError,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            AttributeError,
            EOFError,
            OverflowError,
            ZeroDivisionError,
            NotImplementedError,
            RuntimeError,
            struct.error,
        ) as error:
            raise ReadError("the picture is damaged or incomplete") from error


def _frame_count(image: Image.Image, media_type: str) -> int:
    if media_type not in {"image/gif", "image/tiff", "image/webp", "image/png", "image/avif"}:
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except (OSError, ValueError, EOFError, SyntaxError, struct.error):
        return 1


def _seek_shown(image: Image.Image, n_frames: int) -> int:
    """Go to the frame of an animation that shows most, of some evenly spaced ones; the first one
    unless another shows clearly more. Returns its number from 0."""
    numbers = sorted(
        {round(n * (n_frames - 1) / (_FRAMES_TRIED - 1)) for n in range(_FRAMES_TRIED)}
    )
    if image.size[0] * image.size[1] * len(numbers) > _FRAMES_PIXELS:
        return 0
    shows: list[float] = []
    for number in numbers:
        try:
            image.seek(number)
            small = image.convert("L").resize((64, 64), Image.Resampling.BILINEAR)
        except (OSError, ValueError, EOFError, SyntaxError, struct.error):
            break
        shows.append(float(np.asarray(small, np.float32).std()))
    best = int(np.argmax(shows)) if shows else 0
    shown = numbers[best] if shows and shows[best] > _CLEARLY_MORE * shows[0] + 1.0 else 0
    image.seek(shown)
    return shown


def _is_turned(image: Image.Image) -> bool:
    try:
        return image.getexif().get(0x0112) in {5, 6, 7, 8}
    except Exception:  # noqa: BLE001 - broken EXIF is no reason to lose the picture
        return False


def _to_rgb(image: Image.Image, scale: float) -> NDArray[np.uint8]:
    """Decode, reduce by `scale` (at most 1), put on white, turn as EXIF says."""
    target = tuple(max(1, round(side * scale)) for side in image.size)
    if scale < 1 and image.format in {"JPEG", "MPO"}:
        image.draft("RGB", (target[0], target[1]))  # decodes at 1/2, 1/4 or 1/8
    _load(image)
    orientation = _orientation(image)
    reduced = _eight_bit(image)
    if reduced.mode in {"P", "PA"}:
        has_alpha = "transparency" in image.info or reduced.mode == "PA"
        reduced = reduced.convert("RGBA" if has_alpha else "RGB")
    elif "transparency" in image.info and reduced.mode in {"L", "RGB", "1"}:
        reduced = reduced.convert("RGBA")
    elif reduced.mode == "1":
        reduced = reduced.convert("L")  # black and white scans stay readable when reduced
    if reduced.size != target:
        if reduced.mode in {"RGBA", "LA"}:
            reduced = reduced.convert("RGBa" if reduced.mode == "RGBA" else "La")
        reduced = reduced.resize((target[0], target[1]), Image.Resampling.BICUBIC, reducing_gap=2.0)
    if reduced.mode in {"RGBA", "LA", "RGBa", "La"}:
        reduced = _on_paper(reduced)
    if reduced.mode != "RGB":
        reduced = reduced.convert("RGB")
    if orientation is not None:
        reduced = reduced.transpose(orientation)
    return np.array(reduced, dtype=np.uint8)


def _load(image: Image.Image) -> None:
    """Decode. Of a file that ends early what there is of it, as other programs show it; OSError
    where that is nothing."""
    try:
        image.load()
        return
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
        rows = np.asarray(image.convert("L"))
        n_said = len(np.flatnonzero((rows != rows[-1, -1]).any(axis=1)))
        if n_said < _LEAST_OF_CUT * len(rows):
            raise
    image.info[_CUT] = True


_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _orientation(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TRANSPOSE.get(image.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 - broken EXIF is no reason to lose the picture
        return None


def _eight_bit(image: Image.Image) -> Image.Image:
    """Pictures of more than 8 bits a channel in grey, spread over 0 to 255."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image, dtype=np.float32)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    if image.mode.startswith("I;16") or (values.min() >= 0 and 255 < values.max() <= 65535):
        n_bits = int(values.max()).bit_length()  # cameras and scanners fill 10 to 14 of the 16
        low, high = 0.0, float(2 ** (n_bits if 8 < n_bits < 15 else 16) - 1)
    elif values.min() >= 0 and values.max() <= 1:
        low, high = 0.0, 1.0
    elif values.min() >= 0 and values.max() <= 255:
        low, high = 0.0, 255.0
    else:
        low, high = float(values.min()), float(values.max())
    values -= low
    values *= 255.0 / max(high - low, math.ulp(1.0))
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _on_paper(image: Image.Image) -> Image.Image:
    """What is seen through on white; on dark where hardly anything drawn would be seen on white."""
    mode: Any = {"RGBa": "RGBA", "La": "LA"}.get(image.mode, image.mode)
    whole = image.convert(mode).convert("RGBA")
    size = (min(whole.width, _SAMPLE_PX), min(whole.height, _SAMPLE_PX))
    sample = np.asarray(whole.resize(size, Image.Resampling.NEAREST), dtype=np.float32)
    drawn = sample[:, :, 3] > _OPAQUE
    light = (sample[:, :, :3] @ _LUMA)[drawn]
    is_pale = (
        light.size > 0
        and float(drawn.mean()) < _MOSTLY_DRAWN
        and float((light < _PALE).mean()) < _FEW
    )
    paper = Image.new("RGBA", whole.size, _DARK if is_pale else (255, 255, 255, 255))
    return Image.alpha_composite(paper, whole).convert("RGB")

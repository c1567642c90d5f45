"""Text in pictures, read by PP-OCR (RapidOCR) from the models in its own wheel; no network.

The models know Latin, Greek, Chinese and Japanese writing. Lines are found on the picture reduced,
on tiles of it where it is large, and cut out of it at its full size. Which way up a picture is, is
told by most of its lines, and then holds for all of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.protocols import Rgb, TextLine
from models.text_lines import (
    Quads,
    are_sideways,
    from_top_left,
    joined,
    levelled,
    line_heights,
    order,
    tiles,
    turned,
)

_MIN_CONFIDENCE = 0.6
_MIN_SIDE_PX = 24
# The finder passes over a lone line on a large sheet: of 20 px on 1,280 by 1,280, of 30 px on 1,600
# by 1,600 (rendered, November 2026); on 960 by 960 it found them all.
_TILE_PX = 960
_LOW_STRIP_PX = 400
_WHOLE_PX = 2000  # up to here a picture is looked at as a whole
_SMALL_LINE_PX = 15.0  # lines this low are found better on the picture enlarged
_ENLARGED_PX = 4_000_000  # pixels of a picture that is enlarged at most
_LOW_CONTRAST = 100.0  # between the 1st and 99th percentile of brightness
_INK = 24.0  # of 255: as different from the paper is what is drawn on it
_PAPER = 0.7  # share of a picture's pixels that are as bright as its paper
_LEAST_INK = 0.0003  # share of a tile's pixels: less than a word of small print
_UPSIDE_DOWN = 0.5  # share of the lines, by length, that say so
_SURE_OF_TURN = 0.8
# The classifier squeezes what is wider than four times its height: of 47 lines of 22 times, upside
# down, it saw 6 as a whole and all 47 by their middles (rendered, November 2026).
_MIDDLE = 5  # times its height, of a line that is looked at for which way up it is
_LEAST_SEEN = 0.6  # of the finder, for a line that could not be read to count as writing

UNREAD = ""  # the text of a line that was found and could not be read


def load_text_reader(*, threads: int) -> PpOcrReader:
    """Load detection, angle and recognition models, one to two seconds."""
    from rapidocr import RapidOCR

    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return PpOcrReader(engine)


class PpOcrReader:
    """Satisfies `TextReader`. Several callers wait for each other: its engine serves one."""

    name = "pp-ocr-v6"

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._one_at_a_time = threading.Lock()

    def read_lines(self, image: Rgb) -> list[TextLine]:
        with self._one_at_a_time:
            return self._lines(image)

    def _lines(self, image: Rgb) -> list[TextLine]:
        height, width = image.shape[:2]
        if min(height, width) < _MIN_SIDE_PX:
            return []
        bgr = np.ascontiguousarray(_spread(image)[:, :, ::-1])
        quads, seen = self._found(bgr)
        if len(quads) == 0:
            return []
        crops, quarter_turns = self._upright(bgr, quads)
        read = self._engine._load_rec_model()(_recognition_input(crops))
        upright = turned(quads, quarter_turns, height, width)
        level = levelled(np.roll(upright, quarter_turns, axis=1))  # from the top left again
        lines = []
        for place in order(level):
            text, confidence = read.txts[place].strip(), float(read.scores[place])
            if confidence < _MIN_CONFIDENCE or not text:
                if seen[place] < _LEAST_SEEN:
                    continue
                text = UNREAD
            x0, y0, x1, y1 = map(float, (*level[place].min(0), *level[place].max(0)))
            box = _fractions(quads[place], width, height)
            lines.append(TextLine(text, box, confidence, (x0, y0, x1, y1)))
        return lines

    def _found(self, bgr: NDArray[np.uint8]) -> tuple[Quads, list[float]]:
        """Quads of lines in pixels, and how sure the finder is of each."""
        quads, seen = self._found_at(bgr, 1.0)
        if len(quads) and float(np.median(line_heights(quads))) < _SMALL_LINE_PX:
            enlarged = 2.0 * float(np.sqrt(min(1.0, _ENLARGED_PX / bgr[:, :, 0].size)))
            if enlarged > 1.3:
                again = self._found_at(bgr, enlarged)
                if len(again[0]) >= len(quads):
                    return again
        return quads, seen

    def _found_at(self, bgr: Any, scale: float) -> tuple[Quads, list[float]]:
        import cv2

        if scale != 1.0:
            bgr = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        height, width = bgr.shape[:2]
        found: list[NDArray[np.float32]] = []
        sure: list[float] = []
        is_whole = max(height, width) <= _WHOLE_PX
        if is_whole:
            self._look(bgr, 0, 0, found, sure)
        if not is_whole or (max(height, width) > _TILE_PX and _is_paper(bgr)):
            rest = _without(bgr, found)
            for top, left, bottom, right in tiles(height, width, _TILE_PX):
                if not _is_blank(rest[top:bottom, left:right]):
                    self._look(bgr[top:bottom, left:right], left, top, found, sure)
            whole = joined(found)
            sure = [_surest(quad, found, sure) for quad in whole]
            found = whole
        if not found:
            return np.zeros((0, 4, 2), np.float32), []
        return np.stack(found) / np.float32(scale), sure

    def _look(
        self,
        bgr: NDArray[np.uint8],
        left: int,
        top: int,
        found: list[NDArray[np.float32]],
        sure: list[float],
    ) -> None:
        """Add the lines of a part of a picture that begins at `left`, `top`."""
        part = np.ascontiguousarray(_padded(bgr))
        told = self._engine(part, use_det=True, use_cls=False, use_rec=False)
        if getattr(told, "boxes", None) is not None:
            quads = from_top_left(np.asarray(told.boxes, np.float32))
            found.extend(quads + np.array([left, top], np.float32))
            sure.extend(float(score) for score in told.scores)

    def _upright(self, bgr: NDArray[np.uint8], quads: Quads) -> tuple[list[NDArray[np.uint8]], int]:
        """Each line cut out the right way up, and the quarter turns clockwise that set the picture
        right."""
        from rapidocr.utils.process_img import get_rotate_crop_image

        crops = [get_rotate_crop_image(bgr, quad.copy()) for quad in quads]
        sideways = are_sideways(quads)
        if sideways:  # the cutter has turned those that are much taller than wide
            crops = [
                crop if _was_turned(quad) else np.rot90(crop)
                for crop, quad in zip(crops, quads, strict=True)
            ]
        crops = [np.ascontiguousarray(crop) for crop in crops]
        told = self._engine._load_cls_model()([_middle(crop) for crop in crops])
        lengths = np.array([crop.shape[1] for crop in crops], np.float32)
        flipped = np.array(
            ["180" in label and score > _SURE_OF_TURN for label, score in told.cls_res], np.bool_
        )
        mostly = bool(lengths[flipped].sum() > _UPSIDE_DOWN * lengths.sum())
        if mostly:
            crops = [np.ascontiguousarray(np.rot90(crop, 2)) for crop in crops]
        # The cutter turns a quarter to the left, which sets right what was turned to the right.
        quarters = (3 if sideways else 0) + (2 if mostly else 0)
        if not sideways and not mostly:
            crops = self._single_turns(crops, quads, flipped)
        return crops, quarters % 4

    @staticmethod
    def _single_turns(
        crops: Sequence[NDArray[np.uint8]], quads: Quads, flipped: NDArray[np.bool_]
    ) -> list[NDArray[np.uint8]]:
        """In an upright picture a line that runs up or down may be read from either side."""
        return [
            np.ascontiguousarray(np.rot90(crop, 2)) if flip and _was_turned(quad) else crop
            for crop, quad, flip in zip(crops, quads, flipped, strict=True)
        ]


def _middle(crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = crop.shape[:2]
    start = max(0, (width - _MIDDLE * height) // 2)
    return np.ascontiguousarray(crop[:, start : start + _MIDDLE * height])


def _was_turned(quad: NDArray[np.float32]) -> bool:
    width = max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[2] - quad[3]))
    height = max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))
    return int(height) >= 1.5 * max(int(width), 1)


def _recognition_input(crops: Sequence[NDArray[np.uint8]]) -> Any:
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    return TextRecInput(img=list(crops), return_word_box=False)


def _surest(
    quad: NDArray[np.float32], found: Sequence[NDArray[np.float32]], sure: Sequence[float]
) -> float:
    """How sure the finder was of the pieces that a line was joined from."""
    low, high = quad.min(0), quad.max(0)
    pieces = [
        score
        for piece, score in zip(found, sure, strict=True)
        if (low <= piece.mean(0)).all() and (piece.mean(0) <= high).all()
    ]
    return max(pieces, default=_LEAST_SEEN)


def _padded(part: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A low strip with paper below or beside it: the finder would enlarge it many times over."""
    height, width = part.shape[:2]
    if min(height, width) >= _LOW_STRIP_PX or max(height, width) <= 2 * _LOW_STRIP_PX:
        return part
    paper = np.median(part[::4, ::4].reshape(-1, 3), axis=0).astype(np.uint8)
    whole = np.empty((max(height, _LOW_STRIP_PX), max(width, _LOW_STRIP_PX), 3), np.uint8)
    whole[:] = paper
    whole[:height, :width] = part
    return whole


def _is_paper(bgr: NDArray[np.uint8]) -> bool:
    """Whether most of a picture is of one brightness."""
    step = max(1, max(bgr.shape[:2]) // 400)
    grey = bgr[::step, ::step].mean(2)
    return float((np.abs(grey - np.median(grey)) <= _INK).mean()) > _PAPER


def _without(bgr: NDArray[np.uint8], found: Sequence[NDArray[np.float32]]) -> NDArray[np.uint8]:
    """The picture with what was found painted over in the brightness of the paper."""
    if not found:
        return bgr
    rest = bgr.copy()
    paper = np.median(bgr[::8, ::8].reshape(-1, 3), axis=0).astype(np.uint8)
    for quad in found:
        low, high = quad.min(0).astype(int) - 4, quad.max(0).astype(int) + 5
        rest[max(0, low[1]) : high[1], max(0, low[0]) : high[0]] = paper
    return rest


def _is_blank(part: NDArray[np.uint8]) -> bool:
    """Whether a tile shows nothing but paper."""
    grey = part[::4, ::4].mean(2)
    return float((np.abs(grey - np.median(grey)) > _INK).mean()) < _LEAST_INK


def _spread(image: Rgb) -> Rgb:
    """The picture with its brightness spread out where there is little difference in it."""
    sample = image[:: max(1, image.shape[0] // 400), :: max(1, image.shape[1] // 400)]
    low, high = (float(value) for value in np.percentile(sample, (0.5, 99.5)))
    if not 4.0 < high - low < _LOW_CONTRAST:
        return image
    spread = (image.astype(np.float32) - low) * (255.0 / (high - low))
    return spread.clip(0, 255).astype(np.uint8)


def _fractions(
    box: NDArray[np.float32], width: int, height: int
) -> tuple[float, float, float, float]:
    """The upright box around four corners (4, 2) in pixels, as fractions."""
    low = np.clip(box.min(0) / (width, height), 0.0, 1.0)
    high = np.clip(box.max(0) / (width, height), 0.0, 1.0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])

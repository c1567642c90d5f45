"""Text in pictures, read by PP-OCR (RapidOCR) from the models in its own wheel; no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.protocols import Rgb, TextLine

_MIN_CONFIDENCE = 0.6
_MIN_SIDE_PX = 24


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
    """Satisfies `TextReader`."""

    name = "pp-ocr-v6"

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def read_lines(self, image: Rgb) -> list[TextLine]:
        height, width = image.shape[:2]
        if min(height, width) < _MIN_SIDE_PX:
            return []
        bgr = np.ascontiguousarray(image[:, :, ::-1])
        found = self._engine(bgr)
        if found is None or found.boxes is None or found.txts is None:
            return []
        lines = []
        for box, text, confidence in zip(found.boxes, found.txts, found.scores, strict=True):
            if confidence >= _MIN_CONFIDENCE and text.strip():
                lines.append(
                    TextLine(text.strip(), _fractions(box, width, height), float(confidence))
                )
        return in_reading_order(lines)


def _fractions(
    box: NDArray[np.float32], width: int, height: int
) -> tuple[float, float, float, float]:
    """The upright box around four corners (4, 2) in pixels, as fractions."""
    low = np.clip(box.min(0) / (width, height), 0.0, 1.0)
    high = np.clip(box.max(0) / (width, height), 0.0, 1.0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def in_reading_order(lines: Sequence[TextLine]) -> list[TextLine]:
    """From top to bottom, and left to right among lines whose middles are level."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda line: line.bbox[1] + line.bbox[3]):
        middle = (line.bbox[1] + line.bbox[3]) / 2
        if rows and rows[-1][0].bbox[1] <= middle <= rows[-1][0].bbox[3]:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.bbox[0])]

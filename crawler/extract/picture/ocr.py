"""Text in a picture, by RapidOCR's models PP-OCRv6 (extra `ocr`), which its package holds: nothing is downloaded.

The models read Chinese and Latin letters, not Cyrillic. Runs in the reading process only (crawler/extract/worker).
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crawler.extract.picture.image_facts import MAX_BYTES, MAX_PIXELS

LONGEST_SIDE = 2_000  # pixels: larger pictures are shrunk before they are read
SHORTEST_SIDE = 24  # pixels: nothing is read in lines and icons
LEAST_CONFIDENCE = 0.5
MAX_LINES = 400
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
INSTALL = "text in pictures is read with the extra `ocr`: pip install 'box31[ocr]'"


@dataclass(frozen=True)
class TextLine:
    """A line of text: its box in pixels of the picture as it is shown (EXIF orientation applied), and the confidence
    that the model states, 0 to 1."""

    text: str
    x: int
    y: int
    width: int
    height: int
    confidence: float


@dataclass(frozen=True)
class PictureText:
    """The lines in a picture, from top to bottom, and in `problem` why there are none or not all."""

    lines: tuple[TextLine, ...] = ()
    problem: str | None = None


def is_installed() -> bool:
    """Whether the extra is there."""
    from importlib.util import find_spec

    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def ocr_reader() -> str:
    """Which models read: what a reading is recorded with."""
    from importlib.metadata import version

    return f"rapidocr {version('rapidocr')} PP-OCRv6 small"


def read_text(body: bytes) -> PictureText:
    """The text in the picture in `body`; never raises on its content, but MemoryError."""
    from PIL import Image, ImageOps

    if len(body) > MAX_BYTES:
        return PictureText(problem=f"{len(body)} bytes: too large to be read as a picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(body), formats=FORMATS)
        width, height = image.size
        if width * height > MAX_PIXELS:
            return PictureText(problem=f"{width}x{height} pixels: too many to be decoded")
        if min(width, height) < SHORTEST_SIDE:
            return PictureText()
        shown = ImageOps.exif_transpose(image)
        whole = shown.size
        shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = Image.new("RGBA", shown.size, "white")
        flat.alpha_composite(shown.convert("RGBA"))
        return _read(flat.convert("RGB"), whole[0] / shown.size[0])
    except MemoryError:
        raise
    except Exception as error:  # decoders raise whatever their format suggests: the reason is kept
        return PictureText(problem=f"{type(error).__name__}: {error}"[:200])


def _read(image: Any, scale: float) -> PictureText:
    import numpy as np

    read = _engine()(np.asarray(image)[:, :, ::-1])  # blue first, as OpenCV has it
    if read.txts is None:
        return PictureText()
    lines = []
    for text, confidence, corners in zip(read.txts, read.scores, read.boxes, strict=True):
        x, y = corners.min(axis=0) * scale
        right, bottom = corners.max(axis=0) * scale
        words = " ".join(str(text).split())
        if words and confidence >= LEAST_CONFIDENCE:
            box = max(0, round(x)), max(0, round(y)), round(right - x), round(bottom - y)
            lines.append(TextLine(words[:1_000], *box, round(float(confidence), 3)))
    lines.sort(key=lambda line: (line.y, line.x))
    problem = f"{len(lines)} lines: only the first {MAX_LINES} were kept" if len(lines) > MAX_LINES else None
    return PictureText(tuple(lines[:MAX_LINES]), problem)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The models, given by path, so that none is asked for elsewhere; one thread."""
    from pathlib import Path

    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

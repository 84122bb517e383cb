"""Text in a picture, by RapidOCR's models PP-OCRv6 (extra `ocr`), which its package holds: nothing is downloaded.

The models read Chinese and Latin letters and leave most Cyrillic lines unread: these are read by `cyrillic`, where that is
installed. Runs in the reading process only (crawler/extract/worker).
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from crawler.extract.picture.cyrillic import cyrillic_reader, is_cyrillic, line_reader
from crawler.extract.picture.image_facts import MAX_BYTES, MAX_PIXELS

LONGEST_SIDE = 2_000  # pixels: larger pictures are shrunk before they are read
SHORTEST_SIDE = 24  # pixels: nothing is read in lines and icons
LEAST_CONFIDENCE = 0.5
LEAST_SIGNS = (
    0.5  # for each height of its line that it is wide: of a text with fewer signs, others were passed over
)
LEAST_CYRILLIC = 0.6  # of a line that is taken for Cyrillic against what the models read in it
CERTAIN = 0.9  # confidence from which a line is offered to an item's fields
# Share of lines that are not certain from which a picture may be in other letters: most lines of Russian pictures are not,
# nearly all of Chinese and English ones are (benchmarks/picture_text.py).
MANY_UNCERTAIN = 0.2
MAX_LINES = 400
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_HAN = re.compile(r"[\u3400-\u9fff]")
INSTALL = "text in pictures is read with the extra `ocr`: pip install 'box31[ocr]'"


@dataclass(frozen=True)
class TextLine:
    """A line of text: its box in pixels of the picture as it is shown (EXIF orientation applied), and the confidence
    that the model states, 0 to 1; where many lines of the picture are uncertain, times the share of certain ones: letters
    that a model does not know it may take surely for others."""

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

    own = f"rapidocr {version('rapidocr')} PP-OCRv6 small"
    return f"{own}, {cyrillic}" if (cyrillic := cyrillic_reader()) else own


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


@dataclass(frozen=True)
class _Seen:
    """A line that was found: its corners, its picture (RGB), and what was read in it."""

    corners: Any
    picture: Any
    text: str
    confidence: float

    @property
    def is_read(self) -> bool:
        return bool(self.text) and self.confidence >= LEAST_CONFIDENCE


def _read(image: Any, scale: float) -> PictureText:
    seen = _seen(image)
    if _share_certain(seen) < 1 and cyrillic_reader():
        seen = _with_cyrillic(seen)
    read, share = [one for one in seen if one.is_read], _share_certain(seen)
    lines = []
    for one in read:
        x, y = one.corners.min(axis=0) * scale
        right, bottom = one.corners.max(axis=0) * scale
        box = max(0, round(x)), max(0, round(y)), round(right - x), round(bottom - y)
        confidence = one.confidence * (share if share < 1 - MANY_UNCERTAIN else 1)
        lines.append(TextLine(one.text[:1_000], *box, round(confidence, 3)))
    lines.sort(key=lambda line: (line.y, line.x))
    return PictureText(tuple(lines[:MAX_LINES]), _problem(len(seen), len(read)))


def _share_certain(seen: list[_Seen]) -> float:
    return sum(one.confidence >= CERTAIN for one in seen) / len(seen) if seen else 1.0


def _problem(seen: int, read: int) -> str | None:
    said = []
    if read < seen:
        why = "unclear" if cyrillic_reader() else "unclear, or Cyrillic (extra `ocr-cyrillic`)"
        said.append(f"{seen - read} of {seen} lines not read: {why}")
    if read > MAX_LINES:
        said.append(f"{read} lines: only the first {MAX_LINES} were kept")
    return "; ".join(said) or None


def _with_cyrillic(seen: list[_Seen]) -> list[_Seen]:
    """The lines as Tesseract reads them where it sees Cyrillic in any of the uncertain ones, and in the line itself."""
    reader = line_reader()
    again = []
    for one in seen:
        text, confidence = reader(one.picture)
        is_better = is_cyrillic(text) and confidence >= LEAST_CYRILLIC and not _HAN.search(one.text)
        again.append(replace(one, text=text, confidence=confidence) if is_better else one)
    found = any(new is not old and old.confidence < CERTAIN for old, new in zip(seen, again, strict=True))
    return again if found else seen


def _seen(image: Any) -> list[_Seen]:
    """The lines that the models find, those too that they cannot read."""
    import numpy as np
    from rapidocr.utils.process_img import map_boxes_to_original

    pixels = np.asarray(image)
    engine = _engine()
    resized, record = engine.preprocess_img(pixels[:, :, ::-1])  # blue first, as OpenCV has it
    found, _, read, pictures = engine.run_ocr_steps(resized, record)
    if found.boxes is None or read.txts is None:
        return []
    boxes = map_boxes_to_original(found.boxes, record, *pixels.shape[:2])
    seen = []
    for corners, picture, text, stated in zip(boxes, pictures, read.txts, read.scores, strict=True):
        words = " ".join(str(text).split())
        confidence = float(stated) * _filled(words, *picture.shape[:2])
        seen.append(_Seen(corners, np.ascontiguousarray(picture[:, :, ::-1]), words, confidence))
    return seen


def _filled(text: str, height: int, width: int) -> float:
    """How much of the picture of a line its text fills, 0 to 1: letters that a model does not know it may pass over."""
    return min(1.0, len(text) / max(1.0, LEAST_SIGNS * width / max(1, height)))


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

"""Cyrillic lines of a picture, by Tesseract (extra `ocr-cyrillic`) with its data for Russian and Ukrainian on this machine.

The data are a system's packages (Debian: tesseract-ocr-rus, tesseract-ocr-ukr); nothing is downloaded.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("rus", "ukr")
FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)  # where systems install the data, if TESSDATA_PREFIX names no other
LEAST_HEIGHT = 48  # pixels: smaller lines are enlarged; Tesseract wants letters of 20 to 30
MARGIN = 8  # pixels of the line's ground around it
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")

LineReader = Callable[[Any], tuple[str, float]]


def cyrillic_reader() -> str | None:
    """What reads Cyrillic here, as a reading is recorded with; None where the extra or its data are not installed."""
    from importlib.util import find_spec

    languages = _languages()
    if not languages or find_spec("tesserocr") is None:
        return None
    from importlib.metadata import version

    return f"tesserocr {version('tesserocr')} {' '.join(languages)}"


def is_cyrillic(text: str) -> bool:
    """Whether a line has as many Cyrillic letters as Latin ones, and any."""
    letters = len(_CYRILLIC.findall(text))
    return letters > 0 and letters >= len(_LATIN.findall(text))


@cache
def line_reader() -> LineReader:
    """Reads the picture of one line (RGB): its text, and the confidence that Tesseract states, 0 to 1."""
    import tesserocr
    from PIL import Image, ImageOps

    api = tesserocr.PyTessBaseAPI(
        path=str(_folder()), lang="+".join((*_languages(), "eng")), psm=tesserocr.PSM.SINGLE_LINE
    )

    def read(line: Any) -> tuple[str, float]:
        image = Image.fromarray(line)
        if image.height < LEAST_HEIGHT:
            size = max(1, image.width * LEAST_HEIGHT // image.height), LEAST_HEIGHT
            image = image.resize(size, Image.Resampling.BICUBIC)
        api.SetImage(ImageOps.expand(image, MARGIN, tuple(int(level) for level in line[0, 0])))
        return " ".join(api.GetUTF8Text().split()), api.MeanTextConf() / 100

    return read


def _languages() -> tuple[str, ...]:
    folder = _folder()
    return tuple(name for name in LANGUAGES if folder and (folder / f"{name}.traineddata").is_file())


@cache
def _folder() -> Path | None:
    named = (os.environ.get("TESSDATA_PREFIX"), *FOLDERS)
    return next((Path(one) for one in named if one and (Path(one) / "eng.traineddata").is_file()), None)

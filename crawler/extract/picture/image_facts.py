"""A picture's size, perceptual hash and EXIF, read within bounds: a header may claim any size."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.extract.picture.exif import ExifValue, read_exif

if TYPE_CHECKING:
    from PIL import Image as Pillow

MAX_PIXELS = 40_000_000  # decoded; a 40-megapixel picture takes 120 MB, larger ones get a size but no hash
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class ImageFacts:
    """Width and height in pixels, perceptual hash (64 bits as 16 hex digits), MIME type; or why there are none.

    `exif` is what the file states, `exif_problem` why that could not be read.
    """

    width: int | None = None
    height: int | None = None
    phash: str | None = None
    mime: str | None = None
    problem: str | None = None
    exif: tuple[ExifValue, ...] = ()
    exif_problem: str | None = None


def read_image(body: bytes) -> ImageFacts:
    """The facts of the picture in `body`; never raises. The pixels are decoded only below MAX_PIXELS.

    The hash is imagehash's pHash (DCT of 32x32 grey levels), computed over white where the picture is transparent.
    """
    from PIL import Image, UnidentifiedImageError

    if len(body) > MAX_BYTES:
        return ImageFacts(problem=f"{len(body)} bytes: too large to be read as a picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(body))
    except Image.DecompressionBombError as error:
        return ImageFacts(problem=f"too many pixels to be decoded: {error}"[:200])
    except UnidentifiedImageError:
        return ImageFacts(problem="not a picture of a known format")
    except Exception as error:  # decoders raise whatever their format suggests: the reason is kept
        return ImageFacts(problem=f"{type(error).__name__}: {error}"[:200])
    exif, problem = _exif(image)
    return replace(_pixel_facts(image), exif=exif, exif_problem=problem)


def _exif(image: Pillow.Image) -> tuple[tuple[ExifValue, ...], str | None]:
    if image.format == "PNG" and image.width * image.height > MAX_PIXELS:
        return (), "too many pixels: EXIF of a PNG may stand after them"
    try:
        return read_exif(image), None
    except Exception as error:  # as above
        return (), f"{type(error).__name__}: {error}"[:200]


def _pixel_facts(image: Pillow.Image) -> ImageFacts:
    """Size, hash and type of an opened picture."""
    import imagehash
    from PIL import Image

    width, height = image.size
    mime = Image.MIME.get(image.format or "")
    if width * height > MAX_PIXELS:
        return ImageFacts(width, height, None, mime, f"{width}x{height} pixels: too many to be decoded")
    try:
        image.draft("L", (512, 512))
        if image.mode in ("RGBA", "LA", "P"):
            rgba = image.convert("RGBA")
            flat = Image.new("RGBA", rgba.size, "white")
            flat.alpha_composite(rgba)
            grey = flat.convert("L")
        else:
            grey = image.convert("L")
        return ImageFacts(width, height, str(imagehash.phash(grey)), mime)
    except Exception as error:  # as above: a broken picture is a fact to be kept, not an end of the crawl
        return ImageFacts(width, height, None, mime, f"{type(error).__name__}: {error}"[:200])

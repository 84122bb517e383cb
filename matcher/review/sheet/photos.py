"""The archived photo of a catalog item, from the WARC, never from the network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.case.errors import Box31Error

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case
    from matcher.review.evidence import Item

THUMBNAIL_PIXELS = 96
MAX_PHOTO_BYTES = 32 * 1024 * 1024
MAX_PHOTO_PIXELS = 50_000_000
REMEMBERED = 64 * 1024 * 1024  # bytes of shrunken photos kept in memory


@dataclass(frozen=True)
class Photo:
    """A picture as PNG bytes, re-encoded by us: nothing of the archived file but its pixels goes on."""

    png: bytes

    def stream(self) -> io.BytesIO:
        return io.BytesIO(self.png)


class PhotoReader:
    """Finds and shrinks the main photo of items."""

    def __init__(self, case: Case, db: Database) -> None:
        self.case, self.db = case, db
        self._thumbnails: dict[str, Photo | None] = {}
        self._bytes = 0

    def thumbnail(self, item: Item, pixels: int = THUMBNAIL_PIXELS) -> Photo | None:
        """The item's main photo within `pixels` squared, None where none was archived or it is no picture."""
        key = f"{item.item_id} {pixels}"
        if key not in self._thumbnails:
            if self._bytes > REMEMBERED or len(self._thumbnails) > 50_000:
                self._thumbnails.clear()
                self._bytes = 0
            data = self.archived(item)
            photo = shrink(data, pixels) if data else None
            self._thumbnails[key] = photo
            self._bytes += len(photo.png) if photo else 0
        return self._thumbnails[key]

    def archived(self, item: Item) -> bytes | None:
        """The archived bytes of the item's main photo."""
        for (capture_id,) in self.db.execute(PHOTO, [item.item_id, item.version_id]):
            if data := captured(self.case, self.db, capture_id):
                return data
        return None


PHOTO = """
SELECT c.capture_id FROM image_uses u JOIN items i ON i.item_id = u.owner_id
JOIN captures c ON c.site = i.site AND c.url = u.url
WHERE u.owner_id = ? AND u.version_id = ? AND c.status = 200
ORDER BY u.position, c.captured_at DESC LIMIT 5
"""


def captured(case: Case, db: Database, capture_id: str) -> bytes | None:
    """The decoded body of one capture of the case, None where it is not in the archive or cannot be decoded."""
    from crawler.archive.capture_reader import read_capture

    try:
        return read_capture(db, case.root / "archive", capture_id, limit=MAX_PHOTO_BYTES).content
    except Box31Error:
        return None


def shrink(data: bytes, pixels: int) -> Photo | None:
    """A picture's pixels within `pixels` squared as PNG, None where the bytes are no picture or too many."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "GIF", "WEBP", "BMP"]) as picture:
            if picture.width * picture.height > MAX_PHOTO_PIXELS:
                return None
            picture.draft("RGB", (pixels, pixels))
            small = picture.convert("RGBA" if picture.mode in ("P", "LA", "RGBA") else "RGB")
            small.thumbnail((pixels, pixels))
            out = io.BytesIO()
            small.save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Photo(out.getvalue())

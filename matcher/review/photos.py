"""The archived photo of a catalog item, from the WARC, never from the network."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case import Case
    from matcher.review.evidence import Item

THUMBNAIL_PIXELS = 96
MAX_PHOTO_BYTES = 32 * 1024 * 1024
MAX_PHOTO_PIXELS = 50_000_000
REMEMBERED = 5_000  # thumbnails, about 10 kB each


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

    def thumbnail(self, item: Item, pixels: int = THUMBNAIL_PIXELS) -> Photo | None:
        """The item's main photo within `pixels` squared, None where none was archived or it is no picture."""
        key = f"{item.item_id} {pixels}"
        if key not in self._thumbnails:
            if len(self._thumbnails) >= REMEMBERED:
                self._thumbnails.clear()
            data = self.archived(item)
            self._thumbnails[key] = shrink(data, pixels) if data else None
        return self._thumbnails[key]

    def archived(self, item: Item) -> bytes | None:
        """The archived bytes of the item's main photo."""
        for site, file, offset in self.db.execute(PHOTO, [item.item_id, item.version_id]):
            if data := warc_payload(self.case, site, file, offset):
                return data
        return None


PHOTO = """
SELECT c.site, c.warc_file, c.warc_offset
FROM image_uses u JOIN captures c ON c.url = u.url
WHERE u.owner_id = ? AND u.version_id = ? AND c.status = 200 AND c.revisit_of IS NULL
ORDER BY u.position, c.captured_at DESC LIMIT 5
"""


def warc_payload(case: Case, site: str, file: str, offset: int) -> bytes | None:
    """The decoded payload of one response in a WARC of the case, None where it is not there or too large."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    path = case.archive(site) / file
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            record = next(iter(ArchiveIterator(handle)), None)
            if record is None or record.rec_type != "response":
                return None
            data: bytes = record.content_stream().read(MAX_PHOTO_BYTES + 1)
    except (OSError, ArchiveLoadFailed):
        return None
    return data if len(data) <= MAX_PHOTO_BYTES else None


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

"""Archived pictures as PNG of our own making, found by item, post or capture."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.responses import Response

from matcher.review.sheet.photos import captured, shrink
from matcher.web.frame import Frame, missing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import Route

PIXELS = {"small": 240, "large": 900}
REMEMBERED = 2_000  # pictures
_KEEP = {"cache-control": "private, max-age=3600"}

# Captures of the pictures of an item or post, the main picture of its newest version first.
OF_OWNER = """
SELECT c.capture_id FROM image_uses u
JOIN (SELECT item_id AS owner_id, site FROM items UNION ALL SELECT post_id, site FROM posts) o ON o.owner_id = u.owner_id
JOIN captures c ON c.site = o.site AND c.url = u.url
WHERE u.owner_id = ? AND c.status = 200 ORDER BY u.version_id DESC, u.position, c.captured_at DESC LIMIT 5
"""


class PicturePages:
    """The addresses of pictures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._small: OrderedDict[str, bytes | None] = OrderedDict()

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            self.frame.route("pictures/{owner_id}/{size}.png", self.of_owner),
            self.frame.route("captures/{capture_id}/{size}.png", self.of_capture),
        ]

    async def of_owner(self, request: Request) -> Response:
        """The main picture of an item or post."""
        owner, size = request.path_params["owner_id"], request.path_params["size"]
        for (capture_id,) in self.frame.db.execute(OF_OWNER, [owner]).fetchall():
            if png := self._png(capture_id, size):
                return Response(png, media_type="image/png", headers=_KEEP)
        raise missing("picture")

    async def of_capture(self, request: Request) -> Response:
        """The picture that a capture holds."""
        png = self._png(request.path_params["capture_id"], request.path_params["size"])
        if png is None:
            raise missing("picture")
        return Response(png, media_type="image/png", headers=_KEEP)

    def _png(self, capture_id: str, size: str) -> bytes | None:
        pixels = PIXELS.get(size)
        if pixels is None:
            return None
        key = f"{capture_id} {size}"
        if key not in self._small:
            data = captured(self.frame.case, self.frame.db, capture_id)
            photo = shrink(data, pixels) if data else None
            self._small[key] = photo.png if photo else None
            while len(self._small) > REMEMBERED:
                self._small.popitem(last=False)
        return self._small[key]

"""A maker's site of any size: lists, product pages with JSON-LD, posts, pictures; with validators, and changeable."""

from __future__ import annotations

import email.utils
import hashlib
import json
import random
import re

from tests.support.server import Answer, Request, page, response

PER_LIST = 20


class Catalogue:
    """The route of a site with `products` products and `posts` posts; every page and picture has an ETag.

    `revisions` (path -> number) changes what a page says; `validators` False leaves ETag and Last-Modified out.
    """

    def __init__(
        self,
        products: int,
        posts: int = 0,
        *,
        image_bytes: int = 2000,
        words: int = 60,
        validators: bool = True,
    ) -> None:
        self.products = products
        self.posts = posts
        self.image_bytes = image_bytes
        self.words = words
        self.validators = validators
        self.revisions: dict[str, int] = {}

    @property
    def pages(self) -> int:
        """Number of HTML pages, the front page included."""
        return 1 + self.products + self.posts + -(-self.products // PER_LIST) + (1 if self.posts else 0)

    def __call__(self, request: Request) -> Answer:
        body, kind = self.body(request.path)
        if body is None:
            return response(404, b"not here")
        if not self.validators:
            return response(200, body, kind=kind)
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        stamp = email.utils.formatdate(1_700_000_000, usegmt=True)
        headers = [f"ETag: {etag}", f"Last-Modified: {stamp}"]
        if request.header("if-none-match") == etag:
            return ("\r\n".join(["HTTP/1.1 304 Not Modified", *headers, "", ""])).encode()
        return response(200, body, *headers, kind=kind)

    def body(self, path: str) -> tuple[bytes | None, str]:
        """Body and type of what is at `path`; None where there is nothing."""
        if path == "/":
            lists = range(-(-self.products // PER_LIST))
            return page(
                *(f"/list/{n}" for n in lists), *(["/news/"] if self.posts else []), title="Maker"
            ), "text/html"
        found = re.fullmatch(r"/(list|product|post|image)/(\d+)(?:\.png)?", path)
        if path == "/news/":
            return page(*(f"/post/{n}" for n in range(self.posts)), title="News"), "text/html"
        if found is None:
            return None, ""
        kind, number = found.group(1), int(found.group(2))
        if kind == "list":
            members = range(number * PER_LIST, min(self.products, (number + 1) * PER_LIST))
            return page(*(f"/product/{n}" for n in members), title=f"List {number}"), "text/html"
        if kind == "image":
            return self._image(number), "image/png"
        if number >= (self.products if kind == "product" else self.posts):
            return None, ""
        return (self._product(number, path) if kind == "product" else self._post(number, path)), "text/html"

    def _product(self, number: int, path: str) -> bytes:
        revision = self.revisions.get(path, 0)
        data = {
            "@context": "https://schema.org",
            "@type": "Product",
            "name": f"Plate carrier PC-{number:04d}",
            "sku": f"PC-{number:04d}",
            "image": f"/image/{number}.png",
            "description": self._text(number) + (f" Revision {revision}." if revision else ""),
            "offers": {"@type": "Offer", "price": str(100 + number + revision), "priceCurrency": "USD"},
        }
        head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        body = f'<img src="/image/{number}.png"><p>{data["description"]}</p>'
        return page(
            "/", f"/product/{(number + 1) % self.products}", title=str(data["name"]), head=head, body=body
        )

    def _post(self, number: int, path: str) -> bytes:
        day = f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}"
        head = f'<meta property="article:published_time" content="{day}"><meta property="og:type" content="article">'
        body = f"<article><p>{self._text(number)}</p></article>"
        return page("/news/", title=f"News of {day}, number {number}", head=head, body=body)

    def _text(self, number: int) -> str:
        choose = random.Random(number)
        return " ".join(choose.choice(WORDS) for _ in range(self.words))

    def _image(self, number: int) -> bytes:
        import io

        from PIL import Image

        side = max(8, int((self.image_bytes / 3) ** 0.5))
        noise = random.Random(number).randbytes(side * side * 3)
        out = io.BytesIO()
        Image.frombytes("RGB", (side, side), noise).save(out, "png")
        return out.getvalue()


WORDS = (
    "carrier", "plate", "vest", "ballistic", "level", "ceramic", "weight", "front", "back", "side", "panel", "nylon",
    "olive", "black", "size", "cover", "pocket", "strap", "buckle", "release", "steel", "aramid", "fibre", "test",
    "report", "delivery", "carton", "pieces", "export", "order",
)  # fmt: skip

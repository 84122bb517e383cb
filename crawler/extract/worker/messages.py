"""What the crawl and the process that reads pages say to each other: JSON in frames, never code.

A request is its head and the bytes to be read, an answer JSON. Each part has its length before it, four bytes, most
significant first. What comes from the process has seen hostile pages: it is bounded, and checked field by field.
"""

from __future__ import annotations

import json
import struct
from typing import Any, TypeVar

from pydantic import TypeAdapter

from crawler.extract.page.shared_parts import SharedParts
from crawler.extract.picture.image_facts import ImageFacts
from crawler.extract.picture.ocr import PictureText
from crawler.extract.sample_look import PageLook, PageMeasures
from crawler.extract.sitemap import Sitemap
from crawler.extract.worker.page_reading import PageReading

LENGTHS = struct.Struct(">II")  # of a request's head and body
LENGTH = struct.Struct(">I")  # of an answer
MAX_ANSWER = 64 * 1024 * 1024  # bytes; the text of the largest page that is read is 8 million characters

Made = TypeVar("Made")

PAGE: TypeAdapter[PageReading] = TypeAdapter(PageReading)
IMAGE: TypeAdapter[ImageFacts] = TypeAdapter(ImageFacts)
PICTURE_TEXT: TypeAdapter[PictureText] = TypeAdapter(PictureText)
SITEMAP: TypeAdapter[Sitemap] = TypeAdapter(Sitemap)
LOOK: TypeAdapter[PageLook] = TypeAdapter(PageLook)
MEASURES: TypeAdapter[PageMeasures] = TypeAdapter(PageMeasures)
SHARED: TypeAdapter[SharedParts] = TypeAdapter(SharedParts)
LINKS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])
TEXT: TypeAdapter[str | None] = TypeAdapter(str | None)


def request(head: dict[str, Any], body: bytes) -> bytes:
    """A request as it is sent."""
    data = json.dumps(head).encode("ascii")
    return LENGTHS.pack(len(data), len(body)) + data + body


def answer(data: bytes) -> bytes:
    """An answer as it is sent."""
    return LENGTH.pack(len(data)) + data


def in_json(kind: TypeAdapter[Made], made: Made) -> bytes:
    """What was made of a page. Half a surrogate pair, which a script's string may hold, is replaced by U+FFFD."""
    try:
        return kind.dump_json(made)
    except ValueError:
        data = json.dumps(kind.dump_python(made, mode="json"), ensure_ascii=False)
        return data.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode("utf-8")

"""The fields that are extracted from pages, as the JSON lines of `box31 site inspect`."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from crawler.case.errors import UsageProblem
from crawler.case.given_files import check_given
from crawler.models import ITEM_FIELDS, POST_COLUMNS, CatalogItem, ImageLink, NewsPost

if TYPE_CHECKING:
    from crawler.extract.worker.blocking import LimitedReader

MAX_FILE = 64 * 1024 * 1024  # bytes of a page, unpacked; a larger one is no page
PAGE_NAMES = re.compile(r"\.(?:html?|xhtml|shtml|php|aspx?)(?:\.gz)?$", re.I)
# Base of a saved page that does not say where it is from; addresses below it are printed relative.
UNKNOWN = "http://unknown.invalid/"

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s>]+)", re.I)


class InspectedPage(TypedDict):
    """What extraction made of a page, as one JSON line; nulls and a `message` where it could not be read."""

    file: str | None
    url: str | None
    page_type: str | None
    product: Mapping[str, object] | None
    items: list[Mapping[str, object]] | None
    post: Mapping[str, object] | None
    text: str | None
    title: str | None
    language: str | None
    next_pages: list[str] | None
    alternates: dict[str, str] | None
    problems: list[str] | None
    message: str | None


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The pages named by `paths`: files as they are, folders with all pages below them, in order of name."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and PAGE_NAMES.search(p.name))
        else:
            yield path


def read_page_file(path: Path) -> bytes:
    """The bytes of a saved page, unpacked if they are gzip. Raises ValueError with the reason where there are none."""
    try:
        if check_given(path) > MAX_FILE:
            raise ValueError(f"larger than {MAX_FILE} bytes: not read as a page")
        body = path.read_bytes()
    except UsageProblem as error:
        raise ValueError(error.message.removeprefix(f"{path}: ")) from error
    except OSError as error:
        raise ValueError(error.strerror or str(error)) from error
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(path) as packed:
            body = packed.read(MAX_FILE + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"broken gzip: {error}") from error
    if len(body) > MAX_FILE:
        raise ValueError(f"unpacks to more than {MAX_FILE} bytes: not read as a page")
    return body


def inspect_file(path: Path, url: str | None = None, reader: LimitedReader | None = None) -> InspectedPage:
    """The line of one saved page. `url` is its address; without it the page's own canonical link or og:url counts.

    A file that cannot be read gives a line of nulls with a `message`.
    """
    try:
        body = read_page_file(path)
        problem = _not_a_page(body)
        if problem:
            raise ValueError(problem)
    except ValueError as error:
        return broken_line(str(path), url, str(error))
    now = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    moment = min(now, datetime.now(UTC)).isoformat()
    return inspect_page(body, {}, file=str(path), url=url, captured_at=moment, reader=reader)


def inspect_page(
    body: bytes,
    headers: dict[str, str],
    *,
    file: str | None,
    url: str | None,
    captured_at: str,
    reader: LimitedReader | None = None,
) -> InspectedPage:
    """The line of one page from its bytes; see ARCHITECTURE.md for the keys.

    A `reader` reads it in a process with limits; without one it is read here, which is for pages that one trusts.
    """
    from crawler.extract.page_records import extract_page
    from crawler.extract.worker.page_reading import read_address

    if url is None:
        saved = _SAVED_FROM.search(body[:4096])
        url = (
            saved.group(1).decode("ascii", "replace")
            if saved
            else reader.address(body, UNKNOWN, headers)
            if reader
            else read_address(body, UNKNOWN, headers)
        )
    address = url or UNKNOWN + (Path(file).name if file else "")
    if reader is None:
        records = extract_page(body, address, headers, captured_at=captured_at)
    else:
        reading = reader.page(body, address, headers, captured_at=captured_at)
        if reading.records is None:
            return broken_line(file, url, f"could not be read: {reading.problem}")
        records = reading.records
    return InspectedPage(
        file=file,
        url=url,
        page_type=records.page_type,
        product=_item(records.item) if records.item else None,
        items=[{"url": _shown(i.url), **_item(i)} for i in records.items] or None,
        post=_post(records.post) if records.post else None,
        text=records.text,
        title=records.title,
        language=records.language,
        next_pages=[_shown(u) for u in records.next_pages],
        alternates={k: _shown(u) for k, u in records.alternates.items()},
        problems=list(records.problems),
        message=None,
    )


def _item(item: CatalogItem) -> Mapping[str, object]:
    return {
        **{name: getattr(item, name) for name in (*ITEM_FIELDS, "language", "sources")},
        "images": _images(item.images),
        "documents": [_shown(u) for u in item.documents],
        "alternates": {k: _shown(u) for k, u in item.alternates.items()},
    }


def _post(post: NewsPost) -> Mapping[str, object]:
    return {**{name: getattr(post, name) for name in POST_COLUMNS}, "images": _images(post.images)}


def broken_line(file: str | None, url: str | None, message: str) -> InspectedPage:
    """The line of a page that could not be read: nulls, and why."""
    return InspectedPage(
        file=file,
        url=url,
        page_type=None,
        product=None,
        items=None,
        post=None,
        text=None,
        title=None,
        language=None,
        next_pages=None,
        alternates=None,
        problems=None,
        message=message,
    )


def _images(images: tuple[ImageLink, ...]) -> list[dict[str, str]]:
    return [{"url": _shown(image.url), "alt": image.alt} for image in images]


def _shown(url: str) -> str:
    return url.removeprefix(UNKNOWN)


def _not_a_page(body: bytes) -> str | None:
    head = body[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head:
        return "empty file"
    for magic, kind in (
        (b"%pdf", "a PDF"),
        (b"\x89png", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"gif8", "a picture"),
        (b"pk\x03\x04", "a ZIP"),
    ):
        if head.startswith(magic):
            return f"{kind}, not an HTML page"
    if b"\x00" in body[:1024] and b"<" not in body[:4096]:
        return "binary data, not an HTML page"
    return None

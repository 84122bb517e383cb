"""One page read once: where its links lead, and its records; as data that can cross from one process to another."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extract.page.page_links import links_of
from crawler.extract.page.parsing import read_document
from crawler.models import PageRecords

if TYPE_CHECKING:
    from crawler.profile.profile import SiteProfile


@dataclass(frozen=True)
class PageReading:
    """What reading a page gave: addresses it links to, its records, or in `problem` why there are none.

    `trace` is for the log, where the fault is one of ours.
    """

    links: tuple[str, ...] = ()
    records: PageRecords | None = None
    problem: str | None = None
    trace: str | None = None


def read_address(body: bytes, url: str, headers: Mapping[str, str]) -> str | None:
    """The address that the page `body` itself states."""
    from crawler.extract.page.page_links import declared_address

    return declared_address(read_document(body, url, headers))


def read_page(
    body: bytes,
    url: str,
    headers: Mapping[str, str],
    *,
    captured_at: str,
    profile: SiteProfile | None = None,
    records: bool = True,
) -> PageReading:
    """Links and records of the page `body`; without `records` only its links.

    A fault in reading its records does not lose its links. Raises MemoryError where there is no room.
    """
    from crawler.extract.page_records import extract_document

    document = read_document(body, url, headers)
    links = tuple(links_of(document))
    if not records:
        return PageReading(links)
    try:
        return PageReading(links, extract_document(document, captured_at=captured_at, profile=profile))
    except MemoryError:
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        return PageReading(links, problem=problem, trace=traceback.format_exc())

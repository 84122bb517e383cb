"""What is read of sample pages of a site with its profile: each field with its value and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TypedDict

from crawler.capture.fetch import FetchedPage
from crawler.case.errors import Box31Error
from crawler.case.typed_rows import columns_of
from crawler.discover.explore.explorer import SiteExplorer
from crawler.discover.page_fetcher import PageFetcher
from crawler.discover.sampling import spread
from crawler.extract.sample_look import PageLook
from crawler.extract.worker.blocking import LimitedReader
from crawler.models import ITEM_FIELDS, POST_FIELDS, CatalogItem, ImageLink, NewsPost, PageRecords
from crawler.profile.profile import SiteProfile

MISSING = "(missing)"
MAX_LISTS = 6  # list pages looked at in search of samples


class PreviewedField(TypedDict):
    """A field that a page gives: its value in words, and where it came from."""

    page: str
    page_type: str
    field: str
    value: object
    source: str | None


PREVIEW_COLUMNS = columns_of(PreviewedField)


def preview_rows(
    fetcher: PageFetcher, profile: SiteProfile, sample: int
) -> tuple[list[PreviewedField], list[str]]:
    """(rows, problems): a row for each field of `sample` pages of each kind, found from start pages and sitemaps."""
    readings: dict[str, PageRecords | None] = {}
    with LimitedReader(profile) as reader:

        def look(page: FetchedPage) -> PageLook:
            reading = reader.page(page.body, page.url, page.headers, captured_at=page.at)
            readings[page.url] = reading.records
            shown = reading.records.placeholder if reading.records is not None else None
            return PageLook(reading.links, placeholder=shown, problem=reading.problem)

        return _previewed(SiteExplorer(fetcher, look=look), readings, profile, sample)


def _previewed(
    explorer: SiteExplorer, readings: Mapping[str, PageRecords | None], profile: SiteProfile, sample: int
) -> tuple[list[PreviewedField], list[str]]:
    explorer.hosts = list(profile.hosts)
    problems: list[str] = []
    for start in profile.start:
        try:
            explorer.fetch_start(start)
        except Box31Error as error:
            problems.append(error.message)
    by_kind = _by_kind(explorer, profile)
    for url in islice(spread(by_kind["listing"]), MAX_LISTS):
        explorer.fetch_page(url)
    by_kind = _by_kind(explorer, profile)
    rows: list[PreviewedField] = []
    for kind in ("product", "listing", "post"):
        for url in islice(spread(by_kind[kind]), sample):
            page = explorer.fetch_page(url)
            records = readings.get(page.answer.url) if page is not None else None
            if page is None or records is None:
                problems.append(f"{url}: could not be read")
                continue
            rows.extend(_rows(page.answer.url, records))
    return rows, [*problems, *explorer.problems[:10]]


def _by_kind(explorer: SiteExplorer, profile: SiteProfile) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for url in explorer.known:
        kinds[profile.page_kind(url) or "other"].append(url)
    return kinds


def _rows(url: str, records: PageRecords) -> list[PreviewedField]:
    said: list[tuple[str, object, str | None]] = []  # field, value, source
    if records.item is not None:
        said += [_item_field(records.item, field) for field in ITEM_FIELDS]
    if records.post is not None:
        said += [_post_field(records.post, field) for field in POST_FIELDS]
    if records.page_type == "listing":
        names = [entry.name or entry.url for entry in records.items]
        said.append(("entries", f"{len(names)}: {'; '.join(names[:4])}", "record"))
        said.append(("next pages", " ".join(records.next_pages[:3]), None))
    said += [("problem", problem, None) for problem in records.problems]
    return [
        PreviewedField(
            page=url, page_type=records.page_type, field=field, value=value or MISSING, source=source
        )
        for field, value, source in said
    ]


def _item_field(item: CatalogItem, field: str) -> tuple[str, object, str | None]:
    value = getattr(item, field)
    if field == "images":
        value = _pictures(item.images)
    elif field == "documents":
        value = " ".join(value)
    return field, value, item.sources.get(field) if value else None


def _post_field(post: NewsPost, field: str) -> tuple[str, object, str | None]:
    value = _pictures(post.images) if field == "images" else getattr(post, field)
    source = f"{post.date_source} ({post.date_certainty})" if field == "published" and value else None
    return field, value, source


def _pictures(images: Sequence[ImageLink]) -> str:
    return f"{len(images)}: {images[0].url}" if images else ""

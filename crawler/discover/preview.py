"""What sample pages of a site give with its profile, field by field, with where each value came from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from crawler.case.errors import Box31Error
from crawler.discover.explorer import SiteExplorer, spread
from crawler.discover.page_fetcher import PageFetcher
from crawler.extract.page_records import extract_page
from crawler.models import ITEM_FIELDS, POST_FIELDS, CatalogItem, NewsPost, PageRecords
from crawler.profile.profile import SiteProfile

MISSING = "(missing)"
MAX_LISTS = 6  # list pages looked at in search of samples


def preview_rows(
    fetcher: PageFetcher, profile: SiteProfile, sample: int
) -> tuple[list[dict[str, Any]], list[str]]:
    """(rows, problems): a row for each field of `sample` pages of each kind, found from start pages and sitemaps."""
    explorer = SiteExplorer(fetcher)
    explorer.hosts = list(profile.hosts)
    problems: list[str] = []
    for start in profile.start:
        try:
            explorer.fetch_start(start)
        except Box31Error as error:
            problems.append(error.message)
    by_kind = _by_kind(explorer, profile)
    for url in spread(by_kind["listing"], MAX_LISTS):
        explorer.fetch_page(url)
    by_kind = _by_kind(explorer, profile)
    rows: list[dict[str, Any]] = []
    for kind in ("product", "listing", "post"):
        for url in spread(by_kind[kind], sample):
            page = explorer.fetch_page(url)
            if page is None:
                problems.append(f"{url}: could not be read")
                continue
            answer = page.answer
            records = extract_page(
                answer.body, answer.url, answer.headers, captured_at=answer.at, profile=profile
            )
            rows.extend(_rows(answer.url, records))
    return rows, [*problems, *explorer.problems[:10]]


def _by_kind(explorer: SiteExplorer, profile: SiteProfile) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for url in explorer.known:
        kinds[profile.page_kind(url) or "other"].append(url)
    return kinds


def _rows(url: str, records: PageRecords) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    page = {"page": url, "page_type": records.page_type}
    if records.item is not None:
        rows += [{**page, **_item_field(records.item, field)} for field in ITEM_FIELDS]
    if records.post is not None:
        rows += [{**page, **_post_field(records.post, field)} for field in POST_FIELDS]
    if records.page_type == "listing":
        names = [entry.name or entry.url for entry in records.items]
        rows.append(
            {**page, "field": "entries", "value": f"{len(names)}: {'; '.join(names[:4])}", "source": "record"}
        )
        rows.append(
            {
                **page,
                "field": "next pages",
                "value": " ".join(records.next_pages[:3]) or MISSING,
                "source": None,
            }
        )
    rows += [{**page, "field": "problem", "value": problem, "source": None} for problem in records.problems]
    return rows


def _item_field(item: CatalogItem, field: str) -> dict[str, Any]:
    value = getattr(item, field)
    if field == "images":
        value = f"{len(value)}: {value[0].url}" if value else None
    elif field == "documents":
        value = " ".join(value) or None
    elif field == "specs":
        value = value or None
    return {"field": field, "value": value or MISSING, "source": item.sources.get(field) if value else None}


def _post_field(post: NewsPost, field: str) -> dict[str, Any]:
    value: Any = getattr(post, field)
    source = None
    if field == "images":
        value = f"{len(value)}: {value[0].url}" if value else None
    if field == "published" and value:
        source = f"{post.date_source} ({post.date_certainty})"
    return {"field": field, "value": value or MISSING, "source": source}

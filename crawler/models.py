"""What extraction makes of a page: catalog items and news posts.

A new field of an item or post is written here once; storing, comparing, previewing and inspecting follow from it. What
is left is its column (a migration in case/schema/catalog.py) and its reader (extract/product/readers).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum


class PageType(StrEnum):
    """What a page is about."""

    PRODUCT = "product"
    LISTING = "listing"
    POST = "post"
    OTHER = "other"


@dataclass(frozen=True)
class ImageLink:
    """A picture an item or post shows: absolute url and its alternative text or caption."""

    url: str
    alt: str = ""


@dataclass(frozen=True)
class CatalogItem:
    """A product as one page states it. Text is verbatim but for white space; absent fields are None.

    `sources` says for each field where its value came from: json-ld, microdata, og, meta, selector, list,
    table, text, url. `alternates` maps a language code to the url of the same page in that language.
    `documents` are absolute urls of data sheets (PDF).
    """

    url: str
    name: str | None = None
    model: str | None = None
    sku: str | None = None
    mpn: str | None = None
    gtin: str | None = None
    brand: str | None = None
    category: str | None = None  # path, parts joined by " > "
    price: str | None = None  # decimal, as a string
    currency: str | None = None  # ISO 4217
    availability: str | None = None  # schema.org name: InStock, OutOfStock, ...
    description: str | None = None
    specs: dict[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    images: tuple[ImageLink, ...] = ()
    language: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewsPost:
    """A news post as one page states it.

    `published` is an ISO 8601 date, as the page states it (no conversion between time zones); `date_text` is
    what it was read from, verbatim. `date_certainty`: certain (marked up or labelled as the publishing date),
    likely (a date beside the title), ambiguous (day and month could be the other way round, or in running text).
    """

    url: str
    title: str | None = None
    published: str | None = None
    date_source: str | None = None  # json-ld, meta, time, label, text, url
    date_certainty: str | None = None
    date_text: str | None = None
    author: str | None = None
    text: str | None = None
    images: tuple[ImageLink, ...] = ()
    language: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)


def _names(record: type, without: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(record) if f.name not in without.split())


# What a record says of its subject: shown by preview and inspect, compared from run to run.
ITEM_FIELDS = _names(CatalogItem, without="url language alternates sources")
POST_FIELDS = _names(NewsPost, without="url language alternates date_source date_certainty date_text")
# What has a column of its own in item_versions and post_versions; pictures and addresses have tables of their own.
ITEM_COLUMNS = _names(CatalogItem, without="url images alternates sources")
POST_COLUMNS = _names(NewsPost, without="url images alternates")


@dataclass(frozen=True)
class PageRecords:
    """All that extraction makes of one page.

    `item` is the product of a product page, `items` the entries of a listing page (each with the url it links to),
    `post` the news post. `next_pages` are absolute urls of further pages of a list; `alternates` maps a language
    code to the url of the same page in that language; `url` is the page's canonical url. `problems` says in words
    what was not read, and why.
    """

    url: str
    page_type: PageType
    item: CatalogItem | None = None
    items: tuple[CatalogItem, ...] = ()
    post: NewsPost | None = None
    title: str | None = None
    text: str | None = None
    language: str | None = None
    next_pages: tuple[str, ...] = ()
    alternates: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    looks_like: PageType | None = None  # what an OTHER page would be, if a pattern of the profile named it
    placeholder: str | None = None  # such as {{name}}, where scripts of the page would fill in what it says

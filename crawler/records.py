"""What extraction makes of a page: catalog items and news posts."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    description: str | None = None
    specs: dict[str, str] = field(default_factory=dict)
    price: str | None = None  # decimal, as a string
    currency: str | None = None  # ISO 4217
    availability: str | None = None  # schema.org name: InStock, OutOfStock, ...
    images: tuple[ImageLink, ...] = ()
    documents: tuple[str, ...] = ()
    language: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NewsPost:
    """A news post as one page states it. `published` is ISO 8601 (a date, or a time where one is stated)."""

    url: str
    title: str | None = None
    published: str | None = None
    date_source: str | None = None  # json-ld, meta, time, label, text, url
    author: str | None = None
    text: str | None = None
    images: tuple[ImageLink, ...] = ()
    language: str | None = None
    alternates: dict[str, str] = field(default_factory=dict)

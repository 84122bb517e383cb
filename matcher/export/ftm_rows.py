"""What the FollowTheMoney export reads from the views for readers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FtmPair:
    """A pair of `readable_pairs`; reasons are JSON lists of sentences."""

    pair_id: str
    confidence: float
    confidence_basis: str
    confidence_low: float
    confidence_high: float
    level: str
    state: str
    site: str
    item_url: str
    goods: str
    lines: int
    reasons: str
    counter_reasons: str
    item_id: str
    goods_id: str


@dataclass(frozen=True)
class FtmItem:
    """An item of `readable_items`; specs are a JSON object of texts."""

    item_id: str
    site: str
    name: str | None
    model: str | None
    sku: str | None
    category: str | None
    url: str | None
    language: str | None
    description: str | None
    specs: str | None
    first_seen: str
    last_seen: str | None
    version_id: int
    capture_id: str | None


@dataclass(frozen=True)
class FtmImage:
    """A picture on a version's page and its newest capture."""

    url: str
    alt: str | None
    capture_id: str | None


@dataclass(frozen=True)
class FtmLine:
    """A customs line of `readable_lines`."""

    line_id: int
    customs_file: str
    row: int
    declaration: str | None
    date: str | None
    hs: str | None
    description: str | None
    importer: str | None
    importer_code: str | None
    exporter: str | None
    origin: str | None
    departure: str | None
    destination: str | None
    quantity: float | None
    unit: str | None
    net_kg: float | None
    value: float | None
    currency: str | None
    value_usd: float | None


@dataclass(frozen=True)
class FtmPost:
    """A news post of `readable_posts`, newest version."""

    post_id: str
    published: str | None
    title: str | None
    url: str
    language: str | None
    author: str | None
    text: str | None
    capture_id: str


@dataclass(frozen=True)
class FtmCapture:
    """Where a capture's bytes are kept, from `readable_captures`."""

    url: str
    captured_at: str
    mime: str | None
    payload_sha256: str | None
    warc: str
    warc_offset: int

"""A maker's site that lives through years in a fraction of a minute: its pages on a given day, and a recorder.

Pages are real HTML, read by the real extraction and written by the real store; only the network is left out.
"""

from __future__ import annotations

import hashlib
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlite_utils import Database

from crawler.catalog.store import store_page
from crawler.extract.page_records import extract_page
from crawler.models import PageRecords
from crawler.monitor.examine_run import examine_run
from crawler.profile.profile import SiteProfile

HOST = "maker.example"


@dataclass
class Site:
    """The maker's site and what befalls it. `live(day)` lets a quiet day pass; incidents are attributes a test sets."""

    seed: int = 1
    items: dict[str, dict[str, str]] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    host: str = HOST
    answers: bool = True
    status: int = 200
    redirects_to: str = ""
    robots_forbids: bool = False
    error_page: str = ""  # "same": one page for all; "echo": one that repeats the address asked for
    issuer: str = "Let's Encrypt"
    certificate_error: str = ""
    hides: frozenset[str] = frozenset()  # fields that product pages no longer give
    stops_after: int | None = None
    finish_reason: str = "finished"

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        for number in range(self.random.randint(24, 40)):
            self._add(number)
        for number in range(6):
            self.posts[f"/news/{number}.html"] = f"2025-0{number + 1}-12"

    def live(self, day: datetime) -> None:
        """What an ordinary week brings: a price, now and then a new item or one fewer, a post every month or two."""
        if self.random.random() < 0.3:
            self.random.choice(list(self.items.values()))["price"] = f"{self.random.randint(10, 999)}.00"
        if self.random.random() < 0.08:
            self._add(len(self.items) + 1000 + self.random.randint(0, 10**6))
        if self.random.random() < 0.08 and len(self.items) > 20:
            del self.items[self.random.choice(list(self.items))]
        if self.random.random() < 0.15:
            self.posts[f"/news/{1000 + len(self.posts)}.html"] = day.date().isoformat()

    def _add(self, number: int) -> None:
        self.items[f"/product/{number}.html"] = {
            "name": f"Ballistic plate BP-{number}",
            "sku": f"BP-{number}",
            "price": f"{self.random.randint(10, 999)}.00",
            "description": f"Plate number {number}, alumina and polyethylene, multi-curve, for plate carriers.",
        }

    def pages(self) -> dict[str, bytes]:
        """Path -> body of every page, the listing first."""
        if self.error_page:
            words = "<html><head><title>Error</title></head><body><h1>Sorry</h1>{}</body></html>"
            return {
                path: words.format(path if self.error_page == "echo" else "").encode()
                for path in ["/", *self.items, *self.posts]
            }
        banner = self.random.choice(["spring", "summer", "sale", "fair"])  # rotates, and is no change
        links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in self.items)
        start = f"<html><body><p class=banner>{banner}</p><ul>{links}</ul></body></html>".encode()
        pages = {"/": start}
        pages |= {
            path: product_page(tuple((k, v) for k, v in item.items() if k not in self.hides))
            for path, item in self.items.items()
        }
        return pages | {path: post_page(path, day) for path, day in self.posts.items()}


@cache
def product_page(fields: tuple[tuple[str, str], ...]) -> bytes:
    values = dict(fields)
    data = {"@context": "https://schema.org", "@type": "Product", **values}
    if "price" in data:
        data["offers"] = {"@type": "Offer", "price": data.pop("price"), "priceCurrency": "USD"}
    name = values.get("name", "")
    return (
        f"<html><head><title>{name}</title><script type='application/ld+json'>{json.dumps(data)}</script></head>"
        f"<body><h1>{name}</h1><p>{values.get('description', '')}</p></body></html>"
    ).encode()


@cache
def post_page(path: str, day: str) -> bytes:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": f"News of {day}",
        "datePublished": day,
    }
    return (
        f"<html><head><title>News of {day}</title><script type='application/ld+json'>{json.dumps(data)}</script>"
        f"</head><body><article><h1>News of {day}</h1><p>On {day} our company received visitors from abroad; "
        f"see {path}.</p></article></body></html>"
    ).encode()


PROFILE = {
    "name": "maker",
    "start": [f"https://{HOST}/"],
    "products": ["^/product/"],
    "posts": ["^/news/"],
    "listings": ["^/$"],
}


@cache
def read(body: bytes, url: str) -> PageRecords:
    profile = SiteProfile.model_validate(PROFILE)
    return extract_page(
        body, url, {"Content-Type": "text/html"}, captured_at="2030-01-01T00:00:00Z", profile=profile
    )


def record_run(db: Database, site: Site, profile: SiteProfile, now: datetime) -> str:
    """Write one run of `site` at `now` as the spider and the store would; returns its id."""
    with db.atomic():
        return _record_run(db, site, profile, now)


def _record_run(db: Database, site: Site, profile: SiteProfile, now: datetime) -> str:
    run_id = f"{profile.name}-{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    finished = now + timedelta(minutes=7)
    db.execute(
        "INSERT INTO runs (run_id, site, started, finished, finish_reason, counts) VALUES (?, ?, ?, ?, ?, ?)",
        [
            run_id,
            profile.name,
            now.isoformat(),
            finished.isoformat(),
            site.finish_reason,
            '{"pages": 99}' if site.answers else '{"pages": 0}',
        ],
    )
    pages = site.pages() if site.answers else {"/": b""}
    if site.robots_forbids:
        pages = {}
        db.execute("""UPDATE runs SET counts = '{"robots_forbidden": 1}' WHERE run_id = ?""", [run_id])
    for number, (path, body) in enumerate(pages.items()):
        url = f"https://{site.host}{path}"
        if site.stops_after is not None and number >= site.stops_after:
            break
        # one page in two hundred is not there for a moment, as on any site
        status: int | None = 404 if site.status == 200 and site.random.random() < 0.005 else site.status
        error, location = None, None
        if not site.answers or site.certificate_error:
            status, error = None, site.certificate_error or "connection refused"
        elif site.redirects_to:
            status, location = 301, f"https://{site.redirects_to}{path}"
        capture_id = _capture(db, run_id, profile.name, url, now, status, body, site.issuer, error, location)
        if status == 200:
            store_page(
                db,
                site=profile.name,
                run_id=run_id,
                capture_id=capture_id,
                seen_at=now.isoformat(),
                records=read(body, url),
            )
        if status != 200 and status != 404 and (site.certificate_error or not site.answers or location):
            break
    return run_id


def crawl_and_examine(db: Database, site: Site, profile: SiteProfile, now: datetime) -> set[str]:
    """Record a run and return the monitors whose alarms stand after it."""
    record_run(db, site, profile, now)
    return {entry.alarm.monitor for entry in examine_run(db, profile, now + timedelta(minutes=7))}


def _capture(
    db: Database,
    run_id: str,
    name: str,
    url: str,
    now: datetime,
    status: int | None,
    body: bytes,
    issuer: str,
    error: str | None,
    location: str | None,
) -> str:
    # certificates are renewed every two months, by the same issuer as a rule
    certificate, der = _certificate(issuer, now.year * 6 + now.month // 2)
    db.execute("INSERT OR IGNORE INTO certificates VALUES (?, ?, ?)", [certificate, der, now.isoformat()])
    capture_id = str(uuid.uuid4())
    db.execute(
        "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, payload_sha256,"
        " payload_length, warc_file, warc_offset, warc_length, certificate_sha256, error, location)"
        " VALUES (?, ?, ?, ?, ?, 'page', ?, ?, ?, 'a.warc.gz', 0, 0, ?, ?, ?)",
        [
            capture_id,
            run_id,
            name,
            url,
            now.isoformat(),
            status,
            hashlib.sha256(body).hexdigest() if status else None,
            len(body),
            certificate if status else None,
            error,
            location,
        ],
    )
    return capture_id


@cache
def _certificate(issuer: str, serial: int) -> tuple[str, bytes]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    start = datetime(2020, 1, 1)
    from cryptography.hazmat.primitives.serialization import Encoding

    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]))
        .issuer_name(
            x509.Name(
                [
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer),
                    x509.NameAttribute(NameOID.COMMON_NAME, f"R{serial % 3}"),
                ]
            )
        )
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    der = certificate.public_bytes(Encoding.DER)
    return hashlib.sha256(der).hexdigest(), der

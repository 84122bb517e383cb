"""Metrics of a run, to be compared with earlier runs; counted once and kept in `run_records`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.archive import runs
from crawler.case import clock
from crawler.case.typed_rows import stored_object

if TYPE_CHECKING:
    from sqlite_utils import Database

# The fields whose coverage is watched: those that matching uses.
COVERED = ("name", "model", "sku", "brand", "description", "price", "specs", "images")
# Scripts, styles and calls of a page in the browser: not the site's pages.
BROWSERS_OWN = (
    "subresource",
    "query",
)
REFUSED = "the certificate is not valid"  # how crawler.capture.failures words a refused handshake
HERE = (200, 304)  # a page that is there: sent, or unchanged since it was last sent


@dataclass(frozen=True)
class RunRecord:
    """One run in numbers.

    `requests` were made to `addresses`, of which `errors` failed in the end. `statuses` counts captures by HTTP
    status ("none": no answer). `coverage` is the share (0 to 1) of the items
    read in this run that have a field. `new_items`, `changed_items`, `new_posts` count what this run was first to
    say. `host` is the host most pages came from; `certificates` maps hosts to the issuer of their certificate.
    `same_page` is the number of addresses that returned the most frequent payload, `same_name` that of items that
    bear the most frequent name. `robots_forbidden` counts
    addresses that robots.txt kept the run from. `moved_to` is the host to which pages were redirected where none
    was got. `certificate_refused` says which certificate was, and why. `phrase_found`: whether the start page held
    the profile's phrase; None where it states none.
    """

    run_id: str
    site: str
    started: datetime
    finished: datetime | None
    finish_reason: str | None
    settings_digest: str | None = None
    pages: int = 0
    items: int = 0
    posts: int = 0
    images: int = 0
    bytes: int = 0
    requests: int = 0
    addresses: int = 0
    errors: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    coverage: dict[str, float] = field(default_factory=dict)
    new_items: int = 0
    changed_items: int = 0
    new_posts: int = 0
    host: str | None = None
    certificates: dict[str, str] = field(default_factory=dict)
    same_page: int = 0
    same_name: int = 0
    robots_forbidden: int = 0
    moved_to: str | None = None
    certificate_refused: str | None = None
    phrase_found: bool | None = None

    @property
    def duration(self) -> float | None:
        """Seconds from start to finish; None where the run has not finished."""
        return None if self.finished is None else (self.finished - self.started).total_seconds()

    @property
    def novelties(self) -> int:
        return self.new_items + self.changed_items + self.new_posts


@dataclass
class _Captures:
    """What the captures of a run add up to. `hosts`: pages by host; `payloads`: pages by what they show; `targets`:
    hosts that pages redirect to; `failed`: by address, whether it failed in the end."""

    requests: int = 0
    images: int = 0
    size: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    payloads: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    certificates: dict[str, str] = field(default_factory=dict)
    failed: dict[str, bool] = field(default_factory=dict)
    refused: str = ""


def read_run(db: Database, run_id: str) -> RunRecord:
    """Count one run from the tables of captures, items and posts. Raises KeyError where there is no such run."""
    run = runs.get(db, run_id)
    found = _captures(db, run_id)
    return RunRecord(
        run_id=run_id,
        site=run.site,
        started=clock.parse(run.started),
        finished=clock.parse(run.finished) if run.finished else None,
        finish_reason=run.status,
        settings_digest=run.settings_digest,
        pages=found.hosts.total(),
        images=found.images,
        bytes=found.size,
        requests=found.requests,
        addresses=len(found.failed),
        errors=sum(found.failed.values()),
        statuses=dict(sorted(found.statuses.items())),
        host=_most(found.hosts),
        certificates=issuers(db, found.certificates),
        certificate_refused=found.refused or None,
        moved_to=None if found.hosts else _most(found.targets),
        same_page=max(found.payloads.values(), default=0),
        robots_forbidden=int(run.counts.get("robots_forbidden", 0)),
        **_items(db, run_id, run.started),
        **_posts(db, run_id),
    )


def _captures(db: Database, run_id: str) -> _Captures:
    found = _Captures()
    # Pages that a browser makes share one shell: what they show is what was rendered of them.
    rendered = dict(
        db.execute(
            "SELECT substr(url, 9), payload_sha256 FROM captures WHERE run_id = ? AND url LIKE 'urn:dom:%'",
            [run_id],
        ).fetchall()
    )
    for kind, status, url, length, payload, certificate, location, error in db.execute(
        """SELECT kind, status, url, payload_length, payload_sha256, certificate_sha256, location, error
           FROM captures WHERE run_id = ? AND url NOT LIKE 'urn:%' ORDER BY rowid""",
        [run_id],
    ):
        host = urlsplit(url).netloc
        found.requests += 1
        found.size += length or 0
        found.statuses[str(status or "none")] += 1
        missing_aid = kind in ("robots", "sitemap") and status is not None and 400 <= status < 500
        if kind not in BROWSERS_OWN:
            found.failed[url] = (status is None or status >= 400 or bool(error)) and not missing_aid
        found.images += kind == "image" and status in HERE
        if certificate and kind == "page":
            found.certificates[host] = certificate
        if error and error.startswith(REFUSED):
            found.refused = f"{host}: {error}"
        if kind == "page" and status in HERE:
            found.hosts[host] += 1
            found.payloads[rendered.get(url) or payload or url] += 1
        elif kind == "page" and location and urlsplit(location).netloc not in ("", host):
            found.targets[urlsplit(location).netloc] += 1
    return found


def issuers(db: Database, certificates: dict[str, str]) -> dict[str, str]:
    """Host -> name of the issuer of its certificate, for those certificates that were kept."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    found = {}
    for host, sha256 in certificates.items():
        row = db.execute("SELECT der FROM certificates WHERE sha256 = ?", [sha256]).fetchone()
        if row:
            name = x509.load_der_x509_certificate(row[0]).issuer
            organisations = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
            found[host] = str(organisations[0].value) if organisations else name.rfc4514_string()
    return found


def _most(counts: Counter[str]) -> str | None:
    return max(counts, key=lambda key: (counts[key], key)) if counts else None


def _items(db: Database, run_id: str, started: str) -> dict[str, Any]:
    """Items of the run, which fields they have (in the order of COVERED), how many are new or changed."""
    rows = db.execute(
        """WITH seen AS (   -- of each page of an item the newest version this run saw; a list may show an older one
             SELECT s.item_id, max(s.version_id) AS version_id
             FROM item_sightings s JOIN item_versions v ON v.version_id = s.version_id
             WHERE s.run_id = :run GROUP BY s.item_id, v.url)
           SELECT max(coalesce(v.name, '') <> ''), max(coalesce(v.model, '') <> ''), max(coalesce(v.sku, '') <> ''),
                  max(coalesce(v.brand, '') <> ''), max(coalesce(v.description, '') <> ''),
                  max(coalesce(v.price, '') <> ''), max(v.specs <> '{}'),
                  max(EXISTS (SELECT 1 FROM image_uses u WHERE u.owner_id = v.item_id AND u.version_id = v.version_id)),
                  NOT EXISTS (SELECT 1 FROM item_sightings e WHERE e.item_id = v.item_id
                              AND e.run_id <> :run AND e.seen_at < :started),
                  max(EXISTS (SELECT 1 FROM captures c WHERE c.capture_id = v.capture_id AND c.run_id = :run)
                      AND EXISTS (SELECT 1 FROM item_versions p WHERE p.item_id = v.item_id AND p.url = v.url
                                  AND p.page_type = v.page_type AND p.extractor = v.extractor
                                  AND p.version_id < v.version_id)),
                  max(v.name)
           FROM seen JOIN item_versions v ON v.version_id = seen.version_id GROUP BY v.item_id""",
        {"run": run_id, "started": started},
    ).fetchall()
    count = len(rows)
    return {
        "items": count,
        "coverage": {
            name: round(sum(row[n] for row in rows) / count, 4) for n, name in enumerate(COVERED) if count
        },
        "new_items": sum(row[-3] for row in rows),
        "changed_items": sum(row[-2] for row in rows if not row[-3]),
        "same_name": max(Counter(row[-1] for row in rows if row[-1]).values(), default=0),
    }


def _posts(db: Database, run_id: str) -> dict[str, Any]:
    seen = db.execute(
        """SELECT count(DISTINCT p.post_id) FROM captures c JOIN posts p ON p.site = c.site AND p.url = c.url
           WHERE c.run_id = ? AND c.status IN (200, 304)""",
        [run_id],
    ).fetchone()[0]
    said, new = db.execute(
        """SELECT count(DISTINCT v.post_id),
                  count(DISTINCT CASE WHEN NOT EXISTS (
                    SELECT 1 FROM post_versions p WHERE p.post_id = v.post_id AND p.version_id < v.version_id)
                    THEN v.post_id END)
           FROM post_versions v JOIN captures c ON c.capture_id = v.capture_id WHERE c.run_id = ?""",
        [run_id],
    ).fetchone()
    return {"posts": max(seen, said), "new_posts": new}


def save(db: Database, record: RunRecord) -> None:
    """Write a run's record; a run that was resumed is written again."""
    facts = asdict(record)
    for column in ("run_id", "site", "started", "finished"):
        del facts[column]
    with db.atomic():
        db.execute(
            "INSERT OR REPLACE INTO run_records (run_id, site, started, finished, facts) VALUES (?, ?, ?, ?, ?)",
            [
                record.run_id,
                record.site,
                record.started.isoformat(),
                record.finished.isoformat() if record.finished else None,
                json.dumps(facts, ensure_ascii=False, sort_keys=True),
            ],
        )


def newest(db: Database, site: str, count: int) -> list[RunRecord]:
    """The newest `count` records of a site, newest first."""
    return list(
        _records(
            db.execute(
                """SELECT run_id, site, started, finished, facts FROM run_records
                   WHERE site = ? ORDER BY started DESC LIMIT ?""",
                [site, count],
            )
        )
    )


def all_records(db: Database) -> Iterator[RunRecord]:
    """The records of all sites, newest first."""
    yield from _records(
        db.execute(
            "SELECT run_id, site, started, finished, facts FROM run_records ORDER BY started DESC, run_id"
        )
    )


def _records(rows: Iterable[tuple[str, str, str, str | None, str]]) -> Iterable[RunRecord]:
    for run_id, site, started, finished, facts in rows:
        yield RunRecord(
            run_id=run_id,
            site=site,
            started=clock.parse(started),
            finished=clock.parse(finished) if finished else None,
            **stored_object(facts),
        )

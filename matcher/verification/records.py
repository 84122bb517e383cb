"""Items and posts: their digests recomputed from the stored fields, their fields from the archived bytes."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from crawler.case.errors import Box31Error
from crawler.catalog.reextract import read_again
from crawler.catalog.store import fields_digest, item_id_of, post_id_of
from crawler.extract.page.page_links import plain_address
from crawler.extract.version import EXTRACTOR
from crawler.models import ITEM_COLUMNS, POST_COLUMNS, CatalogItem, NewsPost, PageRecords
from crawler.profile.profile import SiteProfile, load_profile
from matcher.verification.findings import Check, Finding

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.case.case import Case

JSON_FIELDS = frozenset(("specs", "documents", "sources"))
Row = Mapping[str, Any]


def record_checks(case: Case, db: Database, *, read_pages: bool = True) -> Iterator[Finding]:
    """Ids, digests and, with `read_pages`, every field read again from the bytes it came from."""
    yield from _id_checks(db)
    images = _images(db)
    yield from _digest_check(db, "item_versions", ITEM_COLUMNS, images)
    yield from _digest_check(db, "post_versions", POST_COLUMNS, images)
    if read_pages:
        yield from _extraction_checks(case, db)


def _id_checks(db: Database) -> Iterator[Finding]:
    for table, column, key, make in (
        ("items", "item_id", "key", item_id_of),
        ("posts", "post_id", "url", post_id_of),
    ):
        rows = db.execute(f"SELECT {column}, site, {key} FROM {table}").fetchall()  # noqa: S608 - names from above
        wrong = [
            (row_id, f"is not the id of {site} {address}")
            for row_id, site, address in rows
            if make(site, address) != row_id
        ]
        yield from Check("records", "ids", table).findings(len(rows), wrong)


def _images(db: Database) -> dict[tuple[str, int], list[dict[str, str]]]:
    images: dict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    for owner, version, url, alt in db.execute(
        "SELECT owner_id, version_id, url, coalesce(alt, '') FROM image_uses ORDER BY owner_id, version_id, position"
    ):
        images[owner, version].append({"url": url, "alt": alt})
    return images


def _digest_check(
    db: Database,
    table: str,
    fields: Sequence[str],
    images: Mapping[tuple[str, int], list[dict[str, str]]],
) -> Iterator[Finding]:
    """fields_sha256 of every version is that of its fields and pictures."""
    owner = "item_id" if table == "item_versions" else "post_id"
    count, wrong = 0, []
    for row in db.query(f"SELECT * FROM {table}"):  # noqa: S608 - one of two tables
        count += 1
        try:
            stored = {name: json.loads(row[name]) if name in JSON_FIELDS else row[name] for name in fields}
        except ValueError as error:
            wrong.append((row["version_id"], f"a field is not JSON: {error}"))
            continue
        stored["images"] = images.get((row[owner], row["version_id"]), [])
        if fields_digest(stored) != row["fields_sha256"]:
            wrong.append((row["version_id"], "its fields or pictures are not those of its digest"))
    yield from Check("records", "digests of fields", table).findings(count, wrong)


def _extraction_checks(case: Case, db: Database) -> Iterator[Finding]:
    """What this extractor reads in the bytes of each capture is what the versions of that capture say.

    A page is read with the profile of its run, as the run's manifest has it, and where that gives something else,
    with the site's present profile: `archive extract` reads old pages by new rules.
    """
    versions, asides = _readable(db)
    problems: dict[tuple[str, int], str] = {}

    def use(capture_id: str, found: PageRecords | str) -> None:
        for row in versions[capture_id]:
            key = row["source"], row["version_id"]
            problem = f"cannot be read again: {found}" if isinstance(found, str) else _difference(row, found)
            problems[key] = problem

    by_run: dict[tuple[str, str], list[str]] = defaultdict(list)
    for capture_id, rows in versions.items():
        by_run[rows[0]["site"], rows[0]["run_id"]].append(capture_id)
    for (site, run_id), captures in by_run.items():
        for profile in _profiles(case, db, site, run_id):
            asyncio.run(read_again(case, db, profile, captures, use))
            captures = [
                capture_id
                for capture_id in captures
                if any(problems.get((row["source"], row["version_id"])) for row in versions[capture_id])
            ]
            if not captures:
                break
    wrong = [(f"{table} {version}", problem) for (table, version), problem in problems.items() if problem]
    note = "; ".join(f"{count} versions: {why}" for why, count in asides.items())
    check = Check("records", "fields read again from the archive", "")
    yield from check.findings(sum(map(len, versions.values())), wrong, note)


def _readable(db: Database) -> tuple[dict[str, list[Row]], Counter[str]]:
    """By capture the versions that this extractor read; the others counted by why they cannot be read again."""
    versions: dict[str, list[Row]] = defaultdict(list)
    asides: Counter[str] = Counter()
    for table in ("item_versions", "post_versions"):
        for row in db.query(
            f"SELECT v.*, '{table}' AS source, c.site, c.run_id, c.mime FROM {table} v"  # noqa: S608 - one of two tables
            " JOIN captures c ON c.capture_id = v.capture_id"
        ):
            if row["extractor"] != EXTRACTOR:
                asides[f"read by another version of the extractor than {EXTRACTOR}"] += 1
            elif "pdf" in (row["mime"] or ""):
                asides["read from PDF catalogues"] += 1
            else:
                versions[row["capture_id"]].append(row)
    return versions, asides


def _profiles(case: Case, db: Database, site: str, run_id: str) -> Iterator[SiteProfile | None]:
    """The profile of the run as its manifest has it, and the site's present one."""
    found = None
    sealed = db.execute("SELECT manifest FROM seals WHERE run_id = ?", [run_id]).fetchone()
    if sealed:
        try:
            manifest = json.loads((case.archive(site) / sealed[0]).read_text(encoding="utf-8"))
            found = SiteProfile.model_validate(manifest["settings"]["profile"])
        except (OSError, ValueError, KeyError, TypeError):
            pass  # a manifest that is missing or changed is a finding of the archive's checks
    if found is not None:
        yield found
    path = case.sites / f"{site}.yaml"
    try:
        present = load_profile(path) if path.is_file() else None
    except Box31Error:
        return
    if present != found or present is None:
        yield present


def _difference(row: Row, found: PageRecords) -> str:
    """Words for the first difference between a stored version and what its page says, "" where there is none."""
    candidates: list[CatalogItem | NewsPost]
    if row["source"] == "post_versions":
        candidates = [found.post] if found.post else []
        fields: Sequence[str] = POST_COLUMNS
    else:
        own = [found.item] if found.item and row["page_type"] == "product" else list(found.items)
        candidates = [one for one in own if plain_address(one.url) == row["url"]]
        fields = (*ITEM_COLUMNS, "sources")
    if not candidates:
        return "its page holds no such record"
    problems = [_field_difference(row, asdict(one), fields) for one in candidates]
    return "" if "" in problems else problems[0]


def _field_difference(row: Row, read: Mapping[str, Any], fields: Sequence[str]) -> str:
    for name in fields:
        stored = row[name]
        if name in JSON_FIELDS:
            try:
                stored = json.loads(stored)
            except ValueError:
                return f"{name} is not JSON"
        value = list(read[name]) if isinstance(read[name], tuple) else read[name]
        if stored != value:
            return f"{name} is not what the page says"
    return ""

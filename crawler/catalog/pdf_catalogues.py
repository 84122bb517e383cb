"""Archived PDF catalogues: their pages in the database, and which item is on which page."""

from __future__ import annotations

import re
from collections import Counter

from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.errors import Box31Error

MIN_CODE = 4  # characters of a model or article code that is looked for: shorter ones stand everywhere


def read_catalogues(case: Case, db: Database, site: str) -> tuple[Counter[str], list[str]]:
    """Read PDFs of the site not read yet, then find its items on all pages; (counts, problems). Commits."""
    from crawler.archive.capture_reader import read_capture
    from crawler.extract.pdf.read import read_pdf

    counts: Counter[str] = Counter()
    problems: list[str] = []
    rows = db.execute(
        "SELECT min(capture_id), url, payload_sha256 FROM captures WHERE site = ? AND kind = 'document'"
        " AND status = 200 AND truncated IS NULL"
        " AND payload_sha256 NOT IN (SELECT sha256 FROM catalogues) GROUP BY payload_sha256",
        (site,),
    ).fetchall()
    for capture_id, url, sha256 in rows:
        try:
            body = read_capture(db, case.root / "archive", capture_id).content
        except Box31Error as error:
            problems.append(f"{url}: {error.message}")
            continue
        content = read_pdf(body)
        if content.problem:
            problems.append(f"{url}: {content.problem}")
        if not content.pages:
            continue
        with db.conn:
            db.execute(
                "INSERT INTO catalogues (sha256, site, url, capture_id, problem) VALUES (?, ?, ?, ?, ?)",
                (sha256, site, url, capture_id, content.problem),
            )
            for page in content.pages:
                lines = [" | ".join(cells) for table in page.tables for cells in table]
                db.execute(
                    "INSERT INTO catalogue_pages (sha256, page, text, tables) VALUES (?, ?, ?, ?)",
                    (sha256, page.number, page.text, "\n".join(lines)),
                )
        counts["catalogues"] += 1
        counts["catalogue_pages"] += len(content.pages)
    counts["items_in_catalogues"] = find_items(db, site)
    return counts, problems


def find_items(db: Database, site: str) -> int:
    """Note on which pages of the site's catalogues its items stand; returns how many items were found. Commits.

    A code counts where it stands by itself: HD-BV205 is not found in HD-BV205N.
    """
    codes = {
        (item_id, code)
        for item_id, model, sku in db.execute(
            "SELECT item_id, model, sku FROM current_items WHERE site = ?", (site,)
        ).fetchall()
        for code in (model, sku)
        if code and len(code) >= MIN_CODE and any(c.isdigit() for c in code)
    }
    found: set[str] = set()
    with db.conn:
        for sha256, page, text in db.execute(
            "SELECT p.sha256, p.page, p.text || ' ' || p.tables FROM catalogue_pages p JOIN catalogues USING (sha256)"
            " WHERE site = ?",
            (site,),
        ).fetchall():
            for item_id, code in codes:
                if code in text and re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text):
                    found.add(item_id)
                    db.execute(
                        "INSERT OR IGNORE INTO item_pages (item_id, sha256, page, code) VALUES (?, ?, ?, ?)",
                        (item_id, sha256, page, code),
                    )
    return len(found)

"""Sites of several makers on loopback, spread over the shards of a case, and what a case holds of them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

from crawler.archive.ledger_verify import check_ledger
from crawler.archive.verify import verify_site
from crawler.case.case import Case
from crawler.fleet.assignment import Shard, sites_of
from crawler.profile.profile import SiteProfile
from tests.support.case import add_site, make_case, rows
from tests.support.server import Route, Server, serving

BOX31 = Path(sys.executable).parent / "box31"
PROFILE: dict[str, Any] = {
    "products": ["/product/"],
    "posts": ["/post/"],
    "listings": ["/list/"],
    "every": "1d",
}


def serve_sites(
    stack: ExitStack, count: int, shards: int, route: Callable[[int], Route]
) -> dict[str, Server]:
    """Serve `count` sites on ports of which each shard has as many; by name, site0 first."""
    found: dict[str, Server] = {}
    room = dict.fromkeys(range(1, shards + 1), count // shards)
    while len(found) < count:
        name = f"site{len(found)}"
        server = stack.enter_context(serving(route(len(found))))
        profile = SiteProfile(name=name, start=[f"{server.base}/"])
        (number,) = [n for n in room if sites_of(Shard(n, shards), [profile])]
        if room[number]:
            room[number] -= 1
            found[name] = server
    return found


def case_of(folder: Path, servers: dict[str, Server]) -> Case:
    """A case with a profile of each site."""
    case = make_case(folder, *(server.host for server in servers.values()))
    for name, server in servers.items():
        add_site(case, name, [f"{server.base}/"], **PROFILE)
    return case


def kill_shard(case: Case, shard: str, table: str, rows: int) -> int:
    """Crawl a shard (I/N) and kill -9 the crawl with all its processes once `table` has so many rows, or it has ended.

    Returns how many it had.
    """
    command = [BOX31, "-C", case.root, "crawl", "--due", "--shard", shard]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    path = case.root / "shards" / shard.replace("/", "-of-") / "box31.db"
    found = 0
    while found < rows and process.poll() is None:
        time.sleep(0.05)
        if not (path.is_file() and path.stat().st_size):
            continue
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(path, timeout=30)) as connection:
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return found


def what_it_holds(case: Case) -> dict[str, set[tuple[Any, ...]]]:
    """What crawls found, without what differs between any two (run ids, times)."""
    queries = {
        "captures": "SELECT url, kind, status, payload_sha256 FROM captures WHERE kind <> 'robots'",
        "items": "SELECT i.item_id, i.key, v.url, v.fields_sha256 FROM items i JOIN item_versions v USING (item_id)",
        "posts": "SELECT p.post_id, p.url, v.fields_sha256 FROM posts p JOIN post_versions v USING (post_id)",
        "images": "SELECT sha256, width, height FROM images",
        "image uses": "SELECT owner_id, position, url FROM image_uses",
        "sightings": "SELECT s.item_id, c.url FROM item_sightings s JOIN captures c USING (capture_id)",
        "addresses": "SELECT item_id, url FROM item_urls",
    }
    return {what: {tuple(row.values()) for row in rows(case, sql)} for what, sql in queries.items()}


def faults(case: Case) -> list[Any]:
    """Everything in ledger and archive that is not as it was written."""
    with closing(case.database()) as db:
        sites = [row[0] for row in db.execute("SELECT DISTINCT site FROM runs").fetchall()]
        found: list[Any] = [*check_ledger(db, case.root / "archive")]
        return found + [fault for site in sites for fault in verify_site(db, case.archive(site))]

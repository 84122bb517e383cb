"""How long `box31 status` takes: 500 sites crawled daily for five years, by the command as a user starts it.

python benchmarks/status.py [--sites 500] [--days 1826] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.case.case import Case
from matcher.schema.tables import matcher_migrations

BOX31 = Path(sys.executable).parent / "box31"
GOAL_SECONDS = 1.0


def fill(case: Case, sites: int, days: int) -> None:
    """Profiles, and a run a day for each site, with its record; one site in fifty has an alarm."""
    now = datetime.now(UTC).replace(microsecond=0)
    db = case.database(matcher_migrations)
    db.execute("PRAGMA synchronous = OFF")
    chance = random.Random(31)

    def runs() -> Iterator[tuple[Any, ...]]:
        for site in range(sites):
            for day in range(days):
                # the last one within the hour, so that none is overdue at any time of day
                started = now - timedelta(days=days - 1 - day, minutes=10 + 50 * chance.random())
                run_id = f"site{site:03d}-{day}"
                counts = json.dumps({"pages": 120, "items": 80, "posts": 9})
                finished = (started + timedelta(minutes=9)).isoformat()
                yield (run_id, f"site{site:03d}", started.isoformat(), finished, "finished", "d" * 64, counts)

    facts = {
        "finish_reason": "finished",
        "pages": 120,
        "items": 80,
        "posts": 9,
        "requests": 300,
        "addresses": 290,
    }
    facts |= {
        "statuses": {"200": 290, "404": 10},
        "coverage": {"name": 1.0, "price": 0.9},
        "host": "a.example",
    }
    with db.atomic():
        db.conn.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", runs())
        db.conn.execute(
            "INSERT INTO run_records SELECT run_id, site, started, finished, ? FROM runs", [json.dumps(facts)]
        )
        for site in range(0, sites, 50):
            db.conn.execute(
                "INSERT INTO alarm_events (site, monitor, event, at, raised_at, seen, expected, since, next_step)"
                " VALUES (?, 'item_count', 'raised', ?, ?, '3 items', 'about 80', '', 'look')",
                [f"site{site:03d}", now.isoformat(), now.isoformat()],
            )
    db.close()
    for site in range(sites):
        (case.sites / f"site{site:03d}.yaml").write_text(
            f"start: [https://site{site}.example/]\nproducts: [^/product/]\nposts: [^/news/]\nevery: 30 3 * * *\n"
            "timezone: Asia/Shanghai\njitter: 30m\nquiet_hours: 08:00-18:00\n",
            encoding="utf-8",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not needed: the case is made here")
    parser.add_argument("--sites", type=int, default=500)
    parser.add_argument("--days", type=int, default=1826)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "case", contact="desk@newsroom.example")
        fill(case, options.sites, options.days)
        seconds = []
        for _ in range(options.repeat):
            begin = time.perf_counter()
            done = subprocess.run(
                [BOX31, "-C", case.root, "status"], capture_output=True, text=True, check=True
            )
            seconds.append(time.perf_counter() - begin)
        assert done.stderr.count("ALARM") == -(-options.sites // 50), done.stderr
    result = {
        "sites": options.sites,
        "runs": options.sites * options.days,
        "seconds_median": round(statistics.median(seconds), 3),
        "seconds_min": round(min(seconds), 3),
        "goal_seconds": GOAL_SECONDS,
    }
    print(
        json.dumps(result) if options.json else "\n".join(f"{key}: {value}" for key, value in result.items())
    )


if __name__ == "__main__":
    main()

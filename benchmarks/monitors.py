"""How often the monitors cry wolf, and how often they sleep: thousands of simulated sites, quiet and afflicted.

    python benchmarks/monitors.py [--sites 300] [--runs 200] [--json]

Sites differ in size, churn, error rate, coverage and rhythm. In quiet weeks every alarm is false; in the week of an
incident its monitor must speak at that run.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.monitor.checks import check_run
from crawler.monitor.run_metrics import COVERED, RunRecord
from crawler.profile.thresholds import Thresholds

START = datetime(2020, 1, 6, 3, tzinfo=UTC)


class QuietSite:
    """A site that lives an ordinary life: its numbers in each week."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number)
        self.name = f"site{number}"
        self.items = max(2, int(self.random.lognormvariate(4, 1.3)))
        self.posts = self.random.choice([0, 3, 10, 60])
        self.churn = self.random.choice([0.0, 0.005, 0.02])
        self.errors = self.random.choice([0.0, 0.005, 0.03])
        self.news = self.random.choice([0.02, 0.1, 0.5])
        self.coverage = {name: self.random.choice([0.0, 0.3, 0.7, 1.0]) for name in COVERED} | {"name": 1.0}
        self.having = {name: self._draw(self.items, share) for name, share in self.coverage.items()}
        self.week = 0
        self.serial = self.random.randint(0, 50)

    def _draw(self, count: int, share: float) -> int:
        return sum(self.random.random() < share for _ in range(count))

    def _coverage(self, read: int, gone: int, new: int) -> dict[str, float]:
        """An item keeps its fields; new ones bring theirs; one in two hundred is read without."""
        found = {}
        for name, share in self.coverage.items():
            kept = self.having[name] - self._draw(gone, share) + self._draw(new, share)
            self.having[name] = min(self.items, max(0, kept))
            having = min(read, self.having[name] - self._draw(self.having[name], 0.005))
            if share == 1.0:
                having = read - self._draw(read, 0.005)
            found[name] = round(having / read, 4)
        return found

    def run(self) -> RunRecord:
        """The next week's run."""
        chance = self.random
        gone = sum(chance.random() < self.churn for _ in range(min(self.items, 400)))
        new = sum(chance.random() < self.churn for _ in range(min(self.items, 400)))
        self.items = max(2, self.items + new - gone)
        new_posts = chance.random() < self.news if self.posts else 0
        self.posts += new_posts
        addresses = self.items + self.posts + 10
        errors = sum(chance.random() < self.errors for _ in range(addresses))
        missed = sum(chance.random() < self.errors for _ in range(self.items))
        items = max(1, self.items - missed)
        started = START + timedelta(weeks=self.week)
        self.week += 1
        return RunRecord(
            run_id=f"{self.name}-{self.week}",
            site=self.name,
            started=started,
            finished=started + timedelta(minutes=10),
            finish_reason="finished",
            pages=addresses - errors,
            items=items,
            posts=self.posts,
            requests=addresses + errors,
            addresses=addresses,
            errors=errors,
            statuses={"200": addresses - errors, "404": errors},
            coverage=self._coverage(items, gone, new),
            new_items=new if self.week > 1 else self.items,
            new_posts=int(new_posts),
            changed_items=int(chance.random() < 0.2),
            host=f"{self.name}.example",
            certificates={f"{self.name}.example": "Let's Encrypt"},
            same_page=1,
            same_name=1 + int(self.items * 0.05),
        )


def _fewer(run: RunRecord) -> RunRecord:
    return replace(run, items=run.items // 2)


INCIDENTS: dict[str, tuple[str, Callable[[RunRecord], RunRecord], Callable[[RunRecord], bool]]] = {
    "does not answer": (
        "failed",
        lambda r: replace(
            r, pages=0, items=0, posts=0, host=None, statuses={"none": 3}, finish_reason="no_answer"
        ),
        lambda r: True,
    ),
    "empties": ("zero_items", lambda r: replace(r, items=0, same_name=0, coverage={}), lambda r: True),
    "half of the catalog": ("item_count", _fewer, lambda r: r.items >= 8),
    "a field vanishes": (
        "field_coverage",
        lambda r: replace(r, coverage={**r.coverage, "description": 0.0}),
        lambda r: r.items >= 8 and r.coverage["description"] > 0.5,
    ),
    "robots forbid all": (
        "robots",
        lambda r: replace(
            r, pages=0, items=0, posts=0, host=None, robots_forbidden=1, finish_reason="robots_forbidden"
        ),
        lambda r: True,
    ),
    "moves": ("host", lambda r: replace(r, host="other.example"), lambda r: True),
    "redirects elsewhere": (
        "host",
        lambda r: replace(
            r, pages=0, items=0, host=None, moved_to="other.example", finish_reason="no_answer"
        ),
        lambda r: True,
    ),
    "error pages as 200": (
        "same_page",
        lambda r: replace(r, same_page=r.pages - 1, same_name=r.items),
        lambda r: r.pages >= 12,
    ),
    "half of the addresses fail": (
        "error_share",
        lambda r: replace(r, errors=r.addresses // 2),
        lambda r: r.addresses >= 8,
    ),
    "another certificate": (
        "certificate",
        lambda r: replace(r, certificates={str(r.host): "Strange CA"}),
        lambda r: True,
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="not needed: the sites are made here")
    parser.add_argument("--sites", type=int, default=300)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    false: Counter[str] = Counter()
    told: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    limits = Thresholds()
    for number in range(options.sites):
        site = QuietSite(number)
        history: list[RunRecord] = []
        for _ in range(options.runs):
            run = site.run()
            false.update({alarm.monitor for alarm in check_run(run, history, limits)})
            history.insert(0, run)
        run = site.run()
        for name, (monitor, befall, applies) in INCIDENTS.items():
            if applies(run):
                planted[name] += 1
                told[name] += monitor in {alarm.monitor for alarm in check_run(befall(run), history, limits)}
    result = {
        "quiet_runs": options.sites * options.runs,
        "false_alarms": false.total(),
        "false_alarms_in_200_runs": round(200 * false.total() / (options.sites * options.runs), 3),
        "by_monitor": dict(false),
        "incidents": {name: f"{told[name]}/{planted[name]}" for name in INCIDENTS},
    }
    print(
        json.dumps(result) if options.json else "\n".join(f"{key}: {value}" for key, value in result.items())
    )


if __name__ == "__main__":
    main()

"""Simulated years: every planted incident is an alarm at the next run, and quiet runs are quiet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.case.case import Case
from crawler.case.database import open_database
from crawler.case.errors import ALARM
from crawler.monitor.alarms import open_alarms
from crawler.profile.profile import SiteProfile
from crawler.scheduler.run_due import exit_code, run_due
from tests.support.fictional_site import HOST, PROFILE, Site, crawl_and_examine

WEEK = timedelta(days=7)
START = datetime(2024, 1, 1, 3, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    db = open_database(tmp_path / "box31.db")
    db.execute("PRAGMA synchronous = OFF")  # thousands of commits; nothing is killed here
    return db


def profile(**more: object) -> SiteProfile:
    return SiteProfile.model_validate({**PROFILE, **more})


def test_two_hundred_quiet_runs_raise_no_alarm(db: Database) -> None:
    site = Site(seed=1)
    for week in range(220):
        now = START + week * WEEK
        site.live(now)
        assert crawl_and_examine(db, site, profile(), now) == set(), now
    assert db.execute("SELECT count(*) FROM run_records").fetchone()[0] == 220
    assert db.execute("SELECT count(*) FROM alarm_events").fetchone()[0] == 0


def set_to(**values: object) -> Callable[[Site], None]:
    def befall(site: Site) -> None:
        for name, value in values.items():
            assert hasattr(site, name)
            setattr(site, name, value)

    return befall


def lose_half_the_catalog(site: Site) -> None:
    site.items = dict(list(site.items.items())[: len(site.items) // 2])


def double_and_more(site: Site) -> None:
    for number in range(3 * len(site.items)):
        site._add(50_000 + number)


def lose_the_news(site: Site) -> None:
    site.posts = {}


INCIDENTS: dict[str, tuple[Callable[[Site], None], set[str]]] = {
    "does not answer": (set_to(answers=False), {"failed"}),
    "answers 503": (set_to(status=503), {"failed"}),
    "answers 403": (set_to(status=403), {"failed"}),
    "empties": (lambda site: site.items.clear(), {"zero_items"}),
    "loses half its catalog": (lose_half_the_catalog, {"item_count"}),
    "quadruples": (double_and_more, {"item_count"}),
    "loses its news": (lose_the_news, {"post_count"}),
    "moves and redirects": (set_to(redirects_to="new-owner.example"), {"host"}),
    "moves quietly": (set_to(host="shop.maker.example"), {"host"}),
    "forbids robots": (set_to(robots_forbids=True), {"robots"}),
    "sends one error page as 200": (set_to(error_page="same"), {"same_page", "field_coverage"}),
    "sends error pages as 200 that name the address": (
        set_to(error_page="echo"),
        {"same_page", "field_coverage"},
    ),
    "hides prices": (set_to(hides=frozenset({"price"})), {"field_coverage"}),
    "certificate of another issuer": (set_to(issuer="Strange CA"), {"certificate"}),
    "certificate expires": (
        set_to(certificate_error="the certificate is not valid: certificate has expired"),
        {"certificate"},
    ),
    "run is cut short": (
        set_to(stops_after=9, finish_reason="time"),
        {"stopped_early"},
    ),
}


@pytest.mark.parametrize("what", INCIDENTS)
def test_each_incident_is_an_alarm_at_the_next_run_and_ends_when_all_is_well_again(
    db: Database, what: str
) -> None:
    befall, expected = INCIDENTS[what]
    site = Site(seed=7)
    for week in range(12):
        now = START + week * WEEK
        site.live(now)
        assert crawl_and_examine(db, site, profile(), now) == set()
    before = {name: value for name, value in vars(site).items() if name != "random"}
    before["items"], before["posts"] = dict(site.items), dict(site.posts)
    befall(site)
    assert crawl_and_examine(db, site, profile(), START + 12 * WEEK) == expected
    for entry in open_alarms(db):
        assert entry.alarm.seen
        assert entry.alarm.expected
        assert entry.alarm.next_step
        assert entry.alarm.since == (START + 11 * WEEK).isoformat()
    for name, value in before.items():
        setattr(site, name, value)
    assert crawl_and_examine(db, site, profile(), START + 13 * WEEK) == set()
    assert open_alarms(db) == []


def test_a_lasting_change_becomes_the_rule_within_five_runs(db: Database) -> None:
    site = Site(seed=7)
    for week in range(6):
        crawl_and_examine(db, site, profile(), START + week * WEEK)
    lose_half_the_catalog(site)
    alarms = [crawl_and_examine(db, site, profile(), START + (6 + week) * WEEK) for week in range(5)]
    assert alarms[0] == {"item_count"}
    assert alarms[-1] == set()


def test_silence_is_told_where_there_was_news_before_and_not_where_there_never_was(db: Database) -> None:
    site = Site(seed=7)
    now = START
    for week in range(30):
        now = START + week * WEEK
        site.live(now)
        assert crawl_and_examine(db, site, profile(), now) == set()
    first = None
    for week in range(60):
        now += WEEK
        if "nothing_new" in crawl_and_examine(db, site, profile(), now):
            first = week
            break
    assert first is not None
    assert first * 7 >= 160
    assert crawl_and_examine(db, site, profile(monitors={"nothing_new": False}), now + WEEK) == set()
    assert crawl_and_examine(db, site, profile(monitors={"nothing_new": "60d"}), now + 2 * WEEK) == {
        "nothing_new"
    }
    still = Site(seed=8)
    for week in range(80):
        assert crawl_and_examine(db, still, profile(name="still"), START + week * WEEK) == set()


def test_profile_assertions_and_allow_empty(db: Database) -> None:
    site = Site(seed=7)
    asserted = profile(assertions={"min_items": 1000, "min_posts": 2, "coverage": {"price": 90, "brand": 50}})
    assert crawl_and_examine(db, site, asserted, START) == {"assertions"}
    (entry,) = open_alarms(db)
    assert f"{len(site.items)} items" in entry.alarm.seen
    assert "0% of the items have brand" in entry.alarm.seen
    assert "price" not in entry.alarm.seen
    site.items.clear()
    assert crawl_and_examine(db, site, profile(allow_empty=True), START + WEEK) == set()
    assert crawl_and_examine(db, site, profile(), START + 2 * WEEK) == {"zero_items"}


def test_a_first_run_that_finds_nothing_is_an_alarm(db: Database) -> None:
    assert crawl_and_examine(db, Site(answers=False), profile(), START) == {"failed"}
    assert crawl_and_examine(db, Site(error_page="echo"), profile(name="other"), START) == {"same_page"}


def test_a_year_of_looks_tells_every_incident_at_the_next_run_and_nothing_else(tmp_path: Path) -> None:
    """A leap year of Mondays and Thursdays; every twenty days something befalls the site until the next run."""
    case = Case.create(tmp_path / "case", contact="desk@newsroom.example")
    (case.sites / "maker.yaml").write_text(
        f"start: [https://{HOST}/]\nproducts: [^/product/]\nposts: [^/news/]\nlistings: [^/$]\n"
        "every: 30 3 * * 1,4\ntimezone: Europe/Kyiv\njitter: 20m\n",
        encoding="utf-8",
    )
    clock = [datetime(2028, 1, 1, 12, tzinfo=UTC)]
    site = Site(seed=11)
    told: list[tuple[str, set[str]]] = []  # what had befallen the site, and the alarms of the run that met it
    runs: list[datetime] = []
    befallen = ""

    def crawl(name: str) -> int:
        runs.append(clock[0])
        if not befallen:
            site.live(clock[0])
        with closing(case.database()) as own:
            alarms = crawl_and_examine(own, site, profile(), clock[0])
        told.append((befallen, alarms))
        return ALARM if alarms else 0

    plan = dict(zip(range(30, 1000, 20), INCIDENTS, strict=False))
    healthy: dict[str, object] = {}
    late: set[datetime] = set()
    db = case.database()
    for look in range(366 * 2):
        clock[0] = datetime(2028, 1, 1, 12, tzinfo=UTC) + look * timedelta(hours=12)
        day, noon = divmod(look, 2)
        if noon == 0 and day in plan:
            healthy = {k: v for k, v in vars(site).items() if k != "random"}
            healthy |= {"items": dict(site.items), "posts": dict(site.posts)}
            befallen = plan[day]
            INCIDENTS[befallen][0](site)
        if 345 < day < 360:
            continue  # the machine is off
        outcomes = run_due(case, lambda: clock[0], crawl, at_once=1)
        assert exit_code(outcomes) == (ALARM if open_alarms(db) and outcomes else 0)
        late |= {clock[0] for entry in open_alarms(db) if entry.alarm.monitor == "overdue" and outcomes}
        if outcomes and befallen:
            befallen = ""
            for name, value in healthy.items():
                setattr(site, name, value)
    assert [what for what, _ in told if what] == list(INCIDENTS)
    for what, alarms in told:
        assert alarms == (INCIDENTS[what][1] if what else set()), what
    assert late == {datetime(2028, 12, 26, 12, tzinfo=UTC)}
    off = range(346, 360)
    wanted = {date(2028, 1, 1) + timedelta(days=n) for n in range(1, 366) if n - 1 not in off}
    wanted = {day for day in wanted if day.weekday() in (0, 3)}
    assert {run.date() for run in runs} == wanted | {date(2028, 1, 1), date(2028, 12, 26)}
    assert len(runs) == len(wanted) + 2
    assert open_alarms(db) == []

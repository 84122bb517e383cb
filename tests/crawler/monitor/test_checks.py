"""Each monitor by itself: where it speaks, where it is still, and what a profile may set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.case.database import open_database
from crawler.monitor.alarms import in_words, open_alarms, settle
from crawler.monitor.checks import Alarm, check_run
from crawler.monitor.overdue import check_overdue
from crawler.monitor.run_metrics import RunRecord, read_run
from crawler.profile.schedule import Due
from crawler.profile.thresholds import Expectation, Thresholds

NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
FULL = {"name": 1.0, "price": 0.9, "model": 0.5}


def run(days_ago: float = 0, **more: object) -> RunRecord:
    started = NOW - timedelta(days=days_ago)
    usual = RunRecord(
        run_id=f"r-{days_ago}",
        site="maker",
        started=started,
        finished=started + timedelta(minutes=10),
        finish_reason="finished",
        pages=60,
        items=40,
        posts=8,
        requests=100,
        addresses=100,
        statuses={"200": 100},
        coverage=FULL,
        host="maker.example",
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def history(count: int = 5, **more: object) -> list[RunRecord]:
    return [run(7 * (n + 1), **more) for n in range(count)]


def names(record: RunRecord, before: list[RunRecord], **monitors: object) -> set[str]:
    return {alarm.monitor for alarm in check_run(record, before, Thresholds.parse(monitors))}


def test_a_run_like_those_before_is_quiet() -> None:
    assert names(run(), history()) == set()
    assert names(run(), []) == set()


@pytest.mark.parametrize(
    ("items", "alarm"),
    [(40, False), (30, False), (28, False), (27, True), (1, True), (80, False), (81, True)],
)
def test_item_count_against_the_median_of_the_last_five(items: int, alarm: bool) -> None:
    assert ("item_count" in names(run(items=items), history())) is alarm


def test_a_catalog_of_a_handful_may_lose_two() -> None:
    assert names(run(items=3), history(items=5)) == set()
    assert names(run(items=1), history(items=5)) == {"item_count"}


def test_one_odd_run_among_five_does_not_move_the_measure() -> None:
    odd = [run(7, items=400), *history(4)]
    assert names(run(items=41), odd) == set()


def test_a_site_that_always_swings_may_swing() -> None:
    swinging = [run(7 * (n + 1), items=items) for n, items in enumerate([40, 22, 61, 30, 50])]
    assert names(run(items=20), swinging) == set()


def test_runs_that_failed_or_stopped_are_no_measure() -> None:
    bad = [run(7, pages=0, items=0, finish_reason="no_answer"), run(14, items=3, finish_reason="total_time")]
    assert names(run(), [*bad, *history(3)]) == set()


@pytest.mark.parametrize(("errors", "alarm"), [(0, False), (2, False), (20, False), (21, True)])
def test_error_share(errors: int, alarm: bool) -> None:
    record = run(errors=errors, statuses={"200": 100 - errors, "404": errors, "none": 0})
    assert ("error_share" in names(record, history())) is alarm


def test_errors_a_site_always_has_are_no_alarm() -> None:
    assert names(run(errors=30), history(errors=25)) == set()
    assert names(run(errors=60), history(errors=25)) == {"error_share"}


def test_field_coverage_names_the_fields() -> None:
    alarms = check_run(run(coverage={**FULL, "price": 0.1, "model": 0.1}), history())
    assert [alarm.monitor for alarm in alarms] == ["field_coverage", "field_coverage"]
    assert "10% of the items have price" in alarms[0].seen
    assert alarms[0].expected == "about 90%"
    assert names(run(coverage={**FULL, "price": 0.7}), history()) == set()


def test_a_few_items_without_a_field_are_chance() -> None:
    few = history(items=5, coverage={"price": 1.0})
    assert names(run(items=5, coverage={"price": 0.2}), few) == set()


def test_zero_items_is_normal_where_the_profile_says_so_or_only_news_was_ever_found() -> None:
    news_only = history(items=0, coverage={})
    assert names(run(items=0, coverage={}), news_only) == set()
    assert names(run(items=0, coverage={}), history()) == {"zero_items"}
    allowed = Expectation(allow_empty=True)
    assert [a.monitor for a in check_run(run(items=0, coverage={}), history(), expectation=allowed)] == []


def test_certificates_are_renewed_without_alarm_and_another_issuer_is_one() -> None:
    before = history(certificates={"maker.example": "Let's Encrypt"})
    assert names(run(certificates={"maker.example": "Let's Encrypt"}), before) == set()
    assert names(run(certificates={"new.example": "Other"}), before) == set()
    assert names(run(certificates={"maker.example": "Other"}), before) == {"certificate"}


def test_robots_that_forbid_a_part_of_the_site() -> None:
    assert names(run(robots_forbidden=2), history()) == set()
    assert names(run(robots_forbidden=30), history(robots_forbidden=25)) == set()
    assert names(run(robots_forbidden=30), history()) == {"robots"}


def test_an_alarm_says_that_the_profile_was_changed_since() -> None:
    before = history(settings_digest="a")
    (alarm,) = check_run(run(items=1, settings_digest="a"), before)
    assert "changed since" not in alarm.next_step
    (alarm,) = check_run(run(items=1, settings_digest="b"), before)
    assert alarm.next_step.endswith("profile or settings were changed since it was last right")


def test_every_monitor_can_be_switched_off() -> None:
    broken = run(
        items=0,
        posts=0,
        errors=90,
        same_page=50,
        host="other.example",
        coverage={},
        finish_reason="total_time",
        robots_forbidden=50,
        certificate_refused="maker.example: expired",
    )
    loud = names(broken, history())
    assert {
        "zero_items",
        "error_share",
        "same_page",
        "host",
        "stopped_early",
        "robots",
        "certificate",
    } <= loud
    assert names(broken, history(), **dict.fromkeys(loud, False)) == set()


@pytest.mark.parametrize(
    ("monitors", "word"),
    [
        ({"item_cuont": 0.2}, "item_cuont"),
        ({"item_count": 30}, "share"),
        ({"item_count": "a lot"}, "share"),
        ({"nothing_new": 60}, "60d"),
        ({"nothing_new": "soon"}, "soon"),
        ({"host": 3}, "true"),
    ],
)
def test_a_wrong_monitor_setting_says_what_is_wrong(monitors: dict[str, object], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        Thresholds.parse(monitors)


def test_limits_are_taken_as_given() -> None:
    limits = Thresholds.parse({"item_count": 0.1, "nothing_new": "60d", "host": False, "overdue": True})
    assert limits.item_count == 0.1
    assert limits.nothing_new == timedelta(days=60)
    assert limits.host is None
    assert limits.overdue is True


def test_overdue_after_half_a_period_at_most_two_days() -> None:
    due = Due("maker", NOW, NOW)
    week = timedelta(days=7)
    assert check_overdue("maker", due, week, NOW + timedelta(days=2), Thresholds()) is None
    alarm = check_overdue("maker", due, week, NOW + timedelta(days=2, minutes=1), Thresholds())
    assert alarm is not None
    assert "2026-06-01 03:00 UTC" in alarm.seen
    hourly = timedelta(hours=1)
    assert check_overdue("maker", due, hourly, NOW + timedelta(minutes=61), Thresholds()) is not None
    assert (
        check_overdue("maker", due, week, NOW + timedelta(days=9), Thresholds.parse({"overdue": False}))
        is None
    )


def test_an_alarm_stands_until_it_is_no_longer_seen_and_keeps_the_time_it_was_raised(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db")
    first = Alarm("maker", "item_count", "3 items", "about 40", "look", "2026-05-25T03:00:00+00:00")
    settle(db, "maker", [first], at=NOW, run_id=None, monitors=["item_count"])
    later = replace(first, seen="4 items", since="2026-06-01T03:00:00+00:00")
    (standing,) = settle(
        db, "maker", [later], at=NOW + timedelta(days=7), run_id=None, monitors=["item_count"]
    )
    assert standing.raised_at == NOW.isoformat()
    assert standing.alarm.since == first.since
    assert "4 items" in in_words(standing)
    settle(db, "maker", [], at=NOW, run_id=None, monitors=["overdue"])
    assert len(open_alarms(db)) == 1
    settle(db, "maker", [], at=NOW + timedelta(days=14), run_id=None, monitors=["item_count", "overdue"])
    assert open_alarms(db) == []
    events = [row[0] for row in db.execute("SELECT event FROM alarm_events ORDER BY event_id").fetchall()]
    assert events == ["raised", "standing", "cleared"]


@given(
    items=st.lists(st.integers(36, 44), min_size=3, max_size=8),
    errors=st.integers(0, 2),
    posts=st.lists(st.integers(7, 9), min_size=3, max_size=8),
)
@settings(max_examples=200, deadline=None)
def test_small_wobbles_never_are_an_alarm(items: list[int], errors: int, posts: list[int]) -> None:
    before = [
        run(7 * (n + 1), items=count, posts=said)
        for n, (count, said) in enumerate(zip(items[1:], posts[1:], strict=False))
    ]
    assert names(run(items=items[0], posts=posts[0], errors=errors), before) == set()


def test_pages_that_a_browser_makes_of_one_shell_are_told_apart_by_what_they_show(tmp_path: Path) -> None:
    db = open_database(tmp_path / "box31.db")
    db.execute("INSERT INTO runs (run_id, site, started) VALUES ('r', 'maker', '2026-06-01T03:00:00Z')")
    for number in range(10):
        url = f"https://maker.example/{number}"
        for kind, address, payload in (
            ("page", url, "shell"),
            ("rendered", f"urn:dom:{url}", f"dom{number}"),
        ):
            db.execute(
                "INSERT INTO captures (capture_id, run_id, site, url, captured_at, kind, status, payload_sha256,"
                " warc_file, warc_offset, warc_length) VALUES (?, 'r', 'maker', ?, '2026-06-01T03:00:00Z', ?, 200, ?,"
                " 'a', 0, 0)",
                [f"{number}{kind}", address, kind, payload],
            )
    record = read_run(db, "r")
    assert (record.pages, record.requests, record.same_page) == (10, 10, 1)

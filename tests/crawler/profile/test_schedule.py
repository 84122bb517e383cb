"""When a site is due: every time the profile asks for comes once, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.profile.schedule import Schedule, next_due, parse_duration

ZONES = ["UTC", "Europe/Kyiv", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Pacific/Apia"]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def simulate(
    schedule: Schedule, start: datetime, end: datetime, every: timedelta = timedelta(hours=1)
) -> list[datetime]:
    """The starts of all crawls where `crawl --due` looks each `every`, from a first crawl at `start`."""
    starts = [start]
    last_slot: datetime | None = None
    now = start
    while (now := now + every) < end:
        due = next_due(schedule, now, starts[-1], last_slot)
        if due.is_due(now):
            starts.append(now + timedelta(seconds=5))
            last_slot = due.slot
    return starts


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "expression", ["30 2 * * *", "0 3 * * *", "*/30 2 * * *", "0 */2 * * *", "15 1,13 * * *"]
)
def test_every_local_time_of_a_cron_expression_comes_once_through_both_clock_changes(
    zone: str, expression: str
) -> None:
    schedule = Schedule.parse("s", expression, timezone=zone)
    per_day = {"30 2": 1, "0 3": 1, "*/30 2": 2, "0 */2": 12, "15 1,13": 2}[expression.rsplit(" ", 3)[0]]
    slots = []
    for slot in schedule.slots_after(utc(2028, 1, 1, 12)):
        if slot >= utc(2029, 1, 1, 12):
            break
        slots.append(slot)
    assert slots == sorted(set(slots))
    # Two named times that a clock change skips may fall on one moment after it: never more, never a lost day.
    assert 366 * per_day - 2 <= len(slots) <= 366 * per_day
    days = {slot.astimezone(ZoneInfo(zone)).date() for slot in slots}
    assert days >= {date(2028, 1, 2) + timedelta(days=n) for n in range(364)}


def test_each_hour_means_each_hour_that_passes_also_on_the_long_and_the_short_day() -> None:
    schedule = Schedule.parse("s", "0 * * * *", timezone="Europe/Kyiv")
    slots = schedule.slots_after(utc(2026, 3, 28, 12))
    hours = [next(slots) for _ in range(24 * 300)]
    assert {b - a for a, b in pairwise(hours)} == {timedelta(hours=1)}


def test_a_look_in_the_second_of_the_two_hours_after_clocks_went_back_does_not_crawl_again() -> None:
    # Kyiv, 25 October 2026: 03:59 summer time is followed by 03:00 winter time, at 01:00 UTC.
    schedule = Schedule.parse("s", "30 3 * * *", timezone="Europe/Kyiv")
    started = utc(2026, 10, 25, 0, 30, 4)
    for minute in range(0, 23 * 60, 5):
        now = started + timedelta(minutes=minute)
        assert not next_due(schedule, now, started, utc(2026, 10, 25, 0, 30)).is_due(now)
    assert next_due(schedule, started, started, None).slot == utc(2026, 10, 26, 1, 30)


def test_a_time_the_clocks_skip_is_crawled_after_the_gap() -> None:
    # Kyiv, 29 March 2026: 03:00 does not exist; it is 04:00 summer time at 01:00 UTC.
    schedule = Schedule.parse("s", "30 3 * * *", timezone="Europe/Kyiv")
    due = next_due(schedule, utc(2026, 3, 28, 12), utc(2026, 3, 28, 2), None)
    assert due.slot == utc(2026, 3, 29, 1, 0)


def test_the_leap_day_is_a_day_and_a_monthly_last_day_finds_it() -> None:
    daily = Schedule.parse("s", "0 6 * * *")
    assert next_due(daily, utc(2028, 2, 29), utc(2028, 2, 28, 6, 1), None).slot == utc(2028, 2, 29, 6)
    last = Schedule.parse("s", "0 6 L * *")
    assert next_due(last, utc(2028, 2, 20), utc(2028, 1, 31, 7), None).slot == utc(2028, 2, 29, 6)
    on_it = Schedule.parse("s", "0 0 29 2 *")
    assert next_due(on_it, utc(2026, 1, 1), utc(2026, 1, 1), None).slot == utc(2028, 2, 29)
    weekly = Schedule.parse("s", "7d")
    assert next_due(weekly, utc(2028, 2, 27), utc(2028, 2, 26, 6), None).slot == utc(2028, 3, 4, 6)


def test_missed_times_are_made_up_for_once() -> None:
    schedule = Schedule.parse("s", "0 3 * * *")
    now = utc(2026, 6, 20, 9)
    due = next_due(schedule, now, utc(2026, 6, 1, 3), utc(2026, 6, 1, 3))
    assert due.is_due(now)
    assert due.slot == utc(2026, 6, 2, 3)
    after = next_due(schedule, now, now, due.slot)
    assert not after.is_due(now)
    assert after.slot == utc(2026, 6, 21, 3)


@pytest.mark.parametrize("every", ["0 3 * * *", "1d", "6h"])
def test_a_clock_set_back_an_hour_after_a_crawl_neither_doubles_nor_loses_one(every: str) -> None:
    schedule = Schedule.parse("s", every, timezone="Europe/Kyiv")
    period = schedule.period(utc(2026, 6, 1))
    started = utc(2026, 6, 10, 0, 0, 3)
    slot = utc(2026, 6, 10)
    before = next_due(schedule, started, started, slot)
    now = started - timedelta(minutes=59)
    while now < before.at:
        due = next_due(schedule, now, started, slot)
        assert not due.is_due(now)
        assert due == before
        now += timedelta(minutes=5)
    assert before.slot - slot == period
    assert next_due(schedule, before.at, started, slot).is_due(before.at)


def test_a_start_in_the_far_future_does_not_stop_a_site_for_good() -> None:
    schedule = Schedule.parse("s", "7d")
    now = utc(2026, 6, 1)
    assert next_due(schedule, now, utc(2036, 6, 1), None).is_due(now)


@pytest.mark.parametrize("looks", [timedelta(minutes=7), timedelta(hours=1), timedelta(minutes=1, seconds=1)])
def test_lateness_of_each_look_does_not_add_up(looks: timedelta) -> None:
    starts = simulate(
        Schedule.parse("s", "1d", timezone="Asia/Shanghai"), utc(2026, 1, 1, 3), utc(2026, 4, 1), looks
    )
    assert len(starts) == 90
    drift = [s - (starts[0] + timedelta(days=n)) for n, s in enumerate(starts)]
    assert max(drift) <= looks + timedelta(seconds=5)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("every", ["1d", "0 4 * * *"])
def test_a_year_of_looks_crawls_once_each_local_day(zone: str, every: str) -> None:
    schedule = Schedule.parse("s", every, timezone=zone, jitter="1h")
    local = ZoneInfo(zone)
    begin = datetime(2028, 1, 1, 4, tzinfo=local).astimezone(UTC)
    starts = simulate(schedule, begin, begin + timedelta(days=365, hours=12))
    days = [s.astimezone(local).date() for s in starts]
    assert len(days) == len(set(days)) == 366


def test_a_crawl_by_hand_begins_a_new_rhythm() -> None:
    schedule = Schedule.parse("s", "7d")
    by_hand = utc(2026, 6, 5, 17)
    assert next_due(schedule, utc(2026, 6, 6), by_hand, utc(2026, 6, 1, 3)).slot == utc(2026, 6, 12, 17)


def test_quiet_hours_move_a_crawl_to_their_end() -> None:
    schedule = Schedule.parse("s", "0 10 * * *", timezone="Asia/Shanghai", quiet_hours="08:00-18:00")
    due = next_due(schedule, utc(2026, 6, 1), utc(2026, 6, 1), None)
    assert due.at == utc(2026, 6, 1, 10)  # 18:00 in Shanghai
    night = Schedule.parse("s", "0 23 * * *", quiet_hours="22:00-06:00")
    assert next_due(night, utc(2026, 6, 1), utc(2026, 6, 1), None).at == utc(2026, 6, 2, 6)
    first = next_due(night, utc(2026, 6, 1, 23), None, None)
    assert (first.never_crawled, first.at) == (True, utc(2026, 6, 2, 6))


@given(
    moment=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(ZONES),
    quiet=st.sampled_from(["08:00-18:00", "22:00-06:00", "00:00-23:59", "02:15-02:45", "23:30-00:00"]),
    jitter=st.sampled_from(["", "45m"]),
)
@settings(max_examples=200, deadline=None)
def test_no_crawl_starts_in_quiet_hours_and_none_waits_longer_than_a_day(
    moment: datetime, zone: str, quiet: str, jitter: str
) -> None:
    schedule = Schedule.parse("s", "1d", timezone=zone, quiet_hours=quiet, jitter=jitter)
    at = schedule.start_time(moment)
    assert moment <= at <= moment + timedelta(hours=26)
    assert schedule.quiet is not None
    start, end = schedule.quiet
    clock = at.astimezone(ZoneInfo(zone)).time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    assert not inside


def test_a_crawl_that_was_killed_is_taken_up_outside_quiet_hours() -> None:
    schedule = Schedule.parse("s", "7d", quiet_hours="08:00-18:00")
    assert schedule.outside_quiet_hours(utc(2026, 6, 1, 9)) == utc(2026, 6, 1, 18)
    assert schedule.outside_quiet_hours(utc(2026, 6, 1, 7)) == utc(2026, 6, 1, 7)


def test_jitter_depends_on_site_and_slot_alone_and_spreads_sites() -> None:
    slot = utc(2026, 6, 1, 3)
    schedules = [Schedule.parse(f"site{n}", "0 3 * * *", jitter="1h") for n in range(100)]
    times = [s.start_time(slot) for s in schedules]
    assert times == [s.start_time(slot) for s in schedules]
    assert all(slot <= t <= slot + timedelta(hours=1) for t in times)
    assert len(set(times)) > 90
    assert schedules[0].start_time(slot) - slot != schedules[0].start_time(
        slot + timedelta(days=1)
    ) - slot - timedelta(days=1)


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"every": "weekly"}, "duration"),
        ({"every": "1m"}, "between"),
        ({"every": "9999d"}, "between"),
        ({"every": "0 3 * *"}, "five fields"),
        ({"every": "0 3 * * 9"}, "day-of-week"),
        ({"every": "0 3 31 2 *"}, "day-of-month"),
        ({"every": "61 3 * * *"}, "minute"),
        ({"every": "@reboot"}, "five fields"),
        ({"every": "7d", "timezone": "Mars/Olympus"}, "time zone"),
        ({"every": "7d", "timezone": "../../etc/passwd"}, "time zone"),
        ({"every": "7d", "timezone": ""}, "time zone"),
        ({"every": "7d", "quiet_hours": "8-18"}, "08:00-18:00"),
        ({"every": "7d", "quiet_hours": "08:00-08:00"}, "equal"),
        ({"every": "7d", "jitter": "soon"}, "duration"),
        ({"every": "0 3 * * *", "jitter": "1d"}, "shorter"),
    ],
)
def test_a_wrong_schedule_says_what_is_wrong(wrong: dict[str, str], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        Schedule.parse("s", **wrong)


def test_durations() -> None:
    assert parse_duration("90m") == timedelta(minutes=90)
    assert parse_duration("2w") == timedelta(days=14)


CRON_LIKE = st.lists(
    st.text(alphabet="0123456789*/,-#LW? MONjan", min_size=1, max_size=6), min_size=1, max_size=6
).map(" ".join)


@given(every=CRON_LIKE | st.text(max_size=12), jitter=st.sampled_from(["", "1h", "7d"]))
@settings(max_examples=400, deadline=None)
def test_any_text_is_a_schedule_with_a_next_slot_or_a_clear_refusal(every: str, jitter: str) -> None:
    try:
        schedule = Schedule.parse("s", every, timezone="Europe/Kyiv", jitter=jitter)
    except ValueError:
        return
    now = utc(2026, 6, 1, 12)
    slots = schedule.slots_after(now)
    first, second = next(slots), next(slots)
    assert now < first < second

"""When a template is due: zones that change their clocks, ends of months, leap days, gaps after downtime."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mission_control.templates import rules
from mission_control.templates.models import CatchUp
from mission_control.templates.rules import Schedule

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"]
LINES = [
    "* * * * *",
    "*/15 * * * *",
    "30 2 * * *",
    "0 */2 * * *",
    "0 9 * * 1-5",
    "0 0 31 * *",
    "0 0 L * *",
    "5 1 29 2 *",
]
schedules = st.builds(Schedule, st.sampled_from(LINES), st.sampled_from(ZONES))
moments = st.integers(0, 40 * 366 * 86400).map(lambda second: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(0, second))
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def local(zone: str, schedule: str, after: str, count: int = 3) -> list[str]:
    start = datetime.fromisoformat(after).replace(tzinfo=ZoneInfo(zone))
    times = rules.upcoming(Schedule(schedule, zone), start, count)
    return [f"{time.astimezone(ZoneInfo(zone)):%m-%d %H:%M %Z}" for time in times]


def test_a_time_that_the_clocks_leave_out_comes_right_after_the_gap():
    assert local("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00", 2) == ["03-29 03:00 CEST", "03-30 02:30 CEST"]


def test_a_time_that_comes_twice_runs_once():
    assert local("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00", 2) == ["10-25 02:30 CEST", "10-26 02:30 CET"]


def test_every_half_hour_goes_on_through_both_of_two_equal_hours():
    assert local("Europe/Berlin", "*/30 * * * *", "2026-10-25T01:59", 4) == [
        "10-25 02:00 CEST",
        "10-25 02:30 CEST",
        "10-25 02:00 CET",
        "10-25 02:30 CET",
    ]


def test_nine_in_the_morning_stays_nine_in_the_morning():
    assert local("America/New_York", "0 9 * * *", "2026-03-07T12:00", 2) == ["03-08 09:00 EDT", "03-09 09:00 EDT"]


def test_months_without_the_day_are_passed_over_and_the_last_day_is_in_each():
    assert local("UTC", "0 0 31 * *", "2026-01-31T12:00", 2) == ["03-31 00:00 UTC", "05-31 00:00 UTC"]
    assert local("UTC", "0 0 L * *", "2026-01-31T12:00", 2) == ["02-28 00:00 UTC", "03-31 00:00 UTC"]


def test_a_leap_day_comes_in_leap_years():
    leap = Schedule("0 0 29 2 *", "UTC")
    assert [time.year for time in rules.upcoming(leap, NOW, 2)] == [2028, 2032]


@given(schedules, moments)
def test_times_grow_and_are_after_what_was_asked_for(schedule: Schedule, after: datetime):
    times = rules.upcoming(schedule, after, 4)
    assert len(times) == 4
    assert all(earlier < later for earlier, later in zip([after, *times], times, strict=False))


@settings(deadline=None)  # A busy machine is slow, and that is not what this is about.
@given(schedules, moments, st.integers(1, 90))
def test_the_latest_times_are_the_end_of_all_times(schedule: Schedule, start: datetime, days: int):
    first = rules.next_after(schedule, start)
    assert first is not None
    now = first + timedelta(days=days % 3, hours=days)
    every = [first]
    for time in rules.times_after(schedule, first):
        if time > now:
            break
        every.append(time)
    assert rules.latest(schedule, first, now, 5) == every[-5:]


@pytest.mark.parametrize(
    ("policy", "late", "runs", "left_out"),
    [
        (CatchUp.SKIP, timedelta(seconds=20), 1, False),
        (CatchUp.SKIP, timedelta(hours=5, minutes=10), 0, True),
        (CatchUp.ONE, timedelta(hours=5), 1, False),
        (CatchUp.ALL, timedelta(hours=5), 6, False),
        (CatchUp.ALL, timedelta(days=400), 24, True),
    ],
)
def test_after_a_gap_the_policy_decides(policy: CatchUp, late: timedelta, runs: int, left_out: bool):
    due = rules.due_runs(Schedule("30 * * * *", "UTC"), policy, NOW.replace(minute=30), NOW.replace(minute=30) + late)
    assert len(due.runs) == runs
    assert bool(due.reason) is left_out
    assert list(due.runs) == sorted(due.runs)


@pytest.mark.parametrize(
    ("cron", "zone", "code"),
    [
        ("0 9 * *", "UTC", "bad_cron"),
        ("* * * * * *", "UTC", "bad_cron"),
        ("61 9 * * *", "UTC", "bad_cron"),
        ("*/0 * * * *", "UTC", "bad_cron"),
        ("²L", "UTC", "bad_cron"),
        ("0 9 * * ²L", "UTC", "bad_cron"),
        ("0 0 30 2 *", "UTC", "bad_cron"),
        ("0 0 */31 2 MON#5", "UTC", "cron_never_fires"),
        ("0 9 * * *", "Mars/Olympus", "unknown_time_zone"),
        ("0 9 * * *", "../etc/passwd", "unknown_time_zone"),
        ("0 9 * * *", "", "unknown_time_zone"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused(cron: str, zone: str, code: str):
    flaw = rules.flaw_of(Schedule(cron, zone), NOW)
    assert flaw is not None
    assert flaw.code == code


@given(st.text(alphabet="0123456789*/,-LW#MON ²", max_size=30))
def test_no_line_breaks_the_reader(cron: str):
    schedule = Schedule(cron, "Europe/Berlin")
    if rules.flaw_of(schedule, NOW) is None:
        assert rules.in_words(schedule)


def test_titles_are_filled_in_with_the_wall_time_of_the_zone():
    due = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert rules.rendered("{date} {time} #{number} {", due, "Europe/Berlin", 7) == "2027-01-01 00:30 #7 {"
    assert rules.unknown_placeholders("{date} {who} {}") == ["who", ""]

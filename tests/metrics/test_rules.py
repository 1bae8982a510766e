"""Buckets of time, and the past reckoned from the present."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission_control.metrics import rules
from mission_control.metrics.rules import Bucket, RangeKey, WindowName

NOON = datetime(2026, 3, 18, 12, 30, tzinfo=UTC)
STATUSES = ["inbox", "in_progress", "review", "done"]
moments = st.timedeltas(timedelta(), timedelta(days=5_000)).map(lambda later: NOON + later)
Task = list[tuple[int, str]]
"""Where a task went, by segment."""


@pytest.mark.parametrize(
    ("key", "bucket", "count", "first"),
    [
        ("24h", "hour", 25, datetime(2026, 3, 17, 12, tzinfo=UTC)),
        ("3d", "day", 4, datetime(2026, 3, 15, tzinfo=UTC)),
        ("7d", "day", 8, datetime(2026, 3, 11, tzinfo=UTC)),
        ("14d", "day", 15, datetime(2026, 3, 4, tzinfo=UTC)),
        ("1m", "day", 31, datetime(2026, 2, 16, tzinfo=UTC)),
        ("3m", "week", 14, datetime(2025, 12, 15, tzinfo=UTC)),
        ("6m", "week", 27, datetime(2025, 9, 15, tzinfo=UTC)),
        ("1y", "month", 13, datetime(2025, 3, 1, tzinfo=UTC)),
    ],
)
def test_w52_a_range_is_cut_into_buckets(key: str, bucket: str, count: int, first: datetime) -> None:
    timeline = rules.timeline(RangeKey(key), NOON)
    segments = [segment for _, segment in timeline.of(WindowName.PRIMARY)]
    assert (timeline.bucket, len(segments), segments[0].period) == (bucket, count, first)
    assert segments[-1].period <= NOON == segments[-1].end


@given(st.sampled_from(RangeKey), moments)
def test_segments_follow_one_another_without_gaps_from_one_window_into_the_next(key: RangeKey, now: datetime) -> None:
    timeline = rules.timeline(key, now)
    ends = [segment.end for segment in timeline.segments]
    assert ends == sorted(ends)
    assert ends[-1] == now
    comparison = [segment for _, segment in timeline.of(WindowName.COMPARISON)]
    assert comparison[-1].end == timeline.start == now - (timeline.start - timeline.compared_from)
    for window in WindowName:
        periods = [segment.period for _, segment in timeline.of(window)]
        assert all(rules.next_bucket(timeline.bucket, a) == b for a, b in pairwise(periods))
        assert all(rules.bucket_start(timeline.bucket, period) == period for period in periods)


def test_weeks_begin_on_monday() -> None:
    for days in range(7):
        monday = rules.bucket_start(Bucket.WEEK, datetime(2026, 3, 16, 23, tzinfo=UTC) + timedelta(days=days))
        assert monday == datetime(2026, 3, 16, tzinfo=UTC)


paths = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(STATUSES)), min_size=1, max_size=6).map(
        lambda steps: sorted(steps, key=lambda step: step[0])
    ),
    max_size=12,
)


@given(paths)
def test_the_past_is_what_is_there_now_with_the_moves_since_undone(tasks: list[Task]) -> None:
    """Segment 0 was before the range, 1 to 5 are in it (as 0 to 4), and what is in 6 came after it."""
    moves: list[rules.Move] = []
    for steps in tasks:
        befores = [None, *(status for _, status in steps)]
        moves += [
            (segment - 1, before, status, 1)
            for (segment, status), before in zip(steps, befores, strict=False)
            if segment > 0
        ]
    now = count_at(tasks, 6)
    walked = rules.walk_back(now, moves, 5)
    for segment, counts in enumerate(walked):
        expected = count_at(tasks, segment + 1)
        assert {status: counts.get(status, 0) for status in STATUSES} == expected


def count_at(tasks: list[Task], segment: int) -> dict[str, int]:
    """By replaying every task from its making."""
    places = [[status for at, status in steps if at <= segment] for steps in tasks]
    last = [place[-1] for place in places if place]
    return {status: last.count(status) for status in STATUSES}

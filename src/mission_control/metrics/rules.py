"""Ranges of time, the buckets they fall into, and what was under way at the end of each. All times are UTC."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class RangeKey(StrEnum):
    DAY = "24h"
    DAYS_3 = "3d"
    DAYS_7 = "7d"
    DAYS_14 = "14d"
    MONTH = "1m"
    MONTHS_3 = "3m"
    MONTHS_6 = "6m"
    YEAR = "1y"


class Bucket(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class WindowName(StrEnum):
    """The range that was asked for, and the one of the same length just before it."""

    COMPARISON = "comparison"
    PRIMARY = "primary"


RANGES: dict[RangeKey, tuple[timedelta, Bucket]] = {
    RangeKey.DAY: (timedelta(hours=24), Bucket.HOUR),
    RangeKey.DAYS_3: (timedelta(days=3), Bucket.DAY),
    RangeKey.DAYS_7: (timedelta(days=7), Bucket.DAY),
    RangeKey.DAYS_14: (timedelta(days=14), Bucket.DAY),
    RangeKey.MONTH: (timedelta(days=30), Bucket.DAY),
    RangeKey.MONTHS_3: (timedelta(days=90), Bucket.WEEK),
    RangeKey.MONTHS_6: (timedelta(days=180), Bucket.WEEK),
    RangeKey.YEAR: (timedelta(days=365), Bucket.MONTH),
}

Move = tuple[int, str | None, str, int]
"""(segment, status before, status after, how many moved so)."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a bucket that lies in a window; the bucket in which the windows meet has a part in both."""

    window: WindowName
    period: datetime
    """Start of the bucket."""
    end: datetime


@dataclass(frozen=True, slots=True)
class Timeline:
    """A range that ends now, with the one before it, cut into segments without gaps."""

    range_key: RangeKey
    bucket: Bucket
    compared_from: datetime
    start: datetime
    end: datetime
    segments: tuple[Segment, ...]

    def of(self, window: WindowName) -> Iterable[tuple[int, Segment]]:
        """The segments of a window, with their numbers."""
        return ((number, segment) for number, segment in enumerate(self.segments) if segment.window is window)


def timeline(range_key: RangeKey, now: datetime) -> Timeline:
    length, bucket = RANGES[range_key]
    start = now - length
    compared_from = start - length
    segments = (
        *_segments(WindowName.COMPARISON, bucket, compared_from, start),
        *_segments(WindowName.PRIMARY, bucket, start, now),
    )
    return Timeline(range_key, bucket, compared_from, start, now, segments)


def bucket_start(bucket: Bucket, moment: datetime) -> datetime:
    hour = moment.replace(minute=0, second=0, microsecond=0)
    if bucket is Bucket.HOUR:
        return hour
    day = hour.replace(hour=0)
    if bucket is Bucket.DAY:
        return day
    return day - timedelta(days=day.weekday()) if bucket is Bucket.WEEK else day.replace(day=1)


def next_bucket(bucket: Bucket, start: datetime) -> datetime:
    if bucket is Bucket.MONTH:
        return (start + timedelta(days=31)).replace(day=1)
    length = {Bucket.HOUR: timedelta(hours=1), Bucket.DAY: timedelta(days=1), Bucket.WEEK: timedelta(weeks=1)}
    return start + length[bucket]


def walk_back(now: Mapping[str, int], moves: Iterable[Move], segments: int) -> list[dict[str, int]]:
    """How many tasks were in each status at the end of each segment.

    Known is how many there are now: undoing the moves, from the last segment to the first, tells the rest. Moves in a
    segment beyond the last came after the end of the range.
    """
    by_segment: dict[int, list[Move]] = {}
    for move in moves:
        by_segment.setdefault(move[0], []).append(move)
    counts = dict(now)
    found: list[dict[str, int]] = []
    for segment in range(segments - 1, -1, -1):
        for _, before, after, count in by_segment.get(segment + 1, []):
            counts[after] = counts.get(after, 0) - count
            if before is not None:
                counts[before] = counts.get(before, 0) + count
        found.append(dict(counts))
    return found[::-1]


def share(part: int, whole: int) -> float:
    """In percent; nothing of nothing is nothing."""
    return 100.0 * part / whole if whole else 0.0


def values_of(timeline: Timeline, window: WindowName, values: Mapping[int, float]) -> Sequence[tuple[datetime, float]]:
    """One value for each bucket of a window, zero where there is none."""
    return [(segment.period, values.get(number, 0.0)) for number, segment in timeline.of(window)]


def _segments(window: WindowName, bucket: Bucket, start: datetime, end: datetime) -> Iterable[Segment]:
    period = bucket_start(bucket, start)
    while period <= end:
        following = next_bucket(bucket, period)
        yield Segment(window, period, min(following, end))
        period = following

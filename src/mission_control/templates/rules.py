"""When a template is due, and what its tasks are called. Pure: the present is handed in.

Cron lines are read as Debian's cron reads them, in the wall time of their zone. A time of day that the clocks leave out
runs at the first minute after the gap; one that comes twice runs once. Lines that begin with a star in the minutes or
hours go on by elapsed time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

from mission_control.templates.models import CatchUp

PLACEHOLDERS = ("date", "time", "number")
MAX_CATCH_UP = 24
"""How many missed runs are made up for at once."""
GRACE = timedelta(minutes=2)
"""A run that begins later than this was missed."""
CRON_FIELDS = 5

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_LOOK_BACK = (timedelta(hours=2), timedelta(days=2), timedelta(days=62), timedelta(days=366 * 9))


@dataclass(frozen=True, slots=True)
class Schedule:
    cron: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a schedule cannot be kept."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done at one look: the runs, oldest first, and what was left out."""

    runs: tuple[datetime, ...]
    left_out: datetime | None = None
    reason: str | None = None


@lru_cache(maxsize=1)
def known_time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def flaw_of(schedule: Schedule, now: datetime) -> Flaw | None:
    """The first reason that forbids this schedule, or None."""
    if schedule.time_zone not in known_time_zones():
        return Flaw("unknown_time_zone", "time_zone: write the name of a zone such as Europe/Berlin or UTC")
    if len(schedule.cron.split()) != CRON_FIELDS:
        return Flaw("bad_cron", "cron: write five fields: minute, hour, day of month, month, day of week")
    try:
        CronSim(schedule.cron, now)
    except CronSimError as error:
        return Flaw("bad_cron", f"cron: {str(error).lower()}; for example 0 9 * * 1-5 is 09:00 on weekdays")
    if next_after(schedule, now) is None:
        return Flaw("cron_never_fires", "cron: no day in the next fifty years matches it")
    return None


def in_words(schedule: Schedule) -> str:
    """For example: At 09:00 on Monday through Friday."""
    return CronSim(schedule.cron, _ANY_TIME).explain()


def times_after(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """All times from then on, in UTC, each later than the one before."""
    last = after
    for moment in CronSim(schedule.cron, after.astimezone(ZoneInfo(schedule.time_zone))):
        # In the second of two equal hours the library also offers times of the first.
        if (due := moment.astimezone(UTC)) > last:
            last = due
            yield due


def next_after(schedule: Schedule, after: datetime) -> datetime | None:
    return next(times_after(schedule, after), None)


def upcoming(schedule: Schedule, after: datetime, count: int) -> list[datetime]:
    return [due for _, due in zip(range(count), times_after(schedule, after), strict=False)]


def latest(schedule: Schedule, first: datetime, now: datetime, most: int) -> list[datetime]:
    """The newest times between `first`, itself one, and now, oldest first; a year of minutes is not walked through."""
    found: list[datetime] = []
    for span in _LOOK_BACK:
        start = max(first, now - span) - timedelta(microseconds=1)
        found = []
        for due in times_after(schedule, start):
            if due > now:
                break
            found.append(due)
        if len(found) >= most or now - span <= first:
            break
    # What is due was promised: a zone whose rules have changed since does not take it back.
    return found[-most:] or [first]


def due_runs(schedule: Schedule, catch_up: CatchUp, first: datetime, now: datetime) -> Due:
    """What to run of everything that was due from `first` until now."""
    if catch_up is CatchUp.ALL:
        runs = latest(schedule, first, now, MAX_CATCH_UP + 1)
        if len(runs) <= MAX_CATCH_UP:
            return Due(tuple(runs))
        return Due(tuple(runs[1:]), runs[0], f"Runs before the last {MAX_CATCH_UP} missed ones were left out")
    newest = latest(schedule, first, now, 1)[-1]
    if catch_up is CatchUp.ONE or now - newest <= GRACE:
        return Due((newest,))
    return Due((), newest, "No server was running at that time, and missed runs are not made up for")


def unknown_placeholders(title: str) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(title) if name not in PLACEHOLDERS]


def rendered(title: str, due: datetime, time_zone: str | None, number: int) -> str:
    """The title with its placeholders filled in; dates and times are those of the schedule's zone."""
    local = due.astimezone(ZoneInfo(time_zone or "UTC"))
    values = {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "number": str(number)}
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), title)

"""How work flows: put together from what the database has counted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.metrics import fleet, queries, rules
from mission_control.metrics.queries import Measured, Scope
from mission_control.metrics.rules import RangeKey, Timeline, WindowName
from mission_control.metrics.schemas import (
    DashboardKpis,
    DashboardMetrics,
    DashboardPendingApproval,
    DashboardPendingApprovals,
    DashboardRangeSeries,
    DashboardSeriesPoint,
    DashboardSeriesSet,
    DashboardWipPoint,
    DashboardWipRangeSeries,
    DashboardWipSeriesSet,
    FlowMeasure,
    FlowMetrics,
    FlowPoint,
    FlowWindow,
    FlowWip,
)
from mission_control.tasks.api import TaskStatus

HOUR = 3600.0
MOST_APPROVALS = 10


def scope_of(
    uow: UnitOfWork,
    principal: UserPrincipal,
    board_id: UUID | None,
    group_id: UUID | None,
    agent_id: UUID | None = None,
    tag_id: UUID | None = None,
) -> Scope:
    """Raises Forbidden for a board that is not shared with the principal, unless none is: that one sees zeros."""
    if board_id and (principal.reads_all_boards or principal.grants):
        boards.get(uow.db, principal, board_id)
    return Scope(principal, board_id, group_id, agent_id, tag_id)


def dashboard(uow: UnitOfWork, scope: Scope, range_key: RangeKey) -> DashboardMetrics:
    timeline = rules.timeline(range_key, uow.now)
    points = _Points(queries.points(uow.db, scope, timeline))
    summaries = _summaries(uow, scope, timeline)
    median = summaries.get((Measured.CYCLE, WindowName.PRIMARY), (0, None, None, None, None))[2]
    standing, wip = _wip(uow, scope, timeline)
    told = {row[0]: (row[1], row[2]) for row in queries.events(uow.db, scope, timeline)}
    recent = [told.get(number, (0, 0)) for number, _ in timeline.of(WindowName.PRIMARY)]
    return DashboardMetrics(
        range=range_key,
        generated_at=uow.now,
        kpis=DashboardKpis(
            active_agents=queries.count_active_agents(uow.db, scope, timeline.start),
            tasks_in_progress=standing.get(TaskStatus.IN_PROGRESS, 0),
            inbox_tasks=standing.get(TaskStatus.INBOX, 0),
            in_progress_tasks=standing.get(TaskStatus.IN_PROGRESS, 0),
            review_tasks=standing.get(TaskStatus.REVIEW, 0),
            done_tasks=standing.get(TaskStatus.DONE, 0),
            error_rate_pct=rules.share(sum(failed for _, failed in recent), sum(all_ for all_, _ in recent)),
            median_cycle_time_hours_7d=_hours(median),
        ),
        throughput=_series(timeline, points.counts(Measured.LEAD)),
        cycle_time=_series(timeline, points.mean_hours(Measured.CYCLE)),
        error_rate=_series(timeline, {number: rules.share(failed, all_) for number, (all_, failed) in told.items()}),
        wip=wip,
        pending_approvals=_pending_approvals(uow, scope),
    )


def flow(uow: UnitOfWork, scope: Scope, range_key: RangeKey) -> FlowMetrics:
    timeline = rules.timeline(range_key, uow.now)
    points = _Points(queries.points(uow.db, scope, timeline))
    summaries = _summaries(uow, scope, timeline)
    standing = queries.count_by_status(uow.db, scope)

    def measure(what: Measured) -> FlowMeasure:
        def window(name: WindowName) -> FlowWindow:
            return _flow_window(timeline, name, points.of(what), summaries.get((what, name)))

        return FlowMeasure(primary=window(WindowName.PRIMARY), comparison=window(WindowName.COMPARISON))

    return FlowMetrics(
        range=range_key,
        bucket=timeline.bucket,
        generated_at=uow.now,
        lead_time=measure(Measured.LEAD),
        cycle_time=measure(Measured.CYCLE),
        review_time=measure(Measured.REVIEW),
        decision_time=measure(Measured.DECISION),
        decisions_waiting=fleet.waiting(uow, scope),
        throughput=_series(timeline, points.counts(Measured.LEAD)),
        wip=FlowWip(
            inbox=standing.get(TaskStatus.INBOX, 0),
            in_progress=standing.get(TaskStatus.IN_PROGRESS, 0),
            review=standing.get(TaskStatus.REVIEW, 0),
        ),
        agents=fleet.work(uow, scope, timeline),
        spending=fleet.spending(uow, scope, timeline),
    )


class _Points:
    """What ended in each segment, by what was measured."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows: dict[str, dict[int, tuple[int, float]]] = {}
        for what, segment, count, seconds in rows:
            self._rows.setdefault(what, {})[segment] = (count, seconds / HOUR)

    def of(self, what: Measured) -> Mapping[int, tuple[int, float]]:
        return self._rows.get(what, {})

    def counts(self, what: Measured) -> dict[int, float]:
        return {segment: count for segment, (count, _) in self.of(what).items()}

    def mean_hours(self, what: Measured) -> dict[int, float]:
        return {segment: hours for segment, (_, hours) in self.of(what).items()}


def _summaries(uow: UnitOfWork, scope: Scope, timeline: Timeline) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(count, mean, p50, p85, p95) in seconds, by (what, window)."""
    return {(row[0], row[1]): tuple(row[2:]) for row in queries.summaries(uow.db, scope, timeline)}


def _wip(uow: UnitOfWork, scope: Scope, timeline: Timeline) -> tuple[dict[str, int], DashboardWipSeriesSet]:
    """How many tasks are in each status, and were at the end of each bucket."""
    rows = [(row[0], row[1], row[2], row[3]) for row in queries.standing_and_moves(uow.db, scope, timeline)]
    standing = {after: count for segment, _, after, count in rows if segment == queries.NOW}
    moves = [row for row in rows if row[0] != queries.NOW]
    counts = rules.walk_back(standing, moves, len(timeline.segments))

    def series(window: WindowName) -> DashboardWipRangeSeries:
        points = [
            DashboardWipPoint(
                period=segment.period, **{status.value: max(0, counts[number].get(status, 0)) for status in TaskStatus}
            )
            for number, segment in timeline.of(window)
        ]
        return DashboardWipRangeSeries(range=timeline.range_key, bucket=timeline.bucket, points=points)

    return standing, DashboardWipSeriesSet(**_both(series))


def _pending_approvals(uow: UnitOfWork, scope: Scope) -> DashboardPendingApprovals:
    rows = queries.pending_approvals(uow.db, scope, MOST_APPROVALS)
    items = [
        DashboardPendingApproval(
            approval_id=approval.id,
            board_id=approval.board_id,
            board_name=board_name,
            action_type=approval.action_type,
            confidence=approval.confidence,
            created_at=approval.created_at,
            task_title=task_title,
        )
        for approval, board_name, task_title, _ in rows
    ]
    return DashboardPendingApprovals(total=rows[0][3] if rows else 0, items=items)


def _series(timeline: Timeline, values: Mapping[int, float]) -> DashboardSeriesSet:
    def series(window: WindowName) -> DashboardRangeSeries:
        points = [
            DashboardSeriesPoint(period=period, value=value)
            for period, value in rules.values_of(timeline, window, values)
        ]
        return DashboardRangeSeries(range=timeline.range_key, bucket=timeline.bucket, points=points)

    return DashboardSeriesSet(**_both(series))


def _both(make: Callable[[WindowName], Any]) -> dict[str, Any]:
    return {window.value: make(window) for window in WindowName}


def _flow_window(
    timeline: Timeline,
    name: WindowName,
    points: Mapping[int, tuple[int, float]],
    summary: tuple[Any, ...] | None,
) -> FlowWindow:
    count, mean, p50, p85, p95 = summary or (0, None, None, None, None)
    primary = name is WindowName.PRIMARY
    return FlowWindow(
        starts_at=timeline.start if primary else timeline.compared_from,
        ends_at=timeline.end if primary else timeline.start,
        count=count,
        mean_hours=_hours(mean),
        p50_hours=_hours(p50),
        p85_hours=_hours(p85),
        p95_hours=_hours(p95),
        points=[
            FlowPoint(period=segment.period, count=count, mean_hours=hours)
            for number, segment in timeline.of(name)
            for count, hours in [points.get(number, (0, None))]
        ],
    )


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / HOUR

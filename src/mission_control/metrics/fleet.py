"""What agents have done and cost, and how long people took to decide: put together from what was counted."""

from collections.abc import Iterable
from typing import Any

from mission_control.kernel.db.session import UnitOfWork
from mission_control.metrics import fleet_queries
from mission_control.metrics.queries import Scope
from mission_control.metrics.rules import Timeline, WindowName
from mission_control.metrics.schemas import (
    AgentsWork,
    AgentWork,
    Spending,
    SpendingPoint,
    SpendingWindow,
    WaitingDecisions,
)

HOUR = 3600.0
_NONE = (0, 0, 0, None, None, None)


def work(uow: UnitOfWork, scope: Scope, timeline: Timeline) -> AgentsWork:
    rows = fleet_queries.work_by_agent(uow.db, scope, timeline)
    return AgentsWork(items=[_work_of(tuple(row)) for row in rows], total=rows[0][-1] if rows else 0)


def spending(uow: UnitOfWork, scope: Scope, timeline: Timeline) -> Spending:
    by_segment = {row[0]: tuple(row[1:]) for row in fleet_queries.spending(uow.db, scope, timeline)}

    def window(name: WindowName) -> SpendingWindow:
        points = [(segment.period, by_segment.get(number, _NONE)) for number, segment in timeline.of(name)]
        turns, failed, unknown, read, written, cost = zip(*(counted for _, counted in points), strict=True)
        return SpendingWindow(
            turns=sum(turns),
            failed=sum(failed),
            unknown=sum(unknown),
            input_tokens=_sum(read),
            output_tokens=_sum(written),
            cost_usd=_sum(cost),
            points=[
                SpendingPoint(period=period, turns=it[0], tokens=_sum([it[3], it[4]]), cost_usd=it[5])
                for period, it in points
            ],
        )

    return Spending(primary=window(WindowName.PRIMARY), comparison=window(WindowName.COMPARISON))


def waiting(uow: UnitOfWork, scope: Scope) -> WaitingDecisions:
    count, oldest = fleet_queries.waiting_decisions(uow.db, scope)
    return WaitingDecisions(count=count, oldest_since=oldest)


def _work_of(row: tuple[Any, ...]) -> AgentWork:
    counted = dict(zip(fleet_queries.COUNTED, row[4:-1], strict=True))
    hours = max(0.0, counted.pop("seconds") / HOUR)
    agent = {"agent_id": row[0], "agent_name": row[1], "board_id": row[2], "board_name": row[3]}
    return AgentWork(**agent, hours_at_work=hours, **counted)


def _sum(values: Iterable[Any]) -> Any:
    """None where nothing is known."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None

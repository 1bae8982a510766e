"""Wire shapes of the metrics."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.schema import Schema
from mission_control.metrics.rules import Bucket, RangeKey


class DashboardSeriesPoint(Schema):
    period: datetime = Field(description="Start of the bucket, in UTC.")
    value: float


class DashboardWipPoint(Schema):
    """How many tasks were in each status when the bucket ended; for the last one, now."""

    period: datetime
    inbox: int
    in_progress: int
    review: int
    done: int


class DashboardRangeSeries(Schema):
    range: RangeKey
    bucket: Bucket
    points: list[DashboardSeriesPoint]


class DashboardWipRangeSeries(Schema):
    range: RangeKey
    bucket: Bucket
    points: list[DashboardWipPoint]


class DashboardSeriesSet(Schema):
    """The range that was asked for, and the one of the same length before it."""

    primary: DashboardRangeSeries
    comparison: DashboardRangeSeries


class DashboardWipSeriesSet(Schema):
    primary: DashboardWipRangeSeries
    comparison: DashboardWipRangeSeries


class DashboardKpis(Schema):
    active_agents: int = Field(description="Agents that have called within the range.")
    tasks_in_progress: int
    inbox_tasks: int
    in_progress_tasks: int
    review_tasks: int
    done_tasks: int
    error_rate_pct: float
    median_cycle_time_hours_7d: float | None = Field(description="Over the range, whatever its name says.")


class DashboardPendingApproval(Schema):
    approval_id: UUID
    board_id: UUID
    board_name: str
    action_type: str
    confidence: float
    created_at: datetime
    task_title: str | None = None


class DashboardPendingApprovals(Schema):
    """How many decisions are waited for, and the newest of them."""

    total: int
    items: list[DashboardPendingApproval]


class DashboardMetrics(Schema):
    range: RangeKey
    generated_at: datetime
    kpis: DashboardKpis
    throughput: DashboardSeriesSet = Field(description="Tasks that became done and still are.")
    cycle_time: DashboardSeriesSet = Field(description="Mean hours from the start of work to review or done.")
    error_rate: DashboardSeriesSet = Field(description="Percent of the events of tasks that tell of a failure.")
    wip: DashboardWipSeriesSet
    pending_approvals: DashboardPendingApprovals


class FlowPoint(Schema):
    period: datetime = Field(description="Start of the bucket, in UTC.")
    count: int
    mean_hours: float | None = Field(description="Null where nothing ended in the bucket.")


class FlowWindow(Schema):
    """What ended within a time: how many, and how long it had taken. Null where nothing ended."""

    starts_at: datetime
    ends_at: datetime
    count: int
    mean_hours: float | None
    p50_hours: float | None
    p85_hours: float | None
    p95_hours: float | None
    points: list[FlowPoint]


class FlowMeasure(Schema):
    primary: FlowWindow
    comparison: FlowWindow


class FlowWip(Schema):
    """Open tasks at present."""

    inbox: int
    in_progress: int
    review: int


class WaitingDecisions(Schema):
    """What waits for a person's decision at present."""

    count: int
    oldest_since: datetime | None


class AgentWork(Schema):
    """What an agent has done within the range."""

    agent_id: UUID
    agent_name: str
    board_id: UUID | None
    board_name: str | None
    done: int = Field(description="Tasks of its work that became done and still are.")
    returned: int = Field(description="How often its work went back to the inbox before it was handed in.")
    sent_back: int = Field(description="How often what it had handed in was sent back from review.")
    comments: int
    hours_at_work: float = Field(description="Time its tasks were in progress; of several at once the sum.")
    turns: int = Field(description="Turns of a model that it was woken for from here.")
    tokens: int | None = Field(description="Null where none are known.")
    cost_usd: float | None = Field(description="Null where none is known.")


class AgentsWork(Schema):
    """The busiest agents of the range."""

    total: int
    items: list[AgentWork] = Field(description="Up to 50.")


class SpendingPoint(Schema):
    period: datetime = Field(description="Start of the bucket, in UTC.")
    turns: int
    tokens: int | None
    cost_usd: float | None


class SpendingWindow(Schema):
    """Turns that began within a time. What is not known is null, and counted by `unknown`."""

    turns: int
    failed: int
    unknown: int = Field(description="Turns whose tokens are not known, those that still run among them.")
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None = Field(description="As the gateways reckon it; null where they know no price.")
    points: list[SpendingPoint]


class Spending(Schema):
    """Turns that messages from here began; heartbeats, and what people say in sessions, are not in it."""

    primary: SpendingWindow
    comparison: SpendingWindow


class FlowMetrics(Schema):
    range: RangeKey
    bucket: Bucket
    timezone: Literal["UTC"] = "UTC"
    generated_at: datetime
    lead_time: FlowMeasure = Field(description="From making a task to done; its counts are the throughput.")
    cycle_time: FlowMeasure = Field(description="From the start of work to review or done.")
    review_time: FlowMeasure = Field(description="From entering review to leaving it.")
    decision_time: FlowMeasure = Field(
        description="From asking for a decision to making it; what expired was decided by nobody and is not in it."
    )
    decisions_waiting: WaitingDecisions
    throughput: DashboardSeriesSet = Field(description="Tasks that became done and still are.")
    wip: FlowWip
    agents: AgentsWork
    spending: Spending

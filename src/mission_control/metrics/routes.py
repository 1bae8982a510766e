"""How work flows over time."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.metrics import service
from mission_control.metrics.rules import RangeKey
from mission_control.metrics.schemas import DashboardMetrics, FlowMetrics

router = Router(prefix="/api/v1/metrics", tags=["metrics"])
MEMBER = Access(user=UserLevel.MEMBER)
Tagged = Annotated[UUID | None, Query(description="Only tasks that carry this tag now.")]
Range = Annotated[RangeKey, Query(description="Ends now; buckets and all times are in UTC.")]


@router.declare("GET", "/dashboard", access=MEMBER)
def dashboard_metrics(
    who: CurrentPrincipal,
    uow: Read,
    range_key: Range = RangeKey.DAY,
    board_id: UUID | None = None,
    group_id: UUID | None = None,
    tag_id: Tagged = None,
) -> DashboardMetrics:
    """What the boards that the caller may read have done in a range, beside the range of the same length before it."""
    scope = service.scope_of(uow, cast(UserPrincipal, who), board_id, group_id, tag_id=tag_id)
    return service.dashboard(uow, scope, range_key)


@router.declare("GET", "/flow", access=MEMBER)
def flow_metrics(
    who: CurrentPrincipal,
    uow: Read,
    range_key: Range = RangeKey.DAY,
    board_id: UUID | None = None,
    group_id: UUID | None = None,
    agent_id: UUID | None = None,
    tag_id: Tagged = None,
) -> FlowMetrics:
    """How long tasks take and wait, with percentiles. With `agent_id` the work of that agent alone."""
    scope = service.scope_of(uow, cast(UserPrincipal, who), board_id, group_id, agent_id, tag_id)
    return service.flow(uow, scope, range_key)

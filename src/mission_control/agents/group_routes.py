"""What is done to the agents of a whole board group."""

from uuid import UUID

from mission_control.agents import pace
from mission_control.agents.schemas import BoardGroupHeartbeatApply, BoardGroupHeartbeatApplyResult
from mission_control.kernel.http.access import LEAD, Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Router, Write

router = Router(prefix="/api/v1/board-groups", tags=["board-groups"])


@router.declare("POST", "/{group_id}/heartbeat", access=Access(user=UserLevel.ADMIN, agent=LEAD, board="write"))
def apply_board_group_heartbeat(
    group_id: UUID, body: BoardGroupHeartbeatApply, who: CurrentPrincipal, uow: Write
) -> BoardGroupHeartbeatApplyResult:
    """Give all agents of a group one heartbeat pace; its boards' leads only when asked for."""
    agents = pace.apply(uow, who, group_id, body)
    return BoardGroupHeartbeatApplyResult(
        board_group_id=group_id,
        requested=body.model_dump(),
        updated_agent_ids=[agent.id for agent in agents],
        # One that speaks plain HTTP reads its pace from here; on a gateway that is away it follows later.
        failed_agent_ids=pace.not_reached(uow, agents),
    )

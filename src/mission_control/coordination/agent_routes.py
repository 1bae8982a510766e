"""Coordination, for agents: leads nudge workers and ask people, a gateway's main agent speaks to leads."""

from typing import Any, cast
from uuid import UUID

from mission_control.coordination import errors, sending
from mission_control.coordination.schemas import (
    AgentNudge,
    GatewayLeadBroadcastRequest,
    GatewayLeadBroadcastResponse,
    GatewayLeadMessageRequest,
    GatewayLeadMessageResponse,
    GatewayMainAskUserRequest,
    GatewayMainAskUserResponse,
)
from mission_control.kernel.http.access import LEAD, MAIN, Access
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Router, Write
from mission_control.kernel.security.principals import AgentPrincipal

router = Router(prefix="/api/v1/agent")
BY_LEAD = Access(agent=LEAD, board="write")
LEADS, MAINS = ["agent", "agent-lead"], ["agent", "agent-main"]


def _hints(intent: str, actor: str, when: str, effects: str) -> dict[str, Any]:
    return {
        "x-llm-intent": intent,
        "x-required-actor": actor,
        "x-when-to-use": [when],
        "x-side-effects": [effects],
    }


@router.declare(
    "POST",
    "/boards/{board_id}/agents/{agent_id}/nudge",
    access=BY_LEAD,
    tags=LEADS,
    operation_id="agent_lead_nudge_agent",
    errors=(errors.NotReachable, errors.NudgedJustNow),
    openapi_extra=_hints(
        "agent_coordination", "board_lead", "A worker must be told something now", "Wakes it; costs a turn of a model"
    ),
)
def nudge_agent(board_id: UUID, agent_id: UUID, body: AgentNudge, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Have an agent of the board told something, as it is; once a minute at most."""
    sending.nudge(uow, cast(AgentPrincipal, who), board_id, agent_id, body.message)
    return OkResponse()


@router.declare(
    "POST",
    "/boards/{board_id}/gateway/main/ask-user",
    access=BY_LEAD,
    tags=LEADS,
    operation_id="agent_lead_ask_user_via_gateway_main",
    openapi_extra=_hints(
        "human_escalation",
        "board_lead",
        "Only people can decide or know it",
        "People see the question; the answer wakes you and is kept in the board's memory",
    ),
)
def ask_user(
    board_id: UUID, body: GatewayMainAskUserRequest, who: CurrentPrincipal, uow: Write
) -> GatewayMainAskUserResponse:
    """Ask people, in Mission Control and through the channels of the gateway's main agent."""
    told = sending.ask_user(uow, cast(AgentPrincipal, who), board_id, body)
    return GatewayMainAskUserResponse(
        board_id=board_id,
        main_agent_id=told.agent.id if told.agent else None,
        main_agent_name=told.agent.name if told.agent else None,
        message_id=told.message.id,
    )


@router.declare(
    "POST",
    "/gateway/boards/{board_id}/lead/message",
    access=Access(agent=MAIN),
    tags=MAINS,
    operation_id="agent_main_message_board_lead",
    errors=(errors.BoardOnNoGateway,),
    openapi_extra=_hints(
        "lead_direct_routing", "agent_main", "Something is for one board", "Wakes its lead, and makes one if need be"
    ),
)
def message_lead(
    board_id: UUID, body: GatewayLeadMessageRequest, who: CurrentPrincipal, uow: Write
) -> GatewayLeadMessageResponse:
    """Ask or tell the lead of a board of this gateway."""
    told = sending.message_lead(uow, cast(AgentPrincipal, who), board_id, body)
    return GatewayLeadMessageResponse(
        board_id=board_id,
        lead_agent_id=told.message.recipient_agent_id,
        lead_agent_name=told.message.recipient_name,
        lead_created=told.lead_created,
        message_id=told.message.id,
    )


@router.declare(
    "POST",
    "/gateway/leads/broadcast",
    access=Access(agent=MAIN),
    tags=MAINS,
    operation_id="agent_main_broadcast_lead_message",
    openapi_extra=_hints(
        "lead_broadcast_routing", "agent_main", "Something is for several boards", "Wakes each lead: a turn of each"
    ),
)
def broadcast(body: GatewayLeadBroadcastRequest, who: CurrentPrincipal, uow: Write) -> GatewayLeadBroadcastResponse:
    """Ask or tell the leads of several boards of this gateway; each board that cannot be told says why."""
    results = sending.broadcast(uow, cast(AgentPrincipal, who), body)
    sent = sum(result.ok for result in results)
    return GatewayLeadBroadcastResponse(sent=sent, failed=len(results) - sent, results=results)

"""Use cases of agents: telling each other, and asking people. Who is to be woken is written down with the message."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import UUID, uuid4

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.coordination import queries, rules
from mission_control.coordination.errors import BoardOnNoGateway, NotReachable, NudgedJustNow
from mission_control.coordination.events import AgentNudged, LeadMessaged, UserAsked
from mission_control.coordination.models import AgentMessage, MessageKind, MessageStatus
from mission_control.coordination.rules import Letter
from mission_control.coordination.schemas import (
    GatewayLeadBroadcastBoardResult,
    GatewayLeadBroadcastRequest,
    GatewayLeadMessageRequest,
    GatewayMainAskUserRequest,
)
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import ApiError, NotFound
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.provisioning.api import wake


@dataclass(frozen=True, slots=True)
class Told:
    """`lead_created`: the board had none; it is told when it is set up."""

    message: AgentMessage
    agent: Agent | None
    lead_created: bool = False


def nudge(uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, agent_id: UUID, text: str) -> AgentMessage:
    """A lead has an agent of its board told something, as it is. Raises NotFound, NotReachable, NudgedJustNow."""
    board = boards.get_for_change(uow.db, who, board_id)
    agent = uow.db.get(Agent, agent_id)
    if agent is None or agent.board_id != board.id:
        raise NotFound
    if agent.openclaw_session_id is None:
        raise NotReachable(f"{agent.name} speaks plain HTTP and cannot be woken; it sees @{agent.name} in the chat")
    lock_again(uow.db, agent)
    _require_pause(uow, agent)
    message = _kept(uow, who, board, MessageKind.NUDGE, text, recipient=agent)
    words = f"{who.name} nudged {agent.name}"
    uow.emit(AgentNudged(**_place(message), message=words, message_id=str(message.id)))
    wake(uow, [agent.id], wake_key(message.id), text)
    return message


def ask_user(uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, body: GatewayMainAskUserRequest) -> Told:
    """A lead asks people. They see it here, and the gateway's main agent is woken to reach them elsewhere."""
    board = boards.get_for_change(uow.db, who, board_id)
    main = agents.main_of(uow.db, board.gateway_id) if board.gateway_id else None
    message = _kept(
        uow,
        who,
        board,
        MessageKind.ASK_USER,
        body.content,
        recipient=main,
        correlation_id=body.correlation_id or None,
        preferred_channel=body.preferred_channel or None,
        reply_tags=body.reply(),
        reply_source=body.reply_source,
    )
    words = f"{who.name} asks people on {board.name}"
    uow.emit(UserAsked(**_place(message), message=words, message_id=str(message.id)))
    if main:
        wake(uow, [main.id], wake_key(message.id), rules.request_to_people(letter(message, board)))
    return Told(message, main)


def message_lead(uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, body: GatewayLeadMessageRequest) -> Told:
    """A gateway's main agent tells the lead of a board, which is made if there is none. Raises BoardOnNoGateway."""
    return _tell_lead(uow, who, boards.get(uow.db, who, board_id), body)


def broadcast(
    uow: UnitOfWork, who: AgentPrincipal, body: GatewayLeadBroadcastRequest
) -> list[GatewayLeadBroadcastBoardResult]:
    """Tell the leads of several boards of the gateway. A board that cannot be told is among the results."""
    found = list(uow.db.scalars(queries.boards_of_gateway(who)))
    if not body.board_ids:
        return [_result(uow, who, board, body) for board in found]
    known = {board.id: board for board in found}
    wanted = dict.fromkeys(body.board_ids)
    unknown = "there is no such board on this gateway"
    return [
        _result(uow, who, known[key], body)
        if key in known
        else GatewayLeadBroadcastBoardResult(board_id=key, error=unknown)
        for key in wanted
    ]


def letter(message: AgentMessage, board: Board) -> Letter:
    return Letter(
        id=message.id,
        kind=message.kind,
        board_id=board.id,
        board_name=board.name,
        sender=message.sender_name,
        content=message.content,
        reply_tags=message.reply_tags,
        reply_source=message.reply_source,
        correlation_id=message.correlation_id,
        preferred_channel=message.preferred_channel,
    )


def wake_key(message_id: UUID) -> str:
    return f"message:{message_id}"


def _result(
    uow: UnitOfWork, who: AgentPrincipal, board: Board, body: GatewayLeadMessageRequest
) -> GatewayLeadBroadcastBoardResult:
    try:
        with uow.savepoint():
            told = _tell_lead(uow, who, board, body)
    except ApiError as error:
        return GatewayLeadBroadcastBoardResult(board_id=board.id, error=str(error.detail))
    return GatewayLeadBroadcastBoardResult(
        board_id=board.id,
        lead_agent_id=told.message.recipient_agent_id,
        lead_agent_name=told.message.recipient_name,
        ok=True,
        message_id=told.message.id,
    )


def _tell_lead(uow: UnitOfWork, who: AgentPrincipal, board: Board, body: GatewayLeadMessageRequest) -> Told:
    if board.gateway_id is None:
        raise BoardOnNoGateway("this board is on no gateway: its lead speaks plain HTTP and cannot be woken")
    lead, created = agents.ensure_lead(uow, board)
    message = _kept(
        uow,
        who,
        board,
        MessageKind(body.kind),
        body.content,
        recipient=lead,
        correlation_id=body.correlation_id or None,
        reply_tags=body.reply(),
        reply_source=body.reply_source,
    )
    words = f"{who.name} told {lead.name}, the lead of {board.name}"
    uow.emit(LeadMessaged(**_place(message), message=words, message_id=str(message.id)))
    wake(uow, [lead.id], wake_key(message.id), rules.message_to_lead(letter(message, board)))
    return Told(message, lead, created)


def _require_pause(uow: UnitOfWork, agent: Agent) -> None:
    last = queries.last_nudge_of(uow.db, agent.id)
    left = last + rules.NUDGE_PAUSE - uow.now if last else None
    if left and left.total_seconds() > 0:
        seconds = ceil(left.total_seconds())
        raise NudgedJustNow(
            f"{agent.name} was nudged less than a minute ago; each nudge costs a turn: wait {seconds} seconds",
            headers={"Retry-After": str(seconds)},
        )


def _kept(
    uow: UnitOfWork,
    who: AgentPrincipal,
    board: Board,
    kind: MessageKind,
    content: str,
    *,
    recipient: Agent | None,
    reply_tags: Sequence[str] = (),
    **more: str | None,
) -> AgentMessage:
    message = AgentMessage(
        id=uuid4(),
        organization_id=board.organization_id,
        board_id=board.id,
        kind=kind,
        sender_agent_id=who.agent_id,
        sender_name=who.name,
        recipient_agent_id=recipient.id if recipient else None,
        recipient_name=recipient.name if recipient else None,
        content=content,
        reply_tags=list(reply_tags),
        status=MessageStatus.OPEN if kind.wants_answer else MessageStatus.TOLD,
        created_at=uow.now,
        **more,
    )
    uow.db.add(message)
    return message


def _place(message: AgentMessage) -> dict[str, Any]:
    return {
        "organization_id": message.organization_id,
        "board_id": message.board_id,
        "agent_id": message.sender_agent_id,
    }

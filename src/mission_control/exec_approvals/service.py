"""Use cases of requests: taking them in, and ending them as they ended on their gateway."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.approvals import api as approvals
from mission_control.boards.api import Board
from mission_control.exec_approvals import queries
from mission_control.exec_approvals.events import GatewayCommandDecided, GatewayCommandWaits
from mission_control.exec_approvals.models import ExecRequest
from mission_control.exec_approvals.rules import ALLOW, Asked, Outcome
from mission_control.gateways.api import Gateway, GatewayLink
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning.api import agents_at

MOST_TOLD = 500
"""Characters of a command in the log."""


@dataclass(frozen=True, slots=True)
class Open:
    """A request that the gateway may still wait for; `answer` is what was decided here."""

    id: UUID
    request_id: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Work:
    new: list[Asked]
    answers: list[Open]
    gone: list[Open]
    """Not listed any more, and not decided here."""
    of_main: int
    """How many of the gateway's main agent wait, which has no board whose inbox they could come to."""
    of_main_noted: int
    """How many that were at the last look."""


def compare(uow: UnitOfWork, gateway_id: UUID, asked: Sequence[Asked]) -> Work:
    """Requests of agents that are not ours are left to their gateway; those of main agents are decided there."""
    listed = {it.request_id: it for it in asked}
    known = queries.known(uow.db, gateway_id, listed)
    new = [it for key, it in listed.items() if key not in known and not (it.expires_at and it.expires_at <= uow.now)]
    ours = agents_at(uow.db, gateway_id, {it.runtime_id for it in new}) if new else {}
    link = uow.db.get(GatewayLink, gateway_id)
    waiting = [Open(it.id, it.request_id, it.answer) for it in queries.open_on(uow.db, gateway_id)]
    return Work(
        new=[it for it in new if (agent := ours.get(it.runtime_id)) and agent.board_id],
        answers=[it for it in waiting if it.answer],
        gone=[it for it in waiting if it.answer is None and it.request_id not in listed],
        of_main=sum(agent.board_id is None for it in new if (agent := ours.get(it.runtime_id))),
        of_main_noted=link.commands_waiting if link else 0,
    )


def note_commands(uow: UnitOfWork, gateway_id: UUID, waiting: int) -> None:
    """Say how many commands of the main agent wait; of a new one its people are told."""
    link = uow.db.get(GatewayLink, gateway_id)
    gateway = uow.db.get(Gateway, gateway_id)
    if link is None or gateway is None or link.commands_waiting == waiting:
        return
    is_more = waiting > link.commands_waiting
    link.commands_waiting = waiting
    link.commands_since = (link.commands_since or uow.now) if waiting else None
    main = agents.main_of(uow.db, gateway_id)
    if is_more and main:
        uow.emit(
            GatewayCommandWaits(
                organization_id=gateway.organization_id,
                gateway_id=gateway_id,
                agent_id=main.id,
                message=f"{main.name} wants to run a command on gateway {gateway.name}, and waits for a decision",
            )
        )


def main_agents_of(uow: UnitOfWork, gateway_id: UUID, asked: Sequence[Asked]) -> dict[str, Agent]:
    """Main agents that have asked, by what they are called on the gateway."""
    found = agents_at(uow.db, gateway_id, {it.runtime_id for it in asked})
    return {runtime_id: agent for runtime_id, agent in found.items() if agent.board_id is None}


def note_decision(uow: UnitOfWork, gateway: Gateway, agent_id: UUID, command: str, answer: str) -> None:
    """Who has decided stands in the log, with what about; the gateway has it already."""
    allowed = answer == ALLOW
    told = "allowed" if allowed else "denied"
    uow.emit(
        GatewayCommandDecided(
            organization_id=gateway.organization_id,
            gateway_id=gateway.id,
            agent_id=agent_id,
            is_allowed=allowed,
            command=command[:MOST_TOLD],
            message=f"A command of the main agent of gateway {gateway.name} was {told}",
        )
    )


def take(uow: UnitOfWork, gateway_id: UUID, new: Sequence[Asked]) -> None:
    """Each becomes an approval of its agent's board, that ends when the gateway would."""
    ours = agents_at(uow.db, gateway_id, {it.runtime_id for it in new})
    known = queries.known(uow.db, gateway_id, {it.request_id for it in new})
    gateway = uow.db.get_one(Gateway, gateway_id)
    for asked in new:
        agent = ours.get(asked.runtime_id)
        board = uow.db.get(Board, agent.board_id) if agent and agent.board_id else None
        if agent and board and asked.request_id not in known:
            _take(uow, gateway, agent, board, asked)


def _take(uow: UnitOfWork, gateway: Gateway, agent: Agent, board: Board, asked: Asked) -> None:
    payload = asked.payload(agent.name, gateway.name)
    approval = approvals.ask_for(uow, agent, board, approvals.EXEC, payload, asked.expires_at)
    uow.db.add(
        ExecRequest(
            organization_id=board.organization_id,
            gateway_id=gateway.id,
            approval_id=approval.id,
            request_id=asked.request_id,
            created_at=uow.now,
        )
    )


def settle(uow: UnitOfWork, request_id: UUID, outcome: Outcome) -> None:
    """It has ended on its gateway; the approval says how, whatever was decided here meanwhile."""
    request = locked(uow.db, ExecRequest, request_id)
    if request is None or request.settled_at or outcome.waits:
        return
    request.settled_at = uow.now
    gateway = uow.db.get_one(Gateway, request.gateway_id)
    status = approvals.ApprovalStatus.APPROVED if outcome.is_allowed else approvals.ApprovalStatus.REJECTED
    by = None if outcome.is_expired else f"Gateway {gateway.name}"
    approvals.settle(uow, request.approval_id, status, outcome.words, by=by)

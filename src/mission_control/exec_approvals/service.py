"""Use cases of requests: taking them in, and ending them as they ended on their gateway."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.approvals import api as approvals
from mission_control.boards.api import Board
from mission_control.exec_approvals import queries
from mission_control.exec_approvals.models import ExecRequest
from mission_control.exec_approvals.rules import Asked, Outcome
from mission_control.gateways.api import Gateway
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning.api import agents_at


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


def compare(uow: UnitOfWork, gateway_id: UUID, asked: Sequence[Asked]) -> Work:
    """Requests of agents that are not ours, or that work on no board, are left to their gateway."""
    listed = {it.request_id: it for it in asked}
    known = queries.known(uow.db, gateway_id, listed)
    new = [it for key, it in listed.items() if key not in known and not (it.expires_at and it.expires_at <= uow.now)]
    ours = agents_at(uow.db, gateway_id, {it.runtime_id for it in new}) if new else {}
    waiting = [Open(it.id, it.request_id, it.answer) for it in queries.open_on(uow.db, gateway_id)]
    return Work(
        new=[it for it in new if (agent := ours.get(it.runtime_id)) and agent.board_id],
        answers=[it for it in waiting if it.answer],
        gone=[it for it in waiting if it.answer is None and it.request_id not in listed],
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

"""Every SELECT of requests."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.exec_approvals.models import ExecRequest
from mission_control.gateways.api import GatewayLink


def open_on(db: Session, gateway_id: UUID) -> list[ExecRequest]:
    """Those that the gateway has not been answered yet, oldest first."""
    found = select(ExecRequest).where(ExecRequest.gateway_id == gateway_id, ExecRequest.settled_at.is_(None))
    return list(db.scalars(found.order_by(ExecRequest.created_at, ExecRequest.id)))


def known(db: Session, gateway_id: UUID, request_ids: Collection[str]) -> set[str]:
    if not request_ids:
        return set()
    found = select(ExecRequest.request_id).where(
        ExecRequest.gateway_id == gateway_id, ExecRequest.request_id.in_(request_ids)
    )
    return set(db.scalars(found))


def mains_that_wait(db: Session, agent_ids: Collection[UUID]) -> list[UUID]:
    """Those of the agents that are main agents of gateways on which their commands wait."""
    found = select(Agent.id).join(GatewayLink, GatewayLink.gateway_id == Agent.gateway_id)
    waiting = found.where(Agent.id.in_(agent_ids), Agent.board_id.is_(None), GatewayLink.commands_waiting > 0)
    return list(db.scalars(waiting))


def of_approval(db: Session, approval_id: UUID, *, lock: bool = False) -> ExecRequest | None:
    found = select(ExecRequest).where(ExecRequest.approval_id == approval_id)
    if lock:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.scalar(found)

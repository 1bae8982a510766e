"""Telling an agent of a delivery: who it is, and that it happens once for each time that it is asked for."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import job
from mission_control.webhooks import rules
from mission_control.webhooks.events import DeliverySkipped, DeliveryTold
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, WebhookPayload

NOBODY = "The board has no lead, and the webhook names no agent of it"


def place(payload: WebhookPayload) -> dict[str, Any]:
    """What every event of a delivery has."""
    return {
        "organization_id": payload.organization_id,
        "board_id": payload.board_id,
        "webhook_id": str(payload.webhook_id),
        "payload_id": str(payload.id),
    }


def recipient(db: Session, webhook: BoardWebhook) -> Agent | None:
    """The agent that was chosen, while it is on the board; else the board's lead."""
    chosen = db.get(Agent, webhook.agent_id) if webhook.agent_id else None
    if chosen is not None and chosen.board_id == webhook.board_id:
        return chosen
    return agents.lead_of(db, webhook.board_id)


def have_told(uow: UnitOfWork, payload: WebhookPayload) -> None:
    """Have it told after this transaction, deliveries of one webhook in their order."""
    payload.delivery_status = DeliveryStatus.PENDING
    uow.defer(tell, key=f"webhook:{payload.webhook_id}", payload_id=str(payload.id))


@job("webhooks.tell")
def tell(uow: UnitOfWork, payload_id: str) -> None:
    """Tell the agent by an event that names it: its stream and its feed show it."""
    payload = locked(uow.db, WebhookPayload, UUID(payload_id))
    if payload is None or payload.delivery_status != DeliveryStatus.PENDING:
        return
    webhook = uow.db.get_one(BoardWebhook, payload.webhook_id)
    agent = recipient(uow.db, webhook)
    what = f"webhook “{rules.short(webhook.description)}”"
    payload.attempts += 1
    if agent is None:
        payload.delivery_status = DeliveryStatus.SKIPPED
        payload.last_error = NOBODY
        uow.emit(DeliverySkipped(**place(payload), message=f"Nobody was told of {what}: {NOBODY}", reason=NOBODY))
        return
    payload.delivery_status = DeliveryStatus.DELIVERED
    payload.last_error = None
    payload.delivered_at = uow.now
    payload.told_agent_id, payload.told_agent_name = agent.id, agent.name
    uow.emit(DeliveryTold(**place(payload), agent_id=agent.id, message=f"{agent.name} was told of {what}"))

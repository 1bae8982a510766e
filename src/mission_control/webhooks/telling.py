"""Telling an agent of a delivery: who it is, and that it happens once for each time that it is asked for."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs.registry import job
from mission_control.webhooks import rules
from mission_control.webhooks.events import DeliveryFailed, DeliveryHandedOn, DeliverySkipped, DeliveryTold
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
    """Tell the agent by an event that names it; one that sleeps on a gateway has been told when it was woken for it."""
    payload = locked(uow.db, WebhookPayload, UUID(payload_id))
    if payload is None or payload.delivery_status != DeliveryStatus.PENDING:
        return
    agent = recipient(uow.db, uow.db.get_one(BoardWebhook, payload.webhook_id))
    payload.attempts += 1
    payload.last_error = None
    if agent is None:
        _end(uow, payload, DeliveryStatus.SKIPPED, NOBODY)
        return
    payload.told_agent_id, payload.told_agent_name = agent.id, agent.name
    if not agents.is_on_gateway(uow.db, agent, uow.now):
        _settle(uow, payload, agent)
        return
    message = f"{agent.name} is woken for {_what(uow, payload)}"
    uow.emit(DeliveryHandedOn(**place(payload), agent_id=agent.id, message=message, attempt=payload.attempts))


def was_told(uow: UnitOfWork, payload_id: UUID, attempt: int, agent: Agent) -> None:
    """The gateway has taken the message that tells an agent; what was told before, or is told anew, stays as it is."""
    if payload := _open(uow, payload_id, attempt, {DeliveryStatus.PENDING, DeliveryStatus.FAILED}):
        payload.last_error = None
        _settle(uow, payload, agent)


def could_not_be_told(uow: UnitOfWork, payload_id: UUID, attempt: int, why: str) -> None:
    """It was tried as often as it is, and ended in an error each time: also after the gateway had taken it."""
    if payload := _open(uow, payload_id, attempt, {DeliveryStatus.PENDING, DeliveryStatus.DELIVERED}):
        _end(uow, payload, DeliveryStatus.FAILED, why)


def tell_another(uow: UnitOfWork, payload_id: UUID, attempt: int) -> None:
    """Who was to be told is gone from its gateway: find out anew who is."""
    if payload := _open(uow, payload_id, attempt, {DeliveryStatus.PENDING}):
        have_told(uow, payload)


def _open(
    uow: UnitOfWork, payload_id: UUID, attempt: int, statuses: Collection[DeliveryStatus]
) -> WebhookPayload | None:
    """Looked at before it is locked: who comes here holds more, which others ask for after this."""
    payload = uow.db.get(WebhookPayload, payload_id)
    if payload is None or payload.delivery_status not in statuses or payload.attempts != attempt:
        return None
    return locked(uow.db, WebhookPayload, payload_id)


def _settle(uow: UnitOfWork, payload: WebhookPayload, agent: Agent) -> None:
    payload.delivery_status = DeliveryStatus.DELIVERED
    payload.delivered_at = uow.now
    message = f"{agent.name} was told of {_what(uow, payload)}"
    uow.emit(DeliveryTold(**place(payload), agent_id=agent.id, message=message))


def _end(uow: UnitOfWork, payload: WebhookPayload, status: DeliveryStatus, why: str) -> None:
    payload.delivery_status, payload.last_error = status, why
    kind = DeliverySkipped if status is DeliveryStatus.SKIPPED else DeliveryFailed
    uow.emit(kind(**place(payload), message=f"Nobody was told of {_what(uow, payload)}: {why}", reason=why))


def _what(uow: UnitOfWork, payload: WebhookPayload) -> str:
    return f"webhook “{rules.short(uow.db.get_one(BoardWebhook, payload.webhook_id).description)}”"

"""Webhooks and deliveries as the API shows them: a constant number of statements, however many there are."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.webhooks import rules
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, WebhookPayload
from mission_control.webhooks.schemas import BoardWebhookPayloadRead, BoardWebhookRead

MADE_HERE = {"has_secret", "endpoint_path", "endpoint_url", "told_agent_id", "told_agent_name"}
SAME_NAME = frozenset(BoardWebhookRead.model_fields) - MADE_HERE
PAYLOAD_SAME_NAME = frozenset(BoardWebhookPayloadRead.model_fields) - {"payload"}


def read_models(db: Session, who: Principal, webhooks: Sequence[BoardWebhook]) -> list[BoardWebhookRead]:
    """Of webhooks of one board, as this person may see them: who may not change one is not told where to send to."""
    if not webhooks:
        return []
    lead = agents.lead_of(db, webhooks[0].board_id)
    chosen = agents.by_ids(db, {webhook.agent_id for webhook in webhooks if webhook.agent_id})
    found = [
        _shown(db, webhook, chosen.get(webhook.agent_id) if webhook.agent_id else None, lead) for webhook in webhooks
    ]
    if isinstance(who, UserPrincipal) and who.can_write(webhooks[0].board_id):
        return found
    return [webhook.model_copy(update={"endpoint_url": None}) for webhook in found]


def read_model(db: Session, who: Principal, webhook: BoardWebhook) -> BoardWebhookRead:
    return read_models(db, who, [webhook])[0]


def payload_models(
    uow: UnitOfWork, payloads: Sequence[WebhookPayload], max_chars: int | None = None
) -> list[BoardWebhookPayloadRead]:
    waiting = {it.told_agent_id for it in payloads if it.delivery_status == DeliveryStatus.PENDING and it.told_agent_id}
    reasons = agents.why_not_told(uow.db, waiting, uow.now)
    return [_payload_model(it, reasons, max_chars) for it in payloads]


def payload_model(uow: UnitOfWork, payload: WebhookPayload, max_chars: int | None = None) -> BoardWebhookPayloadRead:
    return payload_models(uow, [payload], max_chars)[0]


def _payload_model(
    payload: WebhookPayload, reasons: Mapping[UUID, str], max_chars: int | None
) -> BoardWebhookPayloadRead:
    values = {name: getattr(payload, name) for name in PAYLOAD_SAME_NAME}
    if payload.delivery_status == DeliveryStatus.PENDING and payload.told_agent_id:
        values["last_error"] = reasons.get(payload.told_agent_id)
    sent = rules.cut(rules.decoded(payload.body, payload.content_type), max_chars)
    # What was decoded is of the declared types; to validate a megabyte of it again would only take time.
    shown = BoardWebhookPayloadRead.model_validate(values | {"payload": None})
    shown.payload = sent
    return shown


def _shown(db: Session, webhook: BoardWebhook, chosen: Agent | None, lead: Agent | None) -> BoardWebhookRead:
    told = chosen if chosen is not None and chosen.board_id == webhook.board_id else lead
    path = rules.endpoint_path(webhook.board_id, webhook.id)
    values = {name: getattr(webhook, name) for name in SAME_NAME}
    values |= {"has_secret": webhook.sealed_secret is not None, "endpoint_path": path}
    values |= {"endpoint_url": environment_of(db).settings.public_url + path}
    values |= {"told_agent_id": told.id if told else None, "told_agent_name": told.name if told else None}
    return BoardWebhookRead.model_validate(values)

"""Use cases of webhooks, for the people who keep them."""

import json
from typing import Any
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.pagination import Found, Window, page_of
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal
from mission_control.webhooks import ingest, queries, rules, telling
from mission_control.webhooks.errors import TooManyWebhooks, UnknownWebhookAgent
from mission_control.webhooks.events import RedeliveryAsked, WebhookCreated, WebhookDeleted, WebhookUpdated
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, SignatureState, WebhookPayload
from mission_control.webhooks.schemas import BoardWebhookCreate, BoardWebhookUpdate
from mission_control.webhooks.signatures import Incoming

MOST_ON_A_BOARD = 100


def listed(uow: UnitOfWork, principal: Principal, board_id: UUID, window: Window) -> Found[BoardWebhook]:
    return page_of(uow.db, queries.of_board(boards.get(uow.db, principal, board_id)), window)


def get(uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID) -> BoardWebhook:
    return queries.get(uow.db, boards.get(uow.db, principal, board_id).id, webhook_id)


def create(uow: UnitOfWork, principal: Principal, board_id: UUID, body: BoardWebhookCreate) -> BoardWebhook:
    board = boards.get_for_change(uow.db, principal, board_id)
    if queries.count_on(uow.db, board) >= MOST_ON_A_BOARD:
        raise TooManyWebhooks(f"this board has {MOST_ON_A_BOARD} webhooks, as many as it may have; delete one first")
    _require_agent(uow, board, body.agent_id)
    webhook = BoardWebhook(
        organization_id=board.organization_id,
        board_id=board.id,
        **body.model_dump(exclude={"secret"}),
        sealed_secret=_sealed(uow, body.secret),
        received_count=0,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(webhook)
    uow.db.flush()
    uow.emit(WebhookCreated(**_place(webhook), message=f"Webhook “{rules.short(webhook.description)}” was created"))
    return webhook


def update(
    uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID, body: BoardWebhookUpdate
) -> BoardWebhook:
    board = boards.get_for_change(uow.db, principal, board_id)
    webhook = queries.get(uow.db, board.id, webhook_id, lock=True)
    require_version(uow, webhook)
    wanted = body.model_dump(exclude_unset=True, exclude={"secret"})
    changes = {name: value for name, value in wanted.items() if getattr(webhook, name) != value}
    new_secret = "secret" in body.model_fields_set and (body.secret is not None or webhook.sealed_secret is not None)
    if not changes and not new_secret:
        return webhook
    if "agent_id" in changes:
        _require_agent(uow, board, changes["agent_id"])
    before: dict[str, Any] = {name: getattr(webhook, name) for name in changes}
    for name, value in changes.items():
        setattr(webhook, name, value)
    if new_secret:
        webhook.sealed_secret = _sealed(uow, body.secret)
    webhook.version += 1
    webhook.updated_at = uow.now
    message = _told(webhook, [*changes, *(["secret"] if new_secret else [])])
    uow.emit(
        WebhookUpdated(**_place(webhook), message=message, before=before, after=changes, secret_changed=new_secret)
    )
    return webhook


def delete(uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID) -> None:
    """Delete a webhook with what it has received; what was noted of that in the board's memory stays."""
    board = boards.get_for_change(uow.db, principal, board_id)
    webhook = queries.get(uow.db, board.id, webhook_id, lock=True)
    require_version(uow, webhook)
    uow.emit(WebhookDeleted(**_place(webhook), message=f"Webhook “{rules.short(webhook.description)}” was deleted"))
    uow.db.delete(webhook)


def payloads(
    uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID, window: Window
) -> Found[WebhookPayload]:
    return page_of(uow.db, queries.payloads(get(uow, principal, board_id, webhook_id)), window)


def payload(
    uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID, payload_id: UUID
) -> WebhookPayload:
    return queries.get_payload(uow.db, get(uow, principal, board_id, webhook_id), payload_id)


def send_test(uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID) -> UUID:
    """A delivery made here, which goes the way of every other from behind the check of signatures on."""
    board = boards.get_for_change(uow.db, principal, board_id)
    sent = {"test": True, "sent_by": principal.name, "message": "A test of this webhook. There is nothing to do."}
    incoming = Incoming({"content-type": "application/json"}, json.dumps(sent).encode())
    return ingest.receive(uow, board.id, webhook_id, ingest.Delivery(incoming, None, SignatureState.TEST))


def redeliver(uow: UnitOfWork, principal: Principal, board_id: UUID, webhook_id: UUID, payload_id: UUID) -> None:
    """Have an agent told again; of one that is about to be told nothing changes."""
    board = boards.get_for_change(uow.db, principal, board_id)
    webhook = queries.get(uow.db, board.id, webhook_id)
    again = queries.get_payload(uow.db, webhook, payload_id, lock=True)
    if again.delivery_status == DeliveryStatus.PENDING:
        return
    message = f"A delivery of webhook “{rules.short(webhook.description)}” is told again"
    uow.emit(RedeliveryAsked(**telling.place(again), message=message))
    telling.have_told(uow, again)


def _place(webhook: BoardWebhook) -> dict[str, Any]:
    """What every event of a webhook has."""
    return {
        "organization_id": webhook.organization_id,
        "board_id": webhook.board_id,
        "webhook_id": str(webhook.id),
    }


def _told(webhook: BoardWebhook, changed: list[str]) -> str:
    name = f"Webhook “{rules.short(webhook.description)}”"
    if changed == ["enabled"]:
        return f"{name} was {'resumed' if webhook.enabled else 'paused'}"
    return f"{name}: {', '.join(sorted(changed))} changed"


def _require_agent(uow: UnitOfWork, board: Board, agent_id: UUID | None) -> None:
    agent = uow.db.get(Agent, agent_id) if agent_id else None
    if agent_id and (agent is None or agent.board_id != board.id):
        raise UnknownWebhookAgent("agent_id: no such agent on this board")


def _sealed(uow: UnitOfWork, secret: str | None) -> str | None:
    return environment_of(uow.db).secrets.encrypt(secret) if secret else None

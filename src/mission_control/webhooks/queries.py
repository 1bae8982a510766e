"""Every SELECT of webhooks. Callers have checked that the principal may see the board; all start from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, or_, select
from sqlalchemy.orm import Session, undefer

from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.db.locks import locked
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.security.principals import Principal
from mission_control.memory.api import BoardMemory
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, SignatureState, WebhookPayload

Notice = tuple[WebhookPayload, str | None]


def of_board(board: Board) -> Select[BoardWebhook]:
    webhooks = select(BoardWebhook).where(BoardWebhook.board_id == board.id)
    return webhooks.order_by(BoardWebhook.created_at.desc(), BoardWebhook.id)


def count_on(db: Session, board: Board) -> int:
    return db.scalar(select(func.count()).select_from(BoardWebhook).where(BoardWebhook.board_id == board.id)) or 0


def get(db: Session, board_id: UUID, webhook_id: UUID, *, lock: bool = False) -> BoardWebhook:
    """Raises NotFound for a webhook of another board too."""
    webhook = locked(db, BoardWebhook, webhook_id) if lock else db.get(BoardWebhook, webhook_id)
    if webhook is None or webhook.board_id != board_id:
        raise NotFound
    return webhook


def payloads(webhook: BoardWebhook) -> Select[WebhookPayload]:
    """With their bodies, newest first."""
    kept = select(WebhookPayload).where(WebhookPayload.webhook_id == webhook.id).options(undefer(WebhookPayload.body))
    return kept.order_by(WebhookPayload.received_at.desc(), WebhookPayload.id)


def get_payload(db: Session, webhook: BoardWebhook, payload_id: UUID, *, lock: bool = False) -> WebhookPayload:
    """Raises NotFound for a payload of another webhook too."""
    payload = locked(db, WebhookPayload, payload_id) if lock else db.get(WebhookPayload, payload_id)
    if payload is None or payload.webhook_id != webhook.id:
        raise NotFound
    return payload


def delivered_as(db: Session, webhook: BoardWebhook, delivery_id: str) -> UUID | None:
    """The payload that a delivery of this name has become."""
    of_webhook = select(WebhookPayload.id).where(WebhookPayload.webhook_id == webhook.id)
    return db.scalar(of_webhook.where(WebhookPayload.delivery_id == delivery_id))


def is_event(db: Session, named: str | None) -> bool:
    """Whether a delivery is one of the events of this installation, by the name that it comes with."""
    try:
        event_id = UUID(named or "")
    except ValueError:
        return False
    return bool(db.scalar(select(exists().where(EventRow.id == event_id))))


def notices(db: Session, payload_ids: Collection[UUID]) -> dict[UUID, Notice]:
    """(payload, what is told of it; null when somebody has deleted that) by id."""
    found = select(WebhookPayload, BoardMemory.content).outerjoin(
        BoardMemory, BoardMemory.id == WebhookPayload.memory_id
    )
    rows = db.execute(found.where(WebhookPayload.id.in_(payload_ids)))
    return {payload.id: (payload, content) for payload, content in rows}


@dataclass(frozen=True, slots=True)
class Unheard:
    """A webhook whose deliveries reach nobody."""

    webhook: BoardWebhook
    board_name: str
    deliveries: int
    since: datetime


def unheard(db: Session, principal: Principal, limit: int) -> list[Unheard]:
    """Those that have nobody to tell and would have told somebody, on boards that the principal may read."""
    boards = visible_boards(principal).with_only_columns(Board.id)
    listener = or_(Agent.is_board_lead, Agent.id == BoardWebhook.agent_id)
    heard = exists().where(Agent.board_id == BoardWebhook.board_id, listener)
    missed = (
        select(
            WebhookPayload.webhook_id, func.count().label("count"), func.min(WebhookPayload.received_at).label("since")
        )
        .where(
            WebhookPayload.delivery_status == DeliveryStatus.SKIPPED, WebhookPayload.signature != SignatureState.TEST
        )
        .group_by(WebhookPayload.webhook_id)
        .subquery()
    )
    found = (
        select(BoardWebhook, Board.name, missed.c.count, missed.c.since)
        .join(missed, missed.c.webhook_id == BoardWebhook.id)
        .join(Board, Board.id == BoardWebhook.board_id)
        .where(BoardWebhook.board_id.in_(boards), ~heard)
        .order_by(missed.c.since, BoardWebhook.id)
    )
    return [Unheard(*row) for row in db.execute(found.limit(limit))]


# --- what is kept no longer


def received_before(db: Session, moment: datetime, limit: int) -> Sequence[UUID]:
    old = select(WebhookPayload.id).where(WebhookPayload.received_at < moment).order_by(WebhookPayload.received_at)
    return db.scalars(old.limit(limit)).all()


def beyond(db: Session, kept: int, limit: int) -> Sequence[UUID]:
    """Payloads of webhooks that have more than so many, the oldest of each first."""
    newest_first = func.row_number().over(
        partition_by=WebhookPayload.webhook_id, order_by=(WebhookPayload.received_at.desc(), WebhookPayload.id)
    )
    crowded = select(WebhookPayload.webhook_id).group_by(WebhookPayload.webhook_id).having(func.count() > kept)
    ranked = (
        select(WebhookPayload.id, newest_first.label("rank")).where(WebhookPayload.webhook_id.in_(crowded)).subquery()
    )
    return db.scalars(select(ranked.c.id).where(ranked.c.rank > kept).order_by(ranked.c.rank.desc()).limit(limit)).all()


def drop(db: Session, payload_ids: Collection[UUID]) -> None:
    db.execute(delete(WebhookPayload).where(WebhookPayload.id.in_(payload_ids)))

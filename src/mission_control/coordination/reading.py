"""Messages as people see them, with whether the agent that is woken has been told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.coordination import queries
from mission_control.coordination.models import AgentMessage, MessageKind, MessageStatus
from mission_control.coordination.queries import MessageRow
from mission_control.coordination.schemas import AgentMessageRead
from mission_control.coordination.sending import wake_key
from mission_control.provisioning.api import Wakes, wakes_of

SHOWN = (
    "id",
    "board_id",
    "sender_agent_id",
    "sender_name",
    "recipient_agent_id",
    "recipient_name",
    "content",
    "correlation_id",
    "preferred_channel",
    "answer",
    "answered_by",
    "created_at",
    "closed_at",
)


def read_models(db: Session, rows: Sequence[MessageRow], now: datetime) -> list[AgentMessageRead]:
    woken = wakes_of(db, [wake_key(row[0].id) for row in rows if row[0].recipient_agent_id])
    reasons = _reasons(db, [row[0] for row in rows], woken, now)
    return [
        AgentMessageRead(
            **{name: getattr(message, name) for name in SHOWN},
            board_name=board_name,
            kind=MessageKind(message.kind),
            status=MessageStatus(message.status),
            delivered_at=woken.get(wake_key(message.id)),
            waits_for=reasons.get(wake_key(message.id)),
        )
        for message, board_name in rows
    ]


def read_model(db: Session, message: AgentMessage, now: datetime) -> AgentMessageRead:
    return read_models(db, [queries.by_ids(db, [message.id])[message.id]], now)[0]


def _reasons(db: Session, messages: Sequence[AgentMessage], woken: Wakes, now: datetime) -> dict[str, str]:
    """Of messages that are not told yet, what is waited for."""
    waiting: dict[str, UUID] = {
        wake_key(it.id): it.recipient_agent_id
        for it in messages
        if it.recipient_agent_id and wake_key(it.id) in woken and woken[wake_key(it.id)] is None
    }
    reasons = agents.why_not_told(db, set(waiting.values()), now)
    return {key: reasons[agent_id] for key, agent_id in waiting.items() if agent_id in reasons}

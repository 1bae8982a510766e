"""Agents and their tokens."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, exists, func, or_, select, text
from sqlalchemy.orm import Mapped, MappedSQLExpression, column_property, mapped_column

from mission_control.boards.api import Board
from mission_control.gateways.api import Gateway
from mission_control.kernel.db.base import Base
from mission_control.kernel.db.types import JsonDocument, JsonObject
from mission_control.kernel.http.idempotency import sends_requests
from mission_control.kernel.pausing import Pausable
from mission_control.organizations.api import Organization


@sends_requests("agent")
class Agent(Pausable, Base):
    """An agent; without a board it is its gateway's main agent."""

    __tablename__ = "agents"
    __unrecorded__ = frozenset({"name_key", "last_seen_at"})

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id", ondelete="CASCADE"))
    gateway_id: Mapped[UUID] = mapped_column(ForeignKey("gateways.id", ondelete="CASCADE"))
    board_id: Mapped[UUID | None] = mapped_column(ForeignKey("boards.id", ondelete="CASCADE"))
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is compared: case-folded, which the two databases do not do alike."""
    is_board_lead: Mapped[bool]
    heartbeat_config: Mapped[JsonObject | None] = mapped_column(JsonDocument)
    identity_profile: Mapped[JsonObject | None] = mapped_column(JsonDocument)
    identity_template: Mapped[str | None] = mapped_column(Text)
    soul_template: Mapped[str | None] = mapped_column(Text)
    model: Mapped[str | None]
    """What its gateway is to run it with, in the gateway's words; null leaves that to the gateway."""
    openclaw_session_id: Mapped[str | None]
    """The session that it works in, for an agent that lives on a gateway; null for one that speaks plain HTTP."""
    adopted_as: Mapped[str | None]
    """Its id on its gateway, for one that lived there before it was Mission Control's; null for one made here."""
    adopted_on: Mapped[str | None]
    """Which gateway that is, by the gateway's own word: several organizations may know it, by several addresses."""
    reported_status: Mapped[str | None]
    """What the agent last said of itself in a heartbeat; any text."""
    announced_status: Mapped[str]
    """The computed status that the last event told of: the watch compares it with the present one."""
    last_seen_at: Mapped[datetime | None]
    version: Mapped[int]

    token_count: ClassVar[MappedSQLExpression[int]]
    old_token_until: ClassVar[MappedSQLExpression[datetime | None]]
    """Until when a token works that a newer one is to replace."""
    is_paused: ClassVar[MappedSQLExpression[bool]]
    """By itself, or with its board, its gateway or its organization."""

    __table_args__ = (
        Index(None, "organization_id", "created_at"),
        Index(None, "board_id"),
        Index(None, "gateway_id"),
        UniqueConstraint("board_id", "name_key"),
        Index("uq_agents_adopted", "adopted_on", "adopted_as", unique=True),
        Index(
            "uq_agents_board_lead",
            "board_id",
            unique=True,
            sqlite_where=text("is_board_lead"),
            postgresql_where=text("is_board_lead"),
        ),
        Index(
            "uq_agents_gateway_main",
            "gateway_id",
            unique=True,
            sqlite_where=text("board_id IS NULL"),
            postgresql_where=text("board_id IS NULL"),
        ),
    )


class AgentToken(Base):
    """One token of an agent, found by its public part; the secret is stored as a keyed digest only."""

    __tablename__ = "agent_tokens"
    __secrets__ = frozenset({"digest"})

    id: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    """Set when a newer token was made: until then, or until that one is used, this one still works."""


_tokens_of_agent = select(func.count()).where(AgentToken.agent_id == Agent.id)
_old_token_until = select(func.max(AgentToken.expires_at)).where(AgentToken.agent_id == Agent.id)

Agent.token_count = column_property(_tokens_of_agent.correlate(Agent).scalar_subquery())
Agent.old_token_until = column_property(_old_token_until.correlate(Agent).scalar_subquery())
Agent.is_paused = column_property(
    or_(
        Agent.paused_at.is_not(None),
        exists().where(Board.id == Agent.board_id, Board.paused_at.is_not(None)).correlate(Agent),
        exists().where(Gateway.id == Agent.gateway_id, Gateway.paused_at.is_not(None)).correlate(Agent),
        exists().where(Organization.id == Agent.organization_id, Organization.paused_at.is_not(None)).correlate(Agent),
    )
)

"""Agent tokens: `mca_<id>_<secret>`, found by the id, proved by the secret; and those of a former installation.

Rotation never locks a healthy agent out: the old token works until the new one has been used or its grace is over.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import bindparam, delete, func, inspect, select, update
from sqlalchemy.orm import Session

from mission_control.agents import former_tokens
from mission_control.agents.models import Agent, AgentToken
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.environment import environment_of
from mission_control.kernel.security.tokens import mint as minted
from mission_control.kernel.security.tokens import public_part

PREFIX = "mca"
ID_BYTES = 12

# Made once: each call of each agent asks one of them.
_TOKENS = (
    select(AgentToken.digest, AgentToken.used_at, AgentToken.expires_at, AgentToken.created_at.label("made_at"))
    .join(Agent, AgentToken.agent_id == Agent.id)
    .where(AgentToken.id == bindparam("public"))
)
_OF_TOKEN = len(_TOKENS.selected_columns)
_WITH_OBJECT = _TOKENS.add_columns(Agent)
_WITH_ROW = _TOKENS.add_columns(*(getattr(Agent, it.key).label(it.key) for it in inspect(Agent).column_attrs))


@dataclass(frozen=True, slots=True)
class Presented:
    """A token that was found to be right, when an agent came with it."""

    id: str
    agent_id: UUID
    created_at: datetime
    is_new: bool
    """It was never used before."""


def mint(db: Session, agent_id: UUID, now: datetime) -> str:
    """A new token of the agent; the only time that its text is seen."""
    public = secrets.token_hex(ID_BYTES)
    token = minted(PREFIX, public)
    db.add(AgentToken(id=public, agent_id=agent_id, digest=_digest(db, token), created_at=now))
    db.flush()
    return token


def rotate(db: Session, agent_id: UUID, now: datetime, *, ends_by_use_alone: bool = False) -> str:
    """A new token beside the one in use; tokens that were waiting to be used are dropped.

    The one in use ends when the new one is used, or after a grace; `ends_by_use_alone` is for tokens that are
    delivered, which may take as long as a gateway is down.
    """
    grace = timedelta(seconds=environment_of(db).settings.agent_token_grace_seconds)
    newest_used = select(func.max(AgentToken.used_at)).where(AgentToken.agent_id == agent_id).scalar_subquery()
    in_use = db.scalar(
        select(AgentToken.id).where(AgentToken.agent_id == agent_id, AgentToken.used_at == newest_used).limit(1)
    )
    others = AgentToken.id != in_use if in_use else AgentToken.agent_id == agent_id
    db.execute(delete(AgentToken).where(AgentToken.agent_id == agent_id, others))
    ends = None if ends_by_use_alone else now + grace
    db.execute(update(AgentToken).where(AgentToken.agent_id == agent_id).values(expires_at=ends))
    return mint(db, agent_id, now)


def find(db: Session, token: str, now: datetime, *, to_change: bool = False) -> tuple[Agent, Presented] | None:
    """The agent that a token belongs to; one statement, whatever the number of agents.

    It is an object of the session for who may change it. Else it is a row with the same names, at half the price.
    """
    public = public_part(PREFIX, token) or former_tokens.public_part(token)
    if public is None:
        return None
    asked = {"public": public}
    row = (db.execute(_WITH_OBJECT, asked) if to_change else connection_of(db).execute(_WITH_ROW, asked)).one_or_none()
    if row is None:
        return None
    digest, used_at, expires_at, created_at = row[:_OF_TOKEN]
    agent = cast("Agent", row[_OF_TOKEN] if to_change else row)
    if not environment_of(db).secrets.fits(token, digest) or (expires_at is not None and expires_at <= now):
        return None
    return agent, Presented(public, agent.id, created_at, is_new=used_at is None)


def confirm(db: Session, token: Presented, now: datetime) -> bool:
    """Note the first use of a token, which ends the older ones; whether there were any."""
    db.execute(update(AgentToken).where(AgentToken.id == token.id).values(used_at=now))
    older = delete(AgentToken).where(AgentToken.agent_id == token.agent_id, AgentToken.id != token.id)
    return bool(db.execute(older.where(AgentToken.created_at <= token.created_at).returning(AgentToken.id)).all())


def _digest(db: Session, token: str) -> str:
    return environment_of(db).secrets.digest(token)

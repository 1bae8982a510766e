"""Every SELECT of agents; all start from what the principal may know about."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from mission_control.agents.models import Agent
from mission_control.boards.api import Board
from mission_control.boards.api import visible_to as visible_boards
from mission_control.gateways.api import Use, uses_gateways
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import AgentPrincipal, Principal, UserPrincipal


@uses_gateways
def on_gateway(db: Session, gateway_id: UUID, limit: int) -> list[Use]:
    # Its main agent goes with the gateway.
    found = select(Agent.id, Agent.name, Agent.board_id)
    found = found.where(Agent.gateway_id == gateway_id, Agent.board_id.is_not(None))
    found = found.order_by(Agent.name, Agent.id)
    return [Use("agent", agent_id, name, board_id) for agent_id, name, board_id in db.execute(found.limit(limit))]


def visible_to(principal: Principal) -> Select[Agent]:
    """Agents that the principal may know about; administrators see those without a board too."""
    agents = select(Agent).where(Agent.organization_id == principal.organization_id)
    if isinstance(principal, AgentPrincipal):
        own = Agent.gateway_id == principal.gateway_id
        return agents.where(Agent.board_id == principal.board_id if principal.board_id else own)
    if principal.reads_all_boards and principal.role.is_admin:
        return agents
    boards = visible_boards(principal).subquery()
    on_boards = Agent.board_id.in_(select(boards.c.id))
    return agents.where(or_(on_boards, Agent.board_id.is_(None)) if principal.role.is_admin else on_boards)


def mains_of(db: Session, organization_ids: Collection[UUID]) -> list[Agent]:
    """The main agents of gateways; locked, in one order everywhere."""
    mains = select(Agent).where(Agent.organization_id.in_(organization_ids), Agent.board_id.is_(None))
    return list(db.scalars(mains.order_by(Agent.id).with_for_update(of=Agent, key_share=True)))


def newest_first(agents: Select[Agent]) -> Select[Agent]:
    return agents.order_by(Agent.created_at.desc(), Agent.id)


def get(db: Session, principal: Principal, agent_id: UUID, *, lock: bool = False) -> Agent:
    """Raises NotFound for agents of other tenants, Forbidden for those on boards that are not shared."""
    agent = locked(db, Agent, agent_id) if lock else db.get(Agent, agent_id)
    if agent is None or agent.organization_id != principal.organization_id:
        raise NotFound
    if db.scalar(visible_to(principal).where(Agent.id == agent_id).with_only_columns(Agent.id)) is None:
        raise Forbidden("you have no access to this agent's board")
    return agent


def own(uow: UnitOfWork, principal: AgentPrincipal) -> Agent:
    """The agent that calls, as it was read when its token was checked: not to be changed in a unit that reads."""
    if uow.caller is not None:
        return cast("Agent", uow.caller)
    agent = uow.db.get(Agent, principal.agent_id)
    if agent is None:
        raise NotFound
    return agent


def get_for_change(db: Session, principal: Principal, agent_id: UUID) -> Agent:
    """As `get`, locked, for someone who may write on the agent's board."""
    agent = get(db, principal, agent_id, lock=True)
    if isinstance(principal, UserPrincipal) and agent.board_id and not principal.can_write(agent.board_id):
        raise Forbidden("you may read this agent's board but not change it")
    return agent


def named(db: Session, principal: Principal, key: str, board_id: UUID | None) -> Agent | None:
    """The oldest visible agent of a name, on a board when one is given."""
    agents = visible_to(principal).where(Agent.name_key == key)
    if board_id:
        agents = agents.where(Agent.board_id == board_id)
    return db.scalar(agents.order_by(Agent.created_at, Agent.id).limit(1))


def others_named(db: Session, board_id: UUID, key: str, but: UUID | None) -> bool:
    """Whether another agent of the board has this name."""
    named = select(Agent.id).where(Agent.board_id == board_id, Agent.name_key == key)
    return db.scalar(named.where(Agent.id != but) if but else named) is not None


def adopted_among(db: Session, identity: str, runtime_ids: Collection[str]) -> dict[str, Agent]:
    """Adopted agents of a gateway, of all organizations, by their ids there."""
    found = select(Agent).where(Agent.adopted_on == identity, Agent.adopted_as.in_(runtime_ids))
    return {agent.adopted_as: agent for agent in db.scalars(found) if agent.adopted_as}


def is_adopted(db: Session, identity: str, runtime_id: str) -> bool:
    return bool(adopted_among(db, identity, [runtime_id]))


def workers_on(db: Session, board_id: UUID) -> int:
    """How many agents of a board are not its lead: what `max_agents` limits."""
    counted = select(func.count()).select_from(Agent).where(Agent.board_id == board_id, ~Agent.is_board_lead)
    return db.scalar(counted) or 0


_LEAD = select(Agent).where(Agent.board_id == bindparam("board"), Agent.is_board_lead)
"""Made once: each task that comes to review asks it."""


def lead_of(db: Session, board_id: UUID) -> Agent | None:
    return db.scalar(_LEAD, {"board": board_id})


def main_of(db: Session, gateway_id: UUID) -> Agent | None:
    return db.scalar(select(Agent).where(Agent.gateway_id == gateway_id, Agent.board_id.is_(None)))


def of_gateway_for_change(db: Session, gateway_id: UUID) -> list[Agent]:
    """Those who live on a gateway, locked in one order everywhere."""
    agents = select(Agent).where(Agent.gateway_id == gateway_id, Agent.openclaw_session_id.is_not(None))
    locking = agents.order_by(Agent.id).with_for_update(of=Agent, key_share=True)
    return list(db.scalars(locking, execution_options={"populate_existing": True}))


def of_board(db: Session, board_id: UUID) -> list[Agent]:
    return list(db.scalars(newest_first(select(Agent).where(Agent.board_id == board_id))))


def of_group(db: Session, group_id: UUID, caller: Principal | None = None) -> list[Agent]:
    """The agents of all boards of a group; those that a person calls are of boards that he may write."""
    boards = select(Board.id).where(Board.board_group_id == group_id)
    boards = _boards_of_group(caller, group_id) if caller else boards
    return list(db.scalars(newest_first(select(Agent).where(Agent.board_id.in_(boards)))))


def _boards_of_group(principal: Principal, group_id: UUID) -> Select[UUID]:
    found = select(Board.id).where(Board.board_group_id == group_id, Board.organization_id == principal.organization_id)
    if isinstance(principal, UserPrincipal) and not principal.all_boards_write:
        found = found.where(Board.id.in_([key for key in principal.grants if principal.can_write(key)]))
    return found


def by_ids(db: Session, ids: set[UUID]) -> dict[UUID, Agent]:
    return {agent.id: agent for agent in db.scalars(select(Agent).where(Agent.id.in_(ids)))} if ids else {}


def of_group_for_change(db: Session, principal: Principal, group_id: UUID, *, leads: bool) -> list[Agent]:
    """Agents of a group's boards, of those that a person may write, locked in one order everywhere."""
    agents = select(Agent).where(Agent.board_id.in_(_boards_of_group(principal, group_id))).order_by(Agent.id)
    if not leads:
        agents = agents.where(~Agent.is_board_lead)
    locking = agents.with_for_update(of=Agent, key_share=True)
    return list(db.scalars(locking, execution_options={"populate_existing": True}))

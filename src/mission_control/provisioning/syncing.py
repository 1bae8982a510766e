"""Bringing the files of all agents of a gateway up to date, with a result within one request."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.gateways import api as gateways
from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.security.principals import ActorRef, UserPrincipal
from mission_control.kernel.threads import in_thread
from mission_control.provisioning import queries, reading, service
from mission_control.provisioning.schemas import GatewayTemplatesSyncError, GatewayTemplatesSyncResult

WAIT_SECONDS = 15.0
LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Sync:
    gateway_id: UUID
    include_main: bool
    lead_only: bool
    reset_sessions: bool
    rotate_tokens: bool
    overwrite: bool
    board_id: UUID | None

    def concerns(self, agent: Agent) -> bool:
        if agent.board_id is None:
            return self.include_main
        return self.board_id in {None, agent.board_id} and (agent.is_board_lead or not self.lead_only)


@dataclass(frozen=True, slots=True)
class Asked:
    """An agent whose setup was asked for, and the generation that is to be reached."""

    agent_id: UUID
    name: str
    board_id: UUID | None
    generation: int


@dataclass(frozen=True, slots=True)
class Found:
    """How far one is; one that waits for its gateway will not be done soon."""

    is_done: bool
    waits_for_gateway: bool
    reason: str


def ask(database: Database, who: UserPrincipal, sync: Sync, actor: ActorRef | None = None) -> list[Asked]:
    """Raises NotFound for a gateway of nobody's. `actor` is who has done it, where that is not the principal."""

    def asking() -> list[Asked]:
        with database.write(actor or who.ref) as uow:
            gateways.get(uow.db, who, sync.gateway_id)
            if sync.include_main:
                service.main_agent(uow, sync.gateway_id)
            chosen = [agent for agent in agents.of_gateway_for_change(uow.db, sync.gateway_id) if sync.concerns(agent)]
            return [
                _ask(uow, agent, sync) for agent in chosen if agent.board_id is None or who.can_write(agent.board_id)
            ]

    return again_after_lost_races(asking)


def _ask(uow: UnitOfWork, agent: Agent, sync: Sync) -> Asked:
    agents.request_setup(
        uow,
        agent,
        overwrites=sync.overwrite,
        resets_session=sync.reset_sessions,
        rotates_token=sync.rotate_tokens,
    )
    setup = queries.of_agent(uow.db, agent.id)
    return Asked(agent.id, agent.name, agent.board_id, setup.generation if setup else 0)


async def await_result(database: Database, sync: Sync, asked: Sequence[Asked]) -> GatewayTemplatesSyncResult:
    """Until all is done, until it is known that it will not be soon, or until the time is over."""
    until = asyncio.get_running_loop().time() + WAIT_SECONDS
    while True:
        found = await in_thread(look, database, asked)
        waiting = [it for it in found.values() if not it.is_done and not it.waits_for_gateway]
        if not waiting or asyncio.get_running_loop().time() >= until:
            return _result(sync, asked, found)
        await asyncio.sleep(LOOK_SECONDS)


def look(database: Database, asked: Sequence[Asked]) -> dict[UUID, Found]:
    """How far each of them is now."""
    with database.read() as uow:
        rows = {row[0].agent_id: row for row in queries.with_gateways(uow.db, [it.agent_id for it in asked])}
        found = {}
        for it in asked:
            row = rows.get(it.agent_id)
            if row is None:
                found[it.agent_id] = Found(False, True, "it was deleted meanwhile")
                continue
            told = reading.told(row, uow.now)
            done = row[0].applied >= it.generation
            found[it.agent_id] = Found(done, not told.gateway_connected, told.reason)
        return found


def _result(sync: Sync, asked: Sequence[Asked], found: dict[UUID, Found]) -> GatewayTemplatesSyncResult:
    done = [it for it in asked if found[it.agent_id].is_done]
    late = [it for it in asked if not found[it.agent_id].is_done]
    return GatewayTemplatesSyncResult(
        gateway_id=sync.gateway_id,
        include_main=sync.include_main,
        reset_sessions=sync.reset_sessions,
        agents_updated=sum(it.board_id is not None for it in done),
        agents_skipped=sum(it.board_id is not None for it in late),
        main_updated=any(it.board_id is None for it in done),
        errors=[
            GatewayTemplatesSyncError(
                agent_id=it.agent_id, agent_name=it.name, board_id=it.board_id, message=found[it.agent_id].reason
            )
            for it in late
        ],
    )

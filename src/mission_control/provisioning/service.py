"""Use cases of setups: what agents are to have on their gateways.

Everything here writes down what is wanted and is over at once; whoever keeps the connection to the gateway does it.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.gateways.api import Gateway, GatewayKind, wake_keepers
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import Conflict
from mission_control.kernel.jobs.registry import job
from mission_control.kernel.security.principals import Principal
from mission_control.provisioning import queries, rules, telling
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.rendering import beat_of, render
from mission_control.provisioning.schemas import AgentSetupRequest

QUEUED = "Queued: the gateway is told next"
QUEUED_TO_LEAVE = "Queued: Mission Control's section is to be taken out of its files; the agent stays on the gateway"


class NotOnGateway(Conflict):
    """The agent speaks plain HTTP: there is nothing to set up."""

    code = "not_on_gateway"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is to be done to agents whose setup is renewed by hand."""

    overwrites: bool = False
    resets_session: bool = False
    rotates_token: bool = False


@job("provisioning.look")
def look(_uow: UnitOfWork) -> None:
    """Connections follow a change at once where this runs, and elsewhere within seconds."""
    wake_keepers()


def follow(uow: UnitOfWork, agent: Agent) -> AgentSetup | None:
    """Bring what is wanted up to date with an agent; None for one that speaks plain HTTP."""
    setup = queries.of_agent(uow.db, agent.id)
    key = agent.openclaw_session_id
    runtime = rules.runtime_id(key) if key else None
    if setup and (setup.runtime_id, setup.gateway_id) != (runtime, agent.gateway_id):
        let_go(uow, setup)
        setup = None
    if runtime is None:
        return None
    if setup is None:
        setup = _taken(uow, agent, runtime)
    _want(uow, setup, agent)
    return setup


def rewrite(uow: UnitOfWork, agent: Agent, name: str) -> None:
    """Have a file of the agent written again, over whatever was made of it there."""
    setup = follow(uow, agent)
    if setup is None:
        return
    # What we never wrote is written over: see `rules.writing`.
    setup.written = {key: digests for key, digests in setup.written.items() if key != name}
    raise_generation(uow, setup)


def let_go(uow: UnitOfWork, setup: AgentSetup) -> None:
    """Have an identity removed from its gateway."""
    telling.let_others_hear(uow, queries.unsent_wakes(uow.db, setup.id))
    setup.agent_id = None
    setup.sealed_token = setup.token_id = None
    setup.reason = QUEUED_TO_LEAVE if setup.section else "Queued: to be removed from the gateway"
    setup.attempts, setup.next_attempt_at, setup.updated_at = 0, uow.now, uow.now
    uow.db.flush()
    have_looked(uow)


def renew(uow: UnitOfWork, agent: Agent, how: Renewal) -> None:
    """Have everything compared again, now, and an agent that never called woken again."""
    setup = follow(uow, agent)
    if setup is None:
        return
    if how.rotates_token:
        give_token(uow, setup, agent)
    setup.overwrites = setup.overwrites or how.overwrites
    setup.resets_session = setup.resets_session or how.resets_session
    if setup.confirmed_at is None:
        setup.wake_key, setup.wakes, setup.woken_at = None, 0, None
    tell_what_failed(uow, setup)
    raise_generation(uow, setup)


def tell_what_failed(uow: UnitOfWork, setup: AgentSetup) -> None:
    """What was given up is told once more: somebody has looked after it, or turns end well again."""
    for wake in queries.given_up(uow.db, setup.id, rules.MOST_TURNS):
        wake.sent_at = wake.message_key = wake.ended_at = None
    setup.has_given_up = False


def set_up_again(uow: UnitOfWork, principal: Principal, agent_id: UUID, how: AgentSetupRequest) -> Agent:
    """Also one that lives on a gateway by itself, as agents do that were brought over. Raises NotOnGateway."""
    agent = agents.get_for_change(uow.db, principal, agent_id)
    if agent.openclaw_session_id is None:
        if uow.db.get_one(Gateway, agent.gateway_id).kind != GatewayKind.OPENCLAW:
            raise NotOnGateway("this agent speaks plain HTTP; put its board on a gateway to have it set up there")
        agents.settle(agent, on_gateway=True)
        agent.version += 1
        agent.updated_at = uow.now
    agents.request_setup(
        uow,
        agent,
        overwrites=how.overwrite,
        resets_session=how.reset_session,
        rotates_token=how.rotate_token,
    )
    return agent


def give_token(uow: UnitOfWork, setup: AgentSetup, agent: Agent) -> str:
    """A new token, encrypted here until the agent has used it; the one in use works until then."""
    token = agents.rotate_token(uow.db, agent.id, uow.now, ends_by_use_alone=True)
    setup.sealed_token = environment_of(uow.db).secrets.encrypt(token)
    setup.token_id = token.split("_")[1]
    return token


def follow_pause(uow: UnitOfWork, setup: AgentSetup, agent: Agent) -> None:
    """A pause has begun or ended: the agent is stopped, or told what has waited; its pace on the gateway follows."""
    if agents.has_pace(agent.heartbeat_config):
        _want(uow, setup, agent)
    setup.attempts, setup.next_attempt_at = 0, uow.now


def follow_all(uow: UnitOfWork, setups: Collection[AgentSetup]) -> None:
    """After a change that concerns many: of a board, of a gateway."""
    for setup in setups:
        agent = uow.db.get(Agent, setup.agent_id) if setup.agent_id else None
        if agent:
            _want(uow, setup, agent)


def note_call(uow: UnitOfWork, setup: AgentSetup) -> None:
    """The agent may have called with the token that it was given: then it works, and we need to keep it no longer."""
    if setup.token_id and not queries.is_token_used(uow.db, setup.token_id):
        return
    setup.sealed_token = None
    if setup.confirmed_at is None:
        setup.confirmed_at = setup.updated_at = uow.now
        if setup.applied == setup.generation:
            # Whatever it is to be woken for has waited for this.
            setup.reason, setup.attempts, setup.next_attempt_at = "Set up", 0, uow.now
            have_looked(uow)


def have_looked(uow: UnitOfWork) -> None:
    if uow.jobs is not None:
        uow.defer(look, key="provisioning.look")


def _taken(uow: UnitOfWork, agent: Agent, runtime: str) -> AgentSetup:
    """The row of an identity: the one that its predecessor left, or a new one. Either way with a token of its own."""
    setup = queries.of_identity(uow.db, agent.gateway_id, runtime) or _new(uow, agent, runtime)
    if setup.written:
        # Its files are those of somebody else, and so is what was said in its session.
        setup.overwrites, setup.resets_session = True, agent.adopted_as is None
    setup.section = section_name(agent)
    setup.agent_id, setup.name, setup.wanted = agent.id, agent.name, ""
    setup.wake_key, setup.wakes, setup.woken_at, setup.confirmed_at = None, 0, None, None
    setup.turn_trouble, setup.has_given_up = None, False
    give_token(uow, setup, agent)
    raise_generation(uow, setup)
    return setup


def section_name(agent: Agent) -> str | None:
    """The session of an adopted agent has the same name: it, too, is ours at somebody else's."""
    return f"mc-{agent.id}" if agent.adopted_as else None


def _new(uow: UnitOfWork, agent: Agent, runtime: str) -> AgentSetup:
    setup = AgentSetup(
        organization_id=agent.organization_id,
        gateway_id=agent.gateway_id,
        agent_id=agent.id,
        runtime_id=runtime,
        name=agent.name,
        wanted="",
        generation=0,
        applied=0,
        written={},
        conflicts=[],
        overwrites=False,
        resets_session=False,
        wakes=0,
        has_given_up=False,
        reason=QUEUED,
        attempts=0,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(setup)
    return setup


def _want(uow: UnitOfWork, setup: AgentSetup, agent: Agent) -> None:
    beat = beat_text(setup, agent)
    texts = render_of(uow, setup, agent) | ({"heartbeat": beat} if beat else {})
    wanted = digest_of(texts, entry_of(uow, setup, agent))
    if setup.wanted != wanted:
        setup.name, setup.wanted = agent.name, wanted
        # Noted before it is written: after a crash it is known to be ours.
        setup.model = agent.model or setup.model
        raise_generation(uow, setup)


def raise_generation(uow: UnitOfWork, setup: AgentSetup) -> None:
    """Have everything compared with the gateway, now."""
    setup.generation += 1
    setup.reason, setup.attempts, setup.next_attempt_at, setup.updated_at = QUEUED, 0, uow.now, uow.now
    uow.db.flush()
    have_looked(uow)


def render_of(uow: UnitOfWork, setup: AgentSetup, agent: Agent) -> dict[str, str]:
    gateway = uow.db.get_one(Gateway, setup.gateway_id)
    board = uow.db.get(Board, agent.board_id) if agent.board_id else None
    return render(uow.db, agent, gateway, board, section=setup.section)


def beat_text(setup: AgentSetup, agent: Agent) -> str | None:
    """What its gateway is to keep for its heartbeats; None for one that has none, or keeps its own."""
    has_beats = agents.has_pace(agent.heartbeat_config) and not agent.is_paused
    return beat_of(agent) if has_beats and not setup.section else None


def entry_of(uow: UnitOfWork, setup: AgentSetup, agent: Agent) -> dict[str, Any]:
    if setup.section:
        return rules.adopted_entry(agent.heartbeat_config, agent.model, is_paused=agent.is_paused)
    root = uow.db.get_one(Gateway, setup.gateway_id).workspace_root
    pace = None if agent.is_paused else agent.heartbeat_config
    return rules.entry(agent.name, rules.workspace_of(root, setup.runtime_id), pace, agent.model, setup.model)


def digest_of(files: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    there = {name: value for name, value in entry.items() if value is not None}
    return rules.digest(json.dumps([files, there], sort_keys=True))


def main_name(gateway: Gateway) -> str:
    return f"{gateway.name} Gateway Agent"


def main_agent(uow: UnitOfWork, gateway_id: UUID) -> Agent | None:
    """The gateway's main agent, made when there is none; None for the built-in gateway of direct agents."""
    gateway = uow.db.get_one(Gateway, gateway_id)
    if gateway.kind != GatewayKind.OPENCLAW:
        return None
    return agents.create_main(uow, gateway.organization_id, gateway.id, main_name(gateway))

"""Agents and gateways that wait for a person, and what was paused."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from mission_control.agents.api import Agent, State, Trouble
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Gateway, GatewayLink
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.pausing import Pause, Scope
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.overview import queries
from mission_control.overview.schemas import NeedKind, NeedsMeItem


@dataclass(frozen=True, slots=True)
class Fleet:
    """The agents that somebody may know about, and how each is."""

    agents: list[Agent]
    states: dict[UUID, State]


def paused(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """Whatever was stopped stays so until somebody resumes it: nobody else will think of it."""
    for row in queries.pauses(uow.db, principal, {agent.gateway_id for agent in fleet.agents}):
        yield _pause(principal, Pause(Scope(row[0]), *row[1:]))
    for agent in fleet.agents:
        for pause in Pause.of(Scope.AGENT, agent):
            yield _pause(principal, pause).model_copy(update={"board_id": agent.board_id, "agent_id": agent.id})


def _pause(principal: UserPrincipal, pause: Pause) -> NeedsMeItem:
    is_for_others = pause.scope in {Scope.GATEWAY, Scope.ORGANIZATION} and not principal.role.is_admin
    return NeedsMeItem(
        kind=NeedKind.PAUSED,
        title=pause.name,
        reason=pause.words,
        action="An administrator resumes it" if is_for_others else "Resume it when it may go on",
        since=pause.paused_at,
        board_id=pause.id if pause.scope is Scope.BOARD else None,
        gateway_id=pause.id if pause.scope is Scope.GATEWAY else None,
    )


def gateways_away(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """Those that do not come back by themselves: to who keeps them, and to who has agents there."""
    concerned = {agent.gateway_id for agent in fleet.agents}
    away, with_commands = gateways.to_see_to(uow.db, principal.organization_id, uow.now)
    if principal.role.is_admin:
        yield from (_commands(gateway, link) for gateway, link in with_commands)
    for gateway in away:
        if principal.role.is_admin or gateway.id in concerned:
            yield NeedsMeItem(
                kind=NeedKind.GATEWAY_UNUSABLE,
                title=gateway.name,
                reason=gateway.reason if principal.role.is_admin else gateway.in_short,
                action=gateway.cure if principal.role.is_admin else "Tell an administrator of your organization",
                since=gateway.since,
                gateway_id=gateway.id,
            )


def _commands(gateway: Gateway, link: GatewayLink) -> NeedsMeItem:
    """Of a main agent, to administrators alone: they keep the gateways."""
    count = link.commands_waiting
    return NeedsMeItem(
        kind=NeedKind.COMMAND_WAITING,
        title=gateway.name,
        reason=f"Its main agent wants to run {'a command' if count == 1 else f'{count} commands'}, and waits",
        action="Allow or deny it on the gateway's page",
        since=link.commands_since or link.since,
        gateway_id=gateway.id,
    )


def setups(uow: UnitOfWork, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """What fails for one agent of a gateway mostly fails for all."""
    kinds = (Trouble.SETUP_FAILING, Trouble.NEVER_CALLED, Trouble.TURNS_FAILING)
    failing = [it for it in fleet.agents if fleet.states[it.id].trouble in kinds and not it.is_paused]
    failing.sort(key=lambda it: (it.created_at, it.id))
    alike: dict[tuple[UUID, Trouble | None], list[Agent]] = {}
    for agent in failing:
        alike.setdefault((agent.gateway_id, fleet.states[agent.id].trouble), []).append(agent)
    for (gateway_id, trouble), those in alike.items():
        first, more = those[0], len(those) - 1
        yield NeedsMeItem(
            kind=NeedKind.TURNS_FAILING if trouble is Trouble.TURNS_FAILING else NeedKind.SETUP_FAILING,
            title=f"{first.name} and {more} more" if more else first.name,
            reason=fleet.states[first.id].reason,
            action=_cure(uow, trouble),
            since=first.created_at,
            board_id=first.board_id,
            agent_id=first.id,
            gateway_id=gateway_id,
        )


def _cure(uow: UnitOfWork, trouble: Trouble | None) -> str:
    if trouble is Trouble.NEVER_CALLED:
        base = environment_of(uow.db).settings.public_url.rstrip("/")
        return f"Read under Watch what its turns say: its model has to answer, and its machine has to reach {base}"
    if trouble is Trouble.TURNS_FAILING:
        return "Mend what its model lacks on the gateway, then set it up again: it is told what it has missed"
    return "Mend what the gateway refuses; it is tried again by itself"


def silent(fleet: Fleet) -> Iterator[NeedsMeItem]:
    for agent in fleet.agents:
        state = fleet.states[agent.id]
        if state.trouble is Trouble.SILENT and not agent.is_paused:
            yield NeedsMeItem(
                kind=NeedKind.AGENT_OFFLINE,
                title=agent.name,
                reason=state.reason,
                action="Start the agent again, or delete it",
                since=agent.last_seen_at or agent.created_at,
                board_id=agent.board_id,
                agent_id=agent.id,
            )

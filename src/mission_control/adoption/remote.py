"""What a gateway is asked about the agents that it has, within a request."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mission_control.adoption.rules import Discovered
from mission_control.gateways.api import CALL_SECONDS, CallRefused, NotThere, Target, asking
from mission_control.provisioning.api import PROGRAM_FILE, Remote, section_owners


@dataclass(frozen=True, slots=True)
class Roster:
    identity: str
    """Which gateway it is, whatever its address."""
    agents: tuple[Discovered, ...]
    sections: tuple[str, ...] = ()
    """Of the one that was asked for: whose sections are in its file."""

    def named(self, runtime_id: str) -> Discovered | None:
        return next((agent for agent in self.agents if agent.runtime_id == runtime_id), None)


async def roster(target: Target, runtime_id: str | None = None) -> Roster:
    """The agents of a gateway; with an id also what is in that one's file. Raises GatewayFailed, GatewayTimedOut."""
    async with asking(target) as gateway:
        listed, identity = await asyncio.gather(
            gateway.call("agents.list", {}, seconds=CALL_SECONDS), _identity(gateway, target)
        )
        agents = _discovered(listed)
        known = runtime_id is not None and any(agent.runtime_id == runtime_id for agent in agents)
        owners = await _owners(Remote(gateway.call), str(runtime_id)) if known else ()
    return Roster(identity, agents, owners)


async def _identity(gateway: Any, target: Target) -> str:
    try:
        answer = await gateway.call("gateway.identity.get", {}, seconds=CALL_SECONDS)
    except CallRefused:
        # Old ones do not tell; their address is what comes nearest.
        return target.url
    told = answer.get("deviceId") if isinstance(answer, Mapping) else None
    return str(told) if told else target.url


def _discovered(answer: object) -> tuple[Discovered, ...]:
    found = answer if isinstance(answer, Mapping) else {}
    rows = [row for row in found.get("agents") or [] if isinstance(row, Mapping)]
    agents = (Discovered.of(row, found.get("defaultId")) for row in rows)
    return tuple(agent for agent in agents if agent)


async def _owners(remote: Remote, runtime_id: str) -> tuple[str, ...]:
    try:
        file = await remote.file(runtime_id, PROGRAM_FILE)
    except NotThere:
        return ()
    return tuple(section_owners(file.content))

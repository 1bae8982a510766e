"""Agents, with the digests of their tokens: they go on working without a new one."""

from uuid import UUID

from mission_control.agents.former_tokens import former_token, problem_of_digest
from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.rules import OFFLINE, PROVISIONING, name_key
from mission_control.agents.schemas import as_profile
from mission_control.entry.reference.mending import (
    Mend,
    filled,
    json_object,
    moment,
    moment_or_none,
    untaken,
)
from mission_control.entry.reference.people import stamps, table
from mission_control.entry.reference.world import AgentPlace, World
from mission_control.moving.drafts import Draft, LeftOut, Row, Step, Values


def _agent(row: Row, world: World) -> Draft:
    mends: list[str] = []
    organization_id, gateway_id = _home(row, world)
    name = row.name if row.board_id is None else _name(row, world, mends.append)
    is_lead = row.board_id is not None and _leads(row, world, mends.append)
    last_seen_at = moment_or_none(row.last_seen_at)
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "gateway_id": gateway_id,
        "board_id": row.board_id,
        "name": name,
        "name_key": name_key(name),
        "is_board_lead": is_lead,
        "heartbeat_config": json_object(row.heartbeat_config, "heartbeat_config", mends.append),
        "identity_profile": as_profile(json_object(row.identity_profile, "identity_profile", mends.append)),
        "identity_template": filled(row.identity_template),
        "soul_template": filled(row.soul_template),
        # It works as it did, by itself: what it has on its gateway is not ours until somebody sets it up.
        "openclaw_session_id": None,
        "reported_status": None,
        "announced_status": OFFLINE if last_seen_at else PROVISIONING,
        "last_seen_at": last_seen_at,
        "version": 1,
        **stamps(row),
    }
    place = AgentPlace(organization_id, row.board_id, name, is_lead)

    def then() -> None:
        world.agents[row.id] = place
        if is_lead:
            world.leads[row.board_id] = name

    token = _token(row, world, mends.append)
    also = [(table(AgentToken), token)] if token else []
    return Draft(values, organization_id, moment(row.created_at), also, mends=mends, then=then)


def _home(row: Row, world: World) -> tuple[UUID, UUID]:
    """Organization and gateway: an agent is where its board is, and one without a board is its gateway's main one."""
    if row.board_id is not None:
        board = world.board(row.board_id)
        return board.organization_id, board.gateway_id or world.direct_gateways[board.organization_id]
    gateway = world.gateways.get(row.gateway_id)
    if gateway is None:
        raise LeftOut("it has neither a board nor a gateway that is here")
    if world.main_ids.setdefault(gateway.id, row.id) != row.id:
        raise LeftOut("its gateway has a main agent already")
    return gateway.organization_id, gateway.id


def _name(row: Row, world: World, mend: Mend) -> str:
    """Names are one agent's on a board."""
    number = 1

    def another(next_one: int) -> tuple[UUID, str]:
        nonlocal number
        number = next_one
        return row.board_id, name_key(f"{row.name} ({next_one})")

    untaken((row.board_id, name_key(row.name)), world.agent_names, row.id, another)
    if number == 1:
        name: str = row.name
        return name
    mend("its name was another's on the same board, and has a number now")
    return f"{row.name} ({number})"


def _leads(row: Row, world: World, mend: Mend) -> bool:
    if not row.is_board_lead:
        return False
    if world.lead_ids.setdefault(row.board_id, row.id) == row.id:
        return True
    mend("its board had several leads: the oldest leads")
    return False


def _token(row: Row, world: World, mend: Mend) -> Values | None:
    if not row.agent_token_hash:
        return None
    if problem := problem_of_digest(row.agent_token_hash):
        mend(f"it needs a new token: {problem}")
        return None
    last_seen_at = moment_or_none(row.last_seen_at)
    return former_token(row.id, row.agent_token_hash, world.now, used_at=last_seen_at)


AGENTS = Step(
    "agents",
    "SELECT id, board_id, gateway_id, name, is_board_lead, agent_token_hash, identity_template, soul_template,"
    " heartbeat_config::text AS heartbeat_config, identity_profile::text AS identity_profile, last_seen_at,"
    " created_at, updated_at FROM agents ORDER BY created_at, id",
    table(Agent),
    _agent,
)

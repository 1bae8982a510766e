"""Use cases of sessions: which gateway is asked, and which of its sessions a person may see.

The database part of each runs in a thread and is over before the gateway is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.gateways import api as gateways
from mission_control.gateways.api import BadUrl, GatewayRequired, Target, checked_url
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import NotFound, Unprocessable
from mission_control.kernel.pausing import Paused
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.sessions.events import SessionTold, TurnStopped
from mission_control.sessions.rules import Owner, is_canonical, owner_of


@dataclass(frozen=True, slots=True)
class Reach:
    """A gateway that is to be asked."""

    target: Target
    gateway_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    """How a request names the gateway: by its id, or by a board that is on it."""

    gateway_id: UUID | None
    board_id: str | None


@dataclass(frozen=True, slots=True)
class Address:
    """A gateway as an address; what is left out is taken from the one that is stored with it."""

    url: str
    token: str | None
    disable_device_pairing: bool | None
    allow_insecure_tls: bool | None


def reach(uow: UnitOfWork, who: UserPrincipal, place: Place, *, write: bool = False) -> Reach:
    """Raises GatewayRequired, NotFound, and Forbidden for a board that is not shared."""
    gateway_id = place.gateway_id
    if gateway_id is None:
        gateway_id = _of_board(uow, who, place.board_id, write=write)
    return _reach(uow, gateways.get(uow.db, who, gateway_id))


def reach_address(uow: UnitOfWork, who: UserPrincipal, address: Address) -> Reach:
    try:
        url = checked_url(address.url)
    except BadUrl as bad:
        raise Unprocessable(f"gateway_url: {bad}") from None
    stored = gateways.at_url(uow.db, who, url)
    settings = environment_of(uow.db).settings
    allow_private, least_version = settings.gateway_allow_private_addresses, settings.gateway_min_version
    unpaired = address.disable_device_pairing
    otherwise = (address.token, unpaired, address.allow_insecure_tls) != (None, None, None)
    found = _reach(uow, stored, otherwise=otherwise, unpaired=unpaired) if stored else Reach(Target(url), None)
    target = found.target
    insecure = target.allow_insecure_tls if address.allow_insecure_tls is None else address.allow_insecure_tls
    return Reach(
        Target(
            url=url,
            token=(address.token or "").strip() or target.token,
            identity=target.identity,
            device_token=target.device_token,
            allow_insecure_tls=insecure,
            certificate_authority=target.certificate_authority,
            allow_private=allow_private,
            least_version=least_version,
        ),
        found.gateway_id,
    )


def _of_board(uow: UnitOfWork, who: UserPrincipal, board_id: str | None, *, write: bool) -> UUID:
    if not board_id:
        raise GatewayRequired("name a gateway: gateway_id, or board_id of a board that is on one")
    try:
        key = UUID(board_id)
    except ValueError:
        raise GatewayRequired("board_id: write the id of a board") from None
    board = (boards.get_for_change if write else boards.get)(uow.db, who, key)
    if board.gateway_id is None:
        raise GatewayRequired("board_id: this board is on no gateway; its agents speak plain HTTP")
    return board.gateway_id


def _reach(uow: UnitOfWork, stored: Any, *, otherwise: bool = False, unpaired: bool | None = None) -> Reach:
    return Reach(gateways.target_to_ask(uow, *stored, otherwise=otherwise, unpaired=unpaired), stored[0].id)


def seen_by(
    uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID | None, keys: Iterable[str], *, write: bool = False
) -> set[str]:
    """Those keys whose sessions a person may see, or talk to: a gateway may serve several boards and organizations."""
    owners = {key: owner_of(key) for key in keys if is_canonical(key)}
    agents = [owner.id for owner in owners.values() if owner and owner.kind == "agent"]
    own = select(Agent.id, Agent.board_id).where(Agent.organization_id == who.organization_id, Agent.id.in_(agents))
    board_of: dict[UUID, UUID | None] = {row.id: row.board_id for row in uow.db.execute(own)}
    every = who.all_boards_write if write else who.reads_all_boards
    own_boards = {owner.id for owner in owners.values() if owner and owner.kind == "board"} | set(board_of.values())
    known = set(
        uow.db.scalars(
            select(boards.Board.id).where(
                boards.Board.organization_id == who.organization_id, boards.Board.id.in_(own_boards - {None})
            )
        )
    )
    may = {board_id for board_id in known if (who.can_write if write else who.can_read)(board_id)}

    def is_seen(owner: Owner | None) -> bool:
        if owner is None:
            return every
        if owner.kind == "gateway":
            return every and owner.id == gateway_id
        return (owner.id if owner.kind == "board" else board_of.get(owner.id)) in may

    return {key for key, owner in owners.items() if is_seen(owner)}


def only_seen(
    uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID | None, sessions: list[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    seen = seen_by(uow, who, gateway_id, (str(session.get("key")) for session in sessions))
    return [session for session in sessions if str(session.get("key")) in seen]


def require_seen(uow: UnitOfWork, who: UserPrincipal, reach: Reach, key: str, *, write: bool = False) -> None:
    """Raises NotFound: what may not be seen looks like what is not there."""
    if key not in seen_by(uow, who, reach.gateway_id, [key], write=write):
        raise NotFound


def note_stopped(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, key: str) -> None:
    gateway, _ = gateways.get(uow.db, who, gateway_id)
    uow.emit(
        TurnStopped(
            organization_id=who.organization_id,
            gateway_id=gateway_id,
            session_key=key,
            message=f"A turn on gateway {gateway.name} was stopped",
        )
    )


def require_going_on(uow: UnitOfWork, who: UserPrincipal, key: str) -> None:
    """Raises Paused: a word to an agent begins a turn."""
    owner = owner_of(key)
    agent = _agent_of(uow, owner) if owner else None
    if agent is None or agent.organization_id != who.organization_id:
        return
    if words := agents.why_paused(uow.db, agent):
        raise Paused(f"{words}; resume it to talk to the agent")


def _agent_of(uow: UnitOfWork, owner: Owner) -> Agent | None:
    if owner.kind == "agent":
        return uow.db.get(Agent, owner.id)
    return agents.lead_of(uow.db, owner.id) if owner.kind == "board" else agents.main_of(uow.db, owner.id)


def note_told(uow: UnitOfWork, who: UserPrincipal, gateway_id: UUID, key: str) -> None:
    gateway, _ = gateways.get(uow.db, who, gateway_id)
    uow.emit(
        SessionTold(
            organization_id=who.organization_id,
            gateway_id=gateway_id,
            session_key=key,
            message=f"A session on gateway {gateway.name} was told something",
        )
    )

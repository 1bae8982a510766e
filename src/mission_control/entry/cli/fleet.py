"""`mission-control pause`, `resume` and `gateways`: what an operator does to the fleet without the web interface.

They work on the database beside a running server, which follows; without one a pause holds from its next start on.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mission_control.agents import api as agents
from mission_control.agents import service as _agents
from mission_control.boards import service as _boards
from mission_control.boards.api import Board
from mission_control.entry import features  # noqa: F401 - what follows a pause has to be registered
from mission_control.entry.cli.opened import opened
from mission_control.gateways import reading as _gateway_reading
from mission_control.gateways import service as _gateways
from mission_control.gateways.api import Gateway, GatewayKind, GatewayLink
from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.pausing import Pausable, Scope
from mission_control.kernel.security.principals import ActorRef, Role, UserPrincipal
from mission_control.kernel.settings import Settings
from mission_control.organizations import service as _organizations
from mission_control.organizations.api import Organization
from mission_control.provisioning import syncing
from mission_control.provisioning.syncing import Asked, Found, Sync

BY = ActorRef("system", None, "the command line")
TABLES: dict[Scope, type[Pausable]] = {
    Scope.ORGANIZATION: Organization,
    Scope.GATEWAY: Gateway,
    Scope.BOARD: Board,
    Scope.AGENT: agents.Agent,
}
LOOK_SECONDS = 0.5
PATIENCE_SECONDS = 120.0


class NotFoundByName(LookupError):
    """Nothing, or more than one thing, has this id or name."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is, with what each that is not done waits for."""

    done: int
    total: int
    late: Sequence[tuple[str, str]]


def set_paused(settings: Settings, scope: Scope, named: str, *, paused: bool, reason: str | None = None) -> str:
    """Pause or resume one thing, by id or name; answers its name. Raises NotFoundByName."""

    def writing(database: Database) -> str:
        with database.write(BY) as uow:
            thing = _find(uow, scope, named)
            who = _operator(thing.id if isinstance(thing, Organization) else _organization_of(thing))
            if paused:
                _pause(uow, who, scope, thing.id, reason)
            else:
                _resume(uow, who, scope, thing.id)
            return thing.name

    with opened(settings) as database:
        return again_after_lost_races(lambda: writing(database))


def gateway_lines(settings: Settings) -> list[str]:
    """One line for each gateway: its id, how its connection is, its name, and what is wrong."""
    rows = select(Gateway, GatewayLink).join(GatewayLink, GatewayLink.gateway_id == Gateway.id)
    with opened(settings) as database, database.read() as uow:
        found = uow.db.execute(rows.where(Gateway.kind == GatewayKind.OPENCLAW).order_by(Gateway.name, Gateway.id))
        seen = [_gateway_reading.read_model(uow.db, gateway, link, uow.now) for gateway, link in found.all()]
    return [
        f"{it.id}  {'paused, ' if it.pauses else ''}{it.status}  {it.name}"
        + (f": {it.status_reason} {it.status_cure}".rstrip() if it.status != "connected" else "")
        for it in seen
    ]


def sync(settings: Settings, named: str, **choices: bool) -> Iterator[Progress]:
    """Have the agents of a gateway brought up to date; tells of each change until no more comes soon.

    Raises NotFoundByName.
    """
    with opened(settings) as database:
        with database.read() as uow:
            gateway = _find(uow, Scope.GATEWAY, named)
            who = _operator(_organization_of(gateway))
        yield from _follow(database, syncing.ask(database, who, Sync(gateway.id, board_id=None, **choices), BY))


def _follow(database: Database, asked: Sequence[Asked]) -> Iterator[Progress]:
    until = time.monotonic() + PATIENCE_SECONDS
    told: Progress | None = None
    while True:
        found = syncing.look(database, asked)
        now = _progress(asked, found)
        if told is None or now.done != told.done:
            told = now
            yield now
        waiting = any(not it.is_done and not it.waits_for_gateway for it in found.values())
        if not waiting or time.monotonic() >= until:
            if now != told:
                yield now
            return
        time.sleep(LOOK_SECONDS)


def _progress(asked: Sequence[Asked], found: dict[UUID, Found]) -> Progress:
    late = [(it.name, found[it.agent_id].reason) for it in asked if not found[it.agent_id].is_done]
    return Progress(len(asked) - len(late), len(asked), late)


def _find(uow: UnitOfWork, scope: Scope, named: str) -> Pausable:
    table = TABLES[scope]
    try:
        wanted = table.id == UUID(named)
    except ValueError:
        wanted = table.name == named
    found = select(table).where(wanted)
    if table is Gateway:
        found = found.where(Gateway.kind == GatewayKind.OPENCLAW)
    rows = list(uow.db.scalars(found.order_by(table.created_at).limit(10)))
    if not rows:
        raise NotFoundByName(f"There is no {scope} of this id or name: {named}")
    if len(rows) > 1:
        ids = "\n".join(str(row.id) for row in rows)
        raise NotFoundByName(f"More than one {scope} is called {named}; write the id of the one that is meant:\n{ids}")
    return rows[0]


def _organization_of(thing: Pausable) -> UUID:
    assert isinstance(thing, Gateway | Board | agents.Agent)  # noqa: S101 - there is no other kind
    return thing.organization_id


def _operator(organization_id: UUID) -> UserPrincipal:
    """Whoever may run commands beside the database may do everything in it."""
    nobody = UUID(int=0)
    return UserPrincipal(
        user_id=nobody,
        name=BY.name or "",
        organization_id=organization_id,
        member_id=nobody,
        role=Role.OWNER,
        all_boards_read=True,
        all_boards_write=True,
    )


def _pause(uow: UnitOfWork, who: UserPrincipal, scope: Scope, thing_id: UUID, reason: str | None) -> None:
    match scope:
        case Scope.AGENT:
            _agents.pause(uow, who, thing_id, reason)
        case Scope.BOARD:
            _boards.pause(uow, who, thing_id, reason)
        case Scope.GATEWAY:
            _gateways.pause(uow, who, thing_id, reason)
        case Scope.ORGANIZATION:
            _organizations.begin_pause(uow, uow.db.get_one(Organization, thing_id), reason)


def _resume(uow: UnitOfWork, who: UserPrincipal, scope: Scope, thing_id: UUID) -> None:
    match scope:
        case Scope.AGENT:
            _agents.resume(uow, who, thing_id)
        case Scope.BOARD:
            _boards.resume(uow, who, thing_id)
        case Scope.GATEWAY:
            _gateways.resume(uow, who, thing_id)
        case Scope.ORGANIZATION:
            _organizations.end_pause(uow, uow.db.get_one(Organization, thing_id))

"""Sessions of gateways, and whether a gateway answers. Each request asks it, and waits for seconds at most."""

import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any, cast
from uuid import UUID, uuid4, uuid5

from fastapi import Header, Query
from pydantic import AfterValidator

from mission_control.gateways.api import (
    CALL_SECONDS,
    GatewayBlocked,
    GatewayFailed,
    GatewayRequired,
    GatewayTimedOut,
    State,
    asking,
    few_tries_alone,
)
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import NotFound, TooManyRequests
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, OkResponse, Router
from mission_control.kernel.pausing import Paused
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.security.tokens import masked
from mission_control.kernel.threads import in_thread
from mission_control.sessions import rules, service
from mission_control.sessions.schemas import (
    GatewaySessionAborted,
    GatewaySessionHistoryResponse,
    GatewaySessionMessageRequest,
    GatewaySessionResponse,
    GatewaySessionsResponse,
    GatewaysStatusResponse,
)
from mission_control.sessions.service import Address, Place, Reach
from mission_control.sessions.watching import looks

router = Router(prefix="/api/v1/gateways", tags=["gateways"])
ADMIN = Access(user=UserLevel.ADMIN)
FAILS = (GatewayRequired, GatewayFailed, GatewayTimedOut)


def _id_of_a_board(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("write the id of a board") from None


BoardId = Annotated[
    str | None, AfterValidator(_id_of_a_board), Query(max_length=100, description="A board that is on the gateway.")
]
GatewayId = Annotated[UUID | None, Query(description="The gateway, when no board is named.")]
MOST_SESSIONS = 1_000


@router.declare("GET", "/status", access=ADMIN, errors=(GatewayRequired, TooManyRequests))
async def gateways_status(
    who: CurrentPrincipal,
    backend: Edge,
    board_id: BoardId = None,
    gateway_id: GatewayId = None,
    gateway_url: Annotated[str | None, Query(max_length=2_000)] = None,
    gateway_token: Annotated[str | None, Query(max_length=4_000, description="Left out: the stored one.")] = None,
    gateway_disable_device_pairing: bool | None = None,
    gateway_allow_insecure_tls: bool | None = None,
) -> GatewaysStatusResponse:
    """Whether a gateway lets us in now, and its sessions. Nothing is changed on it."""
    person = cast(UserPrincipal, who)
    address = gateway_url and Address(
        gateway_url, gateway_token, gateway_disable_device_pairing, gateway_allow_insecure_tls
    )
    place = Place(gateway_id, board_id)
    try:
        reach = await backend.read(
            lambda uow: service.reach_address(uow, person, address) if address else service.reach(uow, person, place),
        )
    except GatewayBlocked as error:
        return _not_connected(error.url, error)
    if address:
        await in_thread(few_tries_alone, backend.limiter, reach.target.url)
    try:
        found, seconds = await _listed(reach)
    except (GatewayFailed, GatewayTimedOut) as error:
        return _not_connected(reach.target.url, error)
    sessions = await _only_seen(backend, person, reach, found)
    return GatewaysStatusResponse(
        connected=True,
        gateway_url=reach.target.url,
        sessions_count=len(sessions),
        sessions=sessions,
        main_session=_main(reach, sessions),
        status=State.CONNECTED,
        latency_ms=round(seconds * 1_000),
    )


@router.declare("GET", "/sessions", access=ADMIN, errors=FAILS)
async def list_gateway_sessions(
    who: CurrentPrincipal, backend: Edge, board_id: BoardId = None, gateway_id: GatewayId = None
) -> GatewaySessionsResponse:
    """Sessions on a gateway: those of agents whose boards the caller may read, as the gateway describes them."""
    person = cast(UserPrincipal, who)
    reach = await backend.read(lambda uow: service.reach(uow, person, Place(gateway_id, board_id)))
    sessions = await _sessions(backend, person, reach)
    return GatewaySessionsResponse(sessions=sessions, main_session=_main(reach, sessions))


@router.declare("GET", "/sessions/{session_id}", access=ADMIN, errors=FAILS)
async def get_gateway_session(
    session_id: str, who: CurrentPrincipal, backend: Edge, board_id: BoardId = None, gateway_id: GatewayId = None
) -> GatewaySessionResponse:
    """One session, by its key."""
    person = cast(UserPrincipal, who)
    reach = await _placed(backend, person, Place(gateway_id, board_id), session_id)
    sessions = await _sessions(backend, person, reach)
    session = next((session for session in sessions if session.get("key") == session_id), None)
    if session is None:
        raise NotFound
    return GatewaySessionResponse(session=session)


@router.declare("GET", "/sessions/{session_id}/history", access=ADMIN, errors=FAILS)
async def get_session_history(
    session_id: str,
    who: CurrentPrincipal,
    backend: Edge,
    board_id: BoardId = None,
    gateway_id: GatewayId = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="The newest so many messages.")] = 200,
) -> GatewaySessionHistoryResponse:
    """What was said in a session, oldest first.

    For a minute and a half `session.moved` in the stream `/api/v1/events` tells whoever has read it that it goes on.
    """
    person = cast(UserPrincipal, who)
    reach = await _placed(backend, person, Place(gateway_id, board_id), session_id)
    async with asking(reach.target) as gateway:
        params = {"sessionKey": session_id, "limit": limit}
        answer = await gateway.call("chat.history", params, seconds=CALL_SECONDS)
    if reach.gateway_id:
        await in_thread(looks, backend.database.passage, person, reach.gateway_id, session_id)
    history = answer.get("messages") if isinstance(answer, Mapping) else answer
    return GatewaySessionHistoryResponse(history=masked(history) if isinstance(history, list) else [])


@router.declare("POST", "/sessions/{session_id}/message", access=ADMIN, errors=(*FAILS, Paused))
async def send_gateway_session_message(
    session_id: str,
    body: GatewaySessionMessageRequest,
    who: CurrentPrincipal,
    backend: Edge,
    board_id: BoardId = None,
    gateway_id: GatewayId = None,
    idempotency_key: Annotated[str | None, Header(max_length=255, description="Repeats are told once.")] = None,
) -> OkResponse:
    """Say something to the agent of a session; it answers there. Refused while the agent is paused."""
    person = cast(UserPrincipal, who)
    reach = await _placed(backend, person, Place(gateway_id, board_id), session_id, write=True, begins=True)
    key = uuid5(person.user_id, f"{session_id}\n{idempotency_key}") if idempotency_key else uuid4()
    message = {"sessionKey": session_id, "message": body.content, "deliver": False, "idempotencyKey": str(key)}
    async with asking(reach.target) as gateway:
        await gateway.call("chat.send", message, seconds=CALL_SECONDS)
    await _note(backend, person, reach, session_id, service.note_told)
    return OkResponse()


@router.declare("POST", "/sessions/{session_id}/abort", access=ADMIN, errors=FAILS)
async def abort_gateway_session(
    session_id: str, who: CurrentPrincipal, backend: Edge, board_id: BoardId = None, gateway_id: GatewayId = None
) -> GatewaySessionAborted:
    """Stop what an agent is doing in a session; what it has done until then stays done."""
    person = cast(UserPrincipal, who)
    reach = await _placed(backend, person, Place(gateway_id, board_id), session_id, write=True)
    async with asking(reach.target) as gateway:
        answer = await gateway.call("chat.abort", {"sessionKey": session_id}, seconds=CALL_SECONDS)
    aborted = isinstance(answer, Mapping) and answer.get("aborted") is True
    if aborted:
        await _note(backend, person, reach, session_id, service.note_stopped)
    return GatewaySessionAborted(aborted=aborted)


def _not_connected(url: str, error: GatewayFailed | GatewayTimedOut) -> GatewaysStatusResponse:
    state = State.HUNG if isinstance(error, GatewayTimedOut) else None
    if isinstance(error, GatewayBlocked):
        state = error.condition.state
    return GatewaysStatusResponse(connected=False, gateway_url=url, error=str(error.detail), status=state)


async def _sessions(backend: Backend, who: UserPrincipal, reach: Reach) -> list[Mapping[str, Any]]:
    found, _ = await _listed(reach)
    return await _only_seen(backend, who, reach, found)


async def _listed(reach: Reach) -> tuple[list[Mapping[str, Any]], float]:
    """All sessions, and how many seconds the gateway took to answer."""
    async with asking(reach.target) as gateway:
        began = time.monotonic()
        answer = await gateway.call("sessions.list", {"limit": MOST_SESSIONS}, seconds=CALL_SECONDS)
        seconds = time.monotonic() - began
    found = answer.get("sessions") if isinstance(answer, Mapping) else answer
    sessions = [session for session in found if isinstance(session, Mapping)] if isinstance(found, list) else []
    return sessions, seconds


async def _only_seen(
    backend: Backend, who: UserPrincipal, reach: Reach, sessions: list[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    seen = await backend.read(lambda uow: service.only_seen(uow, who, reach.gateway_id, sessions))
    return [masked(session) for session in seen]


async def _placed(
    backend: Backend, who: UserPrincipal, place: Place, key: str, *, write: bool = False, begins: bool = False
) -> Reach:
    """The gateway of a session that the caller may see."""

    def placed(uow: UnitOfWork) -> Reach:
        reach = service.reach(uow, who, place, write=write)
        service.require_seen(uow, who, reach, key, write=write)
        if begins:
            service.require_going_on(uow, who, key)
        return reach

    return await backend.read(placed)


def _main(reach: Reach, sessions: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    key = rules.main_key(reach.gateway_id) if reach.gateway_id else None
    return next((session for session in sessions if session.get("key") == key), None)


async def _note(
    backend: Backend,
    who: UserPrincipal,
    reach: Reach,
    key: str,
    what: Callable[[UnitOfWork, UserPrincipal, UUID, str], None],
) -> None:
    await backend.write(who, lambda uow: what(uow, who, cast(UUID, reach.gateway_id), key))

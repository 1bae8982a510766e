"""Devices that ask a gateway to be let in, decided by the connections that we have to it.

A device cannot approve itself: before it is approved it may do nothing. What may is another connection to the same
gateway, for example over the loopback address of its host, where gateways ask for no pairing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from mission_control.gateways import queries, service
from mission_control.gateways.asking import CALL_SECONDS, asking
from mission_control.gateways.errors import (
    GatewayFailed,
    GatewayTimedOut,
    NobodyToApprove,
    PairingNotAllowed,
    PairingRequestGone,
)
from mission_control.gateways.events import GatewayDeviceDecided
from mission_control.gateways.protocol.connection import Connection
from mission_control.gateways.protocol.errors import MissingScope, NotThere
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.schemas import PairingRequest
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Principal

Decision = Literal["approve", "reject"]
TOLD = {"approve": "was let in", "reject": "was turned away"}
MOST_WAYS = 5
"""So many connected gateways are asked whether they know of a request."""
NO_SCOPE = "the gateway does not allow us to decide about devices; use the command on its host"


@dataclass(frozen=True, slots=True)
class Way:
    """A connected gateway that may be the one which another of our connections waits for."""

    gateway_id: UUID
    name: str
    target: Target


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of our own devices that is not let in, and the ways on which it may be."""

    device_id: str
    command: str
    ways: Sequence[Way]


async def requests(target: Target) -> list[PairingRequest]:
    """Oldest first. Raises PairingNotAllowed, GatewayFailed and GatewayTimedOut."""
    async with asking(target) as gateway:
        return await _pending(gateway)


async def decide(target: Target, request_id: str, decision: Decision) -> PairingRequest:
    """What was decided about. Raises PairingRequestGone, PairingNotAllowed, GatewayFailed and GatewayTimedOut."""
    async with asking(target) as gateway:
        pending = await _pending(gateway)
        found = next((request for request in pending if request.request_id == request_id), None)
        if found is None:
            raise PairingRequestGone("the device does not ask any more, or another one does; list them again")
        await _call(gateway, f"device.pair.{decision}", {"requestId": request_id})
        return found


def waiting(uow: UnitOfWork, who: Principal, gateway_id: UUID) -> Waiting:
    """Raises NotFound, and NobodyToApprove for a gateway that is not waiting to be paired, or that none can be."""
    gateway, link = queries.get(uow.db, who, gateway_id)
    seen = queries.condition_of(link)
    if seen.state is not State.PAIRING_REQUIRED:
        raise NobodyToApprove("this gateway does not wait for an approval")
    others = uow.db.execute(queries.connected_beside(who, gateway.id).limit(MOST_WAYS)).all()
    ways = [Way(other.id, other.name, service.target_to_ask(uow, other, its_link)) for other, its_link in others]
    if not ways:
        raise NobodyToApprove(f"no other gateway here is connected, which could be the same one. {seen.cure}")
    return Waiting(link.device_id, seen.cure, ways)


async def approve_own(it: Waiting) -> Way:
    """On which way it was approved. Raises NobodyToApprove where none of them leads to the same gateway."""
    found = await asyncio.gather(*(_approve_on(way.target, it.device_id) for way in it.ways))
    approved = next((way for way, done in zip(it.ways, found, strict=True) if done), None)
    if approved is None:
        names = ", ".join(way.name for way in it.ways)
        raise NobodyToApprove(
            f"none of the gateways that are connected here knows of the request: {names}. {it.command}"
        )
    return approved


async def _approve_on(target: Target, device_id: str) -> bool:
    try:
        async with asking(target) as gateway:
            request = next((it for it in await _pending(gateway) if it.device_id == device_id), None)
            if request is None:
                return False
            await _call(gateway, "device.pair.approve", {"requestId": request.request_id})
            return True
    except (GatewayFailed, GatewayTimedOut, PairingNotAllowed, PairingRequestGone):
        # Another one may do it.
        return False


def note(uow: UnitOfWork, who: Principal, gateway_id: UUID, decision: Decision, device_id: str, called: str) -> None:
    gateway, _ = queries.get(uow.db, who, gateway_id)
    uow.emit(
        GatewayDeviceDecided(
            organization_id=gateway.organization_id,
            gateway_id=gateway.id,
            device_id=device_id,
            decision=decision,
            message=f"{called} {TOLD[decision]} by gateway {gateway.name}",
        )
    )


async def _pending(gateway: Connection) -> list[PairingRequest]:
    answer = await _call(gateway, "device.pair.list", {})
    rows = answer.get("pending") if isinstance(answer, Mapping) else None
    found = [_request(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return sorted((it for it in found if it), key=lambda it: (it.requested_at is None, it.requested_at, it.request_id))


async def _call(gateway: Connection, method: str, params: Mapping[str, Any]) -> Any:
    try:
        return await gateway.call(method, dict(params), seconds=CALL_SECONDS)
    except MissingScope as error:
        raise PairingNotAllowed(NO_SCOPE) from error
    except NotThere as error:
        raise PairingRequestGone("the device does not ask any more; list them again") from error


def _request(row: Mapping[str, Any]) -> PairingRequest | None:
    request_id, device_id = row.get("requestId"), row.get("deviceId")
    if not (isinstance(request_id, str) and isinstance(device_id, str)):
        return None
    scopes, at = row.get("scopes"), row.get("ts")
    return PairingRequest(
        request_id=request_id,
        device_id=device_id,
        name=_text(row.get("displayName")),
        client=_text(row.get("clientId")),
        platform=_text(row.get("platform")),
        role=_text(row.get("role")),
        scopes=[str(scope)[:100] for scope in scopes] if isinstance(scopes, list) else [],
        remote_address=_text(row.get("remoteIp")),
        is_repair=row.get("isRepair") is True,
        requested_at=_time(at),
    )


def _text(value: object) -> str | None:
    return value[:200] if isinstance(value, str) and value else None


def _time(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or not 0 < milliseconds < 1 << 43:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)

"""Use cases of gateways, for the administrators who keep them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mission_control.gateways import queries
from mission_control.gateways.errors import BadGatewayUrl, GatewayBlocked, GatewayFailed, GatewayInUse, GatewayUrlTaken
from mission_control.gateways.events import (
    GatewayCreated,
    GatewayDeleted,
    GatewayPaused,
    GatewayResumed,
    GatewayUpdated,
)
from mission_control.gateways.models import Gateway, GatewayKind, GatewayLink
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.states import CONNECTING, NEEDS_A_PERSON
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.queries import Linked
from mission_control.gateways.schemas import GatewayCreate, GatewayUpdate
from mission_control.gateways.uses import Use, uses_of
from mission_control.kernel import pausing
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.addresses import forbidden, known_address
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.security.secrets import SecretBox, SecretUnreadable

DIRECT_NAME = "Direct"
CONNECTION = frozenset({"url", "allow_insecure_tls", "disable_device_pairing", "certificate_authority"})


def direct_gateway(uow: UnitOfWork, organization_id: UUID) -> Gateway:
    """The organization's built-in gateway of agents that speak plain HTTP; made when it is first needed.

    Never connected to and never listed: it exists so that every agent has a `gateway_id`.
    """
    found = uow.db.scalar(
        select(Gateway).where(Gateway.organization_id == organization_id, Gateway.kind == GatewayKind.DIRECT)
    )
    if found:
        return found
    gateway = _new(uow, organization_id, GatewayKind.DIRECT, name=DIRECT_NAME, url="", workspace_root="")
    uow.db.flush()
    return gateway


def listed(uow: UnitOfWork, principal: Principal, window: Window) -> Found[Linked]:
    found = page_of_rows(uow.db, queries.newest_first(queries.visible_to(principal)), window)
    return found.shown_as(list(found.rows))


def create(uow: UnitOfWork, principal: Principal, body: GatewayCreate) -> Linked:
    """Store a gateway; whoever keeps connections finds it. Raises GatewayUrlTaken and BadGatewayUrl."""
    _check_url(uow, principal, body.url)
    values = body.model_dump(exclude={"token"})
    gateway = _new(
        uow, principal.organization_id, GatewayKind.OPENCLAW, sealed_token=_sealed(uow, body.token), **values
    )
    _flush(uow)
    uow.db.add(GatewayLink(**new_link(environment_of(uow.db).secrets, gateway.id, uow.now)))
    uow.db.flush()
    uow.emit(GatewayCreated(**_place(gateway), message=f"Gateway {gateway.name} was added"))
    return queries.get(uow.db, principal, gateway.id)


def new_link(secrets: SecretBox, gateway_id: UUID, now: datetime) -> dict[str, Any]:
    """Who we are to a gateway that does not know us yet."""
    identity = DeviceIdentity.new()
    return {
        "gateway_id": gateway_id,
        "sealed_device_key": secrets.encrypt(identity.private_key),
        "device_id": identity.device_id,
        "state": CONNECTING.state,
        "reason": CONNECTING.reason,
        "cure": CONNECTING.cure,
        "since": now,
    }


def update(uow: UnitOfWork, principal: Principal, gateway_id: UUID, body: GatewayUpdate) -> Linked:
    gateway = queries.get_for_change(uow.db, principal, gateway_id)
    require_version(uow, gateway)
    wanted = body.model_dump(exclude_unset=True, exclude={"token"})
    changes = {name: value for name, value in wanted.items() if getattr(gateway, name) != value}
    new_token = "token" in body.model_fields_set and (body.token is not None or gateway.sealed_token is not None)
    if changes or new_token:
        if "url" in changes:
            _check_url(uow, principal, changes["url"])
        _change(uow, gateway, changes, body.token, new_token=new_token)
    return queries.get(uow.db, principal, gateway_id)


def _change(uow: UnitOfWork, gateway: Gateway, changes: dict[str, Any], token: str | None, *, new_token: bool) -> None:
    before = {name: getattr(gateway, name) for name in changes}
    for name, value in changes.items():
        setattr(gateway, name, value)
    if new_token:
        gateway.sealed_token = _sealed(uow, token)
    gateway.version += 1
    gateway.updated_at = uow.now
    _flush(uow)
    if new_token or changes.keys() & CONNECTION:
        _connect_anew(uow, gateway)
    told = ", ".join(sorted([*changes, *(["token"] if new_token else [])]))
    message = f"Gateway {gateway.name}: {told} changed"
    uow.emit(GatewayUpdated(**_place(gateway), message=message, before=before, after=changes, token_changed=new_token))


def _connect_anew(uow: UnitOfWork, gateway: Gateway) -> None:
    """What was seen of the former connection says nothing of the next."""
    link = locked(uow.db, GatewayLink, gateway.id)
    if link:
        link.state, link.reason, link.cure = CONNECTING.state, CONNECTING.reason, CONNECTING.cure
        link.since, link.pairing_request_id = uow.now, None


def pause(uow: UnitOfWork, principal: Principal, gateway_id: UUID, reason: str | None) -> Linked:
    """Stop the agents on a gateway; one that is paused stays as it is."""
    gateway = queries.get_for_change(uow.db, principal, gateway_id)
    require_version(uow, gateway)
    if pausing.begin(uow, gateway, reason):
        gateway.version += 1
        message = pausing.told(f"Gateway {gateway.name}", reason)
        uow.emit(GatewayPaused(**_place(gateway), message=message, reason=reason))
    return queries.get(uow.db, principal, gateway_id)


def resume(uow: UnitOfWork, principal: Principal, gateway_id: UUID) -> Linked:
    gateway = queries.get_for_change(uow.db, principal, gateway_id)
    require_version(uow, gateway)
    if pausing.end(uow, gateway):
        gateway.version += 1
        uow.emit(GatewayResumed(**_place(gateway), message=f"Gateway {gateway.name} was resumed"))
    return queries.get(uow.db, principal, gateway_id)


def uses(uow: UnitOfWork, principal: Principal, gateway_id: UUID) -> list[Use]:
    return uses_of(uow.db, queries.get(uow.db, principal, gateway_id)[0].id)


def delete(uow: UnitOfWork, principal: Principal, gateway_id: UUID, *, force: bool = False) -> None:
    """Forget a gateway; on its host nothing changes.

    Raises GatewayInUse while boards or agents are on it, and while something is still to be removed from it unless that
    is to stay there (`force`).
    """
    gateway = queries.get_for_change(uow.db, principal, gateway_id)
    require_version(uow, gateway)
    found = uses_of(uow.db, gateway.id)
    if there := [f"{use.kind} {use.name}" for use in found if use.kind != "removal"]:
        raise GatewayInUse(f"this gateway is in use by {_in_a_row(there)}; move or delete these first")
    if (left := [use.name for use in found]) and not force:
        raise GatewayInUse(
            f"still to be removed from this gateway, as soon as it can be used: {_in_a_row(left)}; with force=true it "
            "is forgotten now, and they go on living there"
        )
    uow.emit(GatewayDeleted(**_place(gateway), message=f"Gateway {gateway.name} was removed"))
    uow.db.delete(gateway)


def _in_a_row(names: list[str]) -> str:
    return ", ".join(names[:10]) + (" and more" if len(names) > 10 else "")


def target_of(uow: UnitOfWork, gateway: Gateway, link: GatewayLink, *, unpaired: bool | None = None) -> Target:
    """What is needed to connect; `unpaired` says otherwise than what is stored. Raises SecretUnreadable."""
    environment = environment_of(uow.db)
    opened = environment.secrets.decrypt
    unpaired = gateway.disable_device_pairing if unpaired is None else unpaired
    identity = None if unpaired else DeviceIdentity(opened(link.sealed_device_key))
    return Target(
        url=gateway.url,
        token=opened(gateway.sealed_token) if gateway.sealed_token else None,
        identity=identity,
        device_token=opened(link.sealed_device_token) if link.sealed_device_token and identity else None,
        allow_insecure_tls=gateway.allow_insecure_tls,
        certificate_authority=gateway.certificate_authority,
        allow_private=environment.settings.gateway_allow_private_addresses,
        least_version=environment.settings.gateway_min_version,
    )


def target_to_ask(
    uow: UnitOfWork, gateway: Gateway, link: GatewayLink, *, otherwise: bool = False, unpaired: bool | None = None
) -> Target:
    """As `target_of`, for a request that asks the gateway.

    Raises GatewayFailed where its secrets cannot be read, and GatewayBlocked while whoever keeps its connection is not
    let in: to try beside it would only bring on the gateway's lock for guessers. `otherwise` is a try with another
    token or in another way.
    """
    seen = queries.condition_of(link)
    is_kept = link.lease_until is not None and link.lease_until >= uow.now
    if is_kept and seen.state in NEEDS_A_PERSON and not otherwise:
        raise GatewayBlocked(seen, gateway.url)
    try:
        return target_of(uow, gateway, link, unpaired=unpaired)
    except SecretUnreadable as error:
        raise GatewayFailed(f"the gateway's token cannot be read: {error}") from error


def _new(uow: UnitOfWork, organization_id: UUID, kind: GatewayKind, **values: Any) -> Gateway:
    waived = {"allow_insecure_tls": False, "disable_device_pairing": False}
    gateway = Gateway(
        organization_id=organization_id,
        kind=kind,
        **(waived | values),
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(gateway)
    return gateway


def _check_url(uow: UnitOfWork, principal: Principal, url: str) -> None:
    address = known_address(Target(url).host)
    allow_private = environment_of(uow.db).settings.gateway_allow_private_addresses
    reason = forbidden(address, allow_private=allow_private) if address else None
    if reason:
        raise BadGatewayUrl(f"url: {reason}")
    if queries.with_url(uow.db, principal.organization_id, url):
        raise GatewayUrlTaken("there is a gateway with this address already; change that one")


def _flush(uow: UnitOfWork) -> None:
    try:
        uow.db.flush()
    except IntegrityError as error:
        raise GatewayUrlTaken("another gateway took this address at the same moment; read again") from error


def _sealed(uow: UnitOfWork, token: str | None) -> str | None:
    return environment_of(uow.db).secrets.encrypt(token) if token else None


def _place(gateway: Gateway) -> dict[str, Any]:
    return {"organization_id": gateway.organization_id, "gateway_id": gateway.id}

"""Use cases of API keys: made, seen once, and revoked."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row

from mission_control.api_keys import events, queries
from mission_control.api_keys.errors import ExpiryPast, TooManyApiKeys, UnknownKeyBoards
from mission_control.api_keys.models import ApiKey
from mission_control.api_keys.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyRead, Scope, ServiceKeyCreate
from mission_control.identity.api import SERVICE_PREFIX, User, new_user
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.kernel.security.tokens import mint
from mission_control.membership.api import acting_admin, acting_member, boards_among, new_grant
from mission_control.organizations.api import Member, Organization

PREFIX = "mck"
MAX_OF_PERSON = 50
MAX_OF_ORGANIZATION = 1_000


def listed(uow: UnitOfWork, keys: queries.Keys, window: Window) -> Found[ApiKeyRead]:
    found = page_of_rows(uow.db, keys, window)
    return found.shown_as([_read(row) for row in found.rows])


def create_personal(uow: UnitOfWork, principal: UserPrincipal, body: ApiKeyCreate) -> ApiKeyCreated:
    """A key by which a program acts for the caller in the active organization.

    Raises TooManyApiKeys, UnknownKeyBoards and ExpiryPast.
    """
    member = acting_member(uow, principal)
    if queries.count_of(uow.db, member.id) >= MAX_OF_PERSON:
        raise TooManyApiKeys(f"you have {MAX_OF_PERSON} API keys here; revoke one before making another")
    _require_usable(uow, principal, body)
    if body.board_ids and any(not principal.can_read(board_id) for board_id in body.board_ids):
        raise UnknownKeyBoards("board_ids: name boards that you can read")
    user = uow.db.get_one(User, member.user_id)
    return _make(uow, principal, member, user, body)


def create_service(uow: UnitOfWork, principal: UserPrincipal, body: ServiceKeyCreate) -> ApiKeyCreated:
    """A key with a place of its own in the organization, which stays when whoever made it leaves.

    Raises TooManyApiKeys, UnknownKeyBoards and ExpiryPast.
    """
    acting_admin(uow, principal)
    if queries.count_in(uow.db, principal.organization_id) >= MAX_OF_ORGANIZATION:
        raise TooManyApiKeys(f"there are {MAX_OF_ORGANIZATION} API keys here; revoke one before making another")
    _require_usable(uow, principal, body)
    user = new_user(uow, f"{SERVICE_PREFIX}{uuid4()}", None, body.name)
    user.active_organization_id = principal.organization_id
    member = _place(uow, principal, user, body)
    return _make(uow, principal, member, user, body)


def revoke_mine(uow: UnitOfWork, principal: UserPrincipal, key_id: UUID) -> None:
    acting_member(uow, principal)
    _revoke(uow, *queries.one_of(uow.db, queries.mine(principal), key_id))


def revoke_of_organization(uow: UnitOfWork, principal: UserPrincipal, key_id: UUID) -> None:
    acting_admin(uow, principal)
    _revoke(uow, *queries.one_of(uow.db, queries.of_organization(principal), key_id))


def tell_of_kept(uow: UnitOfWork, organization_id: UUID, maker_id: UUID) -> None:
    """Say which keys go on, of services that were made by somebody who administers the organization no more."""
    kept = queries.of_services_made_by(uow.db, organization_id, maker_id, uow.now)
    if not kept:
        return
    names = [key.name for key in kept]
    maker = uow.db.get_one(User, maker_id)
    uow.emit(
        events.ApiKeysKept(
            organization_id=organization_id,
            message=f"Service keys that {maker.display_name} made stay: {', '.join(names)}",
            made_by_user_id=maker_id,
            api_key_ids=[key.id for key in kept],
            names=names,
        )
    )


def _require_usable(uow: UnitOfWork, principal: UserPrincipal, body: ApiKeyCreate) -> None:
    if body.expires_at is not None and body.expires_at <= uow.now:
        raise ExpiryPast("expires_at: write a moment that is still to come")
    named = set(body.board_ids or ())
    if named and named - boards_among(uow.db, principal, named):
        raise UnknownKeyBoards("board_ids: name boards of this organization")


def _place(uow: UnitOfWork, principal: UserPrincipal, user: User, body: ServiceKeyCreate) -> Member:
    writes = not {Scope.WRITE, Scope.ADMIN}.isdisjoint(body.scopes)
    member = Member(
        organization_id=principal.organization_id,
        user_id=user.id,
        role=body.role,
        all_boards_read=body.board_ids is None,
        all_boards_write=body.board_ids is None and writes,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(member)
    uow.db.flush()
    for board_id in dict.fromkeys(body.board_ids or ()):
        uow.db.add(new_grant(uow, member, board_id, can_read=True, can_write=writes))
    return member


def _make(uow: UnitOfWork, by: UserPrincipal, member: Member, user: User, body: ApiKeyCreate) -> ApiKeyCreated:
    key_id = uuid4()
    token = mint(PREFIX, key_id.hex)
    key = ApiKey(
        id=key_id,
        organization_id=member.organization_id,
        member_id=member.id,
        created_by_user_id=by.user_id,
        name=body.name,
        digest=environment_of(uow.db).secrets.digest(token),
        scopes=[scope.value for scope in Scope if scope in body.scopes],
        board_ids=[str(it) for it in dict.fromkeys(body.board_ids)] if body.board_ids else None,
        expires_at=body.expires_at,
        created_at=uow.now,
    )
    uow.db.add(key)
    uow.db.flush()
    kind = _kind(user)
    uow.emit(
        events.ApiKeyCreated(
            organization_id=key.organization_id,
            message=f"A {kind} API key named {key.name} was made",
            api_key_id=key.id,
            user_id=user.id,
            name=key.name,
            kind=kind,
            scopes=key.scopes,
        )
    )
    organization = uow.db.get_one(Organization, key.organization_id)
    maker = uow.db.get_one(User, by.user_id)
    return ApiKeyCreated(**_shown(key, user, member, organization, maker, by.role), key=token)


def _revoke(uow: UnitOfWork, key: ApiKey, user: User, member: Member) -> None:
    """A service goes with its key; what it has done keeps its name."""
    uow.emit(
        events.ApiKeyRevoked(
            organization_id=key.organization_id,
            message=f"The API key named {key.name} was revoked",
            api_key_id=key.id,
            user_id=user.id,
            name=key.name,
        )
    )
    uow.db.delete(key)
    uow.db.flush()
    if user.is_service:
        user.active_organization_id = None
        uow.db.delete(member)


def _kind(user: User) -> str:
    return "service" if user.is_service else "personal"


def _read(row: Row[ApiKey, User, Member, Organization, User | None, str | None]) -> ApiKeyRead:
    return ApiKeyRead(**_shown(*row))


def _shown(
    key: ApiKey, user: User, member: Member, organization: Organization, maker: User | None, makers_role: str | None
) -> dict[str, Any]:
    return {
        "id": key.id,
        "organization_id": organization.id,
        "organization_name": organization.name,
        "name": key.name,
        "prefix": f"{PREFIX}_{key.id.hex[:8]}",
        "kind": _kind(user),
        "owner_user_id": user.id,
        "owner_name": user.display_name,
        "role": member.role,
        "scopes": key.scopes,
        "board_ids": key.board_ids,
        "expires_at": key.expires_at,
        "last_used_at": key.last_used_at,
        "created_at": key.created_at,
        "created_by_user_id": key.created_by_user_id,
        "created_by_name": maker.display_name if maker else None,
        "created_by_role": makers_role,
    }

"""What a key leaves of its owner's rights. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from mission_control.kernel.security.principals import BoardGrant, KeyUsed, Role, UserPrincipal


@dataclass(frozen=True, slots=True)
class UsedKey:
    id: UUID
    author: str
    """By which a change is on record."""


def author_of(owner_name: str, key_name: str, *, is_service: bool) -> str:
    """A service has its own name; a person's changes by a key are told from those of the person."""
    return owner_name if is_service else f"{owner_name} (key {key_name})"


def narrowed(
    owner: UserPrincipal, key: UsedKey, scopes: Collection[str], board_ids: Collection[str] | None
) -> UserPrincipal:
    """Whoever acts by the key: never more than the owner is at this moment, and named as whose key it is."""
    writes = not {"write", "admin"}.isdisjoint(scopes)
    # What administrators do is about the organization or the installation, beyond any board.
    administers = "admin" in scopes and board_ids is None
    acting = replace(
        owner,
        role=owner.role if administers else Role.MEMBER,
        runs_installation=owner.runs_installation and administers,
        all_boards_read=owner.reads_all_boards,
        all_boards_write=owner.all_boards_write and writes,
        grants=_grants(owner.grants, writes=writes),
        name=key.author,
        key=KeyUsed(key.id, writes),
    )
    if board_ids is None:
        return acting
    named = {UUID(it) for it in board_ids}
    grants = {it: BoardGrant(acting.can_read(it), acting.can_write(it)) for it in named if acting.can_read(it)}
    return replace(acting, all_boards_read=False, all_boards_write=False, grants=grants)


def _grants(grants: Mapping[UUID, BoardGrant], *, writes: bool) -> dict[UUID, BoardGrant]:
    if writes:
        return dict(grants)
    return {board_id: BoardGrant(grant.can_read or grant.can_write, False) for board_id, grant in grants.items()}


def needs_grants(owner: UserPrincipal) -> bool:
    """Whether what the owner may do on boards is said board by board."""
    return not owner.all_boards_write

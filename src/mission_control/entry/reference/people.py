"""Organizations, people, who belongs where, and invites."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table

from mission_control.boards.models import BoardAccessGrant
from mission_control.entry.reference.mending import moment, moment_or_none, one_of
from mission_control.entry.reference.world import World
from mission_control.identity.models import SERVICE_PREFIX, User
from mission_control.kernel.security.principals import Role
from mission_control.membership.inviting import LIFETIME
from mission_control.membership.models import Invite, InviteGrant
from mission_control.moving.drafts import Draft, LeftOut, Row, Step
from mission_control.organizations.events import OrganizationCreated
from mission_control.organizations.models import Member, Organization

ROLES = frozenset(Role)


def table(model: Any) -> Table:
    found: Table = model.__table__
    return found


def stamps(row: Row) -> dict[str, Any]:
    return {"created_at": moment(row.created_at), "updated_at": moment(row.updated_at)}


def _organization(row: Row, world: World) -> Draft:
    founded = OrganizationCreated(
        organization_id=row.id, message=f"{row.name} is brought over from the reference", name=row.name
    )
    values = {"id": row.id, "name": row.name, "hide_member_emails": False, **stamps(row)}
    return Draft(values, row.id, events=[founded], then=lambda: world.organizations.add(row.id))


def _user(row: Row, world: World) -> Draft:
    if row.clerk_user_id.startswith(SERVICE_PREFIX):
        raise LeftOut(f"names that begin with {SERVICE_PREFIX} are those of programs here")
    known = world.external_ids.setdefault(row.clerk_user_id, row.id)
    active = row.active_organization_id if row.active_organization_id in world.organizations else None
    profile = ("email", "name", "preferred_name", "pronouns", "timezone", "notes", "context")
    values = {name: getattr(row, name) for name in profile}
    values |= {"id": row.id, "external_id": row.clerk_user_id, "active_organization_id": active}
    # Who sees to this installation is said here, by `mission-control admins`.
    values["is_super_admin"] = False
    # The reference does not keep when somebody came.
    values |= {"created_at": world.now, "updated_at": world.now}

    def then() -> None:
        world.users[row.id] = known

    return Draft(values, then=then, is_present=known != row.id)


def _member(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    user_id = world.users.get(row.user_id)
    if user_id is None:
        raise LeftOut("its person is not here")
    mends: list[str] = []
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "user_id": user_id,
        "role": one_of(row.role, ROLES, Role.MEMBER, "role", mends.append),
        "all_boards_read": row.all_boards_read,
        "all_boards_write": row.all_boards_write,
        **stamps(row),
    }
    known = world.memberships.setdefault((organization_id, user_id), row.id)

    def then() -> None:
        world.members[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then, is_present=known != row.id)


def _invite(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    email = row.invited_email.strip().lower()
    if row.accepted_at is None and world.pending_invites.setdefault((organization_id, email), row.id) != row.id:
        raise LeftOut("a newer invite waits for the same address")
    mends: list[str] = []
    accepted_at = moment_or_none(row.accepted_at)
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "invited_email": email,
        "token_digest": world.environment.secrets.digest(row.token),
        "role": one_of(row.role, ROLES, Role.MEMBER, "role", mends.append),
        "all_boards_read": row.all_boards_read,
        "all_boards_write": row.all_boards_write,
        "created_by_user_id": world.users.get(row.created_by_user_id),
        "accepted_by_user_id": world.users.get(row.accepted_by_user_id),
        "accepted_at": accepted_at,
        # The reference's never end; a waiting one is good for as long as one that is made now.
        "expires_at": accepted_at or world.now + LIFETIME,
        **stamps(row),
    }

    def then() -> None:
        world.invites[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then)


def _grant(row: Row, world: World, column: str, organization_id: UUID | None) -> Draft:
    if organization_id is None:
        raise LeftOut("the membership or invite that it belongs to is not here")
    if world.board(row.board_id).organization_id != organization_id:
        raise LeftOut("its board is of another organization")
    values = {
        "id": row.id,
        column: getattr(row, column),
        "board_id": row.board_id,
        "can_read": row.can_read,
        "can_write": row.can_write,
        **stamps(row),
    }
    return Draft(values, organization_id, moment(row.created_at))


def _access(row: Row, world: World) -> Draft:
    return _grant(row, world, "organization_member_id", world.members.get(row.organization_member_id))


def _invite_access(row: Row, world: World) -> Draft:
    return _grant(row, world, "organization_invite_id", world.invites.get(row.organization_invite_id))


PEOPLE = (
    Step(
        "organizations",
        "SELECT id, name, created_at, updated_at FROM organizations ORDER BY created_at, id",
        table(Organization),
        _organization,
    ),
    Step(
        "users",
        "SELECT id, clerk_user_id, email, name, preferred_name, pronouns, timezone, notes, context, is_super_admin,"
        " active_organization_id FROM users ORDER BY id",
        table(User),
        _user,
    ),
    Step(
        "organization_members",
        "SELECT id, organization_id, user_id, role, all_boards_read, all_boards_write, created_at, updated_at"
        " FROM organization_members ORDER BY created_at, id",
        table(Member),
        _member,
    ),
    Step(
        "organization_invites",
        "SELECT id, organization_id, invited_email, token, role, all_boards_read, all_boards_write,"
        " created_by_user_id, accepted_by_user_id, accepted_at, created_at, updated_at"
        # The newest first: of several that wait for one address that one comes.
        " FROM organization_invites ORDER BY created_at DESC, id",
        table(Invite),
        _invite,
    ),
)

ACCESS = (
    Step(
        "organization_board_access",
        "SELECT id, organization_member_id, board_id, can_read, can_write, created_at, updated_at"
        " FROM organization_board_access ORDER BY id",
        table(BoardAccessGrant),
        _access,
    ),
    Step(
        "organization_invite_board_access",
        "SELECT id, organization_invite_id, board_id, can_read, can_write, created_at, updated_at"
        " FROM organization_invite_board_access ORDER BY id",
        table(InviteGrant),
        _invite_access,
    ),
)
"""When boards are there."""

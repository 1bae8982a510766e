"""Use cases of ends: an organization with everything in it, and an account.

What belongs to an organization goes by the rules of the database (`ON DELETE`). Only rows that refer to it without a
foreign key, because they outlive what they speak of, are deleted here; a test finds those that are forgotten.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, func, select
from sqlalchemy.orm import Session

from mission_control.agents.api import OFFLINE, PROVISIONING, Agent, states_of
from mission_control.boards.api import empty_organization
from mission_control.gateways.api import Gateway, GatewayKind
from mission_control.identity.api import SERVICE_PREFIX, User, leave_provider
from mission_control.kernel.db.base import Base
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.idempotency import forget_answers
from mission_control.kernel.security.principals import Role, UserPrincipal
from mission_control.membership import queries
from mission_control.membership.acting import acting_member, place_of
from mission_control.membership.errors import AgentsRunning, LastOwnerOfShared, OwnersOnly
from mission_control.membership.events import MemberLeft
from mission_control.membership.schemas import AccountDeletionPreview, OrganizationDeletionPreview, RunningAgent
from mission_control.membership.service import take_out
from mission_control.organizations.api import Member, Organization
from mission_control.organizations.events import OrganizationDeleted

# The built-in gateway of agents without one is nothing that anybody has made.
_NOT_COUNTED: dict[str, ColumnElement[bool]] = {Gateway.__tablename__: Gateway.kind != GatewayKind.DIRECT}


def preview_organization(uow: UnitOfWork, principal: UserPrincipal) -> OrganizationDeletionPreview:
    return _preview(uow, _organization(uow, principal.organization_id))


def delete_organization(uow: UnitOfWork, principal: UserPrincipal, *, force: bool) -> None:
    """Raises AgentsRunning, unless forced, and OwnersOnly for who has ceased to be one."""
    if Role(acting_member(uow, principal).role) is not Role.OWNER:
        raise OwnersOnly("only an owner deletes an organization")
    _delete(uow, _organization(uow, principal.organization_id), force=force)


def preview_account(uow: UnitOfWork, principal: UserPrincipal) -> AccountDeletionPreview:
    alone, left, blocking = _split(uow, queries.memberships_of(uow.db, principal.user_id))
    return AccountDeletionPreview(
        deleted=[_preview(uow, organization) for organization in alone],
        left=[organization.name for organization, _ in left],
        blocking=[organization.name for organization in blocking],
    )


def delete_account(uow: UnitOfWork, principal: UserPrincipal, *, force: bool) -> None:
    """The account, and the organizations that nobody else belongs to; what the person has made elsewhere stays.

    Raises LastOwnerOfShared, and AgentsRunning unless forced.
    """
    user = locked(uow.db, User, principal.user_id)
    if user is None:
        raise NotFound
    memberships = queries.memberships_of(uow.db, user.id)
    for member in memberships:
        locked(uow.db, Organization, member.organization_id)
    alone, left, blocking = _split(uow, memberships)
    if blocking:
        names = ", ".join(organization.name for organization in blocking)
        raise LastOwnerOfShared(f"you are the last owner of {names}: make somebody else one, or delete it first")
    if not force:
        _refuse_running([agent for organization in alone for agent in running_agents(uow, organization.id)])
    for _, member in left:
        message = f"{user.display_name} left and deleted their account"
        uow.emit(MemberLeft(**place_of(member), message=message, role=member.role, account_deleted=True))
        take_out(uow, member, user)
    for organization in alone:
        _delete(uow, organization, force=True)
    leave_provider(uow, user)
    uow.db.execute(delete(User).where(User.id == user.id))
    forget_answers(uow.db, [user.id])


def running_agents(uow: UnitOfWork, organization_id: UUID) -> list[RunningAgent]:
    """Agents that have called lately, whatever they say that they do."""
    called = select(Agent).where(Agent.organization_id == organization_id, Agent.last_seen_at.is_not(None))
    agents = uow.db.scalars(called.order_by(Agent.name, Agent.id)).all()
    states = states_of(uow.db, agents, uow.now)
    return [
        RunningAgent(
            id=agent.id, name=agent.name, board_id=agent.board_id, status=state.status, status_reason=state.reason
        )
        for agent in agents
        if (state := states[agent.id]).status not in {OFFLINE, PROVISIONING}
    ]


def tenant_tables() -> Sequence[Table]:
    """The tables whose rows say of themselves which organization they are of, and tell people something."""
    tables = Base.metadata.sorted_tables
    return [table for table in tables if "organization_id" in table.columns and not table.info.get("bookkeeping")]


def _counts(db: Session, organization_id: UUID) -> dict[str, int]:
    """How many rows there are of each kind, in one statement."""
    counting = []
    for table in tenant_tables():
        rows = select(func.count()).select_from(table).where(table.c.organization_id == organization_id)
        if table.name in _NOT_COUNTED:
            rows = rows.where(_NOT_COUNTED[table.name])
        counting.append(rows.scalar_subquery().label(table.name))
    row = db.execute(select(*counting)).mappings().one()
    return {str(name): count for name, count in row.items() if count}


def _preview(uow: UnitOfWork, organization: Organization) -> OrganizationDeletionPreview:
    return OrganizationDeletionPreview(
        organization_id=organization.id,
        name=organization.name,
        counts=_counts(uow.db, organization.id),
        other_members=queries.count_of_people(uow.db, organization.id) - 1,
        running_agents=running_agents(uow, organization.id),
    )


def _delete(uow: UnitOfWork, organization: Organization, *, force: bool) -> None:
    if not force:
        _refuse_running(running_agents(uow, organization.id))
    counts = _counts(uow.db, organization.id)
    agents = uow.db.scalars(select(Agent.id).where(Agent.organization_id == organization.id)).all()
    members = select(Member.user_id).where(Member.organization_id == organization.id)
    services = delete(User).where(User.external_id.startswith(SERVICE_PREFIX), User.id.in_(members))
    gone = [*agents, *uow.db.scalars(services.returning(User.id))]
    place, name = organization.id, organization.name
    empty_organization(uow.db, place)
    uow.db.execute(delete(Organization).where(Organization.id == place))
    # Not before: that has waited for everybody who was writing in it, and what they have told is in the log now.
    forget_answers(uow.db, gone)
    uow.db.execute(delete(EventRow).where(EventRow.organization_id == place))
    uow.emit(OrganizationDeleted(organization_id=place, message=f"{name} was deleted", name=name, counts=counts))


def _refuse_running(agents: list[RunningAgent]) -> None:
    if agents:
        raise AgentsRunning(agents)


def _split(
    uow: UnitOfWork, memberships: Sequence[Member]
) -> tuple[list[Organization], list[tuple[Organization, Member]], list[Organization]]:
    """Organizations that end with their only member, those that go on, and those that would have no owner."""
    alone, left, blocking = [], [], []
    for member in memberships:
        organization = _organization(uow, member.organization_id)
        if queries.count_of_people(uow.db, organization.id) == 1:
            alone.append(organization)
        elif member.role == Role.OWNER and queries.count_of(uow.db, organization.id, Role.OWNER) == 1:
            blocking.append(organization)
        else:
            left.append((organization, member))
    return alone, left, blocking


def _organization(uow: UnitOfWork, organization_id: UUID) -> Organization:
    organization = uow.db.get(Organization, organization_id)
    if organization is None:
        raise NotFound
    return organization

"""What keys have to say when an administrator ceases to be one."""

from mission_control.api_keys import service
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.security.principals import Role
from mission_control.membership.events import MemberLeft, MemberRemoved, MemberRoleChanged


@takes_part_in(MemberRemoved)
@takes_part_in(MemberLeft)
def tell_of_keys_of_who_goes(uow: UnitOfWork, event: MemberRemoved | MemberLeft) -> None:
    # Of a member who was an administrator once, too: somebody may have been demoted first.
    service.tell_of_kept(uow, event.organization_id, event.user_id)


@takes_part_in(MemberRoleChanged)
def tell_of_keys_of_who_is_demoted(uow: UnitOfWork, event: MemberRoleChanged) -> None:
    if Role(event.before).is_admin and not Role(event.after).is_admin:
        service.tell_of_kept(uow, event.organization_id, event.user_id)

"""What is refused about people and organizations, as the caller is told."""

from typing import Any

from mission_control.kernel.http.errors import Conflict, Forbidden, NotFound, Unprocessable
from mission_control.membership.rules import Kind, Refusal


class OwnersOnly(Forbidden):
    code = "owners_only"


class LastOwner(Unprocessable):
    code = "last_owner"


class AdminsOnly(Forbidden):
    code = "admins_only"


class LeaveInstead(Forbidden):
    code = "leave_instead"


class UnknownBoards(Unprocessable):
    code = "unknown_boards"


class RoleRequired(Unprocessable):
    code = "role_required"


class ServicesOwnNothing(Conflict):
    code = "service_cannot_own"


class AlreadyMember(Conflict):
    code = "already_member"


class InviteSpent(Conflict):
    code = "invite_spent"


class InviteUnusable(NotFound):
    """Never made, withdrawn, used or too old: a stranger learns no more than that."""

    code = "invite_unusable"

    def __init__(self) -> None:
        super().__init__("this invite was used, withdrawn or has expired; ask for a new link")


class InviteForSomebodyElse(Forbidden):
    code = "invite_for_somebody_else"


class LastOwnerOfShared(Conflict):
    code = "last_owner_of_shared_organizations"


class AgentsRunning(Conflict):
    code = "agents_running"

    def __init__(self, agents: list[Any]) -> None:
        names = ", ".join(agent.name for agent in agents[:5]) + (" and others" if len(agents) > 5 else "")
        super().__init__(
            {
                "message": f"agents are at work ({names}); stop them, or repeat with force=true",
                "code": self.code,
                "running_agents": [agent.model_dump(mode="json") for agent in agents],
            }
        )


def refuse(refusal: Refusal | None) -> None:
    """Raises what the rule says, if it says something."""
    if refusal is None:
        return
    raise {Kind.OWNERS_ONLY: OwnersOnly, Kind.LAST_OWNER: LastOwner}[refusal.kind](refusal.reason)

"""What is refused about approvals, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Forbidden, NotFound, Unprocessable


class AgentsOnlyAsk(Forbidden):
    code = "agents_only_ask"


class UnknownTasks(NotFound):
    code = "unknown_tasks"


class UnknownAgent(NotFound):
    code = "unknown_agent"


class PendingAlready(Conflict):
    code = "approval_pending_already"


class AsksInCircles(Conflict):
    code = "approvals_go_in_circles"


class AlreadyDecided(Conflict):
    code = "approval_already_decided"


class NothingToUndo(Conflict):
    code = "approval_not_decided"


class ActedUpon(Conflict):
    code = "approval_acted_upon"


class ReasonRequired(Unprocessable):
    code = "rejection_needs_a_reason"

"""Why an agent of a gateway is not adopted, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, NotFound


class NotOnThisGateway(NotFound):
    """The gateway has no agent of this id."""

    code = "agent_not_on_gateway"


class AlreadyAdopted(Conflict):
    """The agent is this organization's already."""

    code = "agent_already_adopted"


class AgentTaken(Conflict):
    """The agent is some other Mission Control's, or another organization's; whose is not told."""

    code = "agent_taken"


class BoardElsewhere(Conflict):
    """The board is on another gateway than the agent, or on none."""

    code = "board_on_another_gateway"

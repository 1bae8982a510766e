"""What is refused about installing, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Unprocessable


class NoMainAgent(Unprocessable):
    """Nobody on the gateway could do it."""

    code = "no_main_agent"


class NotAsked(Conflict):
    """A report about what is not, or not any more, asked for."""

    code = "skill_report_outdated"

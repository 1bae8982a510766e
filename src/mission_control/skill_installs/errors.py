"""What is refused about installing, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Unprocessable


class NoMainAgent(Unprocessable):
    """Nobody on the gateway could do it."""

    code = "no_main_agent"


class SkillNotRead(Conflict):
    """Nobody could have looked at what an agent would get."""

    code = "skill_not_read"


class NotAsked(Conflict):
    """A report about what is not, or not any more, asked for."""

    code = "skill_report_outdated"

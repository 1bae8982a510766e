"""What is refused about installing, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Unprocessable


class NoMainAgent(Unprocessable):
    """Nobody on the gateway could do it."""

    code = "no_main_agent"


class SkillNotRead(Conflict):
    """Nobody could have looked at what an agent would get."""

    code = "skill_not_read"


class NothingToApprove(Conflict):
    """Nothing waits for a second administrator there."""

    code = "skill_not_waiting"


class OwnRequest(Conflict):
    """Two pairs of eyes are two people's."""

    code = "second_administrator_needed"


class SkillChanged(Conflict):
    """What would be agreed to is not what the catalogue shows."""

    code = "skill_changed"


class NotAsked(Conflict):
    """A report about what is not, or not any more, asked for."""

    code = "skill_report_outdated"

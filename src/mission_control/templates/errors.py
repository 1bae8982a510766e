"""What is refused about templates, as the caller is told."""

from mission_control.kernel.http.errors import Unprocessable
from mission_control.templates.rules import Flaw


class ScheduleRefused(Unprocessable):
    """The schedule cannot be kept; the code says why: bad_cron, unknown_time_zone or cron_never_fires."""

    code = "bad_schedule"

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.message)
        # The rule decides; the class stands for all of them.
        self.code = flaw.code  # type: ignore[misc]


class UnknownPlaceholder(Unprocessable):
    code = "unknown_placeholder"

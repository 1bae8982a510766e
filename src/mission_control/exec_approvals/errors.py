"""What may be wrong with a decision about a command."""

from mission_control.kernel.http.errors import NotFound


class CommandGone(NotFound):
    """The command does not wait: it was decided, it has expired, or it is not the main agent's."""

    code = "command_gone"

"""What is refused about the files of agents, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Unprocessable


class FileChanged(Conflict):
    """Somebody else has written the file since it was read."""

    code = "agent_file_changed"


class BadFileContent(Unprocessable):
    code = "bad_agent_file"

"""Wire shapes of the files of agents."""

from typing import Literal

from pydantic import Field

from mission_control.agent_files.rules import SHOWN_TOKEN, FileState
from mission_control.kernel.http.text import LongText
from mission_control.kernel.schema import Schema

FileName = Literal["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "MEMORY.md", "BOOTSTRAP.md"]


class AgentFileRead(Schema):
    """A file in an agent's workspace, as it is on the gateway now."""

    name: str
    state: FileState = Field(description="Beside what Mission Control wants there.")
    content: str | None = Field(description=f"Null: there is none. A token in it is shown as `{SHOWN_TOKEN}`.")
    hash: str | None = Field(description="Name it when you write, and nobody's change is lost.")
    wanted: str | None = Field(description="What Mission Control writes there; null for files that it leaves alone.")


class AgentFilesRead(Schema):
    files: list[AgentFileRead]


class AgentFileUpdate(Schema):
    """A file as it is to be."""

    content: LongText = Field(description=f"Up to 20,000 characters; `{SHOWN_TOKEN}` stays where it was.")
    hash: str | None = Field(None, max_length=128, description="Of what was read; null for a file that was not there.")

"""Wire shapes of commands of main agents."""

from datetime import datetime

from pydantic import Field

from mission_control.kernel.schema import Schema


class WaitingCommand(Schema):
    """What a gateway's main agent wants to run, and its turn waits for."""

    request_id: str
    command: str = Field(description="Without tokens; characters that nobody sees are written out.")
    folder: str | None
    host: str | None
    warning: str | None = Field(description="What the gateway says of it.")
    expires_at: datetime | None = Field(description="When the gateway refuses it by itself.")


class WaitingCommands(Schema):
    commands: list[WaitingCommand] = Field(description="The one that ends first comes first.")

"""Wire shapes of setups."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.http.text import RequiredText
from mission_control.kernel.schema import Schema


class AgentSetupRequest(Schema):
    """How an agent on a gateway is to be set up anew."""

    overwrite: bool = Field(False, description="Replace files that were edited on the gateway.")
    reset_session: bool = Field(False, description="Begin its session anew.")
    rotate_token: bool = Field(False, description="Give it a new token; the old one works until the new one is used.")


class AgentWakeRequest(Schema):
    """A turn for an agent now; it costs what a turn of its model costs."""

    message: RequiredText | None = Field(None, description="What to tell it; left out, it looks for work.")


class AgentWakeRead(Schema):
    """The agent is woken once, even if that takes until its gateway is back."""

    ok: Literal[True] = True
    waits_for: str = Field(description="What it waits for before it is told, in words.")


class GatewayAgent(Schema):
    """An agent on a gateway, or one that is being removed from it."""

    agent_id: UUID | None = Field(description="Null for one that is deleted and is being removed.")
    board_id: UUID | None
    runtime_id: str = Field(description="Its id on the gateway.")
    name: str
    is_gateway_main: bool
    is_adopted: bool = Field(description="It lived there before: removing it takes out our section, and leaves it.")
    phase: Literal["applying", "waking", "ready", "removing"]
    reason: str
    attempts: int
    next_attempt_at: datetime | None
    conflicts: list[str]
    is_current: bool = Field(description="The gateway has all that is wanted there; false while that is being written.")
    is_paused: bool = Field(description="It, its board, the gateway or the organization is.")
    updated_at: datetime


class GatewayAgents(Schema):
    agents: list[GatewayAgent] = Field(description="Oldest first.")


class GatewayTemplatesSyncError(Schema):
    """An agent that does not have everything yet, and why; it goes on by itself."""

    agent_id: UUID | None = None
    agent_name: str | None = None
    board_id: UUID | None = None
    message: str


class GatewayTemplatesSyncResult(Schema):
    """What has come of it within the time that a request may take; the rest goes on by itself."""

    gateway_id: UUID
    include_main: bool
    reset_sessions: bool
    agents_updated: int = Field(description="Agents that have everything that they are to have now.")
    agents_skipped: int = Field(description="Agents that do not yet; `errors` says why.")
    main_updated: bool
    errors: list[GatewayTemplatesSyncError] = Field([])

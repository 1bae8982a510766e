"""Wire shapes of installing."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from mission_control.kernel.http.text import LongText
from mission_control.skill_installs.models import InstallStatus


class MarketplaceSkillActionResponse(BaseModel):
    ok: bool = True
    skill_id: UUID
    gateway_id: UUID
    installed: bool = Field(description="What was asked for; whether it is done is told in the skill's installs.")


class SkillInstallRead(BaseModel):
    """A gateway, and how a skill is there."""

    gateway_id: UUID
    gateway_name: str
    status: InstallStatus | None = Field(description="Null: it is not there.")
    reason: str | None = Field(description="Why it failed, in the agent's words.")
    waits_for: str | None = Field(description="What a request waits for that the agent has not reported on.")
    commit_id: str | None
    requested_at: datetime | None
    settled_at: datetime | None


class SkillToInstall(BaseModel):
    """What a gateway's main agent is to do about a skill."""

    id: UUID
    attempt: int
    name: str
    wanted: Literal["installed", "removed"]
    folder: str
    address: str = Field(description="Where it comes from; of a known commit where there is one.")
    commit_id: str | None
    content: str | None = Field(description="Its instructions, as people have looked at them.")


class SkillInstallResult(BaseModel):
    """What came of it."""

    attempt: int = Field(ge=1, le=2**31, description="The one that was asked for; an older one is refused.")
    status: Literal["installed", "removed", "failed"]
    reason: LongText | None = None

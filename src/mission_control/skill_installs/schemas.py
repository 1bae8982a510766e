"""Wire shapes of installing."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.http.text import LongText
from mission_control.kernel.schema import Schema
from mission_control.skill_installs.models import InstallStatus, Verification


class MarketplaceSkillActionResponse(Schema):
    ok: bool = True
    skill_id: UUID
    gateway_id: UUID
    installed: bool = Field(description="What was asked for; whether it is done is told in the skill's installs.")


class SkillInstallRead(Schema):
    """A gateway, and how a skill is there."""

    gateway_id: UUID
    gateway_name: str
    status: InstallStatus | None = Field(description="Null: it is not there.")
    reason: str | None = Field(description="Why it failed, in the agent's words, or who has declined it and why.")
    needs_approval: bool = Field(description="It waits for another administrator than who has asked for it.")
    requested_by: str | None = Field(description="Who has asked for it.")
    is_own_request: bool = Field(description="It was the caller who has asked for it, and cannot agree to it.")
    approved_by: str | None = Field(description="The second administrator.")
    was_told: bool = Field(description="Its agent was told once; until then uninstalling takes the request back.")
    waits_for: str | None = Field(description="What a request waits for that the agent has not reported on.")
    commit_id: str | None
    requested_at: datetime | None
    settled_at: datetime | None
    verification: Verification | None = Field(
        description="Whether the gateway itself lists what its agent has reported; null while it was not asked yet."
    )
    verification_reason: str | None = Field(description="What it lists, or why it does not tell.")
    verified_at: datetime | None


class SkillInstallDecline(Schema):
    reason: LongText | None = Field(None, description="For who has asked.")


class SkillToInstall(Schema):
    """What a gateway's main agent is to do about a skill."""

    id: UUID
    attempt: int
    name: str
    wanted: Literal["installed", "removed"]
    folder: str
    address: str = Field(description="Where it comes from; of a known commit where there is one.")
    commit_id: str | None
    content: str | None = Field(description="Its instructions, as people have looked at them.")


class SkillInstallResult(Schema):
    """What came of it."""

    attempt: int = Field(ge=1, le=2**31, description="The one that was asked for; an older one is refused.")
    status: Literal["installed", "removed", "failed"]
    reason: LongText | None = None

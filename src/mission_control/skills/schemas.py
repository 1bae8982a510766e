"""Wire shapes of skills and packs."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from mission_control.kernel.http.text import JsonFields, LongText, RequiredName, Storable
from mission_control.kernel.schema import Schema
from mission_control.skills import rules
from mission_control.skills.models import ReadStatus

# Not the framework's own type of an address: what is allowed is the policy's to say, with its own status.
Address = Annotated[str, Field(min_length=1, json_schema_extra={"format": "uri"}), Storable]
Branch = Annotated[str, AfterValidator(rules.branch)]


class SkillPackCreate(Schema):
    """A repository; of one that is there already, what is left out stays as it is."""

    source_url: Address
    name: RequiredName | None = Field(None, json_schema_extra={"minLength": 1})
    description: LongText | None = None
    branch: Branch = rules.DEFAULT_BRANCH
    metadata: JsonFields = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _by_its_other_name(cls, body: Any) -> Any:
        """Clients of the reference may call the field as its column is called there."""
        if isinstance(body, dict) and "metadata_" in body and "metadata" not in body:
            return {**body, "metadata": body["metadata_"]}
        return body

    def given(self) -> dict[str, Any]:
        """What was written of it, by the names of its columns."""
        given = self.model_dump(include=self.model_fields_set - {"source_url"})
        if "metadata" in given:
            given["details"] = given.pop("metadata")
        if given.get("name") is None:
            given.pop("name", None)
        return given


class SkillPackRead(Schema):
    id: UUID
    organization_id: UUID
    name: str
    description: str | None = None
    source_url: str
    branch: str
    metadata: dict[str, Any] = Field({})
    skill_count: int = Field(0, description="Its skills that the repository still has.")
    commit_id: str | None = Field(None, description="The commit that its skills are of.")
    synced_at: datetime | None = None
    latest_sync: "SkillPackSyncRead | None" = Field(None, description="The newest reading of its repository.")
    version: int
    created_at: datetime
    updated_at: datetime


class SkillPackSyncResponse(Schema):
    ok: bool = True
    pack_id: UUID
    synced: int = Field(description="Skills that were found.")
    created: int
    updated: int
    warnings: list[str] = Field([])
    vanished: int = Field(0, description="Skills that the repository has no longer.")
    sync_id: UUID
    status: str


class SkillPackSyncCreate(Schema):
    apply: bool = Field(False, description="Apply what is found at once, without anybody looking at it.")


class SkillPackSyncRead(Schema):
    """One reading of a pack's repository."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    pack_id: UUID
    branch: str
    status: str
    reason: str | None = Field(description="What it waits for, or why it failed.")
    applies: bool
    commit_id: str | None
    warnings: list[str]
    found_count: int
    created_count: int
    updated_count: int
    vanished_count: int
    created_at: datetime
    finished_at: datetime | None


class SkillChange(Schema):
    """What applying would do to one skill."""

    kind: str = Field(description="`created`, `updated` or `vanished`.")
    skill_id: UUID | None
    name: str
    source_url: str
    fields: list[str] = Field(description="What is different, of one that is there already.")
    before: str | None = Field(description="The instructions as they are.")
    after: str | None = Field(description="The instructions as they would be.")


class SkillPackSyncDetail(SkillPackSyncRead):
    changes: list[SkillChange] = Field(description="Against the skills of now; none once it is applied or failed.")


class MarketplaceSkillCreate(Schema):
    """A skill by its address; of one that is there already, the name and description are changed when given.

    It is read from the servers that packs come from: the address of a repository, or of a folder or `SKILL.md` in it.
    """

    source_url: Address
    name: RequiredName | None = Field(None, json_schema_extra={"minLength": 1})
    description: LongText | None = None


class MarketplaceSkillRead(Schema):
    id: UUID
    organization_id: UUID
    name: str
    description: str | None = None
    category: str | None = None
    risk: str | None = None
    source: str | None = None
    source_url: str
    metadata: dict[str, Any] = Field({})
    pack_id: UUID | None = None
    commit_id: str | None = Field(None, description="The commit that it was read from.")
    pinned_url: str | None = Field(None, description="Its address in that commit, which does not move.")
    vanished_at: datetime | None = Field(None, description="Since when its repository has it no longer.")
    read_status: ReadStatus = Field(ReadStatus.READ, description="Only what was read once can be installed.")
    read_reason: str | None = Field(None, description="What its reading waits for, or why it failed.")
    created_at: datetime
    updated_at: datetime


class MarketplaceSkillCardRead(MarketplaceSkillRead):
    installed: bool = Field(description="Its main agent has reported so; of the gateway that is named, else of any.")
    installed_at: datetime | None = None
    needs_approval: bool = Field(False, description="Installing it somewhere waits for a second administrator.")


class MarketplaceSkillDetail(MarketplaceSkillRead):
    content: str | None = Field(description="Its instructions, to be read before an agent gets them.")

"""Wire shapes of souls."""

from pydantic import BaseModel, Field

from mission_control.kernel.http.text import LongText, ShortText


class SoulsDirectorySoulRef(BaseModel):
    """A soul to choose."""

    handle: str = Field(description="Whom it is by; `mission-control`: it comes with the product.")
    slug: str
    page_url: str
    raw_md_url: str


class SoulsDirectorySearchResponse(BaseModel):
    items: list[SoulsDirectorySoulRef]


class SoulsDirectoryMarkdownResponse(BaseModel):
    handle: str
    slug: str
    content: str = Field(description="Markdown.")


class SoulUpdateRequest(BaseModel):
    """What an agent is to be like, in its own words."""

    content: LongText = Field(description="Markdown, up to 20,000 characters.")
    source_url: ShortText | None = Field(None, description="Where it comes from.")
    reason: ShortText | None = None


class AgentSoulRead(BaseModel):
    """The soul of an agent."""

    content: str = Field(description="Markdown; what the agent reads now.")
    on_gateway: bool = Field(description="Read from its gateway; else what is kept here.")
    kept: str | None = Field(description="What was written for it; null: the product's own text for its kind.")

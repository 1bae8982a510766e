"""Wire shapes of souls."""

from pydantic import Field

from mission_control.kernel.http.text import LongText, ShortText
from mission_control.kernel.schema import Schema


class SoulsDirectorySoulRef(Schema):
    """A soul to choose."""

    handle: str = Field(description="Whom it is by; `mission-control`: it comes with the product.")
    slug: str
    page_url: str
    raw_md_url: str


class SoulsDirectorySearchResponse(Schema):
    items: list[SoulsDirectorySoulRef]


class SoulsDirectoryMarkdownResponse(Schema):
    handle: str
    slug: str
    content: str = Field(description="Markdown.")


class SoulUpdateRequest(Schema):
    """What an agent is to be like, in its own words."""

    content: LongText = Field(description="Markdown, up to 20,000 characters.")
    source_url: ShortText | None = Field(None, description="Where it comes from.")
    reason: ShortText | None = None


class AgentSoulRead(Schema):
    """The soul of an agent."""

    content: str = Field(description="Markdown; what the agent reads now.")
    on_gateway: bool = Field(description="Read from its gateway; else what is kept here.")
    kept: str | None = Field(description="What was written for it; null: the product's own text for its kind.")

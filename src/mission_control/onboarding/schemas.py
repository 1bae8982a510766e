"""Wire shapes of interviews."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from mission_control.agents.api import as_profile
from mission_control.boards.api import Moment
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.http.text import (
    JsonFields,
    LongText,
    Name,
    PlainText,
    ShortLine,
    ShortName,
    ShortText,
    Storable,
    is_seen,
    not_blank,
)
from mission_control.kernel.schema import Schema
from mission_control.onboarding.rules import BOARD_TYPES

Item = TypeVar("Item")
MOST_CHARACTERS = 10_000
MOST_OPTIONS = 20


def _said(value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise ValueError(f"write up to {MOST_CHARACTERS} characters")
    return not_blank(value)


def _few(value: Sequence[Item]) -> Sequence[Item]:
    if len(value) > MOST_OPTIONS:
        raise ValueError(f"offer up to {MOST_OPTIONS} options")
    return value


def _blank_is_none(value: str | None) -> str | None:
    return value.strip() if value and is_seen(value) else None


def _goal_or_general(value: str) -> str:
    if value not in BOARD_TYPES:
        raise ValueError(f"write {' or '.join(BOARD_TYPES)}")
    return value


Said = Annotated[str, Field(min_length=1), AfterValidator(_said), Storable]
Optional = Annotated[LongText | None, AfterValidator(_blank_is_none)]
OptionalShort = Annotated[ShortText | None, AfterValidator(_blank_is_none)]
OptionalLine = Annotated[ShortLine | None, AfterValidator(_blank_is_none)]
OptionalName = Annotated[ShortName | None, AfterValidator(_blank_is_none)]
# Not an enum of the schema: clients of the reference, whose document has none, would call that tighter.
BoardType = Annotated[Name, AfterValidator(_goal_or_general)]


class BoardOnboardingUserProfile(Schema):
    """What the interview has found out about the person; it fills what is empty in the profile of who confirms."""

    preferred_name: OptionalName = None
    pronouns: OptionalLine = None
    timezone: OptionalShort = None
    notes: Optional = None
    context: Optional = None


class BoardOnboardingLeadAgentDraft(Schema):
    """The lead that the board is to have, and how it is to work."""

    name: OptionalName = Field(None, description="What it is called; a lead that is there already is renamed.")
    identity_profile: Annotated[dict[PlainText, LongText] | None, BeforeValidator(as_profile)] = None
    autonomy_level: Literal["ask_first", "balanced", "autonomous"] | None = None
    verbosity: Literal["concise", "balanced", "detailed"] | None = None
    output_format: Literal["bullets", "mixed", "narrative"] | None = None
    update_cadence: Literal["asap", "hourly", "daily", "weekly"] | None = None
    custom_instructions: Optional = None


class BoardOnboardingAgentComplete(Schema):
    """The draft that an interview ends with; a person confirms it."""

    status: Literal["complete"]
    board_type: BoardType = Field(description="`goal`, which needs an objective and success metrics, or `general`.")
    objective: LongText | None = None
    success_metrics: JsonFields | None = None
    target_date: Moment | None = None
    user_profile: BoardOnboardingUserProfile | None = None
    lead_agent: BoardOnboardingLeadAgentDraft | None = None


class BoardOnboardingQuestionOption(Schema):
    id: Said
    label: Said = Field(description="One that contains `I'll type it` lets the person write.")


class BoardOnboardingAgentQuestion(Schema):
    """One question, with what may be answered."""

    question: Said
    options: Annotated[list[BoardOnboardingQuestionOption], Field(min_length=1), AfterValidator(_few)]


AgentUpdate = Annotated[BoardOnboardingAgentComplete | BoardOnboardingAgentQuestion, Field(union_mode="left_to_right")]


class BoardOnboardingStart(Schema):
    restart: bool = Field(False, description="Begin anew: what was said and drafted so far is given up.")


class BoardOnboardingAnswer(Schema):
    answer: Said = Field(description="The label of an option, or any text.")
    other_text: Annotated[str, AfterValidator(_said), Storable] | None = Field(
        None, description="What was typed besides."
    )


class BoardOnboardingDraftUpdate(Schema):
    """Changes of the draft; fields left out stay as they are, null empties. It may be incomplete until confirmed."""

    board_type: BoardType | None = None
    objective: LongText | None = None
    success_metrics: JsonFields | None = None
    target_date: Moment | None = None
    user_profile: BoardOnboardingUserProfile | None = None
    lead_agent: BoardOnboardingLeadAgentDraft | None = None

    def changes(self) -> JsonObject:
        return self.model_dump(mode="json", exclude_unset=True)


class BoardOnboardingConfirm(Schema):
    """The goal, as the person wants it; the lead and the profile are those of the draft."""

    board_type: BoardType
    objective: LongText | None = None
    success_metrics: JsonFields | None = None
    target_date: Moment | None = None


class BoardOnboardingUserProfileRead(Schema):
    preferred_name: str | None = None
    pronouns: str | None = None
    timezone: str | None = None
    notes: str | None = None
    context: str | None = None


class BoardOnboardingLeadAgentRead(Schema):
    name: str | None = None
    identity_profile: dict[str, str] | None = None
    autonomy_level: Literal["ask_first", "balanced", "autonomous"] | None = None
    verbosity: Literal["concise", "balanced", "detailed"] | None = None
    output_format: Literal["bullets", "mixed", "narrative"] | None = None
    update_cadence: Literal["asap", "hourly", "daily", "weekly"] | None = None
    custom_instructions: str | None = None


class BoardOnboardingDraftRead(Schema):
    """The draft as it is stored: one that is over a limit of today is shown too, so that it can be corrected."""

    status: Literal["complete"]
    board_type: str
    objective: str | None = None
    success_metrics: dict[str, Any] | None = None
    target_date: datetime | None = None
    user_profile: BoardOnboardingUserProfileRead | None = None
    lead_agent: BoardOnboardingLeadAgentRead | None = None


class BoardOnboardingRead(Schema):
    """An interview: `active`, `completed` when there is a draft, and `confirmed`."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    board_id: UUID
    session_key: str
    status: str
    messages: list[dict[str, Any]] | None = Field(
        None, description="`role`, `content`, `timestamp`; `hidden` ones were said by the product to the agent."
    )
    draft_goal: BoardOnboardingDraftRead | None = None
    waits_for: Literal["agent", "person"] | None = Field(None, description="Who is to say something next.")
    waiting_reason: str | None = None
    waiting_since: datetime | None = None
    told_at: datetime | None = Field(None, description="When the agent was told what it is to answer.")
    version: int
    created_at: datetime
    updated_at: datetime

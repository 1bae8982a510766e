"""Wire shapes of messages between agents, and to people."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator

from mission_control.coordination.models import MessageKind, MessageStatus
from mission_control.coordination.rules import FROM_LEAD, FROM_USER, LEAD_REPLY, USER_REPLY
from mission_control.kernel.http.text import RequiredText, ShortText
from mission_control.kernel.schema import Schema

MAX_TAGS = 20
MAX_BOARDS = 500


class AgentNudge(Schema):
    """What an agent of the board is to be told."""

    model_config = ConfigDict(json_schema_extra={"x-llm-intent": "agent_nudge", "x-required-actor": "board_lead"})

    message: RequiredText = Field(min_length=1, description="Told as it is.")


class _Routed(Schema):
    content: RequiredText = Field(min_length=1)
    correlation_id: ShortText | None = Field(None, description="Your own word for it; it comes back with the answer.")
    reply_tags: list[ShortText] = Field(
        default_factory=list,
        max_length=MAX_TAGS,
        description="Tags of the note that answers; left out: the usual ones.",
    )

    def tags(self, usual: tuple[str, ...]) -> list[str]:
        return list(dict.fromkeys(tag for tag in self.reply_tags if tag)) or list(usual)


class GatewayMainAskUserRequest(_Routed):
    """A question to people."""

    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "human_escalation_request", "x-required-actor": "lead_agent"}
    )

    preferred_channel: ShortText | None = None
    reply_source: ShortText | None = FROM_USER

    @field_validator("reply_source")
    @classmethod
    def _source(cls, value: str | None) -> str:
        return value or FROM_USER

    def reply(self) -> list[str]:
        return self.tags(USER_REPLY)


class GatewayMainAskUserResponse(Schema):
    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "human_escalation_result", "x-required-actor": "lead_agent"}
    )

    ok: bool = True
    board_id: UUID
    main_agent_id: UUID | None = Field(None, description="The agent that is woken to reach people; null: nobody is.")
    main_agent_name: str | None = None
    message_id: UUID | None = Field(None, description="The question, as people see it; the answer names it.")


class GatewayLeadMessageRequest(_Routed):
    """A message to the lead of a board."""

    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "lead_direct_message", "x-required-actor": "main_agent"}
    )

    kind: Literal["question", "handoff"] = Field("question", description="A hand-off wants no answer.")
    reply_source: ShortText | None = FROM_LEAD

    @field_validator("reply_source")
    @classmethod
    def _source(cls, value: str | None) -> str:
        return value or FROM_LEAD

    def reply(self) -> list[str]:
        return self.tags(LEAD_REPLY)


class GatewayLeadMessageResponse(Schema):
    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "lead_direct_message_result", "x-required-actor": "gateway_main"}
    )

    ok: bool = True
    board_id: UUID
    lead_agent_id: UUID | None = None
    lead_agent_name: str | None = None
    lead_created: bool = Field(False, description="The board had no lead; one was made, and is told when it is set up.")
    message_id: UUID | None = None


class GatewayLeadBroadcastRequest(GatewayLeadMessageRequest):
    """A message to the leads of several boards."""

    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "lead_broadcast_message", "x-required-actor": "main_agent"}
    )

    board_ids: list[UUID] | None = Field(
        None, max_length=MAX_BOARDS, description="Left out, null or empty: all of the gateway."
    )


class GatewayLeadBroadcastBoardResult(Schema):
    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "lead_broadcast_status", "x-required-actor": "lead_agent_or_router"}
    )

    board_id: UUID
    lead_agent_id: UUID | None = None
    lead_agent_name: str | None = None
    ok: bool = False
    error: str | None = None
    message_id: UUID | None = None


class GatewayLeadBroadcastResponse(Schema):
    model_config = ConfigDict(
        json_schema_extra={"x-llm-intent": "lead_broadcast_summary", "x-required-actor": "lead_agent_or_router"}
    )

    ok: bool = True
    sent: int = 0
    failed: int = 0
    results: list[GatewayLeadBroadcastBoardResult] = Field(default_factory=list)


# --- for people


class AgentMessageRead(Schema):
    """A message of an agent, as people see it."""

    id: UUID
    board_id: UUID
    board_name: str
    kind: MessageKind = Field(description="`ask_user` waits for people, `question` for the lead of the board.")
    status: MessageStatus
    sender_agent_id: UUID | None
    sender_name: str = Field(description="As it was when this was written.")
    recipient_agent_id: UUID | None = Field(description="The agent that is woken with it.")
    recipient_name: str | None
    content: str
    correlation_id: str | None
    preferred_channel: str | None
    answer: str | None
    answered_by: str | None
    delivered_at: datetime | None = Field(description="When the gateway took it for the agent that is woken with it.")
    waits_for: str | None = Field(description="Why that agent has not been told yet.")
    created_at: datetime
    closed_at: datetime | None


class MessageAnswer(Schema):
    """The answer to a question; it becomes a note in the board's memory, and wakes who asked."""

    answer: RequiredText = Field(min_length=1)


class MessageDismissal(Schema):
    """Why a question will not be answered."""

    reason: ShortText | None = None

"""Wire shapes of agents."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator

from mission_control.agents.rules import Trouble, is_duration, is_pace
from mission_control.agents.setups import Phase
from mission_control.kernel.http.text import JsonFields, LongText, PlainText, RequiredName, ShortText
from mission_control.kernel.pausing import PausableRead, PauseRead
from mission_control.kernel.schema import Schema


def as_profile(value: object) -> dict[str, str] | None:
    """As the reference reads profiles: entries become trimmed text, lists are joined, blank ones go."""
    if not isinstance(value, dict):
        return None
    entries = {str(key).strip(): _profile_text(item) for key, item in value.items() if item is not None}
    return {key: text for key, text in entries.items() if key and text} or None


def _profile_text(item: object) -> str:
    if isinstance(item, list):
        return ", ".join(text for part in item if (text := str(part).strip()))
    return str(item).strip()


def _blank_is_none(value: str | None) -> str | None:
    return (value or "").strip() or None


Profile = Annotated[
    dict[PlainText, LongText] | None, BeforeValidator(as_profile, json_schema_input_type=dict[str, Any] | None)
]
Template = Annotated[LongText | None, AfterValidator(_blank_is_none)]


def _model_name(value: str | None) -> str | None:
    name = _blank_is_none(value)
    if name and not re.fullmatch(r"[^\s/]+(/[^\s/]+)+", name):
        raise ValueError("write provider/model, as the gateway names it")
    return name


def _known_pace(config: dict[str, Any]) -> dict[str, Any]:
    """What could not be read would switch the heartbeat off, and nobody would know."""
    every = config.get("every")
    if every is not None and (isinstance(every, bool) or not is_duration(every)):
        raise ValueError("every: write a number and a unit, s, m, h or d: for example 90s, 10m or 1h; 0m is off")
    return config


HeartbeatConfig = Annotated[JsonFields, AfterValidator(_known_pace)]
ModelName = Annotated[ShortText | None, AfterValidator(_model_name)]
MODEL_HELP = "What its gateway runs it with, as the gateway names it: `provider/model`. Null leaves it to the gateway."
Status = Annotated[ShortText | None, AfterValidator(_blank_is_none)]


class AgentCreate(Schema):
    """A new agent. Without a gateway on its board it speaks plain HTTP, and the answer holds its token, once."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-llm-intent": "agent_profile",
            "x-when-to-use": ["A board needs one more pair of hands with a name, a role and a token of its own"],
            "x-required-actor": "lead_or_worker_agent",
        }
    )

    name: RequiredName
    board_id: UUID | None = Field(None, description="The board it works on; a lead's own board when left out.")
    is_board_lead: bool = Field(False, description="A board has one lead, who plans and reviews.")
    heartbeat_config: HeartbeatConfig | None = Field(
        None, description="`every`, for example `10m`: how often the agent means to call."
    )
    identity_profile: Profile = None
    identity_template: Template = None
    soul_template: Template = None
    model: ModelName = Field(None, description=MODEL_HELP + " Chosen by people alone.")
    status: ShortText = Field("provisioning", description="Has no effect: the status follows from evidence.")


class AgentUpdate(Schema):
    """Fields left out stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-llm-intent": "agent_profile_update",
            "x-when-to-use": ["An agent's name, place, pace or instructions change"],
            "x-required-actor": "board_lead",
        }
    )

    name: RequiredName | None = None
    board_id: UUID | None = None
    is_board_lead: bool | None = None
    is_gateway_main: bool | None = None
    heartbeat_config: HeartbeatConfig | None = None
    identity_profile: Profile = None
    identity_template: Template = None
    soul_template: Template = None
    model: ModelName = Field(None, description=MODEL_HELP)
    status: ShortText | None = None

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> "AgentUpdate":
        for name in ("name", "is_board_lead"):
            if name in self.model_fields_set and getattr(self, name) is None:
                raise ValueError(f"cannot be null: {name}")
        return self

    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True)


class AgentHeartbeat(Schema):
    """A sign of life, with a status when the agent has one to tell."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-llm-intent": "agent_health_signal",
            "x-when-to-use": ["An agent tells that it is alive, or that something is wrong with it"],
            "x-required-actor": "any_agent",
        }
    )

    status: Status = None


class AgentHeartbeatCreate(AgentHeartbeat):
    """A sign of life by name, for callers that know no id."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-llm-intent": "agent_bootstrap",
            "x-when-to-use": ["An agent starts and checks in under its name"],
            "x-required-actor": "agent",
        }
    )

    name: RequiredName
    board_id: UUID | None = None


class AgentSetupRead(Schema):
    """How far the setting up of an agent on its gateway is."""

    model_config = ConfigDict(from_attributes=True)

    phase: Phase = Field(description="`applying`: its gateway lacks something; `waking`: its first call is awaited.")
    reason: str = Field(description="What is being done or waited for.")
    attempts: int = Field(description="How often in a row it did not work out.")
    next_attempt_at: datetime | None
    conflicts: list[str] = Field(description="Files that were edited on the gateway, and so are left as they are.")
    generation: int = Field(description="Grows with every change of what is wanted of it on its gateway.")
    applied_generation: int = Field(description="The newest that its gateway has; less than `generation`: on its way.")
    runtime_id: str = Field(description="The agent's id on its gateway.")
    gateway_name: str
    gateway_connected: bool
    gateway_reason: str = Field(description="Why it cannot be used, in short; its own page says more. Else empty.")


class AgentWorkRead(Schema):
    """What an agent is at, and since when."""

    model_config = ConfigDict(from_attributes=True)

    what: str
    since: datetime
    task_id: UUID | None
    in_turn: bool = Field(
        description="Whether a turn of it runs on its gateway now; false for agents that speak plain HTTP."
    )


class AgentRead(PausableRead):
    """An agent with its state, and why it is in it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "x-llm-intent": "agent_profile_lookup",
            "x-when-to-use": ["Find out who works on a board and whether they can be reached"],
            "x-required-actor": "board_lead_or_worker",
        },
    )

    id: UUID
    board_id: UUID | None
    gateway_id: UUID
    name: str
    status: str
    status_reason: str = Field(description="Why it has this status, and what would change it.")
    trouble: Trouble | None = Field(
        None,
        description="What is wrong, where something is: `unreachable` is the gateway's, whatever `status` says.",
    )
    working_on: AgentWorkRead | None = Field(
        None, description="What it is at: the task that it holds, or the turn that runs on its gateway."
    )
    is_board_lead: bool
    is_gateway_main: bool
    connection: Literal["direct", "gateway"] = Field(
        description="`direct`: speaks plain HTTP; `gateway`: lives on one."
    )
    openclaw_session_id: str | None
    adopted_as: str | None = Field(
        None, description="Its id on its gateway, where it lived before it was adopted; its files there stay its own."
    )
    setup: AgentSetupRead | None = Field(None, description="Of an agent on a gateway: how far its setup there is.")
    heartbeat_config: dict[str, Any] | None
    identity_profile: dict[str, Any] | None
    identity_template: str | None
    soul_template: str | None
    model: str | None = Field(description=MODEL_HELP)
    has_token: bool
    token_rotation_pending: bool = Field(description="The old token still works until the new one has been used.")
    last_seen_at: datetime | None
    pauses: list[PauseRead] = Field(description="Why it is to do nothing: it, or what it belongs to, is paused.")
    version: int
    created_at: datetime
    updated_at: datetime


class AgentCreated(AgentRead):
    token: str | None = Field(
        description="The agent's token, never shown again; null for an agent on a gateway, which is given it there."
    )


class AgentTokenRotated(Schema):
    """The new token; the one in use works until the new one has been used, or its grace is over."""

    agent: AgentRead
    token: str | None = Field(description="Null for an agent on a gateway, which is given it there.")


class AgentHealthStatusResponse(Schema):
    ok: bool
    agent_id: UUID
    board_id: UUID | None = None
    gateway_id: UUID
    status: str
    is_board_lead: bool


def _pace(value: str) -> str:
    pace = value.strip().lower()
    if not is_pace(pace):
        raise ValueError("write a number and a unit, s, m, h or d: for example 90s, 10m or 1h")
    return pace


class BoardGroupHeartbeatApply(Schema):
    """One pace for all agents of a group."""

    every: Annotated[str, AfterValidator(_pace)] = Field(description="A number and a unit: `90s`, `10m`, `1h`, `1d`.")
    include_board_leads: bool = Field(False, description="Whether the boards' leads are given the pace too.")


class BoardGroupHeartbeatApplyResult(Schema):
    board_group_id: UUID
    requested: dict[str, Any]
    updated_agent_ids: list[UUID] = Field(description="Agents that have the pace now.")
    failed_agent_ids: list[UUID] = Field(description="Of those, agents whose gateway could not be told.")

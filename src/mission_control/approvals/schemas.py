"""Wire shapes of approvals."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from mission_control.approvals import rules
from mission_control.kernel.http.text import MAX_INTEGER, JsonFields, LongText, Name, PlainText
from mission_control.kernel.schema import Schema
from mission_control.tasks.api import TaskStatus

MAX_TASKS = 100
MAX_DECISIONS = 100
MAX_SCORES = 200
Status = Literal["pending", "approved", "rejected"]
Decision = Literal["approved", "rejected"]
NO_REASON = "write why: payload.reason, payload.decision.reason or lead_reasoning"


def _storable_scores(scores: dict[str, int]) -> dict[str, int]:
    if len(scores) > MAX_SCORES:
        raise ValueError(f"write up to {MAX_SCORES} scores")
    if any(abs(score) >= MAX_INTEGER for score in scores.values()):
        raise ValueError("write whole numbers of up to 64 bits")
    return scores


Scores = Annotated[dict[PlainText, int], AfterValidator(_storable_scores)]


class ApprovalCreate(Schema):
    """A decision that is asked for. Tasks named in the payload count too; the first of all is the main one."""

    action_type: Name = Field(
        description="What is to be done, by convention dotted: `task.close`, `deploy.production`."
    )
    confidence: float = Field(ge=0, le=100, allow_inf_nan=False, description="How sure the agent is that it is right.")
    task_id: UUID | None = None
    task_ids: list[UUID] = Field(default_factory=list)
    payload: JsonFields | None = Field(None, description="What exactly is to be done, and `reason`: why.")
    rubric_scores: Scores | None = Field(None, description="What the confidence is made of.")
    status: Status = Field("pending", description="Agents ask; only people record a decision that was made elsewhere.")
    agent_id: UUID | None = Field(None, description="The agent that wants to act; for agents always the caller.")
    lead_reasoning: LongText | None = Field(None, description="The reason, where the payload has none.")

    @model_validator(mode="after")
    def _with_reason(self) -> Self:
        if self.action_type.strip() == rules.EXEC:
            raise ValueError(f"action_type: {rules.EXEC} is asked for by gateways alone")
        if rules.reasoning_of(self.payload) is None:
            reason = (self.lead_reasoning or "").strip()
            if not reason:
                raise ValueError(NO_REASON)
            self.payload = {**(self.payload or {}), "reason": reason}
        if len(self.all_task_ids) > MAX_TASKS:
            raise ValueError(f"name up to {MAX_TASKS} tasks")
        return self

    @property
    def all_task_ids(self) -> list[UUID]:
        first = [self.task_id] if self.task_id else []
        return list(dict.fromkeys([*first, *self.task_ids, *rules.tasks_named_in(self.payload)]))


class ApprovalUpdate(Schema):
    """A decision, or `pending` to ask again. Left out, nothing changes."""

    status: Status | None = None
    reason: LongText | None = Field(None, description="Why; whoever asked reads it. The web UI requires it to reject.")

    @model_validator(mode="after")
    def _status_is_not_null(self) -> Self:
        if "status" in self.model_fields_set and self.status is None:
            raise ValueError("cannot be null: status")
        return self


class ApprovalRead(Schema):
    """A decision that was asked for, and what was decided."""

    id: UUID
    board_id: UUID
    board_name: str
    task_id: UUID | None = Field(description="The first of `task_ids`.")
    task_ids: list[UUID]
    task_titles: list[str]
    agent_id: UUID | None
    agent_name: str | None
    action_type: str
    payload: dict[str, Any] | None
    confidence: float = Field(ge=0, le=100)
    rubric_scores: dict[str, int] | None
    status: Status
    requested_by_kind: Literal["user", "agent"]
    requested_by_name: str
    decided_by_name: str | None = Field(description="Null while it is pending, and when it expired.")
    decision_reason: str | None
    expires_at: datetime | None = Field(description="When it is rejected if nobody decides; only while it is pending.")
    expired: bool
    version: int
    created_at: datetime
    updated_at: datetime
    resolved_at: datetime | None


class LinkedTask(Schema):
    id: UUID
    title: str
    status: TaskStatus
    assignee: str | None


class EarlierDecision(Schema):
    """A decision about the same kind of action on the same board."""

    id: UUID
    status: Status
    task_titles: list[str]
    agent_name: str | None
    confidence: float
    decided_by_name: str | None
    decision_reason: str | None
    expired: bool
    resolved_at: datetime | None


class UndoState(Schema):
    """Whether the decision can be taken back, and if not, why not."""

    allowed: bool
    reason: str | None


class ApprovalDetail(ApprovalRead):
    """An approval with what helps to decide it."""

    reasoning: str | None
    confidence_threshold: int = Field(description="Below this, agents ask whatever the action.")
    tasks: list[LinkedTask]
    similar: list[EarlierDecision] = Field(description="Those of the same agent first, then the newest.")
    undo: UndoState


class DecisionItem(Schema):
    approval_id: UUID
    status: Decision
    reason: LongText | None = Field(
        None, description="Why; whoever asked reads it. A rejection without one is refused: `rejection_needs_a_reason`."
    )


class Decisions(Schema):
    decisions: list[DecisionItem] = Field(description=f"Up to {MAX_DECISIONS}; each is made or refused by itself.")

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if not 1 <= len(self.decisions) <= MAX_DECISIONS:
            raise ValueError(f"write 1 to {MAX_DECISIONS} decisions")
        if len({item.approval_id for item in self.decisions}) < len(self.decisions):
            raise ValueError("write one decision for each approval")
        return self


class DecisionResult(Schema):
    """What became of one decision: the approval as it is now, or why it was refused."""

    approval_id: UUID
    ok: bool
    approval: ApprovalRead | None
    code: str | None
    message: str | None


class DecisionResults(Schema):
    results: list[DecisionResult]


class TaskCounts(Schema):
    """How many approvals a task has."""

    task_id: UUID
    approvals_count: int
    approvals_pending_count: int

"""Wire shapes of the runs of a task: the turns that were spent on it, and who has had it."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.http.pagination import Page
from mission_control.kernel.schema import Schema


class TaskRunOutcome(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CUT = "cut"
    UNKNOWN = "unknown"
    HANDED_IN = "handed_in"
    FINISHED = "finished"
    RELEASED = "released"
    RETURNED = "returned"
    TAKEN = "taken"


class TaskRun(Schema):
    """A turn of a model that was begun for a task, or a stretch of time for which an agent has had it."""

    id: str
    kind: Literal["turn", "lease"] = Field(
        description="`turn`: a message woke the agent on its gateway. `lease`: the agent had the task."
    )
    agent_id: UUID | None = Field(description="Null when the agent was deleted.")
    agent_name: str | None
    began_at: datetime = Field(description="When it was told, or got the task.")
    began_by: str | None = Field(description="Who started the task for the agent; null where it took it itself.")
    ended_at: datetime | None = Field(description="Null while it goes on. Of a turn: when it was found to have ended.")
    outcome: TaskRunOutcome = Field(
        description="A turn is `done`, `failed`, `cut` (stopped) or `unknown`; a lease ends `handed_in` for review, "
        "`finished`, `released` by the agent, `returned` by time or a rule, or `taken` by somebody else."
    )
    reason: str | None = Field(description="Why it ended so, where that was not the plan.")
    why: list[str] = Field(description="What the agent was told about this task.")
    others: int = Field(
        description="How many other things the same turn was begun for: it was not for this task alone."
    )
    model: str | None
    input_tokens: int | None = Field(description="Null where the gateway does not tell.")
    output_tokens: int | None
    cost_usd: float | None = Field(description="Null where the gateway does not tell, or knows no price of the model.")


class TaskRuns(Page[TaskRun]):
    """What was spent on a task, newest first; the sums are over all of it, each turn in full."""

    turns: int
    turns_unknown: int = Field(description="Turns of which no tokens are known, those that still run among them.")
    tokens: int | None = Field(description="Null where none are known.")
    cost_usd: float | None = Field(description="Null where none is known.")
    seconds_held: float = Field(description="How long agents have had it, in all.")

"""Wire shapes of the audit log."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from mission_control.kernel.schema import Schema

ActorKind = Literal["user", "agent", "system"]


class AuditActorRead(Schema):
    """Who made a change; the name is the one of that time."""

    kind: ActorKind
    id: UUID | None
    name: str | None


class AuditChangeRead(Schema):
    """One field, before and after; secrets are masked, of long values there is the beginning and a digest."""

    entity: str | None = Field(description="The table of the changed row, when it is not what the event is named for.")
    entity_id: str | None
    field: str
    before: Any = None
    after: Any = None


class AuditEventRead(Schema):
    """A change with all that is on record of it."""

    seq: int
    id: UUID
    created_at: datetime
    event_type: str
    message: str
    actor: AuditActorRead
    address: str | None = Field(description="Where the request came from; null for the product's own work.")
    request_id: str | None
    board_id: UUID | None
    board_name: str | None = Field(description="As it is called now; null when it is gone.")
    task_id: UUID | None
    agent_id: UUID | None
    agent_name: str | None = Field(description="As it is called now; null when it is gone.")
    changes: list[AuditChangeRead]
    details: dict[str, Any] = Field(description="What else the event says.")
    words_erased: bool = Field(description="Its task or board was deleted, and its words with it.")


class AuditPage(Schema):
    """A part of the log, newest first."""

    items: list[AuditEventRead]
    next_before: int | None = Field(description="Ask with `before` set to this for what is older; null at the end.")
    searched_until: datetime | None = Field(
        description="Time of the oldest event that was looked at, where there is more to look at."
    )


class AuditBreakRead(Schema):
    """The first place where the log is not what was sealed."""

    seq: int | None
    seal: int | None
    reason: str


class AuditVerification(Schema):
    """What a check of the chain, or of a piece of it, found."""

    state: Literal["intact", "broken", "unfinished"] = Field(
        description="`unfinished`: this piece is intact; go on with `after` set to `next_after`."
    )
    message: str
    events: int = Field(description="Sealed events that were checked in this piece.")
    words_erased: int = Field(description="Of these, how many lost their words with a deletion that is on record.")
    unsealed: int = Field(description="Events that wait for their seal; changes of the newest may go unnoticed.")
    uncovered: int = Field(description="Events from before releases that made digests: nothing proves them.")
    uncovered_until: datetime | None = Field(description="Time of the newest of these, as it is stored.")
    sealed_since: datetime | None = Field(
        description="When the first seal was made; null when this piece does not have it. Later than the events tell "
        "of, when all seals were removed."
    )
    from_seal: int | None
    last_seal: int | None
    last_seq: int | None
    last_hash: str | None = Field(description="Keep it elsewhere: then nobody can rewrite what comes before it unseen.")
    next_after: int | None
    broken: AuditBreakRead | None

"""Who has had a task, from when to when, and how that ended: read out of the events that tell of its moves. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

IN_PROGRESS = "in_progress"


class End(StrEnum):
    HANDED_IN = "handed_in"
    FINISHED = "finished"
    RELEASED = "released"
    """The agent gave the task back itself."""
    RETURNED = "returned"
    """Time took the task from the agent, or a rule did."""
    TAKEN = "taken"
    """Somebody else took the task from the agent."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one event tells of a task: where it went, who has it now, and who did that."""

    seq: int
    at: datetime
    status: str
    agent_id: UUID | None
    actor_kind: str
    actor_id: UUID | None
    actor_name: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    seq: int
    agent_id: UUID
    began_at: datetime
    began_by: str | None
    """Who started it, where that was not the agent itself."""
    ended_at: datetime | None = None
    end: End | None = None
    reason: str | None = None


def stretches(moves: Iterable[Moved]) -> list[Stretch]:
    """Oldest first. To take up again what one has already is no new stretch."""
    found: list[Stretch] = []
    for move in moves:
        open_one = found[-1] if found and found[-1].ended_at is None else None
        holder = move.agent_id if move.status == IN_PROGRESS else None
        if open_one and holder != open_one.agent_id:
            found[-1] = replace(open_one, ended_at=move.at, end=_end(open_one, move), reason=move.reason)
            open_one = None
        if holder and open_one is None:
            by = None if move.actor_id == holder else move.actor_name
            found.append(Stretch(move.seq, holder, move.at, by))
    return found


def _end(open_one: Stretch, move: Moved) -> End:
    if move.status in {"review", "done"}:
        return End.HANDED_IN if move.status == "review" else End.FINISHED
    if move.actor_kind == "system":
        return End.RETURNED
    return End.RELEASED if move.actor_id == open_one.agent_id else End.TAKEN


def move_of(row: Any, status: str | None, agent_id: str | None) -> Moved:
    return Moved(
        seq=row.seq,
        at=row.created_at,
        status=status or "",
        agent_id=UUID(agent_id) if agent_id else None,
        actor_kind=row.actor_kind,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        reason=(row.payload or {}).get("reason"),
    )

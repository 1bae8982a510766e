"""Events that tell whether agents were told of tasks, decisions and boards: they stand with what they are about."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning import events, rules
from mission_control.provisioning.events import NoticeTold
from mission_control.provisioning.models import AgentSetup, Wake
from mission_control.tasks.api import Task
from mission_control.webhooks import api as webhooks


class Kind(StrEnum):
    """What an agent is woken for; begins the keys of wakes whose telling is an event of its own."""

    LEAD = "lead"
    """A new task, told to whoever plans."""
    LEAD_UNASSIGNED = "lead-unassigned"
    """A task of nobody again."""
    ASSIGNEE = "assignee"
    REWORK = "rework"
    DECISION = "decision"
    BOARD = "board"
    JOINED = "joined"
    LEFT = "left"


DELIVERY = "delivery"
OF_BOARDS = frozenset({Kind.BOARD, Kind.JOINED, Kind.LEFT})
TOLD: dict[Kind, tuple[type[NoticeTold], type[NoticeTold]]] = {
    Kind.LEAD: (events.LeadNotified, events.LeadNotifyFailed),
    Kind.LEAD_UNASSIGNED: (events.LeadUnassignedNotified, events.LeadUnassignedNotifyFailed),
    Kind.ASSIGNEE: (events.AssigneeNotified, events.AssigneeNotifyFailed),
    Kind.REWORK: (events.ReworkNotified, events.ReworkNotifyFailed),
    Kind.DECISION: (events.DecisionNotified, events.DecisionNotifyFailed),
    Kind.BOARD: (events.BoardNotified, events.BoardNotifyFailed),
    Kind.JOINED: (events.GroupJoinNotified, events.GroupJoinNotifyFailed),
    Kind.LEFT: (events.GroupLeaveNotified, events.GroupLeaveNotifyFailed),
}
"""The events of a telling that succeeded, and of one that failed."""


ABOUT_TASKS = frozenset(
    {Kind.LEAD, Kind.LEAD_UNASSIGNED, Kind.ASSIGNEE, Kind.REWORK, Kind.DECISION, "comment", "taken", "deadline"}
)
"""Beginnings of the keys whose second part is a task."""


def task_of(wake: Wake) -> UUID | None:
    """The task that an agent is woken about; it need not wait for the agent."""
    kind, _, rest = wake.wake_key.partition(":")
    about = rest.partition(":")[0] if kind in ABOUT_TASKS else ""
    return wake.task_id or (UUID(about) if about else None)


def key_of(kind: Kind, task_id: UUID | None, event_id: UUID) -> str:
    """The key of a wake, from which its telling can be told of."""
    return f"{kind}:{task_id or ''}:{event_id}"


def key_of_delivery(payload_id: object, attempt: int) -> str:
    return f"{DELIVERY}:{payload_id}:{attempt}"


def delivery_of(wake: Wake) -> tuple[UUID, int] | None:
    """Which delivery of a webhook somebody is woken for, and for which time."""
    kind, _, rest = wake.wake_key.partition(":")
    payload_id, _, attempt = rest.partition(":")
    # A former version counted them as told before they were, and noted no attempt.
    return (UUID(payload_id), int(attempt)) if kind == DELIVERY and attempt else None


def note_deliveries(uow: UnitOfWork, agent: Agent, wakes: Collection[Wake]) -> None:
    """What webhooks have brought was told."""
    for found in filter(None, map(delivery_of, wakes)):
        webhooks.was_told(uow, *found, agent)


def gave_up(uow: UnitOfWork, wakes: Collection[Wake], why: str) -> None:
    """What webhooks have brought was told in turns that all failed."""
    for found in filter(None, map(delivery_of, wakes)):
        webhooks.could_not_be_told(uow, *found, f"The turns of its agent ended in errors: {why}")


def let_others_hear(uow: UnitOfWork, wakes: Collection[Wake]) -> None:
    """Who was to be told of deliveries will not be."""
    for wake in wakes:
        if found := delivery_of(wake):
            webhooks.tell_another(uow, *found)
            uow.db.delete(wake)


def note(uow: UnitOfWork, setup: AgentSetup, agent: Agent, wakes: Collection[Wake], *, failed: bool) -> None:
    """Tell of what an agent was told; or of what it could not be told, as of now."""
    for wake in wakes:
        kind, _, rest = wake.wake_key.partition(":")
        if kind not in TOLD or (kind == Kind.DECISION and not agent.is_board_lead):
            continue
        about = rest.partition(":")[0]
        task = uow.db.get(Task, UUID(about)) if about else None
        what = rules.heading(wake.text)
        how = "could not be told yet, and will be" if failed else "was told"
        uow.emit(
            TOLD[Kind(kind)][failed](
                organization_id=setup.organization_id,
                board_id=agent.board_id,
                task_id=task.id if task else None,
                agent_id=agent.id,
                message=f"{agent.name} {how}: {what}",
            )
        )

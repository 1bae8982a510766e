"""Every SELECT of setups."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from mission_control.agents import api as agents
from mission_control.agents.api import Agent, AgentToken, PauseBegan, PauseEnded
from mission_control.gateways.api import Gateway, GatewayLink, Use, uses_gateways
from mission_control.kernel.db.locks import LOCK
from mission_control.kernel.security.principals import ActorRef
from mission_control.provisioning.models import AgentSetup, Wake
from mission_control.tasks.api import Task, TaskComment, TaskDependency, TaskStatus, TaskTransition

ASIDE = "aside:"
"""Begins the keys of what wakes nobody by itself: it is told with whatever comes next."""
FREE = "free:"
"""Begins the keys of what tells of work that is nobody's, to who has nothing to do any more."""
Wakes = dict[str, datetime | None]
Linked = Row[AgentSetup, str, str, datetime, datetime | None]


def of_agent(db: Session, agent_id: UUID) -> AgentSetup | None:
    return db.scalar(_locked(select(AgentSetup).where(AgentSetup.agent_id == agent_id)))


def seen_of_agent(db: Session, agent_id: UUID) -> AgentSetup | None:
    """To read alone: not locked."""
    return db.scalar(select(AgentSetup).where(AgentSetup.agent_id == agent_id))


def of_agents(db: Session, agent_ids: Collection[UUID]) -> list[AgentSetup]:
    """Locked, in one order everywhere."""
    if not agent_ids:
        return []
    return list(
        db.scalars(_locked(select(AgentSetup).where(AgentSetup.agent_id.in_(agent_ids))).order_by(AgentSetup.id))
    )


def of_identity(db: Session, gateway_id: UUID, runtime_id: str) -> AgentSetup | None:
    found = select(AgentSetup).where(AgentSetup.gateway_id == gateway_id, AgentSetup.runtime_id == runtime_id)
    return db.scalar(_locked(found))


def of_board(db: Session, board_id: UUID) -> list[AgentSetup]:
    found = select(AgentSetup).join(Agent, Agent.id == AgentSetup.agent_id).where(Agent.board_id == board_id)
    return list(db.scalars(_locked(found).order_by(AgentSetup.id)))


def on_gateway(db: Session, gateway_id: UUID) -> list[AgentSetup]:
    found = select(AgentSetup).where(AgentSetup.gateway_id == gateway_id)
    return list(db.scalars(found.order_by(AgentSetup.created_at, AgentSetup.id)))


@uses_gateways
def to_be_removed(db: Session, gateway_id: UUID, limit: int) -> list[Use]:
    """What deleted agents have left on a gateway that we have ever been connected to."""
    left = select(AgentSetup.id, AgentSetup.name).join(GatewayLink, GatewayLink.gateway_id == AgentSetup.gateway_id)
    left = left.where(AgentSetup.gateway_id == gateway_id, AgentSetup.agent_id.is_(None))
    left = left.where(GatewayLink.last_connected_at.is_not(None)).order_by(AgentSetup.name, AgentSetup.id)
    return [Use("removal", setup_id, name) for setup_id, name in db.execute(left.limit(limit))]


def due(db: Session, gateway_id: UUID, now: datetime) -> list[AgentSetup]:
    """Setups of a gateway that something is to be done about now."""
    found = select(AgentSetup).where(AgentSetup.gateway_id == gateway_id, AgentSetup.next_attempt_at <= now)
    return list(db.scalars(found.order_by(AgentSetup.created_at, AgentSetup.id)))


def agents_at(db: Session, gateway_id: UUID, runtime_ids: Collection[str]) -> dict[str, Agent]:
    """Agents by what they are called on a gateway."""
    found = select(AgentSetup.runtime_id, Agent).join(Agent, Agent.id == AgentSetup.agent_id)
    found = found.where(AgentSetup.gateway_id == gateway_id, AgentSetup.runtime_id.in_(runtime_ids))
    return {row[0]: row[1] for row in db.execute(found)}


def is_being_removed(db: Session, gateway_id: UUID, runtime_id: str) -> bool:
    """Whether what Mission Control has there is to go, and nobody's any more."""
    found = exists().where(
        AgentSetup.gateway_id == gateway_id, AgentSetup.runtime_id == runtime_id, AgentSetup.agent_id.is_(None)
    )
    return bool(db.scalar(select(found)))


def paused_on(db: Session, gateway_id: UUID) -> dict[str, UUID]:
    """The setups of a gateway whose agents are paused, by what they are called there."""
    found = select(AgentSetup.runtime_id, AgentSetup.id).join(Agent, Agent.id == AgentSetup.agent_id)
    return {row[0]: row[1] for row in db.execute(found.where(AgentSetup.gateway_id == gateway_id, Agent.is_paused))}


def concerned(db: Session, event: PauseBegan | PauseEnded) -> list[Row[AgentSetup, Agent]]:
    """Setups, locked, with their agents as the pause leaves them."""
    found = select(AgentSetup, Agent).join(Agent, Agent.id == AgentSetup.agent_id).where(agents.concerned(event))
    locking = found.order_by(AgentSetup.id).with_for_update(of=AgentSetup, **LOCK)
    return list(db.execute(locking.execution_options(populate_existing=True)))


def titles_held(db: Session, agent_ids: Collection[UUID], *, claimed: bool = False) -> dict[UUID, list[str]]:
    """What each of these agents works on; or only what it has taken up itself."""
    held = select(Task.lease_agent_id, Task.title, Task.id).where(
        Task.lease_agent_id.in_(agent_ids), Task.status == TaskStatus.IN_PROGRESS
    )
    if claimed:
        held = held.where(Task.lease_claimed_at.is_not(None))
    found: dict[UUID, list[str]] = {}
    for agent_id, title, _ in db.execute(held.order_by(Task.lease_claimed_at, Task.id)):
        if agent_id:
            found.setdefault(agent_id, []).append(title)
    return found


def turns_on(db: Session, gateway_id: UUID) -> list[Row[AgentSetup, str | None]]:
    """The agents of a gateway, as setups, with the sessions that they work in."""
    found = select(AgentSetup, Agent.openclaw_session_id).join(Agent, Agent.id == AgentSetup.agent_id)
    return list(db.execute(found.where(AgentSetup.gateway_id == gateway_id).order_by(Agent.id)))


def told_under(db: Session, setup_id: UUID, run_ids: Collection[str]) -> list[str]:
    """What was told by messages with these keys."""
    found = select(Wake.text).where(Wake.setup_id == setup_id, Wake.message_key.in_(run_ids))
    return list(db.scalars(found.order_by(Wake.created_at, Wake.id)))


def next_due(db: Session, gateway_id: UUID) -> datetime | None:
    return db.scalar(select(func.min(AgentSetup.next_attempt_at)).where(AgentSetup.gateway_id == gateway_id))


def with_gateways(db: Session, agent_ids: Collection[UUID]) -> list[Linked]:
    """Setups with their gateway's name and how its connection is."""
    return list(db.execute(_linked().where(AgentSetup.agent_id.in_(agent_ids))))


def listed(db: Session, gateway_id: UUID) -> list[Linked]:
    of_gateway = _linked().where(AgentSetup.gateway_id == gateway_id)
    return list(db.execute(of_gateway.order_by(AgentSetup.created_at, AgentSetup.id)))


def is_token_used(db: Session, token_id: str) -> bool:
    return db.scalar(select(AgentToken.used_at).where(AgentToken.id == token_id)) is not None


def unsent_wakes(db: Session, setup_id: UUID) -> list[Wake]:
    found = select(Wake).where(Wake.setup_id == setup_id, Wake.sent_at.is_(None))
    return list(db.scalars(found.order_by(Wake.created_at, Wake.id)))


def wakes_told_by(db: Session, setup_id: UUID, message_keys: Collection[str]) -> list[Wake]:
    return list(db.scalars(select(Wake).where(Wake.setup_id == setup_id, Wake.message_key.in_(message_keys))))


def told_since(db: Session, setup_id: UUID, since: datetime) -> set[str]:
    """The keys of messages that were sent since then, or of which it is not known whether they were."""
    doubtful = or_(Wake.sent_at.is_(None), Wake.sent_at >= since)
    found = select(Wake.message_key).where(Wake.setup_id == setup_id, Wake.message_key.is_not(None), doubtful)
    return {key for key in db.scalars(found) if key}


def given_up(db: Session, setup_id: UUID, after: int) -> list[Wake]:
    """What has failed exactly this often: whatever has failed since then too is told no more."""
    found = select(Wake).where(Wake.setup_id == setup_id, Wake.ended_at.is_not(None), Wake.turns_failed == after)
    return list(db.scalars(found))


def doubtful(db: Session, gateway_id: UUID, boot_id: str | None) -> set[UUID]:
    """Setups of a gateway with a message that a former process of it took, or may have been given."""
    of_former = AgentSetup.boot_id != boot_id if boot_id else false()
    first = and_(AgentSetup.wake_key.is_not(None), AgentSetup.woken_at.is_(None), AgentSetup.confirmed_at.is_(None))
    begun = exists().where(Wake.setup_id == AgentSetup.id, Wake.message_key.is_not(None), Wake.sent_at.is_(None))
    found = select(AgentSetup.id).where(AgentSetup.gateway_id == gateway_id, or_(of_former, first, begun))
    return set(db.scalars(found))


def with_unsent_wakes(db: Session, setup_ids: Collection[UUID]) -> set[UUID]:
    """Those that something is to be told now, and not only with what comes next."""
    found = select(Wake.setup_id).where(
        Wake.setup_id.in_(setup_ids), Wake.sent_at.is_(None), ~Wake.wake_key.startswith(ASIDE)
    )
    return set(db.scalars(found.distinct()))


def told_of_free_work(db: Session, board_id: UUID, since: datetime) -> set[UUID]:
    """The agents of a board that were told since then that there is work for whoever takes it."""
    found = select(AgentSetup.agent_id).join(Wake, Wake.setup_id == AgentSetup.id)
    found = found.join(Agent, Agent.id == AgentSetup.agent_id).where(Agent.board_id == board_id)
    told = db.scalars(found.where(Wake.wake_key.startswith(FREE), Wake.sent_at >= since))
    return {agent_id for agent_id in told if agent_id}


def waits_to_be_mentioned(db: Session, setup_id: UUID, prefix: str) -> bool:
    waiting = exists().where(
        Wake.setup_id == setup_id,
        Wake.sent_at.is_(None),
        Wake.message_key.is_(None),
        Wake.wake_key.startswith(prefix, autoescape=True),
    )
    return bool(db.scalar(select(waiting)))


def confirmed(db: Session, agent_ids: Collection[UUID]) -> set[UUID]:
    """Those that have called, and so have begun to work with what they were told."""
    called = select(AgentSetup.agent_id).where(AgentSetup.agent_id.in_(agent_ids), AgentSetup.confirmed_at.is_not(None))
    return {agent_id for agent_id in db.scalars(called) if agent_id}


def is_told(db: Session, setup_id: UUID, wake_key: str) -> bool:
    return bool(db.scalar(select(exists().where(Wake.setup_id == setup_id, Wake.wake_key == wake_key))))


def wakes_of(db: Session, wake_keys: Collection[str]) -> Wakes:
    """When what these keys are about was told; of the keys that nobody is woken for nothing."""
    if not wake_keys:
        return {}
    found = select(Wake.wake_key, Wake.sent_at).where(Wake.wake_key.in_(wake_keys))
    return {row[0]: row[1] for row in db.execute(found)}


def waits_to_be_told(db: Session, setup_id: UUID, task_id: UUID) -> bool:
    waiting = exists().where(Wake.setup_id == setup_id, Wake.task_id == task_id, Wake.sent_at.is_(None))
    return bool(db.scalar(select(waiting)))


def with_work(db: Session, agent_ids: Collection[UUID]) -> set[UUID]:
    """Those who hold a task, also one that was only started for them."""
    held = select(Task.lease_agent_id).where(Task.lease_agent_id.in_(agent_ids), Task.status == TaskStatus.IN_PROGRESS)
    return {agent_id for agent_id in db.scalars(held) if agent_id}


def is_at_work(db: Session, agent_id: UUID) -> bool:
    """Whether an agent has taken a task that it is not done with."""
    taken = exists().where(
        Task.lease_agent_id == agent_id, Task.status == TaskStatus.IN_PROGRESS, Task.lease_claimed_at.is_not(None)
    )
    return bool(db.scalar(select(taken)))


def has_just_worked(db: Session, agent_id: UUID, since: datetime) -> bool:
    """Whether it has given a task out of its hands since then, and so may be about to take the next by itself."""
    handed_in = exists().where(
        TaskTransition.worker_id == agent_id,
        TaskTransition.from_status == TaskStatus.IN_PROGRESS,
        TaskTransition.at >= since,
    )
    return bool(db.scalar(select(handed_in)))


def last_words_of(db: Session, task: Task, author: ActorRef) -> str | None:
    """What somebody said last about the work on a task that ended last."""
    by = TaskComment.agent_id if author.kind == "agent" else TaskComment.user_id
    said = select(TaskComment.message).where(TaskComment.task_id == task.id, by == author.id)
    if task.previous_in_progress_at:
        said = said.where(TaskComment.created_at >= task.previous_in_progress_at)
    return db.scalar(said.order_by(TaskComment.created_at.desc(), TaskComment.id).limit(1))


def waiting_for(task_id: UUID) -> Select[Task]:
    """Tasks that depend on this one."""
    return (
        select(Task)
        .join(TaskDependency, TaskDependency.task_id == Task.id)
        .where(TaskDependency.depends_on_task_id == task_id)
    )


def _locked(setups: Select[AgentSetup]) -> Select[AgentSetup]:
    return setups.with_for_update(of=AgentSetup, **LOCK).execution_options(populate_existing=True)


def _linked() -> Select[AgentSetup, str, str, datetime, datetime | None]:
    columns = (Gateway.name, GatewayLink.state, GatewayLink.since, GatewayLink.lease_until)
    return (
        select(AgentSetup, *columns)
        .join(Gateway, Gateway.id == AgentSetup.gateway_id)
        .join(GatewayLink, GatewayLink.gateway_id == Gateway.id)
    )

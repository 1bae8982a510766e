"""What a person should know first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row

from mission_control.agents import api as agents
from mission_control.agents.api import Agent, State, Trouble
from mission_control.approvals import api as approvals
from mission_control.boards import api as boards
from mission_control.coordination import api as coordination
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Gateway, GatewayLink
from mission_control.kernel.db.engine import lacks_room_since
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.jobs import dead_letters
from mission_control.kernel.pausing import Pause, Scope
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.memory import api as memory
from mission_control.memory.api import BoardMemoryRead
from mission_control.onboarding import api as onboarding
from mission_control.overview import queries
from mission_control.overview.schemas import (
    BoardSnapshot,
    FleetCounts,
    FlowCounts,
    NeedKind,
    NeedsMeItem,
    OverviewRead,
)
from mission_control.tasks import api as tasks
from mission_control.tasks.api import Task, TaskStatus
from mission_control.templates import api as templates
from mission_control.webhooks import api as webhooks

UNCLAIMED_AFTER = timedelta(minutes=30)
BLOCKED_AFTER = timedelta(days=1)
MOST_DEAD_LETTERS = 20
TITLE_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Fleet:
    """The agents that somebody may know about, and how each is."""

    agents: list[Agent]
    states: dict[UUID, State]


def overview(uow: UnitOfWork, principal: UserPrincipal) -> OverviewRead:
    agents_there = list(queries.agents(uow.db, principal))
    fleet = Fleet(agents_there, agents.states_of(uow.db, agents_there, uow.now))
    return OverviewRead(
        needs_me=needs_me(uow, principal.where_writing, fleet),
        fleet=_fleet(uow, principal, fleet),
        flow=_flow(uow, principal),
    )


def snapshot(uow: UnitOfWork, principal: Principal, board_id: UUID) -> BoardSnapshot:
    board = boards.get(uow.db, principal, board_id)
    newest, pending = approvals.newest_of_board(uow.db, board_id)
    return BoardSnapshot(
        board=boards.read_model(uow.db, board),
        tasks=tasks.cards_of_board(uow.db, board_id),
        agents=agents.read_models(uow.db, agents.of_board(uow.db, board_id), uow.now),
        approvals=newest,
        chat_messages=[BoardMemoryRead.model_validate(said) for said in memory.newest_messages(uow.db, board_id)],
        pending_approvals_count=pending,
    )


def needs_me(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> list[NeedsMeItem]:
    """What waits for a person, the most costly to leave waiting first.

    `principal` is narrowed to the boards that they may write on: nothing waits for them on the others.
    """
    fleet = Fleet([it for it in fleet.agents if it.board_id is None or principal.can_read(it.board_id)], fleet.states)
    items = [
        *(_full_disk(uow) if principal.runs_installation else ()),
        *_paused(uow, principal, fleet),
        *(_failed_jobs(uow) if principal.runs_installation else ()),
        *_gateways(uow, principal, fleet),
        *_setups(uow, fleet),
        *_stuck(uow, principal),
        *_questions(uow, principal),
        *_approvals(uow, principal),
        *_failing_templates(uow, principal),
        *_unheard_webhooks(uow, principal),
        *_interviews(uow, principal),
        *_reviews(uow, principal, fleet.agents),
        *_overdue(uow, principal),
        *_blocked(uow, principal),
        *_silent(fleet),
        *_unclaimed(uow, principal),
    ]
    rank = {kind: place for place, kind in enumerate(NeedKind)}
    return sorted(items, key=lambda item: (rank[item.kind], item.since))


def _full_disk(uow: UnitOfWork) -> Iterator[NeedsMeItem]:
    if since := lacks_room_since(uow.db):
        yield NeedsMeItem(
            kind=NeedKind.DISK_FULL,
            title="The disk of the database",
            reason="It is full or fails: nothing that people or agents write is kept, and they are told to try again",
            action="Make room on it; all goes on by itself then",
            since=since,
        )


def _paused(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """Whatever was stopped stays so until somebody resumes it: nobody else will think of it."""
    for row in queries.pauses(uow.db, principal, {agent.gateway_id for agent in fleet.agents}):
        yield _pause(principal, Pause(Scope(row[0]), *row[1:]))
    for agent in fleet.agents:
        for pause in Pause.of(Scope.AGENT, agent):
            yield _pause(principal, pause).model_copy(update={"board_id": agent.board_id, "agent_id": agent.id})


def _pause(principal: UserPrincipal, pause: Pause) -> NeedsMeItem:
    is_for_others = pause.scope in {Scope.GATEWAY, Scope.ORGANIZATION} and not principal.role.is_admin
    return NeedsMeItem(
        kind=NeedKind.PAUSED,
        title=pause.name,
        reason=pause.words,
        action="An administrator resumes it" if is_for_others else "Resume it when it may go on",
        since=pause.paused_at,
        board_id=pause.id if pause.scope is Scope.BOARD else None,
        gateway_id=pause.id if pause.scope is Scope.GATEWAY else None,
    )


def _failed_jobs(uow: UnitOfWork) -> Iterator[NeedsMeItem]:
    for job in dead_letters.failed(uow.db, limit=MOST_DEAD_LETTERS):
        yield NeedsMeItem(
            kind=NeedKind.FAILED_JOB,
            title=job.name,
            reason=f"Failed {job.attempts} times: {job.last_error or 'no reason was recorded'}",
            action="Mend the cause, then retry the job",
            since=job.failed_at,
        )


def _gateways(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """Those that do not come back by themselves: to who keeps them, and to who has agents there."""
    concerned = {agent.gateway_id for agent in fleet.agents}
    away, with_commands = gateways.to_see_to(uow.db, principal.organization_id, uow.now)
    if principal.role.is_admin:
        yield from (_commands(gateway, link) for gateway, link in with_commands)
    for gateway in away:
        if principal.role.is_admin or gateway.id in concerned:
            yield NeedsMeItem(
                kind=NeedKind.GATEWAY_UNUSABLE,
                title=gateway.name,
                reason=gateway.reason if principal.role.is_admin else gateway.in_short,
                action=gateway.cure if principal.role.is_admin else "Tell an administrator of your organization",
                since=gateway.since,
                gateway_id=gateway.id,
            )


def _commands(gateway: Gateway, link: GatewayLink) -> NeedsMeItem:
    """Of a main agent, to administrators alone: they keep the gateways."""
    count = link.commands_waiting
    return NeedsMeItem(
        kind=NeedKind.COMMAND_WAITING,
        title=gateway.name,
        reason=f"Its main agent wants to run {'a command' if count == 1 else f'{count} commands'}, and waits",
        action="Allow or deny it on the gateway's page",
        since=link.commands_since or link.since,
        gateway_id=gateway.id,
    )


def _setups(uow: UnitOfWork, fleet: Fleet) -> Iterator[NeedsMeItem]:
    """What fails for one agent of a gateway mostly fails for all."""
    kinds = (Trouble.SETUP_FAILING, Trouble.NEVER_CALLED, Trouble.TURNS_FAILING)
    failing = [it for it in fleet.agents if fleet.states[it.id].trouble in kinds and not it.is_paused]
    failing.sort(key=lambda it: (it.created_at, it.id))
    alike: dict[tuple[UUID, Trouble | None], list[Agent]] = {}
    for agent in failing:
        alike.setdefault((agent.gateway_id, fleet.states[agent.id].trouble), []).append(agent)
    for (gateway_id, trouble), those in alike.items():
        first, more = those[0], len(those) - 1
        yield NeedsMeItem(
            kind=NeedKind.TURNS_FAILING if trouble is Trouble.TURNS_FAILING else NeedKind.SETUP_FAILING,
            title=f"{first.name} and {more} more" if more else first.name,
            reason=fleet.states[first.id].reason,
            action=_cure(uow, trouble),
            since=first.created_at,
            board_id=first.board_id,
            agent_id=first.id,
            gateway_id=gateway_id,
        )


def _cure(uow: UnitOfWork, trouble: Trouble | None) -> str:
    if trouble is Trouble.NEVER_CALLED:
        base = environment_of(uow.db).settings.public_url.rstrip("/")
        return f"Read under Watch what its turns say: its model has to answer, and its machine has to reach {base}"
    if trouble is Trouble.TURNS_FAILING:
        return "Mend what its model lacks on the gateway, then set it up again: it is told what it has missed"
    return "Mend what the gateway refuses; it is tried again by itself"


def _stuck(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """What agents alone will not move any more."""
    for row in queries.oldest(uow.db, queries.tasks(principal).where(tasks.needs_a_person())):
        reason = row[0].status_reason or "It was taken and given back again and again"
        yield _task(row, NeedKind.STUCK, reason, "Look at it: edit, assign or move it")


def _questions(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """A lead waits for what only people can decide or know."""
    for message, board_name in uow.db.execute(coordination.waiting_longest(principal, queries.MOST_OF_A_KIND)):
        yield NeedsMeItem(
            kind=NeedKind.QUESTION,
            title=message.content.splitlines()[0][:TITLE_CHARACTERS],
            reason=f"{message.sender_name} asks people",
            action="Answer it",
            since=message.created_at,
            board_id=message.board_id,
            board_name=board_name,
            agent_id=message.sender_agent_id,
            message_id=message.id,
        )


def _approvals(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """Whoever asked may do nothing until it is decided."""
    rows = uow.db.execute(approvals.pending_longest(principal, queries.MOST_OF_A_KIND)).all()
    for approval in approvals.read_models(uow.db, rows):
        about = f" for {', '.join(f'“{title}”' for title in approval.task_titles[:3])}" if approval.task_titles else ""
        yield NeedsMeItem(
            kind=NeedKind.APPROVAL,
            title=approval.action_type or "An approval",
            reason=f"{approval.requested_by_name} asks for approval{about}",
            action="Decide it",
            since=approval.created_at,
            board_id=approval.board_id,
            board_name=approval.board_name,
            task_id=approval.task_id,
            agent_id=approval.agent_id,
            approval_id=approval.id,
        )


def _failing_templates(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    for template, board_name in templates.failing(uow.db, principal, queries.MOST_OF_A_KIND):
        yield NeedsMeItem(
            kind=NeedKind.TEMPLATE_FAILING,
            title=template.name,
            reason=f"Its runs make no tasks. {template.failure}",
            action="Mend the template, or pause it",
            since=template.failing_since or template.updated_at,
            board_id=template.board_id,
            board_name=board_name,
            template_id=template.id,
        )


def _unheard_webhooks(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    for item in webhooks.unheard(uow.db, principal, queries.MOST_OF_A_KIND):
        what = "1 delivery was" if item.deliveries == 1 else f"{item.deliveries} deliveries were"
        yield NeedsMeItem(
            kind=NeedKind.WEBHOOK_UNHEARD,
            title=webhooks.short(item.webhook.description),
            reason=f"{what} told to nobody: the board has no lead, and the webhook names no agent of it",
            action="Choose an agent for it, then have the deliveries told again",
            since=item.since,
            board_id=item.webhook.board_id,
            board_name=item.board_name,
            webhook_id=item.webhook.id,
        )


def _interviews(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """An agent has asked what the board is for, or has written it down, and goes on when somebody says something."""
    for interview, board_name in onboarding.waiting_for_people(uow.db, principal, queries.MOST_OF_A_KIND):
        drafted = interview.draft_goal is not None
        yield NeedsMeItem(
            kind=NeedKind.INTERVIEW,
            title=f"The goal of {board_name}",
            reason="The draft waits to be confirmed" if drafted else "A question waits for an answer",
            action="Look at the draft, then confirm it" if drafted else "Answer the question",
            since=interview.updated_at,
            board_id=interview.board_id,
            board_name=board_name,
        )


def _reviews(uow: UnitOfWork, principal: UserPrincipal, fleet: list[agents.Agent]) -> Iterator[NeedsMeItem]:
    leads = {agent.id for agent in fleet if agent.is_board_lead}
    waiting = queries.tasks(principal).where(Task.status == TaskStatus.REVIEW, ~tasks.needs_a_person())
    for row in queries.oldest(uow.db, waiting):
        if row[0].assigned_agent_id not in leads:
            yield _task(row, NeedKind.REVIEW, "In review, and no lead to look at it", "Look at it, then move it on")


def _overdue(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    late = queries.tasks(principal).where(Task.due_at < uow.now, Task.status != TaskStatus.DONE)
    for row in queries.oldest(uow.db, late):
        yield _task(
            row, NeedKind.OVERDUE, f"Was due {row[0].due_at:%Y-%m-%d %H:%M} UTC", "Give it to an agent or move the date"
        )


def _blocked(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    """Waiting for a task that is being worked on is no one's concern; waiting for days is."""
    waiting = queries.tasks(principal).where(
        Task.status != TaskStatus.DONE, Task.updated_at < uow.now - BLOCKED_AFTER, tasks.is_blocked()
    )
    rows = queries.oldest(uow.db, waiting)
    depends_on = tasks.dependencies(uow.db, [row[0].id for row in rows])
    for row in rows:
        titles = ", ".join(f"“{item.title}”" for item in depends_on[row[0].id] if item.is_open)
        yield _task(
            row, NeedKind.BLOCKED_TASK, f"Has waited for more than a day for {titles}", "Open what it waits for"
        )


def _silent(fleet: Fleet) -> Iterator[NeedsMeItem]:
    for agent in fleet.agents:
        state = fleet.states[agent.id]
        if state.trouble is Trouble.SILENT and not agent.is_paused:
            yield NeedsMeItem(
                kind=NeedKind.AGENT_OFFLINE,
                title=agent.name,
                reason=state.reason,
                action="Start the agent again, or delete it",
                since=agent.last_seen_at or agent.created_at,
                board_id=agent.board_id,
                agent_id=agent.id,
            )


def _unclaimed(uow: UnitOfWork, principal: UserPrincipal) -> Iterator[NeedsMeItem]:
    waiting = queries.tasks(principal).where(
        Task.status == TaskStatus.INBOX,
        Task.updated_at < uow.now - UNCLAIMED_AFTER,
        ~tasks.is_blocked(),
        ~tasks.needs_a_person(),
    )
    for row in queries.oldest(uow.db, waiting):
        yield _task(
            row,
            NeedKind.UNCLAIMED,
            row[0].status_reason or "No agent has taken it for half an hour",
            "See whether an agent of the board is at work",
        )


def _task(row: Row[Task, str], kind: NeedKind, reason: str, action: str) -> NeedsMeItem:
    task, board_name = row
    return NeedsMeItem(
        kind=kind,
        title=task.title,
        reason=reason,
        action=action,
        since=task.due_at if kind is NeedKind.OVERDUE and task.due_at else task.updated_at,
        board_id=task.board_id,
        board_name=board_name,
        task_id=task.id,
    )


def _fleet(uow: UnitOfWork, principal: Principal, fleet: Fleet) -> FleetCounts:
    states = {agent_id: state.status for agent_id, state in fleet.states.items()}
    count = Counter(states.values())
    offline, provisioning = count[agents.OFFLINE], count[agents.PROVISIONING]
    holders = queries.holders(uow.db, principal)
    return FleetCounts(
        total=len(states),
        online=len(states) - offline - provisioning,
        failing=sum(fleet.states[key].trouble is Trouble.TURNS_FAILING for key in states),
        offline=offline,
        provisioning=provisioning,
        working=sum(
            agent.id in holders and states[agent.id] != agents.OFFLINE and not agent.is_paused for agent in fleet.agents
        ),
        paused=sum(agent.is_paused for agent in fleet.agents),
    )


def _flow(uow: UnitOfWork, principal: Principal) -> FlowCounts:
    counts = queries.count_by_status(uow.db, principal)
    today = uow.now.replace(hour=0, minute=0, second=0, microsecond=0)
    created, blocked = queries.count_new_and_blocked(uow.db, principal, today)
    return FlowCounts(
        created_today=created,
        done_today=queries.count_done(uow.db, principal, today),
        inbox=counts.get(TaskStatus.INBOX, 0),
        in_progress=counts.get(TaskStatus.IN_PROGRESS, 0),
        review=counts.get(TaskStatus.REVIEW, 0),
        blocked=blocked,
    )

"""What waits for a person."""

from collections.abc import Iterator

from mission_control.approvals import api as approvals
from mission_control.coordination import api as coordination
from mission_control.kernel.db.engine import lacks_room_since
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.jobs import dead_letters
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.onboarding import api as onboarding
from mission_control.overview import needs_of_fleet as of_fleet
from mission_control.overview import needs_of_tasks as of_tasks
from mission_control.overview import queries
from mission_control.overview.needs_of_fleet import Fleet
from mission_control.overview.schemas import NeedKind, NeedsMeItem
from mission_control.templates import api as templates
from mission_control.webhooks import api as webhooks

MOST_DEAD_LETTERS = 20
TITLE_CHARACTERS = 200


def needs_me(uow: UnitOfWork, principal: UserPrincipal, fleet: Fleet) -> list[NeedsMeItem]:
    """What waits for a person, the most costly to leave waiting first.

    `principal` is narrowed to the boards that they may write on: nothing waits for them on the others.
    """
    fleet = Fleet([it for it in fleet.agents if it.board_id is None or principal.can_read(it.board_id)], fleet.states)
    items = [
        *(_full_disk(uow) if principal.runs_installation else ()),
        *of_fleet.paused(uow, principal, fleet),
        *(_failed_jobs(uow) if principal.runs_installation else ()),
        *of_fleet.gateways_away(uow, principal, fleet),
        *of_fleet.setups(uow, fleet),
        *of_tasks.stuck(uow, principal),
        *_questions(uow, principal),
        *_approvals(uow, principal),
        *_failing_templates(uow, principal),
        *_unheard_webhooks(uow, principal),
        *_interviews(uow, principal),
        *of_tasks.reviews(uow, principal, fleet.agents),
        *of_tasks.overdue(uow, principal, fleet.agents),
        *of_tasks.blocked(uow, principal),
        *of_fleet.silent(fleet),
        *of_tasks.unclaimed(uow, principal),
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


def _failed_jobs(uow: UnitOfWork) -> Iterator[NeedsMeItem]:
    for job in dead_letters.failed(uow.db, limit=MOST_DEAD_LETTERS):
        yield NeedsMeItem(
            kind=NeedKind.FAILED_JOB,
            title=job.name,
            reason=f"Failed {job.attempts} times: {job.last_error or 'no reason was recorded'}",
            action="Mend the cause, then retry the job",
            since=job.failed_at,
        )


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

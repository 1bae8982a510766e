"""Why a task does not move, and what would move it."""

from collections.abc import Callable
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Principal
from mission_control.tasks import dependencies, pauses, queries, reading, rules, service, wording
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import Dependency
from mission_control.tasks.rules import Move, Mover, MoverKind, Refusal, Situation
from mission_control.tasks.schemas import BlockingTask, TaskExplanation, TaskMove, TaskReason

Holder = Callable[[UnitOfWork, Task], list[TaskReason]]
"""What another feature knows of what holds a task."""

_holders: list[Holder] = []


def holds_tasks(holder: Holder) -> Holder:
    """Register what else may hold a task; features do so while they are imported."""
    _holders.append(holder)
    return holder


def explain(uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID) -> TaskExplanation:
    """The reasons that hold a task where it is, and the moves that are open to the caller."""
    board = boards.get(uow.db, principal, board_id)
    task = queries.get(uow.db, board, task_id)
    waits_for = dependencies.open_ones(task, dependencies.of(uow, task))
    facts = service.situation(uow, task, tuple(item.title for item in waits_for))
    reasons = _reasons(uow, board, task, facts)
    return TaskExplanation(
        task_id=task.id,
        status=TaskStatus(task.status),
        summary=reasons[0].message if reasons else _at_rest(task),
        reasons=reasons,
        moves=_moves(uow, board, facts, principal),
        lease=reading.read_model(uow.db, task).lease,
        blocked_by=[_blocker(item) for item in waits_for],
    )


def _moves(uow: UnitOfWork, board: boards.Board, facts: Situation, principal: Principal) -> list[TaskMove]:
    mover, board_rules = service.mover_of(uow, principal), queries.rules_of(board)
    moves = []
    for target in TaskStatus:
        if target is facts.status:
            continue
        refusal = rules.why_not_move(Move(target, names_assignee=True), facts, board_rules, mover)
        moves.append(
            TaskMove(
                to=target,
                allowed=refusal is None,
                code=refusal.code if refusal else None,
                reason=f"{refusal.message}." if refusal else None,
                action=f"{refusal.action}." if refusal else None,
            )
        )
    return moves


def _reasons(uow: UnitOfWork, board: boards.Board, task: Task, facts: Situation) -> list[TaskReason]:
    if facts.status is TaskStatus.DONE:
        return []
    found = pauses.reasons(uow, board, task)
    if facts.blocked_by:
        found.append(_reason(rules.blocked(facts.blocked_by)))
    if task.escalated_at:
        found.append(
            TaskReason(code="deadline_passed", message=task.status_reason or "", action="Decide what becomes of it")
        )
    elif task.status_reason:
        found.append(TaskReason(code="returned", message=task.status_reason, action=None))
    if task.nudged_at and not task.escalated_at:
        found.append(_reminded(uow, task))
    if facts.goes_in_circles and facts.status is not TaskStatus.INBOX:
        action = "Look at it: edit, assign or move it"
        found.append(TaskReason(code="task_goes_in_circles", message=rules.circles(facts), action=action))
    forbidden = _forbidden(board, facts)
    found += {
        TaskStatus.INBOX: _waiting_to_start,
        TaskStatus.IN_PROGRESS: _in_progress,
        TaskStatus.REVIEW: _in_review,
    }[facts.status](uow, task, facts, forbidden)
    told = forbidden is not None and forbidden.code in rules.ASK_FOR_APPROVAL_CODES
    if once_more := wording.why_once_more(task.sent_back, None if told else task.approval_refused):
        found.append(TaskReason(code="sent_back", message=once_more, action=None))
    return found + [reason for holder in _holders for reason in holder(uow, task)]


def _reminded(uow: UnitOfWork, task: Task) -> TaskReason:
    rested = wording.in_words(uow.now - task.stirred_at)
    return TaskReason(
        code="deadline_passed",
        message=f"It has passed a deadline of this board: nothing happened to it for {rested}",
        action="Say or do something about it, or it is given back or brought before people",
    )


def _forbidden(board: boards.Board, facts: Situation) -> Refusal | None:
    """The rule, if any, against what comes next: being started, handed in or finished."""
    board_rules = queries.rules_of(board)
    if facts.status is TaskStatus.INBOX:
        return rules.why_not_claim(facts, board_rules, Mover(MoverKind.WORKER, facts.assigned_agent_id))
    target = TaskStatus.DONE if facts.status is TaskStatus.REVIEW else TaskStatus.REVIEW
    return rules.why_not_move(Move(target, has_comment=True), facts, board_rules, Mover(MoverKind.USER))


def _reason(refusal: Refusal) -> TaskReason:
    return TaskReason(code=refusal.code, message=refusal.message, action=refusal.action)


def _waiting_to_start(uow: UnitOfWork, task: Task, facts: Situation, forbidden: Refusal | None) -> list[TaskReason]:
    if facts.blocked_by:
        return []
    if forbidden:
        return [_reason(forbidden)]
    if task.assigned_agent_id:
        return _state_of_agent(uow, task.assigned_agent_id, "It is assigned to {name}, who has not started")
    fleet = agents.of_board(uow.db, task.board_id)
    workers = [agent for agent in fleet if not agent.is_board_lead]
    if not workers:
        return [
            TaskReason(code="no_agents", message="No agent works on this board", action="Create an agent on this board")
        ]
    states = agents.states_of(uow.db, workers, uow.now)
    here = [agent for agent in workers if states[agent.id].status not in _ABSENT]
    if any(not agent.is_paused for agent in here):
        return [
            TaskReason(
                code="unclaimed",
                message="It is free; the next agent of the board that asks for work gets it",
                action="Wait, or assign it",
            )
        ]
    return _nobody_to_take_it(workers)


def _nobody_to_take_it(workers: list[agents.Agent]) -> list[TaskReason]:
    paused = sum(agent.is_paused for agent in workers)
    absent = len(workers) - paused
    if not absent:
        # That is told among the pauses.
        return []
    message, action = f"None of the {absent} agents of this board calls in", "Start one of them"
    if len(workers) == 1:
        message, action = f"{workers[0].name}, the only agent of this board, does not call in", "Start it"
    elif paused:
        message = (
            f"Of the {len(workers)} agents of this board {paused} {'is' if paused == 1 else 'are'} paused, "
            f"and {absent} {'does' if absent == 1 else 'do'} not call in"
        )
        action = "Resume or start one of them"
    return [TaskReason(code="agents_absent", message=message, action=action)]


_ABSENT = frozenset({agents.OFFLINE, agents.PROVISIONING})


def _in_progress(uow: UnitOfWork, task: Task, facts: Situation, forbidden: Refusal | None) -> list[TaskReason]:
    held_back = [_reason(forbidden)] if forbidden and not facts.blocked_by else []
    if task.assigned_agent_id is None:
        return [
            TaskReason(
                code="nobody_works_on_it",
                message="It is in progress, but no agent has it",
                action="Assign an agent, or move it back to the inbox",
            ),
            *held_back,
        ]
    working = TaskReason(
        code="in_progress", message=f"{facts.assignee} {_holds(uow, task)}", action="Wait, or take it back"
    )
    return [working, *held_back, *_state_of_agent(uow, task.assigned_agent_id, None)]


def _holds(uow: UnitOfWork, task: Task) -> str:
    holder = uow.db.get(agents.Agent, task.lease_agent_id) if task.lease_agent_id else None
    if holder and holder.is_paused:
        return "has it, and keeps it while they are paused"
    if holder and task.lease_claimed_at is None:
        return f"has not taken it up yet; it was started for them, {_until(uow, task)}"
    return f"works on it, {_until(uow, task)}" if task.lease_expires_at else "works on it"


def _until(uow: UnitOfWork, task: Task) -> str:
    ends = task.lease_expires_at
    if ends and ends <= uow.now:
        return f"but has not called; it ran out at {ends:%H:%M} UTC, and is taken back at the next look"
    return f"theirs until {ends:%H:%M} UTC; every call of theirs prolongs it"


def _in_review(uow: UnitOfWork, task: Task, facts: Situation, forbidden: Refusal | None) -> list[TaskReason]:
    held_back = [_reason(forbidden)] if forbidden and not facts.blocked_by else []
    if task.assigned_agent_id:
        return [*_state_of_agent(uow, task.assigned_agent_id, "It waits for {name} to review it"), *held_back]
    # Nobody is sent to a move that is refused.
    if_good = "settle what else is named here" if forbidden else "move it to done"
    waiting = TaskReason(
        code="waiting_for_review",
        message="It waits for a review, and nobody has been given it",
        action=f"Look at it: if it is good, {if_good}; if not, move it back to the inbox",
    )
    return [waiting, *held_back]


def _state_of_agent(uow: UnitOfWork, agent_id: UUID, sentence: str | None) -> list[TaskReason]:
    agent = agents.by_ids(uow.db, {agent_id}).get(agent_id)
    if agent is None:
        return []
    state = agents.state_of(uow.db, agent, uow.now)
    absent = state.status in _ABSENT
    found = []
    if sentence:
        found.append(TaskReason(code="waiting_for_agent", message=sentence.format(name=agent.name), action=None))
    if absent:
        found.append(
            TaskReason(
                code="agent_absent",
                message=f"{agent.name} is {state.status}. {state.reason}",
                action="Start the agent, or assign another",
            )
        )
    return found


def _at_rest(task: Task) -> str:
    return "It is done" if task.status == TaskStatus.DONE else "Nothing holds it"


def _blocker(item: Dependency) -> BlockingTask:
    return BlockingTask(id=item.depends_on, title=item.title, status=TaskStatus(item.status))

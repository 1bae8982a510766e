"""Changing a task: what people, workers and leads may change, and what follows from a move."""

from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.boards.api import Board
from mission_control.custom_fields import api as custom_fields
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal
from mission_control.tags import api as tags
from mission_control.tasks import changes, dependencies, leases, queries, rules, service, wording
from mission_control.tasks.changes import Change
from mission_control.tasks.errors import DependenciesFrozen, MoveRefused
from mission_control.tasks.models import Task, TaskStatus
from mission_control.tasks.queries import Dependency
from mission_control.tasks.rules import Move, MoverKind
from mission_control.tasks.schemas import TaskUpdate

PLAIN_FIELDS = ("title", "description", "priority", "due_at")
# Null means "not given" for these, as the reference has it.
NULL_IS_ABSENT = frozenset({"depends_on_task_ids", "tag_ids", "custom_field_values"})


def update(
    uow: UnitOfWork, principal: Principal, board_id: UUID, task_id: UUID, body: TaskUpdate, lease_seconds: int
) -> Task:
    """Change a task as its caller may; raises MoveRefused with the first rule that forbids it."""
    board = boards.get_for_change(uow.db, principal, board_id)
    task = queries.get(uow.db, board, task_id, lock=True)
    require_version(uow, task)
    leases.require_fence(task, body.fence)
    _Update(uow, principal, board, task, body, lease_seconds).run()
    return task


class _Update:
    """One request to change a task, on the locked row."""

    def __init__(
        self, uow: UnitOfWork, principal: Principal, board: Board, task: Task, body: TaskUpdate, lease_seconds: int
    ) -> None:
        self.uow = uow
        self.principal = principal
        self.board = board
        self.task = task
        self.body = body
        self.lease_seconds = lease_seconds
        self.mover = service.mover_of(uow, principal)
        self.agent_id = changes.acting_agent(principal)
        self.given = _given(body)
        self.change = Change(task)
        self.status_before = TaskStatus(task.status)
        self.assignee_before = task.assigned_agent_id
        self.waits_for: list[Dependency] = []

    def run(self) -> None:
        self._require_edits()
        self._depend()
        target = self._target()
        moves = target is not None and target is not self.status_before
        if target is not None and (not self.forced or (moves and self._asks_for_a_move)):
            self._require_move(target)
        if self.body.words and self.agent_id and not (moves and target in {TaskStatus.REVIEW, TaskStatus.DONE}):
            # Words that come with finished work answer nobody.
            changes.refuse_echo(self.uow, self.task)
        for name in PLAIN_FIELDS:
            if name in self.given:
                setattr(self.task, name, getattr(self.body, name))
        if moves and target is not None:
            changes.put(self.task, target, self.uow.now)
            self._count_return(target)
            self._note_sent_back(target)
        self._assign(target, moves)
        self._keep_lease(target)
        self._tag()
        self._fill_in()
        changed = self.change.finish(self.uow, self.agent_id)
        if not changed and not self.body.model_fields_set:
            self.change.touch(self.uow, self.agent_id)
        if self.body.words:
            changes.say(self.uow, self.principal, self.task, self.body.words)
        if changed and moves and TaskStatus.DONE in {self.status_before, target}:
            self.uow.db.flush()
            dependencies.reconcile(self.uow, self.task, self.agent_id, finished=target is TaskStatus.DONE)

    def _count_return(self, target: TaskStatus) -> None:
        """Agents that hand work to and fro are stopped in the end; what people do begins the count anew."""
        if target is not TaskStatus.INBOX or self.mover.kind is MoverKind.USER:
            return
        if self.status_before is TaskStatus.REVIEW:
            self.task.setbacks += 1
        else:
            self.task.returns += 1

    def _note_sent_back(self, target: TaskStatus) -> None:
        """Whoever takes it up reads why: what came with the move, or was the mover's last word before it."""
        if changes.is_taken_up_again(self.status_before, target):
            words = self.body.words or self._own_last_word()
            verb = "sent it back from review" if self.status_before is TaskStatus.REVIEW else "reopened it"
            self.task.sent_back = f"{self.principal.name} {verb}" + (f": {wording.shortened(words)}" if words else "")

    def _own_last_word(self) -> str | None:
        last = queries.last_word(self.uow.db, self.task.id)
        by_mover = last is not None and (last.agent_id or last.user_id) == self.uow.actor.id
        return last.message if last and by_mover else None

    # --- what is asked for

    def _require_edits(self) -> None:
        names = self.given - ({"comment"} if not self.body.words else set())
        if self.mover.kind is MoverKind.WORKER and "status" in names:
            # Whose task it is comes first: nothing else would help the caller.
            self._require_holder()
        refusal = rules.why_not_edit(frozenset(names), self.mover.kind)
        if refusal:
            raise MoveRefused(refusal)

    def _require_holder(self) -> None:
        if self.task.assigned_agent_id not in {None, self.agent_id}:
            facts = service.situation(self.uow, self.task, ())
            refusal = rules.why_not_move(Move(TaskStatus.INBOX), facts, rules.BoardRules(), self.mover)
            if refusal:
                raise MoveRefused(refusal)

    def _depend(self) -> None:
        """Set the dependencies that are given, and find out what the task waits for then."""
        present = dependencies.of(self.uow, self.task)
        wanted = self.body.depends_on_task_ids
        before = [item.depends_on for item in present]
        if wanted is not None and self.status_before is TaskStatus.DONE:
            raise DependenciesFrozen("the dependencies of a task that is done cannot change; reopen it first")
        if wanted is not None and wanted != before:
            dependencies.set_for(self.uow, self.board, self.task, wanted)
            self.change.note("depends_on_task_ids", [str(one) for one in before], [str(one) for one in wanted])
            present = dependencies.of(self.uow, self.task)
        stays_done = self.status_before is TaskStatus.DONE and self.body.status in {None, TaskStatus.DONE}
        self.waits_for = [] if stays_done else [item for item in present if item.is_open]

    def _target(self) -> TaskStatus | None:
        """Where the task is to go."""
        return TaskStatus.INBOX if self.forced else self.body.status

    @property
    def forced(self) -> bool:
        """A person's change of a task that waits for others sends it back to the inbox, whatever was asked for."""
        return self.mover.kind is MoverKind.USER and bool(self.waits_for)

    @property
    def _asks_for_a_move(self) -> bool:
        return self.body.status is not None and self.body.status is not self.status_before

    def _require_move(self, target: TaskStatus) -> None:
        if target is self.status_before and self.mover.kind is not MoverKind.LEAD and not self._takes(target):
            return
        move = Move(target, bool(self.body.assigned_agent_id), bool(self.body.words))
        facts = service.situation(self.uow, self.task, self._titles())
        refusal = rules.why_not_move(move, facts, queries.rules_of(self.board), self.mover)
        if refusal:
            raise MoveRefused(refusal, self._blockers())

    def _takes(self, target: TaskStatus) -> bool:
        """Whether a worker takes a task that is in progress without a holder."""
        return (
            self.mover.kind is MoverKind.WORKER
            and target is TaskStatus.IN_PROGRESS
            and self.task.assigned_agent_id is None
        )

    def _tag(self) -> None:
        if self.body.tag_ids is not None:
            wanted = tags.require(self.uow, self.board.organization_id, self.body.tag_ids)
            self.change.note("tags", *tags.replace_on(self.uow, self.task.id, wanted))

    def _fill_in(self) -> None:
        """Null counts as given, with nothing in it: what the board requires is looked at all the same."""
        if "custom_field_values" in self.body.model_fields_set:
            given = self.body.custom_field_values or {}
            changed = custom_fields.write_changed(self.uow, self.board.id, self.task.id, given)
            for label, (before, after) in changed.items():
                self.change.note(f"“{label}”", before, after)

    # --- who has it then

    def _assign(self, target: TaskStatus | None, moves: bool) -> None:
        if self.mover.kind is MoverKind.LEAD:
            self._assign_by_lead(target)
            return
        if self.mover.kind is MoverKind.WORKER:
            self._assign_by_worker(target, moves)
        else:
            self._assign_by_person(target, moves)
        if moves and target is TaskStatus.REVIEW:
            self._hand_to_lead()

    def _assign_by_person(self, target: TaskStatus | None, moves: bool) -> None:
        if target is TaskStatus.INBOX or (moves and target is TaskStatus.REVIEW):
            self.task.assigned_agent_id = None
        if "assigned_agent_id" in self.given and not self.forced:
            self.task.assigned_agent_id = self._found_assignee()

    def _found_assignee(self) -> UUID | None:
        wanted = self.body.assigned_agent_id
        return service.assignee(self.uow, self.board, wanted, self.principal).id if wanted else None

    def _assign_by_worker(self, target: TaskStatus | None, moves: bool) -> None:
        if target in {TaskStatus.IN_PROGRESS, TaskStatus.DONE}:
            self.task.assigned_agent_id = self.agent_id
        elif moves and target in {TaskStatus.INBOX, TaskStatus.REVIEW}:
            self.task.assigned_agent_id = None
        if moves and target is TaskStatus.REVIEW:
            self.task.last_worker_id = self.agent_id

    def _assign_by_lead(self, target: TaskStatus | None) -> None:
        named = None
        if "assigned_agent_id" in self.given:
            if self.waits_for:
                raise MoveRefused(rules.blocked(self._titles()), self._blockers())
            named = self.task.assigned_agent_id = self._found_assignee()
        if target is TaskStatus.INBOX and self.status_before is TaskStatus.REVIEW:
            self.task.assigned_agent_id = self._last_worker() or named

    def _titles(self) -> tuple[str, ...]:
        return tuple(item.title for item in self.waits_for)

    def _blockers(self) -> tuple[UUID, ...]:
        return tuple(item.depends_on for item in self.waits_for)

    def _last_worker(self) -> UUID | None:
        """Whoever handed the task in, if that agent still works on the board and does not lead it."""
        worker = self.uow.db.get(Agent, self.task.last_worker_id) if self.task.last_worker_id else None
        if worker is None or worker.board_id != self.board.id or worker.is_board_lead:
            return None
        return worker.id

    def _hand_to_lead(self) -> None:
        if self.assignee_before and self.mover.kind is MoverKind.USER:
            self.task.last_worker_id = self.assignee_before
        # The task is written once, when all about it is known.
        with self.uow.db.no_autoflush:
            lead = queries.lead_of_board(self.uow.db, self.board.id)
        if lead is not None:
            self.task.assigned_agent_id = lead.id

    def _keep_lease(self, target: TaskStatus | None) -> None:
        """A task in progress is leased to whoever it is assigned to; a holder who repeats himself keeps his lease."""
        task = self.task
        if task.status != TaskStatus.IN_PROGRESS or task.assigned_agent_id is None:
            leases.end(task)
        elif task.lease_agent_id != task.assigned_agent_id:
            by_itself = task.assigned_agent_id == self.agent_id
            leases.grant(task, task.assigned_agent_id, self.uow.now, self.lease_seconds, taken=by_itself)
        elif self.agent_id == task.lease_agent_id:
            leases.take_up(task, self.agent_id, self.uow.now)
            if target is TaskStatus.IN_PROGRESS:
                leases.renew(self.uow.db, [task.lease_agent_id], self.uow.now, self.lease_seconds)


def _given(body: TaskUpdate) -> frozenset[str]:
    names = body.model_fields_set - {"fence"}
    return frozenset(name for name in names if name not in NULL_IS_ABSENT or getattr(body, name) is not None)

"""Decisions of people are carried to the gateway that waits for them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from mission_control.agents.api import Agent, tells_waits
from mission_control.approvals.api import EXEC, Approval, Finality, tells_finality
from mission_control.approvals.events import ApprovalApproved, ApprovalRejected, ApprovalUpdated
from mission_control.exec_approvals import bridging, queries
from mission_control.exec_approvals.rules import ALLOW, DENY
from mission_control.gateways.api import hears, wake_keepers, works_over_gateways
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import job

works_over_gateways(bridging.bridge)
hears("exec.approval.requested", "exec.approval.resolved")


@job("exec_approvals.carry")
def carry(_uow: UnitOfWork) -> None:
    """The gateway hears of it at once where its connection is kept here, and elsewhere within seconds."""
    wake_keepers()


@takes_part_in(ApprovalApproved)
@takes_part_in(ApprovalRejected)
def answer(uow: UnitOfWork, event: ApprovalApproved | ApprovalRejected) -> None:
    if event.action_type != EXEC:
        return
    request = queries.of_approval(uow.db, UUID(event.approval_id), lock=True)
    if request is None or request.settled_at:
        return
    request.answer = ALLOW if isinstance(event, ApprovalApproved) else DENY
    uow.defer(carry, key="exec_approvals.carry")


@takes_part_in(ApprovalUpdated)
def take_answer_back(uow: UnitOfWork, event: ApprovalUpdated) -> None:
    """A decision that was undone before the gateway has heard of it."""
    if event.action_type == EXEC and (request := queries.of_approval(uow.db, UUID(event.approval_id), lock=True)):
        request.answer = None if request.settled_at is None else request.answer


@tells_waits
def commands_waited_for(db: Session, agent_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of main agents: that a command waits for leave, and where it is given."""
    # Whoever asks has them at hand: nothing is asked for agents of boards, of which there are many.
    mains = [it for it in agent_ids if (agent := db.get(Agent, it)) and agent.board_id is None]
    return dict.fromkeys(
        queries.mains_that_wait(db, mains) if mains else (),
        "Waits for leave to run a command: decide on the page of its gateway",
    )


@tells_finality
def is_final(uow: UnitOfWork, approval: Approval) -> Finality | None:
    """What the gateway has heard it acts on at once."""
    request = queries.of_approval(uow.db, approval.id) if approval.action_type == EXEC else None
    if request is None:
        return None
    if request.settled_at:
        return Finality(is_final=True, words="The gateway has acted on it; it cannot be taken back")
    return Finality(is_final=False, words="The gateway is told as soon as it can be reached")

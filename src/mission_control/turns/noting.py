"""Turns written down: that one has begun, with the message that begins it, and how it ended."""

from uuid import UUID, uuid4

from mission_control.agents.api import Agent
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning.api import turn_ended
from mission_control.provisioning.events import AgentWoken
from mission_control.turns import queries
from mission_control.turns.events import TurnEnded
from mission_control.turns.models import Outcome, Turn, TurnReason
from mission_control.turns.rules import Ending

NO_REASON = "the gateway gives no reason"
CENT = 0.01

_WORDS = {
    Outcome.DONE: "has ended a turn",
    Outcome.FAILED: "has failed in a turn",
    Outcome.CUT: "was stopped in a turn",
    Outcome.UNKNOWN: "has had a turn of which nothing is known",
}


def begun(uow: UnitOfWork, event: AgentWoken) -> None:
    agent = uow.db.get(Agent, event.agent_id) if event.agent_id else None
    if agent is None or agent.openclaw_session_id is None or queries.is_known(uow.db, event.message_key):
        return
    there = queries.tasks_there(uow.db, {task_id for task_id in event.task_ids if task_id})
    turn = Turn(
        id=uuid4(),
        organization_id=agent.organization_id,
        board_id=agent.board_id,
        gateway_id=agent.gateway_id,
        agent_id=agent.id,
        agent_name=agent.name,
        session_key=agent.openclaw_session_id,
        message_key=event.message_key,
        told_at=uow.now,
    )
    uow.db.add(turn)
    uow.db.flush()
    told_of = zip(event.reasons, event.task_ids, strict=True)
    # Words about a task that is gone are gone with it.
    kept = [(text, task_id) for text, task_id in told_of if task_id is None or task_id in there]
    uow.db.add_all(
        TurnReason(turn_id=turn.id, position=position, text=text, task_id=task_id)
        for position, (text, task_id) in enumerate(kept)
    )


def ended(uow: UnitOfWork, turn_id: UUID, ending: Ending) -> None:
    turn = locked(uow.db, Turn, turn_id)
    if turn is None or turn.outcome is not None:
        return
    turn.outcome, turn.reason, turn.ended_at = ending.outcome, ending.reason, uow.now
    if turn.agent_id and ending.outcome in {Outcome.DONE, Outcome.FAILED}:
        trouble = (ending.reason or NO_REASON) if ending.outcome is Outcome.FAILED else None
        turn_ended(uow, turn.agent_id, turn.message_key, trouble)
    if usage := ending.usage:
        turn.input_tokens, turn.output_tokens = usage.input_tokens, usage.output_tokens
        turn.cost_usd, turn.model = usage.cost_usd, usage.model
    tokens = usage.input_tokens + usage.output_tokens if usage else None
    spent = f": {_spent(tokens, turn.cost_usd)}" if tokens is not None else ""
    why = f" ({ending.reason})" if ending.reason else ""
    uow.emit(
        TurnEnded(
            organization_id=turn.organization_id,
            board_id=turn.board_id,
            agent_id=turn.agent_id,
            turn_id=turn.id,
            outcome=ending.outcome,
            tokens=tokens,
            cost_usd=turn.cost_usd,
            message=f"{turn.agent_name} {_WORDS[ending.outcome]}{spent}{why}",
        )
    )


def _spent(tokens: int, usd: float | None) -> str:
    if usd is None:
        return f"{tokens:,} tokens"
    return f"{tokens:,} tokens, " + (f"${usd:,.2f}" if usd >= CENT else "less than $0.01")

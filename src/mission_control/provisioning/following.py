"""How turns end that messages have begun: well, or in an error, and then what was told is told again, a few times.

A gateway takes a message before its model has said a word. A turn that was taken while the gateway loaded anew, or
whose model has no credentials or is overloaded, ends in an error that nobody would hear of. The feature of turns looks
after each of them, and says here how it has ended.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.provisioning import noting, queries, rules, service, telling
from mission_control.provisioning.events import AgentTurnFailed
from mission_control.provisioning.models import AgentSetup, Wake


def turn_ended(uow: UnitOfWork, agent_id: UUID, key: str, trouble: str | None) -> None:
    """Note how the turn has ended that the message with this key began: `trouble` says why it failed, None is well."""
    found = queries.of_agent(uow.db, agent_id)
    agent, setup = noting.locked_setup(uow, found.id) if found else (None, None)
    if setup is None or agent is None:
        return
    wakes = [it for it in queries.wakes_told_by(uow.db, setup.id, [key]) if it.sent_at and not it.ended_at]
    if wakes and trouble is None:
        _went_well(uow, setup, wakes)
    elif wakes and trouble is not None:
        _failed(uow, setup, agent, wakes, trouble)


def _went_well(uow: UnitOfWork, setup: AgentSetup, wakes: Sequence[Wake]) -> None:
    for wake in wakes:
        wake.ended_at, wake.turns_failed = uow.now, 0
    if setup.turn_trouble:
        setup.turn_trouble, setup.next_attempt_at = None, uow.now
        service.tell_what_failed(uow, setup)
        service.have_looked(uow)


def _failed(uow: UnitOfWork, setup: AgentSetup, agent: Agent, wakes: Sequence[Wake], error: str) -> None:
    failed = max(wake.turns_failed for wake in wakes) + 1
    first = timedelta(seconds=environment_of(uow.db).settings.agent_turn_retry_seconds)
    again_at = uow.now + rules.turn_pause(failed, first) if failed < rules.MOST_TURNS else None
    setup.turn_trouble = rules.turn_trouble(error, again_at)
    for wake in wakes:
        wake.turns_failed = failed
    if again_at:
        _have_told_again(uow, setup, agent, wakes, failed)
    else:
        setup.has_given_up = True
        for wake in wakes:
            wake.ended_at = uow.now
        telling.gave_up(uow, wakes, error)
    if failed == 1:
        telling.note(uow, setup, agent, wakes, failed=True)
    uow.emit(
        AgentTurnFailed(
            organization_id=setup.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            reason=error,
            is_told_again=again_at is not None,
            message=f"{agent.name}: {setup.turn_trouble}",
        )
    )
    noting.say(uow, setup, agent, noting.is_set_up(setup), again_at=again_at)
    service.have_looked(uow)


def _have_told_again(uow: UnitOfWork, setup: AgentSetup, agent: Agent, wakes: Sequence[Wake], failed: int) -> None:
    """Under another key; what it has begun in that turn waits for it no more, and is for it to go on with."""
    key = wakes[0].message_key
    for wake in wakes:
        wake.sent_at = wake.message_key = None
    titles = queries.titles_held(uow.db, [agent.id], claimed=True).get(agent.id)
    if titles:
        text = rules.failed_text([rules.short(title) for title in titles])
        go_on = Wake(setup_id=setup.id, wake_key=f"failed:{key}", text=text, task_id=None, created_at=uow.now)
        go_on.turns_failed = failed
        uow.db.add(go_on)

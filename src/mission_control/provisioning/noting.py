"""What the reconciler has done or met, written down by the owner of the gateway's connection (see `Kept.write`)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.provisioning import queries, rules, service, telling, waking
from mission_control.provisioning.events import (
    AgentRemovedFromGateway,
    AgentSetupChanged,
    AgentTurnStopped,
    AgentWoken,
)
from mission_control.provisioning.models import AgentSetup, Wake
from mission_control.provisioning.reading import standing_of

MESSAGE_LOST = "The gateway has lost the message as it ended; it is sent again"
PAUSED = "Paused: it is not woken until it is resumed"
STOPPING = "Paused: its turn was stopped, and it is seen to that none follows"
LEFT = "is Mission Control's no more: its section is out of its files, and it stays on its gateway"
FIRST_CALL = "to call for the first time"
LOST = "The gateway does not have it any more, and is told again"


def begin(uow: UnitOfWork, gateway_id: UUID, present: Collection[str], boot_id: str | None) -> set[UUID]:
    """A connection is new: compare with what the gateway has, and go on with what has waited for it.

    Answers the setups of which it is not known what became of the messages that were sent before.
    """
    doubtful = queries.doubtful(uow.db, gateway_id, boot_id)
    # Agents are locked in the order of their ids, here as everywhere: others lock all of a gateway's at once.
    found = sorted(queries.on_gateway(uow.db, gateway_id), key=lambda it: (it.agent_id is None, it.agent_id or it.id))
    for setup_id in [setup.id for setup in found]:
        agent, setup = locked_setup(uow, setup_id)
        if setup is None:
            continue
        if agent is not None:
            # A newer version of the product may write other files.
            service.follow(uow, agent)
            if setup.applied == setup.generation and setup.runtime_id not in present:
                setup.generation += 1
                say(uow, setup, agent, LOST, again_at=uow.now)
            if setup.id in doubtful:
                setup.next_attempt_at = setup.next_attempt_at or uow.now
        if agent is None or setup.next_attempt_at or setup.confirmed_at is None or setup.applied < setup.generation:
            setup.attempts, setup.next_attempt_at = 0, uow.now if setup.id in doubtful else _sooner(setup, uow.now)
    return doubtful


def _sooner(setup: AgentSetup, now: datetime) -> datetime:
    """A call that is waited for is not to come sooner because the gateway came back."""
    return setup.next_attempt_at if setup.woken_at and not setup.confirmed_at and setup.next_attempt_at else now


def failed(uow: UnitOfWork, setup_id: UUID, why: str, *, after: float | None = None) -> None:
    agent, setup = locked_setup(uow, setup_id)
    if setup is None:
        return
    setup.attempts += 1
    if agent and setup.attempts == 1:
        # Once, however often it is tried: what was begun under a key is told under it in the end.
        begun = [wake for wake in queries.unsent_wakes(uow.db, setup_id) if wake.message_key]
        telling.note(uow, setup, agent, begun, failed=True)
    first = timedelta(seconds=environment_of(uow.db).settings.agent_setup_retry_seconds)
    again = timedelta(seconds=after) if after else rules.pause(setup.attempts, first)
    say(uow, setup, agent, why, again_at=uow.now + again)


def cannot(uow: UnitOfWork, setup_id: UUID, why: str) -> None:
    """It fails until somebody does something, and is told so at once; after the next connection it is tried again."""
    agent, setup = locked_setup(uow, setup_id)
    if setup:
        setup.attempts = max(setup.attempts + 1, agents.FAILING_AFTER)
        say(uow, setup, agent, why, again_at=uow.now + rules.LONGEST_PAUSE)


def waits(uow: UnitOfWork, setup_id: UUID, what_for: str, pause: timedelta) -> None:
    """Nothing went wrong; it takes a moment."""
    agent, setup = locked_setup(uow, setup_id)
    if setup:
        say(uow, setup, agent, what_for, again_at=uow.now + pause)


def rests(uow: UnitOfWork, setup_id: UUID) -> None:
    """There is nothing to do until something changes."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or setup.applied < setup.generation:
        return
    if all(waking.is_aside(wake) for wake in queries.unsent_wakes(uow.db, setup.id)):
        again_at = _unless_asked(setup, agent, uow.now, None)
        say(uow, setup, agent, is_set_up(setup), again_at=again_at)


def holds(uow: UnitOfWork, setup_id: UUID, *, was_running: bool) -> None:
    """The agent is paused: it rests, or a look is taken whether another turn came behind the one that was stopped."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or agent is None or not agent.is_paused or setup.applied < setup.generation:
        return
    setup.attempts = 0
    again_at = uow.now + rules.STOP_PAUSE if was_running else None
    say(uow, setup, agent, STOPPING if was_running else PAUSED, again_at=again_at)


def stopped(uow: UnitOfWork, setup_id: UUID, run_ids: Collection[str]) -> None:
    """A turn was cut short: what had begun it counts as not told."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or agent is None:
        return
    for wake in queries.wakes_told_by(uow.db, setup_id, run_ids):
        wake.message_key = wake.sent_at = None
    if setup.wake_key in run_ids and setup.confirmed_at is None:
        setup.wake_key = setup.woken_at = None
    uow.emit(
        AgentTurnStopped(
            organization_id=setup.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            message=f"{agent.name} was in a turn, which was stopped: it is paused",
        )
    )


def removed(uow: UnitOfWork, setup_id: UUID) -> None:
    """The gateway has let go of it; one that came after meanwhile is set up from nothing."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None:
        return
    if agent is not None:
        setup.applied, setup.written = 0, {}
        return
    uow.emit(
        AgentRemovedFromGateway(
            organization_id=setup.organization_id,
            gateway_id=setup.gateway_id,
            runtime_id=setup.runtime_id,
            message=f"{setup.name} {LEFT if setup.section else 'was removed from its gateway'}",
        )
    )
    uow.db.delete(setup)


def needs_token(uow: UnitOfWork, setup_id: UUID) -> str | None:
    """A token to deliver, where none is on the gateway any more; None when the agent is gone."""
    agent, setup = locked_setup(uow, setup_id)
    return service.give_token(uow, setup, agent) if setup and agent else None


def about_to_write(uow: UnitOfWork, setup_id: UUID, files: Mapping[str, str]) -> None:
    """Noted before it is done: after a crash what is there is known to be ours."""
    _, setup = locked_setup(uow, setup_id)
    if setup:
        known = dict(setup.written)
        setup.written = known | {name: rules.remembered(known.get(name, []), text) for name, text in files.items()}


def applied(uow: UnitOfWork, setup_id: UUID, generation: int, conflicts: Sequence[str]) -> None:
    agent, setup = locked_setup(uow, setup_id)
    if setup is None:
        return
    setup.conflicts = sorted(conflicts)
    setup.attempts = 0
    if setup.generation == generation:
        setup.applied = generation
        setup.model = agent.model if agent else None
        setup.overwrites = setup.resets_session = False
        _forget_what_is_put_back(uow, setup, agent)
    service.note_call(uow, setup)
    told = is_set_up(setup) if setup.confirmed_at else "The gateway has it; it is woken next"
    say(uow, setup, agent, told, again_at=uow.now)


def found(uow: UnitOfWork, setup_id: UUID, parts: Mapping[str, Any]) -> None:
    """What stands in an adopted agent's configuration where we are about to write: noted before it is done."""
    _, setup = locked_setup(uow, setup_id)
    if setup:
        setup.found = {**parts, **(setup.found or {})}


def _forget_what_is_put_back(uow: UnitOfWork, setup: AgentSetup, agent: Agent | None) -> None:
    if setup.found and agent:
        ours = service.entry_of(uow, setup, agent)
        setup.found = {name: former for name, former in setup.found.items() if name in ours}


def about_to_wake(uow: UnitOfWork, setup_id: UUID) -> tuple[str, int] | None:
    """The key under which it is woken, and for which time: the same when it is not known whether that was taken."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or setup.confirmed_at or agent is None or agent.is_paused:
        return None
    if setup.wake_key is None:
        setup.wakes += 1
        setup.wake_key = rules.wake_key(setup.id, setup.generation, setup.wakes)
    return setup.wake_key, setup.wakes


def woken(uow: UnitOfWork, setup_id: UUID, boot_id: str | None = None) -> None:
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or setup.confirmed_at:
        return
    setup.woken_at, setup.attempts, setup.boot_id = uow.now, 0, boot_id
    until = uow.now + rules.wait_for_call(setup.wakes)
    why = f"{_woken(setup)}; its first call is waited for until {rules.since(until)}"
    say(uow, setup, agent, why, again_at=_unless_asked(setup, agent, uow.now, rules.next_look(uow.now, uow.now, until)))
    if agent and setup.wake_key:
        uow.emit(
            AgentWoken(
                organization_id=setup.organization_id,
                board_id=agent.board_id,
                agent_id=agent.id,
                reasons=[FIRST_CALL],
                task_ids=[None],
                message_key=setup.wake_key,
                message=f"{agent.name} was woken: {FIRST_CALL}",
            )
        )


def wake_was_lost(uow: UnitOfWork, setup_id: UUID) -> None:
    """Its key is spent: it is woken under another."""
    _, setup = locked_setup(uow, setup_id)
    if setup:
        setup.wake_key, setup.woken_at = None, None
        failed(uow, setup_id, MESSAGE_LOST)


def has_not_called(uow: UnitOfWork, setup_id: UUID, trouble: str | None, *, is_at_it: bool = False) -> None:
    """Look whether the first call has come; after the deadline have it woken again, unless its turn still goes on."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or setup.woken_at is None:
        return
    service.note_call(uow, setup)
    if setup.confirmed_at:
        return
    until = setup.woken_at + rules.wait_for_call(setup.wakes)
    ended = f"; its turn failed: {trouble}" if trouble else ""
    if uow.now < until:
        why = f"{_woken(setup)}; its first call is waited for until {rules.since(until)}{ended}"
        again_at = _unless_asked(setup, agent, uow.now, rules.next_look(setup.woken_at, uow.now, until))
        say(uow, setup, agent, why, again_at=again_at)
    elif is_at_it and uow.now < setup.woken_at + rules.LONGEST_WAIT:
        why = f"{_woken(setup)}; its turn still waits or runs on its gateway, and so it is not woken again"
        say(uow, setup, agent, why, again_at=uow.now + rules.FIRST_CALL_WITHIN)
    else:
        setup.wake_key = setup.woken_at = None
        setup.attempts = setup.wakes
        say(uow, setup, agent, f"Woken {setup.wakes} times without a call{ended}; it is woken again", again_at=uow.now)


def about_to_tell(uow: UnitOfWork, setup_id: UUID) -> tuple[str, str] | None:
    """What it is woken for, and the key: what was begun under one key is told under it, and news under the next."""
    agent, setup = locked_setup(uow, setup_id)
    if setup is None or agent is None or agent.is_paused:
        return None
    wakes = queries.unsent_wakes(uow.db, setup_id)
    key = next((wake.message_key for wake in wakes if wake.message_key), None)
    if key is None:
        wakes = _worth_telling(uow, setup, agent, wakes)
        key = f"mc-work-{uuid4().hex}"
        for wake in wakes:
            wake.message_key = key
    # What is said twice in the same words is heard once.
    texts = list(dict.fromkeys(wake.text for wake in wakes if wake.message_key == key))
    program = rules.PROGRAM_SECTION if setup.section else rules.PROGRAM
    return (key, rules.work_text(texts, program)) if texts else None


def _worth_telling(uow: UnitOfWork, setup: AgentSetup, agent: Agent, wakes: Sequence[Wake]) -> list[Wake]:
    """Work waits until the agent has done what it is at, when it may take it by itself; what is gone is not told."""
    waiting = []
    for wake in wakes:
        if waking.is_still_waiting(uow, wake, agent.id):
            waiting.append(wake)
        else:
            uow.db.delete(wake)
    now = waiting
    # Between two looks whether it has done what it is at, too.
    pause = timedelta(seconds=environment_of(uow.db).settings.agent_next_task_seconds)
    if queries.is_at_work(uow.db, agent.id) or queries.has_just_worked(uow.db, agent.id, uow.now - pause):
        now = [wake for wake in waiting if not waking.is_work(wake)]
    now = [wake for wake in now if not waking.is_left_to_others(uow, wake, agent)]
    if all(waking.can_wait(wake, uow.now) for wake in now):
        now = []
    if not now:
        waiting = [wake for wake in waiting if not waking.is_aside(wake)]
        setup.next_attempt_at = _unless_asked(setup, agent, uow.now, uow.now + pause if waiting else None)
    return now


def told(uow: UnitOfWork, setup_id: UUID, key: str, boot_id: str | None = None) -> None:
    agent, setup = locked_setup(uow, setup_id)
    wakes = [wake for wake in queries.unsent_wakes(uow.db, setup_id) if wake.message_key == key]
    for wake in wakes:
        wake.sent_at, wake.ended_at = uow.now, None
    texts = [rules.heading(wake.text) for wake in wakes]
    if setup is None or agent is None:
        return
    setup.attempts, setup.boot_id = 0, boot_id
    say(uow, setup, agent, is_set_up(setup), again_at=uow.now)
    uow.emit(
        AgentWoken(
            organization_id=setup.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            reasons=texts,
            task_ids=[telling.task_of(wake) for wake in wakes],
            message_key=key,
            message=f"{agent.name} was woken: " + "; ".join(texts)[:500],
        )
    )
    telling.note(uow, setup, agent, wakes, failed=False)
    telling.note_deliveries(uow, agent, wakes)


def telling_was_lost(uow: UnitOfWork, setup_id: UUID) -> None:
    """Its key is spent: it is told under another."""
    for wake in queries.unsent_wakes(uow.db, setup_id):
        wake.message_key = None
    failed(uow, setup_id, MESSAGE_LOST)


def _unless_asked(setup: AgentSetup, agent: Agent | None, now: datetime, at: datetime | None) -> datetime | None:
    """When to look again: what was asked for while a step was taken does not wait for what that step waits for."""
    return now if agent is None or agent.is_paused or setup.applied < setup.generation else at


def _woken(setup: AgentSetup) -> str:
    return "Woken" if setup.wakes == 1 else f"Woken {setup.wakes} times"


def is_set_up(setup: AgentSetup) -> str:
    """Where a setup stands of which nothing is missing, in words."""
    if setup.turn_trouble:
        return setup.turn_trouble
    if not setup.conflicts:
        return "Set up"
    return f"Set up; edited on the gateway, and so left as they are: {', '.join(setup.conflicts)}"


def locked_setup(uow: UnitOfWork, setup_id: UUID) -> tuple[Agent | None, AgentSetup | None]:
    """Locked in the order in which everybody does: agent, then setup."""
    setup = uow.db.get(AgentSetup, setup_id)
    if setup is None:
        return None, None
    agent = locked(uow.db, Agent, setup.agent_id) if setup.agent_id else None
    setup = locked(uow.db, AgentSetup, setup_id)
    if setup and setup.agent_id != (agent.id if agent else None):
        # Somebody has left it, or taken it over, while we waited for the lock.
        agent = uow.db.get(Agent, setup.agent_id) if setup.agent_id else None
    if agent is not None:
        # A pause locks setups: what was read of it before we had ours may be over.
        uow.db.expire(agent, ["is_paused"])
    return agent, setup


def say(uow: UnitOfWork, setup: AgentSetup, agent: Agent | None, reason: str, *, again_at: datetime | None) -> None:
    """Where it stands now; those who watch the agent are told when that is something new."""
    is_news = setup.reason != reason
    setup.reason, setup.next_attempt_at, setup.updated_at = reason, again_at, uow.now
    if agent is None or not is_news:
        return
    uow.db.flush()
    phase = rules.phase_of(standing_of(setup))
    uow.emit(
        AgentSetupChanged(
            organization_id=setup.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            gateway_id=setup.gateway_id,
            phase=phase,
            reason=reason,
            message=f"{agent.name}: {reason}",
        )
    )
    agents.note_states(uow, [agent])

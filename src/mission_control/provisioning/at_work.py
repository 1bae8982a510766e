"""Whether agents are in a turn: their gateway tells it while it happens, and is asked after each new connection."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.gateways.api import CallRefused, CallTimedOut, ConnectionLost, Kept, Payload
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.session import UnitOfWork
from mission_control.provisioning import queries, rules
from mission_control.provisioning.events import AgentAtRest, AgentAtWork, AgentOwnTurnEnded
from mission_control.provisioning.models import AgentSetup
from mission_control.provisioning.noting import locked_setup
from mission_control.provisioning.remote import Remote

CHECK_SECONDS = 60.0
"""How long an end that was told to nobody is believed to be still to come."""
AGAIN_SECONDS = 2.0
FIRST_TURN, ABOUT = "its first turn", 300
"""What is said of a turn that no news has begun; characters of what is said of others."""


@dataclass
class Session:
    """The turns of one session."""

    since: datetime
    run_ids: set[str] = field(default_factory=set)
    was_heard: bool = False
    """Its beginning, and not that it was already there when the gateway was asked."""


async def follow(kept: Kept) -> None:
    """Lasts until it is cancelled."""
    follower = Follower(kept)
    stop_listening = kept.listen(follower.hear)
    try:
        while True:
            await kept.connected()
            try:
                await follower.round()
            except (ConnectionLost, CallTimedOut, CallRefused):
                await kept.wait(AGAIN_SECONDS)
            else:
                await kept.wait(CHECK_SECONDS)
    finally:
        stop_listening()


class Follower:
    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._remote = Remote(kept.call)
        self._sessions: dict[str, Session] = {}
        self._asked: object = None
        self._asked_at = 0.0
        self._heard: list[rules.TurnNews] | None = None
        """What is told while the gateway is being asked, whose answer may be older; None while it is not."""

    def hear(self, event: str, payload: Payload) -> None:
        """What a gateway tells, of which the beginnings and ends of turns are noted."""
        news = rules.news_of_turn(event, payload)
        if news is None:
            return
        if self._heard is not None:
            self._heard.append(news)
        self._take(news)

    def _take(self, news: rules.TurnNews) -> None:
        session = self._sessions.get(news.session_key)
        if news.has_begun:
            if session is None:
                session = self._sessions[news.session_key] = Session(utc_now(), was_heard=True)
                self._kept.news.set()
            session.run_ids.add(news.run_id)
        elif session is not None:
            session.run_ids.discard(news.run_id)
            if not session.run_ids:
                del self._sessions[news.session_key]
                self._kept.news.set()

    async def round(self) -> None:
        """Ask where what was heard does not suffice, and write down what is new."""
        hello = self._kept.hello
        if hello is not self._asked or (self._sessions and time.monotonic() > self._asked_at + CHECK_SECONDS):
            await self._ask()
            self._asked, self._asked_at = hello, time.monotonic()
        running = {key: replace(it, run_ids=set(it.run_ids)) for key, it in self._sessions.items()}
        if await self._kept.read(partial(changed, gateway_id=self._kept.gateway_id, running=running)):
            await self._kept.write(partial(note, gateway_id=self._kept.gateway_id, running=running))

    async def _ask(self) -> None:
        self._heard = heard = list[rules.TurnNews]()
        try:
            turns = await self._remote.running()
        finally:
            self._heard = None
        known = self._sessions
        self._sessions = {
            turn.session_key: replace(known.get(turn.session_key) or Session(utc_now()), run_ids=set(turn.run_ids))
            for turn in turns
        }
        for news in heard:
            self._take(news)


Running = Mapping[str, Session]


def changed(uow: UnitOfWork, gateway_id: UUID, running: Running) -> list[tuple[UUID, Session | None]]:
    """The setups whose agents have begun to be in a turn, or in another one, or are in none any more."""
    rows = queries.turns_on(uow.db, gateway_id)
    now = [(setup, _turn_of(setup, session_key, running)) for setup, session_key in rows]
    return [(setup.id, turn) for setup, turn in now if _is_news(setup, turn)]


def _is_news(setup: AgentSetup, turn: Session | None) -> bool:
    if turn is None or setup.turn_since is None:
        return (turn is None) != (setup.turn_since is None)
    return turn.was_heard and turn.since > setup.turn_since


def _turn_of(setup: AgentSetup, session_key: str | None, running: Running) -> Session | None:
    """In whichever session it is; of an adopted agent the others are not ours."""
    if setup.section:
        return running.get(session_key or "")
    its = [it for key, it in running.items() if rules.agent_of(key) == setup.runtime_id]
    return min(its, key=lambda it: it.since, default=None)


def note(uow: UnitOfWork, gateway_id: UUID, running: Running) -> None:
    for setup_id, turn in changed(uow, gateway_id, running):
        agent, setup = locked_setup(uow, setup_id)
        if setup is None or agent is None or not _is_news(setup, turn):
            continue
        is_of_others = turn is None and setup.turn_about is None
        setup.turn_since = turn.since if turn else None
        setup.turn_about = _about(uow, setup, sorted(turn.run_ids)) if turn else None
        uow.db.flush()
        uow.emit(_begun(setup, agent) if turn else AgentAtRest(**_place(setup, agent), message=_ended(agent)))
        if is_of_others:
            uow.emit(AgentOwnTurnEnded(**_place(setup, agent), message=_ended(agent)))
        agents.note_states(uow, [agent])


def _begun(setup: AgentSetup, agent: Agent) -> AgentAtWork:
    what = f": {setup.turn_about}" if setup.turn_about else ""
    return AgentAtWork(**_place(setup, agent), about=setup.turn_about, message=f"{agent.name} is at work{what}")


def _ended(agent: Agent) -> str:
    return f"{agent.name} has ended its turn"


def _place(setup: AgentSetup, agent: Agent) -> dict[str, Any]:
    return {"organization_id": setup.organization_id, "board_id": agent.board_id, "agent_id": agent.id}


def _about(uow: UnitOfWork, setup: AgentSetup, run_ids: Sequence[str]) -> str | None:
    if setup.wake_key in run_ids:
        return FIRST_TURN
    return "; ".join(map(rules.heading, queries.told_under(uow.db, setup.id, run_ids)))[:ABOUT] or None

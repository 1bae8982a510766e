"""Signs of life.

Every authenticated call is one, so noting it has to cost next to nothing: a call of an agent that is known to be alive
is kept in memory and written with others a moment later. Only a change of state (first call, back after silence,
another reported status) is written at once, with its event. What a killed process had not written yet is at most two
seconds of `last_seen_at`.
"""

import threading
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, or_, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from mission_control.agents import reading
from mission_control.agents.events import AgentStatusChanged
from mission_control.agents.models import Agent
from mission_control.agents.rules import State
from mission_control.kernel.db.connections import connection_of
from mission_control.kernel.db.locks import locked
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.logging import get_logger
from mission_control.kernel.security.principals import ActorRef

FLUSH_SECONDS = 2.0

CallersHook = Callable[[Session, Collection[UUID], datetime], None]
"""Told which agents have called, in the transaction that notes it."""

logger = get_logger(__name__)


class PresenceWriter:
    """Collects calls and writes them together; one per process."""

    def __init__(self, database: Database, hooks: Collection[CallersHook] = ()) -> None:
        self._database = database
        self._hooks = hooks
        self._seen: dict[UUID, datetime] = {}
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._news.set()
        if self._thread is not None:
            self._thread.join(10)

    def called(self, agent_id: UUID, at: datetime) -> None:
        with self._lock:
            self._seen[agent_id] = at
        if not self._news.is_set():
            self._news.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait()
            self._stopping.wait(FLUSH_SECONDS)
            self._news.clear()
            self.flush()

    def flush(self) -> None:
        """Write what has been collected; kept for the next time when the database is away."""
        with self._lock:
            seen, self._seen = self._seen, {}
        if not seen:
            return
        try:
            with self._database.write() as uow:
                _write(uow.db, seen)
                for hook in self._hooks:
                    hook(uow.db, seen.keys(), uow.now)
        except SQLAlchemyError as error:
            logger.warning("agents.presence_not_written", error=type(error).__name__, agents=len(seen))
            with self._lock:
                self._seen = seen | self._seen
            self._news.set()


def _write(db: Session, seen: dict[UUID, datetime]) -> None:
    at = bindparam("at", type_=Agent.last_seen_at.type)
    statement = (
        update(Agent.__table__)  # type: ignore[arg-type]
        .where(Agent.id == bindparam("agent"), or_(Agent.last_seen_at.is_(None), Agent.last_seen_at < at))
        .values(last_seen_at=at)
    )
    # In one order everywhere, so that two processes cannot wait for each other's rows.
    connection_of(db).execute(statement, [{"agent": key, "at": seen[key]} for key in sorted(seen)])


def note_state(uow: UnitOfWork, agent: Agent) -> None:
    """Tell of the agent's state when it is not the one told of last. The caller has written the evidence."""
    note_states(uow, [agent])


def note_states(uow: UnitOfWork, agents: Collection[Agent]) -> None:
    """As `note_state`, in one statement for all of them; the caller has locked them."""
    states = reading.states_of(uow.db, agents, uow.now)
    for agent in agents:
        if states[agent.id].status != agent.announced_status:
            _tell(uow, agent, states[agent.id])


def _tell(uow: UnitOfWork, agent: Agent, state: State) -> None:
    before, agent.announced_status = agent.announced_status, state.status
    agent.version += 1
    uow.emit(
        AgentStatusChanged(
            organization_id=agent.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            message=f"{agent.name} is {state.status}",
            before=before,
            after=state.status,
            reason=state.reason,
        )
    )


def is_news(db: Session, agent: Agent, now: datetime) -> bool:
    """Whether a call at this moment changes the agent's state."""
    if agent.last_seen_at is None or agent.announced_status in {"provisioning", "offline"}:
        return True
    return now - agent.last_seen_at > reading.silence_allowed(db, agent)


def check_in(uow: UnitOfWork, agent_id: UUID) -> None:
    """Note a call that changes the agent's state; in a unit of work of its own."""
    agent = locked(uow.db, Agent, agent_id)
    if agent is None:
        return
    agent.last_seen_at = uow.now
    uow.actor = ActorRef("agent", agent.id, agent.name)
    note_state(uow, agent)

"""Whose token it is, how often it may be used, and what its use tells."""

from dataclasses import dataclass, field
from uuid import UUID

from mission_control.agents import former_tokens, presence, tokens
from mission_control.agents.events import AgentTokenConfirmed, AgentTokenRecognized
from mission_control.agents.models import Agent
from mission_control.agents.presence import PresenceWriter
from mission_control.agents.tokens import Presented
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.client_address import rate_limit_key
from mission_control.kernel.http.credentials import SettleFirst
from mission_control.kernel.http.errors import TooManyRequests, Unauthorized
from mission_control.kernel.ratelimit import Decision, RateLimiter
from mission_control.kernel.security.principals import AgentPrincipal

VERIFIED = "agent"
UNVERIFIED = "agent-attempt"


@dataclass(frozen=True, slots=True)
class AgentSignIn:
    """Finds the agent of a token.

    Calls are counted for each address and verified agent, so a fleet behind one address is not one agent; attempts
    that do not verify are counted for the address alone, so a guesser is stopped.
    """

    database: Database
    limiter: RateLimiter
    rate: tuple[int, int]
    presence: PresenceWriter
    search: former_tokens.Search = field(default_factory=former_tokens.Search)

    def __call__(self, uow: UnitOfWork, token: str, address: str, *, repeated: bool = False) -> AgentPrincipal:
        """Raises Unauthorized for a token that is nobody's, TooManyRequests for one that calls too often.

        `repeated` is a call that was counted and noted before. Raises SettleFirst for a token that may be one of a
        former installation.
        """
        found = tokens.find(uow.db, token, uow.now, to_change=uow.writes)
        if found is None and not repeated and former_tokens.may_be(uow.db, token):
            request_id = uow.request_id
            raise SettleFirst(lambda: self._look_for(token, address, request_id))
        if found is None:
            _require(self.limiter.hit(UNVERIFIED, self.rate, rate_limit_key(address)))
            raise Unauthorized
        agent, used = found
        uow.caller = agent
        if repeated:
            return principal_of(agent)
        _require(self.limiter.hit(VERIFIED, self.rate, f"{rate_limit_key(address)}:{agent.id}"))
        self._note_call(uow, agent, used)
        return principal_of(agent)

    def _look_for(self, token: str, address: str, request_id: str | None) -> None:
        """Find whose token it is and keep it as one of ours; whose it is not is for the next look to say.

        Raises TooManyRequests for an address from which too many failed, and Unavailable while others are looked for.
        """
        with self.database.read() as uow:
            mark = environment_of(uow.db).secrets.digest(token)
            among = former_tokens.candidates(uow.db, uow.now)
        if not self.search.untried(mark, among):
            return
        with self.search.turn(rate_limit_key(address)):
            with self.database.read() as uow:
                if tokens.find(uow.db, token, uow.now):
                    # The same agent's other call had the turn before.
                    return
            agent_id = self.search.owner(mark, token, self.search.untried(mark, among), rate_limit_key(address))
            if agent_id is None:
                return
            with self.database.write(request_id=request_id) as writing:
                if former_tokens.take_over(writing.db, agent_id, token, writing.now):
                    _note_recognized(writing, agent_id)

    def _note_call(self, uow: UnitOfWork, agent: Agent, token: Presented) -> None:
        if not token.is_new and not presence.is_news(uow.db, agent, uow.now):
            self.presence.called(agent.id, uow.now)
            return

        def write() -> None:
            with self.database.write(request_id=uow.request_id) as writing:
                _write_call(writing, agent, token if token.is_new else None)

        if uow.writes:
            # A call is a sign of life also when it is refused, and so rolled back.
            raise SettleFirst(write)
        write()
        # What was read is of before.
        uow.caller = None
        uow.db.rollback()


def _write_call(uow: UnitOfWork, agent: Agent, first_used: Presented | None) -> None:
    if first_used is not None and tokens.confirm(uow.db, first_used, uow.now):
        uow.emit(
            AgentTokenConfirmed(
                organization_id=agent.organization_id,
                board_id=agent.board_id,
                agent_id=agent.id,
                message=f"{agent.name} uses its new token; the old one has ended",
            )
        )
    presence.check_in(uow, agent.id)


def _note_recognized(uow: UnitOfWork, agent_id: UUID) -> None:
    agent = uow.db.get_one(Agent, agent_id)
    uow.emit(
        AgentTokenRecognized(
            organization_id=agent.organization_id,
            board_id=agent.board_id,
            agent_id=agent.id,
            message=f"{agent.name} calls with the token of its former installation, which goes on working",
        )
    )
    presence.check_in(uow, agent.id)


def principal_of(agent: Agent) -> AgentPrincipal:
    return AgentPrincipal(
        agent_id=agent.id,
        name=agent.name,
        organization_id=agent.organization_id,
        gateway_id=agent.gateway_id,
        board_id=agent.board_id,
        is_lead=agent.is_board_lead,
        is_paused=agent.is_paused,
    )


def _require(decision: Decision) -> None:
    if not decision.allowed:
        raise TooManyRequests(headers=decision.headers())

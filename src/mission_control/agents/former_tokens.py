"""Tokens that another installation has made, known here by a slow digest with a salt of its own (PBKDF2).

Such a token says nothing of whose it is, so its first use is found by trying the digests of the agents that have not
used theirs yet. From then on it is found like any other, by one look at an index: see docs/decisions/0015.

What a stranger can make of that is bounded: one token is looked for at a time in a process, for a few seconds; what was
not found is remembered; failures are counted for each address; and what nobody has used for `KEPT` is gone.
"""

import base64
import binascii
import hashlib
import hmac
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.orm import Session

from mission_control.agents.models import Agent, AgentToken
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.context import current_request
from mission_control.kernel.http.errors import TooManyRequests, Unavailable
from mission_control.kernel.ratelimit import MemoryWindows

SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 random bits, as the reference writes them."""
UNUSED = "former-"
"""Begins the public part of one that has not been used here; the agent's id follows."""
FOUND = "known-"
"""Begins the public part of one that has; it follows from the token."""
KEPT = timedelta(days=90)
FAILURES = (6, 60)
"""Tokens that were nobody's, per seconds and address."""
ALGORITHM = "pbkdf2_sha256"
MOST_ITERATIONS = 1_000_000
UNREADABLE = "the digest of its token cannot be read"

SEARCH_SECONDS = 15.0
"""Some two hundred digests; whoever comes again goes on where this ended."""
TURN_SECONDS = 5.0
MOST_WAITING = 4
"""Requests that wait for the search of another; each has a thread."""
REMEMBERED = 10_000
_BOARD_IN_PATH = re.compile(r"/boards/([0-9a-fA-F-]{36})(?:/|$)")


class Candidate(NamedTuple):
    public: str
    agent_id: UUID
    digest: str


def former_token(agent_id: UUID, digest: str, now: datetime, *, used_at: datetime | None) -> dict[str, Any]:
    """The row of a token that is brought over; `used_at` is when it was used at its former place."""
    return {
        "id": f"{UNUSED}{agent_id}",
        "agent_id": agent_id,
        "digest": digest,
        "created_at": now,
        # In use: a rotation leaves it in force until the new one works.
        "used_at": used_at or now,
        "expires_at": None,
    }


def public_part(token: str) -> str | None:
    """What a token of this kind is found by once it is known; None for any other.

    It says nothing about the token, which has 256 random bits, and is the same wherever the token goes.
    """
    return FOUND + hashlib.sha256(token.encode()).hexdigest()[:32] if SHAPE.fullmatch(token) else None


def problem_of_digest(stored: str) -> str | None:
    """Why no token can be held against this."""
    try:
        _read(stored)
    except ValueError as error:
        return str(error)
    return None


def fits(stored: str, token: str) -> bool:
    """Whether a digest is that of a token; takes a tenth of a second, and lets other threads run meanwhile."""
    iterations, salt, value = _read(stored)
    return hmac.compare_digest(hashlib.pbkdf2_hmac("sha256", token.encode(), salt, iterations), value)


def _read(stored: str) -> tuple[int, bytes, bytes]:
    """Rounds, salt and value; raises ValueError."""
    parts = stored.split("$")
    if len(parts) != 4 or parts[0] != ALGORITHM:
        raise ValueError("the digest of its token is of an unknown kind")
    if not parts[1].isascii() or not parts[1].isdigit() or not 1 <= int(parts[1]) <= MOST_ITERATIONS:
        raise ValueError("the digest of its token asks for an impossible number of rounds")
    try:
        salt, value = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts[2:])
    except (binascii.Error, ValueError):
        raise ValueError(UNREADABLE) from None
    if not salt or len(value) != hashlib.sha256().digest_size:
        raise ValueError(UNREADABLE)
    return int(parts[1]), salt, value


def may_be(db: Session, token: str) -> bool:
    """Whether it is worth looking for: there are agents that have not used theirs, and it has the shape."""
    if not SHAPE.fullmatch(token):
        return False
    return db.scalar(select(AgentToken.id).where(AgentToken.id.startswith(UNUSED)).limit(1)) is not None


def drop_unused(db: Session, now: datetime) -> None:
    """Forget what nobody has used for so long that nobody will: until then strangers can have digests computed."""
    db.execute(delete(AgentToken).where(AgentToken.id.startswith(UNUSED), AgentToken.created_at < now - KEPT))


def take_over(db: Session, agent_id: UUID, token: str, now: datetime) -> bool:
    """Keep a token that was found as one of ours; False when somebody else has done so, or ended it."""
    digest = environment_of(db).secrets.digest(token)
    known = update(AgentToken).where(AgentToken.id == f"{UNUSED}{agent_id}")
    known = known.values(id=public_part(token), digest=digest, used_at=now).returning(AgentToken.id)
    return db.execute(known, execution_options={"synchronize_session": False}).first() is not None


def candidates(db: Session, now: datetime) -> list[Candidate]:
    """All that have not been used, the likeliest first.

    Most calls of agents name their board; and who was there lately comes again.
    """
    asked = current_request()
    found = _BOARD_IN_PATH.search(asked.path) if asked else None
    rows = select(AgentToken.id, AgentToken.agent_id, AgentToken.digest).join(Agent, Agent.id == AgentToken.agent_id)
    rows = rows.where(AgentToken.id.startswith(UNUSED))
    rows = rows.where(or_(AgentToken.expires_at.is_(None), AgentToken.expires_at > now))
    order: list[Any] = [Agent.last_seen_at.desc().nulls_last(), Agent.id]
    if found and (board_id := _uuid(found[1])):
        order.insert(0, case((Agent.board_id == board_id, 0), (Agent.board_id.is_(None), 1), else_=2))
    return [Candidate(*row) for row in db.execute(rows.order_by(*order))]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass
class Search:
    """What this process has tried, and who may have it try more; one for each process."""

    _turn: threading.Lock = field(default_factory=threading.Lock)
    _waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(MOST_WAITING))
    _tried: "OrderedDict[str, set[str]]" = field(default_factory=OrderedDict)
    """By keyed digest of a token the public parts that it did not fit."""
    _failures: MemoryWindows = field(default_factory=MemoryWindows)
    _rests_until: float = 0.0

    def untried(self, mark: str, among: Sequence[Candidate]) -> list[Candidate]:
        """Those that a token was not held against yet; `mark` stands for it in memory."""
        tried = self._tried.get(mark, set())
        return [candidate for candidate in among if candidate.public not in tried]

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Raises Unavailable when others are waited for too long, TooManyRequests after too many failures."""
        if not self._waiting.acquire(blocking=False):
            raise _busy()
        try:
            if not self._turn.acquire(timeout=TURN_SECONDS):
                raise _busy()
        finally:
            self._waiting.release()
        try:
            if time.monotonic() < self._rests_until:
                raise _busy()
            decision = self._failures.look(*FAILURES, address)
            if not decision.allowed:
                raise TooManyRequests(headers=decision.headers())
            yield
        finally:
            self._turn.release()

    def owner(self, mark: str, token: str, among: Sequence[Candidate], address: str) -> UUID | None:
        """The agent whose digest a token fits. Raises Unavailable when it takes long: asked again, it goes on."""
        tried = self._tried.setdefault(mark, set())
        while len(self._tried) > REMEMBERED:
            self._tried.popitem(last=False)
        began = time.monotonic()
        for public, agent_id, digest in among:
            if time.monotonic() - began > SEARCH_SECONDS:
                raise Unavailable("this token is being looked for; try again", headers={"Retry-After": "1"})
            if fits(digest, token):
                del self._tried[mark]
                return agent_id
            tried.add(public)
        self._failures.hit(*FAILURES, address)
        # Whoever guesses from many addresses gets half of one processor at most.
        self._rests_until = 2 * time.monotonic() - began
        return None


def _busy() -> Unavailable:
    return Unavailable("the token of another agent is being looked for; try again", headers={"Retry-After": "5"})

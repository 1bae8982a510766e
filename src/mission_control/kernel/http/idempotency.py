"""Repeated requests: a write that carries `Idempotency-Key` takes effect once, and its repeats get the same answer.

The answer is stored in the transaction of the change, so the two exist together or not at all.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import String, Text, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from mission_control.kernel.db.base import Base, Identified
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import Unprocessable
from mission_control.kernel.jobs.registry import periodic
from mission_control.kernel.security.principals import ActorKind

MAX_KEY_LENGTH = 255
KEPT_FOR = timedelta(hours=24)


class IdempotencyKeyReused(Unprocessable):
    code = "idempotency_key_reused"


class InvalidIdempotencyKey(Unprocessable):
    code = "invalid_idempotency_key"


class IdempotentRequest(Base):
    """An answer that was given; no foreign key, it concerns the sender whoever that is."""

    __tablename__ = "idempotent_requests"

    principal_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(MAX_KEY_LENGTH), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    """Encrypted: an answer may hold a token that is shown once."""
    created_at: Mapped[datetime] = mapped_column(index=True)


Sender = TypeVar("Sender", bound=type[Identified])
_senders: dict[ActorKind, type[Identified]] = {}


def sends_requests(kind: ActorKind) -> Callable[[Sender], Sender]:
    """Decorates the model of those who act as this kind."""

    def register(model: Sender) -> Sender:
        _senders[kind] = model
        return model

    return register


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    status: int
    body: str


@dataclass(frozen=True, slots=True)
class RepeatableRequest:
    """What makes two requests the same: their sender, their key and their content."""

    principal_id: UUID
    key: str
    digest: str

    @classmethod
    def of(cls, principal_id: UUID, key: str, method: str, target: str, content: str) -> "RepeatableRequest":
        """Raises InvalidIdempotencyKey for a key that is too long or not printable."""
        if len(key) > MAX_KEY_LENGTH or not key.isprintable():
            raise InvalidIdempotencyKey(f"Idempotency-Key: write up to {MAX_KEY_LENGTH} printable characters")
        digest = hashlib.sha256(f"{method}\n{target}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()
        return cls(principal_id, key, digest)

    def earlier_answer(self, db: Session) -> EarlierAnswer | None:
        """The answer to the same request before; raises IdempotencyKeyReused when the key came with another one.

        In a unit of work that writes: a repeat that comes while the first is being worked on waits for it.
        """
        if db.get_bind().dialect.name == "postgresql":
            db.execute(select(func.pg_advisory_xact_lock(self._lock_key)))
        found = db.get(IdempotentRequest, (self.principal_id, self.key))
        if found is None:
            return None
        if found.request_digest != self.digest:
            raise IdempotencyKeyReused("this Idempotency-Key was sent with another request; choose a new one")
        return EarlierAnswer(found.status, environment_of(db).secrets.decrypt(found.body))

    @property
    def _lock_key(self) -> int:
        digest = hashlib.sha256(f"{self.principal_id}\n{self.key}".encode()).digest()
        return int.from_bytes(digest[:8], signed=True)

    def remember(self, uow: UnitOfWork, status: int, body: bytes) -> None:
        """Of a sender who has gone in the meantime nothing is kept: nobody could ask for it, or forget it."""
        if not self._is_there(uow):
            return
        uow.db.add(
            IdempotentRequest(
                principal_id=self.principal_id,
                key=self.key,
                request_digest=self.digest,
                status=status,
                body=environment_of(uow.db).secrets.encrypt(body.decode()),
                created_at=uow.now,
            )
        )

    def _is_there(self, uow: UnitOfWork) -> bool:
        """Seen under a lock that whoever deletes the sender waits for, and then finds the answer."""
        sender = _senders[uow.actor.kind]
        found = select(sender.id).where(sender.id == self.principal_id)
        return uow.db.scalar(found.with_for_update(read=True, key_share=True)) is not None


def forget_answers(db: Session, senders: Collection[UUID]) -> None:
    """After the senders themselves are deleted, and not before: see `RepeatableRequest.remember`."""
    db.execute(delete(IdempotentRequest).where(IdempotentRequest.principal_id.in_(senders)))


@periodic("kernel.forget_idempotent_requests", every=timedelta(hours=1))
def forget_old_answers(uow: UnitOfWork) -> None:
    uow.db.execute(delete(IdempotentRequest).where(IdempotentRequest.created_at < uow.now - KEPT_FOR))

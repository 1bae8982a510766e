"""An organization whose subscriptions send when the test says so, at a time of the test's choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import select, update

from mission_control.boards import service as boards
from mission_control.boards.models import BoardAccessGrant
from mission_control.boards.schemas import BoardCreate

# Imported for their tables, and for who takes part.
from mission_control.entry import features as _features  # noqa: F401
from mission_control.identity.api import User, new_user
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.envelope import Event, Topic
from mission_control.kernel.jobs.engine import make_job_engine
from mission_control.kernel.security.principals import BoardGrant, UserPrincipal
from mission_control.organizations.api import PLACE, Member, found, principal_at
from mission_control.subscriptions import delivering, queries, service
from mission_control.subscriptions.models import DeliveryState, EventDelivery, EventSubscription
from mission_control.subscriptions.schemas import EventSubscriptionCreate, EventSubscriptionUpdate
from tests.support.database import open_database


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    type: ClassVar[str] = "task.created"
    topic: ClassVar[Topic] = Topic.TASKS

    title: str


@dataclass
class Office:
    database: Database
    now: datetime
    owner: UserPrincipal
    board_ids: list[UUID] = field(default_factory=list)

    @classmethod
    def opened(cls, url: str, data_dir: Any) -> Office:
        now = datetime.now(UTC).replace(microsecond=0)
        database = open_database(url, lambda: office.now, data_dir=data_dir, subscription_allow_private_addresses=True)
        make_job_engine(database)
        office = cls(database, now, None)  # type: ignore[arg-type]  # filled below
        with database.write() as uow:
            user = new_user(uow, uuid4().hex, None, "Olga")
            organization = found(uow, user, "Office")
            member = uow.db.scalars(select(Member).where(Member.organization_id == organization.id)).one()
            office.owner = _principal(uow, member.id)
        for name in ("North", "South"):
            with database.write() as uow:
                office.board_ids.append(
                    boards.create(uow, office.owner, BoardCreate(name=name, slug=name.lower(), description=name)).id
                )
        return office

    def admin(self, name: str, reads: Sequence[UUID]) -> UserPrincipal:
        """One more administrator, who may read these boards alone."""
        with self.database.write() as uow:
            user = new_user(uow, uuid4().hex, None, name)
            rights = {"role": "admin", "all_boards_read": False, "all_boards_write": False}
            times = {"created_at": uow.now, "updated_at": uow.now}
            member = Member(organization_id=self.owner.organization_id, user_id=user.id, **rights, **times)
            uow.db.add(member)
            uow.db.flush()
            for board_id in reads:
                grant = {"board_id": board_id, "can_read": True, "can_write": False}
                uow.db.add(BoardAccessGrant(organization_member_id=member.id, **grant, **times))
            principal = _principal(uow, member.id)
            principal.grants.update(dict.fromkeys(reads, BoardGrant(can_read=True, can_write=False)))
            return principal

    def demote(self, person: UserPrincipal, **rights: Any) -> None:
        with self.database.write() as uow:
            uow.db.execute(update(Member).where(Member.id == person.member_id).values(**rights))

    def subscribe(self, url: str, by: UserPrincipal | None = None, **over: Any) -> UUID:
        body = EventSubscriptionCreate(**{"name": "Chat", "url": url, "event_types": ["task."], **over})
        with self.database.write() as uow:
            return service.create(uow, by or self.owner, body)[0].id

    def change(self, subscription_id: UUID, by: UserPrincipal | None = None, **fields: Any) -> None:
        with self.database.write() as uow:
            service.update(uow, by or self.owner, subscription_id, EventSubscriptionUpdate(**fields))

    def remove_board(self, board_id: UUID) -> None:
        with self.database.write() as uow:
            boards.delete(uow, self.owner, board_id)

    def happen(self, *titles: str, on: int = 0) -> None:
        place = {"organization_id": self.owner.organization_id, "board_id": self.board_ids[on]}
        with self.database.write() as uow:
            for title in titles:
                uow.emit(Happened(**place, message=title, title=title))

    def send(self, **later: int) -> None:
        """Some time later: whoever has something to send sends until nobody has."""
        self.now += timedelta(**later)
        with self.database.write() as uow:
            delivering.start(uow)
        while turns := self.turns():
            for subscription_id in turns:
                finish = delivering.deliver.prepare(self.database, subscription_id=str(subscription_id))
                with self.database.write() as uow:
                    finish(uow)

    def turns(self) -> Sequence[UUID]:
        with self.database.read() as uow:
            return uow.db.scalars(select(EventSubscription.id).where(EventSubscription.sending)).all()

    def read(self, subscription_id: UUID) -> EventSubscription:
        with self.database.read() as uow:
            return uow.db.get_one(EventSubscription, subscription_id)

    def deliveries(self, subscription_id: UUID) -> Sequence[EventDelivery]:
        """In the order of the log."""
        with self.database.read() as uow:
            found = select(EventDelivery).where(EventDelivery.subscription_id == subscription_id)
            return uow.db.scalars(found.order_by(EventDelivery.position)).all()

    def count(self, subscription_id: UUID, state: DeliveryState) -> int:
        with self.database.read() as uow:
            return queries.counts(uow.db, [subscription_id]).get(subscription_id, {}).get(state, 0)

    def replay(self, subscription_id: UUID, delivery_id: UUID) -> None:
        with self.database.write() as uow:
            service.replay(uow, self.owner, subscription_id, delivery_id)

    def close(self) -> None:
        self.database.engine.dispose()


def _principal(uow: UnitOfWork, member_id: UUID) -> UserPrincipal:
    place = select(*PLACE).join(Member, Member.user_id == User.id).where(Member.id == member_id)
    return principal_at(uow.db.execute(place).one())

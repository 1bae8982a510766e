"""What is done about the log without being asked."""

from datetime import timedelta

from mission_control.audit import retention, sealing
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import job, periodic
from mission_control.organizations.events import OrganizationDeleted

_SEALING = "audit"
"""Jobs of one key run one at a time."""


@periodic("audit.seal_regularly", every=timedelta(minutes=1))
def seal_regularly(uow: UnitOfWork) -> None:
    _seal(uow)


@job("audit.seal")
def seal_more(uow: UnitOfWork) -> None:
    _seal(uow)


@periodic("audit.drop_old_regularly", every=timedelta(minutes=1))
def drop_old_regularly(uow: UnitOfWork) -> None:
    _drop_old(uow)


@job("audit.drop_old")
def drop_more(uow: UnitOfWork) -> None:
    _drop_old(uow)


@takes_part_in(OrganizationDeleted)
def end_chain(uow: UnitOfWork, event: OrganizationDeleted) -> None:
    sealing.end_chain(uow, event.organization_id)


def _seal(uow: UnitOfWork) -> None:
    if sealing.seal(uow):
        uow.defer(seal_more, key=_SEALING)


def _drop_old(uow: UnitOfWork) -> None:
    if retention.drop_old(uow):
        uow.defer(drop_more, key=_SEALING)

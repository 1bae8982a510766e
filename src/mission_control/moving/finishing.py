"""The end of a move: each organization's log says that it is here, and what was written is put under seals."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from mission_control.audit.api import seal
from mission_control.kernel.db.session import Database
from mission_control.kernel.security.principals import ActorRef
from mission_control.moving.report import Report
from mission_control.moving.writing import Target
from mission_control.organizations.events import OrganizationImported

IMPORTER = ActorRef("system", None, "mission-control")


def finish(
    database: Database, target: Target, report: Report, source: str, taken_at: datetime, organizations: Iterable[UUID]
) -> None:
    """`source` is what they came from, `taken_at` the moment at which they were read there."""
    for organization_id in sorted(organizations):
        if organization_id in target.moved and organization_id not in report.brought_to:
            continue
        counts = dict(report.brought_to.get(organization_id, {}))
        with database.write(IMPORTER) as uow:
            uow.emit(
                OrganizationImported(
                    organization_id=organization_id,
                    message=f"{sum(counts.values())} rows were brought over ({source})",
                    source=source,
                    taken_at=taken_at,
                    counts=counts,
                    without=report.without,
                )
            )
    more = True
    while more:
        with database.write() as uow:
            more = seal(uow)

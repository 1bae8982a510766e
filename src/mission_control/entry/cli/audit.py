"""`mission-control audit`: the audit log, checked and written out without the web interface."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from mission_control.audit import api as audit
from mission_control.entry.cli.opened import opened
from mission_control.kernel.db.session import Database
from mission_control.kernel.settings import Settings
from mission_control.organizations.api import Organization


@dataclass(frozen=True, slots=True)
class Result:
    """What the check of one organization's log found."""

    organization_id: UUID
    name: str
    intact: bool
    words: str
    last_hash: str | None


def verify(settings: Settings, only: UUID | None) -> Iterator[Result]:
    """One result for each organization that has a chain; raises LookupError when the one that is asked for has none."""
    with opened(settings) as database:
        with database.read() as uow:
            named = {row.id: row.name for row in uow.db.execute(select(Organization.id, Organization.name))}
            chained = set(audit.sealed_organizations(uow.db)) | named.keys()
        chosen = sorted(chained if only is None else chained & {only}, key=str)
        if only is not None and not chosen:
            raise LookupError
        for organization_id in chosen:
            name = named.get(organization_id, "an organization that was deleted")
            yield _verified(database, organization_id, name)


def _verified(database: Database, organization_id: UUID, name: str) -> Result:
    whole: audit.Piece | None = None
    after: int | None = None
    while True:
        with database.read() as uow:
            piece = audit.verify(uow.db, organization_id, after)
        if whole:
            piece.follow(whole)
        whole = piece
        if piece.broken or piece.complete or piece.last is None:
            break
        after = piece.last.number
    last_hash = whole.last.hash if whole.last and not whole.broken else None
    return Result(organization_id, name, whole.broken is None, audit.words(whole), last_hash)


def export(settings: Settings, organization_id: UUID, form: audit.Format) -> Iterator[bytes]:
    with opened(settings) as database:
        with database.read() as uow:
            if uow.db.get(Organization, organization_id) is None:
                raise LookupError
        yield from audit.export(database, audit.Scope(organization_id), audit.Filters(), form)

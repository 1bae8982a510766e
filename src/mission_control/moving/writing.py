"""The receiving side: what is here already, and rows written in batches, each in a transaction of its own.

Nothing that is written here has consequences: there are neither jobs nor reactions in this process, and no service is
called. A move that is killed has written whole batches; run again, it finds them and goes on.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.events.log import EventRow
from mission_control.moving.drafts import Draft, LeftOut, Row, Step, Values
from mission_control.moving.report import Report
from mission_control.organizations.events import OrganizationImported

MARGIN = timedelta(minutes=10)
"""Rows that were made so long before an earlier move may have been committed after it."""
Key = tuple[Any, ...]
Named = tuple[object, Draft]
"""What the report calls a row, and the row."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The earlier moves of an organization."""

    at: datetime
    """When its source was last read."""
    never: frozenset[str]
    """Steps of which no move has brought a row: what is missing of them was not deleted here."""


class Target:
    """Where rows go, unless `writes` is switched off. Without a database nothing is there."""

    def __init__(self, database: Database | None, report: Report) -> None:
        self._database = database
        self._report = report
        self.writes = database is not None
        self.moved: dict[UUID, Moved] = {}
        """Organizations that were brought over in whole before."""

    def bring(self, step: Step, batches: Iterable[Sequence[Row]], known: Any) -> None:
        """Write what is not here of all rows of a step, and count."""
        is_new = self._is_empty(step.into)
        # A step with nothing in it is in the report too.
        self._report.of(step.name)
        for rows in batches:
            drafts = self._drafts(step, rows, known)
            present = set() if is_new else self._present(step, [self._key(step, draft) for _, draft in drafts])
            self._write(step, [it for it in drafts if not self._is_here(step, it, present)])

    def _drafts(self, step: Step, rows: Sequence[Row], known: Any) -> list[Named]:
        self._report.of(step.name).found += len(rows)
        drafts = []
        for row in rows:
            name = getattr(row, step.row_key)
            try:
                drafts.append((name, step.draft(row, known)))
            except LeftOut as reason:
                self._report.left_out(step.name, name, str(reason))
        return drafts

    def _is_here(self, step: Step, named: Named, present: set[Key]) -> bool:
        """Whether there is nothing to write, because the row is here or was deleted here."""
        name, draft = named
        if draft.is_present or self._key(step, draft) in present:
            self._report.of(step.name).present += 1
            if draft.then:
                draft.then()
            return True
        if self.was_here(step, draft):
            self._report.left_out(step.name, name, "deleted here since it was brought over")
            return True
        return False

    def was_here(self, step: Step, draft: Draft) -> bool:
        """Whether an earlier move must have brought the row: then somebody has deleted it here, and it stays so."""
        moved = self.moved.get(draft.organization_id) if draft.organization_id else None
        if moved is None or draft.since is None or step.name in moved.never:
            return False
        return draft.since < moved.at - MARGIN

    def _write(self, step: Step, drafts: Sequence[Named]) -> None:
        if not drafts:
            return
        if self._database is not None and self.writes:
            drafts = self._written(self._database, step, drafts)
        for organization_id, count in Counter(draft.organization_id for _, draft in drafts).items():
            self._report.brought(step.name, organization_id, count)
        for name, draft in drafts:
            for reason in draft.mends:
                self._report.mended(step.name, name, reason)
            if draft.then:
                draft.then()

    def _written(self, database: Database, step: Step, drafts: Sequence[Named]) -> Sequence[Named]:
        """Those that the database has taken: all at once or, when it refuses one of them, one by one."""
        try:
            with database.write() as uow:
                _insert(uow, step, [draft for _, draft in drafts])
                return drafts
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
        taken = []
        with database.write() as uow:
            for name, draft in drafts:
                try:
                    with uow.savepoint():
                        _insert(uow, step, [draft])
                    taken.append((name, draft))
                except DBAPIError as error:
                    self._report.left_out(step.name, name, f"the database does not take it ({_reason(error)})")
        return taken

    def _present(self, step: Step, keys: Sequence[Key]) -> set[Key]:
        """Which of these keys are here."""
        if self._database is None or not keys:
            return set()
        columns = [step.into.c[name] for name in step.key]
        with self._database.read() as uow:
            found = uow.db.execute(select(*columns).where(columns[0].in_({key[0] for key in keys})))
            return {tuple(row) for row in found}

    def _is_empty(self, table: Table) -> bool:
        if self._database is None:
            return True
        with self._database.read() as uow:
            return is_empty(uow.db, table)

    @staticmethod
    def _key(step: Step, draft: Draft) -> Key:
        return tuple(draft.values.get(name) for name in step.key)


def moves_before(db: Session, source: str) -> dict[UUID, Moved]:
    """What was brought over in whole from this kind of source, by organization."""
    found: dict[UUID, Moved] = {}
    told = select(EventRow.organization_id, EventRow.payload).where(EventRow.type == OrganizationImported.type)
    for organization_id, payload in db.execute(told.order_by(EventRow.seq)):
        if payload.get("source") != source:
            continue
        without = frozenset(payload.get("without", ()))
        before = found.get(organization_id)
        never = without & before.never if before else without
        found[organization_id] = Moved(datetime.fromisoformat(payload["taken_at"]), never)
    return found


def is_empty(db: Session, table: Table) -> bool:
    return db.execute(select(next(iter(table.primary_key))).limit(1)).first() is None


def _insert(uow: UnitOfWork, step: Step, drafts: Sequence[Draft]) -> None:
    rows = [draft.values for draft in drafts]
    if step.write:
        step.write(uow, rows)
    else:
        uow.db.execute(insert(step.into), rows)
    further: dict[Table, list[Values]] = {}
    for draft in drafts:
        for table, values in draft.also:
            further.setdefault(table, []).append(values)
        for event in draft.events:
            uow.emit(event)
    for table, more in further.items():
        uow.db.execute(insert(table), more)


def _reason(error: DBAPIError) -> str:
    text = str(error.orig).strip()
    return text.splitlines()[0].rstrip(".") if text else type(error.orig).__name__

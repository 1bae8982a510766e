"""An organization of the test's own, its audit log, and the hand of somebody who has the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import ColumnElement, Connection, Executable, insert, select, text

from mission_control.audit import sealing
from mission_control.audit.models import AuditSeal
from mission_control.kernel.db.session import Database
from mission_control.kernel.events.log import EventRow
from tests.support.database import SECRET_KEY, open_database
from tests.support.server import ServerProcess
from tests.support.world import Json, move_to_new_organization, ok

AUDIT = "/api/v1/audit"
EVENTS: Any = EventRow.__table__
SEALS: Any = AuditSeal.__table__
BARE: dict[str, None] = {"salt": None, "words_digest": None, "digest": None}


def seal_all(database: Database) -> None:
    """Seal whatever is written, as the periodic job does from time to time."""
    while True:
        with database.write() as uow:
            if not sealing.seal(uow):
                return


@dataclass(frozen=True, slots=True)
class Log:
    """The audit log of one organization."""

    organization: Json
    operator: httpx.Client
    database: Database

    @property
    def id(self) -> str:
        return str(self.organization["id"])

    def events(self, **query: Any) -> list[Json]:
        """Newest first."""
        items: list[Json] = ok(self.operator.get(AUDIT, params=query))["items"]
        return items

    def seal(self) -> None:
        seal_all(self.database)

    def verify(self, **query: Any) -> Json:
        found: Json = ok(self.operator.get(f"{AUDIT}/verify", params=query))
        return found

    def broken(self) -> str:
        """The reason why the log is not what was written; it must not be."""
        found = self.verify()
        assert found["state"] == "broken", found
        assert found["broken"]["reason"] in found["message"]
        return str(found["broken"]["reason"])

    def sql(self, statement: str, **values: Any) -> int:
        """What somebody does who has the database and not the product; answers how many rows it touched."""
        with self._tampering() as connection:
            return int(connection.execute(text(statement), values).rowcount)

    def tamper(self, *statements: Executable) -> None:
        """The same, of one organization and at once: the product must not seal between two of them."""
        with self._tampering() as connection:
            for statement in statements:
                connection.execute(statement)

    def forge(self, like: int, **values: Any) -> Json:
        """Put in an event that looks like another one and has no digest, or the one that is given."""
        with self._tampering() as connection:
            row = dict(connection.execute(select(EVENTS).where(EVENTS.c.seq == like)).mappings().one())
            row |= {"id": uuid4(), "salt": None, "words_digest": None, "digest": None, **values}
            if "seq" not in values:
                del row["seq"]
            connection.execute(insert(EVENTS).values(row))
            return row

    def _tampering(self) -> AbstractContextManager[Connection]:
        return self.database.engine.execution_options(write=True).begin()

    @property
    def of_it(self) -> ColumnElement[bool]:
        """The events of the organization."""
        return EventRow.organization_id == UUID(self.id)

    @property
    def seals_of_it(self) -> ColumnElement[bool]:
        return AuditSeal.organization_id == UUID(self.id)


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env={"TRUSTED_PROXIES": "127.0.0.1", "SECRET_KEY": SECRET_KEY}) as process:
        yield process.start()


@pytest.fixture
def log(server: ServerProcess, module_database: str) -> Iterator[Log]:
    database = open_database(module_database)
    with server.as_operator() as operator:
        yield Log(move_to_new_organization(operator), operator, database)
    database.engine.dispose()

"""An organization of the test's own, its audit log, and the hand of somebody who has the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from mission_control.audit import sealing
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.db.session import Database
from mission_control.kernel.environment import Environment
from mission_control.kernel.security.secrets import SecretBox
from mission_control.kernel.settings import load_settings
from tests.support.server import ServerProcess
from tests.support.world import Json, move_to_new_organization, ok

AUDIT = "/api/v1/audit"
SECRET_KEY = "a-key-of-the-tests-0123456789-abcdefghij"
Clock = Callable[[], datetime]


def open_database(url: str, clock: Clock = lambda: datetime.now(UTC), **settings: Any) -> Database:
    """The product's own database, in this process: a second one beside the server's."""
    loaded = load_settings(database_url=url, **settings)
    return Database(make_engine(loaded), clock, Environment(loaded, SecretBox(SECRET_KEY)))


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
        with self.database.engine.execution_options(write=True).begin() as connection:
            return int(connection.execute(text(statement), values).rowcount)


@pytest.fixture(scope="module")
def server(module_database: str) -> Iterator[ServerProcess]:
    with ServerProcess(module_database, env={"TRUSTED_PROXIES": "127.0.0.1"}) as process:
        yield process.start()


@pytest.fixture
def log(server: ServerProcess, module_database: str) -> Iterator[Log]:
    database = open_database(module_database)
    with server.as_operator() as operator:
        yield Log(move_to_new_organization(operator), operator, database)
    database.engine.dispose()

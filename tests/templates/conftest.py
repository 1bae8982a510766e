"""A board for each test, and the product's own firing at a time of the test's choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

# Imported for their tables.
from mission_control.entry import features as _features  # noqa: F401
from mission_control.templates import firing
from tests.support.database import open_database
from tests.support.server import ServerProcess
from tests.support.world import Json, make_board, make_template, ok


@dataclass
class Desk:
    """One board, and the time."""

    operator: httpx.Client
    board: Json
    fire_at: Callable[[datetime], None]

    @property
    def url(self) -> str:
        return f"/api/v1/boards/{self.board['id']}/templates"

    def recurring(self, cron: str = "0 * * * *", zone: str = "UTC", **over: Any) -> Json:
        rules = {name: over.pop(name) for name in ("catch_up", "overlap") if name in over}
        return make_template(self.operator, self.board, schedule={"cron": cron, "time_zone": zone, **rules}, **over)

    def again(self, template: Json) -> Json:
        read: Json = ok(self.operator.get(f"{self.url}/{template['id']}"))
        return read

    def change(self, template: Json, **fields: Any) -> Json:
        changed: Json = ok(self.operator.patch(f"{self.url}/{template['id']}", json=fields))
        return changed

    def runs(self, template: Json) -> list[Json]:
        items: list[Json] = ok(self.operator.get(f"{self.url}/{template['id']}/runs"))["items"]
        return items

    def tasks(self) -> list[Json]:
        items: list[Json] = ok(self.operator.get(f"/api/v1/boards/{self.board['id']}/tasks"))["items"]
        return items

    def finish(self, task: Json) -> None:
        ok(self.operator.patch(f"/api/v1/boards/{self.board['id']}/tasks/{task['id']}", json={"status": "done"}))

    def fire_late(self, template: Json, **late: int) -> None:
        """Look for due runs some time after the template was due."""
        self.fire_at(due(template) + timedelta(**late))


def due(template: Json) -> datetime:
    moment: str = template["next_run_at"]
    return datetime.fromisoformat(moment).astimezone(UTC)


@pytest.fixture
def desk(server: ServerProcess, module_database: str, tmp_path: Any) -> Iterator[Desk]:
    def fire_at(moment: datetime) -> None:
        database = open_database(module_database, lambda: moment, data_dir=tmp_path)
        with database.write() as uow:
            firing.fire_due(uow)
        database.engine.dispose()

    with server.as_operator() as operator:
        yield Desk(operator, make_board(operator), fire_at)
